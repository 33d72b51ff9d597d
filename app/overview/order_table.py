"""The order list as screens show it: the orders of a view with how their money stands and when a review is due."""

from __future__ import annotations

from typing import NamedTuple

from app.catalog.models import Product
from app.delivery.models import Shipment
from app.orders.completeness import first_doubts
from app.orders.models import Fulfillment, Order, OrderLine
from app.orders.queries import PAGE, OrderRow, order_list, rows_where
from app.orders.states import Channel, OrderState, PayPlan
from app.packing.models import Parcel
from app.payments.models import Payment
from app.payments.queries import money_sums
from app.payments.status import PaymentStatus, payment_status
from app.review.models import Review, ReviewState


class TableRow(NamedTuple):
    """One line of the list: the order, its money (minor units), and by when somebody has to decide (ms).

    `lacks` is the code of what keeps a placed order from being confirmed; empty when nothing does.
    """

    id: int
    order: OrderRow
    money: PaymentStatus
    left_minor: int
    decide_by: int | None
    lacks: str = ""


def order_table(
    view: str = "all", text: str = "", page: int = 0, *, since: int = 0, channel: Channel | None = None,
    size: int = PAGE, oldest_first: bool = False,
) -> list[TableRow]:  # fmt: skip
    """A page of a saved view, newest first unless told otherwise, in a handful of statements."""
    return with_money(order_list(view, text, page, since=since, channel=channel, size=size, oldest_first=oldest_first))


def with_money(rows: list[OrderRow]) -> list[TableRow]:
    """The same orders with their money and deadlines."""
    ids = [row.id for row in rows]
    sums = {
        order_id: tuple(int(amount or 0) for amount in amounts)
        for order_id, *amounts in money_sums().where(Payment.order.in_(ids)).tuples()
    }
    waiting = Review.state.in_([ReviewState.OPEN, ReviewState.HELD])
    deadlines = dict(Review.select(Review.order, Review.deadline_at).where(Review.order.in_(ids), waiting).tuples())
    lacks = first_doubts([row.id for row in rows if row.state == OrderState.PLACED])
    return [_row(row, sums.get(row.id, (0, 0, 0)), deadlines.get(row.id), lacks.get(row.id, "")) for row in rows]


def _row(row: OrderRow, sums: tuple[int, ...], decide_by: int | None, lacks: str) -> TableRow:
    paid, refunded, charged_back = sums
    total = 0 if row.state == OrderState.CANCELLED and not paid else row.total_minor
    status = payment_status(
        total, paid, refunded, on_delivery=row.pay_plan == PayPlan.ON_DELIVERY, charged_back_minor=charged_back,
        fee_kept_minor=row.fee_kept_minor,
    )  # fmt: skip
    return TableRow(row.id, row, status, total - paid + refunded, decide_by, lacks)


def neighbours(order_id: int) -> tuple[int | None, int | None]:
    """The orders placed just after and just before one; None at either end."""
    at = Order.select(Order.placed_at).where(Order.id == order_id).scalar()
    newer = Order.select(Order.id).where((Order.placed_at > at) | ((Order.placed_at == at) & (Order.id > order_id)))
    older = Order.select(Order.id).where((Order.placed_at < at) | ((Order.placed_at == at) & (Order.id < order_id)))
    return (
        newer.order_by(Order.placed_at, Order.id).limit(1).scalar(),
        older.order_by(Order.placed_at.desc(), Order.id.desc()).limit(1).scalar(),
    )


def order_of(kind: str, ref: int) -> int | None:
    """The order that a parcel or a shipment belongs to."""
    if kind == "parcel":
        query = Parcel.select(Fulfillment.order).join(Fulfillment).where(Parcel.id == ref)
    else:
        query = Shipment.select(Fulfillment.order).join(Fulfillment).where(Shipment.id == ref)
    row = query.tuples().first()
    return int(row[0]) if row else None


def holding(product_id: int, limit: int = PAGE) -> list[TableRow]:
    """The open orders that hold a product, newest first."""
    going = [OrderState.PLACED.value, OrderState.IN_REVIEW.value, OrderState.CONFIRMED.value]
    mine = OrderLine.select(OrderLine.order).where(OrderLine.product == product_id)
    return with_money(rows_where(Order.id.in_(mine), Order.state.in_(going), limit=limit))


def pictures_of(order_id: int) -> dict[int, str]:
    """The picture of each product of an order."""
    query = Product.select(Product.id, Product.art).join(OrderLine).where(OrderLine.order == order_id)
    return dict(query.tuples())
