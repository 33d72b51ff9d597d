"""The alert cards of the stock screen: how many products call for something and what that is worth, in one query."""

from __future__ import annotations

from typing import Any, NamedTuple

import peewee
from peewee import fn

from app.catalog.models import Product
from app.core.money import minor_digits
from app.inventory.models import Stock
from app.inventory.stock_list import StockFilter, filter_conditions


class StockAlerts(NamedTuple):
    """Figures of the cards: products each, the value at cost in minor units, pieces in base units."""

    products: int
    low: int
    short: int
    out: int
    idle: int
    idle_minor: int
    incoming: int
    incoming_pieces: int


def stock_alerts() -> StockAlerts:
    """How many products are to be bought, run low, are out, lie too long, and are on their way."""
    on_hand = fn.COALESCE(Stock.on_hand, 0)
    value = on_hand * Product.cost_e4 / Product.price_per
    columns = [fn.COUNT(Product.id)]
    for only, what in (
        (StockFilter.LOW, 1), (StockFilter.SHORT, 1), (StockFilter.OUT, 1), (StockFilter.IDLE, 1),
        (StockFilter.IDLE, value), (StockFilter.INCOMING, 1), (StockFilter.INCOMING, fn.COALESCE(Stock.incoming, 0)),
    ):  # fmt: skip
        columns.append(_sum_where(only, what))
    query = (
        Product.select(*columns)
        .join(Stock, peewee.JOIN.LEFT_OUTER, on=(Stock.product == Product.id))
        .where(Product.is_active, Product.is_stocked)
    )
    values = [int(value) for value in query.tuples().get()]
    values[5] //= 10_000 // 10 ** minor_digits()
    return StockAlerts(*values)


def _sum_where(only: StockFilter, what: Any) -> Any:
    condition = filter_conditions(only)
    whole = condition[0]
    for part in condition[1:]:
        whole = whole & part
    return fn.COALESCE(fn.SUM(peewee.Case(None, [(whole, what)], 0)), 0)
