"""Fulfillments: made at confirmation, and freed when the goods that they wait for come in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import peewee

from app.catalog.models import Product
from app.core import clock
from app.core.command import touch
from app.core.events import listens
from app.core.prepared import prepared
from app.inventory import stock
from app.orders.advance import advance_fulfillment
from app.orders.models import Fulfillment, FulfillmentLine, Order, OrderLine
from app.orders.states import FulfillmentState, OrderState
from app.purchasing.events import GoodsIn


class Part(NamedTuple):
    """So many base units of an order line that travel together with others."""

    line_id: int
    product_id: int
    quantity: int


@prepared
def _order(order):
    return Order.select(Order.method, Order.promised_at).where(Order.id == order)


@prepared
def _weight(product):
    return Product.select(Product.unit, Product.weight_grams).where(Product.id == product)


@prepared
def _last_no(order):
    return Fulfillment.select(peewee.fn.MAX(Fulfillment.no)).where(Fulfillment.order == order)


@prepared
def _insert(order, no, state, method, pieces, weight, due_at, made_at, ready_at):
    return Fulfillment.insert(
        order=order, no=no, state=state, method=method, pieces=pieces, weight_grams=weight, due_at=due_at,
        made_at=made_at, ready_at=ready_at,
    )  # fmt: skip


@prepared
def _insert_line(fulfillment, line, product, quantity):
    return FulfillmentLine.insert(
        fulfillment=fulfillment, line=line, product=product, quantity=quantity, picked=0, short=0, packed=0, accepted=0
    )


def next_fulfillment_no(order_id: int) -> int:
    """The number of the next fulfillment of an order, from 1."""
    return int(_last_no.one(order_id)[0] or 0) + 1


def make_fulfillment(
    order_id: int, state: FulfillmentState, parts: Sequence[Part], *, no: int | None = None
) -> int:  # fmt: skip
    """Write a fulfillment with its lines; pieces and expected weight (g) are worked out.  Returns its id."""
    method, due_at = _order.one(order_id)
    pieces, weight = measure(parts)
    now = clock.now_ms()
    ready_at = None if state == FulfillmentState.WAITING else now
    fulfillment_id = _insert.add(
        order_id, no or next_fulfillment_no(order_id), state.value, method, pieces, weight, due_at, now, ready_at
    )
    _insert_line.run_many((fulfillment_id, part.line_id, part.product_id, part.quantity) for part in parts)
    return fulfillment_id


def measure(parts: Iterable[Part]) -> tuple[int, int]:
    """Pieces and grams of some goods; what is weighed or measured off counts as one piece a line."""
    pieces = weight = 0
    known: dict[int, tuple[str, int]] = {}
    for part in parts:
        row = known.get(part.product_id)
        if row is None:
            row = known[part.product_id] = _weight.one(part.product_id)
        unit, grams = row
        pieces += part.quantity if unit == "piece" else 1
        weight += (
            part.quantity if unit in ("gram", "millilitre") else part.quantity * grams if unit == "piece" else grams
        )
    return pieces, weight


def measure_again(fulfillment_id: int) -> None:
    """Work out pieces and expected weight anew, after the goods of a fulfillment changed."""
    rows = FulfillmentLine.select(FulfillmentLine.line, FulfillmentLine.product, FulfillmentLine.quantity).where(
        FulfillmentLine.fulfillment == fulfillment_id
    )
    pieces, grams = measure(Part(*row) for row in rows.tuples())
    Fulfillment.update(pieces=pieces, weight_grams=grams).where(Fulfillment.id == fulfillment_id).execute()


def fill_waiting(product_ids: Iterable[int]) -> list[int]:
    """Give goods that came in to the fulfillments that wait for them, the earliest promise first.

    Returns the ids of those that are whole now and ready to be picked.
    """
    free = {product: stock.available(product) for product in product_ids}
    touched: dict[int, int] = {}
    for line_id, product, missing, order_id, fulfillment_id in _waiting_for(list(free)):
        part = min(free[product], missing)
        if part <= 0:
            continue
        stock.reserve(product, part, order_id=order_id, line_id=line_id)
        free[product] -= part
        OrderLine.update(
            reserved=OrderLine.reserved + part, backordered=OrderLine.backordered - part
        ).where(OrderLine.id == line_id).execute()  # fmt: skip
        touched[fulfillment_id] = order_id
        touch("order", order_id)
    return release_whole(touched)


def _waiting_for(product_ids: list[int]) -> list[tuple[int, int, int, int, int]]:
    query = (
        FulfillmentLine.select(
            OrderLine.id, OrderLine.product, OrderLine.backordered, OrderLine.order, FulfillmentLine.fulfillment
        )
        .join(Fulfillment)
        .switch(FulfillmentLine)
        .join(OrderLine, on=(FulfillmentLine.line == OrderLine.id))
        .join(Order, on=(OrderLine.order == Order.id))
        .where(
            OrderLine.product.in_(product_ids), OrderLine.backordered > 0, Order.state == OrderState.CONFIRMED,
            Fulfillment.state == FulfillmentState.WAITING,
        )
        .order_by(peewee.fn.COALESCE(Order.promised_at, Order.placed_at), Order.id, OrderLine.no)
    )  # fmt: skip
    return list(query.tuples())


def release_whole(touched: dict[int, int]) -> list[int]:
    """Move on those waiting fulfillments (id to order) whose lines are all promised now; returns their ids."""
    if not touched:
        return []
    short = (
        FulfillmentLine.select(FulfillmentLine.fulfillment)
        .join(OrderLine, on=(FulfillmentLine.line == OrderLine.id))
        .where(FulfillmentLine.fulfillment.in_(list(touched)), OrderLine.backordered > 0)
    )
    still = {fulfillment for (fulfillment,) in short.tuples()}
    whole = [fulfillment for fulfillment in touched if fulfillment not in still]
    for fulfillment_id in whole:
        advance_fulfillment(fulfillment_id, FulfillmentState.WAITING, FulfillmentState.READY)
    return whole


@listens(GoodsIn)
def _goods_came(event: GoodsIn) -> None:
    fill_waiting(event.product_ids)
