"""Where returned goods go: from the customer to the inspection, then to the shelf, repair, supplier or waste."""

from __future__ import annotations

from typing import NamedTuple

from peewee import fn

from app.catalog.models import Product
from app.core.i18n import _
from app.core.prepared import prepared
from app.core.refusal import Refusal
from app.inventory import stock
from app.inventory.models import BinStock, Place, PlaceKind
from app.inventory.places import bin_code
from app.orders.models import OrderLine
from app.returns.models import Disposition, ReturnLine

B_STOCK = "*b_stock"


class NoBin(Refusal):
    """Nobody knows in which bin goods of this product lie."""


class GoodsGone(Refusal):
    """The goods are no longer where they could be handed back from."""


class Piece(NamedTuple):
    """A line of a return as goods: product is None for what moves no stock."""

    line_id: int
    product_id: int | None
    name: str
    quantity: int
    disposition: Disposition | None
    is_stocked: bool


@prepared(rows=Piece)
def _pieces(return_id):
    is_stocked = fn.COALESCE(OrderLine.is_stocked, Product.is_stocked)
    return (
        ReturnLine.select(
            ReturnLine.id, ReturnLine.product, ReturnLine.name, ReturnLine.quantity, ReturnLine.disposition, is_stocked
        )
        .left_outer_join(OrderLine, on=(ReturnLine.order_line == OrderLine.id))
        .switch(ReturnLine)
        .left_outer_join(Product, on=(ReturnLine.product == Product.id))
        .where(ReturnLine.return_ == return_id)
        .order_by(ReturnLine.id)
    )


@prepared
def _take_from(quantity, product, place):
    return BinStock.update(on_hand=BinStock.on_hand - quantity).where(
        BinStock.product == product, BinStock.place == place, BinStock.on_hand >= quantity
    )


@prepared
def _b_stock():
    return Place.select(Place.id).where(Place.code == B_STOCK)


@prepared
def _any_bin(product):
    return (
        BinStock.select(BinStock.place).join(Place)
        .where(BinStock.product == product, Place.kind == PlaceKind.BIN.value)
        .order_by(BinStock.on_hand.desc(), Place.walk).limit(1)
    )  # fmt: skip


def pieces(return_id: int) -> list[Piece]:
    """The lines of a return as goods."""
    return _pieces.all(return_id)


def take_in(return_id: int, order_id: int | None) -> None:
    """The goods of a return come from the customer and wait at the inspection, as a step."""
    for piece in pieces(return_id):
        if piece.is_stocked and piece.product_id is not None:
            _pass_on(piece, PlaceKind.CUSTOMER, stock.special_place(PlaceKind.INSPECTION), order_id)


def place_goods(
    piece: Piece, disposition: Disposition, *, source: PlaceKind, order_id: int | None, place_id: int | None = None
) -> bool:
    """Inspected goods go where the inspection sends them, as a step; True when they are free for sale again.

    `place_id` is the bin for restocking, the product's home by default; NoBin when it has none.
    """
    if not piece.is_stocked or piece.product_id is None:
        return False
    if disposition != Disposition.RESTOCK:
        _pass_on(piece, source, _place_of(disposition), order_id)
        return False
    from_place = stock.special_place(source)
    if source != PlaceKind.CUSTOMER and not _take_from.run(piece.quantity, piece.product_id, from_place):
        raise stock.NotInBin(_("Fewer than {quantity} of them are there.").format(quantity=piece.quantity))
    if place_id is not None:
        bin_code(place_id)
    bin_id = place_id or _home(piece)
    stock.put_in(piece.product_id, piece.quantity, source=from_place, place=bin_id, reason="return", order_id=order_id)
    return True


def hand_back(return_id: int, order_id: int | None) -> None:
    """The goods go back to the customer from the inspection or the repair, as a step; GoodsGone when they cannot."""
    customer = stock.special_place(PlaceKind.CUSTOMER)
    for piece in pieces(return_id):
        if piece.disposition not in (None, Disposition.REPAIR):
            raise GoodsGone(
                _("{name} is no longer here to be handed back.").format(name=piece.name), line_id=piece.line_id
            )
        if piece.is_stocked and piece.product_id is not None:
            source = PlaceKind.REPAIR if piece.disposition else PlaceKind.INSPECTION
            _pass_on(piece, source, customer, order_id)


def _pass_on(piece: Piece, source: PlaceKind, target: int, order_id: int | None) -> None:
    assert piece.product_id is not None
    stock.pass_on(
        piece.product_id, piece.quantity, source=stock.special_place(source), target=target, reason="return",
        order_id=order_id,
    )  # fmt: skip


def _place_of(disposition: Disposition) -> int:
    if disposition == Disposition.REPAIR:
        return stock.special_place(PlaceKind.REPAIR)
    if disposition == Disposition.SUPPLIER:
        return stock.special_place(PlaceKind.SUPPLIER)
    if disposition == Disposition.WASTE:
        return stock.special_place(PlaceKind.LOSS)
    row = _b_stock.one()
    # Kept like goods under repair: counted there, and never on hand for a sale at the full price.
    return int(row[0] if row else Place.insert(code=B_STOCK, kind=PlaceKind.REPAIR, walk=0).execute())


def _home(piece: Piece) -> int:
    assert piece.product_id is not None
    if home := stock.level(piece.product_id).home:
        return home
    row = _any_bin.one(piece.product_id)
    if row is None:
        raise NoBin(_("Which bin does {name} go into?").format(name=piece.name), product_id=piece.product_id)
    return int(row[0])
