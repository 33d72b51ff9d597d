"""The time clock: coming, going, and a manager's correction with a reason; what stood before is in the journal."""

from __future__ import annotations

import peewee

from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.db import db
from app.core.i18n import _
from app.core.refusal import NotFound, Refusal
from app.staff.models import Person, WorkTime

LONGEST_MS = clock.DAY_MS


class AlreadyIn(Refusal):
    """This person is clocked in already."""


class NotIn(Refusal):
    """This person is not clocked in."""


class WrongTime(Refusal):
    """The times of a correction cannot be."""


@command("staff.clock_in")
def clock_in(by: Actor) -> int:
    """Begin the actor's work time here; AlreadyIn when it has begun, at whatever station."""
    try:
        with db.atomic():
            time_id = int(
                WorkTime.insert(
                    person=by.person_id, station=by.station, in_at=clock.now_ms(), corrected_by="", reason=""
                ).execute()
            )
    except peewee.IntegrityError:
        raise AlreadyIn(_("You are clocked in already.")) from None
    touch("work_time", time_id)
    note(time_id=time_id)
    return time_id


@command("staff.clock_out")
def clock_out(by: Actor) -> int:
    """End the actor's work time; returns how long it was in ms.  NotIn."""
    now = clock.now_ms()
    mine = (WorkTime.person == by.person_id) & WorkTime.out_at.is_null()
    row = WorkTime.get_or_none(mine)
    if row is None or not WorkTime.update(out_at=now).where(mine, WorkTime.id == row.id).execute():
        raise NotIn(_("You are not clocked in."))
    touch("work_time", row.id)
    note(time_id=row.id, worked_ms=now - row.in_at)
    return int(now - row.in_at)


@command("staff.correct_time")
def correct_time(by: Actor, time_id: int, in_at: int, out_at: int | None, reason: str) -> None:
    """Put right when somebody came or went; without `out_at` the person is still here.  WrongTime, NotFound."""
    row = WorkTime.get_or_none(WorkTime.id == time_id)
    if row is None:
        raise NotFound("work time", time_id)
    _check(row.person_id, in_at, out_at, reason, time_id)
    WorkTime.update(in_at=in_at, out_at=out_at, corrected_by=by.name, reason=reason.strip()[:200]).where(
        WorkTime.id == time_id
    ).execute()
    touch("work_time", time_id)
    note(time_id=time_id, person=row.person_id, before=[row.in_at, row.out_at], after=[in_at, out_at], reason=reason)


@command("staff.add_time")
def add_time(by: Actor, person_id: int, in_at: int, out_at: int, reason: str) -> int:
    """Enter a time that somebody forgot to clock; returns its id.  WrongTime, NotFound."""
    if not Person.select().where(Person.id == person_id).exists():
        raise NotFound("person", person_id)
    _check(person_id, in_at, out_at, reason, 0)
    time_id = int(
        WorkTime.insert(
            person=person_id, station=by.station, in_at=in_at, out_at=out_at, corrected_by=by.name,
            reason=reason.strip()[:200],
        ).execute()
    )  # fmt: skip
    touch("work_time", time_id)
    note(time_id=time_id, person=person_id, after=[in_at, out_at], reason=reason)
    return time_id


def _check(person_id: int, in_at: int, out_at: int | None, reason: str, time_id: int) -> None:
    """Raise WrongTime unless this is a time of its own, in the past, with a reason."""
    now = clock.now_ms()
    if not reason.strip():
        raise WrongTime(_("Say why."))
    if in_at > now or (out_at is not None and out_at > now):
        raise WrongTime(_("This time has not come yet."))
    if out_at is not None and not 0 < out_at - in_at <= LONGEST_MS:
        raise WrongTime(_("Going comes after coming, and within a day."))
    end = clock.now_ms() if out_at is None else out_at
    over = (WorkTime.in_at < end) & (WorkTime.out_at.is_null() | (WorkTime.out_at > in_at))
    if WorkTime.select().where(WorkTime.person == person_id, WorkTime.id != time_id, over).exists():
        raise WrongTime(_("It overlaps with another time of the same person."))
