"""Points at the counter: earned by what was paid, taken back with goods that come back, turned into store credit."""

from __future__ import annotations

from app.core.actor import Actor
from app.core.command import command, note
from app.core.events import listens
from app.core.refusal import NotFound
from app.counter.events import SaleVoided
from app.customers import points
from app.customers.models import Customer, PointsFor
from app.ledger import accounts
from app.ledger.post import post
from app.orders.models import Order
from app.payments.events import PaymentTaken, RefundDeclined, Refunded
from app.payments.receipts import is_void
from app.payments.take import Taken
from app.payments.tender import DEBTS, Tender

POINTS_ACCOUNT = "other:points"  # what points given away have cost
NOT_PAID = DEBTS | {Tender.STORE_CREDIT}  # a debt is not paid yet, and points do not earn points


@command("counter.use_points")
def use_points(by: Actor, customer_id: int, count: int) -> int:
    """Turn a customer's points into store credit, which pays this sale or a later one; returns it in minor units."""
    customer = Customer.get_or_none(Customer.id == customer_id)
    if customer is None:
        raise NotFound("customer", customer_id)
    if not 0 < count <= points.usable(customer.points):
        raise points.TooFewPoints(points.usable(customer.points))
    worth = points.worth_minor(count)
    points.move_points(customer_id, -count, PointsFor.USED)
    post("points", {accounts.credit(customer_id): -worth, POINTS_ACCOUNT: worth})
    note(customer=customer_id, points=count, credit_minor=worth)
    return worth


def earn(order_id: int, customer_id: int | None, taken: Taken) -> int:
    """Give the points of a sale, as a step of it; on the paid part only.  Returns how many."""
    if customer_id is None:
        return 0
    paid = sum(part.tender.amount_minor for part in taken.settled if part.tender.tender not in NOT_PAID)
    count = points.earned_by(paid)
    points.move_points(customer_id, count, PointsFor.EARNED, order_id=order_id)
    return count


@listens(PaymentTaken)
def _earn_by_payment(event: PaymentTaken) -> None:
    """A deposit, or the rest at pickup."""
    customer_id = Order.select(Order.customer).where(Order.id == event.order_id).scalar()
    if customer_id is not None and NOT_PAID.isdisjoint(event.tenders):
        count = points.earned_by(event.amount_minor)
        points.move_points(int(customer_id), count, PointsFor.EARNED, order_id=event.order_id)


@listens(Refunded)
def _take_back(event: Refunded) -> None:
    if NOT_PAID.isdisjoint(event.tenders):
        _back(event.order_id, points.earned_by(event.amount_minor))


@listens(RefundDeclined)
def _give_again(event: RefundDeclined) -> None:
    """The money did not go back, so what was taken back for it stands again, as far as it was taken."""
    if is_void(event.order_id):
        return
    customer_id, taken = points.taken_back_with(event.order_id)
    count = min(taken, points.earned_by(event.amount_minor))
    if customer_id is not None and count > 0:
        points.move_points(customer_id, count, PointsFor.EARNED, order_id=event.order_id)


@listens(SaleVoided)
def _take_all_back(event: SaleVoided) -> None:
    _back(event.order_id, None)


def _back(order_id: int, most: int | None) -> None:
    """Take the points of an order back, as far as the customer still has them."""
    customer_id, left = points.earned_with(order_id)
    if customer_id is None:
        return
    has = int(Customer.select(Customer.points).where(Customer.id == customer_id).scalar() or 0)
    count = min(left, has) if most is None else min(left, has, most)
    if count > 0:
        points.move_points(customer_id, -count, PointsFor.TAKEN_BACK, order_id=order_id)
        note(points_taken_back=count)
