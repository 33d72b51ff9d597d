"""What each role may do and how far: one table, read by sign-in, forms, the manual and tests.

A right bears the name of its command.  Patterns say which a role has, `!` takes some out again.
A few rights beside them open a door inside a command; no pattern but the manager's gives one of those.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from typing import NamedTuple

from app.core import settings
from app.core.i18n import N_, _
from app.staff.models import Role

UNLIMITED = 10**12
settings.declare("staff.role_limits", {}, N_("Limits of the roles"), N_("Changed under Settings, People."))
settings.declare("staff.role_acts", {}, N_("What the roles may do"), N_("Changed under Settings, People."))

# Rights that are no command: what a command asks for when the act goes further than usual.
SPECIAL_RIGHTS: dict[str, str] = {
    "catalog.below_cost": N_("Sell below what it cost"),
    "orders.discount": N_("Give more off than one's limit"),
    "orders.change_price": N_("Lower a price further than one's limit"),
    "orders.relieve_tax": N_("Tax a sale otherwise than its customer"),
    "orders.amend_picked": N_("Change an order that is being picked or packed"),
    "orders.cancel_paid": N_("Cancel an order that money was taken for"),
    "orders.waive_fee": N_("Waive the fee of a layaway that is called off"),
    "payments.refund_any": N_("Pay back more than one's limit"),
    "payments.over_credit": N_("Let a customer owe more than the limit, or while a bill is late"),
    "returns.override": N_("Take goods back against the policy"),
    "packing.accept_weight": N_("Send a parcel whose weight is off"),
    "payments.accept_difference": N_("Accept a till that does not come out"),
}


class Act(NamedTuple):
    """Something that a shop lets a role do by itself or not, in words, and the rights that are given or taken with it."""

    title: str
    rights: tuple[str, ...]


# What a shop may give a role or take from it; without the right a manager is asked on the spot.
ACTS: dict[str, Act] = {
    "open_till": Act(N_("Open a till"), ("payments.open_shift",)),
    "close_till": Act(N_("Count and close a till"), ("payments.begin_count", "payments.close_shift")),
    "hand_over": Act(N_("Hand the drawer over"), ("payments.hand_over",)),
    "move_cash": Act(N_("Put cash into the drawer or take it out"), ("payments.move_cash",)),
    "x_report": Act(N_("See the totals of the shift (X report)"), ("payments.x_report",)),
    "open_drawer": Act(N_("Open the drawer without a sale"), ("payments.open_drawer",)),
    "lines_off": Act(N_("Take scanned goods off a sale"), ("counter.take_lines_off",)),
    "drop": Act(N_("Throw a sale away"), ("counter.throw_away",)),
    "void": Act(N_("Void a sale of this shift"), ("counter.void_sale",)),
    "void_printed": Act(N_("Void a sale whose receipt is printed"), ("counter.void_paid",)),
    "change_tender": Act(N_("Put right how a sale was paid"), ("payments.change_tender",)),
    "refund": Act(N_("Pay money back"), ("payments.refund",)),
    "returns": Act(N_("Take goods back"), ("returns.quick", "returns.open", "returns.exchange", "returns.settle")),
    "without_receipt": Act(
        N_("Take goods back without a receipt"), ("returns.return_without_receipt", "returns.without_receipt")
    ),
    "quote": Act(N_("Make a quote"), ("counter.make_quote",)),
    "free_line": Act(N_("Sell what is in no catalog"), ("counter.free_goods",)),
    "take_up": Act(N_("Take up a product at the till"), ("counter.take_up", "counter.attach_code")),
    "cancel_order": Act(N_("Cancel an order"), ("orders.cancel",)),
    "release": Act(N_("Release a manager’s hold or an unpaid order"), ("orders.release_others",)),
    "change_order": Act(N_("Change an order"), ("orders.amend",)),
    "customer": Act(
        N_("Change what is known of a customer"), ("customers.change_customer", "customers.change_address")
    ),
}
LIMITS: dict[str, str] = {
    "discount_bp": N_("Discount on a line or an order"),
    "price_change_bp": N_("Price lowered by hand"),
    "refund_minor": N_("Refund in one return"),
    "paid_out_minor": N_("Cash paid out of the drawer"),
    "till_difference_minor": N_("Difference of a counted till"),
    "no_sales": N_("Drawer opened without a sale, times a shift"),
    "count_difference_minor": N_("Difference of a counted bin, at cost"),
    "write_off_minor": N_("Goods written off, at cost"),
}


@dataclass(frozen=True)
class RoleRights:
    """A role in words, its patterns of rights and its limits (`*_bp`: hundredths of a percent, `*_minor`: cents)."""

    title: str
    patterns: tuple[str, ...]
    limits: Mapping[str, int] = field(default_factory=dict)


_EVERYBODY = (
    "staff.sign_in", "staff.sign_in_badge", "staff.sign_out", "staff.approve", "staff.approve_badge",
    "staff.change_own_pin", "staff.choose_language", "staff.choose_look", "staff.keep_table",
    "staff.clock_in", "staff.clock_out",
    "staff.begin_practice", "training.begin_lesson", "training.finish_lesson",
    "documents.*", "printing.*", "outbox.*", "notices.*",
    "inventory.ask_count", "!documents.change_template", "!notices.change_template",
)  # fmt: skip

ROLES: dict[Role, RoleRights] = {
    Role.COUNTER: RoleRights(
        N_("Counter"),
        (
            *_EVERYBODY, "counter.*", "customers.*", "orders.*", "payments.*", "delivery.*", "returns.*",
            "aftersales.*", "feedback.*", "review.open", "review.note", "review.send",
            "channels.import*", "!customers.forget_customer", "!customers.add_group", "!customers.change_group",
            "!customers.change_account", "!customers.change_regime",
            "!orders.release_others",
            "!payments.verify_*", "!payments.post_*", "!payments.change_tender", "!payments.write_off*",
            "!payments.charge_back", "!payments.correct_*", "!payments.over_credit",
            "!payments.reverse_*", "!delivery.add_*", "!delivery.change_*", "!delivery.lose_*", "!delivery.write_off*",
            "!returns.return_without_receipt", "!returns.without_receipt", "!returns.override*",
            "!returns.change_policy*", "!counter.void_paid",
        ),
        {
            "discount_bp": 1_500, "price_change_bp": 1_000, "refund_minor": 10_000, "paid_out_minor": 5_000,
            "till_difference_minor": 200, "no_sales": 5,
        },
    ),
    Role.WAREHOUSE: RoleRights(
        N_("Packing"),
        (
            *_EVERYBODY, "picking.*", "packing.*", "delivery.*", "inventory.*", "purchasing.receive_goods",
            "returns.receive*", "returns.inspect*", "orders.add_note", "aftersales.add_note", "aftersales.work",
            "!picking.take_over*", "!packing.add_*", "!packing.change_*", "!packing.override*", "!delivery.add_*",
            "!delivery.change_*", "!delivery.lose_*", "!delivery.write_off*", "!inventory.add_place",
            "!inventory.change_place",
        ),
        {"count_difference_minor": 2_000, "write_off_minor": 2_000},
    ),
    Role.MANAGER: RoleRights(
        N_("Manager"),
        ("*",),
        dict.fromkeys(LIMITS, UNLIMITED) | {"discount_bp": 10_000, "price_change_bp": 10_000},
    ),
}  # fmt: skip
assert ROLES.keys() == set(Role)


Over = tuple[str, int] | None


class Rights(Container[str]):
    """The rights that patterns give, asked one by one: not every command is known when somebody signs in."""

    def __init__(
        self, patterns: tuple[str, ...], given: frozenset[str] = frozenset(), taken: frozenset[str] = frozenset()
    ) -> None:  # fmt: skip
        self._patterns, self._given, self._taken = patterns, given, taken
        self._wanted = [pattern for pattern in patterns if not pattern.startswith("!")]
        self._barred = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
        self._known: dict[str, bool] = {}

    def __contains__(self, right: object) -> bool:
        """True when a pattern gives the right and none behind a `!` takes it; only `*` gives the special ones.

        What the shop gave or took by itself comes first.
        """
        name = str(right)
        if name not in self._known:
            self._known[name] = self._holds(name)
        return self._known[name]

    def _holds(self, name: str) -> bool:
        if name in self._given or name in self._taken:
            return name in self._given
        if name in SPECIAL_RIGHTS:
            return name in self._patterns or "*" in self._patterns
        return _any(name, self._wanted) and not _any(name, self._barred)


def rights_of(role: Role | str) -> Rights:
    """All rights of a role as the shop set them; a manager's hold `*`, so that a right made later is among them."""
    changed = shop_acts(role)
    return _rights(Role(role), tuple(sorted(changed.items())))


