"""What the counter and the phone read: a product behind a code with its price and free stock, in one statement."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

import peewee
from peewee import fn

from app.catalog.codes import normal_code
from app.catalog.find import find_product_ids
from app.catalog.models import KitPart, Product, ProductCode, Tax
from app.catalog.scanned import ScanKind, Scanned, read_scan
from app.core.prepared import among, listed, prepared
from app.inventory.models import Place, Stock


class Sellable(NamedTuple):
    """A product on sale: all that a ticket line needs, and how much there is.

    `quantity` base units are what the scanned code stands for; prices in 1/10,000 for `price_per` base units.
    """

    product_id: int
    sku: str
    name: str
    name_zh: str
    price_e4: int
    price_per: int
    cost_e4: int
    unit: str
    tax_bp: int
    quantity: int
    category_id: int | None
    art: str
    weight_grams: int
    age_limit: int
    allow_found: bool
    is_stocked: bool
    on_hand: int
    reserved: int
    incoming: int
    home: str
    quick_key: int | None  # its place among the favourites
    has_variants: bool
    deposit_id: int | None
    deposit_name: str
    deposit_e4: int
    deposit_tax_bp: int
    tax_id: int
    deposit_tax_id: int

    @property
    def available(self) -> int:
        """On hand less reserved."""
        return self.on_hand - self.reserved


_deposit, _deposit_tax = Product.alias(), Tax.alias()


def _columns(quantity: Any) -> tuple[Any, ...]:
    return (
        Product.id, Product.sku, Product.name, Product.name_zh, Product.price_e4, Product.price_per, Product.cost_e4,
        Product.unit, Tax.rate_bp, quantity, Product.category, Product.art, Product.weight_grams, Product.age_limit,
        Product.allow_found, Product.is_stocked | Product.is_kit | Product.has_variants, on_hand_of(),
        fn.COALESCE(Stock.reserved, 0), fn.COALESCE(Stock.incoming, 0), fn.COALESCE(Place.code, ""),
        Product.quick_key, Product.has_variants, Product.deposit, fn.COALESCE(_deposit.name, ""),
        fn.COALESCE(_deposit.price_e4, 0), fn.COALESCE(_deposit_tax.rate_bp, 0), Product.tax,
        fn.COALESCE(_deposit.tax, 0),
    )  # fmt: skip


def on_hand_of() -> Any:
    """On hand; of a kit as many as its parts would make, the scarcest of them; of a parent what its variants have free."""
    there = Stock.alias()
    makes = fn.MIN((there.on_hand - there.reserved) / KitPart.quantity)
    kits = KitPart.select(makes).join(there, on=(there.product == KitPart.part)).where(KitPart.kit == Product.id)
    variant, lies = Product.alias(), Stock.alias()
    free = fn.SUM(peewee.Case(None, [(lies.on_hand > lies.reserved, lies.on_hand - lies.reserved)], 0))
    family = lies.select(free).join(variant, on=(variant.id == lies.product)).where(variant.variant_of == Product.id)
    return fn.COALESCE(peewee.Case(None, [(Product.is_kit, kits), (Product.has_variants, family)], Stock.on_hand), 0)


def _with_stock(query: Any) -> Any:
    left = peewee.JOIN.LEFT_OUTER
    return (
        query.join_from(Product, Tax)
        .join_from(Product, Stock, left, on=(Stock.product == Product.id))
        .join_from(Stock, Place, left, on=(Place.id == Stock.home))
        .join_from(Product, _deposit, left, on=(_deposit.id == Product.deposit))
        .join_from(_deposit, _deposit_tax, left, on=(_deposit_tax.id == _deposit.tax))
    )


@prepared(rows=Sellable)
def _by_code(typed: str, normal: str) -> Any:
    query = ProductCode.select(*_columns(ProductCode.quantity)).join(Product)
    match = (ProductCode.code == typed) | (ProductCode.code == normal)
    return _with_stock(query).where(match, Product.is_active).order_by(Product.name, Product.id)


@prepared(rows=Sellable)
def _by_id(product: int) -> Any:
    return _with_stock(Product.select(*_columns(peewee.Value(1, converter=False)))).where(Product.id == product)


@prepared(rows=Sellable)
def _by_ids(ids: str) -> Any:
    query = _with_stock(Product.select(*_columns(peewee.Value(1, converter=False))))
    return query.where(Product.is_active, among(Product.id, ids))


def find_sellable(code: str) -> list[Sellable]:
    """The products on sale behind a scanned or typed code, with stock; several for a shared code or a parent's."""
    hits = with_variants(_by_code.all(code.strip(), normal_code(code)))
    return hits if len(hits) < 2 else list({hit.product_id: hit for hit in reversed(hits)}.values())[::-1]


def read_sellable(text: str) -> tuple[Scanned, list[Sellable]]:
    """What a scanner sent, read, with the products behind it.

    A whole number that is itself a product's code comes before a weight or price that its digits may hold.
    """
    scanned = read_scan(text)
    if scanned.kind in (ScanKind.WEIGHT, ScanKind.PRICE) and (hits := find_sellable(scanned.text)):
        return Scanned(scanned.text, ScanKind.GTIN, gtin=scanned.text, text=scanned.text), hits
    return scanned, find_sellable(scanned.code)


def sellable(product_id: int) -> Sellable | None:
    """One product with its stock, on sale or not; None when there is none such."""
    row: Sellable | None = _by_id.one(product_id)
    return row


def sellables(product_ids: Collection[int]) -> dict[int, Sellable]:
    """Those of the products that are on sale, with their stock, by their ids."""
    return {row.product_id: row for row in _by_ids.all(listed(product_ids))}


def search_sellable(text: str, limit: int = 20) -> list[Sellable]:
    """The products on sale that a typed text means, best first, with stock."""
    ids = find_product_ids(text, limit)
    place = {product_id: no for no, product_id in enumerate(ids)}
    return with_variants(sorted(_by_ids.all(listed(ids)), key=lambda row: place[row.product_id]))[:limit]


@prepared(rows=Sellable)
def _variants(parent: int) -> Any:
    query = _with_stock(Product.select(*_columns(peewee.Value(1, converter=False))))
    return query.where(Product.variant_of == parent, Product.is_active).order_by(Product.variant_no, Product.id)


def with_variants(hits: list[Sellable]) -> list[Sellable]:
    """The hits with each parent replaced by its variants, because it is one of them that is sold; each once."""
    if not any(hit.has_variants for hit in hits):
        return hits
    found = [one for hit in hits for one in (_variants.all(hit.product_id) if hit.has_variants else [hit])]
    return list({hit.product_id: hit for hit in found}.values())


def sellable_keys(category_id: int | None = None, limit: int = 60) -> list[Sellable]:
    """The quick keys with their free stock: the favourites, or all of a category, in their order."""
    mine = (Product.category == category_id) & Product.variant_of.is_null()  # a parent stands for its variants
    which = Product.quick_key.is_null(False) if category_id is None else mine
    last = fn.COALESCE(Product.quick_key, 1_000_000)
    return _many(Product.is_active, which, order=(last, Product.name, Product.id), limit=limit)


def _many(*match: Any, order: tuple[Any, ...] = (), limit: int | None = None) -> list[Sellable]:
    query = _with_stock(Product.select(*_columns(peewee.Value(1, converter=False)))).where(*match)
    return [Sellable(*row) for row in query.order_by(*order).limit(limit).tuples()]
