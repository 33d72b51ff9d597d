"""What `verify` re-computes of returns: never more than was sold, worth what was paid, credited in the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from peewee import fn

from app.core.checks import check
from app.ledger.models import Account, AccountKind, Transfer, TransferLine
from app.orders.line_kinds import LineKind
from app.orders.models import OrderLine
from app.returns.models import Return, ReturnLine, ReturnState
from app.returns.states import MONEY, OPEN


@check("returned lines")
def returned_lines() -> Iterator[str]:
    """A line's returns are not more than it says came back, and all of it is worth exactly what was paid."""
    kits = _parts_of_kits()
    in_kits = {line for parts in kits.values() for line in parts} | kits.keys()
    sold: Any = OrderLine.select(OrderLine.id, OrderLine.quantity, OrderLine.returned, OrderLine.total_minor)
    back = _came_back()
    for line, quantity, returned, total in sold.where(OrderLine.id.in_(_counted(ReturnLine.order_line))).tuples():
        count, worth = back[line]
        if count > returned:
            yield f"order line {line}: {count} came back, the line says {returned}"
        if count == quantity and worth != total and line not in in_kits:
            yield f"order line {line}: all of it came back and is worth {worth}, {total} was paid"
    for kit in OrderLine.select().where(OrderLine.id.in_(list(kits))):
        lines = [kit.id, *kits[kit.id]]
        worth = sum(back[line][1] for line in lines if line in back)
        is_whole = kit.returned == kit.quantity and not any(kits[kit.id].values())
        if worth > kit.total_minor or (is_whole and worth != kit.total_minor):
            yield f"order line {kit.id}: what came back of the kit is worth {worth}, {kit.total_minor} was paid"


def _counted(*columns: Any) -> Any:
    """Lines of the returns that money was given for, or may be yet."""
    counted = (Return.state.in_([state.value for state in OPEN])) | (Return.outcome.in_([one.value for one in MONEY]))
    return ReturnLine.select(*columns).join(Return).where(counted, ReturnLine.order_line.is_null(False))


def _came_back() -> dict[int, tuple[int, int]]:
    """Order line -> how much of it came back, and what that was worth."""
    worth = fn.SUM(ReturnLine.refund_minor + ReturnLine.fee_minor)
    rows = _counted(ReturnLine.order_line, fn.SUM(ReturnLine.quantity), worth).group_by(ReturnLine.order_line)
    return {line: (int(back), int(minor)) for line, back, minor in rows.tuples()}


def _parts_of_kits() -> dict[int, dict[int, int]]:
    """Each kit of an order with returns -> its parts, and how much of each did not come back."""
    kit = OrderLine.alias()
    rows: Any = (
        OrderLine.select(kit.id, OrderLine.id, OrderLine.quantity - OrderLine.returned)
        .join(kit, on=(kit.order == OrderLine.order) & (kit.no == OrderLine.of_no))
        .where(OrderLine.kind == LineKind.PART.value, OrderLine.order.in_(Return.select(Return.order)))
        .tuples()
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for kit_id, line, left in rows:
        found[kit_id][line] = left
    return found


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
