"""The first page of the reports window: key figures with their trend, and what today looks like beside the last one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from peewee import fn

from app.analysis.models import SalesHour, SalesProduct, StepTime
from app.analysis.report import Report, change_bp, share_bp
from app.analysis.reports import make_report
from app.analysis.sales import in_days
from app.analysis.steps import Step
from app.catalog.models import Product
from app.core import clock

TREND_DAYS = 7
TREND_WEEKS = 8


class Figure(NamedTuple):
    """A key figure now and in the period before; `trend` are its last seven values, the newest last."""

    name: str  # sales, orders, basket (minor units or counts), on_time, margin (basis points)
    now: int | None
    before: int | None
    change_bp: int | None
    trend: tuple[int, ...]


class Running(NamedTuple):
    """Sales up to the end of an hour, in minor units."""

    hour: int
    total_minor: int


@dataclass(frozen=True)
class Dashboard:
    """All of the first page; `before_*` is the same span of days a week (or the length of the period) earlier."""

    from_day: str
    to_day: str
    before_from: str
    before_to: str
    figures: tuple[Figure, ...]
    running: tuple[Running, ...]
    running_before: tuple[Running, ...]
    on_time_weeks: tuple[tuple[str, int | None], ...]  # first day of each week, basis points
    channels: Report
    tenders: Report
    products: Report
    late: Report
    picking: Report
    exceptions: Report


class Day(NamedTuple):
    """The sums of one day."""

    orders: int = 0
    total_minor: int = 0
    refunded_minor: int = 0
    goods_minor: int = 0
    cost_minor: int = 0
    on_time: int = 0
    late: int = 0


def dashboard(from_day: str, to_day: str) -> Dashboard:
    """The first page for a period; compared with the same weekdays before it."""
    length = clock.days_between(from_day, to_day) + 1
    back = -(-length // 7) * 7
    before_from, before_to = clock.add_days(from_day, -back), clock.add_days(to_day, -back)
    reports = {
        name: make_report(name, from_day, to_day)
        for name in ("channels", "tenders", "products", "late", "picking", "exceptions")
    }
    return Dashboard(
        from_day, to_day, before_from, before_to, _figures(from_day, to_day, before_from, before_to),
        _running(from_day, to_day), _running(before_from, before_to), _weeks(to_day), **reports,
    )  # fmt: skip


def pictures(product_ids: Iterable[int]) -> dict[int, str]:
    """The pictures of the best sellers, by product."""
    rows: Any = Product.select(Product.id, Product.art).where(Product.id.in_(list(product_ids))).tuples()
    return dict(rows)


def _figures(from_day: str, to_day: str, before_from: str, before_to: str) -> tuple[Figure, ...]:
    start = clock.add_days(to_day, 1 - TREND_DAYS)
    days = _by_day(min(before_from, start), to_day)
    now, before = _between(days, from_day, to_day), _between(days, before_from, before_to)
    trend = [days.get(clock.add_days(start, step), Day()) for step in range(TREND_DAYS)]
    measures = {
        "sales": lambda day: day.total_minor,
        "orders": lambda day: day.orders,
        "basket": lambda day: day.total_minor // day.orders if day.orders else None,
        "on_time": lambda day: share_bp(day.on_time, day.on_time + day.late),
        "margin": lambda day: share_bp(day.goods_minor - day.cost_minor, day.goods_minor),
    }
    return tuple(
        Figure(
            name, measure(now), measure(before), _change(name, measure(before), measure(now)),
            tuple(measure(day) or 0 for day in trend),
        )
        for name, measure in measures.items()
    )  # fmt: skip


def _change(name: str, before: int | None, now: int | None) -> int | None:
    """Percentages change by points, everything else by its share."""
    if before is None or now is None:
        return None
    return now - before if name in ("on_time", "margin") else change_bp(before, now)


def _by_day(from_day: str, to_day: str) -> dict[str, Day]:
    found: dict[str, Day] = {}
    hours: Any = (
        SalesHour.select(
            SalesHour.day, fn.SUM(SalesHour.orders), fn.SUM(SalesHour.total_minor), fn.SUM(SalesHour.refunded_minor),
            fn.SUM(SalesHour.tax_minor),
        ).where(in_days(SalesHour, from_day, to_day)).group_by(SalesHour.day).tuples()
    )  # fmt: skip
    for day, orders, total, refunded, tax in hours:
        found[day] = Day(int(orders), int(total), int(refunded), int(total) - int(tax))
    costs: Any = (
        SalesProduct.select(SalesProduct.day, fn.SUM(SalesProduct.cost_minor))
        .where(in_days(SalesProduct, from_day, to_day)).group_by(SalesProduct.day).tuples()
    )  # fmt: skip
    for day, cost in costs:
        found[day] = found.get(day, Day())._replace(cost_minor=int(cost))
    steps: Any = StepTime.select(StepTime.day, StepTime.step, StepTime.times).where(
        in_days(StepTime, from_day, to_day), StepTime.step.in_([Step.ON_TIME.value, Step.LATE.value])
    )
    for day, step, times in steps.tuples():
        found[day] = found.get(day, Day())._replace(**{step: int(times)})
    return found


def _between(days: dict[str, Day], from_day: str, to_day: str) -> Day:
    mine = [day for name, day in days.items() if from_day <= name <= to_day]
    return Day(*(sum(column) for column in zip(*mine, strict=True))) if mine else Day()


def _running(from_day: str, to_day: str) -> tuple[Running, ...]:
    """The running total over the hours of the day; of a period of several days the hours are added up."""
    query: Any = (
        SalesHour.select(SalesHour.hour, fn.SUM(SalesHour.total_minor))
        .where(in_days(SalesHour, from_day, to_day)).group_by(SalesHour.hour).order_by(SalesHour.hour).tuples()
    )  # fmt: skip
    total, points = 0, []
    for hour, amount in query:
        total += int(amount)
        points.append(Running(int(hour), total))
    return tuple(points)


def _weeks(to_day: str) -> tuple[tuple[str, int | None], ...]:
    first = clock.add_days(to_day, 1 - 7 * TREND_WEEKS)
    query: Any = StepTime.select(StepTime.day, StepTime.step, StepTime.times).where(
        in_days(StepTime, first, to_day), StepTime.step.in_([Step.ON_TIME.value, Step.LATE.value])
    )
    counts = [[0, 0] for _week in range(TREND_WEEKS)]
    for day, step, times in query.tuples():
        counts[clock.days_between(first, day) // 7][step == Step.LATE.value] += int(times)
    return tuple(
        (clock.add_days(first, 7 * week), share_bp(on_time, on_time + late))
        for week, (on_time, late) in enumerate(counts)
    )
