"""What the inventory does when another room tells something."""

from __future__ import annotations

from app.catalog.events import ProductAdded
from app.core.events import listens
from app.inventory.stock import ensure_stock


@listens(ProductAdded)
def _give_stock_row(event: ProductAdded) -> None:
    ensure_stock(event.product_id)
