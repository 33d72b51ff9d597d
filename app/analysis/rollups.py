"""Sales rollups, kept in the transaction of what they count, so that a report over a million orders reads a few rows.

The one point at which an order counts as sold: a counter sale when it is rung up, every other order when it is
confirmed.  It is counted in the hour in which the customer placed it.  From then on its refunds and returns count
too; cancelled, voided or sent back to review, all of that is taken out again.  A gift card that the counter sells is
a debt of the shop and no turnover: its line counts nowhere here, and what it pays later is a sale as any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from peewee import EXCLUDED

from app.analysis.models import SalesCountry, SalesHour, SalesProduct
from app.core import canonical, clock
from app.core.events import listens
from app.core.money import line_minor
from app.core.prepared import prepared
from app.counter.events import SaleVoided, Sold
from app.orders.events import OrderAmended, OrderMoved
from app.orders.line_kinds import LineKind, pieces_of
from app.orders.models import Order, OrderLine
from app.orders.states import Channel, OrderState
from app.payments.events import RefundDeclined, Refunded
from app.payments.models import Payment, PaymentState, Tender
from app.payments.receipts import is_void
from app.returns.events import ReturnSettled
from app.returns.models import Outcome, Return, ReturnLine

SOLD = frozenset({OrderState.CONFIRMED, OrderState.COMPLETED, OrderState.ARCHIVED})
CREDITED = frozenset({Outcome.REFUND, Outcome.EXCHANGE, Outcome.STORE_CREDIT})  # the goods stay with the shop


class Head(NamedTuple):
    """What the rollups need of an order."""

    placed_at: int
    channel: str
    person: int
    total_minor: int
    tax_minor: int
    address: str | None
    state: str
    completed_at: int | None


class Part(NamedTuple):
    """What the rollups need of an order line."""

    product_id: int | None
    quantity: int
    total_minor: int
    cost_e4: int
    price_per: int
    unit: str
    kind: LineKind = LineKind.GOODS

    @property
    def pieces(self) -> int:
        """Pieces; what is weighed or measured off counts as one, as at the counter, and a kit without its parts."""
        return pieces_of(self.kind, self.quantity, self.unit)


class Back(NamedTuple):
    """A payment that went back to the customer."""

    made_at: int
    who: int
    amount_minor: int


@prepared(rows=Head)
def _head(order):
    return Order.select(
        Order.placed_at, Order.channel, Order.entered_by, Order.total_minor, Order.tax_minor, Order.address,
        Order.state, Order.completed_at,
    ).where(Order.id == order)  # fmt: skip


@prepared(rows=Part)
def _parts(order):
    return OrderLine.select(
        OrderLine.product, OrderLine.quantity, OrderLine.total_minor, OrderLine.cost_e4, OrderLine.price_per,
        OrderLine.unit, OrderLine.kind,
    ).where(OrderLine.order == order)  # fmt: skip


@prepared(rows=Back)
def _paid_back(order):
    back = (
        (Payment.order == order) & Payment.refund_of.is_null(False) & (Payment.amount_minor < 0)
        & (Payment.tender != Tender.WRITE_OFF.value)  # nobody got that back
    )  # fmt: skip
    return (
        Payment.select(Payment.made_at, Payment.who, 0 - Payment.amount_minor)
        .where(back, Payment.state == PaymentState.APPROVED.value)
        .order_by(Payment.id)
    )


@prepared
def _return_lines(return_id):
    return (
        ReturnLine.select(Return.settled_at, ReturnLine.product, ReturnLine.quantity, ReturnLine.refund_minor)
        .join(Return)
        .where(ReturnLine.return_ == return_id, ReturnLine.product.is_null(False))
        .order_by(ReturnLine.product)
    )


def _plus(model: Any, *names: str) -> dict[Any, Any]:
    return {getattr(model, name): getattr(model, name) + getattr(EXCLUDED, name) for name in names}


@prepared
def _add_hour(day, hour, channel, person, orders, pieces, total, tax, refunded):
    return SalesHour.insert(
        day=day, hour=hour, channel=channel, person=person, orders=orders, pieces=pieces, total_minor=total,
        tax_minor=tax, refunded_minor=refunded,
    ).on_conflict(
        conflict_target=[SalesHour.day, SalesHour.hour, SalesHour.channel, SalesHour.person],
        update=_plus(SalesHour, "orders", "pieces", "total_minor", "tax_minor", "refunded_minor"),
    )  # fmt: skip


@prepared
def _add_product(day, product, quantity, total, cost, returned, refunded):
    return SalesProduct.insert(
        day=day, product=product, quantity=quantity, total_minor=total, cost_minor=cost, returned=returned,
        refunded_minor=refunded,
    ).on_conflict(
        conflict_target=[SalesProduct.day, SalesProduct.product],
        update=_plus(SalesProduct, "quantity", "total_minor", "cost_minor", "returned", "refunded_minor"),
    )  # fmt: skip


@prepared
def _add_country(month, country, orders, pieces, total, refunded):
    return SalesCountry.insert(
        month=month, country=country, orders=orders, pieces=pieces, total_minor=total, refunded_minor=refunded
    ).on_conflict(
        conflict_target=[SalesCountry.month, SalesCountry.country],
        update=_plus(SalesCountry, "orders", "pieces", "total_minor", "refunded_minor"),
    )


def counts_as_sold(state: str, completed_at: int | None) -> bool:
    """Whether an order stands in the rollups; an archived one does unless it was cancelled before."""
    return state in SOLD and (state != OrderState.ARCHIVED or completed_at is not None)


def when(at_ms: int) -> tuple[str, int]:
    """The shop's day and hour at a time."""
    moment = clock.local(at_ms)
    return moment.date().isoformat(), moment.hour


