"""The return policy: reasons, conditions, the window, what never comes back, and what is kept for restocking."""

from __future__ import annotations

from enum import StrEnum

from app.core import clock, settings
from app.core.actor import Actor, NotPermitted
from app.core.i18n import N_, _, ngettext
from app.core.money import round_div
from app.core.refusal import Refusal
from app.orders.line_kinds import LineKind

OVERRIDE = "returns.override"
COME_BACK = (LineKind.GOODS.value, LineKind.FREE.value)  # what has to be back before nothing of an order is out

DAYS = settings.declare(
    "returns.days", 30, N_("Days to return goods"), N_("Counted from the day on which the customer got them."), least=0,
    most=3650,
)  # fmt: skip
NEVER = settings.declare(
    "returns.non_returnable",
    [],
    N_("Not taken back"),
    N_("SKUs or codes of categories, one a line; broken goods always are."),
)
FEE = settings.declare(
    "returns.restocking_fee_bp", 0, N_("Restocking fee"),
    N_("Hundredths of a percent, kept when the customer simply changed the mind."), least=0, most=10_000,
)  # fmt: skip
BONUS = settings.declare(
    "returns.credit_bonus_bp", 0, N_("Extra for store credit"),
    N_("Hundredths of a percent on top, for a customer who takes store credit instead of money."), least=0, most=10_000,
)  # fmt: skip
DELIVERY = settings.declare(
    "returns.refund_delivery", True, N_("Delivery is paid back"), N_("When all goods of an order come back.")
)
WRAP = settings.declare(
    "returns.refund_wrap", False, N_("Gift wrap is paid back"),
    N_("With the goods that it was for. Goods that were never handed over bring it back anyway."),
)  # fmt: skip
SECOND_LOOK = settings.declare(
    "returns.second_person_minor", 0, N_("Second person from"),
    N_("In cents: goods worth more are not inspected by who sold them. 0 is off."), least=0,
)  # fmt: skip


class ReturnReason(StrEnum):
    """Why goods come back."""

    DAMAGED = "damaged"
    WRONG_SIZE = "wrong_size"
    NOT_AS_SHOWN = "not_as_shown"
    CHANGED_MIND = "changed_mind"
    WRONG_ITEM = "wrong_item"
    REFUSED = "refused"
    NOT_AT_HOME = "not_at_home"


class Condition(StrEnum):
    """What the goods look like."""

    LIKE_NEW = "like_new"
    OPENED = "opened"
    DAMAGED = "damaged"
    PARTS_MISSING = "parts_missing"


REASONS: dict[ReturnReason, str] = {
    ReturnReason.DAMAGED: N_("Broken on arrival"),
    ReturnReason.WRONG_SIZE: N_("Wrong size"),
    ReturnReason.NOT_AS_SHOWN: N_("Not as shown"),
    ReturnReason.CHANGED_MIND: N_("Changed mind"),
    ReturnReason.WRONG_ITEM: N_("Wrong item"),
    ReturnReason.REFUSED: N_("Refused at the door"),
    ReturnReason.NOT_AT_HOME: N_("Nobody at home"),
}
CONDITIONS: dict[Condition, str] = {
    Condition.LIKE_NEW: N_("Like new"),
    Condition.OPENED: N_("Opened"),
    Condition.DAMAGED: N_("Damaged"),
    Condition.PARTS_MISSING: N_("Parts missing"),
}
assert REASONS.keys() == set(ReturnReason)
assert CONDITIONS.keys() == set(Condition)

# The shop's or the carrier's doing: no fee, and "not taken back" does not hold.
OUR_FAULT = frozenset({ReturnReason.DAMAGED, ReturnReason.NOT_AS_SHOWN, ReturnReason.WRONG_ITEM})
NEVER_HANDED_OVER = frozenset({ReturnReason.REFUSED, ReturnReason.NOT_AT_HOME})


class UnknownWord(Refusal):
    """A reason or condition that does not exist."""


def reason_of(text: str) -> ReturnReason:
    """The reason behind its code; UnknownWord otherwise."""
    if text not in set(ReturnReason):
        raise UnknownWord(_("Say why the goods come back."), reason=text)
    return ReturnReason(text)


def condition_of(text: str) -> Condition:
    """The condition behind its code; UnknownWord otherwise."""
    if text not in set(Condition):
        raise UnknownWord(_("Say what the goods look like."), condition=text)
    return Condition(text)


def days_since(got_at: int) -> int:
    """How many days ago the customer got the goods."""
    return clock.days_between(clock.day_of(got_at), clock.today())


def check_window(by: Actor, got_at: int, reasons: set[ReturnReason]) -> None:
    """Raise NotPermitted (`returns.override`) when the window is over; goods never handed over have no window."""
    days, most = days_since(got_at), int(settings.read(DAYS))
    if days <= most or reasons <= NEVER_HANDED_OVER or by.may(OVERRIDE):
        return
    over = ngettext("The {most} days are over by {n} day.", "The {most} days are over by {n} days.", days - most)
    sentence = over.format(most=most, n=days - most) + " " + _("A manager has to allow it.")
    raise NotPermitted(OVERRIDE, sentence, limit=most, asked=days)


def is_barred(sku: str, category: str | None) -> bool:
    """Whether the policy never takes this product back."""
    barred = settings.read(NEVER)
    return bool(barred) and (sku in barred or (category or "") in barred)


def check_returnable(by: Actor, name: str, sku: str, category: str | None, reason: ReturnReason) -> None:
    """Raise NotPermitted (`returns.override`) for what the policy does not take back."""
    if reason in OUR_FAULT | NEVER_HANDED_OVER or not is_barred(sku, category) or by.may(OVERRIDE):
        return
    raise NotPermitted(OVERRIDE, _("{name} is not taken back. A manager has to allow it.").format(name=name), sku=sku)


def fee_of(value_minor: int, reason: ReturnReason) -> int:
    """What is kept of goods worth this much that come back for this reason."""
    if reason in OUR_FAULT | NEVER_HANDED_OVER:
        return 0
    return round_div(value_minor * int(settings.read(FEE)), 10_000)


def bonus_of(amount_minor: int) -> int:
    """What comes on top of an amount taken as store credit."""
    return round_div(amount_minor * int(settings.read(BONUS)), 10_000)
