"""Opening a return: what was sold and not returned yet, within the policy, valued to the last cent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from peewee import Case, fn

from app.catalog.models import Category, Product
from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import acting, command, note, touch
from app.core.db import hold
from app.core.events import emit
from app.core.i18n import _
from app.core.numbers import next_number, with_check_digit
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal
from app.counter.gift_lines import gift_lines
from app.orders.models import Fulfillment, FulfillmentLine, Order, OrderLine
from app.orders.states import LEFT_THE_HOUSE, FulfillmentState, OrderState
from app.returns import policy
from app.returns.advance import touch_order
from app.returns.events import ReturnOpened
from app.returns.followers import with_followers
from app.returns.kits import Worth, value_kits
from app.returns.models import Return, ReturnLine, ReturnState
from app.returns.policy import ReturnReason
from app.returns.taxes import ReturnedTax, give_up_taxes, keep_taxes_back, taxes_back
from app.returns.value import Value, value_of

SOLD = frozenset({OrderState.CONFIRMED, OrderState.COMPLETED, OrderState.ARCHIVED})
GONE = LEFT_THE_HOUSE | {FulfillmentState.RETURNED}  # out of the bins for good


class TooMany(Refusal):
    """More would come back than was handed over and not returned yet."""


class NothingToReturn(Refusal):
    """No line, no quantity, or a sale of which nothing has been handed over."""


class ReturnInput(NamedTuple):
    """So many base units of an order line, and why (a code of `policy.ReturnReason`)."""

    order_line_id: int
    quantity: int
    reason: str = ReturnReason.CHANGED_MIND.value


class SoldOrder(NamedTuple):
    """What returns need to know of an order; `got_at` is when the customer got the goods."""

    id: int
    number: str
    state: OrderState
    customer_id: int | None
    customer_name: str
    entered_by: int
    charges_minor: int
    got_at: int


class SoldLine(NamedTuple):
    """What returns need to know of an order line; `gone` is None when no fulfillment knows the line."""

    id: int
    product_id: int | None
    sku: str
    category: str | None
    name: str
    quantity: int
    total_minor: int
    tax_bp: int
    tax_minor: int
    gone: int | None


@prepared(rows=SoldOrder)
def _order(order):
    delivered = Fulfillment.select(fn.MAX(Fulfillment.delivered_at)).where(Fulfillment.order == order)
    return Order.select(
        Order.id, Order.number, Order.state, Order.customer, Order.customer_name, Order.entered_by,
        Order.delivery_minor + Order.fee_minor + Order.charges_added_minor,
        fn.COALESCE(delivered, Order.placed_at, Order.created_at),
    ).where(Order.id == order)  # fmt: skip


@prepared(rows=SoldLine)
def _line(line, order):
    return (
        OrderLine.select(
            OrderLine.id, OrderLine.product, OrderLine.sku, Category.code, OrderLine.name, OrderLine.quantity,
            OrderLine.total_minor, OrderLine.tax_bp, OrderLine.tax_minor, gone_of(line),
        )
        .left_outer_join(Product, on=(OrderLine.product == Product.id))
        .left_outer_join(Category, on=(Product.category == Category.id))
        .where(OrderLine.id == line, OrderLine.order == order)
    )  # fmt: skip


@prepared
def _take(quantity, line, most):
    taken = OrderLine.returned + quantity
    return OrderLine.update(returned=taken).where(OrderLine.id == line, taken <= OrderLine.quantity, taken <= most)


@prepared
def _returned(line):
    paid = fn.COALESCE(fn.SUM(ReturnLine.refund_minor + ReturnLine.fee_minor), 0)
    tax = fn.COALESCE(fn.SUM(ReturnLine.tax_minor), 0)
    before = ReturnLine.select(paid).where(ReturnLine.order_line == line)
    tax_before = ReturnLine.select(tax).where(ReturnLine.order_line == line)
    return OrderLine.select(OrderLine.returned, before, tax_before).where(OrderLine.id == line)


@prepared
def _still_out(order):
    return (
        OrderLine.select(OrderLine.id)
        .where(OrderLine.order == order, OrderLine.returned < OrderLine.quantity, OrderLine.kind.in_(policy.COME_BACK))
        .limit(1)
    )


@prepared
def _charges_back(order):
    return Return.select(fn.COALESCE(fn.SUM(Return.charges_minor), 0)).where(Return.order == order)


@prepared
def _add(number, order, customer, state, without, refund, charges, reason, who, who_name, made_at):
    return Return.insert(
        number=number, order=order, customer=customer, state=state, without_receipt=without, refund_minor=refund,
        charges_minor=charges, reason=reason, who=who, who_name=who_name, made_at=made_at,
    )  # fmt: skip


@prepared
def _add_line(return_id, line, product, name, quantity, reason, refund, fee, tax_bp, tax):
    return ReturnLine.insert(
        return_=return_id, order_line=line, product=product, name=name, quantity=quantity, reason=reason, condition="",
        refund_minor=refund, fee_minor=fee, tax_bp=tax_bp, tax_minor=tax,
    )  # fmt: skip


class NewLine(NamedTuple):
    """A line of a return before it is written; `refund_minor` is after the fee."""

    order_line_id: int | None
    product_id: int | None
    name: str
    quantity: int
    reason: ReturnReason
    refund_minor: int
    fee_minor: int
    tax_bp: int
    tax_minor: int
    taxes: tuple[ReturnedTax, ...] = ()


def gone_of(line: object) -> object:
    """How much of an order line has left the bins for good, as a query; NULL when no fulfillment knows the line."""
    has_left = Fulfillment.state.in_([state.value for state in GONE])
    left = Case(None, [(has_left, FulfillmentLine.quantity - FulfillmentLine.short)], 0)
    return (
        FulfillmentLine.select(fn.SUM(left))
        .join(Fulfillment)
        .where(FulfillmentLine.line == line, Fulfillment.state != FulfillmentState.CANCELLED.value)
    )


@command("returns.open")
def open_return(by: Actor, order_id: int, lines: Sequence[ReturnInput], note_text: str = "") -> int:
    """Register goods that come back, approved at once; returns the return's id.

    Never more than was handed over and not returned yet (TooMany); outside the policy only with the right
    `returns.override` (NotPermitted); NothingToReturn, UnknownWord, NotFound.
    """
    order = sold_order(order_id)
    check_policy(by, order, lines)
    return open_step(order, lines, state=ReturnState.APPROVED, note_text=note_text)


def sold_order(order_id: int) -> SoldOrder:
    """An order of which something may have been handed over; NotFound, NothingToReturn."""
    order: SoldOrder | None = _order.one(order_id)
    if order is None:
        raise NotFound("order", order_id)
    if order.state not in SOLD:
        raise NothingToReturn(_("Nothing of this order has been handed over. Cancel it instead."), order_id=order_id)
    return order


def check_policy(by: Actor, order: SoldOrder, lines: Sequence[ReturnInput]) -> None:
    """Raise NotPermitted when the window is over or a product is never taken back, unless `by` may override."""
    policy.check_window(by, order.got_at, {policy.reason_of(line.reason) for line in lines})
    if not settings.read(policy.NEVER):
        return
    for line in lines:
        sold = _sold_line(order, line)
        policy.check_returnable(by, sold.name, sold.sku, sold.category, policy.reason_of(line.reason))


def open_step(
    order: SoldOrder, lines: Sequence[ReturnInput], *, state: ReturnState, note_text: str = "",
    chosen: Collection[int] | None = None,
) -> int:  # fmt: skip
    """Write a return of an order with its lines, as a step; the lines are valued and cannot come back twice.

    `chosen` are the order lines that somebody asked for, where `lines` have what follows them already.
    """
    hold(Order, order.id)
    if not lines:
        raise NothingToReturn(_("Choose what comes back."), order_id=order.id)
    cards = {row[0] for row in gift_lines(order.id).tuples()}
    if any(line.order_line_id in cards for line in lines):
        raise NothingToReturn(
            _("A gift card is not taken back as goods. Void its sale, or spend it."), order_id=order.id
        )
    if chosen is None:
        chosen, lines = {line.order_line_id for line in lines}, with_followers(order.id, lines)
    new: list[NewLine] = []
    for line, worth in zip(lines, value_kits(order.id, lines, chosen), strict=True):
        new.append(_value_line(order, line, worth, [one for one in new if one.order_line_id == line.order_line_id]))
    charges = _charges(order, [line.reason for line in new])
    return_id = write_return(
        new, order_id=order.id, customer_id=order.customer_id, charges_minor=charges, state=state, reason=note_text
    )
    touch_order(order.id)
    note(order_id=order.id, order=order.number)
    emit(ReturnOpened(return_id, order.id, state == ReturnState.APPROVED))
    return return_id


def write_return(
    lines: Sequence[NewLine], *, order_id: int | None, customer_id: int | None, state: ReturnState, reason: str,
    charges_minor: int = 0,
) -> int:  # fmt: skip
    """Give a return its number and write it with its lines, as a step; returns its id."""
    by = acting()
    number = f"RT-{with_check_digit(next_number('return', 100))}"
    refund = sum(line.refund_minor for line in lines) + charges_minor
    return_id = _add.add(
        number, order_id, customer_id, state.value, order_id is None, refund, charges_minor, reason.strip()[:200],
        by.person_id, by.name, clock.now_ms(),
    )  # fmt: skip
    _add_line.run_many(
        (return_id, line.order_line_id, line.product_id, line.name, line.quantity, line.reason.value,
         line.refund_minor, line.fee_minor, line.tax_bp, line.tax_minor)
        for line in lines
    )  # fmt: skip
    keep_taxes_back(return_id, [line.taxes for line in lines])
    touch("return", return_id)
    note(return_id=return_id, return_number=number, refund_minor=refund,
         lines=[[line.name, line.quantity, line.reason.value] for line in lines])  # fmt: skip
    return return_id


def give_up_lines(return_id: int) -> None:
    """The lines of a return count as not returned again, because nothing is paid back for them; a step."""
    for line, quantity in _returning(return_id):
        OrderLine.update(returned=OrderLine.returned - quantity).where(OrderLine.id == line).execute()
    give_up_taxes(return_id)
    ReturnLine.update(refund_minor=0, fee_minor=0, tax_minor=0).where(ReturnLine.return_ == return_id).execute()


def _value_line(order: SoldOrder, line: ReturnInput, worth: Worth | None, same: Sequence[NewLine]) -> NewLine:
    """Take the quantity of a sold line and work out what it is worth; `same` are lines before it of the same goods."""
    reason, sold = policy.reason_of(line.reason), _sold_line(order, line)
    most = sold.quantity if sold.gone is None else int(sold.gone)
    if line.quantity <= 0:
        raise NothingToReturn(_("How many come back? At least one."), order_line_id=line.order_line_id)
    if not _take.run(line.quantity, sold.id, most):
        raise _too_many(sold, most)
    value, taxes = worth or _worth(sold, same)
    fee = policy.fee_of(value.paid_minor, reason)
    return NewLine(
        sold.id, sold.product_id, sold.name, line.quantity, reason, value.paid_minor - fee, fee, sold.tax_bp,
        sum(tax.tax_minor for tax in taxes) if taxes else value.tax_minor, taxes,
    )  # fmt: skip


def _worth(sold: SoldLine, same: Sequence[NewLine]) -> Worth:
    returned, paid, tax = map(int, _returned.one(sold.id))
    paid += sum(line.refund_minor + line.fee_minor for line in same)
    tax += sum(line.tax_minor for line in same)
    value = value_of(
        Value(sold.total_minor, sold.tax_minor), sold.quantity, returned=returned, credited=Value(paid, tax)
    )
    also = [tax for line in same for tax in line.taxes]
    return Worth(value, taxes_back(sold.id, sold.quantity, returned, also))


def _sold_line(order: SoldOrder, line: ReturnInput) -> SoldLine:
    sold: SoldLine | None = _line.one(line.order_line_id, order.id)
    if sold is None:
        raise NotFound("order line", line.order_line_id)
    return sold


def _too_many(sold: SoldLine, most: int) -> TooMany:
    left = max(most - int(_returned.one(sold.id)[0]), 0)
    return TooMany(
        _("At most {left} of {name} can still come back.").format(left=left, name=sold.name),
        order_line_id=sold.id, left=left,
    )  # fmt: skip


def _charges(order: SoldOrder, reasons: Sequence[ReturnReason]) -> int:
    """Delivery and fee are credited once, with the return that completes the order's way back."""
    if not order.charges_minor or _still_out.one(order.id):
        return 0
    never_delivered = set(reasons) <= policy.NEVER_HANDED_OVER
    if not never_delivered and not settings.read(policy.DELIVERY):
        return 0
    return max(order.charges_minor - int(_charges_back.one(order.id)[0]), 0)


def _returning(return_id: int) -> list[tuple[int, int]]:
    query = ReturnLine.select(ReturnLine.order_line, ReturnLine.quantity).where(
        ReturnLine.return_ == return_id, ReturnLine.order_line.is_null(False)
    )
    rows: Any = query.tuples()
    return [(line, quantity) for line, quantity in rows]
