"""What is not there: another bin with stock is walked to, the rest waits for stock in a fulfillment of its own."""

from __future__ import annotations

from typing import NamedTuple

import peewee

from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import emit
from app.core.i18n import _
from app.core.prepared import prepared
from app.core.refusal import Refusal
from app.inventory import stock
from app.inventory.count import queue_count
from app.inventory.models import BinStock, Place, PlaceKind
from app.orders.fulfill import Part, make_fulfillment, measure_again
from app.orders.models import Fulfillment, FulfillmentLine, OrderLine
from app.orders.states import FulfillmentState
from app.picking.events import ShortPicked
from app.picking.models import PickTask
from app.picking.tasks import IS_OPEN, Grab, batch_of, check_mine, group, head, open_task, settle

REASONS = ("not_there", "damaged", "mixed_up", "unreachable")


class NotMissing(Refusal):
    """More was said to be missing than the task still needs."""


class Short(NamedTuple):
    """What became of missing goods: so much is fetched elsewhere, so much waits for stock; both in base units."""

    elsewhere: int
    backordered: int
    bins: tuple[str, ...]


class OtherBin(NamedTuple):
    """A bin that still has some, less what other walks will take out of it."""

    place_id: int
    code: str
    walk: int
    free: int


@prepared(rows=OtherBin)
def _other_bins(product, place):
    claimed = (
        PickTask.select(
            PickTask.place.alias("place_id"), peewee.fn.SUM(PickTask.quantity - PickTask.picked).alias("claimed")
        )
        .where(PickTask.product == product, IS_OPEN)
        .group_by(PickTask.place)
        .alias("claims")
    )  # fmt: skip
    free = BinStock.on_hand - peewee.fn.COALESCE(claimed.c.claimed, 0)
    return (
        BinStock.select(Place.id, Place.code, Place.walk, free)
        .join(Place)
        .join(claimed, peewee.JOIN.LEFT_OUTER, on=(claimed.c.place_id == Place.id))
        .where(
            BinStock.product == product, Place.kind == PlaceKind.BIN.value, Place.id != place, free > 0
        )
        .order_by(Place.walk, Place.id)
    )  # fmt: skip


@prepared
def _position(batch, walk):
    return (
        PickTask.select(peewee.fn.MAX(PickTask.position))
        .join(Place)
        .where(PickTask.batch == batch, IS_OPEN, Place.walk <= walk)
    )


@prepared
def _last_position(batch):
    return PickTask.select(peewee.fn.MAX(PickTask.position)).where(PickTask.batch == batch)


@command("picking.short_pick")
def short_pick(by: Actor, task_id: int, missing: int, reason: str = "not_there") -> Short:
    """So many base units of a task are not in the bin (or damaged): look in other bins, else let the rest wait.

    The bin is put on the list of bins to count.  What is in no other bin is given back, and travels with a
    fulfillment that waits for stock; ShortPicked tells it.  Refused with NotMissing, BatchHeld and BatchClosed.
    """
    batch = head(batch_of(task_id))
    check_mine(batch, by.person_id)
    task = open_task(task_id)
    if not 0 < missing <= task.left:
        raise NotMissing(_("Only {n} of this are still to be taken.").format(n=task.left), task_id=task_id)
    queue_count(task.place_id, reason)
    bins = _look_elsewhere(batch.batch_id, task, missing)
    elsewhere = sum(part for _code, part in bins)
    _cut_task(batch.batch_id, task, missing, reason)
    if elsewhere < missing:
        let_wait(task, missing - elsewhere, reason)
    settle(batch.batch_id, [task.fulfillment_id])
    for kind, ref in (("batch", batch.batch_id), ("order", task.order_id)):
        touch(kind, ref)
    note(batch=batch.number, product=task.product_id, missing=missing, elsewhere=elsewhere, reason=reason)
    return Short(elsewhere, missing - elsewhere, tuple(code for code, _part in bins))


@command("picking.skip_task")
def skip_task(by: Actor, task_id: int) -> None:
    """Come to this bin again at the end of the walk; all orders that want the product from it go along."""
    batch = head(batch_of(task_id))
    check_mine(batch, by.person_id)
    task = open_task(task_id)
    last = int(_last_position.one(batch.batch_id)[0])
    ids = [one.task_id for one in group(batch.batch_id, task.place_id, task.product_id)]
    PickTask.update(state="skipped", position=last + 1).where(PickTask.id.in_(ids)).execute()
    touch("batch", batch.batch_id)
    note(batch=batch.number, product=task.product_id)


