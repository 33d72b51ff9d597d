"""Asking for a free line, for a ticket as for an order: what it is, its price and tax, and the goods it is booked on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ui.counter.line_sheets import FreeLineSheet

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ui.common.desk import Desk

Take = Callable[[str, str, int], Any]


def ask_free_line(desk: Desk, owner: QObject, verb: str, take: Take) -> None:
    """Ask for it, then `take` the SKU of its tax rate, its name and its price."""

    def read() -> list[Any]:
        from app.catalog.queries import taxes

        return [row for row in taxes() if row.kind == "percent" and row.is_active]

    def typed(name: str, price_e4: int, tax_id: int) -> None:
        from app.counter.free_line import free_goods

        desk.write(owner, free_goods, tax_id, urgent=True, done=lambda sku: take(sku, name, price_e4))

    desk.read_for_sheet(owner, read, lambda rows: FreeLineSheet(desk.surface, rows, typed, verb).open())
