"""Reports of the work: how long steps take, what is late, what runs low, how fast and how well people pick."""

from __future__ import annotations

from typing import Any

from peewee import Case, fn

from app.analysis.models import StepTime
from app.analysis.report import Column, Kind, Report, build, reports, share_bp
from app.analysis.sales import in_days
from app.analysis.steps import TITLES, Step
from app.core import clock
from app.core.i18n import N_, _
from app.feedback.models import Feedback
from app.inventory.stock_list import low_stock
from app.orders.models import Order
from app.orders.states import Method, OrderState
from app.picking.models import Batch, PickError, PickTask, TaskState
from app.staff.times import times

LONGEST_BREAK_MS = 5 * clock.MINUTE_MS  # between two grabs of a list; what is longer was a pause
METHODS = {
    Method.TAKEN: N_("Taken away"), Method.PICKUP: N_("Pickup"), Method.OWN_DRIVER: N_("Own driver"),
    Method.CARRIER: N_("Carrier"),
}  # fmt: skip


@reports("steps", N_("Time in each step"))
def steps(from_day: str, to_day: str) -> Report:
    """How often each step was taken, and how long it took on average and at most."""
    query: Any = (
        StepTime.select(
            StepTime.step, fn.SUM(StepTime.times), fn.SUM(StepTime.total_ms), fn.MAX(StepTime.longest_ms)
        ).where(in_days(StepTime, from_day, to_day)).group_by(StepTime.step)
    )  # fmt: skip
    found = {row[0]: [int(value) for value in row[1:]] for row in query.tuples()}
    columns = (
        Column("step", _("Step")), Column("times", _("Times"), Kind.COUNT),
        Column("average", _("Average"), Kind.SPAN), Column("longest", _("Longest"), Kind.SPAN),
    )  # fmt: skip
    rows = []
    for step in Step:
        if step.value in found:
            times, total, longest = found[step.value]
            rows.append((_(TITLES[step]), times, total // times, longest))
    return build("steps", columns, rows)


@reports("late", N_("Late orders"))
def late(from_day: str, to_day: str) -> Report:
    """Orders under way after the time they were promised for in this period, the latest first."""
    now = clock.now_ms()
    end = min(clock.day_end_ms(to_day), now)
    under_way = Order.state.in_([OrderState.PLACED, OrderState.IN_REVIEW, OrderState.CONFIRMED])
    query: Any = (
        Order.select(Order.id, Order.number, Order.customer_name, Order.method, Order.promised_at, Order.total_minor)
        .where(under_way, Order.promised_at >= clock.day_start_ms(from_day), Order.promised_at < end)
        .order_by(Order.promised_at, Order.id)
    )
    found = list(query.tuples())
    columns = (
        Column("order", _("Order")), Column("customer", _("Customer")), Column("method", _("Delivery")),
        Column("promised", _("Promised"), Kind.MOMENT), Column("late", _("Late by"), Kind.SPAN),
        Column("total", _("Total"), Kind.MONEY),
    )  # fmt: skip
    rows = ((row[1], row[2], _(METHODS[row[3]]), row[4], now - row[4], row[5]) for row in found)
    return build("late", columns, rows, add=("total",), links=(("order", row[0]) for row in found))


@reports("stock", N_("Low stock"))
def stock(from_day: str, to_day: str) -> Report:
    """What is below its reorder point now; the period does not matter."""
    found = low_stock()
    columns = (
        Column("sku", _("SKU")), Column("product", _("Product")), Column("available", _("Available"), Kind.COUNT),
        Column("coming", _("Coming"), Kind.COUNT), Column("reorder", _("Reorder at"), Kind.COUNT),
        Column("suggested", _("Order"), Kind.COUNT),
    )  # fmt: skip
    rows = ((row.sku, row.name, row.available, row.incoming, row.reorder_point, row.suggested) for row in found)
    return build("stock", columns, rows, links=(("product", row.product_id) for row in found), note=_("As of now"))


@reports("picking", N_("Pick speed"))
def picking(from_day: str, to_day: str) -> Report:
    """Pieces an hour and wrong scans for each person; breaks between two grabs are left out."""
    start, end = clock.day_start_ms(from_day), clock.day_end_ms(to_day)
    wrong = {
        row[0]: int(row[1])
        for row in PickError.select(PickError.who, fn.COUNT(PickError.id))
        .where(PickError.made_at >= start, PickError.made_at < end).group_by(PickError.who).tuples()
    }  # fmt: skip
    rows = []
    for person, who, pieces, grabs, spent in _speeds(start, end):
        bad = wrong.get(person, 0)
        speed = pieces * clock.HOUR_MS // spent if spent else None
        rows.append((who, pieces, grabs, speed, bad, share_bp(bad, grabs + bad)))
    columns = (
        Column("person", _("Person")), Column("pieces", _("Pieces"), Kind.COUNT),
        Column("grabs", _("Grabs"), Kind.COUNT),
        Column("speed", _("Pieces an hour"), Kind.COUNT), Column("wrong", _("Wrong scans"), Kind.COUNT),
        Column("rate", _("Wrong"), Kind.PERCENT),
    )  # fmt: skip
    rows.sort(key=lambda row: -(row[3] or 0))
    return build("picking", columns, rows, add=("pieces", "grabs", "wrong"))


def _speeds(start: int, end: int) -> list[tuple[int, str, int, int, int]]:
    """Person, name, pieces, grabs, and the time (ms) between grabs of the same list."""
    before = fn.LAG(PickTask.done_at).over(partition_by=[PickTask.batch], order_by=[PickTask.done_at, PickTask.id])
    done = (
        PickTask.select(
            Batch.picker.alias("picker"), Batch.picker_name.alias("name"), PickTask.picked.alias("picked"),
            (PickTask.done_at - fn.COALESCE(before, Batch.started_at, PickTask.done_at)).alias("gap"),
        )
        .join(Batch)
        .where(
            PickTask.done_at >= start, PickTask.done_at < end, Batch.picker.is_null(False),
            PickTask.state.in_([TaskState.DONE.value, TaskState.SHORT.value]),
        )
    )  # fmt: skip
    worked = Case(None, [(done.c.gap < LONGEST_BREAK_MS, done.c.gap)], LONGEST_BREAK_MS)
    query: Any = (
        PickTask.select(done.c.picker, fn.MAX(done.c.name), fn.SUM(done.c.picked), fn.COUNT(1), fn.SUM(worked))
        .from_(done).group_by(done.c.picker).order_by(done.c.picker)
    )  # fmt: skip
    return [(int(row[0]), row[1], *(int(value) for value in row[2:])) for row in query.tuples()]


@reports("feedback", N_("Feedback"))
def feedback(from_day: str, to_day: str) -> Report:
    """How customers rated what they got, with how many answered."""
    start, end = clock.day_start_ms(from_day), clock.day_end_ms(to_day)
    query: Any = (
        Feedback.select(Feedback.score, fn.COUNT(Feedback.id))
        .where(Feedback.asked_at >= start, Feedback.asked_at < end)
        .group_by(Feedback.score)
    )
    found = {row[0]: int(row[1]) for row in query.tuples()}
    asked, answered = sum(found.values()), sum(count for score, count in found.items() if score)
    columns = (
        Column("score", _("Stars")), Column("answers", _("Answers"), Kind.COUNT),
        Column("share", _("Share"), Kind.PERCENT),
    )  # fmt: skip
    rows = [("★" * stars, found.get(stars, 0), share_bp(found.get(stars, 0), answered)) for stars in range(5, 0, -1)]
    total = sum(stars * found.get(stars, 0) for stars in range(1, 6))
    note = _("{answered} of {asked} answered").format(answered=answered, asked=asked)
    if answered:
        note += " · " + _("average {stars}").format(stars=f"{total / answered:.1f}")
    return build("feedback", columns, rows, add=("answers",), note=note)


@reports("times", N_("Work times"))
def work_times(from_day: str, to_day: str) -> Report:
    """How long everybody was here, day by day; who is still here counts until now."""
    found: dict[tuple[str, str], list[int]] = {}
    for row in times(from_day, to_day):
        one = found.setdefault((clock.day_of(row.in_at), row.name), [0, 0, 0])
        one[0] += row.worked_ms
        one[1] += 1
        one[2] += bool(row.corrected_by)
    columns = (
        Column("day", _("Day"), Kind.DAY), Column("person", _("Person")), Column("worked", _("Worked"), Kind.SPAN),
        Column("hours", _("Hours")), Column("times", _("Times"), Kind.COUNT),
        Column("corrected", _("Corrected"), Kind.COUNT),
    )  # fmt: skip
    rows = [(day, name, worked, f"{worked / clock.HOUR_MS:.2f}", count, corrected)
            for (day, name), (worked, count, corrected) in sorted(found.items())]  # fmt: skip
    return build("times", columns, rows, add=("worked", "times", "corrected"))
