"""The one way in which orders and fulfillments change state: one statement that looks and takes."""

from __future__ import annotations

from typing import Any

from app.core import clock
from app.core.command import touch
from app.core.db import hold
from app.core.events import emit
from app.core.i18n import _
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal, StateChanged
from app.orders.events import FulfillmentMoved, OrderMoved, OrderTakenBack
from app.orders.models import Fulfillment, Order
from app.orders.states import TAKE_BACK, FulfillmentState, OrderState, check_fulfillment_step, check_order_step


class OnHold(Refusal):
    """The order waits for somebody; release it first."""

    def __init__(self, order_id: int, reason: str) -> None:
        super().__init__(_("This order is on hold: {reason}").format(reason=reason), order_id=order_id)


@prepared
def _move(new, order, old):
    return Order.update(state=new).where(Order.id == order, Order.state == old)


@prepared
def _confirm(new, at, order, old):
    return Order.update(state=new, confirmed_at=at).where(Order.id == order, Order.state == old)


@prepared
def _complete(new, at, order, old):
    return Order.update(state=new, completed_at=at).where(Order.id == order, Order.state == old)


@prepared
def _close(new, at, order, old):
    return Order.update(state=new, closed_at=at).where(Order.id == order, Order.state == old)


_STAMPED = {
    OrderState.CONFIRMED: _confirm,
    OrderState.COMPLETED: _complete,
    OrderState.ARCHIVED: _close,
    OrderState.CANCELLED: _close,
}


@prepared
def _state_of(order):
    return Order.select(Order.state, Order.is_on_hold, Order.hold_reason).where(Order.id == order)


@prepared
def _step(new, fulfillment, old):
    return Fulfillment.update(state=new).where(Fulfillment.id == fulfillment, Fulfillment.state == old)


def _stamped(column: str) -> Any:
    def step(new, at, fulfillment, old):
        values = {"state": new, column: at}
        return Fulfillment.update(**values).where(Fulfillment.id == fulfillment, Fulfillment.state == old)

    return prepared(step)


F = FulfillmentState
_STEPS = {
    F.READY: _stamped("ready_at"),
    F.PICKED: _stamped("picked_at"),
    F.PACKED: _stamped("packed_at"),
    F.DISPATCHED: _stamped("left_at"),
    F.READY_FOR_PICKUP: _stamped("left_at"),
    F.DELIVERED: _stamped("delivered_at"),
    F.COLLECTED: _stamped("delivered_at"),
    F.ACCEPTED: _stamped("accepted_at"),
}


@prepared
def _order_of(fulfillment):
    return Fulfillment.select(Fulfillment.order).where(Fulfillment.id == fulfillment)


def state_of(order_id: int) -> OrderState:
    """The state of an order; NotFound when there is none."""
    row = _state_of.one(order_id)
    if row is None:
        raise NotFound("order", order_id)
    return OrderState(row[0])


def hold_order_goods(order_id: int) -> None:
    """Let nobody else change an order, nor begin to pick or move what travels of it, before this command ends; a step."""
    hold(Order, order_id)
    hold(Fulfillment, Fulfillment.order == order_id)


def check_not_held(order_id: int) -> None:
    """Raise OnHold when somebody put the order on hold."""
    row = _state_of.one(order_id)
    if row and row[1]:
        raise OnHold(order_id, row[2])


def advance(order_id: int, old: OrderState, new: OrderState) -> None:
    """Move an order from old to new and stamp the time; StateChanged if another station was faster."""
    check_order_step(old, new)
    at = clock.now_ms()
    stamped = _STAMPED.get(new)
    moved = stamped.run(new.value, at, order_id, old.value) if stamped else _move.run(new.value, order_id, old.value)
    if not moved:
        raise StateChanged("order", order_id)
    touch("order", order_id)
    emit(OrderMoved(order_id, old, new, at))


def take_back(order_id: int, old: OrderState) -> None:
    """Put a confirmed or cancelled order back into review, as an undo or after an amendment."""
    new = OrderState.IN_REVIEW
    assert (old, new) in TAKE_BACK, f"{old} is not taken back"
    values: dict[str, Any] = {"state": new, "confirmed_at": None, "closed_at": None}
    if not Order.update(values).where(Order.id == order_id, Order.state == old).execute():
        raise StateChanged("order", order_id)
    touch("order", order_id)
    emit(OrderMoved(order_id, old, new, clock.now_ms()))
    emit(OrderTakenBack(order_id, old))


def advance_fulfillment(
    fulfillment_id: int, old: FulfillmentState, new: FulfillmentState, **stamps: int | None
) -> None:  # fmt: skip
    """Move a fulfillment from old to new; the time of the step is stamped by itself.

    `stamps` set other columns of times (ms), such as `left_at=None` when a pickup goes back to the shelf.
    Raises NotAllowed, or StateChanged if another station was faster.
    """
    check_fulfillment_step(old, new)
    at = clock.now_ms()
    stamped = _STEPS.get(new)
    moved = (
        stamped.run(new.value, at, fulfillment_id, old.value)
        if stamped
        else _step.run(new.value, fulfillment_id, old.value)
    )
    if not moved:
        raise StateChanged("fulfillment", fulfillment_id)
    if stamps:
        Fulfillment.update(**stamps).where(Fulfillment.id == fulfillment_id).execute()
    order_id = int(_order_of.one(fulfillment_id)[0])
    touch("order", order_id)
    emit(FulfillmentMoved(fulfillment_id, order_id, old, new, at))
