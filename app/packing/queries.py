"""What the packing screens read: the box on the table, the totes that wait, the cartons that fit."""

from __future__ import annotations

from typing import NamedTuple

import peewee
from peewee import fn

from app.catalog.models import Product
from app.core import settings
from app.core.i18n import speaks_chinese
from app.core.prepared import prepared
from app.orders.kits import kit_name_of
from app.orders.models import Fulfillment, FulfillmentLine, Order, OrderLine
from app.orders.options import options_of
from app.orders.states import FulfillmentState
from app.orders.wrap import wrap_of
from app.packing.cartons import MOST_PLACED, Box, CartonFit, Piece, cartons, split_over, suggest_carton
from app.packing.models import Carton, Parcel, ParcelLine, ParcelState
from app.picking.models import PickTask, Tote
from app.picking.tasks import IS_OPEN

LEFT = peewee.JOIN.LEFT_OUTER


class PackLine(NamedTuple):
    """A line on the table: `in_box` is in this box, `packed` in all of them, both of `picked`."""

    line_id: int
    product_id: int
    sku: str
    name: str
    name_zh: str
    unit: str
    art: str
    picked: int
    packed: int
    in_box: int
    piece_grams: int
    kit: str  # the name of the kit that it is a part of
    wrap: str | None  # the message on its gift wrap; None when it is not wrapped
    chosen: str | None = None  # its options in words


class PackScreen(NamedTuple):
    """The box on the packing table with all lines of its fulfillment; weights in g."""

    parcel_id: int
    code: str
    no: int
    state: ParcelState
    carton_id: int | None
    tare_grams: int
    expected_grams: int
    weight_grams: int
    fulfillment_id: int
    method: str
    due_at: int | None
    order_id: int
    order_number: str
    customer: str
    address: dict[str, object] | None
    note: str
    tote: str
    later_pieces: int  # of the same order, not picked yet
    lines: tuple[PackLine, ...]

    @property
    def wanted(self) -> int:
        """Base units to be packed."""
        return sum(line.picked for line in self.lines)

    @property
    def packed(self) -> int:
        """Base units packed so far."""
        return sum(line.packed for line in self.lines)


class WaitingTote(NamedTuple):
    """A picked fulfillment that waits for the packing table, or is on it (`parcel_id`)."""

    fulfillment_id: int
    order_id: int
    order_number: str
    customer: str
    method: str
    tote: str
    pieces: int
    due_at: int | None
    picked_at: int | None
    parcel_id: int | None
    packer: str
    is_fetched: bool  # a missing piece is on its way


class ParcelRow(NamedTuple):
    """A box of an order."""

    parcel_id: int
    code: str
    no: int
    state: ParcelState
    carton: str
    weight_grams: int
    pieces: int
    packer: str
    closed_at: int | None


_later = Fulfillment.alias()


@prepared
def _screen(parcel, chinese):
    later = _later.select(fn.COALESCE(fn.SUM(_later.pieces), 0)).where(
        _later.order == Order.id, _later.id != Fulfillment.id,
        (_later.state == FulfillmentState.WAITING.value) | (_later.state == FulfillmentState.READY.value),
    )  # fmt: skip
    tote = Tote.select(fn.MAX(Tote.code)).where(Tote.fulfillment == Fulfillment.id)
    return (
        Parcel.select(
            Parcel.code, Parcel.no, Parcel.state, Parcel.carton, Carton.weight_grams, Parcel.expected_grams,
            Parcel.weight_grams, Fulfillment.id, Fulfillment.method, Fulfillment.due_at, Order.id, Order.number,
            Order.customer_name, Order.address, Order.note, tote, later, FulfillmentLine.id, Product.id, Product.sku,
            Product.name, Product.name_zh, Product.unit, Product.art, FulfillmentLine.picked, FulfillmentLine.packed,
            fn.COALESCE(ParcelLine.quantity, 0), Product.weight_grams, kit_name_of(chinese=chinese), wrap_of(),
            options_of(chinese=chinese),
        )
        .join(Fulfillment)
        .join(Order)
        .join(FulfillmentLine, on=(FulfillmentLine.fulfillment == Fulfillment.id))
        .join(OrderLine, on=(FulfillmentLine.line == OrderLine.id))
        .join(Product, on=(FulfillmentLine.product == Product.id))
        .join(ParcelLine, LEFT, on=((ParcelLine.line == FulfillmentLine.id) & (ParcelLine.parcel == Parcel.id)))
        .join(Carton, LEFT, on=(Parcel.carton == Carton.id))
        .where(Parcel.id == parcel, FulfillmentLine.picked > 0)
        .order_by(OrderLine.no)
    )  # fmt: skip


