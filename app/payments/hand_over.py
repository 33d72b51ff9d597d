"""Passing a drawer on to another clerk in the middle of a shift: counted, compared, booked, and sold on at once."""

from __future__ import annotations

from typing import NamedTuple

from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _
from app.core.refusal import Refusal, StateChanged
from app.ledger import accounts
from app.ledger.post import post
from app.payments.close import check_count, check_difference
from app.payments.drawer import expected_cash
from app.payments.models import HandOver, Shift, ShiftState, Tender
from app.payments.till import held_shift
from app.staff.models import Person


class NobodyThere(Refusal):
    """A drawer is handed over to somebody else who works here."""


class HandedOver(NamedTuple):
    """What a hand-over gives back; the difference is counted − expected."""

    id: int
    to_name: str
    difference_minor: int


@command("payments.hand_over")
def hand_over(
    by: Actor, to_person: int, counted_minor: int, denominations: dict[str, int] | None = None, reason: str = ""
) -> HandedOver:
    """Pass the counted drawer of this station on; the shift is open again and its numbers run on.

    A difference is booked to whoever had the drawer until now, and the next count begins from what was counted.
    Above the limit `till_difference_minor` it needs a manager's yes and a reason, as at the close.
    """
    shift = held_shift(by.station)
    if shift is None or shift.state != ShiftState.COUNTING:
        raise StateChanged("shift", shift.id if shift else 0)
    to_name = Person.select(Person.name).where(Person.id == to_person, Person.is_active).scalar()
    if to_name is None or to_name == shift.clerk:
        raise NobodyThere(_("Choose who takes the drawer over."))
    check_count({Tender.CASH.value: counted_minor}, denominations)
    expected = expected_cash(shift.id)
    off = counted_minor - expected
    check_difference(by, {Tender.CASH.value: off}, reason)
    if off:
        lines = {accounts.drawer(shift.station): off, accounts.over_short(shift.station): -off}
        post("over_short", lines, shift_id=shift.id)
    handed = HandOver.insert(
        shift=shift.id, from_name=shift.clerk, to_person=to_person, to_name=to_name, counted_minor=counted_minor,
        expected_minor=expected, denominations=denominations or {}, reason=reason[:200], made_at=clock.now_ms(),
    ).execute()  # fmt: skip
    moved = Shift.update(state=ShiftState.OPEN, holder_name=to_name)
    if not moved.where(Shift.id == shift.id, Shift.state == ShiftState.COUNTING).execute():
        raise StateChanged("shift", shift.id)
    touch("shift", shift.id)
    note(shift_id=shift.id, to=to_name, counted_minor=counted_minor, difference_minor=off, reason=reason)
    return HandedOver(int(handed), str(to_name), off)
