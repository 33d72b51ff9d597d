"""What a report is: named columns with a kind each, rows of plain values, totals, and where each row leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from app.core.i18n import _
from app.core.refusal import Refusal

Cell = str | int | bool | None
Link = tuple[str, int] | None
PERCENT = 10_000  # a percentage is kept in basis points


class Kind(StrEnum):
    """How the values of a column are to be read."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"  # minor units
    PERCENT = "percent"  # basis points
    SPAN = "span"  # milliseconds
    DAY = "day"  # 2026-11-22
    MOMENT = "moment"  # UTC milliseconds
    FLAG = "flag"


class Column(NamedTuple):
    """One column; its title is in the language of the window."""

    name: str
    title: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Report:
    """A report over a period of days; `links` say which record each row leads to."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...] = ()
    links: tuple[Link, ...] = ()
    note: str = ""

    def column(self, name: str) -> list[Cell]:
        """All values of one column."""
        place = [column.name for column in self.columns].index(name)
        return [row[place] for row in self.rows]


class NoSuchReport(Refusal):
    """There is no report of this name."""


Maker = Callable[[str, str], Report]
REPORTS: dict[str, Maker] = {}  # name -> function of the first and last day (2026-11-22, both in the period)
TITLES: dict[str, str] = {}  # name -> title, marked with N_


def reports(name: str, title: str) -> Callable[[Maker], Maker]:
    """Register a report under a name, with its title marked by `N_`."""

    def wrap(make: Maker) -> Maker:
        REPORTS[name], TITLES[name] = make, title
        return make

    return wrap


def make_report(name: str, from_day: str, to_day: str) -> Report:
    """The report of a name over a period of days; NoSuchReport."""
    if name not in REPORTS:
        names = ", ".join(sorted(REPORTS))
        raise NoSuchReport(_("There is no report {name}. There are: {names}.").format(name=name, names=names))
    return REPORTS[name](from_day, to_day)


def build(
    name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, add: Iterable[str] = (),
    links: Iterable[Link] = (), note: str = "",
) -> Report:  # fmt: skip
    """A report whose totals add up the columns named in `add`."""
    made = tuple(tuple(row) for row in rows)
    summed = set(add)
    totals: tuple[Cell, ...] = ()
    if made and summed:
        totals = tuple(
            sum(int(row[place] or 0) for row in made) if column.name in summed else "" if place else _("Total")
            for place, column in enumerate(columns)
        )
    return Report(name, _(TITLES[name]), tuple(columns), made, totals, tuple(links), note)


def share_bp(part: int, whole: int) -> int | None:
    """A part of a whole in basis points; None of nothing."""
    return part * PERCENT // whole if whole else None


def change_bp(before: int, now: int) -> int | None:
    """How much more (or less) than before in basis points; None when there was nothing before."""
    return (now - before) * PERCENT // before if before else None
