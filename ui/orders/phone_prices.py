"""Prices or offers changed while a call went on: its products are read anew, and what is shown follows the book of now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.orders.phone_desk import PhoneDesk


def price_again(calls: PhoneDesk, desk: Desk) -> None:
    """Take the prices of now; what was agreed or typed stays."""
    ids = [one.product_id for line in calls.call.lines for one in (line, *line.options)]

    def load() -> dict[int, int]:
        from app.catalog.book import book
        from app.inventory.queries import sellable

        book()
        return {item.product_id: item.price_e4 for item in map(sellable, ids) if item is not None}

    def show(prices: dict[int, int]) -> None:
        def today(one: Any) -> Any:
            return replace(one, price_e4=prices.get(one.product_id, one.price_e4))

        lines = tuple(replace(today(line), options=tuple(map(today, line.options))) for line in calls.call.lines)
        calls.call = replace(calls.call, lines=lines)
        calls.changed.emit()

    desk.read(calls, load, show, urgent=True)
