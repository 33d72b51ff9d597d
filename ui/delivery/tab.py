"""The Delivery tab: board, list and runs, and one delivery in front of them; a scan moves a parcel one status on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout

from app.core.i18n import N_, _
from ui.common.boxes import fill
from ui.common.keys import Key
from ui.common.tab import Tab
from ui.delivery import tab_keys
from ui.delivery.board_view import BoardView
from ui.delivery.carrier_sheet import ask_carrier, ask_tracking
from ui.delivery.detail import DetailView
from ui.delivery.door_sheets import ask_lost
from ui.delivery.list_view import DeliveryList
from ui.delivery.run_sheets import ask_new_run, ask_run
from ui.delivery.runs_view import RunsView
from ui.delivery.shelf_sheets import ask_take_off
from ui.delivery.steps import move_on, next_step
from ui.delivery.time_sheet import TimeSheet

if TYPE_CHECKING:
    from app.core.changes import Changed
    from app.overview.codes import Scan
    from ui.common.desk import Desk

BOARD, LIST, RUNS = "board", "list", "runs"


class DeliveryTab(Tab):
    """Three views of what is to be delivered; Enter opens one, F9 goes on."""

    NAME = "delivery"
    TITLE = N_("Delivery")
    MODES = ((BOARD, N_("Board")), (LIST, N_("List")), (RUNS, N_("Runs")))
    SCAN_HINT = N_("Scan a parcel to move it on, or type")
    WATCHES = frozenset({"order", "shipment", "run", "parcel"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.board = BoardView(desk)
        self.list = DeliveryList(desk)
        self.runs = RunsView(desk)
        self.view = DetailView(desk)
        self._views = {BOARD: self.board, LIST: self.list, RUNS: self.runs}
        self._stack = QStackedWidget()
        for widget in (*self._views.values(), self.view):
            self._stack.addWidget(widget)
        fill(QVBoxLayout(self), (self._stack,), 0, 0)
        self._connect()

    def _connect(self) -> None:
        for view in (self.board, self.list):
            view.opened.connect(lambda card: self.show_delivery(card.fulfillment_id))
            view.moved.connect(self.keys_changed)
            view.new_run.connect(self.new_run)
        self.runs.opened.connect(lambda stop: self.show_delivery(stop.fulfillment_id))
        self.runs.moved.connect(self.keys_changed)
        self.runs.settle_wanted.connect(self._settle)
        self.view.left.connect(self.back)
        self.view.loaded.connect(self.keys_changed)
        self.view.wanted.connect(self.act)

    # -- keys

    def stands_on(self) -> object:
        if self.in_detail:
            return self.view.fulfillment_id
        row = self._views[self.mode].current()
        return None if row is None else row.run_id if self.mode == RUNS else row.fulfillment_id

    @property
    def in_detail(self) -> bool:
        """Whether one delivery is in front."""
        return self._stack.currentWidget() is self.view

    def keys(self) -> list[Key]:
        if self.in_detail:
            return tab_keys.of_detail(self)
        return tab_keys.of_runs(self) if self.mode == RUNS else tab_keys.of_board(self)

    # -- coming and going

    def arrive(self) -> None:
        super().arrive()
        self._focus()

    def set_mode(self, mode: str) -> None:
        self.mode = mode
        self._stack.setCurrentWidget(self._views[mode])
        self.desk.window.scan_box.empty()
        self.refresh()
        self._focus()
        self.keys_changed.emit()

    def refresh(self) -> None:
        if self.in_detail:
            self.view.refresh()
        self._views[self.mode].refresh()

    def on_changes(self, told: list[Changed]) -> None:
        kinds = {change.kind for change in told}
        if kinds & self.WATCHES:
            self.refresh()
        elif "outbox" in kinds and self.in_detail:
            self.view.refresh()

    def _focus(self) -> None:
        if self.in_detail:
            (self.view.run.table.view if self.view.run.isVisible() else self.view.way.timeline).setFocus()
        elif self.mode == BOARD:
            self.board.focus()
        elif self.mode == LIST:
            self.list.focus()
        else:
            self.runs.list.view.setFocus()

    def show_delivery(self, fulfillment_id: int) -> None:
        """Put one delivery in front."""
        self._stack.setCurrentWidget(self.view)
        self.view.show_delivery(fulfillment_id)
        self._focus()
        self.keys_changed.emit()

    def show_run(self, run_id: int) -> None:
        """Show a run among the runs."""
        self.mode = RUNS
        self._stack.setCurrentWidget(self.runs)
        self.runs.select(run_id)
        self.runs.refresh()
        self.runs.list.view.setFocus()
        self.head_changed.emit()
        self.keys_changed.emit()

    def show_run_of(self, card: Any) -> None:
        """Show the planned run that a card stands on."""

        def load() -> int | None:
            from app.delivery.queries import delivery_of

            detail = delivery_of(card.fulfillment_id)
            return detail.run_id if detail else None

        self.desk.read_for_sheet(self, load, lambda run_id: self.show_run(run_id) if run_id else None)

    def back(self) -> None:
        """From the detail to where it was opened."""
        self._stack.setCurrentWidget(self._views[self.mode])
        if self.mode != RUNS:
            self._views[self.mode].select(self.view.fulfillment_id)
        self._views[self.mode].refresh()
        self._focus()
        self.keys_changed.emit()

    def step_back(self) -> None:
        """Esc: empty the scan box, or go from the detail to the view behind it."""
        box = self.desk.window.scan_box
        if box.text():
            box.empty()
            self._focus()
        elif self.in_detail:
            self.back()
        elif QApplication.focusWidget() is box or self.mode == RUNS:
            self._focus()

    def step(self, by: int) -> None:
        """J and K: the next delivery of the view behind."""
        refs = [card.fulfillment_id for card in (self.board if self.mode != LIST else self.list).cards()]
        if self.mode == RUNS and self.runs.sheet is not None:
            refs = [stop.fulfillment_id for stop in self.runs.sheet.stops]
        if self.view.fulfillment_id in refs:
            at = refs.index(self.view.fulfillment_id) + by
            if 0 <= at < len(refs):
                self.view.show_delivery(refs[at])
                self.keys_changed.emit()

    # -- acts

    def current(self) -> Any:
        """The delivery that keys act on."""
        if self.in_detail:
            return self.view.card
        return None if self.mode == RUNS else self._views[self.mode].current()

    def open_current(self) -> None:
        """Enter: put the current delivery in front."""
        card = self.current()
        if card is not None:
            self.show_delivery(card.fulfillment_id)

    def new_run(self) -> None:
        """Plan a run of what is packed."""
        ask_new_run(self.desk, self, self.show_run)

    def act(self, what: str) -> None:
        """Do what a key or button says with the current delivery."""
        card = self.current()
        if card is None:
            return
        desk = self.desk
        if what == "next":
            move_on(desk, self, card)
        elif what == "message":
            from ui.orders.message_sheet import open_message

            open_message(desk, self, card.order_id)
        elif what == "time":
            self._new_time(card)
        elif what == "print":
            from ui.orders.print_menu import open_menu

            open_menu(desk, self, [card.order_id], card.order_number)
        elif what == "order":
            desk.open("order", card.order_id)
        elif what == "return":
            tab = desk.go("returns")
            if tab is not None:
                tab.open_record("order", card.order_id)
        else:
            self._act_rarely(what, card)

    def _act_rarely(self, what: str, card: Any) -> None:
        desk = self.desk
        if what == "case":
            from ui.delivery.case_sheet import ask_case

            ask_case(desk, self, card)
        elif what == "lost":
            ask_lost(desk, self, card)
        elif what == "tracking":
            ask_tracking(desk, self, card, self.view.found.detail.tracking if self.view.found else "")
        elif what == "off_shelf":
            ask_take_off(desk, self, card)
        elif what == "carrier":
            ask_carrier(desk, self, card)
        elif what == "run":
            ask_run(desk, self, card)

    def _new_time(self, card: Any) -> None:
        if card.state not in ("packed", "dispatched") or card.shipment_id is None:
            self.desk.window.notice.refuse(_("A new time is for goods on a run or on their way."))
            return
        TimeSheet(self.desk, self, card).open()

    def _settle(self, run_id: int) -> None:
        tab = self.desk.go("settle", "cod")
        if tab is not None:
            tab.open_record("run", run_id)
        else:
            self.desk.window.notice.refuse(_("Counter staff counts the cash of this run under Settle."))

    # -- scans

    def scanned(self, scan: Scan) -> None:
        """Parcels, orders and tracking numbers move one status on; a run is shown, a customer filters."""
        if scan.kind in ("order", "parcel", "shipment"):
            self._move(scan.kind, scan.ref, scan.text)
        elif scan.kind == "run":
            self.desk.feedback("ok")
            self.show_run(scan.ref)
        elif scan.kind == "customer":
            self.desk.feedback("ok")
            self.typed(scan.title)
        else:
            self.desk.does_not_fit(scan)

    def _move(self, kind: str, ref: int, code: str) -> None:
        def load() -> list[Any]:
            from app.delivery.queries import cards_for

            return cards_for(kind, ref)

        def show(cards: list[Any]) -> None:
            if not cards:
                self.desk.feedback("wrong")
                self.desk.window.notice.refuse(_("{code} has no parcel yet.").format(code=code))
                return
            card = next((card for card in cards if next_step(card) is not None), cards[0])
            if self.desk.window.sheet is not None:  # the question about the parcel before is open
                self.desk.feedback("wrong")
                return
            self._views[BOARD].select(card.fulfillment_id)
            move_on(self.desk, self, card, code if kind == "shipment" else "")

        self.desk.read(self, load, show, urgent=True)

    def typed(self, text: str) -> None:
        """Filter the cards or rows as one types."""
        if self.in_detail and text:
            self._stack.setCurrentWidget(self._views[self.mode])
        if self.mode == RUNS and text:
            self.mode = LIST
            self._stack.setCurrentWidget(self.list)
            self.list.refresh()
            self.head_changed.emit()
        if self.mode != RUNS:
            self._views[self.mode].find(text)
        self.keys_changed.emit()

    def submitted(self, text: str) -> None:
        """Enter: the first delivery that fits is opened; without one the text counts as a scanned code."""
        cards = [] if self.mode == RUNS else self._views[self.mode].cards()
        if cards and any(text.casefold() in (card.order_number + card.customer).casefold() for card in cards):
            self.desk.window.scan_box.empty()
            self.show_delivery(cards[0].fulfillment_id)
        else:
            self.on_code(text)

    def open_record(self, kind: str, ref: int) -> None:
        """Show a delivery or run, because another screen or a scan leads here."""
        if kind == "run":
            self.show_run(ref)
            return
        kind = "shipment" if kind == "tracking" else kind

        def load() -> list[Any]:
            from app.delivery.queries import cards_for

            return cards_for(kind, ref)

        def show(cards: list[Any]) -> None:
            if cards:
                self.show_delivery(cards[0].fulfillment_id)
            else:
                self.desk.window.notice.refuse(_("This order has no delivery yet."))

        self.desk.read(self, load, show, urgent=True)
