"""The shift that is open at a till, as every payment needs it; refused while there is none or it is being counted."""

from __future__ import annotations

from typing import NamedTuple

from app.core.db import hold
from app.core.i18n import _
from app.core.prepared import prepared
from app.core.refusal import Refusal
from app.payments.models import Shift, ShiftState


class TillNotOpen(Refusal):
    """No shift is open at this till, or its drawer is being counted."""


class ShiftNow(NamedTuple):
    """The shift that is not closed yet at a station."""

    id: int
    station: str
    state: ShiftState
    series: str
    opened_name: str
    opened_at: int
    float_minor: int
    holder_name: str = ""

    @property
    def clerk(self) -> str:
        """Who has the drawer now: whoever opened it, or took it over since."""
        return self.holder_name or self.opened_name


@prepared(rows=ShiftNow)
def _not_closed(station):
    return Shift.select(
        Shift.id,
        Shift.station,
        Shift.state,
        Shift.series,
        Shift.opened_name,
        Shift.opened_at,
        Shift.float_minor,
        Shift.holder_name,
    ).where(Shift.station == station, Shift.state != ShiftState.CLOSED.value)


def current_shift(station: str) -> ShiftNow | None:
    """The shift of a till that is open or being counted, or None."""
    return _not_closed.one(station)


def held_shift(station: str) -> ShiftNow | None:
    """The same for a command that books into it, as a step: nobody counts or closes it before that is done."""
    hold(Shift, (Shift.station == station) & (Shift.state != ShiftState.CLOSED))
    return _not_closed.one(station)


def open_till(station: str) -> ShiftNow:
    """The open shift of a till, held as by `held_shift`; TillNotOpen when there is none or it is being counted."""
    shift = held_shift(station)
    if shift is None:
        raise TillNotOpen(_("This till is not open. Open a shift with its float first."), station=station)
    if shift.state != ShiftState.OPEN:
        raise TillNotOpen(
            _("This drawer is being counted. Finish or cancel the count first."), station=station, is_counting=True
        )
    return shift
