"""What the lines of orders are called on a screen, in the language spoken now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from peewee import Node, fn

from app.catalog.models import Product
from app.catalog.names import product_name
from app.core.i18n import speaks_chinese
from app.orders.models import OrderLine


def line_name(line: Any = OrderLine, chinese: Any = None) -> Node:
    """The name that a line was sold under, as a column; of a product still called so, its name in the language spoken.

    A prepared query, whose text stays while the language changes, has an argument for `chinese`: 1 or 0.
    """
    if chinese is None and not speaks_chinese():
        return line.name
    goods = Product.alias()
    same = goods.select(fn.NULLIF(goods.name_zh, "")).where(goods.id == line.product, goods.name == line.name)
    return fn.COALESCE(same if chinese is None else same.where(chinese == 1), line.name)


def names_spoken(order_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """What the lines of orders are called in the language spoken now, by order and the name that was kept elsewhere."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    if speaks_chinese():
        query = OrderLine.select(OrderLine.order, OrderLine.name, line_name()).where(OrderLine.order.in_(order_ids))
        for order_id, kept, spoken in query.tuples():
            found[order_id][kept] = spoken
    return found


def goods_spoken(kept: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What goods that are in no line any more are called in the language spoken now, by the SKU and name that were kept."""
    if not kept or not speaks_chinese():
        return {}
    skus = [sku for sku, _name in kept]
    query = Product.select(Product.sku, Product.name, product_name()).where(Product.sku.in_(skus))
    return {(sku, name): spoken for sku, name, spoken in query.tuples()}
