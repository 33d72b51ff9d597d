"""Giving many products another tax at once, and taking that back; what was sold keeps the tax it had."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from peewee import fn

from app.catalog.models import Category, Product, Tax
from app.catalog.taxes import BadTax
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _
from app.core.refusal import NotFound, Refusal

AT_ONCE = 500  # ids in one statement
NO_CATEGORY = 0  # products without a category


class NothingToMove(Refusal):
    """No product has this tax in this category."""


class Moved(NamedTuple):
    """The products that have another tax now, so that it can be taken back."""

    from_tax: int
    to_tax: int
    products: list[int]


def to_move(from_tax: int, category_id: int | None = None) -> Any:
    """What makes a product one of those that would move; all categories when none is said."""
    mine = Product.tax == from_tax
    if category_id is None:
        return mine
    return mine & (Product.category.is_null() if category_id == NO_CATEGORY else Product.category == category_id)


def count_to_move(from_tax: int, category_id: int | None = None) -> int:
    """How many products would move."""
    return int(Product.select(fn.COUNT(Product.id)).where(to_move(from_tax, category_id)).scalar())


@command("catalog.move_tax")
def move_tax(by: Actor, from_tax: int, to_tax: int, category_id: int | None = None) -> Moved:
    """Give all products of a tax, or those of one category (NO_CATEGORY: of none), another tax.

    Refused with BadTax when it is the same tax or one that is no longer offered, with NothingToMove and NotFound.
    """
    before, after = _tax(from_tax), _tax(to_tax)
    if from_tax == to_tax:
        raise BadTax("to_tax", _("Choose another tax than they have."))
    if not after.is_active:
        raise BadTax("to_tax", _("{tax} is not offered for products.").format(tax=after.name))
    if category_id and not Category.select().where(Category.id == category_id).exists():
        raise NotFound("category", category_id)
    moved = _give(to_tax, to_move(from_tax, category_id))
    if not moved:
        raise NothingToMove(_("No product has {tax} there.").format(tax=before.name))
    _tell(Moved(from_tax, to_tax, moved), before.name, after.name, category=category_id)
    return Moved(from_tax, to_tax, moved)


@command("catalog.undo_move_tax")
def undo_move_tax(by: Actor, moved: Moved) -> int:
    """Give products their former tax again, but for those that have got another one since; returns how many."""
    before, after = _tax(moved.from_tax), _tax(moved.to_tax)
    back: list[int] = []
    for part in _parts(moved.products):
        back += _give(moved.from_tax, (Product.tax == moved.to_tax) & Product.id.in_(part))
    _tell(Moved(moved.to_tax, moved.from_tax, back), after.name, before.name)
    return len(back)


def _give(tax_id: int, which: Any) -> list[int]:
    found = [row for (row,) in Product.select(Product.id).where(which).order_by(Product.id).tuples()]
    for part in _parts(found):
        Product.update(tax=tax_id).where(Product.id.in_(part), which).execute()
    return found


def _tell(moved: Moved, before: str, after: str, **more: Any) -> None:
    for product_id in moved.products:
        touch("product", product_id)
    touch("tax", moved.from_tax)
    touch("tax", moved.to_tax)
    note(before=before, after=after, products=len(moved.products), **more)


def _tax(tax_id: int) -> Any:
    row = Tax.get_or_none(Tax.id == tax_id)
    if row is None:
        raise NotFound("tax", tax_id)
    return row


def _parts(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
