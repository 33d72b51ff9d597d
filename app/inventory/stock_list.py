"""The stock screen: one statement a page, with filters, sorting, the figures of the alert cards and what runs low."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

import peewee
from peewee import fn

from app.catalog.find import find_product_ids
from app.catalog.models import Category, Product
from app.catalog.names import category_name, product_name
from app.core import clock
from app.core.money import minor_digits
from app.inventory.models import BinStock, Place, Stock, StockMove
from app.inventory.queries import on_hand_of

PAGE = 200
COVER_DAYS = 28  # sales of so many days say how long the stock lasts
IDLE_DAYS = 90
SHORT_DAYS = 14
_GONE = ("sale", "pick")


class StockFilter(StrEnum):
    """The alert cards and tabs of the stock screen."""

    ALL = "all"
    LOW = "low"
    SHORT = "short"  # lasts less than two weeks
    OUT = "out"
    RESERVED = "reserved"
    INCOMING = "incoming"
    IDLE = "idle"


class StockSort(StrEnum):
    """What the rows may be sorted by."""

    NAME = "name"
    SKU = "sku"
    ON_HAND = "on_hand"
    RESERVED = "reserved"
    AVAILABLE = "available"
    INCOMING = "incoming"
    COVER = "cover"
    BIN = "bin"
    LAST_MOVE = "last_move"


class StockRow(NamedTuple):
    """A product with how much there is; `sold` base units left in the last 28 days, `cover_days` None when none did."""

    product_id: int
    sku: str
    name: str
    name_zh: str
    art: str
    category: str
    unit: str
    price_e4: int
    price_per: int
    cost_e4: int
    reorder_point: int
    order_up_to: int
    on_hand: int
    reserved: int
    incoming: int
    home_id: int | None
    home: str
    sold: int
    last_moved_at: int | None
    kind: str  # kit, parent, variant, or plain
    family: str  # the name of the parent of a variant
    attributes: dict[str, str] | None

    @property
    def available(self) -> int:
        """On hand less reserved."""
        return self.on_hand - self.reserved

    @property
    def cover_days(self) -> int | None:
        """How many days the free stock lasts at the pace of the last four weeks."""
        return self.available * COVER_DAYS // self.sold if self.sold else None

    @property
    def is_low(self) -> bool:
        """Whether it has to be bought, see `runs_low`."""
        return bool(runs_low(self.available, self.incoming, self.reorder_point))

    @property
    def suggested(self) -> int:
        """What to order, in base units, see `to_order`."""
        return to_order(self.available, self.incoming, self.reorder_point, self.order_up_to)


class StockPage(NamedTuple):
    """A page of stock rows and how many rows the filter has in all."""

    rows: list[StockRow]
    total: int


class StockCounts(NamedTuple):
    """The figures on the alert cards; the value at cost in minor units of the shop's currency."""

    products: int
    low: int
    out: int
    reserved: int
    incoming: int
    value_minor: int


class LowRow(NamedTuple):
    """A product to buy, and how much brings it up to where it should be."""

    product_id: int
    sku: str
    name: str
    available: int
    incoming: int
    reorder_point: int
    order_up_to: int

    @property
    def suggested(self) -> int:
        """What to order, in base units, see `to_order`."""
        return to_order(self.available, self.incoming, self.reorder_point, self.order_up_to)


def runs_low(free: Any, incoming: Any, reorder_point: Any) -> Any:
    """Whether free and coming goods are strictly below the point at which to buy; of figures, and of columns in SQL."""
    return (reorder_point > 0) & (free + incoming < reorder_point)


def to_order(free: int, incoming: int, reorder_point: int, order_up_to: int) -> int:
    """What brings a product up to where it should be; up to the reorder point where no target is set."""
    return max(max(order_up_to, reorder_point) - free - incoming, 0)


_family = Product.alias()
_on_hand = fn.COALESCE(Stock.on_hand, 0)
_reserved = fn.COALESCE(Stock.reserved, 0)
_incoming = fn.COALESCE(Stock.incoming, 0)
_free = _on_hand - _reserved
_low = runs_low(_free, _incoming, Product.reorder_point)


def stock_page(
    text: str = "", *, only: StockFilter | str = StockFilter.ALL, category_id: int | None = None,
    place_id: int | None = None, sort: StockSort | str = StockSort.NAME, falling: bool = False, offset: int = 0,
    limit: int = PAGE,
) -> StockPage:  # fmt: skip
    """A page of the stock list; a text finds products by name, SKU or code, `place_id` shows what lies in one bin."""
    match = _match(StockFilter(only), category_id, place_id, with_families=True)
    if text.strip():
        match.append(Product.id.in_(find_product_ids(text, PAGE)))
    key = _sort_key(StockSort(sort))
    order = (key.desc() if falling else key.asc(), Product.variant_no, Product.name, Product.id)
    in_all = fn.COUNT(Product.id).over()
    query = _joined(Product.select(*_row_columns(), in_all).where(*match)).order_by(*order)
    found = list(query.limit(limit).offset(offset).tuples())
    return StockPage([_row(row[:-1]) for row in found], int(found[0][-1]) if found else 0)


def stock_row(product_id: int) -> StockRow | None:
    """One product as the stock list shows it; None when there is none such."""
    page = _joined(Product.select(*_row_columns()).where(Product.id == product_id))
    return next((_row(row) for row in page.tuples()), None)


