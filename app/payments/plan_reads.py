"""What screens read of instalment plans: each with its parts, what is late, and when the next part is due."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.core import clock
from app.customers.models import Customer
from app.orders.models import Order
from app.payments.models import Instalment, InstalmentPlan, PlanState


class PartRow(NamedTuple):
    """One part of a plan."""

    id: int
    no: int
    due_on: str
    amount_minor: int
    paid_minor: int
    dropped_minor: int
    reminders: int
    reminded_at: int | None

    @property
    def open_minor(self) -> int:
        """What is still to be paid of it."""
        return self.amount_minor - self.paid_minor - self.dropped_minor


class PlanRow(NamedTuple):
    """A plan as the list of instalments shows it; the deposit is its first part, paid on the day."""

    id: int
    order_id: int
    number: str
    customer_id: int
    name: str
    phone: str
    state: PlanState
    deposit_minor: int
    total_minor: int
    id_seen: str
    end_reason: str
    made_at: int
    today: str
    parts: tuple[PartRow, ...]

    @property
    def open_minor(self) -> int:
        """What is still to be paid."""
        return sum(part.open_minor for part in self.parts)

    @property
    def open_parts(self) -> tuple[PartRow, ...]:
        """The parts that are not paid, the next one first."""
        return tuple(part for part in self.parts if part.open_minor)

    @property
    def next_due_on(self) -> str:
        """The day of the next part; empty when all is paid."""
        return self.open_parts[0].due_on if self.open_parts else ""

    @property
    def next_minor(self) -> int:
        """What the next part still costs."""
        return self.open_parts[0].open_minor if self.open_parts else 0

    @property
    def late_minor(self) -> int:
        """What should have been paid before today."""
        return sum(part.open_minor for part in self.parts if part.due_on < self.today)

    @property
    def days_late(self) -> int:
        """How many days the oldest open part is late; nought when none is."""
        return max(0, clock.days_between(self.next_due_on, self.today)) if self.open_parts else 0

    @property
    def reminders(self) -> int:
        """How often the customer was reminded of the next part."""
        return self.open_parts[0].reminders if self.open_parts else 0

    def due_within(self, days: int) -> int:
        """What is due from today on, in so many days."""
        until = clock.add_days(self.today, days)
        return sum(part.open_minor for part in self.parts if self.today <= part.due_on <= until)


_COLUMNS = (
    InstalmentPlan.id, InstalmentPlan.order, Order.number, InstalmentPlan.customer_id, Customer.name, Customer.phone,
    InstalmentPlan.state, InstalmentPlan.deposit_minor, InstalmentPlan.total_minor, InstalmentPlan.id_seen,
    InstalmentPlan.end_reason, InstalmentPlan.made_at,
)  # fmt: skip
_PART = (
    Instalment.plan, Instalment.id, Instalment.no, Instalment.due_on, Instalment.amount_minor, Instalment.paid_minor,
    Instalment.dropped_minor, Instalment.reminders, Instalment.reminded_at,
)  # fmt: skip


def plans(*, late_only: bool = False) -> list[PlanRow]:
    """The plans that are not paid, the latest payers first, then by the day of the next part."""
    found = [row for row in _read(InstalmentPlan.state != PlanState.PAID) if row.open_minor]
    found = [row for row in found if row.late_minor] if late_only else found
    return sorted(found, key=lambda row: (row.next_due_on, row.id))


def plan_of_order(order_id: int) -> PlanRow | None:
    """The plan that an order is paid by, or None."""
    rows = _read(InstalmentPlan.order == order_id)
    return rows[0] if rows else None


def plan_row(plan_id: int) -> PlanRow | None:
    """One plan by its id."""
    rows = _read(InstalmentPlan.id == plan_id)
    return rows[0] if rows else None


def _read(match: Any) -> list[PlanRow]:
    query: Any = (
        InstalmentPlan.select(*_COLUMNS).join(Order)
        .join(Customer, on=(Customer.id == InstalmentPlan.customer_id)).where(match).order_by(InstalmentPlan.id)
    )  # fmt: skip
    heads = list(query.tuples())
    parts: dict[int, list[PartRow]] = {head[0]: [] for head in heads}
    rows: Any = Instalment.select(*_PART).join(InstalmentPlan).where(match).order_by(Instalment.plan, Instalment.no)
    for row in rows.tuples():
        parts[row[0]].append(PartRow(*row[1:]))
    today = clock.today()
    return [
        PlanRow._make((*head[:5], head[5] or "", PlanState(head[6]), *head[7:], today, tuple(parts[head[0]])))
        for head in heads
    ]
