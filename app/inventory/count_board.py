"""The counting screen: the bins of one aisle with how far their count is, what differs, and how right the books are."""

from __future__ import annotations

from typing import Any, NamedTuple

import peewee
from peewee import fn

from app.catalog.models import Product
from app.core import clock
from app.core.money import line_minor
from app.inventory.models import BinStock, Count, CountLine, CountState, Place, PlaceKind


class Zone(NamedTuple):
    """An aisle, how many bins it has and how many of them somebody asked to have counted."""

    zone: str
    bins: int
    asked: int


class CountBin(NamedTuple):
    """A bin with its count of today, if there is one; `missing` and `extra` are known once it is closed."""

    place_id: int
    code: str
    products: int
    count_id: int | None
    state: str
    reason: str
    who: int
    counted_at: int | None
    missing: int
    extra: int

    @property
    def is_done(self) -> bool:
        """Counted, whether or not somebody accepted the difference yet."""
        return self.state in (CountState.COUNTED, CountState.ACCEPTED)


class Difference(NamedTuple):
    """A product of a closed count of which there are more or fewer than the books say."""

    count_id: int
    place: str
    product_id: int
    sku: str
    name: str
    name_zh: str
    art: str
    unit: str
    difference: int
    value_minor: int


class CountTotals(NamedTuple):
    """What was counted today at cost, by how much the books were off, and how many lines were right (in 1/10,000)."""

    counted_minor: int
    difference_minor: int
    right_bp: int | None


def count_zones() -> list[Zone]:
    """The aisles in walking order."""
    asked = (Count.place == Place.id) & (Count.state == CountState.OPEN)
    query = (
        Place.select(Place.zone, fn.COUNT(Place.id.distinct()), fn.COUNT(Count.id.distinct()))
        .join(Count, peewee.JOIN.LEFT_OUTER, on=asked)
        .where(Place.kind == PlaceKind.BIN)
        .group_by(Place.zone)
        .order_by(fn.MIN(Place.walk), Place.zone)
    )
    return [Zone(*row) for row in query.tuples()]


def count_bins(zone: str) -> list[CountBin]:
    """The bins of an aisle in walking order, each with its open count or the last one of today."""
    today = clock.day_start_ms(clock.today())
    alive = (Count.state.in_((CountState.OPEN, CountState.COUNTED))) | (
        (Count.state == CountState.ACCEPTED) & (Count.counted_at >= today)
    )
    last = Count.select(fn.MAX(Count.id).alias("id")).where(alive).group_by(Count.place)
    products = BinStock.select(fn.COUNT(BinStock.product)).where(BinStock.place == Place.id, BinStock.on_hand > 0)
    missing = _gap(CountLine.expected - CountLine.counted)
    extra = _gap(CountLine.counted - CountLine.expected)
    query = (
        Place.select(
            Place.id, Place.code, products, Count.id, fn.COALESCE(Count.state, ""), fn.COALESCE(Count.reason, ""),
            fn.COALESCE(Count.who, 0), Count.counted_at, missing, extra,
        )
        .join(Count, peewee.JOIN.LEFT_OUTER, on=((Count.place == Place.id) & Count.id.in_(last)))
        .where(Place.kind == PlaceKind.BIN, Place.zone == zone)
        .order_by(Place.walk, Place.id)
    )  # fmt: skip
    return [
        CountBin._make((*row[:-2], int(row[-2] or 0), int(row[-1] or 0))) if row[4] != CountState.OPEN
        else CountBin._make((*row[:-2], 0, 0))
        for row in query.tuples()
    ]  # fmt: skip


def differences() -> list[Difference]:
    """What closed counts show that nobody accepted yet, in the order in which it was counted."""
    query = (
        CountLine.select(
            Count.id, Place.code, Product.id, Product.sku, Product.name, Product.name_zh, Product.art, Product.unit,
            CountLine.counted - CountLine.expected, Product.cost_e4, Product.price_per,
        )
        .join(Product)
        .join_from(CountLine, Count)
        .join_from(Count, Place)
        .where(Count.state == CountState.COUNTED, CountLine.counted != CountLine.expected)
        .order_by(Count.counted_at, CountLine.id)
    )  # fmt: skip
    return [Difference._make((*row[:9], line_minor(row[8], row[9], row[10]))) for row in query.tuples()]


def count_totals() -> CountTotals:
    """The sums of today's closed counts."""
    today = clock.day_start_ms(clock.today())
    query = (
        CountLine.select(CountLine.counted, CountLine.expected, Product.cost_e4, Product.price_per)
        .join(Product)
        .join_from(CountLine, Count)
        .where(Count.state.in_((CountState.COUNTED, CountState.ACCEPTED)), Count.counted_at >= today)
    )
    rows = list(query.tuples())
    counted = sum(line_minor(counted, cost, per) for counted, _expected, cost, per in rows)
    off = sum(line_minor(counted - expected, cost, per) for counted, expected, cost, per in rows)
    right = sum(counted == expected for counted, expected, _cost, _per in rows)
    return CountTotals(counted, off, right * 10_000 // len(rows) if rows else None)


def _gap(difference: Any) -> Any:
    return CountLine.select(fn.SUM(peewee.Case(None, [(difference > 0, difference)], 0))).where(
        CountLine.count == Count.id
    )
