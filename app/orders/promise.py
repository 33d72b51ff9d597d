"""What can be promised to a caller for one line: in stock with its bin, a date from open purchases, or out."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import peewee
from peewee import fn

from app.core import clock
from app.core.i18n import _
from app.inventory.models import HoldState, Place, Reservation, Stock
from app.orders.models import Fulfillment, FulfillmentLine, OrderLine
from app.orders.states import FulfillmentState
from app.purchasing.models import Purchase, PurchaseLine, PurchaseState


class PromiseState(StrEnum):
    """How a promise is colored."""

    IN_STOCK = "in_stock"  # green
    LATER = "later"  # amber: all or some of it on a date
    OUT = "out"  # red: nobody knows when


class Promise(NamedTuple):
    """What can be said about so much of a product; `now` of it can go at once, the rest at `expected_at` (ms)."""

    product_id: int
    quantity: int
    state: PromiseState
    now: int
    bin: str
    expected_at: int | None
    purchase: str
    sentence: str


def promise(product_id: int, quantity: int, basket: str = "") -> Promise:
    """What can be promised; what `basket` already holds counts as free for it.

    Purchases on their way count less what earlier orders wait for, the earliest delivery first.
    """
    free, code = _free(product_id)
    now = min(quantity, free + _held_by(product_id, basket))
    if now >= quantity:
        return Promise(product_id, quantity, PromiseState.IN_STOCK, quantity, code, None, "", _("In stock"))
    coming = _coming(product_id, quantity - now + _waited_for(product_id))
    if coming is None:
        some = _("{now} now, the rest is out of stock").format(now=now)
        sentence = some if now else _("Out of stock")
        return Promise(product_id, quantity, PromiseState.OUT, now, code, None, "", sentence)
    at, number = coming
    day = clock.format_weekday(at)
    sentence = _("{now} now, {rest} on {day}").format(now=now, rest=quantity - now, day=day) if now else day
    return Promise(product_id, quantity, PromiseState.LATER, now, code, at, number, sentence)


def _free(product_id: int) -> tuple[int, str]:
    row = (
        Stock.select(Stock.on_hand - Stock.reserved, Place.code)
        .join(Place, peewee.JOIN.LEFT_OUTER, on=(Stock.home == Place.id))
        .where(Stock.product == product_id)
        .tuples()
        .first()
    )
    return (int(row[0]), row[1] or "") if row else (0, "")


def _held_by(product_id: int, basket: str) -> int:
    if not basket:
        return 0
    mine = (Reservation.basket == basket) & (Reservation.product == product_id) & (Reservation.state == HoldState.HELD)
    return int(Reservation.select(fn.COALESCE(fn.SUM(Reservation.quantity), 0)).where(mine).scalar())


def _waited_for(product_id: int) -> int:
    """What confirmed orders wait for already."""
    query = (
        FulfillmentLine.select(fn.COALESCE(fn.SUM(OrderLine.backordered), 0))
        .join(Fulfillment)
        .switch(FulfillmentLine)
        .join(OrderLine, on=(FulfillmentLine.line == OrderLine.id))
        .where(FulfillmentLine.product == product_id, Fulfillment.state == FulfillmentState.WAITING)
    )
    return int(query.scalar())


def _coming(product_id: int, quantity: int) -> tuple[int, str] | None:
    """When so much will have come in, and with which purchase; None when not enough is on its way."""
    left = PurchaseLine.quantity - PurchaseLine.received
    query = (
        PurchaseLine.select(left, Purchase.expected_at, Purchase.number)
        .join(Purchase)
        .where(
            PurchaseLine.product == product_id, left > 0, Purchase.expected_at.is_null(False),
            Purchase.state.in_([PurchaseState.SENT.value, PurchaseState.PARTLY_RECEIVED.value]),
        )
        .order_by(Purchase.expected_at)
    )  # fmt: skip
    for part, expected_at, number in query.tuples():
        quantity -= part
        if quantity <= 0:
            return max(expected_at, clock.now_ms()), number
    return None
