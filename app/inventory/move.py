"""Moving goods between bins, and putting a wrong figure right with a reason."""

from __future__ import annotations

from enum import StrEnum

from app.catalog.models import Product
from app.core.actor import Actor, NotPermitted
from app.core.command import command, note, touch
from app.core.events import emit
from app.core.fields import MOST
from app.core.i18n import N_, _
from app.core.money import format_money, line_minor
from app.core.refusal import NotFound, Refusal
from app.inventory.events import GoodsIn, GoodsMissing
from app.inventory.models import PlaceKind
from app.inventory.places import bin_code
from app.inventory.stock import available, put_in, shift_goods, special_place, take_out


class AdjustReason(StrEnum):
    """Why goods are more or fewer than the books say."""

    FOUND = "found"
    LOST = "lost"
    DAMAGED = "damaged"
    EXPIRED = "expired"
    STOLEN = "stolen"
    OWN_USE = "own_use"
    SAMPLE = "sample"
    START = "start"  # what was there when the shop began with Kontor


REASONS: dict[AdjustReason, str] = {
    AdjustReason.FOUND: N_("Found"),
    AdjustReason.LOST: N_("Not there"),
    AdjustReason.DAMAGED: N_("Damaged"),
    AdjustReason.EXPIRED: N_("Out of date"),
    AdjustReason.STOLEN: N_("Stolen"),
    AdjustReason.OWN_USE: N_("Used in the shop"),
    AdjustReason.SAMPLE: N_("Given as a sample"),
    AdjustReason.START: N_("First stock"),
}
MORE = (AdjustReason.FOUND, AdjustReason.START)
assert REASONS.keys() == set(AdjustReason)


class NotAQuantity(Refusal):
    """Goods are moved in whole base units, at least one."""


class WrongReason(Refusal):
    """Goods that appear were found; goods that go were lost, damaged, used, not the other way round."""


@command("inventory.move_goods")
def move_goods(by: Actor, product_id: int, quantity: int, source_id: int, target_id: int, remark: str = "") -> None:
    """Carry goods from one bin to another; NotInBin when the first holds fewer.  What is reserved stays so."""
    check_quantity(quantity)
    source, target = bin_code(source_id), bin_code(target_id)
    if source_id == target_id:
        raise Refusal(_("The goods are in {bin} already.").format(bin=source), place_id=source_id)
    shift_goods(product_id, quantity, source=source_id, target=target_id, reason="move", note=remark)
    touch("place", source_id)
    touch("place", target_id)
    note(product=product_id, name=_product(product_id).name, quantity=quantity, source=source, target=target)


@command("inventory.adjust")
def adjust_stock(
    by: Actor, product_id: int, place_id: int, difference: int, reason: AdjustReason | str, remark: str = ""
) -> None:
    """Book goods of one bin as more (+) or fewer (−) with a reason; nothing is ever overwritten.

    NotPermitted when the cost of what goes is above the limit `write_off_minor`; OutOfStock when goods that go are
    promised and nobody gives the promise back.
    """
    check_quantity(abs(difference))
    why = AdjustReason(reason)
    if (difference > 0) != (why in MORE):
        raise WrongReason(_("Choose a reason that fits: goods are found, or they go."), reason=str(why))
    product, code = _product(product_id), bin_code(place_id)
    cost_minor = line_minor(abs(difference), product.cost_e4, product.price_per)
    limit = by.limit("write_off_minor")
    if difference < 0 and cost_minor > limit and "*" not in by.rights:
        raise NotPermitted(
            sentence=_("{amount} is written off. A manager has to allow more than {limit}.").format(
                amount=format_money(cost_minor), limit=format_money(limit)
            ),
            right="inventory.adjust",
            limit=limit,
            asked=cost_minor,
            limit_name="write_off_minor",
        )
    book_difference(product_id, place_id, difference, reason=str(why), remark=remark)
    touch("place", place_id)
    note(product=product_id, name=product.name, bin=code, difference=difference, reason=str(why), cost_minor=cost_minor)


def book_difference(product_id: int, place_id: int, difference: int, *, reason: str, remark: str = "") -> None:
    """A step: goods come from *found* or go to *loss*; what was promised and is not there is given back first."""
    if difference > 0:
        found = special_place(PlaceKind.FOUND)
        put_in(product_id, difference, source=found, place=place_id, reason=reason, note=remark)
        emit(GoodsIn((product_id,)))
    elif difference < 0:
        missing = -difference - available(product_id)
        if missing > 0:
            emit(GoodsMissing(product_id, missing))
        loss = special_place(PlaceKind.LOSS)
        take_out(product_id, -difference, target=loss, place=place_id, reason=reason, note=remark)


def check_quantity(quantity: int) -> None:
    """Raise NotAQuantity unless there is something to move, and no more than can be."""
    if quantity <= 0:
        raise NotAQuantity(_("How many? At least one."), quantity=quantity)
    if quantity > MOST:
        raise NotAQuantity(_("A number is larger than can be. Type a smaller one."), quantity=quantity)


def _product(product_id: int) -> Product:
    row = Product.get_or_none(Product.id == product_id)
    if row is None:
        raise NotFound("product", product_id)
    return row
