"""Starting to pack: a picked tote comes to the table and gets its first box."""

from __future__ import annotations

from typing import NamedTuple

import peewee

from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import acting, command, note, touch
from app.core.i18n import N_, _
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal
from app.orders.advance import advance_fulfillment, check_not_held
from app.orders.models import Fulfillment, FulfillmentLine, Order
from app.orders.states import FulfillmentState
from app.packing.models import Parcel, ParcelState
from app.picking.models import PickTask
from app.picking.tasks import IS_OPEN

settings.declare(
    "packing.parcel_prefix", "AP", N_("Parcel codes begin with"),
    N_("Letters before the order's number in the code of a parcel, so that a scan tells them apart."),
)  # fmt: skip


class PiecesOnTheWay(Refusal):
    """Pieces of this order are still being fetched."""


class Started(NamedTuple):
    """An open box on the packing table."""

    parcel_id: int
    code: str


class Part(NamedTuple):
    """A fulfillment as packing reads it."""

    order_id: int
    number: str
    state: str


@prepared(rows=Part)
def _part(fulfillment):
    return (
        Fulfillment.select(Order.id, Order.number, Fulfillment.state).join(Order).where(Fulfillment.id == fulfillment)
    )


@prepared
def _parcels(order):
    return Parcel.select(peewee.fn.COUNT(Parcel.id)).join(Fulfillment).where(Fulfillment.order == order)


@prepared(rows=Started)
def _open_parcel(fulfillment):
    return (
        Parcel.select(Parcel.id, Parcel.code)
        .where(Parcel.fulfillment == fulfillment, Parcel.state == ParcelState.OPEN.value)
        .order_by(Parcel.id)
        .limit(1)
    )


@prepared
def _fetching(fulfillment):
    return PickTask.select(PickTask.id).where(PickTask.fulfillment == fulfillment, IS_OPEN).limit(1)


@prepared
def _insert(fulfillment, no, code, packer, packer_name, started_at):
    return Parcel.insert(
        fulfillment=fulfillment, no=no, code=code, state="open", expected_grams=0, weight_grams=0, weight_reason="",
        packer=packer, packer_name=packer_name, started_at=started_at,
    )  # fmt: skip


@prepared
def _unpacked(fulfillment):
    return (
        FulfillmentLine.select(FulfillmentLine.id)
        .where(FulfillmentLine.fulfillment == fulfillment, FulfillmentLine.packed < FulfillmentLine.picked)
        .limit(1)
    )


@command("packing.start_packing")
def start_packing(by: Actor, fulfillment_id: int) -> Started:
    """Begin to pack a picked fulfillment, or go on with its open box; returns the box.

    Refused with PiecesOnTheWay, OnHold, and StateChanged when it is not picked.
    """
    part = part_of(fulfillment_id)
    check_not_held(part.order_id)
    check_all_fetched(fulfillment_id)
    if part.state != FulfillmentState.PACKING:
        advance_fulfillment(fulfillment_id, FulfillmentState.PICKED, FulfillmentState.PACKING)
    started = _open_parcel.one(fulfillment_id) or open_parcel(fulfillment_id, part)
    note(parcel=started.code, order_id=part.order_id)
    touch("order", part.order_id)
    return started


def check_all_fetched(fulfillment_id: int) -> None:
    """Raise PiecesOnTheWay while somebody fetches more for it."""
    if _fetching.one(fulfillment_id):
        raise PiecesOnTheWay(_("A piece of this order is still being fetched."), fulfillment_id=fulfillment_id)


def open_parcel(fulfillment_id: int, part: Part) -> Started:
    """Put one more box on the table; its code carries the order's number and counts the order's boxes."""
    by = acting()
    no = int(_parcels.one(part.order_id)[0]) + 1
    code = f"{settings.read('packing.parcel_prefix')}{part.number}-{no}"
    parcel_id = _insert.add(fulfillment_id, no, code, by.person_id, by.name, clock.now_ms())
    touch("parcel", parcel_id)
    return Started(parcel_id, code)


def part_of(fulfillment_id: int) -> Part:
    """The order and state of a fulfillment; NotFound when there is none."""
    row = _part.one(fulfillment_id)
    if row is None:
        raise NotFound("fulfillment", fulfillment_id)
    return row


def has_unpacked(fulfillment_id: int) -> bool:
    """Whether picked pieces are in no box yet."""
    return _unpacked.one(fulfillment_id) is not None