def stock_counts() -> StockCounts:
    """How many products need a look, and what the stock is worth at cost."""

    def how_many(condition: Any) -> Any:
        return fn.COALESCE(fn.SUM(peewee.Case(None, [(condition, 1)], 0)), 0)

    digits = 10_000 // 10 ** minor_digits()
    value = fn.COALESCE(fn.SUM(_on_hand * Product.cost_e4 / Product.price_per), 0)
    query = Product.select(
        fn.COUNT(Product.id), how_many(_low), how_many(_free <= 0), how_many(_reserved > 0), how_many(_incoming > 0),
        value,
    )  # fmt: skip
    *counts, worth = (
        query.join(Stock, peewee.JOIN.LEFT_OUTER, on=(Stock.product == Product.id)).where(*_match()).tuples().get()
    )
    return StockCounts._make((*(int(count) for count in counts), int(worth) // digits))


def low_stock(limit: int = 500) -> list[LowRow]:
    """What is below the point at which to buy, the emptiest first."""
    query = (
        Product.select(
            Product.id, Product.sku, product_name(), _free, _incoming, Product.reorder_point, Product.order_up_to
        )
        .join(Stock, peewee.JOIN.LEFT_OUTER, on=(Stock.product == Product.id))
        .where(*_match(StockFilter.LOW))
        .order_by((_free + _incoming - Product.reorder_point).asc(), Product.name, Product.id)
        .limit(limit)
    )
    return [LowRow(*row) for row in query.tuples()]


def _match(
    only: StockFilter = StockFilter.ALL, category_id: int | None = None, place_id: int | None = None, *,
    with_families: bool = False,
) -> list[Any]:  # fmt: skip
    shown = Product.is_stocked
    if only == StockFilter.ALL and with_families:
        shown |= Product.is_kit | Product.has_variants  # no stock of their own, but found and opened here
    match: list[Any] = [Product.is_active, shown, *filter_conditions(only)]
    if category_id is not None:
        match.append(Product.category == category_id)
    if place_id is not None:
        lies = BinStock.select(BinStock.product).where(BinStock.place == place_id, BinStock.on_hand > 0)
        match.append(Product.id.in_(lies))
    return match


def filter_conditions(only: StockFilter) -> list[Any]:
    """What a product must fulfil to stand under an alert card; for statements that join `Stock` to `Product`."""
    idle_since = clock.now_ms() - IDLE_DAYS * clock.DAY_MS
    moves = StockMove.select(StockMove.id).where(StockMove.product == Product.id, StockMove.moved_at >= idle_since)
    sold = _sold()
    return {
        StockFilter.ALL: [],
        StockFilter.LOW: [_low],
        StockFilter.SHORT: [_free > 0, sold > 0, _free * COVER_DAYS < sold * SHORT_DAYS],
        StockFilter.OUT: [_free <= 0],
        StockFilter.RESERVED: [_reserved > 0],
        StockFilter.INCOMING: [_incoming > 0],
        StockFilter.IDLE: [_on_hand > 0, ~fn.EXISTS(moves)],
    }[only]


def _sold() -> Any:
    """Base units that left in the last four weeks, by sale or pick, less what was put back."""
    since = clock.now_ms() - COVER_DAYS * clock.DAY_MS
    back = peewee.Case(None, [(StockMove.reason == "put_back", StockMove.quantity * -1)], StockMove.quantity)
    return fn.COALESCE(
        StockMove.select(fn.SUM(back)).where(
            StockMove.product == Product.id, StockMove.moved_at >= since, StockMove.reason.in_((*_GONE, "put_back"))
        ),
        0,
    )


def _last_moved() -> Any:
    return StockMove.select(fn.MAX(StockMove.moved_at)).where(StockMove.product == Product.id)


def _row_columns() -> tuple[Any, ...]:
    return (
        Product.id, Product.sku, Product.name, Product.name_zh, Product.art, fn.COALESCE(category_name(), ""),
        Product.unit, Product.price_e4, Product.price_per, Product.cost_e4, Product.reorder_point, Product.order_up_to,
        on_hand_of(), _reserved, _incoming, Stock.home, fn.COALESCE(Place.code, ""), _sold(), _last_moved(), _kind(),
        fn.COALESCE(product_name(_family), ""), Product.attributes,
    )  # fmt: skip


def _kind() -> Any:
    kinds = [(Product.is_kit, "kit"), (Product.has_variants, "parent"), (Product.variant_of.is_null(False), "variant")]
    return peewee.Case(None, kinds, "plain")


def _joined(query: Any) -> Any:
    left = peewee.JOIN.LEFT_OUTER
    return (
        query.join_from(Product, Stock, left, on=(Stock.product == Product.id))
        .join_from(Stock, Place, left, on=(Place.id == Stock.home))
        .join_from(Product, Category, left)
        .join_from(Product, _family, left, on=(_family.id == Product.variant_of))
    )


def _sort_key(sort: StockSort) -> Any:
    # Goods that nobody buys last longest.
    sold = _sold()
    cover = peewee.Case(None, [(sold > 0, _free * COVER_DAYS / sold)], 10**9)
    return {
        StockSort.NAME: fn.COALESCE(_family.name, Product.name), StockSort.SKU: Product.sku, StockSort.ON_HAND: _on_hand,
        StockSort.RESERVED: _reserved, StockSort.AVAILABLE: _free, StockSort.INCOMING: _incoming,
        StockSort.COVER: cover, StockSort.BIN: fn.COALESCE(Place.code, ""),
        StockSort.LAST_MOVE: fn.COALESCE(_last_moved(), 0),
    }[sort]  # fmt: skip


def _row(values: tuple[Any, ...]) -> StockRow:
    *first, on_hand, reserved, incoming, home, place, sold, moved, kind, family, attributes = values
    figures = int(on_hand), reserved, incoming, home, place, int(sold), moved
    return StockRow._make((*first, *figures, kind, family, attributes))
