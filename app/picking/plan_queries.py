"""What the plan of the warehouse reads: orders that wait to be picked, lists under way, what goes back, who is how fast."""

from __future__ import annotations

from typing import NamedTuple

import peewee
from peewee import fn

from app.catalog.models import Product
from app.core.db import is_postgres
from app.inventory.models import Place, Stock
from app.orders.models import Fulfillment, FulfillmentLine, Order
from app.orders.states import FulfillmentState
from app.picking.models import Batch, BatchState, PickError, PickTask, PutBackTask, TaskState, Tote
from app.picking.tasks import IS_OPEN

HOUR_MS = 3_600_000


class ReadyRow(NamedTuple):
    """A fulfillment that can be picked."""

    fulfillment_id: int
    order_id: int
    order_number: str
    no: int
    customer: str
    method: str
    lines: int
    pieces: int
    weight_grams: int
    due_at: int | None
    ready_at: int | None
    is_on_hold: bool
    zones: str  # comma-separated


class BatchRow(NamedTuple):
    """A walk that is open or being picked."""

    batch_id: int
    number: str
    state: BatchState
    picker: int | None
    picker_name: str
    orders: int
    tasks: int
    open_tasks: int
    pieces: int
    picked: int
    made_at: int
    started_at: int | None
    due_at: int | None


class PickerSpeed(NamedTuple):
    """What one picker did in a time: finished walks, pieces, wrong scans and pieces an hour."""

    picker: int
    name: str
    batches: int
    pieces: int
    time_ms: int
    errors: int

    @property
    def per_hour(self) -> int:
        """Pieces an hour; nought without a measurable time."""
        return self.pieces * HOUR_MS // self.time_ms if self.time_ms else 0


class PutBackRow(NamedTuple):
    """A cancelled or amended order whose goods lie in a tote or carton and belong into their bins."""

    fulfillment_id: int
    order_id: int
    order_number: str
    customer: str
    tote: str
    pieces: int
    closed_at: int | None  # none: the order goes on with fewer goods


def ready_to_pick(limit: int = 200) -> list[ReadyRow]:
    """What can be picked, what is due first on top."""
    lines = FulfillmentLine.select(fn.COUNT(FulfillmentLine.id)).where(FulfillmentLine.fulfillment == Fulfillment.id)
    query = (
        Fulfillment.select(
            Fulfillment.id, Order.id, Order.number, Fulfillment.no, Order.customer_name, Fulfillment.method, lines,
            Fulfillment.pieces, Fulfillment.weight_grams, Fulfillment.due_at, Fulfillment.ready_at, Order.is_on_hold,
            _zones(),
        )
        .join(Order)
        .where(Fulfillment.state == FulfillmentState.READY)
        .order_by(Fulfillment.due_at.is_null(), Fulfillment.due_at, Fulfillment.ready_at, Fulfillment.id)
        .limit(limit)
    )  # fmt: skip
    return [ReadyRow._make((*row[:-1], row[-1] or "")) for row in query.tuples()]


def _zones() -> peewee.Node:
    """The zones of the home bins that a fulfillment is picked from, in one column."""
    joined = fn.STRING_AGG(Place.zone.distinct(), ",") if is_postgres() else fn.GROUP_CONCAT(Place.zone.distinct())
    return (
        Place.select(joined)
        .join(Stock, on=(Stock.home == Place.id))
        .join(FulfillmentLine, on=(FulfillmentLine.product == Stock.product))
        .where(FulfillmentLine.fulfillment == Fulfillment.id)
    )


def open_batches() -> list[BatchRow]:
    """Walks that are under way or wait for a picker, the most urgent first."""
    counts = PickTask.state.not_in([TaskState.CANCELLED, TaskState.SHORT])
    due = fn.MIN(Fulfillment.due_at)
    query = (
        Batch.select(
            Batch.id, Batch.number, Batch.state, Batch.picker, Batch.picker_name,
            fn.COUNT(PickTask.fulfillment.distinct()), fn.COUNT(PickTask.id),
            fn.SUM(peewee.Case(None, [(IS_OPEN, 1)], 0)), fn.SUM(PickTask.quantity), fn.SUM(PickTask.picked),
            Batch.made_at, Batch.started_at, due,
        )
        .join(PickTask, on=((PickTask.batch == Batch.id) & counts))
        .join(Fulfillment)
        .where(Batch.state.in_([BatchState.OPEN, BatchState.PICKING]))
        .group_by(Batch.id)
        .order_by(due.is_null(), due, Batch.id)
    )  # fmt: skip
    return [BatchRow(*row) for row in query.tuples()]


