"""The phone order: who, where and when at the left, lines with a promise each in the middle, pay and confirm right.

Goods are held in a basket while the call lasts; F9 jumps to the first open question, else places the order.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core import clock
from app.core.i18n import _
from app.core.money import format_money
from app.core.refusal import Refusal
from ui.common.boxes import Divider, fill
from ui.common.keys import Key
from ui.orders import phone_sheets
from ui.orders.call import Call, Place, closing_sentence, sentence_for
from ui.orders.phone_caller import LEAST_DIGITS, CallerColumn
from ui.orders.phone_lines import LinesColumn
from ui.orders.phone_pay import PayColumn

if TYPE_CHECKING:
    from app.core.changes import Changed
    from app.overview.codes import Scan
    from ui.common.desk import Desk

STEPS = 50
HOLD_AFTER_MS, SAVE_AFTER_MS, SEARCH_AFTER_MS, TICK_MS = 60, 400, 90, 1_000
TEN_MINUTES = 10 * clock.MINUTE_MS


class PhoneOrder(QWidget):
    """One call at a time; the tab that shows it hands on keys, scans and what is typed in the scan box."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("order_entry.page")
        self._desk = desk
        self._call = Call(_fresh_uid())
        self._before: list[Call] = []
        self._after: list[Call] = []
        self._promises: dict[int, Any] = {}
        self._slots: list[Any] = []
        self._rules: dict[str, Any] = {}
        self._address_says: list[str] = []
        self._held_until = 0
        self._last: Any = None  # the order that was just placed
        self._placing = False
        self._customer_money = (0, 0, 0)  # limit, debt, orders so far
        self.left, self.middle, self.right = CallerColumn(), LinesColumn(), PayColumn()
        fill(QHBoxLayout(self), (self.left, Divider(upright=True), (self.middle, 1), Divider(upright=True), self.right), 0, 0)
        self._connect()
        self._hold_timer = self._timer(HOLD_AFTER_MS, self._hold)
        self._save_timer = self._timer(SAVE_AFTER_MS, self._save)
        self._search_timer = self._timer(SEARCH_AFTER_MS, self._search)
        self._ticker = QTimer(self, interval=TICK_MS)
        self._ticker.timeout.connect(lambda: self.left.tick(self._call))
        self._typed = ""
        self._started = False

    def _timer(self, ms: int, do: Any) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=ms)
        timer.timeout.connect(do)
        return timer

    def _connect(self) -> None:
        left, middle, right = self.left, self.middle, self.right
        left.phone_typed.connect(self._on_phone)
        left.match_chosen.connect(self._on_match)
        left.newcomer_changed.connect(self._on_newcomer)
        left.place_chosen.connect(self._choose_place)
        left.address_added.connect(self._add_address)
        left.slot_chosen.connect(lambda at: self._change(promised_at=at))
        left.carrier_chosen.connect(self._by_carrier)
        left.note_changed.connect(lambda text: self._change(note=text))
        middle.added.connect(lambda item: self.add(item, 1))
        middle.past_wanted.connect(self._show_past)
        middle.table.chosen.connect(lambda _row: self._show_say())
        right.plan_chosen.connect(lambda plan: self._change(pay_plan=plan))
        right.told_changed.connect(lambda told: self._change(told=told))
        right.confirmed.connect(self.confirm)

    # -- what the tab that shows it calls

    def keys(self) -> list[Key]:
        """The keys of a phone order."""
        return [
            Key("F3", _("Caller"), self.left.phone.focus),
            Key("F4", _("Park"), self.park),
            Key("F5", _("Parked"), self._show_parked),
            Key("F6", _("Qty"), lambda: self._ask_line(phone_sheets.ask_quantity)),
            Key("F7", _("Price"), lambda: self._ask_line(phone_sheets.ask_price)),
            Key("F8", _("Discount"), lambda: self._ask_line(phone_sheets.ask_discount)),
            Key("Ctrl+D", _("Slot"), self._next_slot),
            Key("F9", _("Confirm order"), self.confirm),
            Key("Ctrl+Enter", _("Confirm order"), self.confirm, False),
            Key("+", _("One more"), lambda: self._step_quantity(1), False),
            Key("-", _("One less"), lambda: self._step_quantity(-1), False),
            Key("Del", _("Remove line"), self._remove_line, False),
            Key("Ctrl+Z", _("Undo"), self.undo, False),
            Key("Ctrl+Shift+Z", _("Redo"), self.redo, False),
            Key("Alt+A", _("Send in parts"), lambda: self._agree("parts"), False),
            Key("Alt+W", _("Wait for all"), lambda: self._agree("wait"), False),
            Key("Alt+S", _("Swap"), self._swap, False),
            Key("Ctrl+N", _("Next caller"), self.next_call, False),
        ]

    def arrive(self) -> None:
        """The mode was chosen: bring back what a crash left, and put the caret into the phone field."""
        self._ticker.start()
        box = self._desk.window.scan_box
        box.moved.connect(self._move_result)
        self._read_rules()
        if self._call.lines and self._call.customer_id is not None:
            self._desk.focus_scan_box()
        else:
            self.left.focus_first()

    def leave(self) -> bool:
        """Another screen was chosen; the call is kept as it is."""
        self._ticker.stop()
        try:
            self._desk.window.scan_box.moved.disconnect(self._move_result)
        except (RuntimeError, TypeError):  # it was never connected
            pass
        self._save()
        return True

    def on_changes(self, told: list[Changed]) -> None:
        """Stock or purchases moved: promise anew."""
        kinds = {change.kind for change in told}
        if kinds & {"product", "purchase", "order"} and self._call.lines:
            self._read_promises()
        if "order" in kinds or "setting" in kinds:
            self._read_rules()

    def on_code(self, text: str) -> None:
        """A scan adds its product; a customer's card attaches the customer."""
        times, code = _times(text)

        def load() -> Any:
            from app.inventory.queries import read_sellable

            return read_sellable(code)

        def found(answer: Any) -> None:
            scanned, hits = answer
            if len(hits) > 1:
                self.middle.results.show_rows(hits, code)
                self._desk.focus_scan_box()
            elif hits:
                self.add(hits[0], times * _scanned_quantity(scanned, hits[0]))
            else:
                self._desk.recognise(code, self, self._on_scan)

        self._desk.read(self, load, found, urgent=True)

    def typed(self, text: str) -> None:
        """Search as one types."""
        self._typed = text
        if text.strip():
            self._search_timer.start()
        else:
            self._search_timer.stop()
            self.middle.results.close_results()

    def submitted(self, text: str) -> None:
        """Enter in the scan box: the chosen result, else the text as a code."""
        row = self.middle.results.table.current() if self.middle.results.isVisible() else None
        if row is not None:
            self.add(row, _times(text)[0])
        else:
            self.on_code(text)
        self._desk.window.scan_box.empty()
        self.middle.results.close_results()

    # -- the call and its steps

    @property
    def call(self) -> Call:
        """The order as it is now."""
        return self._call

    def _set(self, call: Call, *, remember: bool = True) -> None:
        if call == self._call:
            return
        if remember:
            self._before = [*self._before[-STEPS + 1 :], self._call]
            self._after = []
        lines_changed = [(l.product_id, l.quantity) for l in call.lines] != [
            (l.product_id, l.quantity) for l in self._call.lines
        ]
        place_changed = call.address != self._call.address
        times_changed = (call.method, call.promised_at) != (self._call.method, self._call.promised_at)
        self._last = None
        self._call = call
        self._show()
        if times_changed or place_changed:
            self.left.show_times(call, self._slots)
        if lines_changed:
            self._hold_timer.start()
        if place_changed:
            self._check_address()
        self._save_timer.start()

    def _change(self, **values: Any) -> None:
        if values.get("began_at") is None and not self._call.began_at and not self._call.is_empty:
            values["began_at"] = clock.now_ms()
        self._set(replace(self._call, **values))

    def add(self, item: Any, quantity: int) -> None:
        """Put so much of a product on the order."""
        self._set(self._call.with_product(item, quantity))
        self.middle.table.select_id(item.product_id)
        self.middle.table.flash(item.product_id)
        self._desk.feedback("ok")
        self._desk.window.scan_box.empty()

    def undo(self) -> None:
        """The call as it was before the last step."""
        if self._before:
            self._after.append(self._call)
            self._set(self._before.pop(), remember=False)

    def redo(self) -> None:
        """The step that was undone, again."""
        if self._after:
            self._before.append(self._call)
            self._set(self._after.pop(), remember=False)

    def _step_quantity(self, by: int) -> None:
        row = self.middle.current()
        if row is not None:
            self._set(self._call.with_quantity(row.at, row.line.quantity + by))

    def _remove_line(self) -> None:
        row = self.middle.current()
        if row is not None:
            self._set(self._call.with_quantity(row.at, 0))
            self._desk.toast(_("{name} removed").format(name=row.line.name), self.undo)

    def _ask_line(self, ask: Any) -> None:
        row = self.middle.current()
        if row is not None:
            ask(self._desk, row.line, lambda line, at=row.at: self._set(self._call.with_line(at, line)))

    def _agree(self, how: str) -> None:
        row = self._open_line()
        if row is not None:
            self._set(self._call.with_line(row.at, replace(row.line, agreed=how)))

    def _swap(self) -> None:
        row = self._open_line()
        if row is None:
            return

        def swapped(item: Any) -> None:
            without = self._call.with_quantity(row.at, 0)
            self._set(without.with_product(item, row.line.quantity))

        phone_sheets.ask_stand_in(self._desk, self, row.line, swapped)

    # -- who

    def _on_phone(self, text: str) -> None:
        if text == self._call.phone:
            return
        began = self._call.began_at or clock.now_ms()
        if self._call.customer_id is not None and text != self._call.phone:
            self._set(replace(self._call, phone=text, customer_id=None, name="", email="", places=(), place=-2, group="",
                              discount_bp=0, began_at=began))  # fmt: skip
        else:
            self._set(replace(self._call, phone=text, began_at=began), remember=False)
        digits = "".join(filter(str.isdigit, text))
        if len(digits) < LEAST_DIGITS and not any(map(str.isalpha, text)):
            self._show_matches([])
            return

        def load() -> list[Any]:
            from app.customers.phone import show_phone
            from app.customers.queries import find_customers

            return [
                (row, show_phone(row.phone) if row.phone else "", clock.format_day(row.last_order_at) if row.last_order_at else "")
                for row in find_customers(text, 4)
            ]  # fmt: skip

        self._desk.read(self, load, self._show_matches, merge="matches")

    def _show_matches(self, rows: list[Any]) -> None:
        self.left.show_matches(rows, self._call.customer_id)
        self.left.show_call(self._call)

    def _on_match(self, match: tuple[Any, str, str]) -> None:
        row, phone, last = match
        self.attach(row.id, after=lambda: self.left.show_matches([(row, phone, last)], row.id))

    def attach(self, customer_id: int, after: Any = None) -> None:
        """Take the order for a known customer."""

        def load() -> Any:
            from app.customers.phone import show_phone
            from app.customers.queries import customer_card
            from app.orders.phone_reads import often_bought
            from app.payments.queries import customer_money

            card = customer_card(customer_id)
            phone = show_phone(card.row.phone) if card.row.phone else ""
            return card, phone, often_bought(customer_id), customer_money(customer_id)[0]

        def show(found: Any) -> None:
            card, phone, often, debt = found
            row = card.row
            places = tuple(
                Place(a.line1, a.city, a.line2, a.region, a.postcode, a.country, a.note, a.lat_e6, a.lon_e6)
                for a in card.addresses
            )
            told = tuple(way for way, yes in (("sms", card.may_sms), ("mail", card.may_mail)) if yes)
            self._customer_money = (row.credit_limit_minor, debt, row.order_count)
            self.left.phone.set_text(phone or self._call.phone)
            self._set(replace(
                self._call, customer_id=row.id, name=row.name, phone=phone or self._call.phone, email=row.email,
                language=row.language, places=places, place=0 if places else -1, told=told, group=row.group,
                discount_bp=row.discount_bp, began_at=self._call.began_at or clock.now_ms(),
            ))  # fmt: skip
            self.middle.show_often(row.name.split()[0], often)
            self._first_slot()
            if after is not None:
                after()
            self._desk.focus_scan_box()

        self._desk.read(self, load, show, urgent=True)

    def _on_newcomer(self, name: str, place: Place | None) -> None:
        if self._call.customer_id is not None:
            return
        places = (place,) if place else ()
        chosen = 0 if place else (-1 if self._call.place == -1 else -2)
        self._change(name=name, places=places, place=chosen)
        self._first_slot()

    def _on_scan(self, scan: Scan) -> None:
        if scan.kind == "customer":
            self.attach(scan.ref)
        elif scan.kind == "order":
            self._desk.open("order", scan.ref)
        else:
            self._desk.does_not_fit(scan)

    # -- where and when

    def _choose_place(self, place: int) -> None:
        self._change(place=place, promised_at=None)
        self._first_slot()

    def _add_address(self, place: Place) -> None:
        self._change(places=(*self._call.places, place), place=len(self._call.places), promised_at=None)
        self._first_slot()

    def _by_carrier(self, by_carrier: bool) -> None:
        self._change(by_carrier=by_carrier, promised_at=None)
        self._first_slot()

    def _first_slot(self) -> None:
        """Without a word about the time, the first that can be kept."""
        call = self._call
        if (call.promised_at is not None and call.promised_at > clock.now_ms()) or not call.method:
            return
        if call.method == "own_driver":
            free = next((slot.ends_at for slot in self._slots if slot.left), None)
            self._change(promised_at=free)
        elif call.method == "pickup":
            ready = clock.now_ms() + self._rules.get("pickup_minutes", 30) * clock.MINUTE_MS
            self._change(promised_at=-(-ready // TEN_MINUTES) * TEN_MINUTES)
        else:
            day = clock.add_days(clock.today(), self._rules.get("carrier_days", 2))
            self._change(promised_at=clock.at_local(day, "18:00"))

    def _next_slot(self) -> None:
        free = [slot.ends_at for slot in self._slots if slot.left]
        if self._call.method == "own_driver" and free:
            at = free.index(self._call.promised_at) if self._call.promised_at in free else -1
            self._change(promised_at=free[(at + 1) % len(free)])

    def _read_rules(self) -> None:
        station, fresh = self._desk.station, not self._started

        def load() -> Any:
            from app.core.settings import read
            from app.orders.phone_drafts import open_draft
            from app.orders.phone_reads import slots

            names = ("delivery_minor", "pickup_minutes", "carrier_days")
            rules = {name: read(f"orders.{name}") for name in names} | {"country": read("shop.country")}
            return rules, slots(), open_draft(station) if fresh else None

        def show(found: Any) -> None:
            self._rules, self._slots, body = found
            self.left.set_country(self._rules["country"])
            if not self._started:
                self._started = True
                self._bring_back(body)
            if not self._call.delivery_minor:
                self._set(replace(self._call, delivery_minor=self._rules["delivery_minor"]), remember=False)
            self.left.show_times(self._call, self._slots)
            self._show()

        self._desk.read(self, load, show, merge="rules")

    def _bring_back(self, body: dict[str, Any] | None) -> None:
        if body and self._call.is_empty:
            self._load(Call.from_body(body))

    def _load(self, call: Call) -> None:
        self._call, self._before, self._after, self._promises = call, [], [], {}
        self.left.phone.set_text(call.phone)
        self.left.show_matches([], None)
        self.left.show_times(call, self._slots)
        self._show()
        if call.customer_id is not None:
            self._refresh_customer(call.customer_id)
        self._check_address()
        self._hold_timer.start()

    def _refresh_customer(self, customer_id: int) -> None:
        def load() -> Any:
            from app.customers.queries import customer_card
            from app.orders.phone_reads import often_bought
            from app.payments.queries import customer_money

            return customer_card(customer_id).row, often_bought(customer_id), customer_money(customer_id)[0]

        def show(found: Any) -> None:
            row, often, debt = found
            self._customer_money = (row.credit_limit_minor, debt, row.order_count)
            self.left.show_matches([(row, self._call.phone, "")], row.id)
            self.middle.show_often(row.name.split()[0], often)
            self._show()

        self._desk.read(self, load, show, merge="customer")

    def _check_address(self) -> None:
        address, country = self._call.address, self._rules.get("country", "")
        if not address:
            self._address_says = []
            self._show()
            return

        def load() -> list[str]:
            from app.customers.addresses import check_address

            found = check_address(
                address.get("country") or country, address["line1"], address["city"], address["region"],
                address["postcode"],
            )  # fmt: skip
            return [problem.sentence for problem in found]

        def show(found: list[str]) -> None:
            self._address_says = found
            self._show()

        self._desk.read(self, load, show, merge="address")

    # -- goods

    def _search(self) -> None:
        times, text = _times(self._typed)

        def load() -> list[Any]:
            from app.inventory.queries import search_sellable

            return search_sellable(text, 6)

        self._desk.read(
            self, load, lambda rows: self.middle.results.show_rows(rows, self._typed.strip()), merge="search", urgent=True
        )

    def _move_result(self, by: int) -> None:
        if self.middle.results.isVisible():
            self.middle.results.table.step(by)

    def _hold(self) -> None:
        """Hold the goods anew, then ask what can be promised."""
        from app.orders.baskets import Wanted, hold_basket

        wanted = tuple(Wanted(line.product_id, line.quantity) for line in self._call.lines)

        def held(answer: Any) -> None:
            self._held_until = min((part.until_at for part in answer), default=0)
            self._read_promises()

        self._desk.write(self, hold_basket, self._call.uid, wanted, done=held, urgent=True)

    def _read_promises(self) -> None:
        lines, uid = self._call.lines, self._call.uid

        def load() -> dict[int, Any]:
            from app.orders.promise import promise

            return {line.product_id: promise(line.product_id, line.quantity, uid) for line in lines}

        def show(found: dict[int, Any]) -> None:
            self._promises = found
            self._show()

        self._desk.read(self, load, show, merge="promises", urgent=True)

    # -- showing

    def _show(self) -> None:
        self.left.show_call(self._call)
        self.middle.show_call(self._call, self._promises)
        self.right.show_call(self._call, self._plans(), [(done, said) for done, said, _go in self._questions()])
        self._show_say()

    def _plans(self) -> list[tuple[str, str, str, str]]:
        limit, debt, orders = self._customer_money
        left = limit - debt
        call = self._call
        no_account = ""
        if call.customer_id is None or not limit:
            no_account = _("This customer has no account")
        elif left < call.total_minor:
            no_account = _("{amount} of the credit are left").format(amount=format_money(max(0, left)))
        pickup = call.method == "pickup"
        door = _("Cash or card at the door") if orders else _("First order: it may be looked at first")
        return [
            ("on_delivery", _("Cash on delivery"), door, _("Only for deliveries") if pickup else ""),
            ("at_pickup", _("Pay at pickup"), _("At the counter, when it is handed over"),
             "" if pickup else _("Only when it is collected in the shop")),
            ("on_account", _("On account"), _("{amount} of the credit are left").format(amount=format_money(max(0, left))),
             no_account),
        ]  # fmt: skip

    def _questions(self) -> list[tuple[bool, str, Any]]:
        """The checklist: whether it is settled, its words, and where the caret goes when it is not."""
        call, left = self._call, self.left
        known = len("".join(filter(str.isdigit, call.phone))) >= LEAST_DIGITS
        ways = {key for key, _title, _detail, why_not in self._plans() if not why_not}
        travels = call.method in ("own_driver", "carrier")
        rows = [
            (known and bool(call.name), _("Caller known") if call.name else _("Who is calling?"),
             left.phone.focus if not known else left.name.focus),
            (bool(call.method) and not self._address_says, self._where_words(), self._focus_place),
        ]  # fmt: skip
        if call.method:
            when = _("Promised for {time}").format(time=clock.format_moment(call.promised_at)) if call.promised_at else ""
            rows.append((bool(when), when or _("When shall it come?") if travels else when, self._next_slot))
        rows.append((bool(call.lines), self._held_words(), self._desk.focus_scan_box))
        if open_lines := [row.line.name for row in self._open_lines()]:
            rows.append((False, _("{items}: agree with the caller").format(items=", ".join(open_lines)), self._go_to_line))
        rows.append((call.pay_plan in ways, self._pay_words(ways), self._focus_pay))
        return rows

    def _where_words(self) -> str:
        if self._address_says:
            return self._address_says[0]
        if not self._call.method:
            return _("Where does it go?")
        return _("Collected in the shop") if self._call.method == "pickup" else _("Address can be delivered to")

    def _held_words(self) -> str:
        if not self._call.lines:
            return _("What would they like?")
        if self._held_until > clock.now_ms():
            return _("Goods held until {time}").format(time=clock.format_clock(self._held_until))
        return _("Goods chosen")

    def _pay_words(self, ways: set[str]) -> str:
        if self._call.pay_plan in ways:
            return _("Payment agreed")
        return _("How will they pay?")

    def _focus_place(self) -> None:
        cards = self.left._places.findChildren(QWidget)
        if self._address_says:
            self.left._open_address()
        elif cards:
            cards[0].setFocus()

    def _focus_pay(self) -> None:
        for key in ("on_delivery", "at_pickup", "on_account"):
            card = self.right.findChild(QWidget, f"order_entry.plan.{key}")
            if card is not None and not card.accessibleDescription():
                card.setFocus()
                return

    def _open_lines(self) -> list[Any]:
        """The lines that cannot all go now and were not agreed."""
        return [
            row for row in self.middle.table.rows()
            if row.promise is not None and row.promise.state != "in_stock" and not row.line.agreed
        ]  # fmt: skip

    def _open_line(self) -> Any:
        """The short line that is spoken about: the chosen one, else the first."""
        open_lines = self._open_lines()
        current = self.middle.current()
        return next((row for row in open_lines if current is not None and row.id == current.id), None) or next(
            iter(open_lines), None
        )

    def _go_to_line(self) -> None:
        row = self._open_line()
        if row is not None:
            self.middle.table.select_id(row.id)
            self.middle.table.setFocus()

    def _show_say(self) -> None:
        if self._last is not None:
            return
        row = self._open_line()
        say = self.middle.say
        if row is not None:
            title, said = sentence_for(row.line, row.promise.now, row.promise.expected_at)
            answers = []
            if row.promise.now and row.promise.expected_at is not None:
                rest = row.line.quantity - row.promise.now
                parts = _("Send {now} + {rest}").format(now=row.promise.now, rest=rest)
                answers.append(("parts", parts, "Alt+A", lambda: self._agree("parts")))
            elif row.promise.expected_at is None and row.promise.now:
                answers.append(("parts", _("Send what is there"), "Alt+A", lambda: self._agree("parts")))
            answers.append(("wait", _("Wait for all"), "Alt+W", lambda: self._agree("wait")))
            answers.append(("swap", _("Swap"), "Alt+S", self._swap))
            say.show_words(title, said, answers)
        elif self._call.lines and all(done for done, _said, _go in self._questions()):
            said = closing_sentence(self._call, self._when_words(), self._how_words())
            say.show_words(_("Ready to place"), said, [])
        else:
            say.show_words(*self._opening(), [])

    def _opening(self) -> tuple[str, str]:
        call = self._call
        if not call.name:
            return _("A new call"), _("“Hello, {shop}. May I have your phone number?”").format(shop=_("what can I do for you"))
        if not call.lines:
            return _("Ask what they would like"), _("“Hello {name}, what may I send you?”").format(name=call.name)
        if not call.method:
            return _("Ask where it goes"), _("“Shall we bring it, or will you collect it in the shop?”")
        return _("Ask how they pay"), _("“How would you like to pay, {name}?”").format(name=call.name)

    def _when_words(self) -> str:
        if self._call.promised_at is None:
            return ""
        at = clock.format_moment(self._call.promised_at)
        if self._call.method == "pickup":
            return _("ready {time} in the shop").format(time=at)
        return _("with you by {time}").format(time=at)

    def _how_words(self) -> str:
        return {
            "on_delivery": _("paid at the door"), "at_pickup": _("paid when you collect it"),
            "on_account": _("on your account"),
        }.get(self._call.pay_plan, "")  # fmt: skip

    # -- keeping, parking, placing

    def _save(self) -> None:
        call = self._call
        if call.is_empty or self._placing or self._desk.actor is None or not self._desk.may("orders.save_draft"):
            return
        from app.orders.phone_drafts import save_draft

        def saved(at: int) -> None:
            if self._call.uid == call.uid and self._last is None:
                said = _("Draft · saved {time}").format(time=clock.format_clock(at))
                self.middle.chip.set_look(said, "grey")

        self._desk.write(self, save_draft, call.uid, call.body(), call.name or call.phone, call.total_minor, done=saved)

    def park(self) -> None:
        """Put the call aside and begin another; its goods are free meanwhile."""
        if self._call.is_empty:
            self._show_parked()
            return
        from app.orders.phone_drafts import park_draft, take_draft

        self._save()
        call = self._call

        def undo() -> None:
            self._desk.write(self, take_draft, call.uid, done=lambda body: self._load(Call.from_body(body)))

        def parked(_nothing: Any) -> None:
            said = _("Order of {name} is parked").format(name=call.name or call.phone or _("the caller"))
            self._desk.toast(said, undo)

        self._desk.write(self, park_draft, call.uid, done=parked)
        self._begin()

    def _show_parked(self) -> None:
        phone_sheets.choose_parked(self._desk, self, self._take_up)

    def _take_up(self, uid: str) -> None:
        from app.orders.phone_drafts import take_draft

        if not self._call.is_empty:
            self.park()
        self._desk.write(self, take_draft, uid, done=lambda body: self._load(Call.from_body(body)))

    def next_call(self) -> None:
        """Begin a new call; an unfinished one is parked."""
        if not self._call.is_empty and self._last is None:
            self.park()
        else:
            self._begin()

    def _begin(self) -> None:
        self._last, self._placing = None, False
        self._customer_money, self._held_until, self._address_says = (0, 0, 0), 0, []
        self._load(Call(_fresh_uid(), place=-2, delivery_minor=self._rules.get("delivery_minor", 0)))
        self.left.phone.clear()
        self.left.note.clear()
        self.middle.show_often("", [])
        self.middle.title.set_text(_("New order"))
        self.middle.chip.set_look(_("Draft"), "grey")
        self.right.primary.set_text(_("Confirm order"))
        self.left.focus_first()

    def confirm(self) -> None:
        """F9: to the first open question, else place the order; after that, on to the next caller."""
        if self._placing:
            return
        if self._last is not None:
            self._begin()
            return
        question = next((go for done, _said, go in self._questions() if not done), None)
        if question is not None:
            self._desk.feedback("attention")
            question()
            return
        self._placing = True
        if self._call.customer_id is None:
            self._add_customer()
        else:
            self._place(self._call)

    def _add_customer(self) -> None:
        from app.customers.address_book import NewAddress
        from app.customers.customers import DuplicateCustomer, NewCustomer, add_customer

        call, place = self._call, self._call.places[0] if self._call.places else None
        address = None if place is None else NewAddress(
            place.line1, place.city, place.country, place.line2, place.region, place.postcode, place.note
        )  # fmt: skip
        new = NewCustomer(
            call.name, call.phone, may_sms="sms" in call.told, may_mail="mail" in call.told, address=address,
            language=self._language(),
        )  # fmt: skip

        def refused(error: BaseException) -> None:
            self._placing = False
            if isinstance(error, DuplicateCustomer):
                self._desk.explain(error)
                self._on_known(error.customer_ids)
            else:
                self._desk.explain(error)

        self._desk.write(
            self, add_customer, new, even_if_known=bool(call.extra.get("is_new")), key=f"{call.uid}-customer",
            done=lambda customer_id: self._place(replace(call, customer_id=customer_id)), failed=refused,
        )  # fmt: skip

    def _language(self) -> str:
        from app.core.i18n import language

        return language()

    def _on_known(self, customer_ids: list[int]) -> None:
        """Somebody of this name or number is known: offer them; the next F9 takes the caller as somebody else."""
        self._call = replace(self._call, extra={**self._call.extra, "is_new": True})

        def load() -> list[Any]:
            from app.customers.phone import show_phone
            from app.customers.queries import customer_card

            rows = [customer_card(customer_id).row for customer_id in customer_ids[:4]]
            return [(row, show_phone(row.phone) if row.phone else "", "") for row in rows]

        self._desk.read(self, load, self._show_matches, merge="matches")

    def _place(self, call: Call) -> None:
        from app.orders.place import place_order

        def refused(error: BaseException) -> None:
            self._placing = False
            assert isinstance(error, Refusal)
            self._desk.explain(error)

        self._desk.write(
            self, place_order, call.draft(), key=call.uid, done=lambda placed: self._placed(call, placed), failed=refused,
            urgent=True,
        )  # fmt: skip

    def _placed(self, call: Call, placed: Any) -> None:
        from app.orders.phone_drafts import drop_draft

        self._placing = False
        self._last = placed
        self._before, self._after = [], []
        self._save_timer.stop()
        self._desk.write(self, drop_draft, call.uid)
        self._call = call
        self._keep_consent(call)
        self._desk.feedback("done")
        self.middle.title.set_text(_("Order {number}").format(number=placed.number))
        said, tone, icon = _OUTCOMES.get(str(placed.state), _OUTCOMES["placed"])
        self.middle.chip.set_look(_(said), tone, icon)
        self.right.primary.set_text(_("Next caller"))
        self.middle.say.show_words(
            _("Order {number}").format(number=placed.number), self._farewell(placed),
            [("open", _("Open order"), "Alt+O", lambda: self._desk.open("order", placed.order_id))], tone="ok",
            icon="check-circle-fill",
        )  # fmt: skip
        self._desk.toast(_("Order {number} is placed").format(number=placed.number))

    def _keep_consent(self, call: Call) -> None:
        from app.customers.customers import change_consent

        if call.customer_id is not None and self._desk.may("customers.change_consent"):
            self._desk.write(
                self, change_consent, call.customer_id, may_mail="mail" in call.told, may_sms="sms" in call.told
            )

    def _farewell(self, placed: Any) -> str:
        digits = " ".join(placed.number)
        if placed.state == "in_review":
            return _("“Your order number is {digits}. We check it and call you back shortly.”").format(digits=digits)
        if placed.state == "placed":
            return _("“Your order number is {digits}. We call you back about what is still open.”").format(digits=digits)
        return _("“Your order number is {digits}. Thank you for calling.”").format(digits=digits)

    def _show_past(self) -> None:
        if self._call.customer_id is not None:
            phone_sheets.show_past(self._desk, self, self._call.customer_id, self._call.name, self._again)

    def _again(self, items: list[tuple[Any, int]]) -> None:
        call = self._call
        for item, quantity in items:
            call = call.with_product(item, quantity)
        self._set(call)


_OUTCOMES = {
    "confirmed": ("Confirmed", "indigo", "check-circle"),
    "in_review": ("In review", "violet", "shield-warning"),
    "placed": ("New", "sky", "circle-dashed"),
}


def _fresh_uid() -> str:
    return str(uuid4())


def _times(text: str) -> tuple[int, str]:
    """ "3*" before a code means three of it."""
    count, star, rest = text.partition("*")
    if star and count.strip().isdigit() and 0 < int(count) < 10_000:
        return int(count), rest.strip()
    return 1, text.strip()


def _scanned_quantity(scanned: Any, item: Any) -> int:
    weight = getattr(scanned, "weight_grams", 0) or getattr(scanned, "quantity", 0)
    return int(weight) if weight and item.unit != "piece" else item.quantity
