"""Finding items for a phone order: a scan, a code typed into the scan box, or a name with results as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from app.overview.codes import Scan
    from ui.common.desk import Desk
    from ui.orders.phone_desk import PhoneDesk
    from ui.orders.phone_lines import LinesColumn

SEARCH_AFTER_MS = 90
RESULTS = 6


class ItemFinder(QObject):
    """Turns what comes from the scan box into items.

    Signals:
        found: an item and how much of it.
        coupon: a coupon was scanned or typed; carries what the store knows of it.
        quote: a quote was scanned; carries its number.
        customer: a customer's card was scanned; carries the id.
        stepped: + or − in the empty scan box, for the line that is chosen.
    """

    found = Signal(object, int)
    coupon = Signal(object)
    customer = Signal(int)
    quote = Signal(str)
    stepped = Signal(int)

    def __init__(self, desk: Desk, middle: LinesColumn, calls: PhoneDesk) -> None:
        super().__init__(middle)
        self._desk, self._middle, self._calls = desk, middle, calls
        self._typed = ""
        self._timer = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._timer.timeout.connect(self._search)

    def on_code(self, text: str) -> None:
        """A scan adds its product; a customer's card attaches the customer, an order opens."""
        box = self._desk.window.scan_box
        times, code = split_times(f"{box.text()}{text}" if box.text().endswith("*") else text)
        box.empty()

        def load() -> Any:
            from app.catalog.coupons import find_coupon
            from app.inventory.queries import read_sellable

            scanned, hits = read_sellable(code)
            return scanned, hits, None if hits else find_coupon(code)

        def found(answer: Any) -> None:
            scanned, hits, coupon = answer
            if coupon is not None:
                self.coupon.emit(coupon)
            elif len(hits) > 1:
                self._middle.show_results(hits, code)
                self._desk.focus_scan_box()
            elif hits:
                weighed = scanned.weight_grams if hits[0].unit == "gram" else None
                self.found.emit(hits[0], times * (weighed or hits[0].quantity))
            else:
                self._desk.recognise(code, self, self._on_scan)

        self._desk.read(self, load, self._calls.while_shown(found), urgent=True)

    def _on_scan(self, scan: Scan) -> None:
        if scan.kind == "customer":
            self.customer.emit(scan.ref)
        elif scan.kind == "quote":
            self.quote.emit(scan.text)
        elif scan.kind == "order":
            self._desk.open("order", scan.ref)
        else:
            self._desk.does_not_fit(scan)

    def typed(self, text: str) -> None:
        """Search as one types; + and − alone are meant for the line that is chosen."""
        if text in ("+", "-"):
            self._desk.window.scan_box.empty()
            self.stepped.emit(1 if text == "+" else -1)
            return
        self._typed = text
        if split_times(text)[1]:
            self._timer.start()
        else:
            self._timer.stop()
            self._middle.show_results([], "")

    def submitted(self, text: str) -> None:
        """Enter in the scan box: the chosen result, else the text as a code."""
        results = self._middle.results
        row = results.table.current() if results.isVisible() else None
        self._timer.stop()
        self._typed = ""
        if row is not None:
            self.found.emit(row, split_times(text)[0])
            self._desk.window.scan_box.empty()
        else:
            self._desk.window.scan_box.empty()
            self.on_code(text)
        self._middle.show_results([], "")

    def move(self, by: int) -> None:
        """Arrow keys walk through the results."""
        if self._middle.results.isVisible():
            self._middle.results.table.step(by)

    def _search(self) -> None:
        text = split_times(self._typed)[1]

        def load() -> list[Any]:
            from app.inventory.queries import search_sellable

            return search_sellable(text, RESULTS)

        def show(rows: list[Any]) -> None:
            if split_times(self._typed)[1]:
                self._middle.show_results(rows, self._typed.strip())

        self._desk.read(self, load, show, merge="search", urgent=True)


def split_times(text: str) -> tuple[int, str]:
    """Read "3*" before a code as three of it."""
    count, star, rest = text.partition("*")
    if star and count.strip().isdigit() and 0 < int(count) < 10_000:
        return int(count), rest.strip()
    return 1, text.strip()