@cache
def _rights(role: Role, changed: tuple[tuple[str, bool], ...]) -> Rights:
    given = frozenset(right for act, on in changed if on for right in ACTS[act].rights)
    taken = frozenset(right for act, on in changed if not on for right in ACTS[act].rights)
    return Rights(ROLES[role].patterns, given, taken)


def shop_acts(role: Role | str) -> dict[str, bool]:
    """What this shop lets a role do, or not, otherwise than Kontor came with; a manager may everything."""
    if Role(role) is Role.MANAGER:
        return {}
    kept = settings.read("staff.role_acts").get(str(Role(role)), {})
    return {act: bool(on) for act, on in kept.items() if act in ACTS}


def may_do(role: Role | str, act: str) -> bool:
    """Whether a role does something by itself, without a manager's yes."""
    rights = rights_of(role)
    return all(right in rights or "*" in rights for right in ACTS[act].rights)


def limits_of(role: Role | str, own: Mapping[str, int] | None = None) -> dict[str, int]:
    """The limits of a role as the shop set them, with what differs for one person."""
    return {**ROLES[Role(role)].limits, **shop_limits(role), **(own or {})}


def act_of(right: str) -> str:
    """What a right lets somebody do, in words; empty for those that no shop gives or takes."""
    return next((_(act.title) for act in ACTS.values() if right in act.rights), "")


def shop_limits(role: Role | str) -> dict[str, int]:
    """What this shop set otherwise than Kontor came with, for a role."""
    return dict(settings.read("staff.role_limits").get(str(Role(role)), {}))


def may_allow(role: Role | str, own_limits: Mapping[str, int] | None, right: str, over: Over = None) -> bool:
    """Whether somebody could do an act alone, and so may allow it; `over`: the limit that was passed, and how far."""
    return right in rights_of(role) and (over is None or limits_of(role, own_limits).get(over[0], 0) >= over[1])


def _any(name: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
