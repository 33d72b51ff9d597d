"""What is still open in a call, the ways to pay it, and the words to say: pure, from what is known so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app.core import clock
from app.core.i18n import N_, _, ngettext
from app.core.money import format_money
from ui.orders.call import Call
from ui.orders.call_line import CallLine

LEAST_DIGITS = 4
TEN_MINUTES = 10 * clock.MINUTE_MS

OUTCOMES = {
    "confirmed": (N_("Confirmed"), "indigo", "check-circle"),
    "in_review": (N_("In review"), "violet", "shield-warning"),
    "placed": (N_("New"), "sky", "circle-dashed"),
}


@dataclass
class Known:
    """What the store told about a call: the customer's account, the address, what is held and can be promised."""

    credit_limit_minor: int = 0
    debt_minor: int = 0
    orders: int = 0
    address_says: list[str] = field(default_factory=list)
    held_until: int = 0
    promises: dict[int, Any] = field(default_factory=dict)

    @property
    def credit_minor(self) -> int:
        """What the customer may still owe."""
        return max(0, self.credit_limit_minor - self.debt_minor)


class Plan(NamedTuple):
    """A way to pay; `why_not` says what speaks against it."""

    key: str
    title: str
    detail: str
    why_not: str


class Question(NamedTuple):
    """One line of the checklist; `goal` is where F9 leads while it is open."""

    done: bool
    text: str
    goal: str


class Short(NamedTuple):
    """A line that cannot all go now and about which nothing was agreed."""

    at: int
    line: CallLine
    promise: Any


def digits_of(text: str) -> str:
    """The digits of a phone number as it was typed."""
    return "".join(filter(str.isdigit, text))


def plans(call: Call, known: Known) -> list[Plan]:
    """The ways to pay a phone order, those that do not fit with the reason."""
    credit = _("{amount} of the credit are left").format(amount=format_money(known.credit_minor))
    no_account = ""
    if call.customer_id is None or not known.credit_limit_minor:
        no_account = _("This customer has no account")
    elif known.credit_minor < call.total_minor:
        no_account = credit
    pickup = call.method == "pickup"
    door = _("Cash or card at the door") if known.orders else _("First order: it may be looked at first")
    now = _("Now, at the till") if call.at_counter else _("Now, on the phone")
    return [
        Plan("on_delivery", _("Cash on delivery"), door, _("Only for deliveries") if pickup else ""),
        Plan(
            "at_pickup", _("Pay at pickup"), _("At the counter, when it is handed over"),
            "" if pickup else _("Only when it is collected in the shop"),
        ),
        Plan("on_account", _("On account"), credit, no_account),
        Plan("now", now, _("Card, link, instalments or a deposit; F9 asks for it"), ""),
    ]  # fmt: skip


def shorts(call: Call, known: Known) -> list[Short]:
    """The lines to be agreed with the caller."""
    found = []
    for at, line in enumerate(call.lines):
        promise = known.promises.get(line.product_id) if line.is_kept else None
        if promise is not None and promise.state != "in_stock" and not line.agreed:
            found.append(Short(at, line, promise))
    return found


def questions(call: Call, known: Known) -> list[Question]:
    """The checklist from who to how it is paid."""
    dialed = len(digits_of(call.phone)) >= LEAST_DIGITS
    asked = _("Whose order is it?") if call.at_counter else _("Who is calling?")
    who = _("Customer known") if call.name else asked
    rows = [
        Question(dialed and bool(call.name), who, "name" if dialed else "phone"),
        Question(bool(call.method) and not known.address_says, _where(call, known), "place"),
    ]
    if call.method:
        when = _("When shall it come?")
        if call.promised_at:
            when = _("Promised for {time}").format(time=clock.format_moment(call.promised_at))
        late = (call.promised_at or 0) < (there := ready_at(call, known.promises))
        if call.promised_at and late:
            when = _("{time} is too early: the goods are there on {day}").format(
                time=clock.format_moment(call.promised_at), day=clock.format_weekday(there)
            )
        rows.append(Question(call.promised_at is not None and not late, when, "when"))
    rows.append(Question(bool(call.lines), _goods(call, known), "items"))
    if open_lines := shorts(call, known):
        names = ", ".join(short.line.name for short in open_lines)
        rows.append(Question(False, _("{items}: agree with the caller").format(items=names), "short"))
    fits = call.pay_plan in {plan.key for plan in plans(call, known) if not plan.why_not}
    rows.append(Question(fits, _("Payment agreed") if fits else _("How will they pay?"), "pay"))
    return rows


def ready_at(call: Call, promises: dict[int, Any]) -> int:
    """When all that goes together will be there (ms); nought when it is there now, or nobody knows."""
    found = [promises.get(line.product_id) for line in call.lines if line.agreed != "parts"]
    return max((one.expected_at or 0 for one in found if one is not None and one.state != "in_stock"), default=0)


