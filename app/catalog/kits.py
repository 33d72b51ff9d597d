"""Kits: a product made of others; selling one moves the stock of its parts, and its price stays its own."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.catalog.events import HasStock, ProductChanged
from app.catalog.models import KitPart, Product, Unit
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import ask, emit
from app.core.i18n import _
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal


class BadKit(Refusal):
    """A set of parts that cannot be a kit."""


class Part(NamedTuple):
    """So many base units of a product in one piece of a kit, with all that a line copies from it."""

    product_id: int
    quantity: int
    sku: str
    name: str
    unit: str
    price_per: int
    cost_e4: int
    is_stocked: bool
    is_active: bool
    category_id: int | None
    price_e4: int


@prepared(rows=Part)
def _parts(kit: int) -> Any:
    return (
        KitPart.select(
            KitPart.part, KitPart.quantity, Product.sku, Product.name, Product.unit, Product.price_per,
            Product.cost_e4, Product.is_stocked, Product.is_active, Product.category, Product.price_e4,
        ).join(Product, on=(KitPart.part == Product.id)).where(KitPart.kit == kit).order_by(KitPart.id)
    )  # fmt: skip


def parts_of(kit_id: int) -> list[Part]:
    """The parts of a kit in the order in which they were chosen; empty for any other product."""
    found: list[Part] = _parts.all(kit_id)
    return found


@command("catalog.save_kit")
def save_kit(by: Actor, product_id: int, parts: tuple[tuple[int, int], ...]) -> None:
    """Make a product a kit of (product, base units) each; without parts it is a plain product again.

    Orders keep the parts they were placed with; it is sold from the age that any of its parts is.  BadKit when it
    has stock of its own, is a part of another kit, is not counted in pieces, or a part is a kit, has no stock or
    stands there twice.
    """
    kit = Product.get_or_none(Product.id == product_id)
    if kit is None:
        raise NotFound("product", product_id)
    before = [(part.product_id, part.quantity) for part in parts_of(product_id)]
    if parts:
        _check(kit, parts)
    KitPart.delete().where(KitPart.kit == product_id).execute()
    for part_id, quantity in parts:
        KitPart.insert(kit=product_id, part=part_id, quantity=quantity).execute()
    stocked = False if parts else kit.is_stocked or kit.is_kit
    age = max([kit.age_limit, *(Product.get_by_id(part_id).age_limit for part_id, _quantity in parts)])
    Product.update(is_kit=bool(parts), is_stocked=stocked, age_limit=age).where(Product.id == product_id).execute()
    touch("product", product_id)
    emit(ProductChanged(product_id))
    note(sku=kit.sku, before=before, after=[list(part) for part in parts])


def _check(kit: Product, parts: tuple[tuple[int, int], ...]) -> None:
    if kit.unit != Unit.PIECE or kit.is_gift_card or kit.needs_serial or kit.has_variants:
        raise BadKit(_("Only a product that is sold by the piece, without serial numbers, can be a kit."))
    if KitPart.select().where(KitPart.part == kit.id).exists():
        raise BadKit(_("{name} is a part of another kit.").format(name=kit.name), product_id=kit.id)
    if not kit.is_kit and ask(HasStock(kit.id)):
        raise BadKit(_("{name} lies in a bin. Take its stock out first.").format(name=kit.name), product_id=kit.id)
    if len({part_id for part_id, _quantity in parts}) < len(parts):
        raise BadKit(_("A product stands in a kit once, with its number of pieces."))
    for part_id, quantity in parts:
        _check_part(kit, part_id, quantity)


def _check_part(kit: Product, part_id: int, quantity: int) -> None:
    part = Product.get_or_none(Product.id == part_id)
    if part is None:
        raise NotFound("product", part_id)
    if quantity < 1:
        raise BadKit(_("A kit has at least one piece of each part."), product_id=part_id)
    if part.id == kit.id or part.is_kit or part.has_variants or not part.is_stocked or part.needs_serial:
        raise BadKit(
            _("{name} cannot be a part: parts are kept in stock, and are no kits.").format(name=part.name),
            product_id=part_id,
        )


def kit_pieces(kit_id: int, part_id: int, *quantities: int) -> tuple[int, ...]:
    """For how many pieces of a kit these quantities of one of its parts are enough."""
    each = next(part.quantity for part in parts_of(kit_id) if part.product_id == part_id)
    return tuple(quantity // each for quantity in quantities)
