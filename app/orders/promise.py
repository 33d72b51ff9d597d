"""What can be promised to a caller for one line: in stock with its bin, a date and where it comes from, or out.

The date is that of an open purchase, else of one that is made today: so long as the supplier usually takes.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import peewee
from peewee import fn

from app.catalog.kits import parts_of
from app.catalog.models import Product
from app.core import clock
from app.core.i18n import _
from app.inventory.models import HoldState, Place, Reservation, Stock
from app.orders.models import Fulfillment, FulfillmentLine, OrderLine
from app.orders.states import FulfillmentState
from app.purchasing.models import Purchase, PurchaseLine, PurchaseState, Supplier, SupplierProduct

END_OF_DAY = "18:00"


class PromiseState(StrEnum):
    """How a promise is colored."""

    IN_STOCK = "in_stock"  # green
    LATER = "later"  # amber: all or some of it on a date
    OUT = "out"  # red: nobody knows when


class Promise(NamedTuple):
    """What can be said about so much of a product; `now` of it can go at once, the rest at `expected_at` (ms).

    It comes with `purchase`, or has still to be ordered from `supplier`.
    """

    product_id: int
    quantity: int
    state: PromiseState
    now: int
    bin: str
    expected_at: int | None
    purchase: str
    sentence: str
    supplier: str = ""


class _Coming(NamedTuple):
    """When enough will be there, and why then."""

    at: int
    purchase: str = ""
    supplier: str = ""


def promise(product_id: int, quantity: int, basket: str = "") -> Promise:
    """What can be promised; what `basket` already holds counts as free for it.

    Purchases on their way count less what earlier orders wait for, the earliest delivery first.  A kit is there when
    all its parts are; what is not kept in stock is always there.
    """
    if parts := parts_of(product_id):
        each = [promise(part.product_id, part.quantity * quantity, basket) for part in parts]
        return _said(product_id, quantity, *_together(each, [part.quantity for part in parts]))
    if not Product.select(Product.is_stocked).where(Product.id == product_id).scalar():
        return _said(product_id, quantity, quantity, "", None)
    free, code = _free(product_id)
    now = max(0, min(quantity, free + _held_by(product_id, basket)))
    coming = None
    if now < quantity:
        coming = _coming(product_id, quantity - now + _waited_for(product_id)) or _if_ordered_today(product_id)
    return _said(product_id, quantity, now, code, coming)


def _said(product_id: int, quantity: int, now: int, code: str, coming: _Coming | None) -> Promise:
    """The promise in words."""
    if now >= quantity:
        return Promise(product_id, quantity, PromiseState.IN_STOCK, quantity, code, None, "", _("In stock"))
    if coming is None:
        some = _("{now} now, the rest is out of stock").format(now=now)
        sentence = some if now else _("Out of stock")
        return Promise(product_id, quantity, PromiseState.OUT, now, code, None, "", sentence)
    day = clock.format_weekday(coming.at)
    sentence = _("{now} now, {rest} on {day}").format(now=now, rest=quantity - now, day=day) if now else day
    return Promise(
        product_id, quantity, PromiseState.LATER, now, code, coming.at, coming.purchase, sentence, coming.supplier
    )


def _together(each: list[Promise], counts: list[int]) -> tuple[int, str, _Coming | None]:
    """Of the promises for a kit's parts: how many kits can go now, the bin of one part, and when the last part comes."""
    now = min(part.now // count for part, count in zip(each, counts, strict=True))
    late = [part for part in each if part.state != PromiseState.IN_STOCK]
    if not late or any(part.expected_at is None for part in late):
        return now, each[0].bin if len(each) == 1 else "", None
    last = max(late, key=lambda part: part.expected_at or 0)
    return now, "", _Coming(last.expected_at or 0, last.purchase, last.supplier)


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


def _coming(product_id: int, quantity: int) -> _Coming | None:
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
            return _Coming(max(expected_at, clock.now_ms()), number)
    return None


def _if_ordered_today(product_id: int) -> _Coming | None:
    """When it would come if it were ordered today; None when nobody is known to have it."""
    query = SupplierProduct.select(Supplier.name, Supplier.lead_days).join(Supplier)
    row = query.where(SupplierProduct.product == product_id).tuples().first()
    if row is None:
        return None
    return _Coming(clock.at_local(clock.add_days(clock.today(), row[1]), END_OF_DAY), supplier=row[0])
