"""Opening a return: what was sold and not returned yet, within the policy, valued to the last cent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from peewee import fn

from app.catalog.models import Category, Product
from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import acting, command, note, touch
from app.core.events import emit
from app.core.i18n import _
from app.core.numbers import next_number, with_check_digit
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal, StateChanged
from app.orders.models import Fulfillment, FulfillmentLine, Order, OrderLine
from app.orders.states import LEFT_THE_HOUSE, FulfillmentState, OrderState
from app.returns import policy
from app.returns.events import ReturnDeclined, ReturnOpened
from app.returns.models import Return, ReturnLine, ReturnState
from app.returns.policy import ReturnReason
from app.returns.states import check_step
from app.returns.value import Value, value_of

SOLD = frozenset({OrderState.CONFIRMED, OrderState.COMPLETED, OrderState.ARCHIVED})
GONE = LEFT_THE_HOUSE | {FulfillmentState.FAILED, FulfillmentState.RETURNED}  # out of the bins for good


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
    charges_tax_bp: int
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
def _order(order):  # type: ignore[no-untyped-def]
    delivered = Fulfillment.select(fn.MAX(Fulfillment.delivered_at)).where(Fulfillment.order == order)
    return Order.select(
        Order.id, Order.number, Order.state, Order.customer, Order.customer_name, Order.entered_by,
        Order.delivery_minor + Order.fee_minor, Order.charges_tax_bp,
        fn.COALESCE(delivered, Order.placed_at, Order.created_at),
    ).where(Order.id == order)  # fmt: skip


@prepared(rows=SoldLine)
def _line(line, order):  # type: ignore[no-untyped-def]
    gone = (
        FulfillmentLine.select(
            fn.SUM(FulfillmentLine.quantity).filter(Fulfillment.state.in_([state.value for state in GONE]))
            if False else _gone_sum()
        ).join(Fulfillment).where(FulfillmentLine.line == line, Fulfillment.state != FulfillmentState.CANCELLED.value)
    )  # fmt: skip
    return (
        OrderLine.select(
            OrderLine.id, OrderLine.product, OrderLine.sku, Category.code, OrderLine.name, OrderLine.quantity,
            OrderLine.total_minor, OrderLine.tax_bp, OrderLine.tax_minor, gone,
        )
        .left_outer_join(Product, on=(OrderLine.product == Product.id))
        .left_outer_join(Category, on=(Product.category == Category.id))
        .where(OrderLine.id == line, OrderLine.order == order)
    )  # fmt: skip
