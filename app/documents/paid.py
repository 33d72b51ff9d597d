"""What was paid, as receipts say it: which payments belong to which receipt, and each in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from app.core.i18n import _
from app.core.money import format_figure
from app.documents import texts
from app.documents.papers import Amount
from app.payments import receipts
from app.payments.models import Payment, PaymentState, Tender
from app.payments.receipts import FoundReceipt
from app.payments.signatures import is_signed
from app.payments.tender import NOTES


class Money(NamedTuple):
    """A payment as bills read it."""

    id: int
    tender: Tender
    amount_minor: int
    given_minor: int
    change_minor: int
    rounding_minor: int
    masked_pan: str
    shift_id: int | None
    tip_minor: int
    auth_code: str
    currency: str  # of foreign cash
    foreign_minor: int
    receipt: str
    is_signed: bool = False


def payments_of_order(order_id: int) -> list[Money]:
    """The payments of an order as they were taken, in the order they were made: papers say what was said then."""
    return _payments(Payment.order == order_id)


def debt_paid_on(receipt: str) -> list[Money]:
    """The payments of a paper that belong to no order: towards a debt on account or an instalment plan."""
    return _payments((Payment.receipt == receipt) & Payment.order.is_null())


def _payments(match: Any) -> list[Money]:
    query: Any = (
        Payment.select(
            Payment.id, Payment.tender, Payment.amount_minor, Payment.given_minor, Payment.change_minor,
            Payment.rounding_minor, Payment.masked_pan, Payment.shift,
            Payment.tip_minor, Payment.auth_code, Payment.currency, Payment.foreign_minor, Payment.receipt, is_signed(),
        ).where(
            match, Payment.state.in_([PaymentState.APPROVED, PaymentState.CORRECTED]), Payment.corrects.is_null()
        ).order_by(Payment.id).tuples()
    )  # fmt: skip
    return [Money._make(row) for row in query]


def paid_on(order_id: int, found: FoundReceipt) -> tuple[list[Money], int]:
    """The payments that a receipt stands for, and what had been paid before it less what was paid back."""
    all_paid = payments_of_order(order_id)
    mine = [money for money in all_paid if money.receipt == found.number] or _of_old(all_paid, order_id, found)
    last = mine[-1].id if mine else 0
    return mine, sum(money.amount_minor for money in all_paid if money not in mine and money.id < last)


def _of_old(all_paid: Sequence[Money], order_id: int, found: FoundReceipt) -> list[Money]:
    """The payments of a receipt of the time when payments did not say on which paper they stand.

    Receipts and payments of an order were written in the same order, so each receipt takes the next payments of its
    shift until they make up its amount.
    """
    free = [money for money in all_paid if not money.receipt]
    for other in receipts.receipts_of(order_id):
        mine = _make_up(free, other)
        if other.number == found.number:
            return mine
        free = [money for money in free if money not in mine]
    return []


def _make_up(free: Sequence[Money], found: FoundReceipt) -> list[Money]:
    goal, sum_so_far, mine = found.total_minor, 0, []
    for money in free:
        same_way = (money.amount_minor > 0) == (goal > 0)
        if sum_so_far == goal:
            break
        if money.shift_id != found.shift_id or not same_way or abs(sum_so_far + money.amount_minor) > abs(goal):
            continue
        mine.append(money)
        sum_so_far += money.amount_minor
    return mine


def tender_line(money: Money) -> Amount:
    """Cash stands with what was put on the counter, foreign notes also with what they are.

    A card stands with its last digits, paid back also with the slip's code.
    """
    whole = money.amount_minor + money.tip_minor
    amount = money.given_minor if money.tender in NOTES and money.given_minor else whole
    if money.tender == Tender.CASH and money.amount_minor < 0:
        amount = money.amount_minor + money.rounding_minor
    code = money.auth_code if money.amount_minor < 0 else ""
    notes = f"{money.currency} {format_figure(money.foreign_minor, money.currency)}" if money.foreign_minor else ""
    detail = " ".join(filter(None, (money.masked_pan, notes, code, _("signed") if money.is_signed else "")))
    return Amount(name=_(texts.TENDERS[Tender(money.tender)]), amount_minor=amount, detail=detail)
