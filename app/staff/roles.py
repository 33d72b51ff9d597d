"""What each role may do and how far: one table, read by sign-in, forms, the manual and tests.

A right bears the name of its command.  Patterns are expanded over the commands that exist, `!` takes some out again.
A few rights beside them open a door inside a command; no pattern but the manager's gives one of those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from app.core import settings
from app.core.command import registry
from app.core.i18n import N_
from app.staff.models import Role

UNLIMITED = 10**12
settings.declare("staff.role_limits", {}, N_("Limits of the roles"), N_("Changed under Settings, People."))

# Rights that are no command: what a command asks for when the act goes further than usual.
SPECIAL_RIGHTS: dict[str, str] = {
    "catalog.below_cost": N_("Sell below what it cost"),
    "orders.discount": N_("Give more off than one's limit"),
    "orders.change_price": N_("Lower a price further than one's limit"),
    "orders.cancel_paid": N_("Cancel an order that money was taken for"),
    "payments.refund_any": N_("Pay back more than one's limit"),
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
    "staff.change_own_pin", "staff.choose_language", "documents.*", "printing.*", "outbox.*", "notices.*",
    "inventory.ask_count", "!documents.change_template", "!notices.change_template",
)  # fmt: skip

ROLES: dict[Role, RoleRights] = {
    Role.COUNTER: RoleRights(
        N_("Counter"),
        (
            *_EVERYBODY, "counter.*", "customers.*", "orders.*", "payments.*", "delivery.*", "returns.*",
            "aftersales.*", "feedback.*", "review.open", "review.note",
            "channels.import*", "!customers.forget_customer", "!customers.add_group", "!customers.change_group",
            "!customers.change_credit_limit", "!orders.amend_picked",
            "!payments.verify_*", "!payments.post_*", "!payments.change_tender", "!payments.write_off*",
            "!payments.charge_back",
            "!payments.reverse_*", "!delivery.add_*", "!delivery.change_*", "!delivery.lose_*", "!delivery.write_off*",
            "!returns.return_without_receipt", "!returns.without_receipt", "!returns.override*",
            "!returns.change_policy*", "!counter.void_paid*",
        ),
        {
            "discount_bp": 1_500, "price_change_bp": 1_000, "refund_minor": 10_000, "paid_out_minor": 5_000,
            "till_difference_minor": 200,
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


def rights_of(role: Role | str) -> frozenset[str]:
    """All rights of a role; a manager's set also holds `*`, so that a right made later is in it."""
    patterns = ROLES[Role(role)].patterns
    found = expand(patterns, registry) | (SPECIAL_RIGHTS.keys() & set(patterns))
    return found | SPECIAL_RIGHTS.keys() | {"*"} if "*" in patterns else found


def expand(patterns: Iterable[str], names: Iterable[str]) -> frozenset[str]:
    """The names that match a pattern and no pattern behind a `!`."""
    patterns = tuple(patterns)
    wanted = [pattern for pattern in patterns if not pattern.startswith("!")]
    barred = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
    return frozenset(name for name in names if _any(name, wanted) and not _any(name, barred))


def limits_of(role: Role | str, own: Mapping[str, int] | None = None) -> dict[str, int]:
    """The limits of a role as the shop set them, with what differs for one person."""
    return {**ROLES[Role(role)].limits, **shop_limits(role), **(own or {})}


def shop_limits(role: Role | str) -> dict[str, int]:
    """What this shop set otherwise than Kontor came with, for a role."""
    return dict(settings.read("staff.role_limits").get(str(Role(role)), {}))


def roles_with(right: str) -> list[Role]:
    """The roles that hold a right, the lowest first: who can be asked to allow an act."""
    return [role for role in Role if right in rights_of(role) or "*" in rights_of(role)]


def _any(name: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
