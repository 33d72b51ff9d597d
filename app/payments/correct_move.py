"""Putting right a cash move that was keyed with the wrong amount or the wrong way, until its shift is closed."""

from __future__ import annotations

from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import emit
from app.core.fields import BOUND
from app.core.i18n import _
from app.core.refusal import NotFound, Refusal, StateChanged
from app.ledger import accounts
from app.ledger.post import post
from app.payments.events import CashMoved
from app.payments.models import CashMove, CashMoveKind, ShiftState
from app.payments.shift import add_cash_move
from app.payments.till import held_shift

MONEY_KINDS = (CashMoveKind.DROP, CashMoveKind.PAY_IN, CashMoveKind.PAY_OUT)


class MoveIsFixed(Refusal):
    """The move has no money, belongs to another shift, or the correction changes nothing."""


@command("payments.correct_move")
def correct_move(by: Actor, move_id: int, amount_minor: int, reason: str) -> int:
    """Say what a drop, pay-in or pay-out really was, into the drawer positive (nought: it never happened).

    A second move of the same kind makes up the difference, so both stand on the Z report; returns its id.
    """
    move, shift = CashMove.get_or_none(CashMove.id == move_id), held_shift(by.station)
    if move is None:
        raise NotFound("cash move", move_id)
    if shift is None or shift.id != move.shift_id or shift.state == ShiftState.CLOSED:
        raise StateChanged("shift", move.shift_id)
    if move.kind not in MONEY_KINDS or amount_minor == move.amount_minor:
        raise MoveIsFixed(_("Nothing would change."))
    if not reason.strip():
        raise MoveIsFixed(_("Say why."))
    if abs(amount_minor) > BOUND // 10:
        raise MoveIsFixed(_("A number is larger than can be. Type a smaller one."), amount_minor=amount_minor)
    by_how_much = amount_minor - move.amount_minor
    corrected = add_cash_move(by, shift, move.kind, by_how_much, reason.strip())
    other = accounts.SAFE if move.kind == CashMoveKind.DROP else accounts.OUTSIDE
    lines = {accounts.drawer(shift.station): by_how_much, other: -by_how_much}
    post(move.kind.value, lines, shift_id=shift.id)
    touch("shift", shift.id)
    note(shift_id=shift.id, move_id=move_id, before_minor=move.amount_minor, amount_minor=amount_minor, reason=reason)
    emit(CashMoved(shift.id, move.kind, abs(by_how_much), reason))
    return corrected
