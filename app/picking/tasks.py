"""The pick tasks of a batch: what comes next, and how tasks, orders' parts and batches end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import peewee

from app.catalog.models import Product
from app.core import clock
from app.core.command import touch
from app.core.i18n import _
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal, StateChanged
from app.inventory.models import Place
from app.orders.advance import advance_fulfillment
from app.orders.models import Fulfillment, FulfillmentLine
from app.orders.states import FulfillmentState
from app.picking.models import Batch, BatchState, PickTask, TaskState, Tote

OPEN, SKIPPED, DONE = TaskState.OPEN.value, TaskState.SKIPPED.value, TaskState.DONE.value
IS_OPEN = (PickTask.state == OPEN) | (PickTask.state == SKIPPED)


class BatchHeld(Refusal):
    """Another picker has this list; a manager can take it over."""

    def __init__(self, batch_id: int, picker: str) -> None:
        super().__init__(_("{name} is picking this list.").format(name=picker), batch_id=batch_id, picker=picker)


class BatchClosed(Refusal):
    """The list is done or cancelled."""

    def __init__(self, batch_id: int) -> None:
        super().__init__(_("This pick list is finished. Take another one."), batch_id=batch_id)


class Head(NamedTuple):
    """A batch and who has it."""

    batch_id: int
    number: str
    state: str
    picker: int | None
    picker_name: str


class Current(NamedTuple):
    """The next task of a walk, with its bin and product."""

    task_id: int
    place_id: int
    place: str
    product_id: int
    sku: str
    name: str


class Grab(NamedTuple):
    """One open task: so much for one order into one tote; `line_id` is of the fulfillment."""

    task_id: int
    fulfillment_id: int
    order_id: int
    line_id: int
    order_line_id: int
    product_id: int
    place_id: int
    tote: str
    quantity: int
    picked: int

    @property
    def left(self) -> int:
        """Base units still to be taken."""
        return self.quantity - self.picked


_GRAB = (
    PickTask.id, PickTask.fulfillment, Fulfillment.order, PickTask.line, FulfillmentLine.line, PickTask.product,
    PickTask.place, PickTask.tote, PickTask.quantity, PickTask.picked,
)  # fmt: skip


def _grabs() -> peewee.ModelSelect:
    return (
        PickTask.select(*_GRAB)
        .join(Fulfillment)
        .switch(PickTask)
        .join(FulfillmentLine, on=(PickTask.line == FulfillmentLine.id))
    )


@prepared(rows=Head)
def _head(batch):
    return Batch.select(Batch.id, Batch.number, Batch.state, Batch.picker, Batch.picker_name).where(Batch.id == batch)


@prepared(rows=Current)
def _current(batch):
    return (
        PickTask.select(PickTask.id, Place.id, Place.code, Product.id, Product.sku, Product.name)
        .join(Place)
        .switch(PickTask)
        .join(Product)
        .where(PickTask.batch == batch, IS_OPEN)
        .order_by(PickTask.position, PickTask.id)
        .limit(1)
    )


@prepared(rows=Grab)
def _group(batch, place, product):
    match = (PickTask.batch == batch) & (PickTask.place == place) & (PickTask.product == product)
    return _grabs().where(match, IS_OPEN).order_by(PickTask.position, PickTask.id)


@prepared(rows=Grab)
def _task(task):
    return _grabs().where(PickTask.id == task, IS_OPEN)


@prepared
def _batch_of(task):
    return PickTask.select(PickTask.batch).where(PickTask.id == task)


@prepared
def _open_of_fulfillment(fulfillment):
    return PickTask.select(PickTask.id).where(PickTask.fulfillment == fulfillment, IS_OPEN).limit(1)


@prepared
def _picked_of(fulfillment):
    return (
        Fulfillment.select(Fulfillment.state, peewee.fn.SUM(FulfillmentLine.picked))
        .join(FulfillmentLine, peewee.JOIN.LEFT_OUTER)
        .where(Fulfillment.id == fulfillment)
        .group_by(Fulfillment.id, Fulfillment.state)
    )


@prepared
def _end_batch(state, at, batch):
    running = (Batch.state == BatchState.OPEN.value) | (Batch.state == BatchState.PICKING.value)
    return Batch.update(state=state, done_at=at).where(Batch.id == batch, running)


@prepared
def _has_picked(batch):
    return PickTask.select(PickTask.id).where(PickTask.batch == batch, PickTask.state == DONE).limit(1)


@prepared
def _free_tote(fulfillment):
    return Tote.update(fulfillment=None).where(Tote.fulfillment == fulfillment)


def head(batch_id: int) -> Head:
    """A batch with its state and picker; NotFound when there is none."""
    row = _head.one(batch_id)
    if row is None:
        raise NotFound("batch", batch_id)
    return row


def check_mine(batch: Head, person_id: int) -> None:
    """Raise BatchClosed or BatchHeld unless this person may go on with the list."""
    if batch.state not in (BatchState.OPEN, BatchState.PICKING):
        raise BatchClosed(batch.batch_id)
    if batch.picker is not None and batch.picker != person_id:
        raise BatchHeld(batch.batch_id, batch.picker_name)


def current(batch_id: int) -> Current | None:
    """The next open task of the walk, or None at its end."""
    return _current.one(batch_id)


def group(batch_id: int, place_id: int, product_id: int) -> list[Grab]:
    """The open tasks of one product in one bin: several orders may want it."""
    return _group.all(batch_id, place_id, product_id)


def open_task(task_id: int) -> Grab:
    """One open task; NotFound when there is none, StateChanged when it is closed."""
    row = _task.one(task_id)
    if row is None:
        raise StateChanged("task", task_id) if _batch_of.one(task_id) else NotFound("task", task_id)
    return row


def batch_of(task_id: int) -> int:
    """The batch of a task; NotFound when there is none."""
    row = _batch_of.one(task_id)
    if row is None:
        raise NotFound("task", task_id)
    return int(row[0])


def settle(batch_id: int, fulfillment_ids: Iterable[int]) -> bool:
    """After tasks were closed: move on fulfillments without open tasks, and end the batch; True when it has ended."""
    for fulfillment_id in dict.fromkeys(fulfillment_ids):
        if _open_of_fulfillment.one(fulfillment_id) is None:
            _finish_fulfillment(fulfillment_id)
    if current(batch_id) is not None:
        return False
    state = BatchState.DONE if _has_picked.one(batch_id) else BatchState.CANCELLED
    _end_batch.run(state.value, clock.now_ms(), batch_id)
    touch("batch", batch_id)
    return True


def free_tote(fulfillment_id: int) -> None:
    """The tote of a fulfillment is empty again."""
    _free_tote.run(fulfillment_id)


def _finish_fulfillment(fulfillment_id: int) -> None:
    state, picked = _picked_of.one(fulfillment_id)
    if state not in (FulfillmentState.PICKING, FulfillmentState.PICKED):
        return  # the order was cancelled
    if picked:
        if state == FulfillmentState.PICKED:
            return  # pieces fetched again for the packing table
        advance_fulfillment(fulfillment_id, FulfillmentState.PICKING, FulfillmentState.PICKED)
        return
    # Nothing of it was there: what was short waits in a fulfillment of its own.
    advance_fulfillment(fulfillment_id, FulfillmentState(state), FulfillmentState.CANCELLED)
    free_tote(fulfillment_id)
