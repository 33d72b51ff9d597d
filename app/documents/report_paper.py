"""A report on paper: what the reports window shows, with its period, what it is held against, and its totals."""

from __future__ import annotations

from dataclasses import dataclass

from app.documents.papers import Paper, Shop


@dataclass(frozen=True, kw_only=True)
class ReportColumn:
    """A column of a printed report; `share` is its part of the width."""

    title: str
    share: int
    is_figure: bool = False


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A sum of the period beside that of the one before."""

    title: str
    now: str
    before: str
    change: str


@dataclass(frozen=True, kw_only=True)
class ReportPaper(Paper):
    """Finished texts of a report; `totals` has one text a column, or none."""

    shop: Shop
    title: str
    period: str
    against: str
    at: str
    note: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...] = ()
    compared: tuple[Compared, ...] = ()
    left_out: str = ""
