"""What `verify` re-computes of the archive: every archived order still is what it was when it was closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.archive.detail import changed
from app.archive.models import ArchiveEntry
from app.core.checks import check
from app.orders.models import Order
from app.orders.states import OrderState

AT_ONCE = 2_000


@check("archive")
def archive() -> Iterator[str]:
    """Each archived order has its digest, and the digest fits what stands there now."""
    last = 0
    while True:
        query: Any = (
            ArchiveEntry.select(ArchiveEntry.order, ArchiveEntry.archived_at, ArchiveEntry.digest)
            .where(ArchiveEntry.order > last).order_by(ArchiveEntry.order).limit(AT_ONCE).tuples()
        )  # fmt: skip
        rows = list(query)
        if not rows:
            break
        wrong = changed({row[0]: (row[1], row[2]) for row in rows})
        yield from (f"order {order_id}: it was changed after it was archived" for order_id in wrong)
        last = rows[-1][0]
    without: Any = (
        Order.select(Order.id).left_outer_join(ArchiveEntry)
        .where(Order.state == OrderState.ARCHIVED, ArchiveEntry.order.is_null()).tuples()
    )  # fmt: skip
    yield from (f"order {order_id}: it is archived without a digest" for (order_id,) in without)
