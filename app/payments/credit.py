"""Orders on account: whether the customer may owe so much more, asked when the order is placed or made larger."""

from __future__ import annotations

from typing import Any

from peewee import fn

from app.core.command import acting
from app.core.db import hold
from app.core.events import listens
from app.core.i18n import _
from app.core.money import format_money
from app.core.refusal import NotPermitted
from app.customers.models import Customer
from app.ledger.models import Transfer
from app.orders.events import OrderAmended, OrderPlaced
from app.orders.models import Order
from app.orders.states import OPEN_ORDER, PayPlan
from app.payments.debts import OVER, check_terms
from app.payments.order_account import SALE
from app.payments.take import debts_of


def to_come(customer_id: int) -> int:
    """What will be owed for orders on account whose goods have not left, in minor units."""
    left = Transfer.select().where(Transfer.order_ref == Order.id, Transfer.what == SALE)
    query = Order.select(fn.COALESCE(fn.SUM(Order.total_minor), 0)).where(
        Order.customer == customer_id, Order.pay_plan == PayPlan.ON_ACCOUNT, ~fn.EXISTS(left),
        Order.state.in_([state.value for state in OPEN_ORDER]),
    )  # fmt: skip
    return int(query.scalar())


@listens(OrderPlaced)
def _placed(event: OrderPlaced) -> None:
    _check(event.order_id)


@listens(OrderAmended)
def _amended(event: OrderAmended) -> None:
    if event.after_minor > event.before_minor:
        _check(event.order_id)


def _check(order_id: int) -> None:
    row: Any = Order.select(Order.pay_plan, Order.customer).where(Order.id == order_id).tuples().first()
    if row is None or row[0] != PayPlan.ON_ACCOUNT or row[1] is None or acting().may(OVER):
        return
    customer_id = int(row[1])
    hold(Customer, customer_id)
    check_terms(customer_id)
    limit = Customer.select(Customer.credit_limit_minor).where(Customer.id == customer_id).scalar() or 0
    owed = debts_of(customer_id) + to_come(customer_id)
    if owed > limit:
        raise NotPermitted(
            sentence=_("The customer would owe {owed}; the credit limit is {limit}.").format(
                owed=format_money(owed), limit=format_money(limit)
            ),
            right=OVER, limit=limit, asked=owed,
        )  # fmt: skip
