"""The delivery board: five columns by state, and what is late; one statement."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

import peewee
from peewee import fn

from app.core import clock, settings
from app.core.canonical import decode
from app.delivery.models import Carrier, Proof, Run, Shipment, ShipmentEvent
from app.orders.models import Fulfillment, Order
from app.orders.states import FulfillmentState, Method
from app.payments.models import Claim, ClaimState

LEFT = peewee.JOIN.LEFT_OUTER
F = FulfillmentState
DAY_MS = 86_400_000


class Column(StrEnum):
    """The columns of the board."""

    PICKUP = "pickup"
    WAITS = "waits"
    ON_THE_WAY = "on_the_way"
    DELIVERED = "delivered"
    NEEDS_YOU = "needs_you"


_COLUMN_OF = {
    F.READY_FOR_PICKUP: Column.PICKUP, F.PACKED: Column.WAITS, F.DISPATCHED: Column.ON_THE_WAY,
    F.DELIVERED: Column.DELIVERED, F.COLLECTED: Column.DELIVERED, F.ACCEPTED: Column.DELIVERED,
    F.FAILED: Column.NEEDS_YOU, F.LOST: Column.NEEDS_YOU,
    F.RETURNED: Column.DELIVERED, F.CANCELLED: Column.DELIVERED,
}  # fmt: skip


class Card(NamedTuple):
    """One fulfillment on the board; times in ms, `late_ms` over nought makes it red."""

    column: Column
    fulfillment_id: int
    shipment_id: int | None
    order_id: int
    order_number: str
    customer: str
    city: str
    state: FulfillmentState
    method: str
    due_at: int | None
    eta_at: int | None
    left_at: int | None
    delivered_at: int | None
    late_ms: int
    shelf: str
    carrier: str
    run: str
    driver: str
    vehicle: str
    tries: int
    cod_minor: int
    event: str
    event_text: str
    event_at: int | None
    has_signature: bool
    has_photo: bool


class Board(NamedTuple):
    """The board: the cards of each column in the order of their times, and the figures above it."""

    columns: dict[Column, list[Card]]
    on_time_percent: int | None
    on_the_road: int
    late: int
    cash_out_minor: int  # collected and not handed in yet


def _last(column: peewee.Field) -> peewee.ModelSelect:
    """A column of the last thing that happened to a shipment."""
    return (
        ShipmentEvent.select(column).where(ShipmentEvent.shipment == Shipment.id)
        .order_by(ShipmentEvent.id.desc()).limit(1)
    )  # fmt: skip


def card_query() -> peewee.ModelSelect:
    """The columns of a card; callers say which."""
    return (
        Fulfillment.select(
            Fulfillment.id, Shipment.id, Order.id, Order.number, Order.customer_name, Order.address, Fulfillment.state,
            Fulfillment.method, Fulfillment.due_at, Shipment.eta_at, Fulfillment.left_at, Fulfillment.delivered_at,
            Shipment.shelf, Carrier.name, Run.number, Run.driver_name, Run.vehicle, Shipment.tries, Shipment.cod_minor,
            _last(ShipmentEvent.kind), _last(ShipmentEvent.text), _last(ShipmentEvent.at),
            Proof.signature_png.is_null(False), Proof.photo != "",
        )
        .join(Order)
        .switch(Fulfillment)
        .join(Shipment, LEFT, on=(Shipment.fulfillment == Fulfillment.id))
        .join(Run, LEFT, on=(Shipment.run == Run.id))
        .join(Carrier, LEFT, on=(Shipment.carrier == Carrier.id))
        .join(Proof, LEFT, on=(Proof.shipment == Shipment.id))
    )  # fmt: skip


def board(now: int | None = None) -> Board:
    """Everything that is packed, on the shelf or on its way, needs somebody, or was delivered today."""
    now = clock.now_ms() if now is None else now
    today = clock.day_start_ms(clock.day_of(now))
    moving = Fulfillment.state.in_([F.PACKED, F.READY_FOR_PICKUP, F.DISPATCHED, F.FAILED, F.LOST])
    done = Fulfillment.state.in_([F.DELIVERED, F.COLLECTED, F.ACCEPTED]) & (Fulfillment.delivered_at >= today)
    query = card_query().where((moving | done) & (Fulfillment.method != Method.TAKEN))
    columns: dict[Column, list[Card]] = {column: [] for column in Column}
    for row in query.tuples():
        card = card_of(row, now)
        columns[card.column].append(card)
    for column, cards in columns.items():
        cards.sort(key=_newest if column == Column.DELIVERED else _earliest)
    delivered = [card for card in columns[Column.DELIVERED] if card.due_at]
    on_time = sum(card.late_ms == 0 for card in delivered)
    return Board(
        columns, on_time * 100 // len(delivered) if delivered else None, len(columns[Column.ON_THE_WAY]),
        sum(card.late_ms > 0 for card in columns[Column.ON_THE_WAY]), cash_out(),
    )  # fmt: skip


def cash_out() -> int:
    """Cash that drivers and carriers collected and have not handed in (minor units)."""
    rows = Claim.select(fn.COALESCE(fn.SUM(Claim.collected_minor), 0)).where(Claim.state == ClaimState.WITH_DRIVER)
    return int(rows.scalar())


def late_shipments(now: int | None = None) -> list[Card]:
    """What is on its way after its time, or on the shelf longer than it may be, the latest first."""
    now = clock.now_ms() if now is None else now
    query = card_query().where(Fulfillment.state.in_([F.DISPATCHED, F.READY_FOR_PICKUP]))
    cards = [card for row in query.tuples() if (card := card_of(row, now)).late_ms > 0]
    return sorted(cards, key=lambda card: -card.late_ms)


def card_of(row: tuple[Any, ...], now: int) -> Card:
    """A row of `card_query` as a card, seen at a time (ms)."""
    state = F(row[6])
    due, eta, left, delivered = row[8:12]
    city = address_of(row[5]).get("city", "") or ""
    late = _late(state, due, eta, left, delivered, now)
    names = [value or "" for value in row[12:17]]
    return Card._make((
        _COLUMN_OF.get(state, Column.WAITS), *row[:5], city, state, row[7], due, eta, left, delivered, late, *names,
        row[17] or 0, row[18] or 0, row[19] or "", row[20] or "", row[21], bool(row[22]), bool(row[23]),
    ))  # fmt: skip


def _late(
    state: FulfillmentState, due: int | None, eta: int | None, left: int | None, delivered: int | None, now: int
) -> int:  # fmt: skip
    """How late it is (ms): against the promise, or against the estimate where nothing was promised."""
    if state == F.READY_FOR_PICKUP:
        return max(now - (left or now) - settings.read("delivery.pickup_days") * DAY_MS, 0)
    promised = due or eta
    if promised is None or state in (F.FAILED, F.LOST, F.RETURNED, F.CANCELLED):
        return 0
    if delivered is not None:
        return max(delivered - promised, 0)
    expected = max(now, eta) if eta else now
    return max(expected - promised, 0) if state == F.DISPATCHED else max(now - promised, 0)


def _earliest(card: Card) -> tuple[int, int]:
    return card.eta_at or card.due_at or card.left_at or 1 << 62, card.fulfillment_id


def _newest(card: Card) -> tuple[int, int]:
    return -(card.delivered_at or 0), card.fulfillment_id


def address_of(value: Any) -> dict[str, Any]:
    """An address column as plain values, empty when there is none."""
    if not value:
        return {}
    return value if isinstance(value, dict) else decode(value)
