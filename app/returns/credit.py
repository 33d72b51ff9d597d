"""Credit for goods that came back: as a slip that the till takes like a gift card, or on the customer's account."""

from __future__ import annotations

from typing import Any, NamedTuple

from peewee import fn

from app.core.command import acting, note
from app.core.events import emit
from app.ledger import accounts
from app.ledger.post import post
from app.payments.events import Refunded
from app.payments.instalments import account_of_order
from app.payments.models import Payment, PaymentState, Tender
from app.payments.take import write_payment
from app.payments.tender import DEBTS
from app.payments.till import held_shift


class Left(NamedTuple):
    """A payment that has something left to give back."""

    id: int
    tender: Tender
    left_minor: int


def left_of(order_id: int) -> list[Left]:
    """The payments of an order with something left, the newest first."""
    back = Payment.alias()
    gone = fn.COALESCE(
        back.select(fn.SUM(back.amount_minor)).where(
            back.order == order_id, back.refund_of == Payment.id, back.state == PaymentState.APPROVED
        ), 0,
    )  # fmt: skip
    query: Any = (
        Payment.select(Payment.id, Payment.tender, Payment.amount_minor + gone)
        .where(
            Payment.order == order_id, Payment.state == PaymentState.APPROVED, Payment.amount_minor > 0,
            Payment.amount_minor + gone > 0, Payment.tender != Tender.WRITE_OFF,
        )
        .order_by(Payment.id.desc())
    )  # fmt: skip
    rows = [Left(int(row[0]), Tender(row[1]), int(row[2])) for row in query.tuples()]
    return [part for row in rows for part in _as_debt_and_money(order_id, row)]


def _as_debt_and_money(order_id: int, row: Left) -> list[Left]:
    """Instalments that were paid are money that goes back in cash; only the rest is still owed."""
    if row.tender != Tender.INSTALMENTS:
        return [row]
    debt = min(row.left_minor, account_of_order(order_id)[2])
    parts = (Left(row.id, Tender.INSTALMENTS, debt), Left(row.id, Tender.CASH, row.left_minor - debt))
    return [part for part in parts if part.left_minor]


def debt_of(order_id: int, amount_minor: int) -> int:
    """How much of an amount first takes down what the customer still owes, instead of being given."""
    owing = sum(left.left_minor for left in left_of(order_id) if left.tender in DEBTS)
    return min(owing, amount_minor)


def give_slip(order_id: int, amount_minor: int, code: str, *, reason: str) -> None:
    """Turn so much of what was paid for an order into credit on the slip `code`, as a step.

    The till takes the slip as a gift card with that code; what is left on it stays good.
    """
    shift, left, parts = held_shift(acting().station), amount_minor, 0
    for paid in left_of(order_id):
        part = min(left, paid.left_minor)
        if not part or paid.tender in DEBTS:
            continue
        write_payment(
            order_id, Tender.GIFT_CARD, -part, shift=shift, masked_pan=code, refund_of=paid.id, reason=reason[:200]
        )
        left, parts = left - part, parts + 1
    assert not left, f"order {order_id}: {left} of {amount_minor} was never paid"
    lines = {accounts.gift_card(code): -amount_minor, accounts.of_order(order_id): amount_minor}
    post("refund", lines, order_id=order_id, shift_id=shift.id if shift else None)
    note(credit_slip=code, credit_minor=amount_minor)
    emit(Refunded(order_id, amount_minor, (Tender.GIFT_CARD,) * parts, False, reason, ""))


def give_bonus(account: str, bonus_minor: int, order_id: int | None) -> None:
    """What comes on top of store credit by policy, as a step."""
    if bonus_minor:
        post("credit_bonus", {account: -bonus_minor, accounts.GOODWILL: bonus_minor}, order_id=order_id)
        note(bonus_minor=bonus_minor)
