"""The Stock tab: items, receiving and counting, each built when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from app.core.i18n import N_
from ui.common.keys import Key
from ui.common.tab import Tab
from ui.inventory.items import Items

if TYPE_CHECKING:
    from app.core.changes import Changed
    from app.overview.codes import Scan
    from ui.common.desk import Desk

ITEMS, RECEIVE, COUNT = "items", "receive", "count"
HINTS = {
    ITEMS: N_("Scan product or bin, or type a name"), RECEIVE: N_("Scan the next item, or its bin"),
    COUNT: N_("Scan an item in this bin, or the next bin"),
}  # fmt: skip


class StockTab(Tab):
    """Hands keys, scans and typing to the mode that is shown."""

    NAME = "stock"
    TITLE = N_("Stock")
    MODES = ((ITEMS, N_("Items")), (RECEIVE, N_("Receive")), (COUNT, N_("Count")))
    SCAN_HINT = HINTS[ITEMS]
    WATCHES = frozenset({"product", "purchase", "place", "count", "supplier"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._pages: dict[str, Any] = {}
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._show_page()

    @property
    def items(self) -> Items:
        """The stock list."""
        return self._page(ITEMS)

    @property
    def receive(self) -> Any:
        """Receiving."""
        return self._page(RECEIVE)

    @property
    def count(self) -> Any:
        """Counting."""
        return self._page(COUNT)

    @property
    def page(self) -> Any:
        """What is shown."""
        return self._page(self.mode)

    def _page(self, mode: str) -> Any:
        if mode not in self._pages:
            self._pages[mode] = page = self._build(mode)
            page.keys_changed.connect(self.keys_changed)
            self._stack.addWidget(page)
        return self._pages[mode]

    def _build(self, mode: str) -> Any:
        if mode == ITEMS:
            page = Items(self.desk)
            page.receive_wanted.connect(lambda: self._switch(RECEIVE))
            return page
        if mode == RECEIVE:
            from ui.inventory.receive import Receive

            made: Any = Receive(self.desk)
        else:
            from ui.inventory.count import Count

            made = Count(self.desk)
        made.left.connect(lambda: self._switch(ITEMS))
        return made

    def _switch(self, mode: str) -> None:
        self.set_mode(mode)
        self.head_changed.emit()
        self.keys_changed.emit()

    def _show_page(self) -> None:
        self._stack.setCurrentWidget(self.page)
        self.SCAN_HINT = HINTS[self.mode]
        self.setFocusProxy(self.page)

    def stands_on(self) -> object:
        return self.page.standing_on()

    def set_mode(self, mode: str) -> None:
        self.mode = mode
        self.desk.window.scan_box.clear()
        self._show_page()
        self.refresh()
        self.page.setFocus()
        if mode == RECEIVE and self.receive.tally is not None:
            self.desk.focus_scan_box()

    def arrive(self) -> None:
        self.refresh()
        self.page.setFocus()

    def refresh(self) -> None:
        self.page.refresh()

    def keys(self) -> list[Key]:
        return self.page.keys()

    def on_changes(self, told: list[Changed]) -> None:
        kinds = {change.kind for change in told}
        wanted = {ITEMS: {"product", "place", "supplier"}, RECEIVE: {"purchase"}, COUNT: {"count", "place"}}
        if kinds & wanted[self.mode]:
            self.refresh()

    def scanned(self, scan: Scan) -> None:
        if scan.kind == "purchase" or not self.page.scanned(scan):
            super().scanned(scan)

    def typed(self, text: str) -> None:
        if self.mode == ITEMS:
            self.items.find(text)

    def submitted(self, text: str) -> None:
        """Enter: a code does what its scan does; on the list a name has found its products already."""
        from app.overview.codes import recognise

        def found(scan: Scan | None) -> None:
            if scan is not None:
                self.desk.window.take_scan(scan, self.scanned)
            elif self.mode == ITEMS and self.items.table.count():
                self.items.table.setFocus()
            else:
                self.desk.unknown_code(text)
            if self.mode != ITEMS:
                self.desk.window.scan_box.clear()

        self.desk.read(self, lambda: recognise(text), found, urgent=True)

    def open_record(self, kind: str, ref: int) -> None:
        if kind == "purchase":
            self._switch(RECEIVE)
            self.receive.open_purchase(ref)
        elif kind == "count":
            self._open_count(ref)
        else:
            self._switch(ITEMS)
            if kind == "place":
                self._open_bin(ref)
            else:
                self.items.select(ref)

    def _open_count(self, count_id: int) -> None:
        from app.inventory.bins import count_row

        self._switch(COUNT)
        self.desk.read(self, lambda: count_row(count_id), lambda row: self.count.go_to(row.place_id) if row else None)

    def _open_bin(self, place_id: int) -> None:
        from app.inventory.places import bin_code

        self.desk.read(self, lambda: bin_code(place_id), lambda code: self.items.show_bin(place_id, code))

    def add_product(self, code: str = "") -> None:
        """Open the editor for a product that nobody knows yet, with the scanned code in it."""
        self._switch(ITEMS)
        self.items.acts.edit_product(code=code)
