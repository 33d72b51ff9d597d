"""Who picks a list: taking it, leaving it, and a manager's taking over."""

from __future__ import annotations

from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import emit
from app.core.prepared import prepared
from app.core.refusal import StateChanged
from app.orders.models import Fulfillment
from app.picking.events import PickStarted
from app.picking.models import Batch, BatchState, PickTask
from app.picking.tasks import BatchClosed, Head, check_mine, head

_RUNNING = (Batch.state == BatchState.OPEN.value) | (Batch.state == BatchState.PICKING.value)


@prepared
def _take(picker, name, at, batch):
    free = Batch.picker.is_null() | (Batch.picker == picker)
    return Batch.update(state=BatchState.PICKING.value, picker=picker, picker_name=name, started_at=at).where(
        Batch.id == batch, _RUNNING, free
    )


@prepared
def _started(batch):
    return Batch.select(Batch.started_at).where(Batch.id == batch)


@prepared
def _orders(batch):
    return (
        PickTask.select(Fulfillment.order).join(Fulfillment).where(PickTask.batch == batch).distinct()
        .order_by(Fulfillment.order)
    )  # fmt: skip


@command("picking.take_batch")
def take_batch(by: Actor, batch_id: int) -> str:
    """Begin or resume a walk; returns its number.  BatchHeld when another has it, BatchClosed when it is over."""
    batch = head(batch_id)
    check_mine(batch, by.person_id)
    hold(batch, by)
    note(batch=batch.number)
    return batch.number


@command("picking.take_over")
def take_over_batch(by: Actor, batch_id: int) -> str:
    """Go on with somebody else's walk; returns its number."""
    batch = head(batch_id)
    if batch.state not in (BatchState.OPEN, BatchState.PICKING):
        raise BatchClosed(batch_id)
    Batch.update(picker=None).where(Batch.id == batch_id).execute()
    hold(batch, by)
    note(batch=batch.number, before=batch.picker_name)
    return batch.number


@command("picking.leave_batch")
def leave_batch(by: Actor, batch_id: int) -> None:
    """Put a list down: what is picked stays picked, and anybody may go on."""
    batch = head(batch_id)
    check_mine(batch, by.person_id)
    Batch.update(state=BatchState.OPEN, picker=None, picker_name="").where(Batch.id == batch_id, _RUNNING).execute()
    touch("batch", batch_id)
    note(batch=batch.number)


def hold(batch: Head, by: Actor) -> None:
    """The step behind taking a list; the walk's clock starts with the first picker."""
    started = _started.one(batch.batch_id)[0]
    if not _take.run(by.person_id, by.name, started or clock.now_ms(), batch.batch_id):
        raise StateChanged("batch", batch.batch_id)
    order_ids = tuple(row[0] for row in _orders.all(batch.batch_id))
    touch("batch", batch.batch_id)
    for order_id in order_ids:
        touch("order", order_id)
    if started is None:
        emit(PickStarted(batch.batch_id, order_ids))
