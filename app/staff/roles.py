"""What each role may do and how far: one table, read by sign-in, forms, the manual and tests.

A right bears the name of its command.  Patterns say which a role has, `!` takes some out again.
A few rights beside them open a door inside a command; no pattern but the manager's gives one of those.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache

from app.core import settings
from app.core.i18n import N_
from app.staff.models import Role

UNLIMITED = 10**12
settings.declare("staff.role_limits", {}, N_("Limits of the roles"), N_("Changed under Settings, People."))

# Rights that are no command: what a command asks for when the act goes further than usual.
SPECIAL_RIGHTS: dict[str, str] = {
    "catalog.below_cost": N_("Sell below what it cost"),
    "orders.discount": N_("Give more off than one's limit"),
    "orders.change_price": N_("Lower a price further than one's limit"),
    "orders.relieve_tax": N_("Tax a sale otherwise than its customer"),
    "orders.cancel_paid": N_("Cancel an order that money was taken for"),
    "payments.refund_any": N_("Pay back more than one's limit"),
    "payments.over_credit": N_("Let a customer owe more than the limit, or while a bill is late"),
    "returns.override": N_("Take goods back against the policy"),
    "packing.accept_weight": N_("Send a parcel whose weight is off"),
    "payments.accept_difference": N_("Accept a till that does not come out"),
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
    "staff.change_own_pin", "staff.choose_language", "staff.keep_table", "staff.clock_in", "staff.clock_out",
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
            "!orders.amend_picked",
            "!payments.verify_*", "!payments.post_*", "!payments.change_tender", "!payments.write_off*",
            "!payments.charge_back", "!payments.correct_*", "!payments.over_credit",
            "!payments.reverse_*", "!delivery.add_*", "!delivery.change_*", "!delivery.lose_*", "!delivery.write_off*",
            "!returns.return_without_receipt", "!returns.without_receipt", "!returns.override*",
            "!returns.change_policy*", "!counter.void_paid*",
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


class Rights(Container[str]):
    """The rights that patterns give, asked one by one: not every command is known when somebody signs in."""

    def __init__(self, patterns: tuple[str, ...]) -> None:
        self._patterns = patterns
        self._wanted = [pattern for pattern in patterns if not pattern.startswith("!")]
        self._barred = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
        self._known: dict[str, bool] = {}

    def __contains__(self, right: object) -> bool:
        """True when a pattern gives the right and none behind a `!` takes it; only `*` gives the special ones."""
        name = str(right)
        if name not in self._known:
            self._known[name] = self._holds(name)
        return self._known[name]

    def _holds(self, name: str) -> bool:
        if name in SPECIAL_RIGHTS:
            return name in self._patterns or "*" in self._patterns
        return _any(name, self._wanted) and not _any(name, self._barred)


@cache
def rights_of(role: Role | str) -> Rights:
    """All rights of a role; a manager's hold `*`, so that a right made later is among them."""
    return Rights(ROLES[Role(role)].patterns)


def limits_of(role: Role | str, own: Mapping[str, int] | None = None) -> dict[str, int]:
    """The limits of a role as the shop set them, with what differs for one person."""
    return {**ROLES[Role(role)].limits, **shop_limits(role), **(own or {})}


def shop_limits(role: Role | str) -> dict[str, int]:
    """What this shop set otherwise than Kontor came with, for a role."""
    return dict(settings.read("staff.role_limits").get(str(Role(role)), {}))


def roles_with(right: str) -> list[Role]:
    """The roles that hold a right, the lowest first: who can be asked to allow an act."""
    return [role for role in Role if right in rights_of(role)]


def _any(name: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
