"""What a discount or a lowered price does to a sale: before and after, and what is left over cost; for who may allow it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.catalog.models import Product
from app.catalog.names import product_name
from app.core.money import line_minor
from app.orders.draft import DraftLine, Goods
from app.orders.pricing import Priced


def effect(lines: Sequence[DraftLine], goods: Sequence[Goods | None], priced: Priced) -> dict[str, Any]:
    """Of the line that gives most off, and of the sale as a whole; margins are of the price without tax."""
    rows = []
    for line, item, part in zip(lines, goods, priced.lines, strict=True):
        if item is not None:
            before = line_minor(line.quantity, item.price_e4, item.price_per)
            cost = line_minor(line.quantity, item.cost_e4, item.price_per)
            rows.append((before - part.total_minor, line, item, before, part.total_minor, part.tax_minor, cost))
    if not rows:
        return {}
    off, line, item, before, after, tax, cost = max(rows, key=lambda row: row[0])
    net, whole_cost = sum(row[4] - row[5] for row in rows), sum(row[6] for row in rows)
    return {
        "product_id": line.product_id, "name": line.name or _called(line, item), "sku": item.sku, "quantity": line.quantity,
        "before_minor": before, "after_minor": after, "off_minor": off, "cost_minor": cost,
        "off_bp": off * 10_000 // before if before else 0, "margin_bp": _margin(after - tax, cost) if cost else None,
        "lines": sum(row[0] > 0 for row in rows), "sale_off_minor": sum(row[0] for row in rows),
        "sale_margin_bp": _margin(net, whole_cost) if whole_cost else None,
    }  # fmt: skip


def _called(line: DraftLine, item: Goods) -> str:
    return Product.select(product_name()).where(Product.id == line.product_id).scalar() or item.name


def _margin(net_minor: int, cost_minor: int) -> int:
    return (net_minor - cost_minor) * 10_000 // net_minor if net_minor > 0 else -10_000
