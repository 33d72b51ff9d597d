"""What the counter asks the store about a code or a product: read on the reader's thread, handed over as plain rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from app.counter.ticket import Sellable

if TYPE_CHECKING:
    from app.counter.lines import TicketOption
    from app.counter.options import AskedGroup


class Offer(NamedTuple):
    """A product that may go onto the ticket, with what the shelf says."""

    item: Sellable
    quantity: int
    unit_price_e4: int | None
    lot: str
    serial: str
    expires_on: str
    available: int
    is_stocked: bool
    home: str
    incoming: int
    groups: tuple[AskedGroup, ...] = ()  # of options that go with it
    options: tuple[TicketOption, ...] | None = None  # chosen; None when nobody asked yet


class Found(NamedTuple):
    """What a code stands for: products, else another record, or a coupon."""

    text: str
    offers: list[Offer]
    scan: Any = None
    coupon: Any = None

    @property
    def is_known(self) -> bool:
        """Whether it stands for anything."""
        return bool(self.offers) or self.scan is not None or self.coupon is not None


def find(text: str, *, typed: bool = False) -> Found:
    """Find out what a scanned (or typed) code stands for; typed words may also mean the best product found."""
    from app.catalog.coupons import find_coupon
    from app.counter.lookup import look_up
    from app.overview.codes import recognise

    offers = [_with_stock(hit) for hit in look_up(text)]
    if offers:
        return Found(text, offers)
    scan = recognise(text)
    if scan is not None:
        return Found(text, [], scan)
    if (coupon := find_coupon(text)) is not None:
        return Found(text, [], coupon=coupon)
    if typed:
        best = search(text, 1)
        if best:
            return Found(text, find_product(best[0].product_id, best[0].sku))
    return Found(text, [])


def find_product(product_id: int, sku: str) -> list[Offer]:
    """One product by its number, as a quick key or a search hit names it; of its code what the label says besides."""
    from app.counter.lookup import look_up, look_up_product

    hits = [hit for hit in look_up(sku) if product_id in (hit.item.product_id, hit.item.variant_of)]
    return [_with_stock(hit) for hit in hits or look_up_product(product_id)]


def find_free(sku: str) -> list[Offer]:
    """The goods that free lines of a tax rate are booked on."""
    from app.counter.lookup import look_up

    return [_with_stock(hit) for hit in look_up(sku)]


def search(text: str, limit: int = 8) -> list[Any]:
    """Products on sale that typed words mean, best first, with stock."""
    from app.inventory.queries import search_sellable

    return search_sellable(text, limit)


def keys_of(category_id: int | None) -> list[Any]:
    """The quick keys of a category, or the favourites, with their free stock."""
    from app.inventory.queries import sellable_keys

    return sellable_keys(category_id)


def all_categories() -> list[Any]:
    """All categories, for a new product."""
    from app.catalog.queries import categories

    return categories()


def sold_before(product_id: int, serial: str) -> str:
    """The number of the sale that a piece with this serial number went out with, or nothing."""
    from app.counter.goods import sold_serial

    return sold_serial(product_id, serial)


def category_chips() -> list[Any]:
    """The categories that have something on sale."""
    from app.catalog.queries import categories

    return [row for row in categories() if row.products]


def _with_stock(hit: Any) -> Offer:
    from app.inventory.queries import sellable

    row = sellable(hit.item.product_id)
    available, home, incoming = (row.available, row.home, row.incoming) if row else (0, "", 0)
    stocked = bool(row and row.is_stocked)
    return Offer(*hit, available, stocked, home, incoming, options_of(hit.item))


def options_of(item: Sellable) -> tuple[AskedGroup, ...]:
    """The groups of options that go with a product; a look into memory where it has none."""
    from app.catalog.book import current

    if not current().options.of(item.product_id, item.category_id, item.variant_of):
        return ()
    from app.counter.options import groups_for

    return groups_for(item.product_id)
