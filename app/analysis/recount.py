"""The rollups counted from the orders themselves: for `verify`, and for a day on which an order was amended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from peewee import fn

from app.analysis.models import SalesCountry, SalesHour, SalesProduct
from app.analysis.rollups import CREDITED, SOLD, Back, Head, Part, country_of, counts_as_sold, product_rows, when
from app.core import canonical, clock
from app.orders.line_kinds import LineKind
from app.orders.models import Order, OrderLine
from app.orders.states import Channel
from app.payments.models import Payment, PaymentState, Receipt, ReceiptKind, Tender
from app.returns.models import Return, ReturnLine, ReturnState

Sums = dict[tuple[Any, ...], list[int]]


class Counted(NamedTuple):
    """The three rollups: key -> sums, in the order of their columns."""

    hours: Sums
    products: Sums
    countries: Sums


def recount(first_day: str = "", last_day: str = "9999-12-31") -> Counted:
    """Count all days, or those from `first_day` to `last_day`; countries only make sense over whole months."""
    counted = Counted({}, {}, {})
    for head, parts in _sold_orders(first_day, last_day):
        day, hour = when(head.placed_at)
        pieces = sum(part.pieces for part in parts)
        _add(counted.hours, (day, hour, head.channel, head.person), 1, pieces, head.total_minor, head.tax_minor, 0)
        for row in product_rows(day, parts):
            _add(counted.products, row[:2], *row[2:])
        if country := country_of(head.address):
            _add(counted.countries, (day[:7], country), 1, pieces, head.total_minor, 0)
    for head, back in _refunds(first_day, last_day):
        day, hour = when(back.made_at)
        _add(counted.hours, (day, hour, head.channel, back.who), 0, 0, 0, 0, back.amount_minor)
        if country := country_of(head.address):
            _add(counted.countries, (day[:7], country), 0, 0, 0, back.amount_minor)
    for day, product, quantity, amount in _returned(first_day, last_day):
        _add(counted.products, (day, product), 0, 0, 0, quantity, amount)
    return counted


def recount_day(day: str) -> None:
    """Write the rollups of one day and its month anew, as a step of a command."""
    counted = recount(day, day)
    SalesHour.delete().where(SalesHour.day == day).execute()
    _write(SalesHour, counted.hours)
    SalesProduct.delete().where(SalesProduct.day == day).execute()
    _write(SalesProduct, counted.products)
    month = day[:7]
    SalesCountry.delete().where(SalesCountry.month == month).execute()
    _write(SalesCountry, recount(f"{month}-01", f"{month}-31").countries)


def kept() -> Counted:
    """The rollups as they are kept."""
    return Counted(_kept(SalesHour, 4), _kept(SalesProduct, 2), _kept(SalesCountry, 2))


def _kept(model: Any, keys: int) -> Sums:
    rows = model.select(*model._meta.sorted_fields).tuples().iterator()
    return {row[:keys]: [int(value) for value in row[keys:]] for row in rows}


def _write(model: Any, sums: Sums) -> None:
    rows = [(*key, *values) for key, values in sorted(sums.items())]
    for start in range(0, len(rows), 500):
        model.insert_many(rows[start : start + 500], fields=model._meta.sorted_fields).execute()


def _add(sums: Sums, key: tuple[Any, ...], *values: int) -> None:
    row = sums.setdefault(key, [0] * len(values))
    for place, value in enumerate(values):
        row[place] += value


def _between(column: Any, first_day: str, last_day: str) -> Any:
    start = clock.day_start_ms(first_day) if first_day else 0
    month_end = min(last_day, f"{last_day[:7]}-28")  # a month is asked for up to its 31st, which may not exist
    end = clock.day_start_ms(clock.add_days(month_end, 4)) if last_day < "9999" else 2**62
    return (column >= start) & (column < end)


def _is_voided() -> Any:
    void = (Receipt.order == Order.id) & (Receipt.kind == ReceiptKind.VOID)
    return fn.EXISTS(Receipt.select(Receipt.no).where(void))


def _in_days(at_ms: int, first_day: str, last_day: str) -> bool:
    return first_day <= when(at_ms)[0] <= last_day


_HEAD = (
    Order.placed_at, Order.channel, Order.entered_by, Order.total_minor, Order.tax_minor, Order.address, Order.state,
    Order.completed_at,
)  # fmt: skip


_IS_GIFT_CARD = (Order.channel == Channel.COUNTER.value) & (OrderLine.kind == LineKind.GIFT_CARD.value)


def _sold_orders(first_day: str, last_day: str) -> Iterator[tuple[Head, list[Part]]]:
    """Sold orders with their lines, read in one walk through both tables."""
    query = (
        OrderLine.select(
            OrderLine.order, OrderLine.product, OrderLine.quantity, OrderLine.total_minor, OrderLine.cost_e4,
            OrderLine.price_per, OrderLine.unit, OrderLine.kind, OrderLine.tax_minor, _IS_GIFT_CARD, *_HEAD,
        )
        .join(Order)
        .where(
            Order.state.in_([state.value for state in SOLD]), _between(Order.placed_at, first_day, last_day),
            ~_is_voided(),
        )
        .order_by(OrderLine.order)
    )  # fmt: skip
    for rows in _grouped(query.tuples().iterator()):
        head = _plain(Head(*rows[0][10:]))
        cards, goods = [row for row in rows if row[9]], [Part(*row[1:8]) for row in rows if not row[9]]
        if cards:
            gone, tax = sum(row[3] for row in cards), sum(row[8] for row in cards)
            head = head._replace(total_minor=head.total_minor - gone, tax_minor=head.tax_minor - tax)
        counts = counts_as_sold(head.state, head.completed_at) and bool(goods)
        if counts and _in_days(head.placed_at, first_day, last_day):
            yield head, goods


def _grouped(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    mine: list[tuple[Any, ...]] = []
    for row in rows:
        if mine and row[0] != mine[0][0]:
            yield mine
            mine = []
        mine.append(row)
    if mine:
        yield mine


def _plain(head: Head) -> Head:
    """As a prepared query reads it: the address as text, states and channels too."""
    address = None if head.address is None else canonical.encode(head.address)
    return head._replace(address=address, channel=str(head.channel), state=str(head.state))


def _refunds(first_day: str, last_day: str) -> Iterator[tuple[Head, Back]]:
    query = (
        Payment.select(Payment.made_at, Payment.who, 0 - Payment.amount_minor, *_HEAD)
        .join(Order)
        .where(
            Payment.refund_of.is_null(False), Payment.amount_minor < 0, Payment.state == PaymentState.APPROVED,
            Payment.tender != Tender.WRITE_OFF.value,
            _between(Payment.made_at, first_day, last_day), ~_is_voided(),
        )
    )  # fmt: skip
    for row in query.tuples().iterator():
        head, back = _plain(Head(*row[3:])), Back(*row[:3])
        if counts_as_sold(head.state, head.completed_at) and _in_days(back.made_at, first_day, last_day):
            yield head, back


def _returned(first_day: str, last_day: str) -> Iterator[tuple[str, int, int, int]]:
    query = (
        ReturnLine.select(Return.settled_at, ReturnLine.product, ReturnLine.quantity, ReturnLine.refund_minor)
        .join(Return)
        .where(
            Return.state == ReturnState.SETTLED, ReturnLine.product.is_null(False), Return.outcome.in_(list(CREDITED)),
            _between(Return.settled_at, first_day, last_day),
        )
    )  # fmt: skip
    for settled_at, product, quantity, amount in query.tuples().iterator():
        if _in_days(settled_at, first_day, last_day):
            yield when(settled_at)[0], product, quantity, amount
