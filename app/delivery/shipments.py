"""Shipments as the steps of delivery read and write them: one for each fulfillment, kept through all tries."""

from __future__ import annotations

import secrets
from typing import Any, NamedTuple

from peewee import fn

from app.core import clock
from app.core.command import acting, touch
from app.core.db import hold
from app.core.money import round_div
from app.core.plain import plain
from app.core.prepared import prepared
from app.core.refusal import NotFound, StateChanged
from app.delivery.models import Shipment, ShipmentEvent
from app.inventory import stock
from app.inventory.models import PlaceKind
from app.orders.kits import worth_of_parts
from app.orders.models import Fulfillment, FulfillmentLine, Order, OrderLine
from app.orders.states import FulfillmentState, PayPlan
from app.payments.models import Claim, ClaimState
from app.payments.order_account import owed

LONGEST_TEXT = 300


class Stop(NamedTuple):
    """A shipment with its fulfillment and order."""

    shipment_id: int
    fulfillment_id: int
    state: str
    order_id: int
    number: str
    run_id: int | None
    tries: int
    cod_minor: int
    eta_at: int | None
    pickup_code: str
    tracking: str | None
    carrier_id: int | None


@prepared(rows=Stop)
def _stop(shipment):
    return (
        Shipment.select(
            Shipment.id, Fulfillment.id, Fulfillment.state, Order.id, Order.number, Shipment.run, Shipment.tries,
            Shipment.cod_minor, Shipment.eta_at, Shipment.pickup_code, Shipment.tracking, Shipment.carrier,
        )
        .join(Fulfillment)
        .join(Order)
        .where(Shipment.id == shipment)
    )  # fmt: skip


@prepared
def _of_fulfillment(fulfillment):
    return Shipment.select(Shipment.id).where(Shipment.fulfillment == fulfillment)


@prepared
def _insert(fulfillment, token, made_at):
    return Shipment.insert(
        fulfillment=fulfillment, stop=0, shelf="", pickup_code="", tries=0, cod_minor=0, track_token=token,
        made_at=made_at,
    )  # fmt: skip


@prepared
def _insert_event(shipment, at, kind, text, who):
    return ShipmentEvent.insert(shipment=shipment, at=at, kind=kind, text=text, who=who)


@prepared
def _goods(fulfillment):
    return FulfillmentLine.select(FulfillmentLine.product, FulfillmentLine.picked).where(
        FulfillmentLine.fulfillment == fulfillment, FulfillmentLine.picked > 0
    )


@prepared
def _travel(fulfillment):
    columns = (Fulfillment.order, Fulfillment.state, Fulfillment.method, Order.pay_plan)
    return Fulfillment.select(*columns).join(Order).where(Fulfillment.id == fulfillment)


class Travel(NamedTuple):
    """How a fulfillment is to travel and be paid."""

    order_id: int
    state: str
    method: str
    pay_plan: str


def travel_of(fulfillment_id: int) -> Travel:
    """How a fulfillment travels; NotFound when there is none."""
    row = _travel.one(fulfillment_id)
    if row is None:
        raise NotFound("fulfillment", fulfillment_id)
    return Travel(*row)


def stop_of(shipment_id: int) -> Stop:
    """A shipment; NotFound when there is none."""
    row = _stop.one(shipment_id)
    if row is None:
        raise NotFound("shipment", shipment_id)
    return row


def shipment_of(fulfillment_id: int) -> int:
    """The shipment of a fulfillment, made with its first try."""
    row = _of_fulfillment.one(fulfillment_id)
    if row:
        return int(row[0])
    return int(_insert.add(fulfillment_id, secrets.token_urlsafe(15), clock.now_ms()))


def happened(shipment_id: int, kind: str, text: str = "") -> None:
    """Note something that happened on the way, and tell the windows."""
    _insert_event.run(shipment_id, clock.now_ms(), kind, plain(text)[:LONGEST_TEXT], acting().name)
    touch("shipment", shipment_id)


def hand_out(fulfillment_id: int, order_id: int) -> None:
    """The picked goods are no longer the shop's: from staging to the customer."""
    _pass(fulfillment_id, order_id, PlaceKind.STAGING, PlaceKind.CUSTOMER, "sent")


def take_back(fulfillment_id: int, order_id: int) -> None:
    """Goods that could not be handed over stand packed in the shop again."""
    _pass(fulfillment_id, order_id, PlaceKind.CUSTOMER, PlaceKind.STAGING, "came_back")


def check_state(stop: Stop, *states: FulfillmentState) -> FulfillmentState:
    """The state of the goods, which must be one of these; StateChanged otherwise."""
    if stop.state not in states:
        raise StateChanged("shipment", stop.shipment_id)
    return FulfillmentState(stop.state)


def cod_of(fulfillment_id: int, travel: Travel) -> int:
    """What is to be collected at the door for this fulfillment (minor units), nought when nothing is.

    All that is owed with the last part of an order; before that no more than the goods in this part cost.
    """
    if travel.pay_plan != PayPlan.ON_DELIVERY:
        return 0
    hold(Order, travel.order_id)
    due = max(owed(travel.order_id) - _claimed(travel.order_id), 0)
    if not due or not _others_to_come(travel.order_id, fulfillment_id):
        return due
    return min(due, _worth(fulfillment_id))


def _claimed(order_id: int) -> int:
    """What drivers and carriers are already on their way to collect."""
    open_claims = (Claim.order == order_id) & (Claim.state == ClaimState.DUE)
    return int(Claim.select(fn.COALESCE(fn.SUM(Claim.amount_minor), 0)).where(open_claims).scalar())


def _others_to_come(order_id: int, fulfillment_id: int) -> bool:
    here = (
        FulfillmentState.WAITING, FulfillmentState.READY, FulfillmentState.PICKING, FulfillmentState.PICKED,
        FulfillmentState.PACKING, FulfillmentState.PACKED, FulfillmentState.FAILED,
    )  # fmt: skip
    others = (Fulfillment.order == order_id) & (Fulfillment.id != fulfillment_id) & Fulfillment.state.in_(here)
    return Fulfillment.select().where(others).exists()


def _worth(fulfillment_id: int) -> int:
    """What the goods of a fulfillment cost the customer, by the order's lines."""
    rows: Any = (
        FulfillmentLine.select(
            FulfillmentLine.picked, OrderLine.quantity, OrderLine.total_minor, OrderLine.id, OrderLine.order
        )
        .join(OrderLine, on=(FulfillmentLine.line == OrderLine.id))
        .where(FulfillmentLine.fulfillment == fulfillment_id)
        .tuples()
    )
    lines = list(rows)
    shares = worth_of_parts(lines[0][4]) if lines else {}
    return sum(
        round_div((total + shares.get(line, 0)) * picked, quantity) for picked, quantity, total, line, _order in lines
    )


def _pass(fulfillment_id: int, order_id: int, source: PlaceKind, target: PlaceKind, reason: str) -> None:
    here, there = stock.special_place(source), stock.special_place(target)
    for product_id, quantity in _goods.all(fulfillment_id):
        stock.pass_on(product_id, quantity, source=here, target=there, reason=reason, order_id=order_id)
