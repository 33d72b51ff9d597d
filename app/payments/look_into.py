"""What the difference detective is given: a shift's payments and moves as the store has them."""

from __future__ import annotations

from collections.abc import Mapping

from app.orders.models import Order
from app.payments.detective import Case, Moved, Paid
from app.payments.models import CashMove, CashMoveKind, Payment, PaymentState, Shift, Tender
from app.payments.totals import shift_totals


def case_of(
    shift_id: int, counted: Mapping[str, int], pieces: Mapping[str, int], *, worths: tuple[int, ...],
    notes: tuple[int, ...],
) -> Case:  # fmt: skip
    """A counted shift as a case: `counted` is tender → amount, `pieces` worth in minor units (as text) → pieces."""
    totals = shift_totals(shift_id)
    cash = Tender.CASH.value
    off = {tender: amount - totals.tenders.get(tender, 0) for tender, amount in counted.items() if tender != cash}
    return Case(
        counted_minor=counted[cash], expected_minor=totals.expected_cash_minor,
        float_minor=int(Shift.select(Shift.float_minor).where(Shift.id == shift_id).scalar()),
        pieces={int(worth): count for worth, count in pieces.items()}, worths=worths, notes=notes,
        payments=payments_of_shift(shift_id), moves=_moves(shift_id), off_minor=off,
    )  # fmt: skip


def payments_of_shift(shift_id: int) -> tuple[Paid, ...]:
    """The approved payments of a shift, oldest first."""
    query = (
        Payment.select(
            Payment.id, Order.number, Payment.tender, Payment.amount_minor, Payment.given_minor, Payment.change_minor,
            Payment.rounding_minor, Payment.made_at,
        )
        .left_outer_join(Order)
        .where(Payment.shift == shift_id, Payment.state == PaymentState.APPROVED)
        .order_by(Payment.id)
    )  # fmt: skip
    return tuple(Paid(row[0], row[1] or "", str(row[2]), *row[3:]) for row in query.tuples())


def _moves(shift_id: int) -> tuple[Moved, ...]:
    query = CashMove.select(CashMove.id, CashMove.kind, CashMove.amount_minor, CashMove.reason, CashMove.made_at)
    rows = (
        query.where(CashMove.shift == shift_id, CashMove.kind != CashMoveKind.FLOAT_OFF).order_by(CashMove.id).tuples()
    )
    return tuple(Moved(row[0], str(row[1]), *row[2:]) for row in rows)
