"""Variants: products of their own (price, codes, stock) that stand under a parent, told apart by size, color and the like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from app.catalog.events import HasStock, ProductChanged
from app.catalog.find import index_product
from app.catalog.models import Product
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import ask, emit
from app.core.i18n import _
from app.core.plain import one_line
from app.core.refusal import NotFound, Refusal

MOST = 99
LONGEST = 40


class BadVariant(Refusal):
    """A family of products that cannot be."""


class Variant(NamedTuple):
    """A product of a family and what tells it apart: {"Size": "M"}."""

    product_id: int
    sku: str
    name: str
    attributes: dict[str, str]


def variants_of(parent_id: int) -> list[Variant]:
    """The variants of a product in their order; empty when it is no parent."""
    query = Product.select(Product.id, Product.sku, Product.name, Product.attributes).where(
        Product.variant_of == parent_id
    )
    rows: Any = query.order_by(Product.variant_no, Product.id).tuples()
    return [Variant(product_id, sku, name, dict(attributes or {})) for product_id, sku, name, attributes in rows]


def words_of(attributes: Mapping[str, str] | None) -> str:
    """M · Red."""
    return " · ".join((attributes or {}).values())


@command("catalog.save_variants")
def save_variants(by: Actor, parent_id: int, variants: tuple[tuple[int, dict[str, str]], ...]) -> None:
    """Put products under a parent, each with its attributes; without any it is a plain product again.

    The parent is not sold itself: its code or tile opens the choice.  BadVariant when it has stock, is a kit or a
    variant itself, when a product stands in two families, or two variants cannot be told apart.
    """
    parent = Product.get_or_none(Product.id == parent_id)
    if parent is None:
        raise NotFound("product", parent_id)
    plain = tuple((product_id, _plain(attributes)) for product_id, attributes in variants)
    if plain:
        _check_parent(parent)
        _check_attributes(plain)
    for product_id, _attributes in plain:
        _check_variant(parent, product_id)
    before = [row.product_id for row in variants_of(parent_id)]
    Product.update(variant_of=None, attributes=None, variant_no=0).where(Product.variant_of == parent_id).execute()
    for no, (product_id, attributes) in enumerate(plain, 1):
        values = {"variant_of": parent_id, "attributes": attributes, "variant_no": no}
        Product.update(**values).where(Product.id == product_id).execute()
    stocked = False if plain else parent.is_stocked or parent.has_variants
    Product.update(has_variants=bool(plain), is_stocked=stocked).where(Product.id == parent_id).execute()
    for product_id in {parent_id, *before, *(row[0] for row in plain)}:
        index_product(product_id)
        touch("product", product_id)
        emit(ProductChanged(product_id))
    note(sku=parent.sku, before=before, after=[[product_id, attributes] for product_id, attributes in plain])


def _plain(attributes: dict[str, str]) -> dict[str, str]:
    found = {one_line(name)[:LONGEST]: one_line(value)[:LONGEST] for name, value in attributes.items()}
    if not found or not all(found) or not all(found.values()):
        raise BadVariant(_("Say of each variant what tells it apart, like its size and color."))
    return found


def _check_parent(parent: Product) -> None:
    if parent.is_kit or parent.variant_of_id is not None or parent.is_gift_card:
        raise BadVariant(_("{name} is a kit or a variant itself.").format(name=parent.name), product_id=parent.id)
    if not parent.has_variants and ask(HasStock(parent.id)):
        raise BadVariant(
            _("{name} lies in a bin. Take its stock out first.").format(name=parent.name), product_id=parent.id
        )


def _check_attributes(variants: tuple[tuple[int, dict[str, str]], ...]) -> None:
    if len(variants) > MOST:
        raise BadVariant(_("A family has up to {n} variants.").format(n=MOST))
    if len({product_id for product_id, _attributes in variants}) < len(variants):
        raise BadVariant(_("A product stands in its family once."))
    if len({tuple(attributes) for _id, attributes in variants}) > 1:
        raise BadVariant(_("Variants are told apart by the same things: each has a size, or none has."))
    if len({tuple(attributes.values()) for _id, attributes in variants}) < len(variants):
        raise BadVariant(_("Two variants are the same. Give each its own size or color."))


def _check_variant(parent: Product, product_id: int) -> None:
    row: Any = Product.get_or_none(Product.id == product_id)
    if row is None:
        raise NotFound("product", product_id)
    if row.id == parent.id or row.has_variants or row.variant_of_id not in (None, parent.id):
        raise BadVariant(
            _("{name} stands in another family, or is the parent.").format(name=row.name), product_id=product_id
        )
