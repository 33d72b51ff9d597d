"""An order's timeline as events with an icon, in the filters All, Goods, Money and Messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.core import clock
from app.core.i18n import N_, _
from ui.common.timeline import Event

FILTERS = (("all", N_("All")), ("goods", N_("Goods")), ("money", N_("Money")), ("messages", N_("Messages")))


def shown(timeline: Sequence[Any], which: str = "all", most: int = 0) -> list[Event]:
    """The moments of a filter, ready to be painted; `most` keeps the newest only."""
    rows = [moment for moment in timeline if which in ("all", moment.group)]
    return [_event(moment) for moment in (rows[:most] if most else rows)]


def _event(moment: Any) -> Event:
    day = clock.day_of(moment.at)
    detail = " · ".join(part for part in (moment.detail, moment.who, moment.where) if part)
    return Event(
        moment.icon, moment.tone, moment.title, detail, clock.format_clock(moment.at),
        _("Today") if day == clock.today() else clock.format_weekday(day), moment.at,
    )  # fmt: skip
