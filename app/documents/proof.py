"""Proof of packing: what was scanned into each box when and by whom, weights, photos and labels; for a claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.catalog.models import Product
from app.core import clock, journal, settings
from app.core.i18n import N_, _, spoken_name
from app.core.photos import photos_of_order
from app.core.refusal import NotFound
from app.delivery.models import Carrier, Shipment
from app.documents import texts
from app.documents.papers import Paper, Shop
from app.orders.models import Fulfillment, FulfillmentLine, Order, OrderLine
from app.packing.models import Carton, Parcel, ParcelLine, ParcelState

_ACTS = {
    "packing.start_packing": N_("Packing began"), "packing.pack_scan": N_("Scanned in"),
    "packing.unpack": N_("Taken out again"), "packing.choose_carton": N_("Carton chosen"),
    "packing.close_parcel": N_("Weighed, closed, labelled"), "packing.next_parcel": N_("Closed, one more box"),
    "packing.reopen_parcel": N_("Opened again"), "packing.void_label": N_("Label replaced"),
    "packing.photograph": N_("Photo taken"), "packing.missing_piece": N_("A piece was missing"),
}  # fmt: skip
_WRONG = {
    "wrong_item": N_("Wrong item, not packed"), "over": N_("One too many, not packed"),
    "unknown": N_("Unknown code, not packed"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ProofBox:
    """One box; weights in g, `lines` are (pieces, name, SKU)."""

    code: str
    carton: str
    packed_by: str
    started: str
    closed: str
    expected_grams: int
    weight_grams: int
    reason: str
    is_void: bool
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class ProofPhoto:
    """A photo of a box with its finger print, by which the file can be told from any other."""

    caption: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class PackingProof(Paper):
    """Finished texts; `acts` are (time, what, box, detail, who, station, entry in the journal)."""

    shop: Shop
    order_number: str
    at: str
    deliver_to: tuple[str, ...]
    carrier: str
    tracking: str
    left: str
    boxes: tuple[ProofBox, ...]
    acts: tuple[tuple[str, ...], ...]
    photos: tuple[ProofPhoto, ...]


def packing_proof(order_id: int, language: str | None = None, copy: int = 0) -> PackingProof:
    """The sheet of an order with all its boxes, voided ones too; NotFound."""
    order = Order.get_or_none(Order.id == order_id)
    if order is None:
        raise NotFound("order", order_id)
    with texts.in_language(language or str(settings.read("shop.language"))) as spoken:
        carrier, tracking, left = _shipment(order_id)
        boxes = _boxes(order_id)
        return PackingProof(
            language=spoken, copy_number=copy, shop=texts.shop_head(), order_number=order.number or "",
            at=clock.format_stamp(clock.now_ms()), deliver_to=texts.address_lines(order.customer_name, order.address),
            carrier=carrier, tracking=tracking, left=clock.format_stamp(left) if left else "",
            boxes=tuple(box for _id, box in boxes), acts=tuple(_acts(order_id, [ref for ref, _box in boxes])),
            photos=tuple(_photos(order_id)),
        )  # fmt: skip


def _boxes(order_id: int) -> list[tuple[int, ProofBox]]:
    query: Any = (
        Parcel.select(Parcel, Carton).join(Fulfillment).switch(Parcel).left_outer_join(Carton)
        .where(Fulfillment.order == order_id).order_by(Parcel.id)
    )  # fmt: skip
    rows = list(query)
    inside: Any = (
        ParcelLine.select(
            ParcelLine.parcel, ParcelLine.quantity, OrderLine.unit, OrderLine.name, Product.name_zh, OrderLine.sku
        )
        .join(FulfillmentLine).join(OrderLine, on=(FulfillmentLine.line == OrderLine.id))
        .left_outer_join(Product, on=(OrderLine.product == Product.id))
        .where(ParcelLine.parcel.in_([row.id for row in rows])).order_by(OrderLine.no).tuples()
    )  # fmt: skip
    lines: dict[int, list[tuple[str, str, str]]] = {}
    for parcel, quantity, unit, name, name_zh, sku in inside:
        lines.setdefault(parcel, []).append(
            (texts.quantity_text(quantity, unit), spoken_name(name, name_zh), sku)
        )  # fmt: skip
    return [(row.id, _box(row, tuple(lines.get(row.id, ())))) for row in rows]


def _box(row: Any, lines: tuple[tuple[str, str, str], ...]) -> ProofBox:
    return ProofBox(
        code=row.code, carton=row.carton.name if row.carton_id else "", packed_by=row.packer_name,
        started=clock.format_stamp(row.started_at), closed=clock.format_stamp(row.closed_at) if row.closed_at else "",
        expected_grams=row.expected_grams, weight_grams=row.weight_grams, reason=row.weight_reason,
        is_void=row.state == ParcelState.VOID, lines=lines,
    )  # fmt: skip


def _acts(order_id: int, parcels: list[int]) -> Iterator[tuple[str, ...]]:
    """Every act of packing as the journal has it, the first one on top."""
    events = {event.id: event for event in journal.story("order", order_id)}
    for parcel in parcels:
        events |= {event.id: event for event in journal.story("parcel", parcel)}
    names = dict(OrderLine.select(OrderLine.sku, OrderLine.name).where(OrderLine.order == order_id).tuples())
    for event in sorted(events.values(), key=lambda one: (one.at, one.id)):
        if event.what in _ACTS:
            facts = event.body.get("facts", {})
            what = _WRONG.get(str(facts.get("state")), _ACTS[event.what])
            yield (
                f"{clock.local(event.at):%Y-%m-%d %H:%M:%S}", _(what), str(facts.get("parcel", "")), _detail(facts, names),
                str(event.body.get("who", "")), event.station, f"{event.station} {event.no}",
            )  # fmt: skip


def _detail(facts: Mapping[str, Any], names: Mapping[str, str]) -> str:
    found = []
    if sku := facts.get("sku"):
        quantity = int(facts.get("quantity") or 0)
        found.append(f"{quantity} × {names.get(sku, '')} {sku}".strip() if quantity else str(sku))
    if code := facts.get("code"):
        found.append(str(code))
    if grams := facts.get("weight_grams"):
        found.append(
            _("{weight} g on the scale, {expected} g expected").format(
                weight=grams, expected=facts.get("expected_grams", 0)
            )
        )
    found += [str(facts[name]) for name in ("reason", "again") if facts.get(name)]
    return " · ".join(dict.fromkeys(found))


def _photos(order_id: int) -> Iterator[ProofPhoto]:
    for row in photos_of_order(order_id):
        caption = f"{clock.format_stamp(row.at)} · {row.who} · SHA-256 {row.sha256[:16]}"
        try:
            yield ProofPhoto(caption=caption, data=row.path.read_bytes())
        except OSError:
            yield ProofPhoto(caption=_("{caption} · the file is gone").format(caption=caption), data=b"")


def _shipment(order_id: int) -> tuple[str, str, int | None]:
    query: Any = (
        Shipment.select(Carrier.name, Shipment.tracking, Fulfillment.left_at)
        .join(Fulfillment).switch(Shipment).left_outer_join(Carrier)
        .where(Fulfillment.order == order_id).order_by(Shipment.id).tuples()
    )  # fmt: skip
    rows = list(query)
    carriers = ", ".join(dict.fromkeys(name for name, _tracking, _left in rows if name))
    numbers = ", ".join(tracking for _name, tracking, _left in rows if tracking)
    return carriers, numbers, max((left for _name, _tracking, left in rows if left), default=None)
