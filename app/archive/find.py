"""Finding what was archived, by number, name, phone or mail, or by the time of its closing."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.archive.models import ArchiveEntry
from app.core import search
from app.orders.models import Order

PAGE = 200


class Archived(NamedTuple):
    """An archived order in a list; its whole story is `overview.order_story`."""

    order_id: int
    number: str
    customer_name: str
    placed_at: int
    total_minor: int
    archived_at: int
    digest: str


def find_archived(text: str = "", *, since: int = 0, page: int = 0, size: int = PAGE) -> list[Archived]:
    """Archived orders by a typed text, newest first; `since` (ms) is the earliest time of placing."""
    query: Any = (
        Order.select(
            Order.id, Order.number, Order.customer_name, Order.placed_at, Order.total_minor, ArchiveEntry.archived_at,
            ArchiveEntry.digest,
        ).join(ArchiveEntry).where(Order.placed_at >= since)
    )  # fmt: skip
    if text.strip():
        query = query.where(Order.id.in_(search.find("order", text, size) or [0]))
    rows = query.order_by(Order.placed_at.desc(), Order.id.desc()).paginate(page + 1, size).tuples()
    return [Archived(*row) for row in rows]
