"""Confirming: the goods of an order are promised, and the fulfillments made that will travel.

What is short becomes a second fulfillment that waits for stock, where the shop allows backorders.
"""

from __future__ import annotations

from typing import NamedTuple

from app.core import settings
from app.core.actor import Actor
from app.core.command import command, note
from app.core.db import hold, is_postgres
from app.core.events import ask, emit
from app.core.i18n import N_, _
from app.core.prepared import prepared
from app.core.refusal import Refusal, StateChanged
from app.inventory import stock
from app.inventory.models import Stock
from app.orders.advance import advance, check_not_held, state_of
from app.orders.completeness import Incomplete, check_order
from app.orders.events import OrderConfirmed, ShortLine, ShouldReview
from app.orders.fulfill import Part, make_fulfillment, next_fulfillment_no
from app.orders.models import Fulfillment, Order, OrderLine
from app.orders.states import FulfillmentState, OrderState

settings.declare(
    "orders.allow_backorders", True, N_("Take orders for goods that are not there yet"),
    N_("What is short waits for the next delivery and travels on its own."),
)  # fmt: skip


class NeedsReview(Refusal):
    """Somebody has to look at this order before it is confirmed."""


class Confirmed(NamedTuple):
    """How many base units were promised, and how many have to be waited for."""

    reserved: int
    backordered: int


class Processed(NamedTuple):
    """What became of placed orders: how many were confirmed, went to review, or still miss something."""

    confirmed: int
    in_review: int
    incomplete: int


class Need(NamedTuple):
    """A line of goods and what is promised to it."""

    line_id: int
    product_id: int
    quantity: int
    reserved: int


@prepared(rows=Need)
def _needs(order):
    return (
        OrderLine.select(OrderLine.id, OrderLine.product, OrderLine.quantity, OrderLine.reserved)
        .where(OrderLine.order == order, OrderLine.is_stocked == True, OrderLine.product.is_null(False))  # noqa: E712
        .order_by(OrderLine.no)
    )


@prepared
def _free(order):
    wanted = OrderLine.select(OrderLine.product).where(OrderLine.order == order)
    query = (
        Stock.select(Stock.product, Stock.on_hand - Stock.reserved)
        .where(Stock.product.in_(wanted))
        .order_by(Stock.product)
    )
    # On PostgreSQL the rows are locked, always in the same order: two orders neither oversell nor wait for each other.
    return query.for_update() if is_postgres() else query


@prepared
def _note_promise(reserved, backordered, line):
    return OrderLine.update(reserved=reserved, backordered=backordered).where(OrderLine.id == line)


@prepared
def _together(order):
    return Order.select(Order.ship_together).where(Order.id == order)


@command("orders.confirm")
def confirm_order(by: Actor, order_id: int) -> Confirmed:
    """Promise the goods of a placed order and make its fulfillments.

    Refused with Incomplete (its doubts), OnHold, NeedsReview, OutOfStock when the shop takes no backorders, and
    StateChanged when the order is no longer placed.  The last piece is promised once.
    """
    hold(Order, order_id)
    check_not_held(order_id)
    if state_of(order_id) != OrderState.PLACED:
        raise StateChanged("order", order_id)
    if ask(ShouldReview(order_id)):
        raise NeedsReview(_("Somebody has to look at this order first. It is in the review list."), order_id=order_id)
    if doubts := check_order(order_id):
        raise Incomplete(doubts)
    return confirm(order_id, OrderState.PLACED)


@command("orders.process")
def process_orders(by: Actor, order_ids: tuple[int, ...] = ()) -> Processed:
    """Take placed orders as far as they go by themselves; without ids all that are placed and not on hold."""
    waiting = Order.select(Order.id).where(Order.state == OrderState.PLACED, Order.is_on_hold == False)  # noqa: E712
    if order_ids:
        waiting = waiting.where(Order.id.in_(list(order_ids)))
    found = [row[0] for row in waiting.order_by(Order.placed_at, Order.id).tuples()]
    states = [settle_placed(order_id) for order_id in found]
    note(orders=len(states))
    counted = (states.count(state) for state in (OrderState.CONFIRMED, OrderState.IN_REVIEW, OrderState.PLACED))
    return Processed(*counted)


