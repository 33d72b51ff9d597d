"""The states of orders and fulfillments, and the steps between them; buttons and commands read the same table."""

from __future__ import annotations

from enum import StrEnum

from app.core.i18n import _
from app.core.refusal import Refusal


class Channel(StrEnum):
    """Where an order came in."""

    COUNTER = "counter"
    PHONE = "phone"
    ONLINE = "online"


class Method(StrEnum):
    """How the goods reach the customer."""

    TAKEN = "taken"  # over the counter, at once
    PICKUP = "pickup"
    OWN_DRIVER = "own_driver"
    CARRIER = "carrier"


class PayPlan(StrEnum):
    """When and how the order is to be paid."""

    NOW = "now"
    ON_DELIVERY = "on_delivery"
    ON_ACCOUNT = "on_account"
    AT_PICKUP = "at_pickup"
    PAID_ONLINE = "paid_online"
    LAYAWAY = "layaway"  # kept back until all is paid, in parts


class OrderState(StrEnum):
    """The life of an order; on hold is a flag, in progress is worked out."""

    DRAFT = "draft"
    PLACED = "placed"
    IN_REVIEW = "in_review"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


class FulfillmentState(StrEnum):
    """The way of the goods."""

    WAITING = "waiting"  # for stock
    READY = "ready"
    PICKING = "picking"
    PICKED = "picked"
    PACKING = "packing"
    PACKED = "packed"
    DISPATCHED = "dispatched"
    READY_FOR_PICKUP = "ready_for_pickup"
    DELIVERED = "delivered"
    COLLECTED = "collected"
    ACCEPTED = "accepted"
    FAILED = "failed"  # refused, or nobody at home
    RETURNED = "returned"
    LOST = "lost"
    CANCELLED = "cancelled"


O, F = OrderState, FulfillmentState

NEXT_ORDER: dict[OrderState, frozenset[OrderState]] = {
    O.DRAFT: frozenset({O.PLACED, O.CANCELLED}),
    O.PLACED: frozenset({O.IN_REVIEW, O.CONFIRMED, O.CANCELLED}),
    O.IN_REVIEW: frozenset({O.CONFIRMED, O.CANCELLED}),
    O.CONFIRMED: frozenset({O.COMPLETED, O.CANCELLED}),
    O.COMPLETED: frozenset({O.ARCHIVED}),
    O.ARCHIVED: frozenset(),
    O.CANCELLED: frozenset({O.ARCHIVED}),
}
assert NEXT_ORDER.keys() == set(OrderState)

NEXT_FULFILLMENT: dict[FulfillmentState, frozenset[FulfillmentState]] = {
    F.WAITING: frozenset({F.READY, F.CANCELLED}),
    F.READY: frozenset({F.PICKING, F.WAITING, F.CANCELLED}),
    F.PICKING: frozenset({F.PICKED, F.READY, F.CANCELLED}),
    F.PICKED: frozenset({F.PACKING, F.CANCELLED}),
    F.PACKING: frozenset({F.PACKED, F.PICKED, F.CANCELLED}),
    F.PACKED: frozenset({F.DISPATCHED, F.READY_FOR_PICKUP, F.PACKING, F.CANCELLED}),
    F.DISPATCHED: frozenset({F.DELIVERED, F.FAILED, F.LOST}),
    F.READY_FOR_PICKUP: frozenset({F.COLLECTED, F.FAILED, F.CANCELLED}),
    F.DELIVERED: frozenset({F.ACCEPTED, F.FAILED}),
    F.COLLECTED: frozenset({F.ACCEPTED}),
    F.FAILED: frozenset({F.PACKED, F.RETURNED}),
    F.LOST: frozenset({F.DELIVERED, F.RETURNED}),
    F.ACCEPTED: frozenset(),
    F.RETURNED: frozenset(),
    F.CANCELLED: frozenset(),
}
assert NEXT_FULFILLMENT.keys() == set(FulfillmentState)

# Taken back by undo, or by an amendment that has to be looked at again; never offered as a next step.
TAKE_BACK: frozenset[tuple[OrderState, OrderState]] = frozenset(
    {(O.CONFIRMED, O.IN_REVIEW), (O.CANCELLED, O.IN_REVIEW)}
)

OPEN_ORDER = frozenset({O.DRAFT, O.PLACED, O.IN_REVIEW, O.CONFIRMED})
DONE_FULFILLMENT = frozenset({F.ACCEPTED, F.RETURNED, F.CANCELLED})
UNTOUCHED = frozenset({F.WAITING, F.READY})  # nobody has begun to pick
LEFT_THE_HOUSE = frozenset({F.DISPATCHED, F.DELIVERED, F.COLLECTED, F.ACCEPTED, F.LOST})


class NotAllowed(Refusal):
    """The step is not one that leads on from the present state."""


def check_order_step(old: OrderState, new: OrderState) -> None:
    """Raise NotAllowed unless an order may go from old to new."""
    if new not in NEXT_ORDER[old]:
        raise NotAllowed(_("This order is {old}; it cannot become {new}.").format(old=old, new=new), old=old, new=new)


def check_fulfillment_step(old: FulfillmentState, new: FulfillmentState) -> None:
    """Raise NotAllowed unless a fulfillment may go from old to new."""
    if new not in NEXT_FULFILLMENT[old]:
        raise NotAllowed(
            _("These goods are {old}; they cannot become {new}.").format(old=old, new=new), old=old, new=new
        )
