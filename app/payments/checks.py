"""What `verify` re-computes of payments: receipts without gaps, drawers as the ledger says, refunds within reason."""

from __future__ import annotations

from collections.abc import Iterator

from peewee import fn

from app.core.checks import check
from app.core.numbers import last_number
from app.ledger import accounts
from app.ledger.post import balance
from app.payments.drawer import expected_cash
from app.payments.models import Instalment, InstalmentPlan, Payment, PaymentState, Receipt, Shift, ShiftState
from app.payments.receipts import counter_of
from app.payments.tender import BY_TERMINAL


@check("receipt numbers")
def receipt_numbers() -> Iterator[str]:
    """Every series of receipts runs from 1 to its last number without gaps."""
    query = Receipt.select(Receipt.series, fn.COUNT(Receipt.no), fn.MIN(Receipt.no), fn.MAX(Receipt.no))
    for series, count, first, last in query.group_by(Receipt.series).tuples():
        given = last_number(counter_of(series))
        if first != 1 or count != last or last != given:
            yield f"receipts {series}: {count} receipts from {first} to {last}, counter at {given}"


@check("drawers")
def drawers() -> Iterator[str]:
    """The cash that a shift expects is what the ledger says lies in its drawer."""
    for shift in Shift.select(Shift.id, Shift.station).where(Shift.state != ShiftState.CLOSED):
        expected, there = expected_cash(shift.id), balance(accounts.drawer(shift.station))
        if expected != there:
            yield f"drawer {shift.station}: the shift expects {expected}, the ledger says {there}"


@check("refunds")
def refunds() -> Iterator[str]:
    """Nothing is paid back that was not paid."""
    back = Payment.alias()
    gone = fn.SUM(back.amount_minor)
    query = (
        Payment.select(Payment.id, Payment.amount_minor, gone)
        .join(back, on=(back.refund_of == Payment.id))
        .where(back.state == PaymentState.APPROVED)
        .group_by(Payment.id, Payment.amount_minor)
        .having(Payment.amount_minor + gone < 0)
    )
    yield from (f"payment {row[0]}: {row[1]} was paid and {-row[2]} paid back" for row in query.tuples())


@check("cards waiting")
def cards_waiting() -> Iterator[str]:
    """What waits on the account of approved cards are the approved card payments without a bill."""
    loose = Payment.select(fn.COALESCE(fn.SUM(Payment.amount_minor), 0)).where(
        Payment.tender.in_(list(BY_TERMINAL)), Payment.state == PaymentState.APPROVED, Payment.settled_at.is_null()
    )
    waiting = int(loose.scalar())
    if waiting != -balance(accounts.CARDS_WAITING):
        yield f"cards waiting: payments say {waiting}, the ledger {-balance(accounts.CARDS_WAITING)}"


@check("instalments")
def instalments() -> Iterator[str]:
    """What is left of every plan is what its account says, and its parts add up to it."""
    open_minor = fn.SUM(Instalment.amount_minor - Instalment.paid_minor - Instalment.dropped_minor)
    query = (
        InstalmentPlan.select(
            InstalmentPlan.id, InstalmentPlan.customer_id, InstalmentPlan.total_minor, open_minor,
            fn.SUM(Instalment.amount_minor),
        )
        .join(Instalment).group_by(InstalmentPlan.id, InstalmentPlan.customer_id, InstalmentPlan.total_minor)
    )  # fmt: skip
    for plan_id, customer_id, total, left, parts in query.tuples():
        there = balance(accounts.plan(customer_id, plan_id))
        if int(left) != there or int(parts) != total:
            yield f"plan {plan_id}: its parts say {left} of {parts}, the ledger {there} of {total}"
