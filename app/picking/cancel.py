"""Stopping a pick: a list is cancelled, or an order is, and what lies in a tote goes back into its bins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import emit, listens
from app.core.i18n import _
from app.core.refusal import Refusal, StateChanged
from app.inventory import stock
from app.inventory.events import GoodsIn
from app.orders.advance import advance_fulfillment
from app.orders.events import OrderCancelled
from app.orders.models import Fulfillment, FulfillmentLine
from app.orders.states import FulfillmentState
from app.picking.events import PutBack
from app.picking.goods import give_back
from app.picking.models import PickTask, PutBackTask
from app.picking.short import let_wait
from app.picking.tasks import IS_OPEN, check_mine, free_tote, head, open_task, settle


class NothingToPutBack(Refusal):
    """The goods of this order lie in their bins already."""


class Lying(NamedTuple):
    """So much of a line lies in a tote and belongs into a bin."""

    line_id: int
    order_line_id: int
    product_id: int
    place_id: int
    quantity: int


@command("picking.cancel_batch")
def cancel_batch(by: Actor, batch_id: int, reason: str = "") -> int:
    """Stop a walk: orders that are not wholly picked go back to ready, and what was taken for them into its bins.

    Returns how many orders went back.  Refused with BatchHeld and BatchClosed.
    """
    batch = head(batch_id)
    check_mine(batch, by.person_id)
    rows = (
        PickTask.select(PickTask.fulfillment, Fulfillment.order, Fulfillment.state)
        .join(Fulfillment)
        .where(PickTask.batch == batch_id, IS_OPEN)
        .distinct()
        .tuples()
    )
    stopped = list(rows)
    for fulfillment_id, order_id, state in stopped:
        if state == FulfillmentState.PICKING:
            for lying in _lying([fulfillment_id]):
                _again(lying, order_id)
            PickTask.update(picked=0).where(PickTask.fulfillment == fulfillment_id).execute()
            free_tote(fulfillment_id)
            advance_fulfillment(fulfillment_id, FulfillmentState.PICKING, FulfillmentState.READY)
        else:
            _let_fetched_wait(fulfillment_id, batch_id, reason)
        PickTask.update(state="cancelled").where(
            PickTask.fulfillment == fulfillment_id, PickTask.batch == batch_id, PickTask.state != "short"
        ).execute()
    settle(batch_id, [])
    note(batch=batch.number, reason=reason, orders=len(stopped))
    return len(stopped)


@command("picking.put_back")
def put_back(by: Actor, fulfillment_id: int, place_id: int | None = None) -> int:
    """The goods of a cancelled order, or what an amended one wants no more, go back into the bins that they came from.

    With `place_id` everything goes into that bin.  Returns how many base units; NothingToPutBack when there is none.
    """
    row = Fulfillment.select(Fulfillment.order, Fulfillment.state).where(Fulfillment.id == fulfillment_id)
    order_id, state = row.tuples().first() or (0, "")
    aside = list(PutBackTask.select().where(PutBackTask.fulfillment == fulfillment_id, PutBackTask.done_at.is_null()))
    if state != FulfillmentState.CANCELLED and not aside:
        raise StateChanged("fulfillment", fulfillment_id)
    goods = [(one.product_id, one.quantity, one.place_id) for one in aside]
    if state == FulfillmentState.CANCELLED:
        goods += [(one.product_id, one.quantity, one.place_id) for one in _lying([fulfillment_id])]
    if not goods:
        raise NothingToPutBack(_("Nothing of this order has to be put back."), fulfillment_id=fulfillment_id)
    for product_id, quantity, came_from in goods:
        stock.unstage(product_id, quantity, place=place_id or came_from, order_id=order_id)
    _mark_put_back(fulfillment_id, state, [one.id for one in aside])
    touch("order", order_id)
    emit(GoodsIn(tuple({product_id: 0 for product_id, _quantity, _place in goods})))
    emit(PutBack(order_id, fulfillment_id))
    total = sum(quantity for _product, quantity, _place in goods)
    note(fulfillment=fulfillment_id, quantity=total)
    return total


def _mark_put_back(fulfillment_id: int, state: str, task_ids: list[int]) -> None:
    waiting = PutBackTask.id.in_(task_ids) & PutBackTask.done_at.is_null()
    if PutBackTask.update(done_at=clock.now_ms()).where(waiting).execute() != len(task_ids):
        raise StateChanged("fulfillment", fulfillment_id)
    if state == FulfillmentState.CANCELLED:
        FulfillmentLine.update(picked=0, packed=0).where(FulfillmentLine.fulfillment == fulfillment_id).execute()
        free_tote(fulfillment_id)


@listens(OrderCancelled)
def _stop_picking(event: OrderCancelled) -> None:
    """Nobody walks for a cancelled order any more; its tote waits until it is put back."""
    mine = Fulfillment.select(Fulfillment.id).where(Fulfillment.order == event.order_id)
    batches = PickTask.select(PickTask.batch).where(PickTask.fulfillment.in_(mine), IS_OPEN).distinct()
    stopped = [row[0] for row in batches.tuples()]
    PickTask.update(state="cancelled").where(PickTask.fulfillment.in_(mine), IS_OPEN).execute()
    for batch_id in stopped:
        settle(batch_id, [])
        touch("batch", batch_id)
    _free_empty_totes(event.order_id)


def _let_fetched_wait(fulfillment_id: int, batch_id: int, reason: str) -> None:
    """The packing table misses these pieces and nobody fetches them: they travel later."""
    mine = (PickTask.fulfillment == fulfillment_id) & (PickTask.batch == batch_id)
    for (task_id,) in list(PickTask.select(PickTask.id).where(mine, IS_OPEN).tuples()):
        task = open_task(task_id)
        let_wait(task, task.left, reason)


def _free_empty_totes(order_id: int) -> None:
    empty = Fulfillment.select(Fulfillment.id).where(
        Fulfillment.order == order_id,
        Fulfillment.id.not_in(FulfillmentLine.select(FulfillmentLine.fulfillment).where(FulfillmentLine.picked > 0)),
        Fulfillment.id.not_in(PutBackTask.select(PutBackTask.fulfillment).where(PutBackTask.done_at.is_null())),
    )
    for (fulfillment_id,) in list(empty.tuples()):
        free_tote(fulfillment_id)


def _lying(fulfillment_ids: Iterable[int]) -> list[Lying]:
    """What was picked for these, by the bins it came from; the last picks first."""
    columns = (FulfillmentLine.id, FulfillmentLine.line, FulfillmentLine.product, FulfillmentLine.picked)
    match = FulfillmentLine.fulfillment.in_(list(fulfillment_ids)) & (FulfillmentLine.picked > 0)
    rows = list(FulfillmentLine.select(*columns).where(match).order_by(FulfillmentLine.id).tuples())
    tasks = PickTask.select(PickTask.line, PickTask.place, PickTask.picked).where(
        PickTask.line.in_([row[0] for row in rows]), PickTask.picked > 0
    )
    came_from: dict[int, list[tuple[int, int]]] = {}
    for line_id, place_id, picked in tasks.order_by(PickTask.id.desc()).tuples():
        came_from.setdefault(line_id, []).append((place_id, picked))
    found = []
    for line_id, order_line_id, product_id, picked in rows:
        left = picked
        for place_id, there in came_from[line_id]:
            part = min(left, there)
            if part:
                found.append(Lying(line_id, order_line_id, product_id, place_id, part))
            left -= part
        assert not left, f"line {line_id}: {left} picked from no bin"
    return found


def _again(lying: Lying, order_id: int) -> None:
    give_back(
        product_id=lying.product_id, quantity=lying.quantity, place_id=lying.place_id, order_id=order_id,
        order_line_id=lying.order_line_id, line_id=lying.line_id,
    )  # fmt: skip
