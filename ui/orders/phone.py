"""The phone order: who, where and when at the left, lines with a promise each in the middle, pay and confirm right.

Goods are held in a basket while the call lasts; F9 jumps to the first open question, else places the order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _
from ui.common.boxes import Divider, fill
from ui.common.keys import Key
from ui.orders import phone_options, phone_sheets, phone_terms
from ui.orders import phone_questions as asking
from ui.orders.call import Call
from ui.orders.call_option import CallOption
from ui.orders.phone_caller import CallerColumn
from ui.orders.phone_coupons import take_coupon
from ui.orders.phone_desk import PhoneDesk
from ui.orders.phone_lines import LinesColumn
from ui.orders.phone_pay import PayColumn
from ui.orders.phone_place import Placing
from ui.orders.phone_quotes import PhoneQuotes
from ui.orders.phone_search import ItemFinder
from ui.orders.phone_shorts import Shorts

if TYPE_CHECKING:
    from app.core.changes import Changed
    from ui.common.desk import Desk

TICK_MS = 1_000
NARROW, LOW = 1250, 700
_WATCHED = frozenset({"product", "purchase", "order", "setting"})


class PhoneOrder(QWidget):
    """One call at a time; the tab that shows it hands on keys, scans and what is typed in the scan box."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("order_entry.page")
        self._desk = desk
        self.calls = PhoneDesk(desk, self)
        self._placing = Placing(desk, self.calls, self._on_placed)
        self._shorts, self.quotes = Shorts(desk, self), PhoneQuotes(desk, self)
        self._last: Any = None  # the order that was just placed
        self._listens = False  # to the arrow keys of the scan box
        self.left, self.middle, self.right = CallerColumn(), LinesColumn(), PayColumn()
        columns = (self.left, Divider(upright=True), (self.middle, 1), Divider(upright=True), self.right)
        fill(QHBoxLayout(self), columns, 0, 0)
        self.finder = ItemFinder(desk, self.middle, self.calls)
        self._ticker = QTimer(self, interval=TICK_MS)
        self._ticker.timeout.connect(lambda: self.left.tick(self.call))
        self._connect()
        self._show()

    def _connect(self) -> None:
        left, middle, right, calls = self.left, self.middle, self.right, self.calls
        left.phone_typed.connect(calls.set_phone)
        left.match_chosen.connect(self._on_match)
        left.newcomer_changed.connect(calls.set_newcomer)
        left.place_chosen.connect(calls.choose_place)
        left.address_wanted.connect(lambda: phone_sheets.ask_address(self._desk, calls))
        left.slot_chosen.connect(lambda at: calls.change(promised_at=at))
        left.carrier_chosen.connect(calls.set_carrier)
        left.note_changed.connect(lambda text: calls.change(note=text))
        middle.added.connect(lambda item: self.add(item, 1))
        self.finder.found.connect(self.add)
        self.finder.customer.connect(calls.attach)
        self.finder.quote.connect(self.quotes.take)
        self.finder.coupon.connect(lambda hit: take_coupon(self._desk, calls, hit))
        self.finder.stepped.connect(self._step_quantity)
        middle.past_wanted.connect(self._show_past)
        middle.table.chosen.connect(lambda _row: self._show_say())
        right.plan_chosen.connect(lambda plan: calls.change(pay_plan=plan))
        right.told_changed.connect(lambda told: calls.change(told=told))
        right.confirmed.connect(self.confirm)
        right.tax_wanted.connect(self._ask_tax)
        right.drop_wanted.connect(self._drop_off)
        calls.changed.connect(self._show)
        calls.times_changed.connect(lambda: left.show_times(self.call, calls.slots))
        calls.loaded.connect(self._on_loaded)
        calls.matched.connect(self._show_matches)
        calls.often.connect(middle.show_often)
        calls.saved.connect(self._on_saved)

    @property
    def call(self) -> Call:
        """The order as it is now."""
        return self.calls.call

    # -- what the tab that shows it calls

    def keys(self) -> list[Key]:
        """The keys of a phone order."""
        calls, free = self.calls, self._placing.when_free
        return [
            Key("F3", _("Caller"), self.left.phone.focus),
            Key("F4", _("Park"), free(self.park)),
            Key("F5", _("Parked"), free(lambda: phone_sheets.choose_parked(self._desk, self, self.calls.take_up))),
            Key("F6", _("Qty"), lambda: self._ask_line(phone_sheets.ask_quantity)),
            Key("F7", _("Price"), lambda: self._ask_line(phone_sheets.ask_price)),
            Key("F8", _("Discount"), lambda: self._ask_line(phone_sheets.ask_discount)),
            Key("F9", _("Confirm order"), self.confirm),
            Key("Ctrl+D", _("Slot"), calls.next_slot),
            Key("Ctrl+Enter", _("Confirm order"), self.confirm, False),
            Key("Ctrl+M", _("Options"), lambda: self._ask_line(phone_options.ask_options), False),
            Key("Ctrl+G", _("Gift wrap"), lambda: self._ask_line(phone_sheets.ask_wrap), False),
            Key("Ctrl+L", _("Free line"), self._ask_free, False),
            Key("Ctrl+U", _("Quote"), free(self.quotes.ask), False),
            Key("Ctrl+J", _("Tax this order otherwise"), self._ask_tax, False),
            Key("Alt+X", _("Take the discount off the order"), self._drop_off, False),
            Key("Ctrl+N", _("Next caller"), free(self.next_call), False),
            Key("+", _("One more"), lambda: self._step_quantity(1), False),
            Key("-", _("One less"), lambda: self._step_quantity(-1), False),
            Key("Del", _("Remove line"), self._remove_line, False),
            Key("Ctrl+Del", _("Throw this call away"), free(self._throw_away), False),
            Key("Ctrl+Z", _("Undo"), calls.undo, False),
            Key("Ctrl+Shift+Z", _("Redo"), calls.redo, False),
            Key("Alt+A", _("Send in parts"), lambda: self._shorts.agree("parts"), False),
            Key("Alt+W", _("Wait for all"), lambda: self._shorts.agree("wait"), False),
            Key("Alt+S", _("Swap"), self._shorts.swap, False),
            Key("Alt+O", _("Open order"), self._open_last, False),
            Key("Alt+P", _("Take a payment"), self._pay_last, False),
        ]

    def arrive(self) -> None:
        """The mode was chosen: bring back what a crash left, and put the caret where the call goes on."""
        self._ticker.start()
        if not self._listens:
            self._listens = True
            self._desk.window.scan_box.moved.connect(self.finder.move)
        self.calls.read_rules()
        if self.call.name:
            self._desk.focus_scan_box()
        else:
            self.left.focus_first()

    def leave(self) -> bool:
        """Another screen was chosen; the call is kept as it is."""
        self._ticker.stop()
        if self._listens:
            self._listens = False
            self._desk.window.scan_box.moved.disconnect(self.finder.move)
        self.calls.save()
        return True

    def on_changes(self, told: list[Changed]) -> None:
        """Stock, purchases or windows moved: promise anew."""
        if not any(change.kind in _WATCHED for change in told):
            return
        self.calls.read_rules()
        if self.call.lines:
            self.calls.read_promises()

    def on_code(self, text: str) -> None:
        """A scan adds its product; a customer's card attaches the customer."""
        self.finder.on_code(text)

    def typed(self, text: str) -> None:
        """Search as one types."""
        self.finder.typed(text)

    def submitted(self, text: str) -> None:
        """Enter in the scan box: the chosen result, else the text as a code."""
        self.finder.submitted(text)

    # -- lines

    def add(self, item: Any, quantity: int, options: tuple[CallOption, ...] | None = None) -> None:
        """Put so much of a product on the order; what has to be chosen with it is asked first."""
        if self.calls.is_done:
            self.calls.begin()
        if options is None:
            go_on = self.calls.while_shown(lambda chosen: self.add(item, quantity, chosen))
            phone_options.ask_if_needed(self._desk, self, item, go_on)
            return
        if self._placing.refuses():
            return
        self.calls.set_call(self.call.with_product(item, quantity, options))
        self._show_added(self.call.place_of(item.product_id, options))

    def _show_added(self, at: int | None = None) -> None:
        """A line came or grew: the last one, unless told which."""
        key = self.call.lines[-1 if at is None else at].key
        self.middle.table.select_id(key)
        self.middle.table.flash(key)
        self._desk.feedback("ok")

    def _ask_free(self) -> None:
        if not self._placing.refuses():
            phone_terms.ask_free(self._desk, self, self.calls, self._show_added)

    def _ask_tax(self) -> None:
        phone_terms.ask_tax(self._desk, self, self.calls)

    def _drop_off(self) -> None:
        phone_terms.drop_off(self._desk, self.calls)

    def _step_quantity(self, by: int) -> None:
        row = self.middle.current()
        if row is not None:
            self.calls.set_call(self.call.with_quantity(row.at, row.line.quantity + by))

    def _remove_line(self) -> None:
        row = self.middle.current()
        if row is not None and not self.calls.is_done:
            self.calls.set_call(self.call.with_quantity(row.at, 0))
            self._desk.toast(_("{name} removed").format(name=row.line.name), self.calls.undo)

    def _ask_line(self, ask: Any) -> None:
        row = self.middle.current()
        if row is not None and not self.calls.is_done:
            ask(self._desk, row.line, lambda line, at=row.at: self.calls.set_call(self.call.with_line(at, line)))

    # -- showing

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow, low = event.size().width() < NARROW, event.size().height() < LOW
        self.left.set_room(narrow=narrow, low=low)
        self.right.set_room(narrow=narrow, low=low)
        self.middle.set_narrow(narrow)

    def _show(self) -> None:
        call, known = self.call, self.calls.known
        self.left.set_country(self.calls.rules.get("country", ""))
        self.left.set_ready(asking.ready_words(self.calls.ready_at, self.calls.rules))
        self.left.show_call(call)
        self.middle.show_call(call, known.promises)
        self.right.show_call(call, asking.plans(call, known), asking.questions(call, known), is_done=self.calls.is_done)
        self._show_say()

    def _show_matches(self, rows: list[Any]) -> None:
        self.left.show_matches(rows, self.call.customer_id)
        self.left.show_call(self.call)

    def _on_match(self, match: tuple[Any, str, str]) -> None:
        self.calls.attach(match[0].id)
        self._desk.focus_scan_box()

    def _on_loaded(self) -> None:
        self._last = None
        self.left.start(self.call)
        self.middle.start()
        self.right.primary.set_text(_("Confirm order"))

    def _on_saved(self, at: int) -> None:
        if not self.calls.is_done and not self.call.is_empty:
            self.middle.chip.set_look(_("Draft · saved {time}").format(time=clock.format_clock(at)), "grey")

    def _show_say(self) -> None:
        if self._last is not None:
            return
        short = self._shorts.now()
        if short is None:
            ready = all(question.done for question in asking.questions(self.call, self.calls.known))
            self.middle.say.show_words(*(asking.closing(self.call) if ready else asking.opening(self.call)), [])
            return
        words = asking.about_short(short, collects=self.call.method == "pickup")
        self.middle.say.show_words(*words, asking.answers(short, self._shorts.agree, self._shorts.swap))

    # -- parking and placing

    def park(self) -> None:
        """F4: put the call aside; without one, show those that are parked."""
        if self.call.is_empty or self.calls.is_done:
            phone_sheets.choose_parked(self._desk, self, self.calls.take_up)
        else:
            self.calls.park()
            self.left.focus_first()

    def _throw_away(self) -> None:
        phone_sheets.ask_throw_away(self._desk, self.calls, self.left.focus_first)

    def next_call(self) -> None:
        """Begin a new call; an unfinished one is parked."""
        if not self.call.is_empty and not self.calls.is_done:
            self.calls.park()
        else:
            self.calls.begin()
        self.left.focus_first()

    def confirm(self) -> None:
        """F9: to the first open question, else place the order; after that, on to the next caller."""
        if self.calls.is_done:
            self.next_call()
            return
        self.left.take_in()
        question = next((one for one in asking.questions(self.call, self.calls.known) if not one.done), None)
        if question is None:
            self._placing.start()
        else:
            self._desk.feedback("attention")
            self._go_to(question.goal)

    def _go_to(self, goal: str) -> None:
        if goal == "items":
            self._desk.focus_scan_box()
        elif goal == "short":
            short = self._shorts.now()
            if short is not None:
                self.middle.table.select_id(short.line.key)
            self.middle.table.setFocus()
        elif goal == "pay":
            self.right.focus_plans()
        else:
            self.left.focus_on(goal)

    def _on_placed(self, placed: Any) -> None:
        self._last = placed
        self.calls.finish()
        self._desk.feedback("done")
        number = _("Order {number}").format(number=placed.number)
        said, tone, icon = asking.OUTCOMES.get(str(placed.state), asking.OUTCOMES["placed"])
        self.middle.title.set_text(number)
        self.middle.chip.set_look(_(said), tone, icon)
        open_it = ("open", _("Open order"), "Alt+O", self._open_last)
        pay_it = ("pay", _("Take a payment"), "Alt+P", self._pay_last)
        self.middle.say.show_words(
            number, asking.farewell(placed), [open_it, pay_it], tone="ok", icon="check-circle-fill"
        )
        self.right.primary.set_text(_("Next caller"))
        self.right.show_done()
        self._desk.toast(_("Order {number} is placed").format(number=placed.number))
        if self.call.pay_plan == "now":
            self._pay_last()

    def _open_last(self) -> None:
        if self._last is not None:
            self._desk.open("order", self._last.order_id)

    def _pay_last(self) -> None:
        """A deposit, or all of it, for the order that was just placed."""
        if self._last is not None:
            from ui.counter.payment.other_bills import pay_order

            pay_order(self._desk, self._last.order_id, by_phone=True)

    def _show_past(self) -> None:
        phone_sheets.show_past(self._desk, self, self.calls)
