"""Choosing the columns of a table by keys or mouse: which are shown, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt

from app.core.i18n import _
from ui.common.boxes import HBox, VBox
from ui.common.buttons import Button
from ui.common.cells import Cell, Column
from ui.common.labels import Label
from ui.common.sheet import Sheet

if TYPE_CHECKING:
    from ui.common.table import LiveTable


class ColumnRow(NamedTuple):
    """A column in the list."""

    key: str
    title: str
    is_shown: bool
    is_fixed: bool


class ColumnsSheet(Sheet):
    """Every change shows in the table behind at once; Esc leaves it as it is."""

    def __init__(self, table: LiveTable) -> None:
        super().__init__(
            table.window(), _("Columns"), table.view.accessibleName(), width=720, name="columns", back_text=_("Done")
        )
        from ui.common.table import LiveTable as List

        self._table = table
        self.list = List(
            [
                Column("", "is_shown", 22, kind="check"),
                Column("", lambda row: Cell(row.title, token="text" if row.is_shown else "text3"), None, weight=500),
                Column("", lambda row: Cell(_("always shown") if row.is_fixed else "", token="text3"), 110, align="right"),
            ],
            "columns.list", key="key", row_height=40, head=False, accessible=_("Columns"),
        )  # fmt: skip
        self.list.opened.connect(lambda _row: self.turn())
        up = Button(_("Move up"), icon="arrow-up", key="Alt+Up", height=40, name="columns.button.up")
        down = Button(_("Move down"), icon="arrow-down", key="Alt+Down", height=40, name="columns.button.down")
        usual = Button(_("As it was"), kind="ghost", key="Alt+R", height=40, name="columns.button.usual")
        turn = Button(_("Show or hide"), key="Space", height=40, name="columns.button.turn")
        for button, act, cap in (
            (turn, self.turn, "Space"), (up, lambda: self.move_column(-1), "Alt+Up"),
            (down, lambda: self.move_column(1), "Alt+Down"), (usual, self.reset, "Alt+R"),
        ):  # fmt: skip
            button.clicked.connect(act)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.bind(cap, act)
        told = Label(_("Kept for you at this station."), 12, 400, "text3")
        self.list.setMinimumHeight(min(9, len(table.all_columns())) * 40 + 8)
        self.set_body((self.list, 1), VBox(HBox(turn, up, down, None, usual, gap=8), told, gap=10))
        self._show()
        self.list.select_at(0)

    def _show(self) -> None:
        self.list.set_rows([
            ColumnRow(key, column.title or column.label or _("Without a title"), shown, not column.can_hide)
            for key, column, shown in self._table.all_columns()
        ])  # fmt: skip

    def turn(self) -> None:
        """Show or hide the column that the bar stands on."""
        row = self.list.current()
        if row is None or row.is_fixed:
            return
        self._table.show_column(row.key, not row.is_shown)
        self._show()

    def move_column(self, by: int) -> None:
        """Move it to the left (-1) or right (1)."""
        row = self.list.current()
        if row is not None:
            self._table.move_column(row.key, by)
            self._show()
            self.list.select_id(row.key)

    def reset(self) -> None:
        """All columns, in their first order, sorted as at first."""
        self._table.reset_layout()
        self._show()
