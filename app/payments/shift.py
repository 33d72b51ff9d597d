"""A till's day: opened with its float, cash moved in and out, counted blind, closed with a Z report."""

from __future__ import annotations

from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.db import hold_name
from app.core.events import emit
from app.core.i18n import _
from app.core.money import format_money
from app.core.numbers import last_number
from app.core.refusal import NotPermitted, Refusal, StateChanged
from app.ledger import accounts
from app.ledger.models import Transfer
from app.ledger.post import balance, post
from app.payments.events import CashMoved
from app.payments.float_off import FloatIs, book_float_off, float_off
from app.payments.models import CashMove, CashMoveKind, Shift, ShiftState
from app.payments.pay import kick_drawer
from app.payments.receipts import counter_of
from app.payments.till import ShiftNow, held_shift, open_till
from app.staff.models import Station


class TillIsOpen(Refusal):
    """A shift is open at this till already."""


class NotACashMove(Refusal):
    """The amount or the reason of a cash move is missing or wrong."""


@command("payments.open_shift")
def open_shift(by: Actor, float_minor: int, differs: FloatIs | str = "", reason: str = "") -> int:
    """Open the till of this station with the counted float; returns the shift's id.

    The float comes out of the safe; what the safe does not hold by the books was brought in from outside.  Where
    another one was laid aside at the last close, `differs` says whether the difference is missing (it is booked, above
    the limit with a manager's yes and a `reason`) or lies in the safe; FloatDiffers asks for it.
    """
    if float_minor < 0:
        raise NotACashMove(_("A float is not less than nought."))
    hold_name(f"till:{by.station}")
    if held_shift(by.station):
        raise TillIsOpen(_("A shift is open at this till already."), station=by.station)
    off = float_off(by, float_minor, differs, reason)
    series = _series_of(by.station)
    last = Transfer.select(Transfer.id).order_by(Transfer.id.desc()).limit(1).scalar() or 0
    shift_id = int(
        Shift.insert(
            station=by.station, state=ShiftState.OPEN, series=series, first_receipt=last_number(counter_of(series)) + 1,
            first_transfer=last + 1, opened_by=by.person_id, opened_name=by.name, opened_at=clock.now_ms(),
            float_minor=float_minor,
        ).execute()
    )  # fmt: skip
    if off:
        book_float_off(by, shift_id, off, reason)
    from_safe = min(float_minor, balance(accounts.SAFE))
    if float_minor:
        sources = {accounts.SAFE: -from_safe, accounts.OUTSIDE: from_safe - float_minor}
        post("float", {accounts.drawer(by.station): float_minor, **sources}, shift_id=shift_id)
    touch("shift", shift_id)
    note(shift_id=shift_id, float_minor=float_minor)
    return shift_id


@command("payments.move_cash")
def move_cash(by: Actor, kind: CashMoveKind | str, amount_minor: int, reason: str) -> int:
    """A drop into the safe, money paid in or out, or the drawer opened without a sale; returns the move's id.

    `amount_minor` is positive (nought for a no-sale).  A reason is needed; paying out more than the limit
    `paid_out_minor`, and opening the drawer more often than the limit `no_sales` in a shift, needs a manager; more
    than the drawer holds is refused.
    """
    kind, shift, reason = CashMoveKind(kind), open_till(by.station), reason.strip()
    _check_move(by, kind, amount_minor, reason)
    if kind == CashMoveKind.NO_SALE:
        _check_no_sale(by, shift.id)
    signed = amount_minor if kind == CashMoveKind.PAY_IN else -amount_minor
    move_id = add_cash_move(by, shift, kind, signed, reason)
    other = accounts.SAFE if kind == CashMoveKind.DROP else accounts.OUTSIDE
    if amount_minor:
        post(kind.value, {accounts.drawer(shift.station): signed, other: -signed}, shift_id=shift.id)
    kick_drawer(f"move:{move_id}")
    touch("shift", shift.id)
    note(shift_id=shift.id, kind=kind, amount_minor=amount_minor, reason=reason)
    emit(CashMoved(shift.id, kind, amount_minor, reason))
    return move_id


