"""The float of a morning beside what was laid aside at the close before: a difference is said and booked, or explained."""

from __future__ import annotations

from enum import StrEnum

from app.core import clock
from app.core.actor import Actor
from app.core.command import note
from app.core.events import emit
from app.core.i18n import _
from app.core.money import format_money
from app.core.refusal import Refusal
from app.ledger import accounts
from app.ledger.post import balance, post
from app.payments.close import check_difference
from app.payments.events import CashMoved
from app.payments.models import CashMove, CashMoveKind, Shift, ShiftState


class FloatIs(StrEnum):
    """What is the matter with a float that differs."""

    UNSAID = ""
    OFF = "off"  # missing, or too much: nobody knows why
    SAFE = "safe"  # the rest was put into the safe, or more was taken from it, on purpose


class FloatDiffers(Refusal):
    """Another float was laid aside than was counted, and nobody has said what that means."""

    def __init__(self, *, laid_minor: int, counted_minor: int) -> None:
        sentence = _(
            "{laid} was laid aside at the last close, {counted} was counted. Say what became of the difference."
        )
        super().__init__(
            sentence.format(laid=format_money(laid_minor), counted=format_money(counted_minor)),
            laid_minor=laid_minor, counted_minor=counted_minor,
        )  # fmt: skip


def laid_aside(station: str) -> int | None:
    """What a till's last close laid aside for the next float; None before the first, and where nothing was said."""
    last = Shift.select(Shift.next_float_minor).where(Shift.station == station, Shift.state == ShiftState.CLOSED)
    row = last.order_by(Shift.id.desc()).limit(1).tuples().first()
    return row[0] if row else None


def float_off(by: Actor, counted_minor: int, differs: FloatIs | str, reason: str) -> int:
    """What is to be booked as over (positive) or short: counted less laid aside, unless the rest lies in the safe.

    Raises FloatDiffers, and for a difference above the limit what `check_difference` raises.
    """
    laid, differs = laid_aside(by.station), FloatIs(differs)
    if laid is None or laid == counted_minor or differs == FloatIs.SAFE:
        return 0
    if differs == FloatIs.UNSAID:
        raise FloatDiffers(laid_minor=laid, counted_minor=counted_minor)
    check_difference(by, {"float": counted_minor - laid}, reason)
    return counted_minor - laid


def book_float_off(by: Actor, shift_id: int, off_minor: int, reason: str) -> None:
    """Book the difference where the float was laid aside, as a step of opening; it stands on the shift's report."""
    from_safe = min(-off_minor, max(balance(accounts.SAFE), 0)) if off_minor < 0 else -off_minor
    lines = {accounts.SAFE: -from_safe, accounts.OUTSIDE: from_safe + off_minor}
    post("over_short", lines | {accounts.over_short(by.station): -off_minor}, shift_id=shift_id)
    said = reason.strip() or _("Float at the opening")
    CashMove.insert(
        shift=shift_id, kind=CashMoveKind.FLOAT_OFF, amount_minor=off_minor, reason=said[:200], who=by.person_id,
        who_name=by.name, made_at=clock.now_ms(),
    ).execute()  # fmt: skip
    note(float_off_minor=off_minor, reason=said)
    emit(CashMoved(shift_id, CashMoveKind.FLOAT_OFF, off_minor, said))
