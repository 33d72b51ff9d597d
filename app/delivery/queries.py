"""What the delivery screens read: one delivery, the run sheet and the pickup shelf."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import peewee
from peewee import fn

from app.catalog.models import Product
from app.catalog.names import product_name
from app.core import clock, settings
from app.core.canonical import decode
from app.core.prepared import prepared
from app.delivery.board import DAY_MS, LEFT, Card, F, address_of, card_of, card_query
from app.delivery.models import AcceptanceLine, Carrier, Proof, Run, RunState, Shipment, ShipmentEvent
from app.delivery.track import recognise_tracking
from app.orders.models import Fulfillment, FulfillmentLine, Order
from app.orders.states import FulfillmentState
from app.packing.models import Parcel, ParcelState


class Happened(NamedTuple):
    """Something that happened on the way."""

    at: int
    kind: str
    text: str
    who: str


class ProofShown(NamedTuple):
    """Who took the goods."""

    name: str
    signature_png: bytes | None
    photo: str
    checklist: tuple[str, ...]
    collected_minor: int
    at: int


class DeliveredLine(NamedTuple):
    """A line of goods and what the customer said about it."""

    line_id: int
    product_id: int
    sku: str
    name: str
    unit: str
    quantity: int
    accepted: int
    condition: str
    note: str


class Detail(NamedTuple):
    """One delivery with all that is known of it."""

    card: Card
    phone: str
    address: dict[str, Any]
    tracking: str
    tracking_url: str
    track_token: str
    pickup_code: str
    run_id: int | None
    proof: ProofShown | None
    events: tuple[Happened, ...]
    lines: tuple[DeliveredLine, ...]


class RunStop(NamedTuple):
    """A stop of a run sheet."""

    stop: int
    shipment_id: int
    fulfillment_id: int
    order_id: int
    order_number: str
    customer: str
    phone: str
    address: dict[str, Any]
    note: str
    state: FulfillmentState
    parcels: int
    eta_at: int | None
    due_at: int | None
    cod_minor: int
    delivered_at: int | None


class RunSheet(NamedTuple):
    """A run with its stops in order."""

    run_id: int
    number: str
    state: RunState
    driver_id: int
    driver: str
    vehicle: str
    left_at: int | None
    back_at: int | None
    stops: tuple[RunStop, ...]

    @property
    def done(self) -> int:
        """Stops that are delivered or failed."""
        return sum(stop.state not in (F.PACKED, F.DISPATCHED) for stop in self.stops)

    @property
    def cod_minor(self) -> int:
        """What is to be collected in all."""
        return sum(stop.cod_minor for stop in self.stops)


class RunRow(NamedTuple):
    """A run in the list."""

    run_id: int
    number: str
    state: RunState
    driver: str
    vehicle: str
    stops: int
    done: int
    cod_minor: int
    made_at: int
    left_at: int | None


class ShelfRow(NamedTuple):
    """Goods on the pickup shelf; `until_at` is when they should have been collected."""

    fulfillment_id: int
    shipment_id: int
    order_id: int
    order_number: str
    customer: str
    phone: str
    shelf: str
    pickup_code: str
    since_at: int
    until_at: int
    is_over: bool


def delivery_detail(shipment_id: int) -> Detail | None:
    """One delivery; None when there is none."""
    return _detail(Shipment.id == shipment_id)


def delivery_of(fulfillment_id: int) -> Detail | None:
    """One delivery by its fulfillment, also while it still waits for a courier; None when there is none."""
    return _detail(Fulfillment.id == fulfillment_id)


def cards_for(kind: str, ref: int) -> list[Card]:
    """The cards of an order (kind `order`), a parcel, a shipment or a fulfillment, those under way first."""
    parcel = Parcel.select(Parcel.fulfillment).where(Parcel.id == ref)
    matches = {
        "order": Order.id == ref, "parcel": Fulfillment.id.in_(parcel), "shipment": Shipment.id == ref,
        "fulfillment": Fulfillment.id == ref,
    }  # fmt: skip
    now = clock.now_ms()
    cards = [card_of(row, now) for row in card_query().where(matches[kind]).order_by(Fulfillment.id).tuples()]
    return sorted(cards, key=lambda card: card.state in (F.ACCEPTED, F.RETURNED, F.CANCELLED))


def _detail(match: Any) -> Detail | None:
    more = (Order.phone, Shipment.tracking, Carrier.tracking_url, Shipment.track_token, Shipment.pickup_code, Run.id)
    proof = (Proof.name, Proof.signature_png, Proof.photo, Proof.checklist, Proof.at)
    query = card_query().select_extend(*more, *proof).where(match)
    row = query.tuples().first()
    if row is None:
        return None
    card = card_of(row, clock.now_ms())
    phone, tracking, url, token, code, run_id = row[24:30]
    return Detail(
        card, phone, address_of(row[5]), tracking or "", _follow(url or "", tracking or ""), token or "", code or "",
        run_id, _proof(row[30:35]), _events(card.shipment_id), _lines(card.fulfillment_id),
    )  # fmt: skip


def _follow(url: str, tracking: str) -> str:
    """Where a number is followed: the carrier's own page, else that of the courier's rules."""
    if not tracking:
        return ""
    if url:
        return url.replace("{tracking}", tracking).replace("%s", tracking)
    return next((match.tracking_url for match in recognise_tracking(tracking) if match.tracking_url), "")


def _proof(row: tuple[Any, ...]) -> ProofShown | None:
    name, signature, photo, checklist, at = row
    if at is None:
        return None
    ticked = checklist if isinstance(checklist, dict) else decode(checklist)
    return ProofShown(
        name, bytes(signature) if signature is not None else None, photo, tuple(ticked.get("ticked", ())),
        ticked.get("collected_minor", 0), at,
    )  # fmt: skip


def _events(shipment_id: int | None) -> tuple[Happened, ...]:
    columns = (ShipmentEvent.at, ShipmentEvent.kind, ShipmentEvent.text, ShipmentEvent.who)
    rows = ShipmentEvent.select(*columns).where(ShipmentEvent.shipment == shipment_id).order_by(ShipmentEvent.id)
    return tuple(Happened(*row) for row in rows.tuples())


def _lines(fulfillment_id: int) -> tuple[DeliveredLine, ...]:
    rows = (
        FulfillmentLine.select(
            FulfillmentLine.id, Product.id, Product.sku, product_name(), Product.unit, FulfillmentLine.picked,
            FulfillmentLine.accepted, fn.COALESCE(AcceptanceLine.condition, ""), fn.COALESCE(AcceptanceLine.note, ""),
        )
        .join(Product)
        .switch(FulfillmentLine)
        .join(AcceptanceLine, LEFT, on=(AcceptanceLine.line == FulfillmentLine.id))
        .where(FulfillmentLine.fulfillment == fulfillment_id, FulfillmentLine.picked > 0)
        .order_by(FulfillmentLine.id)
    )  # fmt: skip
    return tuple(DeliveredLine(*row) for row in rows.tuples())


@prepared
def _sheet(run):
    parcels = Parcel.select(fn.COUNT(Parcel.id)).where(
        Parcel.fulfillment == Fulfillment.id, Parcel.state == ParcelState.CLOSED.value
    )
    return (
        Run.select(
            Run.number, Run.state, Run.driver, Run.driver_name, Run.vehicle, Run.left_at, Run.back_at, Shipment.stop,
            Shipment.id, Fulfillment.id, Order.id, Order.number, Order.customer_name, Order.phone, Order.address,
            Order.note, Fulfillment.state, parcels, Shipment.eta_at, Fulfillment.due_at, Shipment.cod_minor,
            Fulfillment.delivered_at,
        )
        .join(Shipment, LEFT, on=(Shipment.run == Run.id))
        .join(Fulfillment, LEFT, on=(Shipment.fulfillment == Fulfillment.id))
        .join(Order, LEFT, on=(Fulfillment.order == Order.id))
        .where(Run.id == run)
        .order_by(Shipment.stop, Shipment.id)
    )  # fmt: skip


def run_sheet(run_id: int) -> RunSheet | None:
    """A run with its stops; None when there is no such run."""
    rows = _sheet.all(run_id)
    if not rows:
        return None
    number, state, *rest = rows[0][:7]
    stops = tuple(
        RunStop._make((*row[7:14], address_of(row[14]), row[15], F(row[16]), *row[17:]))
        for row in rows
        if row[8] is not None
    )
    return RunSheet._make((run_id, number, RunState(state), *rest, stops))


def runs(since: int = 0, states: Iterable[RunState] = ()) -> list[RunRow]:
    """Runs made since a time (ms), the newest first; without states all of them."""
    done = fn.SUM(peewee.Case(None, [(Fulfillment.state.not_in([F.PACKED, F.DISPATCHED]), 1)], 0))
    query = (
        Run.select(
            Run.id, Run.number, Run.state, Run.driver_name, Run.vehicle, fn.COUNT(Shipment.id), fn.COALESCE(done, 0),
            fn.COALESCE(fn.SUM(Shipment.cod_minor), 0), Run.made_at, Run.left_at,
        )
        .join(Shipment, LEFT, on=(Shipment.run == Run.id))
        .join(Fulfillment, LEFT, on=(Shipment.fulfillment == Fulfillment.id))
        .where(Run.made_at >= since)
        .group_by(Run.id)
        .order_by(Run.id.desc())
    )  # fmt: skip
    if wanted := list(states):
        query = query.where(Run.state.in_(wanted))
    return [RunRow._make((*row[:5], *map(int, row[5:8]), *row[8:])) for row in query.tuples()]


def pickup_shelf(now: int | None = None) -> list[ShelfRow]:
    """What waits to be collected, the longest first."""
    now = clock.now_ms() if now is None else now
    days = settings.read("delivery.pickup_days") * DAY_MS
    query = (
        Shipment.select(
            Fulfillment.id, Shipment.id, Order.id, Order.number, Order.customer_name, Order.phone, Shipment.shelf,
            Shipment.pickup_code, Fulfillment.left_at,
        )
        .join(Fulfillment)
        .join(Order)
        .where(Fulfillment.state == F.READY_FOR_PICKUP)
        .order_by(Fulfillment.left_at, Fulfillment.id)
    )  # fmt: skip
    return [ShelfRow._make((*row, row[-1] + days, row[-1] + days < now)) for row in query.tuples()]


def free_shelf(prefix: str = "P-", places: int = 20) -> str:
    """The first place of the pickup shelf with the fewest parcels on it."""
    counts = {f"{prefix}{no}": 0 for no in range(1, places + 1)}
    used = (
        Shipment.select(Shipment.shelf, fn.COUNT(Shipment.id)).join(Fulfillment)
        .where(Fulfillment.state == F.READY_FOR_PICKUP).group_by(Shipment.shelf)
    )  # fmt: skip
    for shelf, number in used.tuples():
        if shelf in counts:
            counts[shelf] = number
    return min(counts, key=lambda shelf: counts[shelf])


def fulfillment_of_parcel(code: str) -> int | None:
    """The fulfillment that a parcel's label belongs to, for a scan at the board; None when nobody knows the code."""
    row = Parcel.get_or_none(Parcel.code == code.strip(), Parcel.state == ParcelState.CLOSED)
    return row.fulfillment_id if row else None