@command("payments.open_drawer")
def open_drawer(by: Actor, reason: str) -> int:
    """Open the drawer without a sale; returns the move's id.  It is this right that `move_cash` asks for as well."""
    return int(move_cash(by, CashMoveKind.NO_SALE, 0, reason))


def add_cash_move(by: Actor, shift: ShiftNow, kind: CashMoveKind, signed_minor: int, reason: str) -> int:
    """Write one move of a drawer's cash (into it positive), as a step; the caller posts it."""
    return int(
        CashMove.insert(
            shift=shift.id, kind=kind, amount_minor=signed_minor, reason=reason[:200], who=by.person_id,
            who_name=by.name, made_at=clock.now_ms(),
        ).execute()
    )  # fmt: skip


@command("payments.begin_count")
def begin_count(by: Actor) -> int:
    """Stop selling at this till to count its drawer; returns the shift's id.  What it should hold is not told."""
    shift = open_till(by.station)
    _step(shift.id, ShiftState.OPEN, ShiftState.COUNTING)
    kick_drawer(f"count:{shift.id}:{clock.now_ms()}")
    note(shift_id=shift.id)
    return shift.id


@command("payments.cancel_count")
def cancel_count(by: Actor) -> int:
    """Go on selling without closing; returns the shift's id."""
    shift = held_shift(by.station)
    if shift is None or shift.state != ShiftState.COUNTING:
        raise StateChanged("shift", shift.id if shift else 0)
    _step(shift.id, ShiftState.COUNTING, ShiftState.OPEN)
    note(shift_id=shift.id)
    return shift.id


def _step(shift_id: int, old: ShiftState, new: ShiftState) -> None:
    if not Shift.update(state=new).where(Shift.id == shift_id, Shift.state == old).execute():
        raise StateChanged("shift", shift_id)
    touch("shift", shift_id)


def _check_move(by: Actor, kind: CashMoveKind, amount_minor: int, reason: str) -> None:
    if not reason:
        raise NotACashMove(_("Say why."))
    if kind == CashMoveKind.LEFT_OPEN:
        raise NotACashMove(_("Only the printer says that the drawer stood open."))
    if kind == CashMoveKind.NO_SALE:
        if amount_minor:
            raise NotACashMove(_("Opening the drawer without a sale moves no money."))
    elif amount_minor <= 0:
        raise NotACashMove(_("Type an amount of more than nought."))
    limit = by.limit("paid_out_minor")
    if kind == CashMoveKind.PAY_OUT and amount_minor > limit:
        raise NotPermitted(
            sentence=_("A manager has to allow paying out more than {limit}.").format(limit=format_money(limit)),
            right="payments.move_cash", limit=limit, asked=amount_minor, limit_name="paid_out_minor",
        )  # fmt: skip


def _check_no_sale(by: Actor, shift_id: int) -> None:
    right, limit = "payments.open_drawer", by.limit("no_sales")
    by.check(right)
    times = CashMove.select().where(CashMove.shift == shift_id, CashMove.kind == CashMoveKind.NO_SALE).count()
    if times >= limit:
        sentence = _("The drawer was opened {times} times without a sale in this shift. A manager has to allow more.")
        raise NotPermitted(right, sentence.format(times=times), limit=limit, asked=times + 1, limit_name="no_sales")


@command("payments.note_open_drawer")
def note_open_drawer(by: Actor, seconds: int) -> bool:
    """Note that the drawer of this station stood open, because the printer reported it; False without a shift."""
    shift = held_shift(by.station)
    if shift is None:
        return False
    reason = _("Open for {seconds} seconds").format(seconds=seconds)
    add_cash_move(by, shift, CashMoveKind.LEFT_OPEN, 0, reason)
    touch("shift", shift.id)
    note(shift_id=shift.id, seconds=seconds)
    emit(CashMoved(shift.id, CashMoveKind.LEFT_OPEN, 0, reason))
    return True


def _series_of(station: str) -> str:
    """The letters before a till's receipt numbers; a station that was not set up uses its code."""
    series = Station.select(Station.series).where(Station.code == station).scalar()
    return str(series or station)
