"""What the stock screen tells about one product: how it came and went, how it sold by the week, who waits for it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import peewee
from peewee import fn

from app.analysis.models import SalesProduct
from app.core import clock
from app.core.money import round_div
from app.inventory.models import Place, PlaceKind, StockMove
from app.orders.models import Order, OrderLine
from app.orders.states import OrderState

WEEKS = 12
AHEAD = 6
MEAN_OF = 4
_OVER = (OrderState.CANCELLED, OrderState.COMPLETED, OrderState.ARCHIVED, OrderState.DRAFT)


class ProductMove(NamedTuple):
    """A move of the product; `change` is what it did to the stock in all bins, `after` what was there then."""

    id: int
    moved_at: int
    quantity: int
    source: str
    target: str
    reason: str
    note: str
    order_number: str
    change: int
    after: int


class Outlook(NamedTuple):
    """Pieces sold in each full week (its Monday) since the first sale, and what the coming weeks will bring."""

    weeks: list[str]
    sold: list[int]
    ahead: list[str]
    mean: int
    low: int
    high: int

    @property
    def is_known(self) -> bool:
        """Something was sold at all."""
        return any(self.sold)


def product_moves(product_id: int, on_hand: int, limit: int = 6) -> list[ProductMove]:
    """The last moves in or out of bins, newest first, with the stock after each, reckoned back from what is on hand now."""
    source, target = Place.alias("source"), Place.alias("target")
    query = (
        StockMove.select(
            StockMove.id, StockMove.moved_at, StockMove.quantity, source.code, target.code, StockMove.reason,
            StockMove.note, fn.COALESCE(Order.number, ""), source.kind, target.kind,
        )
        .join_from(StockMove, source, on=(StockMove.source == source.id))
        .join_from(StockMove, target, on=(StockMove.target == target.id))
        .join_from(StockMove, Order, peewee.JOIN.LEFT_OUTER, on=(Order.id == StockMove.order_ref))
        .where(StockMove.product == product_id, (source.kind == PlaceKind.BIN) | (target.kind == PlaceKind.BIN))
        .order_by(StockMove.moved_at.desc(), StockMove.id.desc())
        .limit(limit)
    )  # fmt: skip
    found, after = [], on_hand
    for *facts, source_kind, target_kind in query.tuples():
        change = facts[2] * ((target_kind == PlaceKind.BIN) - (source_kind == PlaceKind.BIN))
        found.append(ProductMove._make((*facts, change, after)))
        after -= change
    return found


def move_count(product_id: int) -> int:
    """How many moves in or out of bins there are in all."""
    source, target = Place.alias("source"), Place.alias("target")
    query = (
        StockMove.select(fn.COUNT(StockMove.id))
        .join_from(StockMove, source, on=(StockMove.source == source.id))
        .join_from(StockMove, target, on=(StockMove.target == target.id))
        .where(StockMove.product == product_id, (source.kind == PlaceKind.BIN) | (target.kind == PlaceKind.BIN))
    )
    return int(query.scalar() or 0)


def outlook(product_id: int) -> Outlook:
    """Sales by the week, and the mean of the last full weeks as forecast with the spread they had."""
    today = clock.today()
    monday = clock.add_days(today, -date.fromisoformat(today).weekday())
    first = clock.add_days(monday, -7 * WEEKS)
    query = SalesProduct.select(SalesProduct.day, SalesProduct.quantity).where(
        SalesProduct.product == product_id, SalesProduct.day >= first, SalesProduct.day < monday
    )
    weeks = [clock.add_days(first, 7 * no) for no in range(WEEKS)]
    sold = [0] * WEEKS
    for day, quantity in query.tuples():
        sold[clock.days_between(first, day) // 7] += quantity
    begun = next((no for no, quantity in enumerate(sold) if quantity), WEEKS)
    last = sold[max(begun, WEEKS - MEAN_OF) :] or [0]
    ahead = [clock.add_days(monday, 7 * no) for no in range(AHEAD)]
    return Outlook(weeks[begun:], sold[begun:], ahead, round_div(sum(last), len(last)), min(last), max(last))


def orders_waiting(product_ids: list[int]) -> int:
    """How many open orders wait for one of these products."""
    query = (
        OrderLine.select(fn.COUNT(OrderLine.order.distinct()))
        .join(Order)
        .where(OrderLine.product.in_(product_ids), OrderLine.backordered > 0, Order.state.not_in(_OVER))
    )
    return int(query.scalar() or 0)
