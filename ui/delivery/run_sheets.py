"""Making runs: driver, vehicle and parcels chosen in one sheet; one scanned parcel is put on a planned run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject

from app.core.i18n import _, ngettext
from app.core.money import format_money
from ui.common.boxes import EmptyState, HBox, VBox
from ui.common.buttons import Button
from ui.common.inputs import ComboField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.common.table import Cell, Column, LiveTable
from ui.delivery import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.common.desk import Desk

DAYS_BACK_MS = 14 * 86_400_000


class Choices(NamedTuple):
    """What a run can be made of: parcels that wait, drivers, and the runs that were made lately."""

    cards: list[Any]
    drivers: list[Any]
    runs: list[Any]


def load_choices() -> Choices:
    """Packed parcels that stand on no run, who may drive, and runs of the last two weeks."""
    from app.core.clock import now_ms
    from app.delivery.board import Column as BoardColumn
    from app.delivery.board import board
    from app.delivery.queries import runs
    from app.staff.queries import drivers

    waits = board().columns[BoardColumn.WAITS]
    free = [card for card in waits if card.method != "pickup" and not card.run]
    return Choices(free, drivers(), runs(now_ms() - DAYS_BACK_MS))


def ask_new_run(desk: Desk, owner: QObject, done: Callable[[int], None], *, chosen: int = 0, run: Any = None) -> None:
    """Read what waits, then plan a run with it, or put more on a planned `run`; `done` gets the run's id."""

    def show(found: Choices) -> None:
        if not found.drivers and run is None:
            desk.window.notice.refuse(_("Nobody may drive yet. Add a driver under Settings, People."))
            return
        RunSheet(desk, owner, found, done, chosen=chosen, run=run).open_ready()

    desk.read_for_sheet(owner, load_choices, show)


def ask_run(desk: Desk, owner: Any, card: Any) -> None:
    """Put one parcel on a planned run by its digit, or make a new one."""

    def show(found: Choices) -> None:
        planned = [run for run in found.runs if run.state == "planned"]
        if not planned:
            ask_new_run(desk, owner, owner.show_run, chosen=card.fulfillment_id)
            return
        _RunChoice(desk, owner, card, planned).open()

    desk.read_for_sheet(owner, load_choices, show)


class _RunChoice(Sheet):
    """The planned runs by their digits; 0 makes a new one."""

    def __init__(self, desk: Desk, owner: Any, card: Any, planned: list[Any]) -> None:
        title = _("Put order {number} on a run").format(number=card.order_number)
        super().__init__(desk.surface, title, words.place_text(card), width=520, name="delivery.run_choice")
        self._desk, self._owner, self._card = desk, owner, card
        buttons = []
        for digit, run in enumerate(planned[:9], 1):
            told = " · ".join(
                part for part in (run.number, run.driver, run.vehicle, words.stops_text(run.stops)) if part
            )
            button = Button(
                told, key=str(digit), icon="truck", height=48, name=f"delivery.run_choice.{run.run_id}"
            ).grow()
            button.clicked.connect(lambda _checked=False, run=run: self._put(run))
            self.bind(str(digit), lambda run=run: self._put(run))
            buttons.append(button)
        new = Button(_("New run"), key="0", icon="plus-bold", height=48, name="delivery.run_choice.new").grow()
        new.clicked.connect(self._new)
        self.bind("0", self._new)
        self.set_body(VBox(*buttons, new, gap=8))

    def on_code(self, text: str) -> None:
        """A scanned run sheet chooses its run."""
        button = next((one for one in self.findChildren(Button) if one.label().startswith(f"{text} ")), None)
        if button is not None:
            button.click()
        else:
            self._desk.feedback("wrong")

    def _put(self, run: Any) -> None:
        from app.delivery.dispatch import put_on_run

        desk, owner, card = self._desk, self._owner, self._card

        def told(_stops: int) -> None:
            desk.feedback("done")
            said = _("Order {number} is on run {run}").format(number=card.order_number, run=run.number)
            desk.toast(said, lambda: take_off(desk, owner, card.fulfillment_id))

        self.accept()
        desk.write(owner, put_on_run, run.run_id, (card.fulfillment_id,), done=told)

    def _new(self) -> None:
        self.accept()
        ask_new_run(self._desk, self._owner, self._owner.show_run, chosen=self._card.fulfillment_id)


def take_off(desk: Desk, owner: QObject, fulfillment_id: int) -> None:
    """Take a parcel off the planned run it stands on."""

    def load() -> list[Any]:
        from app.delivery.queries import cards_for

        return cards_for("fulfillment", fulfillment_id)

    def act(cards: list[Any]) -> None:
        from app.delivery.dispatch import take_off_run

        desk.write(owner, take_off_run, cards[0].shipment_id)

    desk.read(owner, load, act)


