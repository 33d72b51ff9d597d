"""The risk rules as data: what each looks for, its weight in points and its limit; a shop may change both."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from peewee import fn

from app.core import changes, clock, settings
from app.core.actor import Actor
from app.core.changes import Changed
from app.core.command import command, note, touch
from app.core.db import db
from app.core.i18n import N_
from app.core.refusal import NotFound
from app.review.models import Rule

settings.declare(
    "review.hold_from", 40, N_("Stop orders from"),
    N_("Points from which an order waits for somebody's decision."), least=1, most=1000,
)  # fmt: skip
settings.declare(
    "review.decide_minutes", 60, N_("Decide within"),
    N_("Minutes until a stopped order should be decided, or sooner when it was promised sooner."), least=5, most=2880,
)  # fmt: skip
settings.declare(
    "review.leaves_at", [], N_("Goods leave at"),
    N_("Hours like 16:00, one a line: the van, or the carrier's collection. Decisions are due in time for the next one."),
)  # fmt: skip
settings.declare(
    "review.four_eyes", True, N_("Someone else decides"), N_("Who entered an order does not approve or reject it."),
)  # fmt: skip
settings.declare(
    "review.second_person_minor", 500_000, N_("Two people decide from"),
    N_("Total from which two people have to approve; 0 is never."), least=0,
)  # fmt: skip


class Unit(StrEnum):
    """What a rule's limit counts."""

    MONEY = "minor"
    TIMES = "times"
    MINUTES = "minutes"
    ORDERS = "orders"
    PERCENT = "bp"
    CARDS = "cards"
    PIECES = "pieces"
    KM = "km"
    NONE = "none"


class Weighted(NamedTuple):
    """A rule as it holds in this shop."""

    weight: int
    limit: int


class RiskRule(NamedTuple):
    """A rule as it comes with the program."""

    title: str
    weight: int
    limit: int
    unit: Unit


RULES: dict[str, RiskRule] = {
    "blocked": RiskRule(N_("On the block list"), 100, 0, Unit.NONE),
    "contradiction": RiskRule(N_("The imported order contradicts itself"), 100, 0, Unit.NONE),
    "cards_declined": RiskRule(N_("Several cards declined"), 35, 2, Unit.CARDS),
    "amount": RiskRule(N_("Much larger than orders usually are"), 20, 8, Unit.TIMES),
    "quantity_unusual": RiskRule(N_("Far more of one item than usual"), 40, 30, Unit.TIMES),
    "quantity_own": RiskRule(N_("Far more of one item than this customer ever took"), 15, 5, Unit.TIMES),
    "bulk": RiskRule(N_("Wholesale quantities"), 20, 8, Unit.TIMES),
    "price_unusual": RiskRule(N_("An item far dearer than it usually is"), 40, 5, Unit.TIMES),
    "first_order": RiskRule(N_("First order of this customer, and a large one"), 20, 30_000, Unit.MONEY),
    "cash_on_delivery": RiskRule(N_("Cash on delivery for a large amount"), 25, 25_000, Unit.MONEY),
    "far_from_billing": RiskRule(N_("Ships far from the billing address"), 25, 100, Unit.KM),
    "same_again": RiskRule(N_("The same total shortly before"), 55, 360, Unit.MINUTES),
    "repeat_minutes": RiskRule(N_("Another order shortly before"), 15, 30, Unit.MINUTES),
    "same_contact": RiskRule(N_("Same address, phone, e-mail or card under another name"), 15, 1_440, Unit.MINUTES),
    "card_name": RiskRule(N_("The card bears another name"), 20, 0, Unit.NONE),
    "refused_before": RiskRule(N_("Refused a parcel at the door before"), 15, 1, Unit.ORDERS),
    "cancelled_before": RiskRule(N_("Cancelled orders before"), 15, 2, Unit.ORDERS),
    "address_doubt": RiskRule(N_("The address does not fit its country"), 15, 0, Unit.NONE),
    "phone_doubt": RiskRule(N_("The phone number cannot be dialed"), 15, 0, Unit.NONE),
    "email_doubt": RiskRule(N_("The e-mail address is broken or a throwaway one"), 15, 0, Unit.NONE),
    "express": RiskRule(N_("Express delivery chosen"), 12, 0, Unit.NONE),
    "resell": RiskRule(N_("Goods that are easily sold on, several of them"), 10, 4, Unit.PIECES),
    "discount_large": RiskRule(N_("A large discount"), 15, 3_000, Unit.PERCENT),
    "price_overridden": RiskRule(N_("A price below the list"), 10, 0, Unit.NONE),
    "phone_confirmed": RiskRule(N_("The phone number answered a code"), -10, 0, Unit.NONE),
    "known_customer": RiskRule(N_("A customer who orders like this"), -15, 5, Unit.ORDERS),
    "trusted": RiskRule(N_("On the trust list"), -60, 0, Unit.NONE),
}


def fits(code: str, value: int, limit: int) -> bool:
    """Whether a rule speaks at a measured value: from its limit on, or within so many minutes."""
    unit = RULES[code].unit
    if unit == Unit.NONE:
        return True
    return value <= limit if unit == Unit.MINUTES else value >= limit


_kept: dict[str, Weighted] = {}
_kept_of: object = None


def as_delivered() -> dict[str, Weighted]:
    """The rules as they come with the program, all on."""
    return {code: Weighted(rule.weight, rule.limit) for code, rule in RULES.items()}


def active_rules() -> dict[str, Weighted]:
    """The rules that are on, as the shop set them."""
    global _kept, _kept_of
    if _kept_of is not db.obj:
        own = {row.code: row for row in Rule.select()}
        off = {code for code, row in own.items() if not row.is_active}
        changed = {code: Weighted(row.weight, row.limit_value) for code, row in own.items() if code in RULES}
        _kept = {code: rule for code, rule in (as_delivered() | changed).items() if code not in off}
        _kept_of = db.obj
    return _kept


def rules_as_set() -> dict[str, tuple[int, int, bool]]:
    """Weight, limit and whether it is on of the rules that this shop changed, for the settings."""
    return {row.code: (row.weight, row.limit_value, row.is_active) for row in Rule.select()}


def rules_changed_at() -> int:
    """When a rule was last changed; nought when all are as they came."""
    return int(Rule.select(fn.COALESCE(fn.MAX(Rule.changed_at), 0)).scalar())


@command("review.change_rule")
def change_rule(by: Actor, code: str, weight: int, limit: int, is_active: bool = True) -> None:
    """Set the weight (points) and limit of a rule, or switch it off; NotFound when there is none such."""
    if code not in RULES:
        raise NotFound("rule", code)
    values = {"weight": weight, "limit_value": limit, "is_active": is_active, "changed_at": clock.now_ms()}
    Rule.insert(code=code, **values).on_conflict(conflict_target=[Rule.code], update=values).execute()
    touch("setting", 0)
    note(rule=code, weight=weight, limit=limit, is_active=is_active)


def _forget(told: list[Changed]) -> None:
    global _kept_of
    if any(change.kind == "setting" for change in told):
        _kept_of = None


changes.subscribe(_forget)
