"""Runs: planned, on the road, back; the stops of one in their order, and what its driver does next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core import clock
from app.core.i18n import N_, _, ngettext
from app.core.money import format_money
from ui.common.boxes import Card, Divider, EmptyState, HBox, Panel, VBox, fill
from ui.common.buttons import Button
from ui.common.chips import Chip, status_look
from ui.common.labels import Label
from ui.common.table import Cell, Column, LiveTable
from ui.delivery import words
from ui.delivery.map_sketch import MapSketch
from ui.delivery.run_sheets import ask_new_run

if TYPE_CHECKING:
    from ui.common.desk import Desk

DAYS_BACK_MS = 14 * 86_400_000
NEXT = {
    "planned": (N_("Leave with {stops}"), "truck"), "out": (N_("Driver is back"), "check-bold"),
    "back": (N_("Count the cash"), "wallet"),
}  # fmt: skip


class RunsView(QWidget):
    """Signals: opened: Enter on a stop; moved: another run or stop; settle_wanted: its cash is to be counted."""

    opened = Signal(object)
    moved = Signal()
    settle_wanted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.sheet: Any = None
        self._wanted = 0
        self.setObjectName("delivery.runs")
        self._build()

    def _build(self) -> None:
        self.list = LiveTable(_run_columns(), "delivery.runs.list", key="run_id", row_height=58, head=False,
                              accessible=_("Runs"))  # fmt: skip
        self.list.set_empty(EmptyState("truck", _("No runs yet"), _("A run takes packed parcels to their doors."),
                                       self._new_button()))  # fmt: skip
        self.list.set_loading(True)
        self.list.chosen.connect(self._on_run)
        self.list.opened.connect(lambda _row: self.stops.view.setFocus())
        new = Button(_("New run"), icon="plus-bold", key="Ctrl+N", height=36, name="delivery.button.new_run")
        new.clicked.connect(self.new_run)
        head = HBox(Label(_("Runs"), 15, 600), None, new, margins=(10, 12, 10, 16))
        left = Panel("surface", head, Divider(), (self.list, 1), gap=0)
        left.setFixedWidth(372)
        self.stops = LiveTable(_stop_columns(), "delivery.stops", key="shipment_id", row_height=50, in_card=True,
                               accessible=_("Stops"))  # fmt: skip
        self.stops.opened.connect(self.opened.emit)
        self.stops.chosen.connect(lambda _stop: self.moved.emit())
        self._build_head()
        self.map = MapSketch("delivery.run.map")
        self.map.setFixedHeight(210)
        card = Card(self._head, Divider(), (self.stops, 1), pad=1, gap=0)
        right = VBox(self.map, (card, 1), self._foot, margins=(16, 20), gap=12)
        fill(QVBoxLayout(self), (HBox(left, Divider(upright=True), (right, 1), gap=0),), 0, 0)
        self.setFocusProxy(self.list)

    def _new_button(self) -> Button:
        button = Button(_("New run"), kind="primary", key="Ctrl+N", name="delivery.button.first_run")
        button.clicked.connect(self.new_run)
        return button

    def _build_head(self) -> None:
        self._title = Label("", 15, 600, name="delivery.run.title")
        self._who = Label("", 13, 400, "text3", elide=True)
        self._chip = Chip("", "grey", name="delivery.run.chip")
        self._done = Label("", 13, 600, "text2")
        self._head = HBox(self._title, self._chip, (self._who, 1), self._done, margins=(10, 16), gap=10)
        self._told = Label("", 13, 400, "text2", elide=True)
        self._add = Button(_("Add parcels"), icon="plus", key="A", height=44, name="delivery.button.add")
        self._add.clicked.connect(self.add_parcels)
        self._print = Button(_("Run sheet"), icon="printer", key="F10", height=44, name="delivery.button.run_sheet")
        self._print.clicked.connect(self.print_sheet)
        self.primary = Button("", kind="primary", key="F9", height=48, name="delivery.primary")
        self.primary.clicked.connect(self.go_on)
        self._foot = HBox((self._told, 1), self._add, self._print, self.primary, gap=8)

    # -- what is shown

    def refresh(self) -> None:
        """Read the runs of the last two weeks, and the one that is shown."""

        def load() -> list[Any]:
            from app.delivery.queries import runs

            return runs(clock.now_ms() - DAYS_BACK_MS)

        self._desk.read(self, load, self._show, merge="runs")

    def _show(self, rows: list[Any]) -> None:
        order = {"planned": 0, "out": 1, "back": 2, "settled": 3}
        rows = sorted(rows, key=lambda row: (order[row.state], -row.run_id))
        self.list.set_loading(False)
        self.list.set_rows(rows)
        if self._wanted and self.list.select_id(self._wanted):
            self._wanted = 0
        elif self.list.current() is None:
            self.list.select_at(0)
        if not rows:
            self._show_sheet(None)

    def select(self, run_id: int) -> None:
        """Show a run, now or once it is read."""
        self._wanted = 0 if self.list.select_id(run_id) else run_id

    def _on_run(self, row: Any) -> None:
        if self.sheet is not None and (row is None or row.run_id != self.sheet.run_id):
            self.sheet = None  # until the other one is read, no key may act on what is still to be seen
            self.moved.emit()
        if row is None:
            return
        run_id = row.run_id

        def load() -> tuple[Any, Any]:
            from app.delivery.dispatch import shop_point
            from app.delivery.queries import run_sheet

            return run_sheet(run_id), shop_point()

        def show(found: tuple[Any, Any]) -> None:
            if self.list.current_id() == run_id:
                self._show_sheet(*found)

        self._desk.read(self, load, show, merge="sheet")

    def _show_sheet(self, sheet: Any, shop: Any = None) -> None:
        self.sheet = sheet
        for widget in (self._head, self._foot, self.map):
            widget.setVisible(sheet is not None)
        self.stops.set_rows(sheet.stops if sheet is not None else ())
        if sheet is not None:
            self._show_head(sheet)
            self.map.show_run(shop, sheet.stops)
            if self.stops.current() is None:
                self.stops.select_at(next((at for at, stop in enumerate(sheet.stops) if not _is_done(stop)), 0))
        self.moved.emit()

    def _show_head(self, sheet: Any) -> None:
        self._title.set_text(_("Run {number}").format(number=sheet.number))
        self._who.set_text(", ".join(part for part in (sheet.vehicle, sheet.driver) if part))
        self._chip.set_look(*words.run_look(sheet.state))
        self._done.set_text(_("{done} of {all} done").format(done=sheet.done, all=len(sheet.stops)))
        self._told.set_text(self._told_text(sheet))
        planned = sheet.state == "planned"
        self._add.setVisible(planned)
        step = NEXT.get(sheet.state)
        self.primary.setVisible(step is not None)
        if step is not None:
            stops = words.stops_text(len(sheet.stops))
            self.primary.set_text(_(step[0]).format(stops=stops))
            self.primary.set_icon(step[1])
            self.primary.setEnabled(bool(sheet.stops))

    def _told_text(self, sheet: Any) -> str:
        cash = sheet.cod_minor
        if sheet.state == "planned":
            return _("Alt+↑ ↓ changes the order of stops, S the shortest, Del takes a parcel off")
        if sheet.state == "out":
            left = sum(not _is_done(stop) for stop in sheet.stops)
            open_ = ngettext("{count} stop is open", "{count} stops are open", left).format(count=left)
            since = _("left {time}").format(time=words.short_moment(sheet.left_at)) if sheet.left_at else ""
            return " · ".join(part for part in (since, open_ if left else _("all stops are done")) if part)
        return _("{amount} was to be collected").format(amount=format_money(cash)) if cash else _("No cash on this run")

    # -- acts

    def current(self) -> Any:
        """The run in the list, or None."""
        return self.list.current()

    def current_stop(self) -> Any:
        """The stop of the run that is read on which the bar stands, or None."""
        return self.stops.current() if self.sheet is not None else None

    def is_planned(self) -> bool:
        """True while stops may still be moved."""
        return self.sheet is not None and self.sheet.state == "planned"

    def next_title(self) -> str:
        """What F9 says."""
        return self.primary.label() if self.sheet is not None and self.sheet.state in NEXT else ""

    def new_run(self) -> None:
        """Plan a run; it is shown when it is made."""
        ask_new_run(self._desk, self, self._made)

    def _made(self, run_id: int) -> None:
        self._wanted = run_id
        self.refresh()

    def add_parcels(self) -> None:
        """Put more parcels on the planned run."""
        if self.is_planned():
            ask_new_run(self._desk, self, self._made, run=self.current())

    def move_stop(self, by: int) -> None:
        """Put the current stop before or behind its neighbour."""
        stop = self.current_stop()
        if stop is None or not self.is_planned():
            return
        ids = [one.shipment_id for one in self.sheet.stops]
        at = ids.index(stop.shipment_id)
        to = at + by
        if not 0 <= to < len(ids):
            return
        ids[at], ids[to] = ids[to], ids[at]
        self._sort(tuple(ids))

    def shortest(self) -> None:
        """Put the stops into the shortest order, with a way back."""
        if self.is_planned():
            before = tuple(stop.shipment_id for stop in self.sheet.stops)
            self._sort((), lambda: self._sort(before))

    def _sort(self, ids: tuple[int, ...], undo: Any = None) -> None:
        from app.delivery.dispatch import sort_run

        number = self.sheet.number

        def told(_nothing: Any) -> None:
            if undo is not None:
                self._desk.toast(_("Run {number} has the shortest order of stops").format(number=number), undo)

        self._desk.write(self, sort_run, self.sheet.run_id, ids, done=told)

    def take_off(self) -> None:
        """Take the current stop's parcel off the planned run."""
        stop = self.current_stop()
        if stop is None or not self.is_planned():
            return
        from app.delivery.dispatch import put_on_run, take_off_run

        run_id, number = self.sheet.run_id, self.sheet.number

        def undo() -> None:
            self._desk.write(self, put_on_run, run_id, (stop.fulfillment_id,))

        def told(_nothing: Any) -> None:
            said = _("Order {order} is off run {number}").format(order=stop.order_number, number=number)
            self._desk.toast(said, undo)

        self._desk.write(self, take_off_run, stop.shipment_id, done=told, once=True)

    def print_sheet(self) -> None:
        """Print the sheet that the driver takes along."""
        if self.sheet is None:
            return
        from app.documents.house_papers import print_run_sheet

        said = _("Run sheet {number} is in the print queue").format(number=self.sheet.number)
        self._desk.write(self, print_run_sheet, self.sheet.run_id, done=lambda _wish: self._desk.toast(said), once=True)

    def go_on(self) -> None:
        """F9: leave, come back, or count the cash, by the run's state."""
        if self.sheet is None:
            return
        if self.sheet.state == "planned":
            self._leave()
        elif self.sheet.state == "out":
            self._come_back()
        elif self.sheet.state == "back":
            self.settle_wanted.emit(self.sheet.run_id)

    def _leave(self) -> None:
        from app.delivery.dispatch import leave_run

        number = self.sheet.number

        def told(stops: int) -> None:
            self._desk.feedback("done")
            self._desk.toast(_("Run {number} left with {stops}").format(number=number, stops=words.stops_text(stops)))

        self._desk.write(self, leave_run, self.sheet.run_id, done=told, once=True)

    def _come_back(self) -> None:
        from app.delivery.deliver import return_run

        run_id, number = self.sheet.run_id, self.sheet.number

        def told(_nothing: Any) -> None:
            self._desk.toast(_("Run {number} is back").format(number=number))

        def refused(error: BaseException) -> None:
            self._desk.explain(error)
            if self.sheet is None or self.sheet.run_id != run_id:
                return
            at = next((at for at, stop in enumerate(self.sheet.stops) if not _is_done(stop)), 0)
            self.stops.select_at(at)
            self.stops.view.setFocus()

        self._desk.write(self, return_run, run_id, done=told, failed=refused, once=True)


