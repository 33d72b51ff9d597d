"""What an amended order changes in the walks: nobody fetches what is wanted no more, and what is new joins a walk."""

from __future__ import annotations

from typing import NamedTuple

import peewee

from app.core import clock
from app.core.command import touch
from app.core.events import listens
from app.core.refusal import StateChanged
from app.inventory.models import Place
from app.orders.advance import advance_fulfillment
from app.orders.events import GoodsCut, GoodsRefitted
from app.orders.models import Fulfillment, FulfillmentLine
from app.orders.states import FulfillmentState
from app.picking.models import Batch, BatchState, PickError, PickTask, PutBackTask, Tote
from app.picking.release import Stop, plan_more, write_batch
from app.picking.tasks import IS_OPEN, free_tote, settle

_RUNNING = (BatchState.OPEN.value, BatchState.PICKING.value)
_BEGUN = (FulfillmentState.PICKING.value, FulfillmentState.PICKED.value, FulfillmentState.PACKING.value)


class _Missing(NamedTuple):
    """So much of a line that no walk fetches yet."""

    line_id: int
    product_id: int
    quantity: int


@listens(GoodsCut)
def _cut(event: GoodsCut) -> None:
    """The walk asks for less; what lies in the tote waits to be put back into the bin that it came from."""
    if event.unpicked:
        _ask_for_less(event.line_id, event.unpicked)
    if event.picked:
        _lay_aside(event.fulfillment_id, event.line_id, event.picked)
    if event.is_whole:
        mine = PickTask.line == event.line_id
        PickError.update(task=None).where(PickError.task.in_(PickTask.select(PickTask.id).where(mine))).execute()
        PickTask.delete().where(mine).execute()


@listens(GoodsRefitted)
def _refit(event: GoodsRefitted) -> None:
    """What is new is fetched on the walk that is under way, else on one of its own; then all goes on."""
    query = Fulfillment.select(Fulfillment.id, Fulfillment.state).where(Fulfillment.order == event.order_id)
    for fulfillment_id, state in list(query.order_by(Fulfillment.no).tuples()):
        if state in _BEGUN:
            _fetch_more(fulfillment_id, FulfillmentState(state))
            _go_on(fulfillment_id)
        elif state == FulfillmentState.CANCELLED and not _lies_in_tote(fulfillment_id):
            free_tote(fulfillment_id)
    _end_idle()


def _ask_for_less(line_id: int, quantity: int) -> None:
    left, now = quantity, clock.now_ms()
    rows = PickTask.select().where(PickTask.line == line_id, IS_OPEN).order_by(PickTask.id.desc())
    for task in list(rows):
        part = min(left, task.quantity - task.picked)
        if not part:
            continue
        left -= part
        rest = task.quantity - part
        if not rest:
            values = {"state": "cancelled", "done_at": now}
        else:
            values = {"quantity": rest} | ({"state": "done", "done_at": now} if rest == task.picked else {})
        _change(task, values)


def _lay_aside(fulfillment_id: int, line_id: int, quantity: int) -> None:
    """The last picks first; goods stay at staging until somebody says that they are back."""
    left, now = quantity, clock.now_ms()
    line = FulfillmentLine.get_by_id(line_id)
    rows = PickTask.select().where(PickTask.line == line_id, PickTask.picked > 0).order_by(PickTask.id.desc())
    for task in list(rows):
        part = min(left, task.picked)
        if not part:
            break
        left -= part
        is_none = part == task.picked and part == task.quantity
        values = {"picked": 0, "state": "cancelled"} if is_none else {
            "picked": task.picked - part, "quantity": task.quantity - part
        }  # fmt: skip
        _change(task, values)
        PutBackTask.insert(
            fulfillment=fulfillment_id, product=line.product_id, place=task.place_id, quantity=part, made_at=now
        ).execute()  # fmt: skip
    assert not left, f"line {line_id}: {left} picked from no bin"
    loose = FulfillmentLine.packed <= FulfillmentLine.picked - quantity  # somebody may pack it in the same moment
    fewer = FulfillmentLine.update(picked=FulfillmentLine.picked - quantity)
    if not fewer.where(FulfillmentLine.id == line_id, FulfillmentLine.picked == line.picked, loose).execute():
        raise StateChanged("fulfillment", fulfillment_id)


