"""What was paid, as receipts say it: which payments belong to which receipt, and each in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from app.core.i18n import _
from app.documents import texts
from app.documents.papers import Amount
from app.payments import receipts
from app.payments.models import Payment, PaymentState, Tender
from app.payments.receipts import FoundReceipt
from app.payments.signatures import is_signed


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
    is_signed: bool = False


def payments_of_order(order_id: int) -> list[Money]:
    """The approved payments of an order, in the order they were made."""
    query: Any = (
        Payment.select(
            Payment.id, Payment.tender, Payment.amount_minor, Payment.given_minor, Payment.change_minor,
            Payment.rounding_minor, Payment.masked_pan, Payment.shift,
            Payment.tip_minor, Payment.auth_code, is_signed(),
        ).where(Payment.order == order_id, Payment.state == PaymentState.APPROVED).order_by(Payment.id).tuples()
    )  # fmt: skip
    return [Money._make(row) for row in query]


def paid_on(order_id: int, found: FoundReceipt) -> tuple[list[Money], int]:
    """The payments that a receipt stands for, and what had been paid before it.

    Receipts and payments of an order were written in the same order, so each receipt takes the next payments of its
    shift until they make up its amount.
    """
    free, before = payments_of_order(order_id), 0
    for other in receipts.receipts_of(order_id):
        mine = _make_up(free, other)
        if other.number == found.number:
            last = mine[-1].id if mine else 0
            earlier = [money for money in free if money not in mine and money.id < last and money.amount_minor > 0]
            return mine, before + sum(money.amount_minor for money in earlier)
        free = [money for money in free if money not in mine]
        before += sum(money.amount_minor for money in mine if money.amount_minor > 0)
    return [], before


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
    """Cash stands with what was put on the counter; a card with its last digits, paid back also with the slip's code."""
    whole = money.amount_minor + money.tip_minor
    amount = money.given_minor if money.tender == Tender.CASH and money.given_minor else whole
    if money.tender == Tender.CASH and money.amount_minor < 0:
        amount = money.amount_minor + money.rounding_minor
    code = money.auth_code if money.amount_minor < 0 else ""
    detail = " ".join(filter(None, (money.masked_pan, code, _("signed") if money.is_signed else "")))
    return Amount(name=_(texts.TENDERS[Tender(money.tender)]), amount_minor=amount, detail=detail)
