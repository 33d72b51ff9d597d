"""Why so much is paid back: what was paid for the goods, with their share of every step of the sale, less what is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from app.core.money import line_minor, round_div, tax_included
from app.core.refusal import NotFound
from app.orders.models import OrderLine
from app.orders.why import (
    CHARGES,
    GOODS,
    KEPT,
    PRICE,
    SAID,
    SHARES,
    TAX_INSIDE,
    TOTAL,
    WORTH,
    Step,
    Why,
    WhyLine,
    why_order,
)
from app.returns.models import Return, ReturnLine
from app.returns.taxes import credited_taxes


class _Back(NamedTuple):
    id: int
    order_line: int | None
    name: str
    unit: str
    quantity: int
    refund_minor: int
    fee_minor: int
    tax_bp: int
    tax_minor: int


def why_return(return_id: int) -> Why:
    """The steps of what a return is credited with, from what was kept with it and with the sale; NotFound."""
    row: Any = Return.select(Return.order, Return.charges_minor).where(Return.id == return_id).tuples().first()
    if row is None:
        raise NotFound("return", return_id)
    order_id, charges = row
    sold = {line.line_id: line for line in why_order(order_id).lines} if order_id is not None else {}
    named = credited_taxes(return_id)
    lines = tuple(
        _line(back, sold.get(back.order_line or 0), [tax._asdict() for tax in named.get(back.id, ())])
        for back in _lines(return_id)
    )
    steps = [Step(GOODS, sum(line.total_minor for line in lines))]
    if charges:
        steps.append(Step(CHARGES, charges))
    total = sum(step.amount_minor for step in steps)
    return Why(lines, (*steps, Step(TOTAL, total)), total)


def _lines(return_id: int) -> list[_Back]:
    query: Any = (
        ReturnLine.select(
            ReturnLine.id, ReturnLine.order_line, ReturnLine.name, OrderLine.unit, ReturnLine.quantity,
            ReturnLine.refund_minor, ReturnLine.fee_minor, ReturnLine.tax_bp, ReturnLine.tax_minor,
        )
        .left_outer_join(OrderLine, on=(ReturnLine.order_line == OrderLine.id))
        .where(ReturnLine.return_ == return_id).order_by(ReturnLine.id).tuples()
    )  # fmt: skip
    return [_Back._make((*row[:3], row[3] or "piece", *row[4:])) for row in query]


def _line(back: _Back, sold: WhyLine | None, named: list[dict[str, Any]]) -> WhyLine:
    paid = back.refund_minor + back.fee_minor
    steps = list(_shares(sold, back.quantity, paid)) if sold else [Step(WORTH, paid)]
    if back.fee_minor:
        steps.append(Step(KEPT, -back.fee_minor))
    if named:
        steps += [Step(TAX_INSIDE, tax["tax_minor"], tax["name"], tax_bp=tax["rate_bp"]) for tax in named]
    elif tax := back.tax_minor - tax_included(back.fee_minor, back.tax_bp):
        steps.append(Step(TAX_INSIDE, tax, tax_bp=back.tax_bp))
    return WhyLine(sold.name if sold else back.name, back.unit, tuple(steps), back.refund_minor)


def _shares(sold: WhyLine, quantity: int, paid_minor: int) -> Iterable[Step]:
    """The steps of the sold line for so much of it; what rounding (here or of earlier returns) makes is a step, too."""
    left = paid_minor
    for step in sold.steps:
        if step.kind in SAID:
            continue
        if step.kind == PRICE:
            amount = line_minor(quantity, step.unit_price_e4, step.price_per)
            step = step._replace(quantity=quantity)
        else:
            amount = round_div(step.amount_minor * quantity, sold.quantity or 1)
        left -= amount
        yield step._replace(amount_minor=amount)
    if left:
        yield Step(SHARES, left)
