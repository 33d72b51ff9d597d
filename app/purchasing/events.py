"""What purchasing tells the rooms above it: goods came in (the event itself is the inventory's, whoever books them)."""

from __future__ import annotations

from app.inventory.events import GoodsIn

__all__ = ["GoodsIn"]
