"""Options of goods: the groups that are asked at the counter and on the phone, in their order; each opens to be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import _, spoken_name
from ui.common.boxes import Card, Divider, HBox
from ui.common.buttons import Button
from ui.common.keys import Key
from ui.common.labels import Label
from ui.common.pieces import EmptyState
from ui.common.sheet import ask
from ui.common.table import Cell, Column, LiveTable
from ui.settings.option_group_sheet import OptionGroupSheet, load_group
from ui.settings.page import Page

if TYPE_CHECKING:
    from ui.common.desk import Desk


class OptionsPage(Page):
    """Section "Options"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk, "options", _("Options"),
            _("What is chosen with goods: how coffee is ground, what is engraved. Each option is a product with its price."),
        )  # fmt: skip
        self.table = LiveTable(
            [
                Column(_("Group"), _named, None, kind="two"),
                Column(_("For"), lambda row: Cell(", ".join(row.uses) or _("Nothing yet"), token="text2"), 240),
                Column(_("Choose"), lambda row: Cell(_span(row)), 90, align="right"),
                Column("", _state, 110, kind="chip"),
            ],
            "setup.options", row_height=54, in_card=True, accessible=_("Groups of options"),
        )  # fmt: skip
        self.table.set_empty(
            EmptyState("list-bullets", _("No options yet"), _("F9 makes a group, such as “Grind” with its choices."))
        )
        self.table.setMinimumHeight(360)
        self.primary = Button(
            _("New group"), kind="primary", icon="plus-bold", key="F9", height=36, name="setup.primary"
        )
        self.remove = Button(_("Remove"), icon="trash", key="Del", height=36, name="setup.button.remove_options")
        head = HBox(Label(_("Groups of options"), 15, 600), None, self.remove, self.primary, margins=(10, 12), gap=8)
        self.add(Card(head, Divider(), (self.table, 1), pad=1, gap=0))
        self.table.opened.connect(lambda row: self._open(row.id))
        self.table.chosen.connect(lambda row: self.remove.setVisible(row is not None))
        self.primary.clicked.connect(lambda: self._open(None))
        self.remove.clicked.connect(self.remove_current)

    def load(self) -> None:
        super().load()

        def rows() -> list[Any]:
            from app.catalog.options import option_groups

            return option_groups()

        self.read(rows, self._show, "options")

    def _show(self, rows: list[Any]) -> None:
        self.table.set_rows(rows)
        if rows and self.table.current() is None:
            self.table.select_at(0)
        self.remove.setVisible(bool(rows))

    def on_changes(self, kinds: set[str]) -> None:
        if kinds & {"option_group", "product"}:
            self.load()

    def keys(self) -> list[Key]:
        return [
            Key("F9", _("New group"), lambda: self._open(None)), Key("Enter", _("Change"), self.open_current),
            Key("Del", _("Remove"), self.remove_current, False),
        ]  # fmt: skip

    def open_current(self) -> None:
        """Enter: the chosen group."""
        row = self.table.current()
        if row is not None:
            self._open(row.id)

    def _open(self, group_id: int | None) -> None:
        def show(loaded: Any) -> None:
            sheet = OptionGroupSheet(self.desk, loaded, group_id)
            sheet.open(sheet.name)

        self.desk.read_for_sheet(self, lambda: load_group(group_id), show)

    def remove_current(self) -> None:
        """Del: take the chosen group away."""
        from app.catalog.options import remove_options

        row = self.table.current()
        if row is not None:
            ask(
                self.desk.surface, _("Remove the group {name}?").format(name=row.name),
                _("It is asked no more. Its products stay, and what was sold keeps its options."), _("Remove it"),
                lambda: self.desk.write(self, remove_options, row.id), danger=True,
            )  # fmt: skip


def _span(row: Any) -> str:
    return str(row.most) if row.least == row.most else f"{row.least}–{row.most}"


def _named(row: Any) -> Cell:
    return Cell(spoken_name(row.name, row.name_zh), ", ".join(row.options))


def _state(row: Any) -> Cell:
    return Cell(_("Asked"), tone="ok") if row.is_active else Cell(_("Off"), tone="grey")
