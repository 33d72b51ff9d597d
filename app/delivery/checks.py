"""What `verify` re-computes of delivery: shipments and runs agree with the states of the goods."""

from __future__ import annotations

from collections.abc import Iterator

from app.core.checks import check
from app.delivery.models import Run, RunState, Shipment
from app.orders.models import Fulfillment, FulfillmentLine
from app.orders.states import FulfillmentState

F = FulfillmentState


@check("shipments")
def shipments() -> Iterator[str]:
    """What travels with a driver is on a run that left, and what waits on the shelf has a code."""
    early = (
        Shipment.select(Shipment.id).join(Fulfillment).switch(Shipment).join(Run)
        .where(Fulfillment.state == F.DISPATCHED, Run.state == RunState.PLANNED)
    )  # fmt: skip
    yield from (f"shipment {row[0]}: on its way with a run that has not left" for row in early.tuples())
    nameless = (
        Shipment.select(Shipment.id).join(Fulfillment)
        .where(Fulfillment.state == F.READY_FOR_PICKUP, Shipment.pickup_code == "")
    )  # fmt: skip
    yield from (f"shipment {row[0]}: on the shelf without a pickup code" for row in nameless.tuples())
    back = (
        Shipment.select(Shipment.id).join(Fulfillment).switch(Shipment).join(Run)
        .where(Fulfillment.state == F.DISPATCHED, Run.state.in_([RunState.BACK, RunState.SETTLED]))
    )  # fmt: skip
    yield from (f"shipment {row[0]}: on its way with a run that is back" for row in back.tuples())


@check("accepted goods")
def accepted_goods() -> Iterator[str]:
    """Nobody accepts more than was delivered."""
    over = FulfillmentLine.select(FulfillmentLine.id).where(FulfillmentLine.accepted > FulfillmentLine.picked)
    yield from (f"fulfillment line {row[0]}: more was accepted than delivered" for row in over.tuples())
