"""What `verify` re-computes of returns: never more than was sold, worth what was paid, credited in the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from peewee import fn

from app.core.checks import check
from app.ledger.models import Account, AccountKind, Transfer, TransferLine
from app.orders.models import OrderLine
from app.returns.models import Return, ReturnLine, ReturnState
from app.returns.states import MONEY, OPEN


@check("returned lines")
def returned_lines() -> Iterator[str]:
    """A line's returns are not more than it says came back, and all of it is worth exactly what was paid."""
    counted = (Return.state.in_([state.value for state in OPEN])) | (Return.outcome.in_([one.value for one in MONEY]))
    rows: Any = (
        ReturnLine.select(
            OrderLine.id, OrderLine.quantity, OrderLine.returned, OrderLine.total_minor, fn.SUM(ReturnLine.quantity),
            fn.SUM(ReturnLine.refund_minor + ReturnLine.fee_minor),
        )
        .join(OrderLine, on=(ReturnLine.order_line == OrderLine.id))
        .switch(ReturnLine)
        .join(Return, on=(ReturnLine.return_ == Return.id))
        .where(counted)
        .group_by(OrderLine.id, OrderLine.quantity, OrderLine.returned, OrderLine.total_minor)
        .tuples()
    )  # fmt: skip
    for line, quantity, returned, total, back, worth in rows:
        if back > returned:
            yield f"order line {line}: {back} came back, the line says {returned}"
        if back == quantity and worth != total:
            yield f"order line {line}: all of it came back and is worth {worth}, {total} was paid"


@check("return sums")
def return_sums() -> Iterator[str]:
    """A settled return says what its lines and charges add up to."""
    total = fn.SUM(ReturnLine.refund_minor)
    rows: Any = (
        Return.select(Return.id, Return.refund_minor, Return.charges_minor, total)
        .join(ReturnLine)
        .where(Return.state == ReturnState.SETTLED)
        .group_by(Return.id, Return.refund_minor, Return.charges_minor)
        .having(total + Return.charges_minor != Return.refund_minor)
        .tuples()
    )
    yield from (f"return {row[0]}: says {row[1]}, its lines {row[3]} and charges {row[2]}" for row in rows)


@check("returns in the ledger")
def in_the_ledger() -> Iterator[str]:
    """What settled returns are credited with is what the ledger took back of sales and taxes, order by order."""
    mine: Any = (
        Return.select(Return.order, fn.SUM(Return.refund_minor))
        .where(Return.state == ReturnState.SETTLED, Return.outcome.in_([one.value for one in MONEY]))
        .group_by(Return.order)
        .tuples()
    )
    posted: Any = (
        TransferLine.select(Transfer.order_ref, fn.SUM(TransferLine.amount_minor))
        .join(Transfer)
        .switch(TransferLine)
        .join(Account)
        .where(Transfer.what == "return", Account.kind.in_([AccountKind.SALES.value, AccountKind.TAX.value]))
        .group_by(Transfer.order_ref)
        .tuples()
    )
    said = {order: int(total) for order, total in mine}
    booked = {order: int(total) for order, total in posted}
    for order in said.keys() | booked.keys():
        if said.get(order, 0) != booked.get(order, 0):
            yield f"order {order}: returns of {said.get(order, 0)}, the ledger took back {booked.get(order, 0)}"
