"""What the inventory tells the rooms above it, inside the transaction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GoodsIn:
    """More of these products lie free in the bins than before (received, found, put back): backorders may be filled."""

    product_ids: tuple[int, ...]


@dataclass(frozen=True)
class GoodsMissing:
    """So many base units that were promised to orders are not there.

    Who promised them gives back reservations (the newest first) and keeps the order lines as backorders.
    """

    product_id: int
    quantity: int
