"""What the picking screens read of a walk: the full screen, the map of the racks, and which walk an order is on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from peewee import fn

from app.catalog.models import Product
from app.core.i18n import speaks_chinese
from app.core.prepared import prepared
from app.inventory.models import Place, PlaceKind
from app.orders.models import Fulfillment, FulfillmentLine, Order, OrderLine
from app.orders.options import BETWEEN, options_of
from app.orders.wrap import wrap_of
from app.picking.models import Batch, BatchState, PickTask, TaskState, Tote
from app.picking.tasks import IS_OPEN


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
    chosen: str = ""  # the options of what comes, in words


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
    chosen: str | None


@prepared(rows=_Row)
def _screen(batch, chinese):
    return (
        PickTask.select(
            Batch.number, Batch.state, Batch.picker, Batch.picker_name, Batch.started_at, Fulfillment.due_at,
            PickTask.id, PickTask.state, PickTask.quantity, PickTask.picked, PickTask.tote, Fulfillment.id, Order.id,
            Order.number, Place.id, Place.code, Place.zone, Place.x_mm, Place.y_mm, Product.id, Product.sku,
            Product.name, Product.name_zh, Product.unit, Product.art, wrap_of(),
            options_of(chinese=chinese),
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
    rows: list[_Row] = _screen.all(batch_id, int(speaks_chinese()))
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
    chosen = _chosen(now)
    wraps = {row.fulfillment_id: row.wrap for row in now if row.picked < row.quantity and row.wrap is not None}
    following = next((row.fulfillment_id for row in now if row.picked < row.quantity), None)
    first = {row.fulfillment_id: row for row in reversed(rows)}
    return tuple(
        ToteRow(
            key,
            row.order_id,
            row.order_number,
            row.tote,
            inside[key],
            coming[key],
            key == following,
            wraps.get(key),
            chosen.get(key, ""),
        )
        for key, row in sorted(first.items(), key=lambda item: (item[1].tote, item[0]))
    )


def _chosen(now: Sequence[_Row]) -> dict[int, str]:
    """The options of what still comes into each tote."""
    found: dict[int, list[str]] = defaultdict(list)
    for row in now:
        if row.picked < row.quantity and row.chosen:
            found[row.fulfillment_id].append(row.chosen)
    return {key: BETWEEN.join(dict.fromkeys(words)) for key, words in found.items()}


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
