"""A few sentences worth a manager's minute, each worked out from the shop's own figures and shown with them.

Where there is too little to tell, nothing is said.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from peewee import fn

from app.analysis.models import SalesHour, SalesProduct, StepTime
from app.analysis.report import share_bp
from app.analysis.sales import in_days
from app.analysis.steps import TITLES, Step
from app.catalog.models import Product
from app.catalog.names import product_name
from app.core import clock
from app.core.i18n import _, ngettext
from app.inventory.stock_list import low_stock
from app.orders.states import Channel

MOST = 6
SALES_DAYS, RETURN_DAYS, TILL_DAYS, STEP_DAYS = 28, 90, 28, 7
FEWEST_RETURNS, HIGH_RETURNS_BP = 3, 1_000
BUSY = 30  # sales of one person in an hour: two minutes each
FEWEST_TIMES, SLOWER_BP = 10, 15_000


class Advice(NamedTuple):
    """One sentence, the figures behind it, and the record or report that it leads to."""

    kind: str  # reorder, returns, till, step
    sentence: str
    evidence: str
    target: str  # product, report
    ref: int | str


def advice() -> list[Advice]:
    """The most pressing advice of each kind, as of now."""
    return [*_reorder(), *_returns(), *_till(), *_slow_steps()][:MOST]


def _sold_since(days: int) -> dict[int, tuple[int, int]]:
    """Product -> sold and returned in the last days."""
    start, today = clock.add_days(clock.today(), -days), clock.today()
    query: Any = (
        SalesProduct.select(SalesProduct.product, fn.SUM(SalesProduct.quantity), fn.SUM(SalesProduct.returned))
        .where(in_days(SalesProduct, start, today)).group_by(SalesProduct.product).tuples()
    )  # fmt: skip
    return {int(product): (int(sold), int(returned)) for product, sold, returned in query}


def _reorder() -> list[Advice]:
    """What is low and sells, the shortest cover first."""
    low = [row for row in low_stock() if row.suggested > 0]
    if not low:
        return []
    sold = _sold_since(SALES_DAYS)
    moving = [(row, sold[row.product_id][0]) for row in low if sold.get(row.product_id, (0, 0))[0] > 0]
    moving.sort(key=lambda pair: (max(pair[0].available, 0) / pair[1], pair[0].name))
    return [
        Advice(
            "reorder", _("Order {count} of {product}").format(count=row.suggested, product=row.name),
            _("{free} free, {coming} coming, {sold} sold in {days} days").format(
                free=row.available, coming=row.incoming, sold=count, days=SALES_DAYS
            ),
            "product", row.product_id,
        )
        for row, count in moving[:2]
    ]  # fmt: skip


def _returns() -> list[Advice]:
    """The product that comes back far more often than the others."""
    sold = _sold_since(RETURN_DAYS)
    all_sold, all_back = (sum(column) for column in zip(*sold.values(), strict=True)) if sold else (0, 0)
    often = []
    for product, (count, back) in sold.items():
        usual = share_bp(all_back - back, all_sold - count) or 0  # of everything else
        rate = back * 10_000 // count if count > 0 else 0
        if back >= FEWEST_RETURNS and rate >= max(HIGH_RETURNS_BP, 2 * usual):
            often.append((rate, product, back, count, usual))
    if not often:
        return []
    rate, product, back, count, usual = max(often)
    name = Product.select(product_name()).where(Product.id == product).scalar()
    return [
        Advice(
            "returns", _("{product} comes back often. Read the reasons.").format(product=name),
            _("{back} of {sold} came back in {days} days ({rate}%), {usual}% of everything else").format(
                back=back, sold=count, days=RETURN_DAYS, rate=rate // 100, usual=f"{usual / 100:.1f}"
            ),
            "product", product,
        )
    ]  # fmt: skip


def _till() -> list[Advice]:
    """The hour of the week in which the people at the tills cannot keep up."""
    start, today = clock.add_days(clock.today(), -TILL_DAYS), clock.add_days(clock.today(), -1)
    people = fn.COUNT(fn.DISTINCT(SalesHour.person))
    query: Any = (
        SalesHour.select(SalesHour.day, SalesHour.hour, fn.SUM(SalesHour.orders), people)
        .where(in_days(SalesHour, start, today), SalesHour.channel == Channel.COUNTER, SalesHour.orders > 0)
        .group_by(SalesHour.day, SalesHour.hour).tuples()
    )  # fmt: skip
    weekly: dict[tuple[int, int], list[tuple[str, int, int]]] = {}
    for day, hour, orders, tills in query:
        weekday = clock.local(clock.at_local(day, "12:00")).weekday()
        weekly.setdefault((weekday, int(hour)), []).append((day, int(orders), int(tills)))
    full = []
    for (_weekday, hour), weeks in weekly.items():
        sales, manned = sum(week[1] for week in weeks), sum(week[2] for week in weeks)
        if len(weeks) >= 3 and sales >= BUSY * manned:
            full.append((sales / manned, hour, weeks, sales, manned))
    if not full:
        return []
    _pace, hour, weeks, sales, manned = max(full, key=lambda found: found[0])
    there = -(-manned // len(weeks))
    weekday_text = clock.format_weekday(max(weeks)[0]).split()[0]
    return [
        Advice(
            "till",
            _("Open till {number} on {weekday} from {start} to {end}").format(
                number=there + 1, weekday=weekday_text, start=f"{hour:02}:00", end=f"{(hour + 1) % 24:02}:00"
            ),
            _("{sales} sales an hour with {people} at the tills, over {weeks} weeks").format(
                sales=sales // len(weeks), people=there, weeks=len(weeks)
            ),
            "report", "hours",
        )
    ]  # fmt: skip


def _slow_steps() -> list[Advice]:
    """The step that got slowest this week beside the four weeks before."""
    today = clock.today()
    recent = _averages(clock.add_days(today, 1 - STEP_DAYS), today)
    usual = _averages(clock.add_days(today, 1 - 5 * STEP_DAYS), clock.add_days(today, -STEP_DAYS))
    slower = [
        (now[1] * 10_000 // usual[step][1], step, now, usual[step])
        for step, now in recent.items()
        if step in usual and min(now[0], usual[step][0]) >= FEWEST_TIMES and usual[step][1] > 0
    ]
    slower = [found for found in slower if found[0] >= SLOWER_BP]
    if not slower:
        return []
    _rate, step, now, before = max(slower)
    return [
        Advice(
            "step", _("{step} takes longer than usual").format(step=_(TITLES[Step(step)])),
            ngettext(
                "{now} on average this week ({times} time), {before} in the four weeks before",
                "{now} on average this week ({times} times), {before} in the four weeks before", now[0],
            ).format(now=clock.format_span(now[1]), times=now[0], before=clock.format_span(before[1])),
            "report", "steps",
        )
    ]  # fmt: skip


def _averages(from_day: str, to_day: str) -> dict[str, tuple[int, int]]:
    """Step -> how often, and how long on average (ms)."""
    query: Any = (
        StepTime.select(StepTime.step, fn.SUM(StepTime.times), fn.SUM(StepTime.total_ms))
        .where(in_days(StepTime, from_day, to_day), StepTime.step.not_in([Step.ON_TIME.value, Step.LATE.value]))
        .group_by(StepTime.step).tuples()
    )  # fmt: skip
    return {step: (int(times), int(total) // int(times)) for step, times, total in query}
