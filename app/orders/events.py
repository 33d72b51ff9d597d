"""What orders tell the rooms above (`emit`), and what they ask them (`ask`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from app.orders.states import FulfillmentState, OrderState


class ShortLine(NamedTuple):
    """So many base units of a line that are not there yet."""

    line_id: int
    product_id: int
    quantity: int


# Told


@dataclass(frozen=True)
class OrderPlaced:
    """An order got its number; its lines, prices and address stand."""

    order_id: int


@dataclass(frozen=True)
class OrderConfirmed:
    """The goods are promised and the fulfillments made; `short` is what has to be waited for."""

    order_id: int
    short: tuple[ShortLine, ...] = ()


@dataclass(frozen=True)
class OrderTakenBack:
    """A confirmation or cancellation was undone; the order is in review again."""

    order_id: int
    old: OrderState


@dataclass(frozen=True)
class OrderMoved:
    """An order went from one state to another at a time (ms)."""

    order_id: int
    old: OrderState
    new: OrderState
    at: int


@dataclass(frozen=True)
class FulfillmentMoved:
    """A fulfillment went from one state to another at a time (ms)."""

    fulfillment_id: int
    order_id: int
    old: FulfillmentState
    new: FulfillmentState
    at: int


@dataclass(frozen=True)
class OrderHeld:
    """Somebody put the order on hold."""

    order_id: int
    reason: str


@dataclass(frozen=True)
class OrderReleased:
    """The order goes on."""

    order_id: int


@dataclass(frozen=True)
class OrderAmended:
    """Lines, prices or the address changed; what was paid may have to be settled anew."""

    order_id: int
    revision: int
    before_minor: int
    after_minor: int


@dataclass(frozen=True)
class GoodsUnpacked:
    """An amendment takes so many base units of a fulfillment's line out of its open boxes; all of the line when whole."""

    order_id: int
    fulfillment_id: int
    line_id: int  # of the fulfillment
    quantity: int
    is_whole: bool


@dataclass(frozen=True)
class GoodsCut:
    """An amendment takes base units off a fulfillment's line: still to be picked, and picked ones to be put back."""

    order_id: int
    fulfillment_id: int
    line_id: int  # of the fulfillment
    unpicked: int
    picked: int
    is_whole: bool  # nothing of the line is left; nobody may refer to it any more


@dataclass(frozen=True)
class GoodsRefitted:
    """The goods of an order that is being picked are other ones now; what is new has to be fetched."""

    order_id: int


@dataclass(frozen=True)
class OrderCancelled:
    """The order is off; what was paid goes back, but for the fee that is kept by agreement."""

    order_id: int
    reason: str
    fee_minor: int = 0


@dataclass(frozen=True)
class OrderCompleted:
    """Everything is with the customer and paid."""

    order_id: int


# Asked: a listener writes nothing and answers with a reason (a sentence), or nothing


@dataclass(frozen=True)
class ShouldReview:
    """Should somebody look at this order before it is confirmed?"""

    order_id: int


@dataclass(frozen=True)
class MayCancel:
    """Does anything speak against cancelling?"""

    order_id: int


@dataclass(frozen=True)
class MayAmend:
    """Does anything speak against changing the lines or the address?"""

    order_id: int


@dataclass(frozen=True)
class IsPaid:
    """Is everything paid that is due before the order counts as completed?  Answered with True or nothing."""

    order_id: int
