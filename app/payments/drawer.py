"""What must lie in a drawer: its float, what came in and went out in cash, and what hand-overs found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from peewee import Case, fn

from app.core.prepared import prepared
from app.payments.models import CashMove, CashMoveKind, HandOver, Payment, PaymentState, Shift, Tender

APPROVED = Payment.state == PaymentState.APPROVED
# What a bank took back later, or was put right after the close, was taken here all the same.
CHARGED_BACK = (Payment.state == PaymentState.REVERSED) & Payment.order.is_null(False) & (Payment.amount_minor > 0)
CORRECTED = Payment.state == PaymentState.CORRECTED
TAKEN = APPROVED | CHARGED_BACK | CORRECTED
_MOVED = (CashMoveKind.PAY_IN, CashMoveKind.PAY_OUT, CashMoveKind.DROP, CashMoveKind.TIPS)


class Cash(NamedTuple):
    """Our own cash that was received and paid back, and change, also of foreign cash; in minor units."""

    received: int
    change: int
    back: int


def sum_of(value: Any) -> Any:
    """A sum that is nought where there is no row."""
    return fn.COALESCE(fn.SUM(value), 0)


def expected_cash(shift_id: int) -> int:
    """What must lie in the drawer of a shift now, in minor units."""
    float_minor = int(Shift.select(Shift.float_minor).where(Shift.id == shift_id).scalar())
    return expected(float_minor, cash_of(shift_id), moves_of(shift_id), handed_of(shift_id))


def expected(float_minor: int, cash: Cash, moves: Mapping[CashMoveKind, tuple[int, int]], handed_minor: int) -> int:
    """The same of sums that are known; what a move took out is negative."""
    return float_minor + cash.received - cash.change - cash.back + sum(moves[kind][1] for kind in _MOVED) + handed_minor


@prepared
def _cash(shift):
    kept = Payment.amount_minor + Payment.rounding_minor
    own = Payment.tender == Tender.CASH
    return Payment.select(
        sum_of(Case(None, [(own & (Payment.amount_minor > 0), kept + Payment.change_minor)], 0)),
        sum_of(Payment.change_minor),
        sum_of(Case(None, [(own & (Payment.amount_minor < 0), 0 - kept)], 0)),
    ).where(Payment.shift == shift, Payment.tender.in_([Tender.CASH, Tender.FOREIGN_CASH]), TAKEN)


@prepared
def _moves(shift):
    return (
        CashMove.select(CashMove.kind, fn.COUNT(CashMove.id), sum_of(CashMove.amount_minor))
        .where(CashMove.shift == shift).group_by(CashMove.kind)
    )  # fmt: skip


@prepared
def _handed(shift):
    return HandOver.select(sum_of(HandOver.counted_minor - HandOver.expected_minor)).where(HandOver.shift == shift)


def cash_of(shift_id: int) -> Cash:
    """What a shift took and gave in cash."""
    return Cash._make(map(int, _cash.one(shift_id)))


def moves_of(shift_id: int) -> dict[CashMoveKind, tuple[int, int]]:
    """How often cash was moved in each way, and how much in all."""
    found = {CashMoveKind(kind): (int(count), int(amount)) for kind, count, amount in _moves.all(shift_id)}
    return {kind: found.get(kind, (0, 0)) for kind in CashMoveKind}


def handed_of(shift_id: int) -> int:
    """What hand-overs found too much, or missing (negative)."""
    return int(_handed.one(shift_id)[0])