class RunSheet(Sheet):
    """Who drives what, and which parcels; Space takes one off or puts it on."""

    def __init__(
        self, desk: Desk, owner: QObject, found: Choices, done: Callable[[int], None], *, chosen: int, run: Any
    ) -> None:
        title = _("New run") if run is None else _("Add to run {number}").format(number=run.number)
        super().__init__(
            desk.surface, title, _("Parcels come in a short order of stops"), width=860, name="delivery.plan"
        )
        self._desk, self._owner, self._found, self._done, self._run = desk, owner, found, done, run
        # What was asked for is on; without it all parcels of the shop's own drivers.
        self._chosen = {
            card.fulfillment_id for card in found.cards
            if (card.fulfillment_id == chosen if chosen else card.method == "own_driver")
        }  # fmt: skip
        items = [(row.id, row.name) for row in found.drivers]
        self.driver = ComboField(_("Driver"), items, "delivery.field.driver")
        self.vehicle = TextField(_("Vehicle"), name="delivery.field.vehicle", optional=True, placeholder=_("Van 1"))
        self.driver.changed.connect(self._guess_vehicle)
        self.table = LiveTable(
            self._columns(), "delivery.plan.table", key="fulfillment_id", row_height=44, in_card=True,
            accessible=_("Packed parcels"),
        )  # fmt: skip
        self.table.setFixedHeight(360)
        self.table.set_empty(
            EmptyState("package", _("Nothing is packed"), _("Packed parcels without a run stand here."))
        )
        self._told = Label("", 13, 500, "text2")
        head = HBox((self.driver, 1), (self.vehicle, 1), gap=12)
        hint = Label(_("Space puts a parcel on or off, Ctrl+A takes all"), 12, 400, "text3")
        self.set_body(head, self.table, HBox(self._told, None, hint))
        if run is not None:
            head.hide()
        self.set_primary(_("Plan the run"), self._plan)
        self.table.set_rows(found.cards)
        self.table.select_at(0)
        self.table.view.clicked.connect(lambda index: self.toggle(index.row()))
        self.bind("Space", lambda: self.toggle(self.table.view.currentIndex().row()))
        self.bind("Ctrl+A", self._take_all)
        self.table.opened.connect(lambda _row: self.go_on())
        self._guess_vehicle()
        self._tell()

    def open_ready(self) -> None:
        """Open with the focus on the parcels."""
        self.open(self.table.view if self.table.count() else self.driver.combo)

    def on_code(self, text: str) -> None:
        """A scanned parcel or order label is put on the run."""

        def load() -> list[Any]:
            from app.delivery.queries import cards_for
            from app.overview.codes import recognise

            scan = recognise(text)
            return cards_for(scan.kind, scan.ref) if scan and scan.kind in ("order", "parcel", "shipment") else []

        def show(cards: list[Any]) -> None:
            places = {card.fulfillment_id: at for at, card in enumerate(self._found.cards)}
            here = [places[card.fulfillment_id] for card in cards if card.fulfillment_id in places]
            for at in here:
                self._chosen.add(self._found.cards[at].fulfillment_id)
                self.table.model.forget(at)
                self.table.view.flash(at)
            self._tell()
            self._desk.feedback("ok" if here else "wrong")

        self._desk.read(self, load, show, urgent=True)

    def toggle(self, at: int) -> None:
        """Put a parcel on the run, or take it off."""
        card = self.table.model.row(at)
        if card is not None:
            self._chosen ^= {card.fulfillment_id}
            self.table.model.forget(at)
            self._tell()

    def _take_all(self) -> None:
        everything = {card.fulfillment_id for card in self._found.cards}
        self._chosen = set() if self._chosen == everything else everything
        for at in range(len(self._found.cards)):
            self.table.model.forget(at)
        self._tell()

    def _rows(self) -> list[Any]:
        return [card for card in self._found.cards if card.fulfillment_id in self._chosen]

    def _guess_vehicle(self) -> None:
        name = self.driver.combo.currentText()
        last = next((run.vehicle for run in self._found.runs if run.driver == name and run.vehicle), "")
        self.vehicle.set_text(last)

    def _tell(self) -> None:
        rows = self._rows()
        cash = sum(row.cod_minor for row in rows)
        count = len(rows)
        text = ngettext("{count} parcel chosen", "{count} parcels chosen", count).format(count=count)
        self._told.set_text(text if not cash else f"{text} · {format_money(cash)}")
        words_ = ngettext("Plan run with {count} parcel", "Plan run with {count} parcels", count)
        if self._run is not None:
            words_ = ngettext("Add {count} parcel", "Add {count} parcels", count)
        self.primary.set_text(words_.format(count=count))
        self.primary.setEnabled(bool(rows))

    def _plan(self) -> None:
        from app.delivery.dispatch import plan_run, put_on_run

        desk, ids = self._desk, tuple(row.fulfillment_id for row in self._rows())
        if not ids:
            return

        def planned(answer: Any) -> None:
            run_id = answer.run_id if self._run is None else self._run.run_id
            number = answer.number if self._run is None else self._run.number
            self.accept()
            desk.feedback("done")
            desk.toast(_("Run {number} has {stops}").format(
                number=number, stops=words.stops_text(answer.stops if self._run is None else answer)))  # fmt: skip
            self._done(run_id)

        if self._run is None:
            desk.write(self, plan_run, int(str(self.driver.current())), self.vehicle.text(), ids, done=planned)
        else:
            desk.write(self, put_on_run, self._run.run_id, ids, done=planned)

    def _columns(self) -> list[Column]:
        return [
            Column("", lambda card: card.fulfillment_id in self._chosen, 22, kind="check"),
            Column(_("Order"), lambda card: Cell(card.order_number, weight=600), 70),
            Column(_("Customer"), lambda card: (card.customer, card.city), None, kind="two"),
            Column(_("How"), lambda card: Cell(words.way_text(card), token="text2"), 110),
            Column(_("Promised"), _promised, 120),
        ]


def _promised(card: Any) -> Cell:
    when = words.short_moment(card.due_at) if card.due_at else "–"
    return Cell(when, token="bad_text" if card.late_ms else "text2")
