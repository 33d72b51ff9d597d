"""What is done with the selected product of the stock list, each in a sheet of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from ui.inventory.item_sheets import LabelsSheet, MoveSheet, SetCountSheet, ShelfPriceSheet
from ui.inventory.list_sheets import BinsSheet, HistorySheet
from ui.inventory.order_sheet import OrderSheet
from ui.inventory.pane import ProductStory, read_story

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.inventory.items import Items


class ItemActs(QObject):
    """Opens the sheets; reads first what they need."""

    def __init__(self, desk: Desk, items: Items) -> None:
        super().__init__(items)
        self._desk, self._items = desk, items

    def _with_row(self, act: Any) -> None:
        row = self._items.table.current()
        if row is not None:
            act(row)

    def _with_story(self, act: Any) -> None:
        row = self._items.table.current()
        if row is not None:
            self._desk.read_for_sheet(
                self, lambda: read_story(row.product_id), lambda story: act(story) if story else None
            )

    def _with_bins(self, sheet: type[MoveSheet] | type[SetCountSheet]) -> None:
        row = self._items.table.current()
        if row is None:
            return

        def load() -> tuple[ProductStory | None, list[Any]]:
            from app.inventory.bins import bins

            return read_story(row.product_id), bins()

        def show(found: tuple[ProductStory | None, list[Any]]) -> None:
            story, places = found
            if story is not None and sheet is MoveSheet and not story.bins:
                self._desk.window.notice.warn(_("Nothing to move: none of it lies in a bin."))
            elif story is not None:
                sheet(self._desk, story, places).open()

        self._desk.read_for_sheet(self, load, show)

    def move(self) -> None:
        """F4: carry the selected product to another bin."""
        self._with_bins(MoveSheet)

    def set_count(self) -> None:
        """F6: put the count of the selected product right."""
        self._with_bins(SetCountSheet)

    def order(self, product_id: int = 0) -> None:
        """F9: what to buy now; of one product only, from its proposal."""
        from app.purchasing.order import suggest_order

        def show(found: list[Any]) -> None:
            OrderSheet(self._desk, [row for row in found if not product_id or row.product_id == product_id]).open()

        self._desk.read_for_sheet(self, suggest_order, show)

    def show_bins(self) -> None:
        """All bins; one of them filters the list."""
        BinsSheet(self._desk, lambda row: self._items.show_bin(row.id, row.code)).open()

    def edit_product(self, product_id: int | None = None, code: str = "") -> None:
        """Open a product, or an empty form for a new one."""
        from ui.inventory.product_editor import open_editor

        open_editor(self._desk, self._items, product_id, code, self._items.select)

    def open_current(self) -> None:
        """Enter: the form of the selected product."""
        self._with_row(lambda row: self.edit_product(row.product_id))

    def set_price(self) -> None:
        """F7: another price."""
        self._with_row(lambda row: ShelfPriceSheet(self._desk, row).open())

    def print_labels(self) -> None:
        """F10: shelf labels."""
        self._with_row(lambda row: LabelsSheet(self._desk, row).open())

    def show_history(self) -> None:
        """All moves of the selected product."""
        self._with_story(lambda story: HistorySheet(self._desk, story).open())