def settle_placed(order_id: int) -> OrderState:
    """The way of a placed order by itself: into review, confirmed when nothing is missing, or left as placed."""
    hold(Order, order_id)
    if (state := state_of(order_id)) != OrderState.PLACED:
        return state
    if ask(ShouldReview(order_id)):
        advance(order_id, OrderState.PLACED, OrderState.IN_REVIEW)
        reserve_goods(order_id)  # the goods stay reserved while somebody decides
        return OrderState.IN_REVIEW
    if check_order(order_id) or not _can_be_promised(order_id):
        return OrderState.PLACED
    confirm(order_id, OrderState.PLACED)
    return OrderState.CONFIRMED


def confirm(order_id: int, old: OrderState) -> Confirmed:
    """The step behind confirming and approving: reserve, make fulfillments, move on, tell OrderConfirmed."""
    promised = reserve_goods(order_id)
    short = _shortage(promised)
    advance(order_id, old, OrderState.CONFIRMED)
    _make_fulfillments(order_id, promised, bool(short))
    emit(OrderConfirmed(order_id, short))
    result = Confirmed(sum(need.reserved for need in promised), sum(line.quantity for line in short))
    note(order_id=order_id, reserved=result.reserved, backordered=result.backordered)
    return result


def promise_again(order_id: int) -> None:
    """Reserve for a confirmed order that was amended, and make its fulfillments unless they stand."""
    promised = reserve_goods(order_id)
    standing = Fulfillment.select().where(
        Fulfillment.order == order_id, Fulfillment.state != FulfillmentState.CANCELLED
    )  # fmt: skip
    if not standing.exists():
        _make_fulfillments(order_id, promised, bool(_shortage(promised)))


def _shortage(promised: list[Need]) -> tuple[ShortLine, ...]:
    """What has to be waited for; OutOfStock when the shop takes no backorders."""
    short = tuple(
        ShortLine(need.line_id, need.product_id, need.quantity - need.reserved)
        for need in promised
        if need.reserved < need.quantity
    )
    if short and not settings.read("orders.allow_backorders"):
        first = short[0]
        wanted = next(need.quantity for need in promised if need.line_id == first.line_id)
        raise stock.OutOfStock(first.product_id, wanted=wanted, free=wanted - first.quantity)
    return short


def reserve_goods(order_id: int) -> list[Need]:
    """Promise to each line what is free and still missing; calling it again tops up.  Returns all lines of goods."""
    needs = _needs.all(order_id)
    if all(need.reserved >= need.quantity for need in needs):
        return needs
    free: dict[int, int] = dict(_free.all(order_id))
    after, changed = [], []
    for need in needs:
        part = min(max(free.get(need.product_id, 0), 0), need.quantity - need.reserved)
        if part > 0:
            stock.reserve(need.product_id, part, order_id=order_id, line_id=need.line_id)
            free[need.product_id] -= part
        if part > 0 or need.reserved < need.quantity:
            changed.append((need.reserved + part, need.quantity - need.reserved - part, need.line_id))
        after.append(need._replace(reserved=need.reserved + part))
    _note_promise.run_many(changed)
    return after


def forget_promises(order_id: int) -> None:
    """Give back what the order's lines hold."""
    stock.release(order_id=order_id)
    OrderLine.update(reserved=0, backordered=0).where(OrderLine.order == order_id).execute()


def _can_be_promised(order_id: int) -> bool:
    """Whether confirming would not be refused for want of stock."""
    if settings.read("orders.allow_backorders"):
        return True
    free: dict[int, int] = dict(_free.all(order_id))
    for need in _needs.all(order_id):
        free[need.product_id] = free.get(need.product_id, 0) - (need.quantity - need.reserved)
    return all(left >= 0 for left in free.values())


def _make_fulfillments(order_id: int, promised: list[Need], is_short: bool) -> None:
    no = next_fulfillment_no(order_id)
    if is_short and _together.one(order_id)[0]:
        parts = [Part(need.line_id, need.product_id, need.quantity) for need in promised]
        make_fulfillment(order_id, FulfillmentState.WAITING, parts, no=no)
        return
    ready = [Part(need.line_id, need.product_id, need.reserved) for need in promised if need.reserved]
    waiting = [
        Part(need.line_id, need.product_id, need.quantity - need.reserved)
        for need in promised
        if need.reserved < need.quantity
    ]
    if ready:
        make_fulfillment(order_id, FulfillmentState.READY, ready, no=no)
        no += 1
    if waiting:
        make_fulfillment(order_id, FulfillmentState.WAITING, waiting, no=no)