def first_time(call: Call, slots: list[Any], rules: dict[str, Any], ready: int = 0) -> int | None:
    """The first time (ms) that can be kept: a window with room, when it is packed, or when the carrier brings it.

    Nothing is promised for a time before the goods are `ready`.
    """
    if call.method == "own_driver":
        return next((slot.ends_at for slot in slots if slot.left), None)
    if call.method == "pickup":
        packed = max(clock.now_ms(), ready) + rules.get("pickup_minutes", 30) * clock.MINUTE_MS
        return -(-packed // TEN_MINUTES) * TEN_MINUTES
    day = clock.day_of(max(clock.now_ms(), ready))
    return clock.at_local(clock.add_days(day, rules.get("carrier_days", 2)), "18:00")


def ready_words(ready: int, rules: dict[str, Any]) -> str:
    """When it can be collected in the shop."""
    if ready > clock.now_ms():
        return _("Ready on {day}").format(day=clock.format_weekday(ready))
    return _("Ready in about {n} min").format(n=rules.get("pickup_minutes", 30))


def _where(call: Call, known: Known) -> str:
    if known.address_says:
        return known.address_says[0]
    if not call.method:
        return _("Where does it go?")
    return _("Collected in the shop") if call.method == "pickup" else _("Address can be delivered to")


def _goods(call: Call, known: Known) -> str:
    if not call.lines:
        return _("What would they like?")
    if known.held_until > clock.now_ms():
        return _("Goods held until {time}").format(time=clock.format_clock(known.held_until))
    return _("Goods chosen")


# The words to say


def about_short(short: Short, *, collects: bool = False) -> tuple[str, str]:
    """What is wrong with a line and what to say about it to somebody who waits for it, or `collects` it."""
    line, now, expected_at = short.line, short.promise.now, short.promise.expected_at
    if expected_at is None and not now:
        said = _("“{name} is sold out, and no delivery is announced. May I offer you another one instead?”")
        return _("{name}: out of stock").format(name=line.name), said.format(name=line.name)
    if expected_at is None:
        title = _("{name}: only {now} of {all} are there").format(name=line.name, now=now, all=line.quantity)
        return title, _("“I have {now} here. Shall I send those, or something else for the rest?”").format(now=now)
    day = clock.format_weekday(expected_at)
    if not now:
        title = _("{name}: comes on {day}").format(name=line.name, day=day)
        said = _("“It comes in on {day}, and we send it the same day. Is that all right?”")
        if collects:
            said = _("“It comes in on {day}; we let you know when you can collect it. Is that all right?”")
        return title, said.format(day=day)
    title = _("{name}: only {now} of {all} can go now").format(name=line.name, now=now, all=line.quantity)
    said = _("“{now} come first, the other {rest} on {day}, at no extra charge. Is that all right?”")
    return title, said.format(now=now, rest=line.quantity - now, day=day)


def answers(short: Short, agree: Callable[[str], None], swap: Callable[[], None]) -> list[tuple[str, str, str, Any]]:
    """What the caller may want of a line that is short: name, words, key and act of each answer."""
    found: list[tuple[str, str, str, Any]] = []
    now = short.promise.now
    if now:
        said = _("Send {now} + {rest}").format(now=now, rest=short.line.quantity - now)
        found.append(("parts", said, "Alt+A", lambda: agree("parts")))
    return [*found, ("wait", _("Wait for all"), "Alt+W", lambda: agree("wait")), ("swap", _("Swap"), "Alt+S", swap)]


def opening(call: Call) -> tuple[str, str]:
    """What to ask next while the call is young."""
    if not call.name:
        return _("A new call"), _("“Hello, what can I do for you? May I have your phone number?”")
    if not call.lines:
        return _("Ask what they would like"), _("“Hello {name}, what may I send you?”").format(name=call.name)
    if not call.method:
        return _("Ask where it goes"), _("“Shall we bring it, or will you collect it in the shop?”")
    return _("Ask how they pay"), _("“How would you like to pay, {name}?”").format(name=call.name)


def closing(call: Call) -> tuple[str, str]:
    """The sentence that sums the order up before it is placed."""
    at = clock.format_moment(call.promised_at) if call.promised_at else ""
    when = _("ready {time} in the shop") if call.method == "pickup" else _("with you by {time}")
    how = {
        "on_delivery": _("paid at the door"), "at_pickup": _("paid when you collect it"),
        "on_account": _("on your account"), "now": _("paid now"),
    }.get(call.pay_plan, "")  # fmt: skip
    said = ngettext(
        "“That is {n} piece for {total}, {when}, {how}. Shall I place it?”",
        "“That is {n} pieces for {total}, {when}, {how}. Shall I place it?”",
        call.pieces,
    )
    total = format_money(call.total_minor)
    said = said.format(n=call.pieces, total=total, when=when.format(time=at), how=how)
    return _("Ready to place"), said


def farewell(placed: Any) -> str:
    """The last sentence, with the number digit by digit."""
    digits = " ".join(placed.number)
    if placed.state == "in_review":
        return _("“Your order number is {digits}. We check it and call you back shortly.”").format(digits=digits)
    if placed.state == "placed":
        return _("“Your order number is {digits}. We call you back about what is still open.”").format(digits=digits)
    return _("“Your order number is {digits}. Thank you for calling.”").format(digits=digits)


def match_of(row: Any) -> tuple[Any, str, str]:
    """A customer as the caller's column shows one: the row, the phone as dialed, the day of the last order.

    Runs on the reader.
    """
    from app.customers.phone import show_phone

    phone = show_phone(row.phone) if row.phone else ""
    return row, phone, clock.format_day(row.last_order_at) if row.last_order_at else ""
