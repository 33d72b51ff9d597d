"""What lies in a bin, where a product lies, how it moved, and which bins are to be counted."""

from __future__ import annotations

from typing import Any, NamedTuple

import peewee
from peewee import fn

from app.catalog.models import Product
from app.catalog.names import product_name
from app.core.prepared import prepared
from app.inventory.models import BinStock, Count, CountLine, CountState, Place, PlaceKind, StockMove

PAGE = 200


class PlaceRow(NamedTuple):
    """A bin, how many products lie in it and how many base units in all."""

    id: int
    code: str
    zone: str
    walk: int
    x_mm: int
    y_mm: int
    products: int
    pieces: int


class BinLine(NamedTuple):
    """So much of a product in a bin."""

    place_id: int
    place: str
    product_id: int
    sku: str
    name: str
    art: str
    unit: str
    on_hand: int
    name_zh: str = ""


class MoveRow(NamedTuple):
    """A stock move with its ends in words; special places have codes that begin with `*` (`*supplier`, `*found`)."""

    id: int
    moved_at: int
    product_id: int
    sku: str
    name: str
    quantity: int
    source: str
    target: str
    reason: str
    order_id: int | None
    who: int
    note: str


class CountRow(NamedTuple):
    """A bin to count or counted; `who` 0 is nobody yet."""

    id: int
    place_id: int
    place: str
    state: str
    reason: str
    asked_at: int
    counted_at: int | None
    who: int
    lines: int


class CountedLine(NamedTuple):
    """A counted product; `expected` is None while the count is open, because counting is blind."""

    product_id: int
    sku: str
    name: str
    counted: int
    expected: int | None
    cost_e4: int
    price_per: int
    art: str = ""
    name_zh: str = ""
    unit: str = "piece"


@prepared
def _by_code(code: str) -> Any:
    return Place.select(Place.id).where(Place.code == code, Place.kind == PlaceKind.BIN.value)


def bin_named(code: str) -> int | None:
    """The id of the bin with a scanned or typed code, or None."""
    row = _by_code.one(code.strip().upper())
    return int(row[0]) if row else None


def bins() -> list[PlaceRow]:
    """All bins in walking order."""
    lies = (BinStock.place == Place.id) & (BinStock.on_hand > 0)
    columns = (Place.id, Place.code, Place.zone, Place.walk, Place.x_mm, Place.y_mm)
    query = (
        Place.select(*columns, fn.COUNT(BinStock.product), fn.COALESCE(fn.SUM(BinStock.on_hand), 0))
        .join(BinStock, peewee.JOIN.LEFT_OUTER, on=lies)
        .where(Place.kind == PlaceKind.BIN)
        .group_by(*columns)
        .order_by(Place.walk, Place.id)
    )
    return [PlaceRow._make((*row[:-1], int(row[-1]))) for row in query.tuples()]


def bin_contents(place_id: int) -> list[BinLine]:
    """What lies in one place."""
    return [BinLine(*row) for row in _lines(BinStock.place == place_id).order_by(Product.name, Product.id).tuples()]


def product_bins(product_id: int) -> list[BinLine]:
    """The bins in which a product lies, in walking order."""
    match = (BinStock.product == product_id) & (Place.kind == PlaceKind.BIN)
    return [BinLine(*row) for row in _lines(match).order_by(Place.walk, Place.id).tuples()]


def movements(
    *, product_id: int | None = None, place_id: int | None = None, reason: str = "", since: int = 0,
    before_id: int | None = None, limit: int = PAGE,
) -> list[MoveRow]:  # fmt: skip
    """Stock moves, the newest first, from before `before_id` on."""
    source, target = Place.alias("source"), Place.alias("target")
    query = (
        StockMove.select(
            StockMove.id, StockMove.moved_at, StockMove.product, Product.sku, product_name(), StockMove.quantity,
            source.code, target.code, StockMove.reason, StockMove.order_ref, StockMove.who, StockMove.note,
        )
        .join(Product)
        .join_from(StockMove, source, on=(StockMove.source == source.id))
        .join_from(StockMove, target, on=(StockMove.target == target.id))
        .order_by(StockMove.id.desc())
        .limit(limit)
    )  # fmt: skip
    if product_id is not None:
        query = query.where(StockMove.product == product_id)
    if place_id is not None:
        query = query.where((StockMove.source == place_id) | (StockMove.target == place_id))
    if reason:
        query = query.where(StockMove.reason == reason)
    if since:
        query = query.where(StockMove.moved_at >= since)
    if before_id is not None:
        query = query.where(StockMove.id < before_id)
    return [MoveRow(*row) for row in query.tuples()]


def history(product_id: int, limit: int = PAGE) -> list[MoveRow]:
    """How a product came and went, the newest first."""
    return movements(product_id=product_id, limit=limit)


def counts(*, done_too: bool = False, limit: int = PAGE) -> list[CountRow]:
    """Bins to count and counts to accept, in walking order; on demand also those that are over, newest first."""
    query = _counts().limit(limit)
    if done_too:
        query = query.order_by(Count.id.desc())
    else:
        query = query.where(Count.state.in_((CountState.OPEN, CountState.COUNTED))).order_by(Place.walk, Count.id)
    return [CountRow(*row) for row in query.tuples()]


def count_row(count_id: int) -> CountRow | None:
    """One count, or None."""
    return next((CountRow(*row) for row in _counts().where(Count.id == count_id).tuples()), None)


def count_lines(count_id: int) -> list[CountedLine]:
    """What was written down in a count, in that order; what the books said only once it is closed."""
    shown = peewee.Case(None, [(Count.state != CountState.OPEN, CountLine.expected)], None)
    query = (
        CountLine.select(
            CountLine.product,
            Product.sku,
            Product.name,
            CountLine.counted,
            shown,
            Product.cost_e4,
            Product.price_per,
            Product.art,
            Product.name_zh,
            Product.unit,
        )
        .join(Product)
        .join_from(CountLine, Count)
        .where(CountLine.count == count_id)
        .order_by(CountLine.id)
    )
    return [CountedLine(*row) for row in query.tuples()]


def _lines(match: Any) -> Any:
    return (
        BinStock.select(
            BinStock.place, Place.code, BinStock.product, Product.sku, Product.name, Product.art, Product.unit,
            BinStock.on_hand, Product.name_zh,
        )
        .join(Place)
        .join_from(BinStock, Product)
        .where(match, BinStock.on_hand > 0)
    )  # fmt: skip


def _counts() -> Any:
    lines = CountLine.select(fn.COUNT(CountLine.id)).where(CountLine.count == Count.id)
    return Count.select(
        Count.id, Count.place, Place.code, Count.state, Count.reason, Count.asked_at, Count.counted_at, Count.who, lines
    ).join(Place)
