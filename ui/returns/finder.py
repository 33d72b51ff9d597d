"""What scans and typed words mean on the returns screen: a sale, a return, a line of it, a bin, a product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from ui.returns import reads
from ui.returns.draft import LOOSE, SALE, Draft, loose_line

if TYPE_CHECKING:
    from app.overview.codes import Scan
    from ui.returns.tab import ReturnsTab

LEAST_TYPED = 3
_FINDS = frozenset({"order", "parcel", "receipt", "shipment", "customer", "return", "gift_card"})


class Finder(QObject):
    """Finds sales and returns and hands them to the tab."""

    def __init__(self, tab: ReturnsTab) -> None:
        super().__init__(tab)
        self._tab, self._desk = tab, tab.desk

    def typed(self, text: str) -> None:
        """Search while typing, on the start page only."""
        tab = self._tab
        if tab.draft is not None:
            return
        if len(text) < LEAST_TYPED:
            tab.start.end_search()
            tab.keys_changed.emit()
            return

        def show(found: reads.Found) -> None:
            if tab.draft is None:
                tab.start.show_sales(text, found.sales)
                tab.keys_changed.emit()

        self._desk.read(self, lambda: reads.find(text), show, merge="find")

    def find(self, text: str) -> None:
        """The sale or return that a text means; without a receipt the product."""
        tab = self._tab
        if tab.draft is not None and tab.draft.kind == LOOSE:
            self._add_loose(text)
            return

        def show(found: reads.Found) -> None:
            self._open(text, found)

        self._desk.read(self, lambda: reads.find(text), show, urgent=True)

    def _open(self, title: str, found: reads.Found) -> None:
        tab = self._tab
        if found.return_id:
            tab.leave_for(lambda: tab.open_one("return", found.return_id))
        elif len(found.sales) == 1:
            tab.leave_for(lambda: tab.open_sale(found.sales[0].order_id, found.product_ids))
        else:
            tab.leave_for(lambda: tab.show_sales(title, found))

    def scanned(self, scan: Scan) -> None:
        """What a scan means here."""
        draft = self._tab.draft
        if scan.kind == "product":
            self._scan_product(scan, draft)
        elif scan.kind == "place" and draft is not None and draft.looks and draft.line is not None:
            draft.line.place_id, draft.line.place_code = scan.ref, scan.text.upper()
            self._tab.page.answer("place", "restock")
            self._desk.feedback("ok")
        elif scan.kind == "customer" and draft is not None and draft.kind == LOOSE:
            draft.customer_id, draft.customer_name = scan.ref, scan.title
            self._tab.show_draft()
            self._desk.feedback("ok")
        elif scan.kind in _FINDS:
            self._find_scanned(scan)
        else:
            self._desk.does_not_fit(scan)

    def _find_scanned(self, scan: Scan) -> None:
        def show(found: reads.Found) -> None:
            if not found.sales and not found.return_id:
                self._desk.does_not_fit(scan)
                return
            self._desk.feedback("ok")
            self._open(scan.title, found)

        self._desk.read(self, lambda: reads.find(scan.text), show, urgent=True)

    def _scan_product(self, scan: Scan, draft: Draft | None) -> None:
        if draft is None or draft.kind == LOOSE:
            self.find(scan.text)
            return
        place = draft.find_product({scan.ref, *scan.also})
        if place is None or not draft.lines[place].most:
            self._refuse(_("{name} is not part of this sale.").format(name=scan.title))
            return
        draft.at = place
        line = draft.lines[place]
        if draft.kind == SALE:
            if line.quantity >= line.most:
                self._refuse(_("All of {name} comes back already.").format(name=line.name))
                return
            draft.count_up(line, max(scan.quantity, 1))
        self._desk.feedback("ok")
        self._tab.show_draft()

    def _refuse(self, sentence: str) -> None:
        self._desk.feedback("wrong")
        self._desk.window.notice.refuse(sentence)

    # -- without a receipt

    def _add_loose(self, text: str) -> None:
        self._desk.read(self, lambda: reads.product(text), lambda row: self._take_loose(row, text), urgent=True)

    def _take_loose(self, row: Any, text: str) -> None:
        tab, draft = self._tab, self._tab.draft
        if draft is None or draft.kind != LOOSE:
            return
        if row is None:
            self._desk.unknown_code(text)
            return
        known = next((at for at, line in enumerate(draft.lines) if line.ref == row.product_id), None)
        if known is not None:
            draft.at = known
            draft.count_up(draft.lines[known], max(row.quantity, 1))
        else:
            draft.lines.append(loose_line(row))
            draft.at = len(draft.lines) - 1
        self._desk.feedback("ok")
        self._desk.window.scan_box.clear()
        tab.focus_work()
        tab.show_draft()
