"""Time: UTC milliseconds inside, the shop's own zone and 24 hours for people; tests and pictures can stop it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from app.core.i18n import _, language, ngettext

SECOND_MS = 1_000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS  # a span; a day of the shop may be an hour longer or shorter

_BABEL = {"en": "en_IE"}  # the day stands before the month, as in the shop's own country
_WEEKDAY_LAST = ("zh", "ja", "ko")

_zone = ZoneInfo("Europe/Dublin")
_frozen_ms: int | None = None
_moment: ContextVar[int | None] = ContextVar("moment", default=None)


def now_ms() -> int:
    """The time now in UTC milliseconds, or the time the clock was stopped at; within a command its one moment."""
    if _frozen_ms is not None:
        return _frozen_ms
    moment = _moment.get()
    return time.time_ns() // 1_000_000 if moment is None else moment


@contextmanager
def one_moment() -> Iterator[None]:
    """What is done in a block is done at one time, so that nothing of it falls into the next hour or day."""
    token = _moment.set(time.time_ns() // 1_000_000)
    try:
        yield
    finally:
        _moment.reset(token)


def freeze(at_ms: int | None) -> None:
    """Stop the clock of the whole program at a time, or let it run again with None."""
    global _frozen_ms
    _frozen_ms = at_ms


@contextmanager
def frozen(at_ms: int) -> Iterator[None]:
    """The clock stopped for the length of a block."""
    before = _frozen_ms
    freeze(at_ms)
    try:
        yield
    finally:
        freeze(before)


# Days of the shop


def use_zone(name: str) -> None:
    """Set the shop's time zone by its IANA name; ValueError or LookupError when there is none such."""
    global _zone
    _zone = ZoneInfo(name)


def shop_zone() -> ZoneInfo:
    """The zone that days and times are shown in."""
    return _zone


def local(at_ms: int) -> datetime:
    """The shop's wall clock at a time."""
    return datetime.fromtimestamp(at_ms // 1000, _zone).replace(microsecond=at_ms % 1000 * 1000)


def at_local(day: str, clock: str) -> int:
    """The time at which the shop's wall clock shows `clock` ("14:32") on `day` ("2026-11-22").

    An hour that the clocks skip is the hour after; one that comes twice is the first.
    """
    return int(datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=_zone).timestamp() * 1000)


def day_of(at_ms: int) -> str:
    """The shop's day at a time, as 2026-11-22."""
    return local(at_ms).date().isoformat()


def today() -> str:
    """The shop's day now, as 2026-11-22."""
    return day_of(now_ms())


def day_start_ms(day: str) -> int:
    """The first millisecond of a day of the shop."""
    return at_local(day, "00:00")


def day_end_ms(day: str) -> int:
    """The first millisecond after a day of the shop; 23 to 25 hours after its start."""
    return day_start_ms(add_days(day, 1))


def add_days(day: str, days: int) -> str:
    """The day so many days later, or earlier with a minus."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def days_between(first: str, last: str) -> int:
    """How many days `last` comes after `first`."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


# Texts


def format_clock(at_ms: int) -> str:
    """14:32"""
    return local(at_ms).strftime("%H:%M")


def format_day(when: int | str) -> str:
    """22 Nov, with the year when it is not this one; of a time or of a day."""
    day = when if isinstance(when, str) else day_of(when)
    return _day_text(day, language(), day[:4] != today()[:4])


def format_weekday(when: int | str) -> str:
    """Sun 22 Nov, with the year when it is not this one; of a time or of a day."""
    day = when if isinstance(when, str) else day_of(when)
    return _with_weekday(day, language(), format_day(day))


def format_near(day: str) -> str:
    """Today, or Mon 23: of a day of the next weeks, where there is little room."""
    if day == today():
        return _("Today")
    return _("{weekday} {day}").format(weekday=_weekday_text(day, language()), day=int(day[8:]))


def format_moment(at_ms: int) -> str:
    """Today 14:32, Sat 16:44 within six days, else 22 Nov, with the year when it is not this one."""
    day, now = day_of(at_ms), today()
    if day == now:
        return _("Today {time}").format(time=format_clock(at_ms))
    if abs(days_between(day, now)) < 7:
        return f"{_weekday_text(day, language())} {format_clock(at_ms)}"
    return format_day(day)


def format_stamp(at_ms: int) -> str:
    """The exact time for tooltips and papers: Sun 22 Nov 2026 14:32."""
    day = day_of(at_ms)
    return f"{_with_weekday(day, language(), _day_text(day, language(), True))} {format_clock(at_ms)}"


def format_span(span_ms: int) -> str:
    """How long something took: 45 s, 62 min, 5 h 10 min, 1 day; never negative."""
    seconds = abs(span_ms) // SECOND_MS
    minutes, hours = seconds // 60, seconds // 3600
    if minutes < 1:
        return _("{n} s").format(n=seconds)
    if hours < 2:
        return _("{n} min").format(n=minutes)
    if hours < 24:
        rest = minutes % 60
        return _("{hours} h {minutes} min").format(hours=hours, minutes=rest) if rest else _("{n} h").format(n=hours)
    days = hours // 24
    return ngettext("{n} day", "{n} days", days).format(n=days)


def _with_weekday(day: str, spoken: str, text: str) -> str:
    weekday = _weekday_text(day, spoken)
    return f"{text} {weekday}" if spoken.startswith(_WEEKDAY_LAST) else f"{weekday} {text}"


@lru_cache(maxsize=2048)
def _day_text(day: str, spoken: str, with_year: bool) -> str:
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMMd" if with_year else "MMMd", _noon(day), locale=_locale(spoken)))


@lru_cache(maxsize=256)
def _weekday_text(day: str, spoken: str) -> str:
    from babel.dates import format_date

    return str(format_date(_noon(day), "EEE", locale=_locale(spoken)))


def _noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time()).replace(hour=12)


def _locale(spoken: str) -> Any:
    return _BABEL.get(spoken, spoken)
