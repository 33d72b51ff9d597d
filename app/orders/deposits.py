"""Deposits in orders: a bottle or crate for each piece of the goods that are taken with one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.catalog.models import Product, Unit
from app.core.prepared import prepared
from app.orders.draft import DraftLine
from app.orders.line_kinds import LineKind


@prepared
def _deposit(product: int) -> Any:
    return Product.select(Product.deposit, Product.unit).where(Product.id == product, Product.deposit.is_null(False))


def with_deposits(lines: Sequence[DraftLine]) -> tuple[DraftLine, ...]:
    """The lines, and behind them the deposits that are taken with them and do not stand there yet."""
    there = {line.of for line in lines if line.kind is LineKind.DEPOSIT}
    found = list(lines)
    for place, line in enumerate(lines, 1):
        row = _deposit.one(line.product_id) if line.product_id and place not in there else None
        if row:
            count = line.quantity if row[1] == Unit.PIECE.value else 1
            found.append(DraftLine(row[0], count, kind=LineKind.DEPOSIT, of=place))
    return tuple(found)
