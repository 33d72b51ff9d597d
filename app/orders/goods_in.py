"""What happens when goods come in: waiting fulfillments get them, the earliest promise first."""

from __future__ import annotations

import importlib.util
from typing import Any

from app.core.events import listens
from app.orders.fulfill import fill_waiting

if importlib.util.find_spec("app.purchasing.events"):
    from app.purchasing.events import GoodsIn

    @listens(GoodsIn)
    def _goods_came(event: Any) -> None:
        fill_waiting(event.product_ids)
