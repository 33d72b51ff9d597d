"""What `verify` re-computes of counter sales: goods, money and papers of each say the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from peewee import fn

from app.core.checks import check
from app.ledger.models import Account, AccountKind, Transfer, TransferLine
from app.orders.line_kinds import LineKind
from app.orders.models import Order, OrderLine
from app.orders.states import Method
from app.payments.models import Payment, Receipt, ReceiptKind
from app.payments.order_account import SALE


@check("counter sales")
def counter_sales() -> Iterator[str]:
    """Every counter sale has one receipt, is posted with its total and tax, and was paid to the last cent."""
    taxes, earned = _posted([AccountKind.TAX]), _posted([AccountKind.TAX, AccountKind.SALES])
    loaded = _by_order(  # gift cards are owed to whoever brings them, and sold by nobody yet
        OrderLine.select(OrderLine.order, fn.SUM(OrderLine.total_minor)).where(OrderLine.kind == LineKind.GIFT_CARD)
        .group_by(OrderLine.order)
    )  # fmt: skip
    paid = _by_order(
        Payment.select(Payment.order, fn.SUM(Payment.amount_minor)).where(
            Payment.amount_minor > 0, Payment.order.is_null(False)
        ).group_by(Payment.order)
    )  # fmt: skip
    papers = _by_order(
        Receipt.select(Receipt.order, fn.SUM(Receipt.total_minor)).where(Receipt.kind == ReceiptKind.SALE)
        .group_by(Receipt.order)
    )  # fmt: skip
    query = Order.select(Order.id, Order.total_minor, Order.tax_minor).where(Order.method == Method.TAKEN)
    for order, total, tax in query.tuples().iterator():
        if loaded.get(order, 0) - earned.get(order, 0) != total or -taxes.get(order, 0) != tax:
            yield f"sale {order}: total {total} and tax {tax} are not what the ledger says"
        if papers.get(order) != total:
            yield f"sale {order}: its receipt does not say {total}"
        if paid.get(order, 0) < total:
            yield f"sale {order}: {paid.get(order, 0)} was paid of {total}"


def _posted(kinds: list[AccountKind]) -> dict[int, int]:
    query = (
        TransferLine.select(Transfer.order_ref, fn.SUM(TransferLine.amount_minor))
        .join(Transfer)
        .switch(TransferLine)
        .join(Account)
        .where(Transfer.what == SALE, Account.kind.in_(kinds))
        .group_by(Transfer.order_ref)
    )
    return _by_order(query)


def _by_order(query: Any) -> dict[int, int]:
    return {order: int(total) for order, total in query.tuples()}
