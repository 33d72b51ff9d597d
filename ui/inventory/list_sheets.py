"""Two long lists over the stock screen: all moves of a product, and all bins."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.core import clock
from app.core.i18n import _
from ui.common.boxes import HBox
from ui.common.buttons import Button
from ui.common.inputs import TextField
from ui.common.sheet import Sheet
from ui.common.table import Cell, Column, LiveTable
from ui.inventory import words

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.inventory.pane import ProductStory

MOST = 2_000


class HistorySheet(Sheet):
    """How a product came and went."""

    def __init__(self, desk: Desk, story: ProductStory) -> None:
        super().__init__(
            desk.surface, _("Movements"), words.name_of(story.row), width=820, height=620, name="history",
            back_text=_("Close"),
        )  # fmt: skip
        unit = story.row.unit
        self.table = LiveTable(
            [
                Column(_("When"), lambda move: Cell(clock.format_moment(move.moved_at), token="text2"), 116),
                Column(_("What"), words.move_text),
                Column(_("From"), lambda move: Cell(_place(move.source), token="text2"), 96),
                Column(_("To"), lambda move: Cell(_place(move.target), token="text2"), 96),
                Column(_("Change"), lambda move: _change(move, unit), 76, align="right"),
                Column(_("On hand"), lambda move: Cell(words.amount(move.after, unit)), 76, align="right"),
            ],
            "history.table", row_height=36, accessible=_("Movements"),
        )  # fmt: skip
        self.table.set_loading(True)
        self.set_body((self.table, 1), margins=0)
        product_id, on_hand = story.row.product_id, story.row.on_hand

        def load() -> list[Any]:
            from app.overview.product_story import product_moves

            return product_moves(product_id, on_hand, MOST)

        def show(moves: list[Any]) -> None:
            self.table.set_loading(False)
            self.table.set_rows(moves)
            self.table.set_footer(_("{n} movements, newest first").format(n=f"{len(moves):,}"))

        desk.read(self, load, show)


class BinsSheet(Sheet):
    """All bins in walking order; Enter shows what lies in one."""

    def __init__(self, desk: Desk, choose: Callable[[Any], None]) -> None:
        super().__init__(desk.surface, _("Bins"), width=640, height=620, name="bins", back_text=_("Close"))
        self._desk, self._choose = desk, choose
        self.table = LiveTable(
            [
                Column(_("Bin"), "code", 110, weight=600), Column(_("Aisle"), "zone", 70),
                Column(_("Products"), "products", None, kind="number"),
                Column(_("Pieces"), "pieces", 90, kind="number"),
            ],
            "bins.table", row_height=40, accessible=_("Bins"),
        )  # fmt: skip
        self.table.opened.connect(self._pick)
        self.code = TextField(name="bins.field.code", placeholder=_("New bin, like A-05-2"))
        add = Button(_("Add bin"), icon="plus-bold", name="bins.button.add")
        add.clicked.connect(self._add)
        self.code.submitted.connect(self._add)
        self.set_body((self.table, 1), margins=0)
        self.set_foot(HBox(self.code, add))
        self.foot_is_for_manager = desk.may("inventory.add_place")
        if not self.foot_is_for_manager:
            self.code.hide()
            add.hide()
        self.set_primary(_("Show what lies there"), lambda: self._pick(self.table.current()))
        self._load()

    def _load(self) -> None:
        from app.inventory.bins import bins

        self._desk.read(self, bins, self._show, merge="bins")

    def _show(self, rows: list[Any]) -> None:
        self.table.set_rows(rows)
        if self.table.current() is None:
            self.table.select_at(0)

    def on_code(self, code: str) -> None:
        """A scanned bin is shown at once."""
        row = next((row for row in self.table.rows() if row.code == code.strip().upper()), None)
        if row is None:
            self._desk.feedback("wrong")
        else:
            self._desk.feedback("ok")
            self._pick(row)

    def _pick(self, row: Any) -> None:
        if row is not None:
            self.accept()
            self._choose(row)

    def _add(self) -> None:
        from app.inventory.places import add_place

        if not self.code.text():
            self.code.set_error(_("A bin needs a code, like A-12-3."))
            return

        def done(place_id: int) -> None:
            self.code.clear()
            self._load()
            self._desk.feedback("ok")

        self._desk.write(
            self, add_place, self.code.text(), done=done, failed=lambda error: self.code.set_error(str(error))
        )


def _place(code: str) -> str:
    special = {
        "*supplier": _("Supplier"), "*customer": _("Customer"), "*loss": _("Loss"), "*found": _("Found"),
        "*staging": _("Packing"), "*repair": _("Repair"), "*inspection": _("Inspection"),
    }  # fmt: skip
    return special.get(code, code)


def _change(move: Any, unit: str) -> Cell:
    return Cell(words.amount(move.change, unit, sign=True), weight=600, token=words.move_token(move))