def pack_screen(parcel_id: int) -> PackScreen | None:
    """The box with every line that belongs on the table; None when there is no such box."""
    from app.core.canonical import decode

    rows = _screen.all(parcel_id, int(speaks_chinese()))
    if not rows:
        return None
    code, no, state, carton, tare, expected, weight, *rest = rows[0][:17]
    fulfillment, method, due, order, number, customer, address, remark, tote, later = rest
    return PackScreen(
        parcel_id, code, no, ParcelState(state), carton, tare or 0, expected, weight, fulfillment, method, due, order,
        number, customer, decode(address) if address else None, remark, tote or "", int(later),
        tuple(PackLine(*row[17:]) for row in rows),
    )  # fmt: skip


def waiting_totes(limit: int = 200) -> list[WaitingTote]:
    """What is picked and not packed yet, what is due first on top."""
    fetched = PickTask.select(PickTask.fulfillment).where(IS_OPEN)
    query = (
        Fulfillment.select(
            Fulfillment.id, Order.id, Order.number, Order.customer_name, Fulfillment.method, Tote.code,
            Fulfillment.pieces, Fulfillment.due_at, Fulfillment.picked_at, Parcel.id, Parcel.packer_name,
            Fulfillment.id.in_(fetched),
        )
        .join(Order)
        .switch(Fulfillment)
        .join(Tote, LEFT, on=(Tote.fulfillment == Fulfillment.id))
        .join(Parcel, LEFT, on=((Parcel.fulfillment == Fulfillment.id) & (Parcel.state == ParcelState.OPEN)))
        .where(Fulfillment.state.in_([FulfillmentState.PICKED, FulfillmentState.PACKING]))
        .order_by(Fulfillment.due_at.is_null(), Fulfillment.due_at, Fulfillment.picked_at, Fulfillment.id)
        .limit(limit)
    )  # fmt: skip
    return [
        WaitingTote._make((*row[:5], row[5] or "", *row[6:10], row[10] or "", bool(row[11]))) for row in query.tuples()
    ]


def fulfillment_of_tote(code: str) -> int | None:
    """The fulfillment that a tote carries, or None."""
    row = Tote.get_or_none(Tote.code == code.strip())
    return row.fulfillment_id if row else None


def cartons_for(fulfillment_id: int) -> list[CartonFit]:
    """The shop's cartons for what is still to be packed (or was, when all is in), the best first."""
    return suggest_carton(_pieces(fulfillment_id), cartons(), settings.read("packing.fill_percent"))


def boxes_for(fulfillment_id: int) -> list[Box]:
    """Several cartons for goods that no single one holds; empty when nobody can say (too large, or too many pieces)."""
    pieces = _pieces(fulfillment_id)
    if sum(piece.quantity for piece in pieces) > MOST_PLACED or not all(all(piece[:3]) for piece in pieces):
        return []
    return split_over(pieces, cartons())


def _pieces(fulfillment_id: int) -> list[Piece]:
    query = (
        FulfillmentLine.select(
            Product.length_mm, Product.width_mm, Product.height_mm, Product.weight_grams, Product.unit,
            FulfillmentLine.picked - FulfillmentLine.packed, FulfillmentLine.picked,
        )
        .join(Product)
        .where(FulfillmentLine.fulfillment == fulfillment_id, FulfillmentLine.picked > 0)
    )  # fmt: skip
    rows = list(query.tuples())
    left = any(row[5] for row in rows)
    return [_piece(row[:5], row[5] if left else row[6]) for row in rows if not left or row[5]]


def _piece(product: tuple[int, int, int, int, str], quantity: int) -> Piece:
    length, width, height, grams, unit = product
    if unit == "piece":
        return Piece(length, width, height, grams, quantity)
    return Piece(length, width, height, quantity if unit in ("gram", "millilitre") else grams)


def parcels_of(order_id: int) -> list[ParcelRow]:
    """All boxes of an order, voided ones too."""
    query = (
        Parcel.select(
            Parcel.id, Parcel.code, Parcel.no, Parcel.state, fn.COALESCE(Carton.name, ""), Parcel.weight_grams,
            fn.COALESCE(fn.SUM(ParcelLine.quantity), 0), Parcel.packer_name, Parcel.closed_at,
        )
        .join(Fulfillment)
        .switch(Parcel)
        .join(Carton, LEFT)
        .switch(Parcel)
        .join(ParcelLine, LEFT)
        .where(Fulfillment.order == order_id)
        .group_by(Parcel.id, Carton.name)
        .order_by(Parcel.no)
    )  # fmt: skip
    return [ParcelRow._make((*row[:3], ParcelState(row[3]), *row[4:])) for row in query.tuples()]