def _is_done(stop: Any) -> bool:
    return stop.state not in ("packed", "dispatched")


def _run_columns() -> list[Column]:
    return [
        Column("", lambda run: (f"{run.number} · {run.driver}", _run_detail(run)), None, kind="two"),
        Column("", lambda run: words.run_look(run.state), 132, kind="chip", align="right"),
    ]


def _run_detail(run: Any) -> str:
    """When, how many stops are done, and the cash: the vehicle is said beside it."""
    stops = f"{run.done}/{run.stops}" if run.left_at else words.stops_text(run.stops)
    parts = [words.short_moment(run.left_at or run.made_at), stops]
    if run.cod_minor:
        parts.append(_("COD {amount}").format(amount=format_money(run.cod_minor)))
    return " · ".join(part for part in parts if part)


def _stop_columns() -> list[Column]:
    return [
        Column(_("Stop"), lambda stop: Cell(str(stop.stop), weight=600), 36),
        Column(_("Order"), lambda stop: Cell(stop.order_number, weight=600), 64),
        Column(_("Customer"), lambda stop: (stop.customer, words.address_text(stop.address)), None, kind="two"),
        Column(_("Boxes"), "parcels", 40, kind="number", token="text2"),
        Column(_("Comes at"), _comes, 80),
        Column(_("Cash"), lambda stop: stop.cod_minor or None, 80, kind="money"),
        Column(_("Status"), lambda stop: status_look("fulfillment", stop.state), 132, kind="chip"),
    ]


def _comes(stop: Any) -> Cell:
    at = stop.delivered_at or stop.eta_at or stop.due_at
    late = stop.due_at and at and at > stop.due_at
    return Cell(words.short_moment(at) if at else "–", token="bad_text" if late else "text2", weight=600 if late else 0)