def picker_speed(since: int, until: int) -> list[PickerSpeed]:
    """Who picked how much between two times (ms), in walks that were finished then; the fastest first."""
    pieces = PickTask.select(PickTask.batch, fn.SUM(PickTask.picked).alias("pieces")).group_by(PickTask.batch)
    wrong = PickError.select(PickError.batch, fn.COUNT(PickError.id).alias("wrong")).group_by(PickError.batch)
    query = (
        Batch.select(
            Batch.picker, fn.MAX(Batch.picker_name), fn.COUNT(Batch.id), fn.SUM(pieces.c.pieces),
            fn.SUM(Batch.done_at - Batch.started_at), fn.COALESCE(fn.SUM(wrong.c.wrong), 0),
        )
        .join(pieces, on=(pieces.c.batch_id == Batch.id))
        .join(wrong, peewee.JOIN.LEFT_OUTER, on=(wrong.c.batch_id == Batch.id))
        .where(Batch.state == BatchState.DONE, Batch.done_at >= since, Batch.done_at < until)
        .where(Batch.picker.is_null(False))
        .group_by(Batch.picker)
    )  # fmt: skip
    rows = [PickerSpeed(*row[:3], *(int(value) for value in row[3:])) for row in query.tuples()]
    return sorted(rows, key=lambda row: -row.per_hour)


def to_put_back() -> list[PutBackRow]:
    """Orders whose goods, or some of them, lie in a tote or carton and belong into their bins; the oldest first."""
    query = (
        Fulfillment.select(
            Fulfillment.id, Order.id, Order.number, Order.customer_name, fn.COALESCE(fn.MAX(Tote.code), ""),
            fn.SUM(FulfillmentLine.picked), Order.closed_at,
        )
        .join(Order)
        .switch(Fulfillment)
        .join(FulfillmentLine)
        .switch(Fulfillment)
        .join(Tote, peewee.JOIN.LEFT_OUTER, on=(Tote.fulfillment == Fulfillment.id))
        .where(Fulfillment.state == FulfillmentState.CANCELLED, FulfillmentLine.picked > 0)
        .group_by(Fulfillment.id, Order.id)
    )  # fmt: skip
    rows = {row[0]: PutBackRow(*row) for row in query.tuples()}
    for aside in map(PutBackRow._make, _aside().tuples()):
        same = rows.get(aside.fulfillment_id)
        rows[aside.fulfillment_id] = same._replace(pieces=same.pieces + aside.pieces) if same else aside
    return sorted(rows.values(), key=lambda row: (row.closed_at or 0, row.fulfillment_id))


def _aside() -> peewee.ModelSelect:
    """What amended orders want no more; such an order is not closed."""
    return (
        PutBackTask.select(
            Fulfillment.id, Order.id, Order.number, Order.customer_name, fn.COALESCE(fn.MAX(Tote.code), ""),
            fn.SUM(PutBackTask.quantity), Order.closed_at,
        )
        .join(Fulfillment)
        .join(Order)
        .switch(Fulfillment)
        .join(Tote, peewee.JOIN.LEFT_OUTER, on=(Tote.fulfillment == Fulfillment.id))
        .where(PutBackTask.done_at.is_null())
        .group_by(Fulfillment.id, Order.id)
    )  # fmt: skip


class PutBackStop(NamedTuple):
    """So much of a product that belongs out of a tote or box and into a bin."""

    fulfillment_id: int
    order_number: str
    product_id: int
    sku: str
    name: str
    name_zh: str
    unit: str
    place: str
    quantity: int


def put_backs_of(*, batch_id: int | None = None, fulfillment_id: int | None = None) -> list[PutBackStop]:
    """What amended orders on a walk, or one of them, want no more, by bin in walking order."""
    mine = PutBackTask.fulfillment == fulfillment_id
    if batch_id is not None:
        orders = PickTask.select(Fulfillment.order).join(Fulfillment).where(PickTask.batch == batch_id)
        mine = PutBackTask.fulfillment.in_(Fulfillment.select(Fulfillment.id).where(Fulfillment.order.in_(orders)))
    query = (
        PutBackTask.select(
            PutBackTask.fulfillment, Order.number, Product.id, Product.sku, Product.name, Product.name_zh, Product.unit,
            Place.code, fn.SUM(PutBackTask.quantity),
        )
        .join(Fulfillment).join(Order)
        .switch(PutBackTask).join(Product)
        .switch(PutBackTask).join(Place)
        .where(mine, PutBackTask.done_at.is_null())
        .group_by(PutBackTask.fulfillment, Order.number, Product.id, Place.id)
        .order_by(Place.walk, Place.code, Product.sku)
    )  # fmt: skip
    return [PutBackStop._make((*row[:-1], int(row[-1]))) for row in query.tuples()]


def free_totes(limit: int = 50) -> list[str]:
    """The codes of totes that carry nothing."""
    rows = Tote.select(Tote.code).where(Tote.fulfillment.is_null()).order_by(Tote.id).limit(limit)
    return [code for (code,) in rows.tuples()]
