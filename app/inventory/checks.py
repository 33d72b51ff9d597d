"""What `verify` re-computes of the stock: levels are the sums of moves, reserved is the sum of what is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from peewee import fn

from app.core.checks import check
from app.inventory.models import BinStock, HoldState, Place, PlaceKind, Reservation, Stock, StockMove

_KEPT = (PlaceKind.BIN, PlaceKind.STAGING, PlaceKind.REPAIR, PlaceKind.INSPECTION)


@check("stock levels")
def stock_levels() -> Iterator[str]:
    """Every bin holds what its moves add up to, every product what its bins add up to."""
    kinds = dict(Place.select(Place.id, Place.kind).tuples())
    sums: Counter[tuple[int, int]] = Counter()
    moved = fn.SUM(StockMove.quantity)
    for side, sign in ((StockMove.target, 1), (StockMove.source, -1)):
        query = StockMove.select(StockMove.product, side, moved).group_by(StockMove.product, side)
        for product, place, quantity in query.tuples():
            if kinds[place] in _KEPT:
                sums[product, place] += sign * int(quantity)
    on_hand: Counter[int] = Counter()
    for product, place, there in BinStock.select(BinStock.product, BinStock.place, BinStock.on_hand).tuples():
        if sums.pop((product, place), 0) != there:
            yield f"product {product} in place {place}: the books say {there}, its moves add up otherwise"
        if kinds[place] == PlaceKind.BIN:
            on_hand[product] += there
    for (product, place), left in sums.items():
        if left:
            yield f"product {product} in place {place}: moves of {left} without a level"
    for product, there in Stock.select(Stock.product, Stock.on_hand).tuples():
        if on_hand.get(product, 0) != there:
            yield f"product {product}: on hand {there}, its bins hold {on_hand.get(product, 0)}"


@check("reservations")
def reservations() -> Iterator[str]:
    """What is reserved is the sum of what is held."""
    held = Reservation.select(Reservation.product, fn.SUM(Reservation.quantity)).where(
        Reservation.state == HoldState.HELD
    )
    sums = {product: int(quantity) for product, quantity in held.group_by(Reservation.product).tuples()}
    for product, reserved in Stock.select(Stock.product, Stock.reserved).tuples():
        if sums.get(product, 0) != reserved:
            yield f"product {product}: reserved {reserved}, held {sums.get(product, 0)}"
