"""What the tests of orders share: drafts for the ways in which orders come in."""

from __future__ import annotations

from typing import Any

from app.orders.draft import DraftLine, OrderDraft
from app.orders.states import Channel, Method, PayPlan

HOME = {"line1": "14 Seapoint Terrace", "city": "Blackrock", "postcode": "A94 X5R7", "country": "IE"}


def phone_order(*lines: tuple[int, int] | DraftLine, **more: Any) -> OrderDraft:
    """An order by phone for the own driver, with all that is needed to confirm it."""
    made = tuple(line if isinstance(line, DraftLine) else DraftLine(*line) for line in lines)
    values: dict[str, Any] = {
        "customer_name": "Siobhán Brady", "phone": "+353871234567", "address": HOME, "pay_plan": PayPlan.ON_DELIVERY,
    }  # fmt: skip
    return OrderDraft(Channel.PHONE, Method.OWN_DRIVER, lines=made, **(values | more))