def _look_elsewhere(batch_id: int, task: Grab, missing: int) -> list[tuple[str, int]]:
    """New tasks for the bins that still have some, where they lie on the rest of the walk; [(bin, quantity)]."""
    found, left = [], missing
    for place_id, code, walk, free in _other_bins.all(task.product_id, task.place_id):
        part = min(left, int(free))
        position = _position.one(batch_id, walk)[0] or int(_last_position.one(batch_id)[0]) + 1
        PickTask.insert(
            batch=batch_id, position=position, place=place_id, product=task.product_id, fulfillment=task.fulfillment_id,
            line=task.line_id, tote=task.tote, quantity=part,
        ).execute()  # fmt: skip
        found.append((code, part))
        left -= part
        if not left:
            break
    return found


def _cut_task(batch_id: int, task: Grab, missing: int, reason: str) -> None:
    """The task keeps what was found; what was missing stands beside it as a short task of its own."""
    now = clock.now_ms()
    if missing == task.quantity:
        PickTask.update(state="short", reason=reason, done_at=now).where(PickTask.id == task.task_id).execute()
        return
    rest = task.quantity - missing
    values = {"quantity": rest} | ({"state": "done", "done_at": now} if rest == task.picked else {})
    PickTask.update(values).where(PickTask.id == task.task_id).execute()
    row = PickTask.get_by_id(task.task_id)
    PickTask.insert(
        batch=batch_id, position=row.position, place=task.place_id, product=task.product_id,
        fulfillment=task.fulfillment_id, line=task.line_id, tote=task.tote, quantity=missing, state="short",
        reason=reason, done_at=now,
    ).execute()  # fmt: skip


def let_wait(task: Grab, quantity: int, reason: str) -> None:
    """Give back the promise and let the goods travel later, with a fulfillment that waits for stock."""
    free_promise(task, quantity)
    waiting = _waiting_fulfillment(task)
    part = Part(task.order_line_id, task.product_id, quantity)
    line = FulfillmentLine.get_by_id(task.line_id)
    if waiting is None:
        waiting = make_fulfillment(task.order_id, FulfillmentState.WAITING, [])
    if line.quantity > quantity:
        FulfillmentLine.update(quantity=line.quantity - quantity).where(FulfillmentLine.id == line.id).execute()
        _add_line(waiting, part)
    else:
        # The line goes as a whole: two lines for the same goods would promise them twice.
        FulfillmentLine.update(fulfillment=waiting).where(FulfillmentLine.id == line.id).execute()
    measure_again(task.fulfillment_id)
    measure_again(waiting)
    touch("order", task.order_id)
    emit(ShortPicked(
        task.order_id, task.fulfillment_id, task.order_line_id, task.product_id, quantity, task.place_id, reason
    ))  # fmt: skip


def free_promise(task: Grab, quantity: int) -> None:
    """Give back so much of what is held for the task's order line; what a count took from it already is gone."""
    part = stock.release_part(task.order_line_id, quantity)
    if not part:
        return
    OrderLine.update(reserved=OrderLine.reserved - part, backordered=OrderLine.backordered + part).where(
        OrderLine.id == task.order_line_id
    ).execute()


def _waiting_fulfillment(task: Grab) -> int | None:
    """A part of the order that waits already and has none of this line."""
    row = (
        Fulfillment.select(Fulfillment.id)
        .where(Fulfillment.order == task.order_id, Fulfillment.state == FulfillmentState.WAITING)
        .where(
            Fulfillment.id.not_in(
                FulfillmentLine.select(FulfillmentLine.fulfillment).where(FulfillmentLine.line == task.order_line_id)
            )
        )
        .order_by(Fulfillment.no)
        .tuples()
        .first()
    )
    return int(row[0]) if row else None


def _add_line(fulfillment_id: int, part: Part) -> None:
    FulfillmentLine.insert(
        fulfillment=fulfillment_id, line=part.line_id, product=part.product_id, quantity=part.quantity
    ).execute()
