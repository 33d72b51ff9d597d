"""Completing: everything is with the customer and everything is paid."""

from __future__ import annotations

from app.core.command import note
from app.core.db import hold
from app.core.events import ask, emit, listens
from app.core.prepared import prepared
from app.orders.advance import advance
from app.orders.events import FulfillmentMoved, IsPaid, OrderCompleted
from app.orders.models import Fulfillment, Order
from app.orders.states import DONE_FULFILLMENT, FulfillmentState, OrderState


@prepared
def _parts(order):
    return Fulfillment.select(Fulfillment.state).where(Fulfillment.order == order)


@prepared
def _state(order):
    return Order.select(Order.state, Order.is_on_hold).where(Order.id == order)


def complete_if_done(order_id: int) -> bool:
    """Complete a confirmed order whose fulfillments are all done and that is paid; True when it was.

    Called when a fulfillment ends and when money comes in; whichever is last completes the order.
    """
    hold(Order, order_id)  # two parts that end at once: the second sees the first
    row = _state.one(order_id)
    if row is None or row[0] != OrderState.CONFIRMED or row[1]:
        return False
    if not _is_done({state for (state,) in _parts.all(order_id)}) or not ask(IsPaid(order_id)):
        return False
    advance(order_id, OrderState.CONFIRMED, OrderState.COMPLETED)
    note(completed=order_id)
    emit(OrderCompleted(order_id))
    return True


def _is_done(states: set[str]) -> bool:
    """Nothing under way; an order of which all parts were stopped (to be made anew) is not done."""
    return states <= DONE_FULFILLMENT and states != {FulfillmentState.CANCELLED}


@listens(FulfillmentMoved)
def _part_ended(event: FulfillmentMoved) -> None:
    if event.new in DONE_FULFILLMENT:
        complete_if_done(event.order_id)
