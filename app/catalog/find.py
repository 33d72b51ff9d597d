"""Finding products as one types: by name in either language, SKU, codes, brand, and what other rooms call them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import JOIN

from app.catalog.events import ProductWords
from app.catalog.models import Product, ProductCode
from app.core import canonical, search
from app.core.events import ask
from app.core.prepared import prepared

KIND = "product"


@prepared
def _words(product):
    parent = Product.alias()
    own = (Product.name, Product.name_zh, Product.sku, Product.brand, Product.is_active)
    return (
        Product.select(*own, parent.name, Product.attributes)
        .join(parent, JOIN.LEFT_OUTER, on=(Product.variant_of == parent.id)).where(Product.id == product)
    )  # fmt: skip


@prepared
def _codes(product):
    return ProductCode.select(ProductCode.code).where(ProductCode.product == product).order_by(ProductCode.id)


def index_product(product_id: int) -> None:
    """Make a product findable by what it is called now; one that is no longer sold is not found."""
    name, name_zh, sku, brand, is_active, family, attributes = _words.one(product_id)
    if not is_active:
        search.drop(KIND, product_id)
        return
    codes = [row[0] for row in _codes.all(product_id) if row[0] != sku]
    words = (name, name_zh, sku, brand, family, *_values(attributes), *codes, *ask(ProductWords(product_id)))
    search.put(KIND, product_id, " ".join(filter(None, words)))


def _values(attributes: Any) -> list[str]:
    """The sizes and colors of a variant; a prepared query reads them as text."""
    read = canonical.decode(attributes) if isinstance(attributes, str) else attributes
    return [str(value) for value in (read or {}).values()]


def index_products(product_ids: Iterable[int] | None = None) -> int:
    """Make many products findable, all of them by default: after an import; returns how many."""
    ids = [row.id for row in Product.select(Product.id)] if product_ids is None else list(product_ids)
    for product_id in ids:
        index_product(product_id)
    return len(ids)


def find_product_ids(text: str, limit: int = 20) -> list[int]:
    """The ids of the products on sale that a typed text means, best first."""
    return search.find(KIND, text, limit)
