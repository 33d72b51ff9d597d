"""A report as a paper: the rows of the window as texts, and the sums of the period before beside today's."""

from __future__ import annotations

from collections.abc import Callable

from app.analysis.report import TITLES, Cell, Kind, Report, change_bp, make_report
from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note
from app.core.i18n import _, language, ngettext
from app.core.money import format_money
from app.core.outbox import titled, wish
from app.documents.build import register_paper
from app.documents.report_paper import Compared, ReportColumn, ReportPaper
from app.documents.texts import shop_head

MOST_ROWS = 2_000  # forty pages; more is a file
WIDEST = 14  # letters of a figure column that still count as narrow
_FIGURES = frozenset({Kind.COUNT, Kind.MONEY, Kind.PERCENT, Kind.SPAN})


@command("analysis.print_report")
def print_report(by: Actor, name: str, first: str, last: str) -> int:
    """Queue a report for the printer of this station; NoSuchReport.  Returns the wish."""
    make_report(name, first, last)  # refuses what cannot be made
    note(report=name, first=first, last=last)
    facts = {"name": name, "first": first, "last": last}
    return wish("report", f"report:{name}:{first}:{last}:{clock.now_ms()}", facts, title=titled(TITLES[name]))


def report_paper(name: str, first: str, last: str, *, copy: int = 0) -> ReportPaper:
    """A report over a period of days as it is printed."""
    report = make_report(name, first, last)
    shown = report.rows[:MOST_ROWS]
    left = len(report.rows) - len(shown)
    before_first, before_last = days_before(first, last)
    return ReportPaper(
        language=language(), copy_number=copy, shop=shop_head(), title=report.title, period=span_text(first, last),
        against=span_text(before_first, before_last), at=clock.format_stamp(clock.now_ms()), note=report.note,
        columns=_columns(report),
        rows=tuple(tuple(_text(cell, column.kind) for cell, column in zip(row, report.columns, strict=True))
                   for row in shown),
        totals=tuple(_text(cell, column.kind) for cell, column in zip(report.totals, report.columns, strict=True))
        if report.totals else (),
        compared=_compared(report, make_report(name, before_first, before_last)),
        left_out=ngettext("{n} more row is in the file only.", "{n} more rows are in the file only.", left).format(n=left)
        if left else "",
    )  # fmt: skip


def days_before(first: str, last: str) -> tuple[str, str]:
    """The days that a period is held against: the same weekday of last week for a day, else as many days before."""
    if first == last:
        return clock.add_days(first, -7), clock.add_days(first, -7)
    length = clock.days_between(first, last) + 1
    return clock.add_days(first, -length), clock.add_days(first, -1)


def span_text(first: str, last: str) -> str:
    """A span of days in words."""
    if first == last:
        return clock.format_weekday(first)
    return _("{first} – {last}").format(first=clock.format_day(first), last=clock.format_day(last))


def _columns(report: Report) -> tuple[ReportColumn, ...]:
    """Widths by what stands in the columns; text gets what figures leave."""
    made = []
    for place, column in enumerate(report.columns):
        longest = max([len(column.title), *(len(_text(row[place], column.kind)) for row in report.rows[:200])])
        is_figure = column.kind in _FIGURES
        made.append(
            ReportColumn(title=column.title, share=max(4, min(longest, WIDEST if is_figure else 34)),
                         is_figure=is_figure)
        )  # fmt: skip
    return tuple(made)


def _compared(now: Report, before: Report) -> tuple[Compared, ...]:
    """The sums of both periods; a report without sums compares its number of rows."""
    if not now.totals and not before.totals:
        return ()
    lines = []
    for place, column in enumerate(now.columns):
        new, old = (report.totals[place] if report.totals else 0 for report in (now, before))
        if column.kind not in (Kind.COUNT, Kind.MONEY) or isinstance(new, str) or isinstance(old, str):
            continue
        if new is None or old is None:
            continue
        change = change_bp(int(old), int(new))
        lines.append(Compared(
            title=column.title, now=_text(new, column.kind), before=_text(old, column.kind),
            change="–" if change is None else f"{change / 100:+.1f}%".replace("-", "−"),
        ))  # fmt: skip
    return tuple(lines)


_SHAPES: dict[Kind, Callable[[int], str]] = {
    Kind.MONEY: format_money, Kind.PERCENT: lambda value: f"{value / 100:.1f}%", Kind.SPAN: clock.format_span,
    Kind.MOMENT: clock.format_moment, Kind.COUNT: lambda value: f"{value:,}",
    Kind.FLAG: lambda value: "!" if value else "",
}  # fmt: skip


def _text(cell: Cell, kind: Kind) -> str:
    if cell is None or cell == "":
        return ""
    if kind == Kind.DAY and isinstance(cell, str) and cell[:4].isdigit():
        return clock.format_day(cell)
    return cell if isinstance(cell, str) else _SHAPES.get(kind, str)(cell)


register_paper("report", lambda facts, copy: report_paper(facts["name"], facts["first"], facts["last"], copy=copy))
