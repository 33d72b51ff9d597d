"""The span of days that the reports are about: today, a week, a month, a year, or any days; and what it is held against."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.core import clock
from app.core.i18n import _

DAY, WEEK, MONTH, YEAR, CUSTOM = "day", "week", "month", "year", "custom"


class Period(NamedTuple):
    """A kind of span with its first and last day, both in it."""

    kind: str
    first: str
    last: str


def period_of(kind: str, day: str) -> Period:
    """The span of a kind that a day lies in; it ends today when today lies in it."""
    today = clock.today()
    if kind == WEEK:
        first = clock.add_days(day, -clock.local(clock.at_local(day, "12:00")).weekday())
        last = clock.add_days(first, 6)
    elif kind == MONTH:
        first = f"{day[:7]}-01"
        last = clock.add_days(f"{clock.add_days(first, 31)[:7]}-01", -1)
    elif kind == YEAR:
        first, last = f"{day[:4]}-01-01", f"{day[:4]}-12-31"
    else:
        first = last = day
    return Period(kind, first, min(last, today) if first <= today else last)


def step(period: Period, by: int) -> Period:
    """The span before or after; never later than today's."""
    length = clock.days_between(period.first, period.last) + 1
    if period.kind == CUSTOM:
        moved = Period(CUSTOM, clock.add_days(period.first, by * length), clock.add_days(period.last, by * length))
    else:
        jump = clock.add_days(period.first, -1) if by < 0 else clock.add_days(_end(period), 1)
        moved = period_of(period.kind, jump)
    return period if moved.first > clock.today() else moved


def _end(period: Period) -> str:
    whole = {WEEK: 6, MONTH: 31, YEAR: 366}.get(period.kind, 0)
    if period.kind == WEEK:
        return clock.add_days(period.first, whole)
    if period.kind == MONTH:
        return clock.add_days(f"{clock.add_days(period.first, 31)[:7]}-01", -1)
    return f"{period.first[:4]}-12-31" if period.kind == YEAR else period.last


def title_of(period: Period) -> str:
    """The span in words: Sun 22 Nov 2026, or 16 Nov – 22 Nov."""
    if period.first == period.last:
        return clock.format_weekday(period.first)
    return _("{first} – {last}").format(first=clock.format_day(period.first), last=clock.format_day(period.last))


def against_of(period: Period, before_first: str) -> str:
    """What the span is held against: last Sunday, or the days before."""
    if period.first == period.last:
        if clock.days_between(before_first, period.first) == 7 and period.first == clock.today():
            return _("vs last {weekday}").format(weekday=_weekday(before_first))
        return _("vs {day}").format(day=clock.format_day(before_first))
    return _("vs {day} on").format(day=clock.format_day(before_first))


def before_title(page: Any) -> str:
    """What the dashed line stands for: last Sunday, or the day it begins with."""
    if page.from_day == page.to_day == clock.today():
        return _("Last {weekday}").format(weekday=_weekday(page.before_from))
    return clock.format_day(page.before_from)


def _weekday(day: str) -> str:
    """The weekday alone, wherever the language puts it beside the date."""
    parts = clock.format_weekday(day).split()
    return next((part for part in parts if not any(sign.isdigit() for sign in part)), parts[0])
