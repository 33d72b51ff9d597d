"""What `verify` re-computes of purchases: what is coming is what open purchases still lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.core.checks import check
from app.inventory.models import Stock
from app.purchasing.models import Purchase, PurchaseLine
from app.purchasing.order import OPEN_STATES


@check("goods on their way")
def goods_on_their_way() -> Iterator[str]:
    """Every product's incoming is the sum of what open purchases still lack."""
    query = (
        PurchaseLine.select(PurchaseLine.product, PurchaseLine.quantity, PurchaseLine.received)
        .join(Purchase)
        .where(Purchase.state.in_(OPEN_STATES), PurchaseLine.received < PurchaseLine.quantity)
    )
    lacking: Counter[int] = Counter()
    for product, quantity, received in query.tuples():
        lacking[product] += quantity - received
    for product, incoming in Stock.select(Stock.product, Stock.incoming).tuples():
        if lacking.get(product, 0) != incoming:
            yield f"product {product}: {incoming} are coming, open purchases lack {lacking.get(product, 0)}"
