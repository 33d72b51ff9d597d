"""What picking tells the rooms above it, inside the transaction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PickStarted:
    """Somebody took a pick list; the goods of these orders are on their way to a tote."""

    batch_id: int
    order_ids: tuple[int, ...]


@dataclass(frozen=True)
class ShortPicked:
    """So many base units of an order line were not in their bin and in no other; they wait for stock now."""

    order_id: int
    fulfillment_id: int
    line_id: int  # of the order
    product_id: int
    quantity: int
    place_id: int
    reason: str


@dataclass(frozen=True)
class PutBack:
    """The picked goods of a cancelled order lie in their bins again."""

    order_id: int
    fulfillment_id: int
