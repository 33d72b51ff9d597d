"""What service reads, each in one job on the reader's thread."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.core import clock

FRESH_MS = 2 * clock.DAY_MS
OLDEST_DAYS = 90


class Seen(NamedTuple):
    """The inbox with its counts and the month's stars."""

    rows: list[Any]
    counts: Any
    stars: Any
    minutes: int | None


class About(NamedTuple):
    """An order that a text or code means."""

    order_id: int
    number: str
    name: str


class Said(NamedTuple):
    """Words of a customer's answer, as a message of a thread."""

    at: int
    side: str
    who: str
    text: str
    channel: str


def month_start() -> int:
    """When this month began (UTC ms)."""
    return clock.day_start_ms(f"{clock.today()[:7]}-01")


def inbox(view: str, person_id: int) -> Seen:
    """The rows of a view: cases by when they are due, among them fresh answers that nobody has looked after."""
    from app.aftersales import queries
    from app.feedback.queries import answers, stars

    since = month_start()
    told = Seen([], queries.counts(person_id), stars(since), queries.answer_minutes(since))
    if view == "done":
        return told._replace(rows=queries.done())
    if view == "mine":
        return told._replace(rows=queries.inbox(person_id=person_id))
    fresh = [row for row in answers(since_at=clock.now_ms() - FRESH_MS) if row.comment and row.case_id is None]
    rows: list[Any] = [*queries.inbox(), *(row for row in fresh if row.score <= 3)]
    return told._replace(rows=sorted(rows, key=_due))


def _due(row: Any) -> int:
    return int(row.answered_at + clock.DAY_MS if hasattr(row, "score") else row.due_at)


def feedback() -> tuple[list[Any], Any]:
    """The answers of the last months, and this month's stars."""
    from app.feedback.queries import answers, stars

    return answers(since_at=clock.now_ms() - OLDEST_DAYS * clock.DAY_MS, limit=500), stars(month_start())


def case(case_id: int) -> Any:
    """One case with its thread and customer."""
    from app.aftersales.queries import case_detail
    from app.customers.phone import show_phone

    detail = case_detail(case_id)
    return detail._replace(phone=show_phone(detail.phone)) if detail.phone else detail


def people() -> list[Any]:
    """Who may take care of a case: everybody at the counter and the managers."""
    from app.staff.queries import people as all_people

    return [person for person in all_people() if str(person.role) != "warehouse"]


def order_of(text: str) -> About | None:
    """The order that a number, a receipt or a scanned label means."""
    from app.orders.queries import order_detail
    from app.overview.codes import recognise

    scan = recognise(text)
    if scan is None or scan.kind not in ("order", "receipt"):
        return None
    row = order_detail(scan.ref)
    return About(row.id, row.number, row.customer_name)


def cases_of_customer(customer_id: int) -> list[Any]:
    """The cases of one customer."""
    from app.aftersales.queries import cases_of_customer as found

    return found(customer_id)


def cases_of_order(order_id: int) -> list[Any]:
    """The cases of one order."""
    from app.aftersales.queries import cases_of as found

    return found(order_id)


def cases_named(text: str) -> list[Any]:
    """Cases by number, name or words."""
    from app.aftersales.queries import cases_found

    return cases_found(text)


def replaceable_of(case_id: int, order_id: int) -> tuple[list[Any], str]:
    """What of a case's order can be sent again, and how the order travelled."""
    from app.aftersales.replace import replaceable
    from app.orders.queries import order_detail

    return replaceable(case_id), str(order_detail(order_id).method)
