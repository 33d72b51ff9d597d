"""Reminders of instalments: before a part is due, again while it is late, and when a plan is given up."""

from __future__ import annotations

from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import command, note
from app.core.events import listens
from app.core.i18n import _
from app.core.money import format_money
from app.core.refusal import NotFound, StateChanged
from app.notices.queue import NobodyToTell, tell_customer
from app.notices.templates import Occasion
from app.payments.events import PlanGivenUp
from app.payments.instalments import count_reminder, give_up_plan, tell_of
from app.payments.models import PlanState
from app.payments.plan import DUNNING, GIVE_UP, REMIND
from app.payments.plan_reads import PlanRow, plan_row, plans


def remind_instalments(by: Actor) -> int:
    """The round of the day: remind of what is due soon or late, give up what is late for too long.

    Each plan is a command of its own.  Returns how many customers were written to.
    """
    told = 0
    for row in plans():
        if row.state != PlanState.RUNNING:
            continue
        try:
            if row.days_late > int(settings.read(GIVE_UP)):
                give_up_plan(by, row.id, _("{n} days late").format(n=row.days_late))
                told += 1
            elif _is_time(row):
                remind_plan(by, row.id)
                told += 1
        except (NobodyToTell, StateChanged):
            continue  # there is no way to write, or another station was faster
    return told


@listens(PlanGivenUp)
def _given_up(event: PlanGivenUp) -> None:
    row = plan_row(event.plan_id)
    if row is not None:
        tell_customer(Occasion.INSTALMENTS_GIVEN_UP, event.order_id, ref=event.plan_id, **_facts(row))


@command("notices.remind_plan")
def remind_plan(by: Actor, plan_id: int) -> int:
    """Remind a customer of the next part now; returns how many messages leave.  NobodyToTell without an address."""
    row = plan_row(plan_id)
    if row is None or not row.open_parts:
        raise NotFound("plan", plan_id)
    sent = _remind(row)
    if not sent:
        raise NobodyToTell(_("This order has no address and no phone number to write to."), order_id=row.order_id)
    note(plan_id=plan_id, part=row.open_parts[0].no, amount_minor=row.next_minor, messages=sent)
    return sent


def _is_time(row: PlanRow) -> bool:
    """Once before the day, then again and again while it is late, with some days between."""
    part = row.open_parts[0]
    if part.reminded_at is None:
        return clock.days_between(row.today, part.due_on) <= int(settings.read(REMIND))
    since = clock.days_between(clock.day_of(part.reminded_at), row.today)
    return row.days_late > 0 and since >= min(int(settings.read(DUNNING)), max(row.days_late, 1))


def _remind(row: PlanRow) -> int:
    part = row.open_parts[0]
    if not count_reminder(part.id, part.reminders):
        raise StateChanged("instalment", part.id)
    occasion = Occasion.INSTALMENT_LATE if row.days_late else Occasion.INSTALMENT_DUE
    sent = tell_customer(occasion, row.order_id, ref=part.id * 100 + part.reminders, **_facts(row))
    tell_of(row.id)
    return sent


def _facts(row: PlanRow) -> dict[str, object]:
    part = row.open_parts[0]
    return {
        "amount_minor": row.late_minor or row.next_minor, "due_on": part.due_on,
        "part": f"{part.no} / {row.parts[-1].no}", "rest": format_money(row.open_minor),
    }  # fmt: skip