def country_of(address: str | None) -> str:
    """The country of an order's address as it is kept; empty for what was sold in the shop."""
    return str(canonical.decode(address).get("country") or "")[:2].upper() if address else ""


def product_rows(day: str, parts: Iterable[Part], sign: int = 1) -> list[tuple[str, int, int, int, int, int, int]]:
    """One row for each product of an order, in the order of their ids so that two tills never wait for each other."""
    sums: dict[int, list[int]] = {}
    for part in parts:
        if part.product_id is not None:
            row = sums.setdefault(part.product_id, [0, 0, 0])
            row[0] += sign * part.quantity
            row[1] += sign * part.total_minor
            row[2] += sign * line_minor(part.quantity, part.cost_e4, part.price_per)
    return [(day, product, *row, 0, 0) for product, row in sorted(sums.items())]  # type: ignore[misc]


def _count(order_id: int, sign: int) -> None:
    """Put an order with its refunds into the rollups, or take it out."""
    head, parts = _head.one(order_id), _parts.all(order_id)
    day, hour = when(head.placed_at)
    pieces = sum(part.pieces for part in parts)
    total, tax = sign * head.total_minor, sign * head.tax_minor
    _add_hour.run(day, hour, head.channel, head.person, sign, sign * pieces, total, tax, 0)
    _add_product.run_many(product_rows(day, parts, sign))
    if country := country_of(head.address):
        _add_country.run(day[:7], country, sign, sign * pieces, total, 0)
    for back in _paid_back.all(order_id):
        _count_back(head, back, sign)


def _count_back(head: Head, back: Back, sign: int = 1) -> None:
    day, hour = when(back.made_at)
    amount = sign * back.amount_minor
    _add_hour.run(day, hour, head.channel, back.who, 0, 0, 0, 0, amount)
    if country := country_of(head.address):
        _add_country.run(day[:7], country, 0, 0, 0, amount)


@listens(Sold)
def _sold(event: Sold) -> None:
    """A counter sale brings its lines along, so nothing is read again on the way of a sale."""
    _count_sale(event.at, event.person_id, event, 1)


@listens(SaleVoided)
def _voided(event: SaleVoided) -> None:
    _count_sale(event.sold_at, event.seller_id, event, -1)


def _count_sale(at_ms: int, seller: int, event: Sold | SaleVoided, sign: int) -> None:
    day, hour = when(at_ms)
    cards = [line for line in event.lines if line.kind == LineKind.GIFT_CARD]
    if len(cards) == len(event.lines):
        return
    total = sign * (event.total_minor - sum(card.total_minor for card in cards))
    tax = sign * (event.tax_minor - sum(card.tax_minor for card in cards))
    pieces = sign * (event.pieces - sum(card.quantity for card in cards))
    _add_hour.run(day, hour, Channel.COUNTER.value, seller, sign, pieces, total, tax, 0)
    lines = (
        Part(line.product_id, line.quantity, line.total_minor, line.cost_e4, line.price_per, "")
        for line in event.lines
        if line.kind != LineKind.GIFT_CARD
    )
    _add_product.run_many(product_rows(day, lines, sign))


@listens(OrderMoved)
def _moved(event: OrderMoved) -> None:
    was, now = event.old in SOLD, event.new in SOLD
    if was != now and event.new != OrderState.ARCHIVED:
        _count(event.order_id, 1 if now else -1)


def _stands(order_id: int, head: Head) -> bool:
    """A voided sale is in no rollup, so what is paid back for it later is not either."""
    return counts_as_sold(head.state, head.completed_at) and not is_void(order_id)


@listens(Refunded)
def _refunded(event: Refunded) -> None:
    head = _head.one(event.order_id)
    if _stands(event.order_id, head):
        for back in _paid_back.all(event.order_id)[-len(event.tenders) :]:
            _count_back(head, back)


@listens(RefundDeclined)
def _not_refunded(event: RefundDeclined) -> None:
    head = _head.one(event.order_id)
    if _stands(event.order_id, head):
        _count_back(head, Back(event.made_at, event.who, event.amount_minor), -1)


@listens(ReturnSettled)
def _returned(event: ReturnSettled) -> None:
    if event.outcome in CREDITED:
        _add_product.run_many(
            (when(settled_at)[0], product, 0, 0, 0, quantity, amount)
            for settled_at, product, quantity, amount in _return_lines.all(event.return_id)
        )


@listens(OrderAmended)
def _amended(event: OrderAmended) -> None:
    """What the order was before is known to nobody any more, so its day is counted anew."""
    from app.analysis.recount import recount_day

    head = _head.one(event.order_id)
    if counts_as_sold(head.state, head.completed_at):
        recount_day(when(head.placed_at)[0])
