"""What screens read of returns: the desk's list, one return with its lines, counts; one statement each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from peewee import fn

from app.catalog.models import Product
from app.core.refusal import NotFound
from app.inventory.models import Place, Stock
from app.orders.models import Order, OrderLine
from app.returns.models import Disposition, Outcome, Return, ReturnLine, ReturnState
from app.returns.states import OPEN


class DeskRow(NamedTuple):
    """A return in the desk's list."""

    id: int
    number: str
    state: ReturnState
    order_id: int | None
    order_number: str | None
    customer_name: str
    outcome: Outcome | None
    refund_minor: int
    reason: str
    who_name: str
    made_at: int
    settled_at: int | None
    pieces: int
    first_name: str


class ReturnDetailLine(NamedTuple):
    """A line of a return; `paid_minor` is what was paid for so much of it."""

    id: int
    order_line_id: int | None
    product_id: int | None
    sku: str
    name: str
    art: str
    unit: str
    quantity: int
    reason: str
    condition: str
    disposition: Disposition | None
    paid_minor: int
    fee_minor: int
    refund_minor: int


class ReturnDetail(NamedTuple):
    """One return with its lines."""

    row: DeskRow
    charges_minor: int
    exchange_order_id: int | None
    received_at: int | None
    inspected_at: int | None
    lines: tuple[ReturnDetailLine, ...]


class Shelf(NamedTuple):
    """How much of a product is free for sale, and the bin it belongs to."""

    free: int
    bin: str


_pieces = ReturnLine.select(fn.COALESCE(fn.SUM(ReturnLine.quantity), 0)).where(ReturnLine.return_ == Return.id)
_first = (
    ReturnLine.select(ReturnLine.name).where(ReturnLine.return_ == Return.id).order_by(ReturnLine.id).limit(1)
)  # fmt: skip
_COLUMNS = (
    Return.id, Return.number, Return.state, Return.order, Order.number, fn.COALESCE(Order.customer_name, ""),
    Return.outcome, Return.refund_minor, Return.reason, Return.who_name, Return.made_at, Return.settled_at, _pieces,
    _first,
)  # fmt: skip


def desk(*, states: Iterable[ReturnState] = OPEN, limit: int = 200) -> list[DeskRow]:
    """The returns in these states (open ones by default), the newest first."""
    chosen = [state.value for state in states]
    return _rows(Return.state.in_(chosen), limit)


def returns_of(order_id: int) -> list[DeskRow]:
    """All returns of one order, the newest first."""
    return _rows(Return.order == order_id, 200)


def returns_of_customer(customer_id: int, limit: int = 50) -> list[DeskRow]:
    """The returns of one customer, the newest first."""
    return _rows(Return.customer == customer_id, limit)


def return_detail(return_id: int) -> ReturnDetail:
    """One return with its lines; NotFound."""
    found = _rows(Return.id == return_id, 1)
    if not found:
        raise NotFound("return", return_id)
    rest: Any = Return.select(
        Return.charges_minor, Return.exchange_order, Return.received_at, Return.inspected_at
    ).where(Return.id == return_id).tuples().get()  # fmt: skip
    return ReturnDetail._make((found[0], *rest, tuple(_lines(return_id))))


def shelf_of(product_ids: Iterable[int]) -> dict[int, Shelf]:
    """Free stock and home bin of some products, for exchanges and for putting goods back."""
    query: Any = (
        Stock.select(Stock.product, Stock.on_hand - Stock.reserved, fn.COALESCE(Place.code, ""))
        .left_outer_join(Place, on=(Stock.home == Place.id))
        .where(Stock.product.in_(list(product_ids)))
        .tuples()
    )
    return {int(row[0]): Shelf(int(row[1]), row[2]) for row in query}


def open_return_of(order_id: int) -> int | None:
    """The return of an order that is not settled yet, if there is one."""
    match = (Return.order == order_id) & Return.state.in_([state.value for state in OPEN])
    found = Return.select(Return.id).where(match).order_by(Return.id).limit(1).scalar()
    return int(found) if found is not None else None


def return_by_number(number: str) -> int | None:
    """The return of a slip's number, or None."""
    found = Return.select(Return.id).where(Return.number == number.strip().upper()).scalar()
    return int(found) if found is not None else None


def counts() -> dict[ReturnState, int]:
    """How many returns are in each open state, for the badge and the steps."""
    rows: Any = (
        Return.select(Return.state, fn.COUNT(Return.id))
        .where(Return.state.in_([state.value for state in OPEN]))
        .group_by(Return.state)
        .tuples()
    )
    found = {ReturnState(state): int(count) for state, count in rows}
    return {state: found.get(state, 0) for state in ReturnState if state in OPEN}


def _rows(match: Any, limit: int) -> list[DeskRow]:
    query: Any = (
        Return.select(*_COLUMNS)
        .left_outer_join(Order, on=(Return.order == Order.id))
        .where(match)
        .order_by(Return.made_at.desc(), Return.id.desc())
        .limit(limit)
        .tuples()
    )
    return [DeskRow._make((*row[:12], int(row[12]), row[13] or "")) for row in query]


def _lines(return_id: int) -> list[ReturnDetailLine]:
    query: Any = (
        ReturnLine.select(
            ReturnLine.id, ReturnLine.order_line, ReturnLine.product, fn.COALESCE(OrderLine.sku, Product.sku, ""),
            ReturnLine.name, fn.COALESCE(Product.art, ""), fn.COALESCE(OrderLine.unit, Product.unit, "piece"),
            ReturnLine.quantity, ReturnLine.reason, ReturnLine.condition, ReturnLine.disposition,
            ReturnLine.refund_minor + ReturnLine.fee_minor, ReturnLine.fee_minor, ReturnLine.refund_minor,
        )
        .left_outer_join(OrderLine, on=(ReturnLine.order_line == OrderLine.id))
        .switch(ReturnLine)
        .left_outer_join(Product, on=(ReturnLine.product == Product.id))
        .where(ReturnLine.return_ == return_id)
        .order_by(ReturnLine.id)
        .tuples()
    )  # fmt: skip
    return [ReturnDetailLine(*row) for row in query]
