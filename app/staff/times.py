"""What screens and reports read of the time clock."""

from __future__ import annotations

from typing import NamedTuple

from app.core import clock
from app.staff.models import Person, WorkTime


class TimeRow(NamedTuple):
    """From coming to going; `out_at` is None while somebody is here."""

    id: int
    person_id: int
    name: str
    color: int
    station: str
    in_at: int
    out_at: int | None
    corrected_by: str
    reason: str

    @property
    def worked_ms(self) -> int:
        """How long, until now for whoever is still here."""
        return (clock.now_ms() if self.out_at is None else self.out_at) - self.in_at


def times(from_day: str, to_day: str, person_id: int | None = None) -> list[TimeRow]:
    """The work times that began in a period of days, the newest first."""
    query = (
        WorkTime.select(
            WorkTime.id, WorkTime.person, Person.name, Person.color, WorkTime.station, WorkTime.in_at, WorkTime.out_at,
            WorkTime.corrected_by, WorkTime.reason,
        )
        .join(Person)
        .where(WorkTime.in_at >= clock.day_start_ms(from_day), WorkTime.in_at < clock.day_end_ms(to_day))
        .order_by(WorkTime.in_at.desc(), WorkTime.id.desc())
    )  # fmt: skip
    if person_id is not None:
        query = query.where(WorkTime.person == person_id)
    return [TimeRow._make(row) for row in query.tuples()]


def in_since(person_id: int) -> int | None:
    """Since when somebody is clocked in, or None."""
    since: int | None = (
        WorkTime.select(WorkTime.in_at).where(WorkTime.person == person_id, WorkTime.out_at.is_null()).scalar()
    )
    return since
