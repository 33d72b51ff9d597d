"""The packer's scan: every piece again, into the open box; what is wrong is an answer and counts nothing."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from app.catalog.codes import find_code, normal_code
from app.catalog.models import Product, ProductCode
from app.catalog.scanned import Scanned, read_scan
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _, ngettext
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal, StateChanged
from app.orders.models import Fulfillment, FulfillmentLine
from app.packing.models import Parcel, ParcelLine, ParcelState
from app.packing.start import has_unpacked
from app.picking.scan import base_units


class PackState(StrEnum):
    """What became of a scan."""

    OK = "ok"
    LINE_DONE = "line_done"
    DONE = "done"
    WRONG_ITEM = "wrong_item"
    OVER = "over"
    UNKNOWN = "unknown"


class PackVerdict(NamedTuple):
    """What to say after a scan: how far the product is (`packed` of `wanted`), or what was scanned by mistake."""

    state: PackState
    sentence: str
    line_id: int | None
    product_id: int | None
    packed: int
    wanted: int
    last: int = 0
    name: str = ""
    sku: str = ""
    art: str = ""


class ParcelNotOpen(Refusal):
    """The box is closed already."""

    def __init__(self, code: str) -> None:
        super().__init__(
            _("Parcel {code} is closed. Open it again, or take another box.").format(code=code), parcel=code
        )


class Box(NamedTuple):
    """A parcel as steps read it."""

    parcel_id: int
    code: str
    state: str
    fulfillment_id: int
    order_id: int


class _Line(NamedTuple):
    line_id: int
    product_id: int
    name: str
    sku: str
    art: str
    picked: int
    packed: int
    units: int
    unit: str

    @property
    def left(self) -> int:
        return self.picked - self.packed


@prepared(rows=Box)
def _box(parcel):
    return (
        Parcel.select(Parcel.id, Parcel.code, Parcel.state, Fulfillment.id, Fulfillment.order)
        .join(Fulfillment)
        .where(Parcel.id == parcel)
    )


@prepared(rows=_Line)
def _lines(fulfillment, typed, normal):
    return (
        ProductCode.select(
            FulfillmentLine.id, Product.id, Product.name, Product.sku, Product.art, FulfillmentLine.picked,
            FulfillmentLine.packed, ProductCode.quantity, Product.unit,
        )
        .join(Product)
        .join(FulfillmentLine, on=(FulfillmentLine.product == Product.id))
        .where(
            (ProductCode.code == typed) | (ProductCode.code == normal), FulfillmentLine.fulfillment == fulfillment,
            FulfillmentLine.picked > 0,
        )
        .order_by(FulfillmentLine.id)
    )  # fmt: skip


@prepared
def _pack(part, line):
    return FulfillmentLine.update(packed=FulfillmentLine.packed + part).where(
        FulfillmentLine.id == line, FulfillmentLine.packed + part <= FulfillmentLine.picked
    )


@prepared
def _add_to_box(part, parcel, line):
    return ParcelLine.update(quantity=ParcelLine.quantity + part).where(
        ParcelLine.parcel == parcel, ParcelLine.line == line
    )


@prepared
def _first_in_box(parcel, line, part):
    return ParcelLine.insert(parcel=parcel, line=line, quantity=part)


@command("packing.pack_scan")
def pack_scan(by: Actor, parcel_id: int, code: str, quantity: int = 1) -> PackVerdict:
    """One piece (or `quantity` of them) into an open box; refused with ParcelNotOpen, a wrong scan is an answer."""
    box = open_box(parcel_id)
    scanned = read_scan(code)
    lines = _find(box.fulfillment_id, scanned)
    amount = base_units((lines[0].units, lines[0].unit) if lines else None, scanned, quantity)
    verdict = _wrong(scanned) if amount is None else _into(box, lines, amount)
    if verdict.last:
        touch("order", box.order_id)
    touch("parcel", parcel_id)
    note(parcel=box.code, state=verdict.state, sku=verdict.sku, quantity=verdict.last)
    if not verdict.last:
        note(code=scanned.text[:80])
    return verdict


@command("packing.unpack")
def unpack(by: Actor, parcel_id: int, line_id: int, quantity: int = 1) -> None:
    """Take pieces out of an open box again; StateChanged when fewer are in it."""
    box = open_box(parcel_id)
    in_box = (ParcelLine.parcel == parcel_id) & (ParcelLine.line == line_id)
    gone = ParcelLine.delete().where(in_box, ParcelLine.quantity == quantity).execute()
    more = ParcelLine.update(quantity=ParcelLine.quantity - quantity).where(in_box, ParcelLine.quantity > quantity)
    if quantity <= 0 or not (gone or more.execute()):
        raise StateChanged("parcel", parcel_id)
    FulfillmentLine.update(packed=FulfillmentLine.packed - quantity).where(FulfillmentLine.id == line_id).execute()
    touch("parcel", parcel_id)
    touch("order", box.order_id)
    note(parcel=box.code, line=line_id, quantity=quantity)


def open_box(parcel_id: int) -> Box:
    """An open box; NotFound when there is none, ParcelNotOpen when it is closed."""
    box = find_box(parcel_id)
    if box.state != ParcelState.OPEN:
        raise ParcelNotOpen(box.code)
    return box


def find_box(parcel_id: int) -> Box:
    """A box in any state; NotFound when there is none."""
    row = _box.one(parcel_id)
    if row is None:
        raise NotFound("parcel", parcel_id)
    return row


def _find(fulfillment_id: int, scanned: Scanned) -> list[_Line]:
    lines: list[_Line] = _lines.all(fulfillment_id, scanned.code, normal_code(scanned.code))
    if not lines and scanned.text != scanned.code:
        lines = _lines.all(fulfillment_id, scanned.text, normal_code(scanned.text))
    # Two codes of one product may match (as typed and in its normal form): each line counts once.
    return list({line.line_id: line for line in lines}.values())


def _into(box: Box, lines: list[_Line], quantity: int) -> PackVerdict:
    left, wanted = sum(line.left for line in lines), sum(line.picked for line in lines)
    first = next((line for line in lines if line.left), lines[0])
    quantity = quantity or first.left
    shown: dict[str, Any] = {"name": first.name, "sku": first.sku, "art": first.art}
    if quantity > left or not quantity:
        sentence = _("There are enough of {name} already. Put this one aside.").format(name=first.name)
        return PackVerdict(PackState.OVER, sentence, first.line_id, first.product_id, wanted - left, wanted, **shown)
    _spread(box.parcel_id, lines, quantity)
    rest = left - quantity
    state = PackState.OK if rest else PackState.LINE_DONE if has_unpacked(box.fulfillment_id) else PackState.DONE
    sentence = {
        PackState.OK: ngettext("{n} more.", "{n} more.", rest).format(n=rest),
        PackState.LINE_DONE: _("All of it is in. Scan the next piece."),
        PackState.DONE: _("Everything is in. Weigh it and close the box."),
    }[state]
    return PackVerdict(state, sentence, first.line_id, first.product_id, wanted - rest, wanted, quantity, **shown)


def _spread(parcel_id: int, lines: list[_Line], quantity: int) -> None:
    left = quantity
    for line in lines:
        part = min(left, line.left)
        if not part:
            continue
        if not _pack.run(part, line.line_id):
            raise StateChanged("parcel", parcel_id)
        if not _add_to_box.run(part, parcel_id, line.line_id):
            _first_in_box.add(parcel_id, line.line_id, part)
        left -= part


def _wrong(scanned: Scanned) -> PackVerdict:
    hits = find_code(scanned.code) or find_code(scanned.text)
    if not hits:
        sentence = _("Nobody knows this code. Scan the product again, or type its number.")
        return PackVerdict(PackState.UNKNOWN, sentence, None, None, 0, 0)
    hit = hits[0]
    sentence = _("{name} is not in this order. Put it aside.").format(name=hit.name)
    return PackVerdict(
        PackState.WRONG_ITEM, sentence, None, hit.product_id, 0, 0, name=hit.name, sku=hit.sku, art=hit.art
    )
