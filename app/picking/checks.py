"""What `verify` re-computes of picking: staging holds what was picked and has not left, tasks add up to their lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from peewee import fn

from app.core.checks import check
from app.inventory.models import BinStock, Place, PlaceKind
from app.orders.models import Fulfillment, FulfillmentLine
from app.orders.states import FulfillmentState
from app.picking.models import Batch, BatchState, PickTask, PutBackTask
from app.picking.tasks import IS_OPEN

F = FulfillmentState
IN_STAGING = (F.PICKING, F.PICKED, F.PACKING, F.PACKED, F.READY_FOR_PICKUP, F.CANCELLED)


@check("picked goods")
def picked_goods() -> Iterator[str]:
    """The staging place holds exactly what was picked for orders that have not left, and what waits to be put back."""
    picked = (
        FulfillmentLine.select(FulfillmentLine.product, fn.SUM(FulfillmentLine.picked))
        .join(Fulfillment)
        .where(Fulfillment.state.in_(IN_STAGING), FulfillmentLine.picked > 0)
        .group_by(FulfillmentLine.product)
    )
    staged = BinStock.select(BinStock.product, BinStock.on_hand).join(Place).where(
        Place.kind == PlaceKind.STAGING, BinStock.on_hand > 0
    )  # fmt: skip
    lying = PutBackTask.select(PutBackTask.product, fn.SUM(PutBackTask.quantity)).where(PutBackTask.done_at.is_null())
    expected: Counter[int] = Counter()
    for query in (picked, lying.group_by(PutBackTask.product)):
        expected.update({product: int(quantity) for product, quantity in query.tuples()})
    there = dict(staged.tuples())
    for product in sorted(expected.keys() | there.keys()):
        if expected.get(product, 0) != there.get(product, 0):
            yield (
                f"product {product}: {expected.get(product, 0)} are picked and have not left,"
                f" staging holds {there.get(product, 0)}"
            )


@check("pick tasks")
def pick_tasks() -> Iterator[str]:
    """Open tasks belong to open walks, and no line has more picked than it wants."""
    running = [BatchState.OPEN.value, BatchState.PICKING.value]
    stray = PickTask.select(PickTask.id).join(Batch).where(IS_OPEN, Batch.state.not_in(running))
    for (task,) in stray.tuples():
        yield f"pick task {task}: open in a walk that is over"
    over = FulfillmentLine.select(FulfillmentLine.id).where(
        FulfillmentLine.picked + FulfillmentLine.short > FulfillmentLine.quantity
    )
    for (line,) in over.tuples():
        yield f"fulfillment line {line}: more is picked or short than is wanted"
    idle = Batch.select(Batch.number).where(
        Batch.state.in_(running), Batch.id.not_in(PickTask.select(PickTask.batch).where(IS_OPEN))
    )
    for (number,) in idle.tuples():
        yield f"walk {number}: open without anything to pick"
