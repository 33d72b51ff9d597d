"""Receiving: goods come in from a supplier, with or without a purchase, in parts or all at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from app.catalog.models import Product
from app.core.actor import Actor
from app.core.command import command, touch
from app.core.command import note as add_facts
from app.core.events import emit
from app.core.fields import MOST
from app.core.i18n import _
from app.core.refusal import NotFound, Refusal
from app.inventory.models import PlaceKind, Stock
from app.inventory.places import bin_code
from app.inventory.stock import put_in, special_place
from app.purchasing.events import GoodsIn
from app.purchasing.models import Purchase, PurchaseLine, PurchaseState
from app.purchasing.order import OPEN_STATES, advance, change_incoming, lines_of


class NothingReceived(Refusal):
    """Goods in need at least one piece of something."""


class NoHome(Refusal):
    """Nobody said into which bin the goods go, and the product has no home."""


class OverReceipt(Refusal):
    """More came than was ordered, or something else; a note says why it is kept."""


class ReceivedLine(NamedTuple):
    """So many base units of a product; without a place they go to the product's home bin."""

    product_id: int
    quantity: int
    place_id: int | None = None


class Received(NamedTuple):
    """What was booked in: base units in all, and how many are still to come of the purchase."""

    quantity: int
    left: int
    state: str


@command("purchasing.receive_goods")
def receive_goods(by: Actor, purchase_id: int | None, lines: list[ReceivedLine], note: str = "") -> Received:
    """Book goods in, for a purchase or freely; in parts is normal, and waiting orders are filled at once.

    OverReceipt when more or something else came and no note says why it is kept; NoHome without a bin;
    StateChanged when the purchase is not open.
    """
    received = _checked(lines)
    purchase = _open(purchase_id) if purchase_id is not None else None
    costs = _receive_lines(purchase, received, note.strip()) if purchase else {}
    supplier = special_place(PlaceKind.SUPPLIER)
    places = _places(received)
    for line, place_id in zip(received, places, strict=True):
        put_in(
            line.product_id, line.quantity, source=supplier, place=place_id, reason="goods_in",
            note=(purchase.number if purchase else note.strip())[:200], cost_e4=costs.get(line.product_id) or None,
        )  # fmt: skip
        touch("place", place_id)
    left, state = _settle(purchase) if purchase else (0, "")
    emit(GoodsIn(tuple(dict.fromkeys(line.product_id for line in received))))
    total = sum(line.quantity for line in received)
    add_facts(purchase=purchase.number if purchase else "", remark=note.strip(), quantity=total, left=left)
    add_facts(lines=[[line.product_id, line.quantity, place] for line, place in zip(received, places, strict=True)])
    return Received(total, left, state)


def _checked(lines: Iterable[ReceivedLine]) -> list[ReceivedLine]:
    received = sorted((ReceivedLine(*line) for line in lines), key=lambda line: line.product_id)
    if not received or any(line.quantity <= 0 for line in received):
        raise NothingReceived(_("How many came? At least one."))
    if any(line.quantity > MOST for line in received):
        raise NothingReceived(_("That is more than one line can hold."))
    known = {row.id: row for row in Product.select().where(Product.id.in_([line.product_id for line in received]))}
    for line in received:
        if line.product_id not in known:
            raise NotFound("product", line.product_id)
        if not known[line.product_id].is_stocked:
            sentence = _("{name} is not kept in stock.").format(name=known[line.product_id].name)
            raise Refusal(sentence, product_id=line.product_id)
    return received


def _open(purchase_id: int) -> Purchase:
    advance(purchase_id, OPEN_STATES, PurchaseState.PARTLY_RECEIVED)
    return Purchase.get_by_id(purchase_id)


def _receive_lines(purchase: Purchase, received: list[ReceivedLine], remark: str) -> dict[int, int]:
    """Count what came against what was ordered; returns the cost of each product."""
    ordered = {line.product_id: line for line in lines_of(purchase.id)}
    came: dict[int, int] = {}
    for line in received:
        came[line.product_id] = came.get(line.product_id, 0) + line.quantity
    for product_id, quantity in came.items():
        wanted = ordered.get(product_id)
        open_before = max(wanted.quantity - wanted.received, 0) if wanted else 0
        if quantity > open_before and not remark:
            raise _over(product_id, quantity, open_before)
        if wanted:
            change = PurchaseLine.update(received=PurchaseLine.received + quantity)
            change.where(PurchaseLine.id == wanted.id).execute()
        else:
            PurchaseLine.insert(
                purchase=purchase.id, product=product_id, quantity=quantity, received=quantity, cost_e4=0
            ).execute()
        change_incoming(product_id, -min(quantity, open_before))
    return {product_id: line.cost_e4 for product_id, line in ordered.items()}


def _over(product_id: int, quantity: int, open_before: int) -> OverReceipt:
    name = Product.get_by_id(product_id).name
    if open_before:
        sentence = _("{n} {name} came, {left} were to come. Keep them with a note, or count again.")
    else:
        sentence = _("{name} was not ordered here, or all of it came. Keep {n} with a note, or put them aside.")
    return OverReceipt(
        sentence.format(n=quantity, name=name, left=open_before), product_id=product_id, left=open_before
    )


def _places(received: list[ReceivedLine]) -> list[int]:
    """The bin of each line: as said, else the product's home."""
    ids = [line.product_id for line in received]
    homes = dict(Stock.select(Stock.product, Stock.home).where(Stock.product.in_(ids)).tuples())
    places = []
    for line in received:
        place_id = line.place_id or homes.get(line.product_id)
        if place_id is None:
            name = Product.get_by_id(line.product_id).name
            raise NoHome(_("Where does {name} go? Scan a bin.").format(name=name), product_id=line.product_id)
        bin_code(place_id)
        places.append(int(place_id))
    return places


def _settle(purchase: Purchase) -> tuple[int, str]:
    """How many base units are still to come, and the state that follows from it."""
    left = sum(max(line.quantity - line.received, 0) for line in lines_of(purchase.id))
    if not left:
        advance(purchase.id, (PurchaseState.PARTLY_RECEIVED,), PurchaseState.RECEIVED)
    return left, str(PurchaseState.PARTLY_RECEIVED if left else PurchaseState.RECEIVED)
