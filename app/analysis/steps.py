"""How long each step of the cycle takes, added up day by day while orders move on."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from peewee import EXCLUDED, Case

from app.analysis.models import StepTime
from app.core import clock
from app.core.events import listens
from app.core.i18n import N_
from app.core.prepared import prepared
from app.orders.events import FulfillmentMoved, OrderMoved
from app.orders.models import Fulfillment, Order
from app.orders.states import FulfillmentState, OrderState


class Step(StrEnum):
    """A step of the cycle that is timed; the last two say how promises were kept."""

    CONFIRM = "confirm"  # from placed to confirmed
    PICK = "pick"  # from ready to picked
    PACK = "pack"
    LEAVE = "leave"  # from packed to out of the door, or onto the pickup shelf
    DELIVER = "deliver"
    ACCEPT = "accept"
    WHOLE = "whole"  # from placed to completed
    ON_TIME = "on_time"  # how much earlier than promised
    LATE = "late"  # how much later


TITLES = {
    Step.CONFIRM: N_("Placed to confirmed"), Step.PICK: N_("Ready to picked"), Step.PACK: N_("Picked to packed"),
    Step.LEAVE: N_("Packed to on the way"), Step.DELIVER: N_("On the way to delivered"),
    Step.ACCEPT: N_("Delivered to accepted"), Step.WHOLE: N_("Placed to completed"),
    Step.ON_TIME: N_("Delivered in time"), Step.LATE: N_("Delivered late"),
}  # fmt: skip
assert TITLES.keys() == set(Step)


class Times(NamedTuple):
    """When a fulfillment took its steps."""

    due_at: int | None
    ready_at: int | None
    picked_at: int | None
    packed_at: int | None
    left_at: int | None
    delivered_at: int | None
    accepted_at: int | None


@prepared(rows=Times)
def _times(fulfillment):
    return Fulfillment.select(
        Fulfillment.due_at, Fulfillment.ready_at, Fulfillment.picked_at, Fulfillment.packed_at, Fulfillment.left_at,
        Fulfillment.delivered_at, Fulfillment.accepted_at,
    ).where(Fulfillment.id == fulfillment)  # fmt: skip


@prepared
def _placed_at(order):
    return Order.select(Order.placed_at).where(Order.id == order)


@prepared
def _add(day, step, took, longest):
    longer = Case(None, [(EXCLUDED.longest_ms > StepTime.longest_ms, EXCLUDED.longest_ms)], StepTime.longest_ms)
    return StepTime.insert(day=day, step=step, times=1, total_ms=took, longest_ms=longest).on_conflict(
        conflict_target=[StepTime.day, StepTime.step],
        update={
            StepTime.times: StepTime.times + 1, StepTime.total_ms: StepTime.total_ms + EXCLUDED.total_ms,
            StepTime.longest_ms: longer,
        },
    )  # fmt: skip


F, O = FulfillmentState, OrderState
_BEGAN = {
    F.PICKED: (Step.PICK, "ready_at"), F.PACKED: (Step.PACK, "picked_at"), F.DISPATCHED: (Step.LEAVE, "packed_at"),
    F.READY_FOR_PICKUP: (Step.LEAVE, "packed_at"), F.DELIVERED: (Step.DELIVER, "left_at"),
    F.COLLECTED: (Step.DELIVER, "left_at"), F.ACCEPTED: (Step.ACCEPT, "delivered_at"),
}  # fmt: skip
_BACKWARDS = {(F.PACKING, F.PICKED), (F.FAILED, F.PACKED)}


def _took(step: Step, began_at: int | None, ended_at: int) -> None:
    if began_at is not None and ended_at >= began_at:
        span = ended_at - began_at
        _add.run(clock.day_of(ended_at), step.value, span, span)


@listens(FulfillmentMoved)
def _fulfillment_moved(event: FulfillmentMoved) -> None:
    if event.new not in _BEGAN or (event.old, event.new) in _BACKWARDS:
        return
    times = _times.one(event.fulfillment_id)
    step, began = _BEGAN[event.new]
    _took(step, getattr(times, began), event.at)
    if event.new in (F.DELIVERED, F.COLLECTED) and times.due_at:
        early = times.due_at - event.at
        _add.run(clock.day_of(event.at), (Step.ON_TIME if early >= 0 else Step.LATE).value, abs(early), abs(early))


@listens(OrderMoved)
def _order_moved(event: OrderMoved) -> None:
    step = {O.CONFIRMED: Step.CONFIRM, O.COMPLETED: Step.WHOLE}.get(event.new)
    if step:
        _took(step, _placed_at.one(event.order_id)[0], event.at)
