"""What a return would bring before it is made: the same shares, fees and ways back as the real one, read only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from peewee import fn

from app.core import settings
from app.orders.models import Order, OrderLine
from app.payments.models import Payment, Tender
from app.payments.order_account import owed
from app.payments.ways_back import FIRST
from app.returns import policy
from app.returns.credit import debt_of, left_of
from app.returns.followers import with_followers
from app.returns.kits import value_kits
from app.returns.models import Return, ReturnLine
from app.returns.open import ReturnInput
from app.returns.value import Value, value_of


class LineValue(NamedTuple):
    """What one line brings; what was paid for so much of it is `refund_minor` + `fee_minor`."""

    order_line_id: int
    refund_minor: int
    fee_minor: int


class Part(NamedTuple):
    """What goes back by one tender; `masked_pan` names the card."""

    tender: Tender
    masked_pan: str
    amount_minor: int


class Estimate(NamedTuple):
    """What a return brings, in minor units.

    `credited_minor` is what the goods and `charges_minor` are worth; of it `unpaid_minor` was never paid and only
    takes down what is owed; the rest is `given_minor`, by `parts` when it is money.  `debt_minor` of it takes down a
    debt even when the customer takes credit; `bonus_minor` comes on top of store credit.
    """

    lines: tuple[LineValue, ...] = ()
    charges_minor: int = 0
    fee_minor: int = 0
    credited_minor: int = 0
    given_minor: int = 0
    unpaid_minor: int = 0
    debt_minor: int = 0
    bonus_minor: int = 0
    parts: tuple[Part, ...] = ()


def estimate(order_id: int, lines: Sequence[ReturnInput]) -> Estimate:
    """What these lines of an order would bring now; unknown lines and reasons count nothing."""
    chosen = {line.order_line_id for line in lines}
    lines = with_followers(order_id, lines)
    values, taken = _values(order_id, lines, chosen)
    reasons = [line.reason for line in lines]
    charges = _charges(order_id, taken, reasons)
    return _estimate(order_id, tuple(values), charges)


def estimate_of(return_id: int) -> Estimate:
    """What a return that was opened before would bring when it is settled now."""
    row: Any = Return.select(Return.order, Return.charges_minor).where(Return.id == return_id).tuples().first()
    found: Any = ReturnLine.select(ReturnLine.id, ReturnLine.refund_minor, ReturnLine.fee_minor).where(
        ReturnLine.return_ == return_id
    )
    values = tuple(LineValue(*line) for line in found.tuples())
    if row is None or row[0] is None:
        total = sum(value.refund_minor for value in values)
        return Estimate(values, credited_minor=total, given_minor=total)
    return _estimate(row[0], values, int(row[1]))


def _estimate(order_id: int, values: tuple[LineValue, ...], charges: int) -> Estimate:
    credited = sum(value.refund_minor for value in values) + charges
    payments = _payments(order_id)
    left = sum(part.amount_minor for part in payments)
    given = min(credited, max(credited - owed(order_id), 0), left)
    debt = debt_of(order_id, given)
    return Estimate(
        values, charges, sum(value.fee_minor for value in values), credited, given, credited - given, debt,
        policy.bonus_of(given - debt), tuple(_parts(payments, given)),
    )  # fmt: skip


def _values(
    order_id: int, lines: Sequence[ReturnInput], chosen: Collection[int]
) -> tuple[list[LineValue], dict[int, int]]:
    """The value of each line, and how much of each comes back."""
    before = ReturnLine.alias()
    paid = before.select(fn.COALESCE(fn.SUM(before.refund_minor + before.fee_minor), 0)).where(
        before.order_line == OrderLine.id
    )
    tax = before.select(fn.COALESCE(fn.SUM(before.tax_minor), 0)).where(before.order_line == OrderLine.id)
    query: Any = OrderLine.select(
        OrderLine.id, OrderLine.quantity, OrderLine.returned, OrderLine.total_minor, OrderLine.tax_minor, paid, tax
    ).where(OrderLine.order == order_id, OrderLine.id.in_([line.order_line_id for line in lines]))
    sold = {row[0]: tuple(map(int, row[1:])) for row in query.tuples()}
    values, taken = list[LineValue](), Counter[int]()
    given: dict[int, Value] = {}
    for line, kit in zip(lines, value_kits(order_id, lines, chosen), strict=True):
        if line.order_line_id not in sold or line.reason not in set(policy.ReturnReason) or line.quantity <= 0:
            continue
        quantity, returned, total, tax_minor, paid_before, tax_before = sold[line.order_line_id]
        taken[line.order_line_id] += line.quantity
        before = given.get(line.order_line_id, Value(paid_before, tax_before))
        worth = kit.value if kit else value_of(
            Value(total, tax_minor), quantity, returned=returned + taken[line.order_line_id], credited=before
        )  # fmt: skip
        given[line.order_line_id] = Value(*(had + new for had, new in zip(before, worth, strict=True)))
        fee = policy.fee_of(worth.paid_minor, policy.ReturnReason(line.reason))
        values.append(LineValue(line.order_line_id, worth.paid_minor - fee, fee))
    return values, taken


def _charges(order_id: int, taken: dict[int, int], reasons: Sequence[str]) -> int:
    """Delivery and fee, when nothing of the order stays with the customer."""
    if not taken:
        return 0
    rows: Any = OrderLine.select(OrderLine.id, OrderLine.quantity - OrderLine.returned).where(
        OrderLine.order == order_id, OrderLine.kind.in_(policy.COME_BACK)
    )
    if any(left > taken.get(line, 0) for line, left in rows.tuples()):
        return 0
    never_delivered = set(reasons) <= policy.NEVER_HANDED_OVER
    if not never_delivered and not settings.read(policy.DELIVERY):
        return 0
    back = Return.select(fn.COALESCE(fn.SUM(Return.charges_minor), 0)).where(Return.order == order_id)
    charges = Order.delivery_minor + Order.fee_minor + Order.charges_added_minor
    row: Any = Order.select(charges, back).where(Order.id == order_id).tuples().get()
    return max(int(row[0]) - int(row[1]), 0)


def _payments(order_id: int) -> list[Part]:
    """What is left of each payment, in the order in which it is paid back."""
    left = sorted(left_of(order_id), key=lambda paid: FIRST.index(paid.tender))
    cards: dict[int, str] = dict(
        Payment.select(Payment.id, Payment.masked_pan).where(Payment.id.in_([paid.id for paid in left])).tuples()
    )
    return [Part(paid.tender, cards[paid.id], paid.left_minor) for paid in left]


def _parts(payments: Sequence[Part], given: int) -> list[Part]:
    parts: list[Part] = []
    for paid in payments:
        part = min(given, paid.amount_minor)
        way = Tender.CASH if paid.tender == Tender.ON_DELIVERY else paid.tender
        if part:
            parts.append(Part(way, paid.masked_pan, part))
        given -= part
    return parts
