"""What the inventory does when another room tells something."""

from __future__ import annotations

from app.catalog.events import HasStock, ProductAdded
from app.core.events import listens
from app.inventory.models import BinStock
from app.inventory.stock import ensure_stock


@listens(ProductAdded)
def _give_stock_row(event: ProductAdded) -> None:
    ensure_stock(event.product_id)


@listens(HasStock)
def _lies_somewhere(event: HasStock) -> bool:
    return bool(BinStock.select().where(BinStock.product == event.product_id, BinStock.on_hand > 0).exists())
