"""A code that nobody knows, answered at the counter: a new product in three fields, or the code put on a known one."""

from __future__ import annotations

from dataclasses import replace

from peewee import fn

from app.catalog.codes import keep_code, normal_code
from app.catalog.events import ProductChanged
from app.catalog.find import index_product
from app.catalog.models import Category, Product, Tax
from app.catalog.products import BadProduct, NewProduct, keep_product
from app.catalog.scanned import ScanKind, code_to_keep, read_scan
from app.core.actor import Actor
from app.core.command import command, note
from app.core.events import emit
from app.core.i18n import _
from app.inventory.models import Place, PlaceKind
from app.inventory.move import AdjustReason, book_difference
from app.inventory.places import keep_place, make_home

SHELF = "COUNTER"  # the bin of what was taken up at the counter, until somebody gives it a place
LONGEST_SKU = 60
MOST_PIECES = 100_000


@command("counter.take_up")
def take_up(
    by: Actor, code: str, name: str, price_e4: int, category_id: int | None = None, pieces: int = 0
) -> int:  # fmt: skip
    """Take up a product that a scanner brought, with name, price and category; its code is the SKU.  Returns the id.

    What a label of the scale weighed is sold by weight, and the price is for a kilogram.
    It gets the usual tax of its category, else the one that most products have, and lies in the bin COUNTER, so many
    pieces of it where they were counted.
    BadProduct or SkuTaken say what cannot be.
    """
    kind, code = read_scan(code).kind, code_to_keep(code)
    if not 0 < len(code) <= LONGEST_SKU:
        raise BadProduct("code", _("This code is too long for a product. Attach it to one instead."))
    if price_e4 <= 0:
        raise BadProduct("price_e4", _("Type a price above nought."))
    if not 0 <= pieces <= MOST_PIECES:
        raise BadProduct("pieces", _("So many are not here: at most {most} pieces.").format(most=f"{MOST_PIECES:,}"))
    new = NewProduct(code, name, price_e4, usual_tax(category_id), category_id=category_id)
    product_id = keep_product(by, replace(new, unit="gram", price_per=1_000) if kind == ScanKind.WEIGHT else new)
    shelf = Place.get_or_none(Place.code == SHELF, Place.kind == PlaceKind.BIN)
    place = shelf.id if shelf is not None else keep_place(SHELF, zone=SHELF)
    make_home(product_id, place)
    book_difference(product_id, place, pieces, reason=AdjustReason.START)
    note(code=code, product=product_id, pieces=pieces)
    return product_id


@command("counter.attach_code")
def attach_code(by: Actor, product_id: int, code: str, quantity: int = 1) -> None:
    """Let a product be found by a code that was unknown until now; one scan of it is so many base units."""
    if not 0 < quantity <= MOST_PIECES:
        raise BadProduct("quantity", _("One scan is 1 to {most} pieces.").format(most=f"{MOST_PIECES:,}"))
    code = code_to_keep(code)
    keep_code(product_id, code, quantity)
    index_product(product_id)
    emit(ProductChanged(product_id))
    note(product=product_id, code=normal_code(code), quantity=quantity)


def usual_tax(category_id: int | None = None) -> int:
    """The usual tax of a category, else the one that most products have, the highest one in an empty shop."""
    if category_id and (of_category := Category.select(Category.tax).where(Category.id == category_id).scalar()):
        return int(of_category)
    query = Tax.select(Tax.id).left_outer_join(Product).group_by(Tax.id, Tax.rate_bp)
    row = query.order_by(fn.COUNT(Product.id).desc(), Tax.rate_bp.desc(), Tax.id).tuples().first()
    if row is None:
        raise BadProduct("tax_id", _("Choose a tax rate."))
    return int(row[0])
