"""Points: a ledger of what customers earned by paying and turned into store credit; never edited, its sum is the balance."""

from __future__ import annotations

from collections.abc import Iterator

import peewee
from peewee import fn

from app.core import clock, settings
from app.core.checks import check
from app.core.command import touch
from app.core.i18n import N_, _
from app.core.money import minor_digits
from app.core.prepared import prepared
from app.core.refusal import Refusal
from app.customers.models import Customer, PointMove, PointsFor

EARN = settings.declare(
    "customers.points_earned", 1, N_("Points earned"),
    N_("For each whole euro (or the like) that a known customer pays; 0 gives none."), least=0, most=1_000,
)  # fmt: skip
WORTH = settings.declare(
    "customers.points_worth_minor", 100, N_("What 100 points are worth"), N_("In cents, as store credit."), least=1,
    most=10_000,
)  # fmt: skip
LEAST = settings.declare("customers.points_least", 100, N_("Fewest points that can be used"), "", least=1, most=100_000)


class TooFewPoints(Refusal):
    """The customer has fewer points than are to be used."""

    def __init__(self, left: int) -> None:
        super().__init__(_("Only {n} points are left.").format(n=f"{left:,}"), left=left)


@prepared
def _move(points, customer):
    # One statement looks and takes, so that no two tills use the same points.
    return Customer.update(points=Customer.points + points).where(
        Customer.id == customer, Customer.points + points >= 0
    )


@prepared
def _write(customer, points, what, order_ref, made_at):
    return PointMove.insert(customer=customer, points=points, what=what, order_ref=order_ref, made_at=made_at)


def move_points(customer_id: int, points: int, what: PointsFor, *, order_id: int | None = None) -> None:
    """Give or take points, as a step of a command; TooFewPoints when the balance would go below nought."""
    if not points:
        return
    if not _move.run(points, customer_id):
        left = Customer.select(Customer.points).where(Customer.id == customer_id).scalar()
        raise TooFewPoints(int(left or 0))
    _write.run(customer_id, points, what.value, order_id, clock.now_ms())
    touch("customer", customer_id)


def earned_by(paid_minor: int) -> int:
    """The points for an amount that was paid."""
    return max(0, paid_minor) // 10 ** minor_digits() * int(settings.read(EARN))


def worth_minor(points: int) -> int:
    """What points are worth as store credit, in minor units, rounded down."""
    return points * int(settings.read(WORTH)) // 100


def usable(points: int) -> int:
    """How many of a customer's points can be used: none below the least, and no part of a cent."""
    if points < int(settings.read(LEAST)):
        return 0
    worth = int(settings.read(WORTH))
    return min(points, -(-worth_minor(points) * 100 // worth))


def earned_with(order_id: int) -> tuple[int | None, int]:
    """Who earned points with an order, and how many are left of them after what was taken back."""
    query = PointMove.select(PointMove.customer, fn.SUM(PointMove.points)).where(PointMove.order_ref == order_id)
    row = query.group_by(PointMove.customer).tuples().first()
    return (int(row[0]), int(row[1])) if row else (None, 0)


def taken_back_with(order_id: int) -> tuple[int | None, int]:
    """Whose points were taken back with an order, and how many."""
    taken = (PointMove.order_ref == order_id) & (PointMove.what == PointsFor.TAKEN_BACK)
    query = PointMove.select(PointMove.customer, fn.SUM(PointMove.points)).where(taken)
    row = query.group_by(PointMove.customer).tuples().first()
    return (int(row[0]), -int(row[1])) if row else (None, 0)


@check("points")
def _balances_are_sums() -> Iterator[str]:
    total = fn.COALESCE(fn.SUM(PointMove.points), 0)
    query = (
        Customer.select(Customer.id, Customer.points, total)
        .join(PointMove, peewee.JOIN.LEFT_OUTER, on=(PointMove.customer == Customer.id))
        .group_by(Customer.id, Customer.points)
        .having(Customer.points != total)
    )
    for customer_id, kept, summed in query.tuples():
        yield f"customer {customer_id}: {kept} points kept, {summed} in the ledger"
