"""What `verify` re-computes of reviews: an order in review has an open one, and no other order has."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.checks import check
from app.orders.models import Order
from app.orders.states import OrderState
from app.review.models import Review, ReviewState

_WAITING = (ReviewState.OPEN.value, ReviewState.HELD.value)


@check("reviews")
def reviews() -> Iterator[str]:
    """Orders in review and open reviews belong together; a decided order is no longer in review."""
    waiting = Review.select(Review.order).where(Review.state.in_(_WAITING))
    lost = Order.select(Order.id).where(Order.state == OrderState.IN_REVIEW, Order.id.not_in(waiting))
    yield from (f"order {order}: in review, but nobody is asked to decide" for (order,) in lost.tuples())
    may_wait = [OrderState.PLACED.value, OrderState.IN_REVIEW.value]
    stray = Order.select(Order.id, Order.state).where(Order.id.in_(waiting), Order.state.not_in(may_wait))
    yield from (f"order {order}: {state}, but still in the review queue" for order, state in stray.tuples())
