"""Instalments: a plan is opened with its sale, paid part by part or early, and given up when nobody pays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from peewee import fn

from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import acting, command, note, touch
from app.core.events import emit
from app.core.i18n import _
from app.core.refusal import NotFound, Refusal, StateChanged
from app.customers.models import Customer
from app.ledger import accounts
from app.payments import plan
from app.payments.events import PlanGivenUp
from app.payments.models import Instalment, InstalmentPlan, PlanState
from app.payments.tender import TenderInput

OPEN = Instalment.amount_minor - Instalment.paid_minor - Instalment.dropped_minor


class NotSigned(Refusal):
    """The customer has not signed the plan yet."""


class Standing(NamedTuple):
    """What the shop knows of a customer who wants to pay in parts."""

    customer_id: int
    since_at: int
    phone: str
    late_minor: int
    has_defaulted: bool
    running: int


def standing(customer_id: int) -> Standing:
    """How a customer stands with instalments; NotFound."""
    row = Customer.select(Customer.created_at, Customer.phone).where(Customer.id == customer_id).tuples().first()
    if row is None:
        raise NotFound("customer", customer_id)
    plans = InstalmentPlan.select(InstalmentPlan.state).where(InstalmentPlan.customer_id == customer_id)
    states = [PlanState(state) for (state,) in plans.tuples()]
    late = (
        Instalment.select(fn.COALESCE(fn.SUM(OPEN), 0)).join(InstalmentPlan)
        .where(InstalmentPlan.customer_id == customer_id, Instalment.due_on < clock.today()).scalar()
    )  # fmt: skip
    return Standing(
        customer_id, int(row[0]), row[1] or "", int(late), PlanState.DEFAULTED in states,
        states.count(PlanState.RUNNING),
    )  # fmt: skip


def check_standing(found: Standing) -> None:
    """Raise PlanRefused for a customer who is late, gave up a plan before, or cannot be reached."""
    if found.has_defaulted:
        raise plan.PlanRefused(_("An earlier plan was given up. No new one is made."), customer_id=found.customer_id)
    if found.late_minor:
        raise plan.PlanRefused(_("An instalment is late. It is paid first."), customer_id=found.customer_id)
    if not found.phone:
        raise plan.PlanRefused(_("Instalments need a phone number."), customer_id=found.customer_id)


def open_plan(
    payment_id: int, order_id: int | None, customer_id: int, tender: TenderInput, *, deposit_minor: int
) -> str:
    """Make the plan of a bill, as a step of taking its tenders; returns the account of what is owed.

    Refused with PlanRefused, and with NotSigned where the shop wants a signature.  The credit limit is asked after
    posting, with all other debts.
    """
    if order_id is None:
        raise plan.PlanRefused(_("Only a sale or an order is paid in parts."))
    plan.check(tender.amount_minor + deposit_minor, tender.parts + 1)
    check_standing(standing(customer_id))
    if settings.read(plan.SIGNED) and not tender.signature:
        raise NotSigned(_("The customer has not signed the plan."))
    if InstalmentPlan.select().where(InstalmentPlan.order == order_id).exists():
        raise plan.PlanRefused(_("This order is paid in parts already."), order_id=order_id)
    by = acting()
    plan_id = int(
        InstalmentPlan.insert(
            order=order_id, customer_id=customer_id, payment=payment_id, deposit_minor=deposit_minor,
            total_minor=tender.amount_minor, id_seen=tender.id_seen.strip()[:80], signature=tender.signature,
            made_by=by.person_id, made_name=by.name, made_at=clock.now_ms(),
        ).execute()
    )  # fmt: skip
    parts = plan.later_parts(tender.amount_minor, tender.parts, clock.today())
    if parts[0].amount_minor < 1 or parts[-1].amount_minor < 1:
        raise plan.PlanRefused(_("This is too little for {n} parts.").format(n=tender.parts))
    rows: list[dict[str, Any]] = [
        {"plan": plan_id, "no": part.no + 1, "due_on": part.due_on, "amount_minor": part.amount_minor} for part in parts
    ]
    Instalment.insert_many(rows).execute()
    touch("plan", plan_id)
    touch("customer", customer_id)
    note(instalments=tender.parts, plan_id=plan_id, last_on=parts[-1].due_on)
    return accounts.plan(customer_id, plan_id)


def account_of_order(order_id: int) -> tuple[int, str, int]:
    """The plan of an order, its account and what is still open; (0, "", 0) when it is not paid in parts."""
    row = (
        InstalmentPlan.select(InstalmentPlan.id, InstalmentPlan.customer_id).where(InstalmentPlan.order == order_id)
        .tuples().first()
    )  # fmt: skip
    return (int(row[0]), accounts.plan(row[1], row[0]), open_of(row[0])) if row else (0, "", 0)


def open_of(plan_id: int) -> int:
    """What is still to be paid of a plan."""
    return int(Instalment.select(fn.COALESCE(fn.SUM(OPEN), 0)).where(Instalment.plan == plan_id).scalar())


def pay_off(plan_id: int, amount_minor: int) -> None:
    """Count money towards the parts of a plan, the oldest first, as a step; the caller posts it."""
    left = _spread_over(plan_id, amount_minor, newest_first=False)
    assert not left, f"plan {plan_id}: {left} is more than is open"
    _end_if_paid(plan_id)


def take_off(plan_id: int, amount_minor: int) -> None:
    """Goods came back: the last parts fall away first, as a step; the caller posts it."""
    left = _spread_over(plan_id, amount_minor, newest_first=True)
    assert not left, f"plan {plan_id}: {left} is more than is open"
    _end_if_paid(plan_id)


@command("payments.give_up_plan")
def give_up_plan(by: Actor, plan_id: int, reason: str) -> int:
    """Say that a customer does not pay: all of the rest is due today, and no new plan is made.  Returns the rest.

    Refused with PlanRefused while nothing is late.
    """
    if not reason.strip():
        raise plan.PlanRefused(_("Say why."))
    late = Instalment.select().where(Instalment.plan == plan_id, Instalment.due_on < clock.today(), OPEN > 0)
    if not late.exists():
        raise plan.PlanRefused(_("Nothing of this plan is late."), plan_id=plan_id)
    _step(plan_id, PlanState.RUNNING, PlanState.DEFAULTED, reason)
    due = (Instalment.plan == plan_id) & (OPEN > 0) & (Instalment.due_on > clock.today())
    Instalment.update(due_on=clock.today()).where(due).execute()
    rest = open_of(plan_id)
    note(plan_id=plan_id, left_minor=rest, reason=reason.strip())
    order_id = InstalmentPlan.select(InstalmentPlan.order).where(InstalmentPlan.id == plan_id).scalar()
    emit(PlanGivenUp(plan_id, int(order_id), rest))
    return rest


def count_reminder(instalment_id: int, already: int) -> bool:
    """Note that a reminder of a part leaves, as a step; False when another station was faster."""
    row = Instalment.update(reminders=already + 1, reminded_at=clock.now_ms()).where(
        Instalment.id == instalment_id, Instalment.reminders == already, OPEN > 0
    )
    return bool(row.execute())


def tell_of(plan_id: int) -> None:
    """Say that a plan changed, with its order and customer."""
    order_id, customer_id = (
        InstalmentPlan.select(InstalmentPlan.order, InstalmentPlan.customer_id).where(InstalmentPlan.id == plan_id)
        .tuples().get()
    )  # fmt: skip
    touch("plan", plan_id)
    touch("order", order_id)
    touch("customer", customer_id)


def _spread_over(plan_id: int, amount_minor: int, *, newest_first: bool) -> int:
    order = Instalment.no.desc() if newest_first else Instalment.no.asc()
    parts: Sequence[Any] = list(
        Instalment.select(Instalment.id, OPEN).where(Instalment.plan == plan_id, OPEN > 0).order_by(order).tuples()
    )
    left = amount_minor
    for part_id, open_minor in parts:
        taken = min(left, int(open_minor))
        if not taken:
            break
        counted = (
            {Instalment.dropped_minor: Instalment.dropped_minor + taken}
            if newest_first
            else {Instalment.paid_minor: Instalment.paid_minor + taken, Instalment.paid_at: clock.now_ms()}
        )
        # One statement looks and counts, so two tills cannot both take the same part.
        if not Instalment.update(counted).where(Instalment.id == part_id, taken <= OPEN).execute():
            raise StateChanged("instalment", part_id)
        left -= taken
    return left


def _end_if_paid(plan_id: int) -> None:
    tell_of(plan_id)
    if open_of(plan_id) == 0:
        ended = InstalmentPlan.update(state=PlanState.PAID, ended_at=clock.now_ms())
        ended.where(InstalmentPlan.id == plan_id, InstalmentPlan.state == PlanState.RUNNING).execute()


def _step(plan_id: int, old: PlanState, new: PlanState, reason: str) -> None:
    moved = InstalmentPlan.update(state=new, ended_at=clock.now_ms(), end_reason=reason.strip()[:200])
    if not moved.where(InstalmentPlan.id == plan_id, InstalmentPlan.state == old).execute():
        raise StateChanged("plan", plan_id)
    tell_of(plan_id)
