"""What `verify` re-computes of packing: what lines say is packed lies in their boxes."""

from __future__ import annotations

from collections.abc import Iterator

from peewee import fn

from app.core.checks import check
from app.orders.models import Fulfillment, FulfillmentLine
from app.orders.states import FulfillmentState
from app.packing.models import Parcel, ParcelLine, ParcelState


@check("packed goods")
def packed_goods() -> Iterator[str]:
    """A line's packed pieces are the sum of its pieces in boxes, and nothing is packed that was not picked."""
    boxes = (
        ParcelLine.select(ParcelLine.line, fn.SUM(ParcelLine.quantity))
        .join(Parcel)
        .where(Parcel.state != ParcelState.VOID)
        .group_by(ParcelLine.line)
    )
    in_boxes = {line: int(quantity) for line, quantity in boxes.tuples()}
    lines = FulfillmentLine.select(FulfillmentLine.id, FulfillmentLine.picked, FulfillmentLine.packed)
    for line, picked, packed in lines.where(FulfillmentLine.packed > 0).tuples().iterator():
        if in_boxes.pop(line, 0) != packed or packed > picked:
            yield f"fulfillment line {line}: {packed} packed, its boxes and its pick say otherwise"
    yield from (f"fulfillment line {line}: {there} in boxes, none packed" for line, there in in_boxes.items())


@check("packed parcels")
def packed_parcels() -> Iterator[str]:
    """What is packed or has left has no open box and nothing left on the table."""
    states = (FulfillmentState.PACKED, FulfillmentState.DISPATCHED, FulfillmentState.READY_FOR_PICKUP)
    packed = Fulfillment.select(Fulfillment.id).where(Fulfillment.state.in_(states))
    open_boxes = Parcel.select(Parcel.code).where(Parcel.state == ParcelState.OPEN, Parcel.fulfillment.in_(packed))
    yield from (f"parcel {code}: open although its goods are packed" for (code,) in open_boxes.tuples())
    left = FulfillmentLine.select(FulfillmentLine.id).where(
        FulfillmentLine.fulfillment.in_(packed), FulfillmentLine.packed < FulfillmentLine.picked
    )
    yield from (f"fulfillment line {line}: picked, never packed, and on its way" for (line,) in left.tuples())
