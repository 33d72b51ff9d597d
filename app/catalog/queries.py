"""What screens read of the catalog."""

from __future__ import annotations

from itertools import count
from typing import Any, NamedTuple

import peewee

from app.catalog.book import book
from app.catalog.find import find_product_ids
from app.catalog.models import Category, Product, ProductCode, Tax
from app.catalog.products import can_be_deposit
from app.catalog.tax_book import TaxKind
from app.core import clock
from app.core.prepared import prepared
from app.core.refusal import NotFound

PAGE = 200


class ProductRow(NamedTuple):
    """A product in a list; prices in 1/10,000 for `price_per` base units."""

    id: int
    sku: str
    name: str
    name_zh: str
    brand: str
    category_id: int | None
    category: str
    unit: str
    price_e4: int
    price_per: int
    cost_e4: int
    tax_bp: int
    art: str
    is_stocked: bool
    is_active: bool
    quick_key: int | None


class CodeRow(NamedTuple):
    """A code of a product and how many base units it stands for."""

    code: str
    quantity: int


class ProductDetail(NamedTuple):
    """All that is known about a product."""

    row: ProductRow
    tax_id: int
    weight_grams: int
    length_mm: int
    width_mm: int
    height_mm: int
    allow_found: bool
    age_limit: int
    reorder_point: int
    order_up_to: int
    needs_serial: bool
    deposit_id: int | None
    codes: list[CodeRow]


class CategoryRow(NamedTuple):
    """A shelf label with how many products are on sale under it."""

    id: int
    code: str
    name: str
    name_zh: str
    position: int
    products: int
    tax_id: int | None = None  # what its new products start with


class TaxRow(NamedTuple):
    """What products can be taxed with; the rate of today in hundredths of a percent, of a group the sum of its rates."""

    id: int
    code: str
    name: str
    rate_bp: int
    kind: TaxKind
    is_active: bool


_COLUMNS = (
    Product.id, Product.sku, Product.name, Product.name_zh, Product.brand, Product.category,
    peewee.fn.COALESCE(Category.name, ""), Product.unit, Product.price_e4, Product.price_per, Product.cost_e4,
    Tax.rate_bp, Product.art, Product.is_stocked, Product.is_active, Product.quick_key,
)  # fmt: skip


def products(
    text: str = "", *, category_id: int | None = None, gone_too: bool = False, after: ProductRow | None = None,
    limit: int = PAGE,
) -> list[ProductRow]:  # fmt: skip
    """A page of products by name, from behind `after`; with a text the best matches first, in one page."""
    query = _rows()
    if not gone_too:
        query = query.where(Product.is_active)
    if category_id is not None:
        query = query.where(Product.category == category_id)
    if text.strip():
        ids = find_product_ids(text, limit)
        place = {product_id: no for no, product_id in enumerate(ids)}
        found = [ProductRow(*row) for row in query.where(Product.id.in_(ids)).tuples()]
        return sorted(found, key=lambda row: place[row.id])
    if after is not None:
        query = query.where((Product.name > after.name) | ((Product.name == after.name) & (Product.id > after.id)))
    return [ProductRow(*row) for row in query.order_by(Product.name, Product.id).limit(limit).tuples()]


def quick_keys(category_id: int | None = None, limit: int = 60) -> list[ProductRow]:
    """The products of the quick-key row: the favourites, or all of a category, in their order."""
    query = _rows().where(Product.is_active)
    if category_id is None:
        query = query.where(Product.quick_key.is_null(False))
    else:
        query = query.where(Product.category == category_id)
    last = peewee.fn.COALESCE(Product.quick_key, 1_000_000)
    return [ProductRow(*row) for row in query.order_by(last, Product.name, Product.id).limit(limit).tuples()]


@prepared
def _detail(product: int) -> Any:
    return (
        Product.select(
            *_COLUMNS, Product.tax, Product.weight_grams, Product.length_mm, Product.width_mm, Product.height_mm,
            Product.allow_found, Product.age_limit, Product.reorder_point, Product.order_up_to,
            Product.needs_serial, Product.deposit,
        )
        .join(Tax)
        .join_from(Product, Category, peewee.JOIN.LEFT_OUTER)
        .where(Product.id == product)
    )  # fmt: skip


def product_detail(product_id: int) -> ProductDetail:
    """A product with its codes; NotFound when there is none such."""
    row = _detail.one(product_id)
    if row is None:
        raise NotFound("product", product_id)
    width = len(_COLUMNS)
    codes = ProductCode.select(ProductCode.code, ProductCode.quantity).where(ProductCode.product == product_id)
    ordered = [CodeRow(*code) for code in codes.order_by(ProductCode.id).tuples()]
    return ProductDetail._make((ProductRow(*row[:width]), *row[width:], ordered))


def categories() -> list[CategoryRow]:
    """All shelf labels in the order of the quick-key row."""
    sold = (Product.category == Category.id) & Product.is_active
    query = (
        Category.select(
            Category.id, Category.code, Category.name, Category.name_zh, Category.position,
            peewee.fn.COUNT(Product.id), Category.tax,
        )
        .join(Product, peewee.JOIN.LEFT_OUTER, on=sold)
        .group_by(
            Category.id, Category.code, Category.name, Category.name_zh, Category.position, Category.tax
        ).order_by(Category.position, Category.id)
    )  # fmt: skip
    return [CategoryRow(*row) for row in query.tuples()]


def deposits() -> list[tuple[int, str]]:
    """The products that may be taken as a deposit with others: id and name."""
    rows: Any = can_be_deposit().order_by(Product.name, Product.id)
    return [(row.id, row.name) for row in rows]


def taxes() -> list[TaxRow]:
    """All tax rates, the highest first."""
    here, today = book().taxes, clock.today()
    query = Tax.select(Tax.id, Tax.code, Tax.name, Tax.kind, Tax.is_active)
    rows = [TaxRow(row[0], row[1], row[2], here.rate_on(row[0], today), *row[3:]) for row in query.tuples()]
    return sorted(rows, key=lambda row: (-row.rate_bp, row.id))


def _rows() -> Any:
    return Product.select(*_COLUMNS).join(Tax).join_from(Product, Category, peewee.JOIN.LEFT_OUTER)


def free_sku(start: str = "P-") -> str:
    """A short SKU that no product has: P-0001 and so on."""
    numbered = (f"{start}{no:04d}" for no in count(Product.select().count() + 1))
    return next(sku for sku in numbered if not Product.select().where(Product.sku == sku).exists())


def next_quick_key() -> int:
    """The place behind the last favourite of the quick keys."""
    return int(Product.select(peewee.fn.MAX(Product.quick_key)).scalar() or 0) + 1
