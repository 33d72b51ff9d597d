"""What the picking screens read: the walk in full screen, what waits to be picked, who picks what, how fast."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

import peewee
from peewee import fn

from app.catalog.models import Product
from app.core.db import is_postgres
from app.core.prepared import prepared
from app.inventory.models import Place, PlaceKind, Stock
from app.orders.models import Fulfillment, FulfillmentLine, Order, OrderLine
from app.orders.states import FulfillmentState
from app.orders.wrap import wrap_of
from app.picking.models import Batch, BatchState, PickError, PickTask, TaskState, Tote
from app.picking.tasks import IS_OPEN

HOUR_MS = 3_600_000


class Stop(NamedTuple):
    """One halt of a walk: a product in a bin, for one order or several; quantities in base units."""

    task_id: int
    place_id: int
    place: str
    zone: str
    x_mm: int
    y_mm: int
    product_id: int
    sku: str
    name: str
    name_zh: str
    unit: str
    art: str
    wanted: int
    taken: int


class ToteRow(NamedTuple):
    """A tote of the walk: what is in it, what of this stop goes into it, and whether the next piece does."""

    fulfillment_id: int
    order_id: int
    order_number: str
    code: str
    inside: int
    coming: int
    is_next: bool
    wrap: str | None = None  # the message on the gift wrap of what comes; None when it is not wrapped


class PickScreen(NamedTuple):
    """The walk as the full screen shows it; `now` is None at its end, `then` are the next stops."""

    batch_id: int
    number: str
    state: BatchState
    picker: int | None
    picker_name: str
    started_at: int | None
    due_at: int | None
    picked: int
    pieces: int
    now: Stop | None
    then: tuple[Stop, ...]
    totes: tuple[ToteRow, ...]
    before: Stop | None  # the stop just left, where the route begins


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
    """A cancelled order whose goods still lie in a tote or carton."""

    fulfillment_id: int
    order_id: int
    order_number: str
    customer: str
    tote: str
    pieces: int
    closed_at: int | None


class _Row(NamedTuple):
    number: str
    batch_state: str
    picker: int | None
    picker_name: str
    started_at: int | None
    due_at: int | None
    task_id: int
    state: str
    quantity: int
    picked: int
    tote: str
    fulfillment_id: int
    order_id: int
    order_number: str
    place_id: int
    place: str
    zone: str
    x_mm: int
    y_mm: int
    product_id: int
    sku: str
    name: str
    name_zh: str
    unit: str
    art: str
    wrap: str | None


@prepared(rows=_Row)
def _screen(batch):
    return (
        PickTask.select(
            Batch.number, Batch.state, Batch.picker, Batch.picker_name, Batch.started_at, Fulfillment.due_at,
            PickTask.id, PickTask.state, PickTask.quantity, PickTask.picked, PickTask.tote, Fulfillment.id, Order.id,
            Order.number, Place.id, Place.code, Place.zone, Place.x_mm, Place.y_mm, Product.id, Product.sku,
            Product.name, Product.name_zh, Product.unit, Product.art, wrap_of(),
        )
        .join(Batch).switch(PickTask).join(Place).switch(PickTask).join(Product).switch(PickTask)
        .join(Fulfillment).join(Order)
        .join(FulfillmentLine, on=(PickTask.line == FulfillmentLine.id))
        .join(OrderLine, on=(FulfillmentLine.line == OrderLine.id))
        .where(PickTask.batch == batch, PickTask.state != "cancelled", PickTask.state != "short")
        .order_by(PickTask.position, PickTask.id)
    )  # fmt: skip


def pick_screen(batch_id: int, then: int = 3) -> PickScreen | None:
    """The walk as it stands, `then` stops ahead; None when nothing of it is left to show."""
    rows: list[_Row] = _screen.all(batch_id)
    if not rows:
        return None
    stops = [(list(part), key) for key, part in groupby(rows, key=lambda row: (row.place_id, row.product_id))]
    is_open = [any(row.state in (TaskState.OPEN, TaskState.SKIPPED) for row in part) for part, _key in stops]
    ahead = [part for (part, _key), waits in zip(stops, is_open, strict=True) if waits]
    behind = [part for (part, _key), waits in zip(stops, is_open, strict=True) if not waits]
    first = rows[0]
    dues = [row.due_at for row in rows if row.due_at]
    return PickScreen(
        batch_id, first.number, BatchState(first.batch_state), first.picker, first.picker_name, first.started_at,
        min(dues, default=None), sum(row.picked for row in rows), sum(row.quantity for row in rows),
        _stop(ahead[0]) if ahead else None, tuple(_stop(part) for part in ahead[1 : then + 1]),
        _totes(rows, ahead[0] if ahead else []), _stop(behind[-1]) if behind else None,
    )  # fmt: skip


def _stop(part: Sequence[_Row]) -> Stop:
    row = next((row for row in part if row.state in (TaskState.OPEN, TaskState.SKIPPED)), part[0])
    return Stop(
        row.task_id, row.place_id, row.place, row.zone, row.x_mm, row.y_mm, row.product_id, row.sku, row.name,
        row.name_zh, row.unit, row.art, sum(one.quantity for one in part), sum(one.picked for one in part),
    )  # fmt: skip


def _totes(rows: Sequence[_Row], now: Sequence[_Row]) -> tuple[ToteRow, ...]:
    inside: dict[int, int] = defaultdict(int)
    coming: dict[int, int] = defaultdict(int)
    for row in rows:
        inside[row.fulfillment_id] += row.picked
    for row in now:
        coming[row.fulfillment_id] += row.quantity - row.picked
    wraps = {row.fulfillment_id: row.wrap for row in now if row.picked < row.quantity and row.wrap is not None}
    following = next((row.fulfillment_id for row in now if row.picked < row.quantity), None)
    first = {row.fulfillment_id: row for row in reversed(rows)}
    return tuple(
        ToteRow(
            key, row.order_id, row.order_number, row.tote, inside[key], coming[key], key == following, wraps.get(key)
        )
        for key, row in sorted(first.items(), key=lambda item: (item[1].tote, item[0]))
    )


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
    """Cancelled orders whose goods still lie in a tote or carton, the oldest first."""
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
        .order_by(Order.closed_at, Fulfillment.id)
    )  # fmt: skip
    return [PutBackRow(*row) for row in query.tuples()]


def free_totes(limit: int = 50) -> list[str]:
    """The codes of totes that carry nothing."""
    rows = Tote.select(Tote.code).where(Tote.fulfillment.is_null()).order_by(Tote.id).limit(limit)
    return [code for (code,) in rows.tuples()]


class Rack(NamedTuple):
    """One rack of bins on the map: its code without the shelf, and where it stands in mm."""

    zone: str
    x_mm: int
    y_mm: int
    code: str  # of its first bin


def racks() -> list[Rack]:
    """Where the racks stand, for the map of the walk; aisle by aisle."""
    query = (
        Place.select(Place.zone, Place.x_mm, Place.y_mm, fn.MIN(Place.code))
        .where(Place.kind == PlaceKind.BIN)
        .group_by(Place.zone, Place.x_mm, Place.y_mm)
        .order_by(Place.zone, Place.x_mm, Place.y_mm)
    )
    return [Rack(*row) for row in query.tuples()]


def open_batch_of(*, order_id: int | None = None, tote_id: int | None = None) -> int | None:
    """The walk that picks an order or fills a tote now, or None."""
    if tote_id is not None:
        wanted = PickTask.fulfillment.in_(Tote.select(Tote.fulfillment).where(Tote.id == tote_id))
    else:
        wanted = PickTask.fulfillment.in_(Fulfillment.select(Fulfillment.id).where(Fulfillment.order == order_id))
    query = (
        PickTask.select(PickTask.batch)
        .join(Batch)
        .where(wanted, IS_OPEN, Batch.state.in_([BatchState.OPEN, BatchState.PICKING]))
        .order_by(PickTask.batch)
        .limit(1)
    )
    row = query.tuples().first()
    return int(row[0]) if row else None
