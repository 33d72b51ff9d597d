"""Couriers' cash, run by run and stop by stop: counted, every difference with its owner, then handed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import Card, Divider, EmptyState, HBox, Panel, VBox, fill
from ui.common.buttons import Button
from ui.common.keys import Key
from ui.common.labels import Icon, Label, MoneyLabel
from ui.common.table import LiveTable
from ui.payments import words
from ui.payments.cod_columns import courier_columns, stop_columns
from ui.payments.cod_sheets import ask_counted
from ui.payments.debts_panel import DebtsPanel
from ui.payments.hand_in import Count

if TYPE_CHECKING:
    from ui.common.desk import Desk

MOST_HEAPS = 4
HEAP_ROW = 58


class CodView(QWidget):
    """Signal: keys_changed: another courier, stop or decision."""

    keys_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._heaps: list[Any] = []
        self._text = ""
        self._wanted: tuple[str, int] | None = None
        self._missed: Callable[[], None] = lambda: None
        self.count = Count()
        self.setObjectName("cod.page")
        self._build()

    # -- building

    def _build(self) -> None:
        self.couriers = LiveTable(courier_columns(), "cod.couriers", key="key", row_height=HEAP_ROW, head=False,
                                  in_card=True, accessible=_("Cash from couriers"))  # fmt: skip
        self.couriers.set_empty(EmptyState("wallet", _("No cash is with couriers"), ""))
        self.couriers.chosen.connect(self._on_courier)
        self.couriers.opened.connect(lambda _heap: self.stops.view.setFocus())
        self._day = Label(clock.format_weekday(clock.now_ms()), 13, 400, "text3")
        top = Card(HBox(Label(_("Cash from couriers"), 15, 600), None, self._day, margins=(12, 16)), Divider(),
                   self.couriers, pad=1, gap=0)  # fmt: skip
        self.stops = LiveTable(stop_columns(self.count), "cod.stops", key="claim_id", row_height=44, in_card=True,
                               accessible=_("Stops with cash"))  # fmt: skip
        self.stops.set_empty(EmptyState("money", _("Choose a courier"), ""))
        self.stops.chosen.connect(lambda _stop: self._show_question())
        self.stops.opened.connect(lambda _stop: self.ask_counted())
        self._title = Label("", 15, 600, name="cod.title")
        self._told = Label("", 12, 400, "text3", align="right", elide=True)
        self._build_question()
        detail = Card(HBox(self._title, (self._told, 1), margins=(12, 16), gap=12), Divider(), (self.stops, 1),
                      self._question, pad=1, gap=0)  # fmt: skip
        self.owed = DebtsPanel(self._desk)
        left = VBox(top, (detail, 1), self._make_foot(), margins=(16, 20), gap=12)
        fill(QVBoxLayout(self), (HBox((left, 1), Divider(upright=True), self.owed, gap=0),), 0, 0)

    def _build_question(self) -> None:
        self._ask = Label("", 14, 600, elide=True)
        self._ask_more = Label("", 12, 400, "text2", elide=True)
        self._owner_buttons: dict[str, Button] = {}
        for owner, cap, title in words.OWNERS:
            button = Button(_(title), key=cap, height=36, name=f"cod.button.{owner}")
            button.clicked.connect(lambda _checked=False, owner=owner: self.decide(owner))
            self._owner_buttons[owner] = button
        self._question = Panel(
            "bad_tint", Icon("warning-circle-fill", 20, "bad_text"), (VBox(self._ask, self._ask_more, gap=1), 1),
            *self._owner_buttons.values(), row=True, margins=(10, 16), gap=8, name="cod.question",
        )  # fmt: skip
        self._question.hide()

    def _make_foot(self) -> QWidget:
        self._expected = MoneyLabel(0, 20, 600, align="left", name="cod.expected")
        self._counted = MoneyLabel(0, 20, 600, align="left", name="cod.total")
        self._off = MoneyLabel(0, 20, 600, align="left", sign=True, name="cod.difference")
        self._off_word = Label(_("Difference"), 12, 400, "text3")
        self._hint = Label("", 13, 600, "accent_text", align="right", elide=True)
        self.primary = Button("", kind="primary", key="F9", height=56, px=16, name="cod.primary")
        self.primary.clicked.connect(self.hand_in)
        return Panel(
            "surface", VBox(Label(_("Expected"), 12, 400, "text3"), self._expected, gap=0), 20,
            VBox(Label(_("Handed in"), 12, 400, "text3"), self._counted, gap=0), 20,
            VBox(self._off_word, self._off, gap=0), (self._hint, 1), self.primary, edge="border", radius=10, row=True,
            margins=(12, 18), gap=8,
        )  # fmt: skip

    # -- what is shown

    def refresh(self) -> None:
        """Read couriers' cash and the debts anew."""

        def load() -> list[Any]:
            from app.overview.courier_cash import courier_cash

            return courier_cash()

        self._desk.read(self, load, self._show, merge="cod")
        self.owed.refresh()

    def _show(self, heaps: list[Any]) -> None:
        self._heaps = heaps
        self._show_heaps()
        if self._wanted is not None:
            kind, ref = self._wanted
            self._wanted = None
            if not self._find_record(kind, ref):
                self._missed()

    def _show_heaps(self) -> None:
        text = self._text.casefold()
        rows = [
            heap for heap in self._heaps
            if not text or text in f"{heap.who} {heap.run} {heap.vehicle}".casefold()
            or any(text in f"{stop.number} {stop.customer}".casefold() for stop in heap.stops)
        ]  # fmt: skip
        self.couriers.set_rows(rows)
        shown = max(1, min(len(rows), MOST_HEAPS))
        self.couriers.setFixedHeight(shown * HEAP_ROW + 2 if rows else 150)
        if self.couriers.current() is None and rows:
            self.couriers.select_at(0)
        if not rows:
            self._on_courier(None)

    def find(self, text: str) -> None:
        """Show only couriers and debts that a typed text fits."""
        self._text = text.strip()
        self._show_heaps()
        self.owed.find(self._text)

    def show_record(self, kind: str, ref: int, missed: Callable[[], None]) -> None:
        """Show a run's cash or an order's stop, now or once it is read; `missed` when there is none."""
        if self._find_record(kind, ref):
            self._desk.feedback("ok")
            return
        self._wanted, self._missed = (kind, ref), missed
        self.refresh()

    def _find_record(self, kind: str, ref: int) -> bool:
        for heap in self._heaps:
            stop = next((stop for stop in heap.stops if kind == "order" and stop.order_id == ref), None)
            if (kind == "run" and heap.run_id == ref) or stop is not None:
                self.couriers.select_id(heap.key)
                if stop is not None:
                    self.stops.select_id(stop.claim_id)
                    self.stops.flash(stop.claim_id)
                self.stops.view.setFocus()
                return True
        return False

    def _on_courier(self, heap: Any) -> None:
        self.count.show(heap)
        self.stops.set_rows(heap.stops if heap is not None else ())
        if heap is not None and self.stops.current() is None:
            self.stops.select_at(next((at for at, stop in enumerate(heap.stops) if self.count.counts(stop)), 0))
        who = "" if heap is None else ", ".join(part for part in (heap.who, heap.vehicle) if part)
        self._title.set_text("" if heap is None else self._title_of(heap))
        self._told.set_text(who)
        self._show_sums()

    @staticmethod
    def _title_of(heap: Any) -> str:
        if heap.run:
            return _("Run {run}, stop by stop").format(run=heap.run)
        return _("{who}, parcel by parcel").format(who=heap.who)

    def _show_sums(self) -> None:
        count, heap = self.count, self.count.heap
        off = count.counted_minor() - count.expected_minor()
        self._expected.set_minor(count.expected_minor())
        self._counted.set_minor(count.counted_minor())
        self._off.set_minor(off)
        self._off_word.set_text(_("Short") if off < 0 else _("Too much") if off else _("Difference"))
        self._off.set_token({"ok": "text", "bad": "bad_text", "warn": "warn_text"}[words.difference_tone(off)])
        open_ = count.undecided()
        self._hint.set_text(self._hint_text(open_))
        name = (heap.run and _("run {run}").format(run=heap.run)) or heap.who if heap is not None else ""
        self.primary.set_text(_("Settle {name}").format(name=name) if name else _("Settle"))
        self.primary.setEnabled(count.can_hand_in() and not open_)
        self._show_question()

    def _hint_text(self, open_: list[Any]) -> str:
        count, heap = self.count, self.count.heap
        if heap is None:
            return ""
        if open_:
            total = sum(abs(count.missing_of(stop)) for stop in open_)
            return _("First say who owes the {amount}").format(amount=format_money(total))
        if heap.is_settled:
            return _("Everything is handed in")
        if not count.can_hand_in():
            return _("Nothing was collected yet")
        if heap.open_minor:
            return _("{amount} is still to be collected").format(amount=format_money(heap.open_minor))
        return _("It goes into this drawer") if self._till_is_open() else _("It goes into the safe")

    def _till_is_open(self) -> bool:
        return self._desk.shift is not None and self._desk.shift.state == "open"

    def _show_question(self) -> None:
        stop = self.stops.current()
        missing = self.count.missing_of(stop) if stop is not None else 0
        self._question.setVisible(bool(missing))
        if missing:
            owner = self.count.owner_of(stop)
            look = ("bad_tint" if missing > 0 else "warn_tint") if not owner else "sunken"
            self._question.set_look(look)
            told = words.difference_text(-missing)
            self._ask.set_text(_("Order {number}: {told}").format(number=stop.number, told=told))
            self._ask_more.set_text(words.owner_word(owner) if owner else _("Who bears it?"))
            for key, button in self._owner_buttons.items():
                button.set_kind("tint" if key == owner else "default")
        self.keys_changed.emit()

    # -- keys

    def focus(self) -> None:
        """Put the focus on the couriers."""
        self.couriers.view.setFocus()

    def keys(self) -> list[Key]:
        """Count a stop, decide, hand in; P takes a debt's payment."""
        keys = [
            Key("F6", _("Count this stop"), self.ask_counted),
            Key("Right", _("To the stops"), self._go_right, False), Key("Left", _("To the couriers"), self._go_left, False),
            Key("P", _("Take payment"), self.owed.take_payment), *self.owed.keys(),
            Key("O", _("Show the order"), self.show_order, False),
            Key("Esc", _("Back"), self._esc, False),
        ]  # fmt: skip
        stop = self.stops.current()
        if stop is not None and self.count.missing_of(stop):
            keys += [Key(cap, _(title), lambda owner=owner: self.decide(owner)) for owner, cap, title in words.OWNERS]
        if self.count.heap is not None and self.count.can_hand_in():
            keys.append(Key("F9", self.primary.label(), self.hand_in))
        return keys

    def _go_right(self) -> None:
        (self.stops.view if self.couriers.view.hasFocus() else self.owed.table.view).setFocus()

    def _go_left(self) -> None:
        (self.stops.view if self.owed.table.view.hasFocus() else self.couriers.view).setFocus()

    def _esc(self) -> None:
        box = self._desk.window.scan_box
        if box.text():
            box.empty()
        elif QApplication.focusWidget() is not self.couriers.view:
            self.focus()

    # -- acts

    def ask_counted(self) -> None:
        """F6 or Enter: type what really came in for this stop."""
        stop = self.stops.current()
        if stop is None or not self.count.counts(stop):
            return

        def take(minor: int) -> None:
            self.count.set_counted(stop, minor)
            self._redraw(stop)

        ask_counted(self._desk, stop, self.count.counted_of(stop) or 0, take)

    def decide(self, owner: str) -> None:
        """A, B or C: who bears the difference of this stop."""
        stop = self.stops.current()
        if stop is None or not self.count.missing_of(stop):
            return
        before = self.count.owner_of(stop)
        self.count.set_owner(stop, owner)
        self._desk.feedback("ok")
        self._redraw(stop)

        def undo() -> None:
            self.count.set_owner(stop, before)
            self._redraw(stop)

        said = _("Order {number}: {owner}").format(number=stop.number, owner=words.owner_word(owner))
        self._desk.toast(said, undo)

    def _redraw(self, stop: Any) -> None:
        self.stops.replace(stop)
        self._show_sums()

    def show_order(self) -> None:
        """Show the order of the stop."""
        stop = self.stops.current()
        if stop is not None:
            self._desk.open("order", stop.order_id)

    def hand_in(self) -> None:
        """F9: the cash is counted into the drawer or the safe; an open difference is shown first."""
        count, heap = self.count, self.count.heap
        if heap is None or not count.can_hand_in():
            return
        if open_ := count.undecided():
            self._desk.feedback("wrong")
            self.stops.select_id(open_[0].claim_id)
            self.stops.view.setFocus()
            self._desk.window.notice.refuse(self._hint_text(open_) + ".")
            return
        from app.payments.cod import hand_in

        def told(answer: Any) -> None:
            self._desk.feedback("done")
            self._desk.toast(_("{amount} from {who} is handed in").format(
                amount=format_money(answer.counted_minor), who=heap.who))  # fmt: skip
            self.count.forget(heap)
            self._settle_run(heap)

        self._desk.write(
            self, hand_in, heap.holder, count.counted_minor(), heap.run_id, count.differences(), done=told, once=True
        )

    def _settle_run(self, heap: Any) -> None:
        """A run that is back and has nothing left to collect is settled with it."""
        if heap.run_id is None or heap.run_state != "back" or heap.open_minor:
            self.refresh()
            return
        from app.delivery.deliver import settle_run

        self._desk.write(self, settle_run, heap.run_id, done=lambda _none: self.refresh())
