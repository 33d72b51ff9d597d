"""Receiving: a delivery is counted by scanning, the last scan stands large at the right, F9 books in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _
from ui.common.boxes import Divider, HBox, fill
from ui.common.keys import Key
from ui.inventory import words
from ui.inventory.delivery_view import DeliveryView
from ui.inventory.item_sheets import label_what_has_none, print_labels
from ui.inventory.purchase_list import PurchaseList
from ui.inventory.receive_pane import ReceivePane
from ui.inventory.receive_sheets import CountedSheet, KeepSheet, ReportSheet
from ui.inventory.tally import Tally, TallyLine, tally_line, tally_of

if TYPE_CHECKING:
    from app.overview.codes import Scan
    from ui.common.desk import Desk


class Receive(QWidget):
    """The second mode of the tab: the list of deliveries, then one that is being counted.

    Signals:
        keys_changed: another page, or another line.
        left: Esc on the list: back to the items.
    """

    keys_changed = Signal()
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.tally: Tally | None = None
        self._there: dict[tuple[int, int], int] = {}
        self.list = PurchaseList(desk)
        self.pane = ReceivePane()
        self.view = DeliveryView()
        self.table = self.view.table
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._make_work())
        fill(QVBoxLayout(self), ((self._stack, 1),), 0, 0)
        self._connect()

    def _make_work(self) -> QWidget:
        return HBox((self.view, 1), Divider(upright=True), self.pane, gap=0)

    def _connect(self) -> None:
        self.list.opened.connect(self.start)
        self.list.freely.connect(self.start_freely)
        self.pane.stepped.connect(self._step)
        self.pane.quantity_wanted.connect(self.type_quantity)
        self.pane.broken.connect(self.broken)
        self.pane.wrong_item.connect(self.wrong_item)
        self.pane.booked.connect(self.book)
        self.view.chosen.connect(self._on_chosen)
        self.view.opened.connect(self.type_quantity)
        self.view.report_wanted.connect(self.write_report)

    # -- which delivery

    def refresh(self) -> None:
        """Read the list of deliveries anew; what is being counted stays as it is."""
        if self.tally is None:
            self.list.refresh()

    def start(self, purchase: Any) -> None:
        """Begin to count a purchase."""

        def load() -> Tally:
            from app.purchasing.queries import purchase_lines, suppliers

            mail = next((row.email for row in suppliers() if row.id == purchase.supplier_id), "")
            return tally_of(purchase, purchase_lines(purchase.id), mail)

        self._desk.read_for_sheet(self, load, self._begin)

    def open_purchase(self, purchase_id: int) -> None:
        """Begin to count a purchase that a scan or another screen names."""
        from app.purchasing.queries import purchase_row

        def found(row: Any) -> None:
            if self._has_counted():
                self._tell_counted()
            elif row.state in ("sent", "partly_received"):
                self.start(row)
            else:
                self._desk.window.notice.warn(_("{number} is not on its way.").format(number=row.number))

        self._desk.read(self, lambda: purchase_row(purchase_id), found)

    def start_freely(self) -> None:
        """Goods without an order."""
        self._begin(Tally(None))

    def _begin(self, tally: Tally) -> None:
        self.tally = tally
        self._stack.setCurrentIndex(1)
        self.view.begin(tally)
        self.show_tally()
        self._desk.focus_scan_box()
        self.keys_changed.emit()

    def standing_on(self) -> object:
        """The delivery that is counted, or the one that is chosen."""
        return id(self.tally) if self.tally is not None else self.list.table.current_id()

    def step_back(self) -> None:
        """Esc: from an untouched delivery to the list, from the list to the items; counted goods are not dropped."""
        if self.tally is None:
            self.left.emit()
        elif self._has_counted():
            self._tell_counted()
        else:
            self._end()

    @property
    def _is_booking(self) -> bool:
        """What came is on its way into the books: nothing more is counted to it."""
        return self._desk.is_acting(self)

    def _has_counted(self) -> bool:
        return self.tally is not None and self.tally.counted > 0

    def _tell_counted(self) -> None:
        """Counted goods are not dropped by the way."""
        if self._is_booking or self.tally is None:
            self._say_booking()
            return
        self._desk.window.notice.warn(
            _("{n} pieces are counted and not booked in.").format(n=self.tally.counted),
            [(_("Book in"), self.book), (_("Throw the count away"), self._end)],
        )

    def _say_booking(self) -> None:
        self._answer(False, _("What came before is just being booked in. Do it again."))

    def _end(self) -> None:
        self.tally = None
        self._stack.setCurrentIndex(0)
        self.list.refresh()
        self.list.setFocus()
        self.keys_changed.emit()

    # -- what is shown

    def show_tally(self, *, scanned: bool = False) -> None:
        """Draw table, totals and pane after a step."""
        tally = self.tally
        if tally is None:
            return
        self.view.show_tally(tally, flash=scanned)
        line = tally.line()
        there = self._there.get((line.product_id, line.place_id or 0), 0) if line else 0
        self.pane.show_line(tally, there, seen_at=clock.now_ms() if scanned else None)
        self._read_beside()

    def _read_beside(self) -> None:
        """How much lies in the bin, and who waits for these goods."""
        tally = self.tally
        line = tally.line() if tally else None
        if tally is None or line is None:
            return
        counted = [one.product_id for one in tally.lines.values() if one.counted]
        product_id = line.product_id

        def load() -> tuple[list[Any], int]:
            from app.inventory.bins import product_bins
            from app.overview.product_story import orders_waiting

            return product_bins(product_id), orders_waiting(counted) if counted else 0

        def show(found: tuple[list[Any], int]) -> None:
            if self.tally is not tally:
                return
            bins, waiting = found
            self._there |= {(product_id, row.place_id): row.on_hand for row in bins}
            now = tally.line()
            if now is not None and now.product_id == product_id:
                self.pane.show_line(tally, self._there.get((product_id, now.place_id or 0), 0))
            if tally.counted:
                self.pane.show_waiting(waiting)

        self._desk.read(self, load, show, merge="beside")

    def _on_chosen(self, line: Any) -> None:
        if line is not None and self.tally is not None and line.product_id != self.tally.current:
            self.tally.current = line.product_id
            self.show_tally()

    # -- acts

    def keys(self) -> list[Key]:
        """The keys of the page that is shown."""
        back = Key("Esc", _("Back to stock") if self.tally is None else _("Back"), self.step_back)
        if self.tally is None:
            return [back, *self.list.keys()]
        return [
            back, Key("F6", _("Type a quantity"), self.type_quantity), Key("F7", _("Broken"), self.broken),
            Key("F8", _("Wrong item"), self.wrong_item), Key("F9", _("Book in"), self.book),
            Key("F10", _("Labels"), self.print_labels), Key("Ctrl+Z", _("Undo scan"), self.undo),
            Key("+", _("One more"), lambda: self._step(1), False),
            Key("-", _("One less"), lambda: self._step(-1), False),
        ]  # fmt: skip

    def scanned(self, scan: Scan) -> bool:
        """A product counts, a bin is where the last product goes; False for anything else."""
        if self._is_booking:
            self._say_booking()
            return True
        if self.tally is None:
            if scan.kind == "product":
                self.start_freely()
            else:
                return False
        if scan.kind == "place" and self.tally.current is not None:
            self.tally.put_in(scan.ref, scan.text.strip().upper())
            self._desk.feedback("ok")
            self.show_tally()
            return True
        if scan.kind == "product":
            self._count(scan.ref, scan.quantity * self.pane.scan_unit)
            return True
        return False

    def _count(self, product_id: int, quantity: int) -> None:
        tally = self.tally
        if product_id in tally.lines:
            line = tally.add(product_id, quantity)
            self._desk.feedback("attention" if line.extra else "done" if not line.left else "ok")
            self.show_tally(scanned=True)
            return
        from app.inventory.stock_list import stock_row

        def found(row: Any) -> None:
            if row is None or self.tally is not tally:
                return
            if self._is_booking:
                self._say_booking()
                return
            tally.take_up(tally_line(row))
            tally.add(product_id, quantity)
            self._desk.feedback("attention" if tally.number else "ok")
            self.show_tally(scanned=True)

        self._desk.read(self, lambda: stock_row(product_id), found, urgent=True)

    def _line(self) -> TallyLine | None:
        """The line that keys act on; none while it is being booked in."""
        return self.tally.line() if self.tally is not None and not self._is_booking else None

    def _step(self, by: int) -> None:
        line = self._line()
        if line is not None:
            self.tally.add(line.product_id, by)
            self.show_tally()

    def type_quantity(self) -> None:
        """F6: the figure is typed."""
        tally = self.tally
        line = self._line() or self.table.current()
        if line is None or tally is None or self._is_booking:
            return

        def take(count: int) -> None:
            if self.tally is tally:
                tally.set(line.product_id, count)
                self.show_tally()

        CountedSheet(self._desk, line, take).open()

    def broken(self) -> None:
        """F7: the last piece is broken and not booked in."""
        done = self._line() is not None and self.tally.broke()
        self._answer(done, _("Scan the broken piece first."))

    def wrong_item(self) -> None:
        """F8: the last piece is not ours and goes back."""
        done = self._line() is not None and self.tally.not_ours()
        self._answer(done, _("Scan the wrong item first."))

    def _answer(self, done: bool, otherwise: str) -> None:
        if done:
            self._desk.feedback("ok")
            self.show_tally()
        else:
            self._desk.feedback("wrong")
            self._desk.window.notice.warn(otherwise)

    def undo(self) -> None:
        """Ctrl+Z: the last scan was none."""
        if self.tally is not None and not self._is_booking and self.tally.undo():
            self.show_tally()

    def write_report(self) -> None:
        """What to tell the supplier."""
        if self.tally is not None:
            ReportSheet(self._desk, self.tally).open()

    def print_labels(self) -> None:
        """F10: a shelf label for each counted piece of the current product."""
        line = self.tally.line() if self.tally else None
        if line is not None:
            print_labels(self._desk, {line.product_id: max(1, line.counted if line.unit == "piece" else 1)})

    def book(self, why: str = "") -> None:
        """F9: book in what is counted; the rest stays on its way."""
        from app.purchasing.receive import OverReceipt, ReceivedLine, receive_goods

        tally = self.tally
        if self._is_booking:
            return
        if tally is None or not tally.counted:
            self._answer(False, _("Scan what came first."))
            return
        homeless = next((line for line in tally.lines.values() if line.counted and not line.place_id), None)
        if homeless is not None:
            tally.current = homeless.product_id
            self.show_tally()
            self._answer(False, _("Where does {name} go? Scan a bin.").format(name=words.name_of(homeless)))
            return
        lines = [ReceivedLine(one.product_id, one.counted, one.place_id) for one in tally.lines.values() if one.counted]

        def refused(error: BaseException) -> None:
            if isinstance(error, OverReceipt) and self.tally is tally and self.isVisible():
                KeepSheet(self._desk, str(error), self.book).open()
            else:
                self._desk.explain(error)

        self._desk.write(
            self, receive_goods, tally.purchase_id, lines, why, done=lambda got: self._booked(tally, got),
            failed=refused, once=True,
        )  # fmt: skip

    def _booked(self, tally: Tally, got: Any) -> None:
        self._desk.feedback("done")
        left = _(", {n} still to come").format(n=got.left) if got.left else ""
        self._desk.toast(_("{n} pieces booked in").format(n=f"{got.quantity:,}") + left)
        if self.pane.labels.isChecked():
            label_what_has_none(self._desk, self, [line for line in tally.lines.values() if line.unit == "piece"])
        if self.tally is tally:
            self._end()
