"""What picking does to stock: pieces leave their bin for the staging place, and go back when a pick is undone.

The picker has the piece in hand, so the books follow: what the bin does not hold by the books is moved to it from the
product's other bins, and the bin is put on the list of bins to count.
"""

from __future__ import annotations

import peewee

from app.core import clock
from app.core.command import touch
from app.core.prepared import prepared
from app.core.refusal import StateChanged
from app.inventory import stock
from app.inventory.count import queue_count
from app.inventory.models import BinStock, HoldState, Place, PlaceKind, Reservation
from app.orders.models import FulfillmentLine, OrderLine
from app.picking.models import PickTask
from app.picking.tasks import IS_OPEN, Grab


@prepared
def _held(line):
    return Reservation.select(peewee.fn.SUM(Reservation.quantity)).where(
        Reservation.line_ref == line, Reservation.state == HoldState.HELD.value
    )


@prepared
def _use_whole_hold(line, quantity):
    mine = (Reservation.line_ref == line) & (Reservation.state == HoldState.HELD.value)
    first = Reservation.select(peewee.fn.MIN(Reservation.id)).where(mine, Reservation.quantity == quantity)
    # Nearly every scan takes all that a line holds: one statement, where `use_hold` reads and splits.
    return Reservation.update(state=HoldState.TAKEN.value).where(Reservation.id == first)


@prepared
def _there(product, place):
    return BinStock.select(BinStock.on_hand).where(BinStock.product == product, BinStock.place == place)


@prepared
def _other_bins(product, place):
    return (
        BinStock.select(BinStock.place, BinStock.on_hand)
        .join(Place)
        .where(
            BinStock.product == product, BinStock.on_hand > 0, BinStock.place != place,
            Place.kind == PlaceKind.BIN.value,
        )
        .order_by(BinStock.on_hand.desc(), Place.walk)
    )  # fmt: skip


@prepared
def _keep_promise(part, line):
    return OrderLine.update(reserved=OrderLine.reserved + part, backordered=OrderLine.backordered - part).where(
        OrderLine.id == line
    )


@prepared
def _count(part, task):
    return PickTask.update(picked=PickTask.picked + part).where(
        PickTask.id == task, PickTask.picked + part <= PickTask.quantity, IS_OPEN
    )


@prepared
def _count_last(part, at, task):
    return PickTask.update(picked=PickTask.picked + part, state="done", done_at=at).where(
        PickTask.id == task, PickTask.picked + part == PickTask.quantity, IS_OPEN
    )


@prepared
def _count_line(part, line):
    return FulfillmentLine.update(picked=FulfillmentLine.picked + part).where(FulfillmentLine.id == line)


def take(task: Grab, quantity: int) -> None:
    """So many base units go from the task's bin to staging; OutOfStock when nothing of it is on hand any more."""
    missing = quantity - held(task.order_line_id)
    if missing > 0:
        promise_again(task, missing)
    _fill_bin(task, quantity)
    stock.stage(task.product_id, quantity, place=task.place_id, order_id=task.order_id)
    if not _use_whole_hold.run(task.order_line_id, quantity):
        stock.use_hold(task.order_line_id, quantity)
    if quantity == task.left:
        counted = _count_last.run(quantity, clock.now_ms(), task.task_id)
    else:
        counted = _count.run(quantity, task.task_id)
    if not counted:
        raise StateChanged("task", task.task_id)
    _count_line.run(quantity, task.line_id)
    touch("order", task.order_id)


def give_back(
    *, product_id: int, quantity: int, place_id: int, order_id: int, order_line_id: int, line_id: int
) -> None:  # fmt: skip
    """Picked goods go back into a bin and are promised to the same order line again."""
    stock.unstage(product_id, quantity, place=place_id, order_id=order_id)
    stock.reserve(product_id, quantity, order_id=order_id, line_id=order_line_id)
    _count_line.run(-quantity, line_id)
    touch("order", order_id)


def held(order_line_id: int) -> int:
    """So many base units are still promised to an order line."""
    return int(_held.one(order_line_id)[0] or 0)


def promise_again(task: Grab, quantity: int) -> None:
    """A count gave the promise back, and the piece turned up after all; OutOfStock when it is somebody else's."""
    stock.reserve(task.product_id, quantity, order_id=task.order_id, line_id=task.order_line_id)
    _keep_promise.run(quantity, task.order_line_id)


def _fill_bin(task: Grab, quantity: int) -> None:
    """Make the books say what the picker sees: the pieces lie in this bin."""
    row = _there.one(task.product_id, task.place_id)
    missing = quantity - (int(row[0]) if row else 0)
    if missing <= 0:
        return
    for place_id, there in _other_bins.all(task.product_id, task.place_id):
        part = min(missing, there)
        stock.shift_goods(task.product_id, part, source=place_id, target=task.place_id, reason="found")
        queue_count(place_id, "found elsewhere")
        missing -= part
        if not missing:
            break
    queue_count(task.place_id, "found by the picker")