def _change(task: PickTask, values: dict[str, object]) -> None:
    """StateChanged when a piece of it was picked in the same moment."""
    same = (PickTask.id == task.id) & (PickTask.picked == task.picked) & (PickTask.quantity == task.quantity)
    if not PickTask.update(values).where(same).execute():
        raise StateChanged("fulfillment", task.fulfillment_id)
    touch("batch", task.batch_id)


def _fetch_more(fulfillment_id: int, state: FulfillmentState) -> None:
    stops = [
        stop
        for missing in _missing(fulfillment_id)
        for stop in plan_more(fulfillment_id, missing.line_id, missing.product_id, missing.quantity)
    ]
    if not stops:
        return
    if state == FulfillmentState.PACKING:
        advance_fulfillment(fulfillment_id, state, FulfillmentState.PICKED)
    tote = Tote.get_or_none(Tote.fulfillment == fulfillment_id)
    code = tote.code if tote else ""
    batch_id = _walk_of(fulfillment_id)
    if batch_id is None:
        write_batch(sorted(stops), {fulfillment_id: code})
        return
    for stop in sorted(stops):
        _add_stop(batch_id, stop, code)
    touch("batch", batch_id)


def _missing(fulfillment_id: int) -> list[_Missing]:
    coming = (
        PickTask.select(PickTask.line, peewee.fn.SUM(PickTask.quantity - PickTask.picked))
        .where(PickTask.fulfillment == fulfillment_id, IS_OPEN)
        .group_by(PickTask.line)
    )
    fetched = {line: int(quantity) for line, quantity in coming.tuples()}
    left = FulfillmentLine.quantity - FulfillmentLine.picked
    rows = FulfillmentLine.select(FulfillmentLine.id, FulfillmentLine.product, left).where(
        FulfillmentLine.fulfillment == fulfillment_id, left > 0
    )
    found = [
        _Missing(line, product, quantity - fetched.get(line, 0))
        for line, product, quantity in rows.order_by(FulfillmentLine.id).tuples()
    ]
    return [missing for missing in found if missing.quantity > 0]


def _walk_of(fulfillment_id: int) -> int | None:
    """The walk under way that this part belongs to."""
    running = PickTask.select(PickTask.batch).join(Batch).where(
        PickTask.fulfillment == fulfillment_id, Batch.state.in_(_RUNNING)
    )  # fmt: skip
    row = running.order_by(PickTask.batch.desc()).tuples().first()
    return int(row[0]) if row else None


def _add_stop(batch_id: int, stop: Stop, tote: str) -> None:
    """Where it lies on the rest of the walk, or at its end."""
    ahead = (
        PickTask.select(peewee.fn.MAX(PickTask.position))
        .join(Place)
        .where(PickTask.batch == batch_id, IS_OPEN, Place.walk <= stop.walk)
    )
    last = PickTask.select(peewee.fn.MAX(PickTask.position)).where(PickTask.batch == batch_id)
    position = ahead.tuples().first()[0] or int(last.tuples().first()[0] or 0) + 1
    PickTask.insert(
        batch=batch_id, position=position, place=stop.place_id, product=stop.product_id,
        fulfillment=stop.fulfillment_id, line=stop.line_id, tote=tote, quantity=stop.quantity,
    ).execute()  # fmt: skip


def _go_on(fulfillment_id: int) -> None:
    """A walk that has nothing left to fetch ends, and what is wholly picked is ready for the packing table."""
    batches = PickTask.select(PickTask.batch).join(Batch).where(
        PickTask.fulfillment == fulfillment_id, Batch.state.in_(_RUNNING)
    )  # fmt: skip
    for (batch_id,) in list(batches.distinct().tuples()):
        settle(batch_id, [fulfillment_id])
        touch("batch", batch_id)


def _end_idle() -> None:
    """Walks that lost their last goods are over."""
    busy = PickTask.select(PickTask.batch).where(IS_OPEN)
    idle = Batch.select(Batch.id).where(Batch.state.in_(_RUNNING), Batch.id.not_in(busy))
    for (batch_id,) in list(idle.tuples()):
        settle(batch_id, [])


def _lies_in_tote(fulfillment_id: int) -> bool:
    waiting = (PutBackTask.fulfillment == fulfillment_id) & PutBackTask.done_at.is_null()
    return bool(PutBackTask.select().where(waiting).exists())
