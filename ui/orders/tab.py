"""The Orders tab: the list, and one order's whole life; a scan opens the order, F9 takes its next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from app.core.i18n import N_
from ui.common.boxes import fill
from ui.common.keys import Key
from ui.common.tab import Tab
from ui.orders import message_sheet, print_menu
from ui.orders.amend_sheet import AmendSheet
from ui.orders.cancel_sheet import ask_cancel
from ui.orders.detail import OrderView
from ui.orders.hold_sheet import ask_hold
from ui.orders.importing import ImportFlow
from ui.orders.keymap import keys_of
from ui.orders.next_step import confirm, do_step, release, step_of
from ui.orders.order_list import OrderList

if TYPE_CHECKING:
    from app.core.changes import Changed
    from app.overview.codes import Scan
    from ui.common.desk import Desk


class OrdersTab(Tab):
    """List and detail in one place; Esc leads from the detail back to the list."""

    NAME = "orders"
    TITLE = N_("Orders")
    SCAN_HINT = N_("Scan, or type order, name or phone")
    WATCHES = frozenset({"order", "review", "shipment", "parcel", "outbox"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.list = OrderList(desk)
        self.view = OrderView(desk)
        self.importing = ImportFlow(desk, self)
        self._mends = 0  # the order that is opened to be put right
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.view)
        fill(QVBoxLayout(self), (self._stack,), 0, 0)
        self.setFocusProxy(self.list)
        self._connect()

    def _connect(self) -> None:
        self.list.opened.connect(self.open_order)
        self.list.moved.connect(self.keys_changed)
        self.list.head.new_wanted.connect(self.new_order)
        self.list.head.import_wanted.connect(self.importing.start)
        self.list.confirm_selected.clicked.connect(self._confirm_selected)
        self.list.hold_selected.clicked.connect(self.hold)
        self.list.print_selected.clicked.connect(self.print_papers)
        view = self.view
        view.left.connect(self.back_to_list)
        view.loaded.connect(self._shown)
        view.print_wanted.connect(self.print_papers)
        view.message_wanted.connect(self.write)
        view.change_wanted.connect(self.change)
        view.cancel_wanted.connect(self.cancel)
        view.customer_wanted.connect(self.show_customer)

    # -- what the shell asks

    def help_name(self) -> str:
        return "order" if self.in_detail else ""

    def stands_on(self) -> object:
        return self.view.order_id if self.in_detail else self.list.table.current_id()

    @property
    def in_detail(self) -> bool:
        """Whether one order is shown, not the list."""
        return self._stack.currentWidget() is self.view

    def keys(self) -> list[Key]:
        """The keys of the list or of the order that is shown."""
        return keys_of(self)

    def arrive(self) -> None:
        """The tab was chosen: the list has the focus, the scan box listens."""
        super().arrive()
        (self.view.timeline if self.in_detail else self.list.table.view).setFocus()

    def refresh(self) -> None:
        """Read the list, and the order that is shown."""
        self.list.refresh()
        if self.in_detail:
            self.view.refresh()

    def on_changes(self, told: list[Changed]) -> None:
        """Re-read what changed; an order that is shown is read anew only when it is this one."""
        if not any(change.kind in self.WATCHES for change in told):
            return
        if self.in_detail:
            own = ("order", self.view.order_id)
            if any((change.kind, change.id) == own or change.kind == "outbox" for change in told):
                self.view.refresh()
        else:
            self.list.refresh()

    def open_record(self, kind: str, ref: int) -> None:
        """Show an order, the order of a receipt, or a customer's orders."""
        if kind == "customer":
            self._read_customer(ref)
        elif kind in ("order", "receipt"):
            self.open_order(ref)

    def scanned(self, scan: Scan) -> None:
        """Orders, receipts and parcels open; a product or customer filters."""
        if scan.kind in ("order", "receipt"):
            self.desk.feedback("ok")
            self.open_order(scan.ref)
        elif scan.kind in ("parcel", "shipment"):
            self._open_of(scan)
        elif scan.kind == "customer":
            self._read_customer(scan.ref)
        elif scan.kind == "product":
            self._show_holding(scan)
        else:
            self.desk.does_not_fit(scan)

    def typed(self, text: str) -> None:
        """Search the list as one types."""
        if self.in_detail and text:
            self.back_to_list()
            self.desk.focus_scan_box()
        self.list.find(text)

    def submitted(self, text: str) -> None:
        """Enter: the only hit opens, an order number opens, else the first hit is chosen."""

        def load() -> int | None:
            from app.orders.queries import find_order

            return find_order(text)

        def found(order_id: int | None) -> None:
            if order_id is not None:
                self.desk.window.scan_box.empty()
                self.open_order(order_id)
            elif self.list.table.count():
                self.list.table.view.setFocus()
            else:
                self.on_code(text)

        self.desk.read(self, load, found, urgent=True)

    # -- moving

    def open_order(self, order_id: int) -> None:
        """Show one order's whole life."""
        self.list.select(order_id)
        self._stack.setCurrentWidget(self.view)
        self.view.show_order(order_id)
        self.view.timeline.setFocus()
        self.keys_changed.emit()

    def back_to_list(self) -> None:
        """Show the list again, standing on the order that was open."""
        self._stack.setCurrentWidget(self.list)
        self.list.refresh()
        self.list.table.view.setFocus()
        self.keys_changed.emit()

    def step_back(self) -> None:
        """Esc: out of the search, the note or the order, back to the list."""
        box = self.desk.window.scan_box
        if box.text():
            box.empty()
        elif self.in_detail and self.view.note.edit.hasFocus():
            self.view.timeline.setFocus()
        elif self.in_detail:
            self.back_to_list()
        elif not self.list.step_back():
            self.list.table.view.setFocus()

    def step(self, by: int) -> None:
        """J and K: the next order of the list; an order that came from elsewhere takes its neighbour in time."""
        if self.list.table.select_id(self.view.order_id):
            self.list.table.step(by)
            row = self.list.current()
            if row is not None and row.id != self.view.order_id:
                self.view.show_order(row.id)
            return
        order_id = self.view.order_id

        def load() -> tuple[int | None, int | None]:
            from app.overview.order_table import neighbours

            return neighbours(order_id)

        def show(found: tuple[int | None, int | None]) -> None:
            other = found[1] if by > 0 else found[0]
            if other is not None and self.view.order_id == order_id:
                self.view.show_order(other)

        self.desk.read(self, load, show, merge="neighbours")

    def open_current(self) -> None:
        """Enter: the order under the bar."""
        row = self.list.current()
        if row is not None:
            self.open_order(row.id)

    def _open_of(self, scan: Scan) -> None:
        def load() -> int | None:
            from app.overview.order_table import order_of

            return order_of(scan.kind, scan.ref)

        self.desk.read(
            self, load, lambda ref: self.open_order(ref) if ref else self.desk.does_not_fit(scan), urgent=True
        )

    def _read_customer(self, customer_id: int) -> None:
        def load() -> str:
            from app.customers.queries import customer_card

            return customer_card(customer_id).row.name

        def show(name: str) -> None:
            self._stack.setCurrentWidget(self.list)
            self.list.show_only("customer", customer_id, name)
            self.list.table.view.setFocus()
            self.keys_changed.emit()

        self.desk.read(self, load, show)

    def show_customer(self) -> None:
        """F3: the orders of this customer."""
        customer = self.view.story.order.customer_id if self.view.story is not None else None
        if customer is not None:
            self._read_customer(customer)

    def _show_holding(self, scan: Scan) -> None:
        self._stack.setCurrentWidget(self.list)
        self.list.show_only("product", scan.ref, scan.title)
        self.keys_changed.emit()

    # -- acts

    def _target(self) -> tuple[int, str, bool] | None:
        """Id, number and hold of the order that keys act on."""
        if self.in_detail:
            order = self.view.story.order if self.view.story is not None else None
            return (order.id, order.number, order.is_on_hold) if order is not None else None
        row = self.list.current()
        return (row.id, row.order.number, row.order.is_on_hold) if row is not None else None

    def new_order(self) -> None:
        """Ctrl+N: take an order by phone."""
        if self.desk.may("orders.place"):
            self.desk.go("sell", "phone")

    def go_on(self) -> None:
        """F9 in the list: the next step of the order under the bar."""
        row = self.list.current()
        step = step_of(row) if row is not None else None
        if row is None or step is None:
            return
        if step.key == "mend":
            self._mends = row.id
            self.open_order(row.id)
        else:
            do_step(self.desk, self, step, row.id, row.order.number)

    def _shown(self) -> None:
        """An order is shown; one that was opened to be put right is changed at once."""
        self.keys_changed.emit()
        if self._mends and self._mends == self.view.order_id:
            self.change()
        self._mends = 0

    def hold(self) -> None:
        """F4: stop the order, or let it go on."""
        target = self._target()
        if target is None:
            return
        if target[2]:
            release(self.desk, self, target[0], target[1])
            return
        chosen = [(target[0], target[1])]
        if not self.in_detail and len(self.list.chosen()) > 1:
            chosen = [(row.id, row.order.number) for row in self.list.chosen()]
        ask_hold(self.desk, self, chosen)

    def _confirm_selected(self) -> None:
        for row in self.list.chosen():
            if row.order.state == "placed":
                confirm(self.desk, self, row.id, row.order.number)

    def print_papers(self) -> None:
        """F10: which papers of the orders."""
        target = self._target()
        if target is not None:
            ids = [target[0]] if self.in_detail else [row.id for row in self.list.chosen()]
            print_menu.open_menu(self.desk, self, ids, target[1])

    def write(self) -> None:
        """M: a message to the customer."""
        target = self._target()
        if target is not None:
            message_sheet.open_message(self.desk, self, target[0])

    def change(self) -> None:
        """F7: what is different about the order."""
        if self.view.story is None:
            return
        if self.view.against_changing:
            self.desk.window.notice.refuse(" ".join(self.view.against_changing))
            return
        AmendSheet(self.desk, self, self.view.story, *self.view.shop).open_ready()

    def cancel(self) -> None:
        """X: call the order off."""
        if self.view.may_cancel():
            ask_cancel(self.desk, self, self.view.story)
        elif self.view.against_cancelling:
            self.desk.window.notice.refuse(" ".join(self.view.against_cancelling))

    def take_back(self) -> None:
        """F8: take goods of this order back."""
        tab = self.desk.go("returns")
        if tab is not None:
            tab.open_record("order", self.view.order_id)
