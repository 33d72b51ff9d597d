"""Goods that were promised and are not there: the newest promises are given back and wait for the next delivery."""

from __future__ import annotations

from app.core.command import touch
from app.core.events import listens
from app.inventory import stock
from app.inventory.events import GoodsMissing
from app.inventory.models import HoldState, Reservation
from app.orders.advance import advance_fulfillment
from app.orders.models import Fulfillment, FulfillmentLine, OrderLine
from app.orders.states import UNTOUCHED, FulfillmentState


@listens(GoodsMissing)
def _give_back(event: GoodsMissing) -> None:
    give_back(event.product_id, event.quantity)


def give_back(product_id: int, quantity: int) -> int:
    """Free so many promised base units; what nobody picks yet goes first, baskets and the newest promises before it.

    Returns how many could not be freed, because everything left is being picked.
    """
    missing = quantity
    for order_id, line_id, basket, held in _promises(product_id):
        if missing <= 0:
            break
        part = min(held, missing)
        freed = stock.release(line_id=line_id) if line_id else stock.release(basket=basket)
        missing -= part
        if line_id:
            if freed > part:
                stock.reserve(product_id, freed - part, order_id=order_id, line_id=line_id)
            _wait_again(order_id, line_id, part)
    return max(missing, 0)


def _promises(product_id: int) -> list[tuple[int | None, int | None, str | None, int]]:
    """What is held of a product, in the order in which it is given back; what is being picked comes last."""
    begun = (
        FulfillmentLine.select(FulfillmentLine.line)
        .join(Fulfillment)
        .where(
            FulfillmentLine.product == product_id,
            Fulfillment.state.in_([FulfillmentState.PICKING.value, FulfillmentState.PICKED.value]),
        )
    )
    is_begun = Reservation.line_ref.in_(begun)
    rows = (
        Reservation.select(
            Reservation.order_ref, Reservation.line_ref, Reservation.basket, Reservation.quantity, is_begun
        )
        .where(Reservation.product == product_id, Reservation.state == HoldState.HELD)
        .order_by(Reservation.id.desc())
        .tuples()
    )
    ordered = sorted(rows, key=lambda row: (bool(row[4]), row[1] is not None))
    return [(order, line, basket, quantity) for order, line, basket, quantity, _begun in ordered]


def _wait_again(order_id: int | None, line_id: int, part: int) -> None:
    OrderLine.update(reserved=OrderLine.reserved - part, backordered=OrderLine.backordered + part).where(
        OrderLine.id == line_id
    ).execute()
    untouched = [state.value for state in UNTOUCHED]
    ready = (
        Fulfillment.select(Fulfillment.id, Fulfillment.state)
        .join(FulfillmentLine)
        .where(FulfillmentLine.line == line_id, Fulfillment.state.in_(untouched))
    )
    for fulfillment_id, state in list(ready.tuples()):
        if state == FulfillmentState.READY:
            advance_fulfillment(fulfillment_id, FulfillmentState.READY, FulfillmentState.WAITING)
    if order_id:
        touch("order", order_id)
