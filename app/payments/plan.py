"""An instalment plan before it is made: its parts and their days, and what stands against it; pure but for settings."""

from __future__ import annotations

import calendar
from typing import NamedTuple

from app.core import settings
from app.core.i18n import N_, _
from app.core.money import format_money, spread
from app.core.refusal import Refusal

LEAST = settings.declare(
    "payments.instalments_from_minor", 10_000, N_("Instalments from"), N_("In cents; smaller sales are paid at once."),
    least=1,
)  # fmt: skip
MOST = settings.declare(
    "payments.instalments_most", 12, N_("Most instalments"), N_("Months of the longest plan."), least=2, most=60
)
SIGNED = settings.declare(
    "payments.instalments_signed", True, N_("Instalments are signed"), N_("On the customer display.")
)
REMIND = settings.declare(
    "payments.remind_days", 3, N_("Remind before an instalment"), N_("Days before it is due; then again when late."),
    least=0, most=30,
)  # fmt: skip
DUNNING = settings.declare(
    "payments.dunning_days", 7, N_("Days between reminders"), N_("While an instalment is late."), least=1, most=90
)
GIVE_UP = settings.declare(
    "payments.default_days", 60, N_("Instalments are given up after"),
    N_("Days late; then all of the rest is due at once."), least=1, most=365,
)  # fmt: skip
CHOICES = (3, 6, 9, 12, 18, 24)


class PlanRefused(Refusal):
    """This customer, or this amount, gets no instalments."""


class Part(NamedTuple):
    """One part of a plan that is being offered; part 1 is the deposit, paid on the day."""

    no: int
    due_on: str
    amount_minor: int


class Offer(NamedTuple):
    """A plan as it is shown to the customer."""

    parts: tuple[Part, ...]

    @property
    def deposit_minor(self) -> int:
        """What is paid today."""
        return self.parts[0].amount_minor

    @property
    def later(self) -> tuple[Part, ...]:
        """The parts that are paid later."""
        return self.parts[1:]

    @property
    def later_minor(self) -> int:
        """What they add up to."""
        return sum(part.amount_minor for part in self.later)


def months() -> list[int]:
    """The plan lengths that the shop offers."""
    most = int(settings.read(MOST))
    return [count for count in CHOICES if count <= most] or [most]


def offer(total_minor: int, count: int, today: str, *, deposit_minor: int | None = None) -> Offer:
    """Share an amount over `count` months, the first part today; without a deposit of its own all are alike.

    Cents that are left over go to the later parts, so that today is never the dearest day.
    """
    check(total_minor, count)
    if deposit_minor is None:
        amounts = spread(total_minor, [1] * count)[::-1]
    elif 0 <= deposit_minor < total_minor:
        amounts = [deposit_minor, *spread(total_minor - deposit_minor, [1] * (count - 1))[::-1]]
    else:
        raise PlanRefused(_("The deposit is less than the whole sum."), total_minor=total_minor)
    if min(amounts[1:]) < 1:
        raise PlanRefused(_("This is too little for {n} parts.").format(n=count), total_minor=total_minor)
    return Offer(tuple(Part(no, months_on(today, no - 1), amount) for no, amount in enumerate(amounts, 1)))


def later_parts(total_minor: int, count: int, today: str) -> list[Part]:
    """The parts that are paid after today, of what is left when the deposit is paid: from next month on."""
    amounts = spread(total_minor, [1] * count)[::-1]
    return [Part(no, months_on(today, no), amount) for no, amount in enumerate(amounts, 1)]


def months_on(day: str, count: int) -> str:
    """The same day so many months later; the 31st becomes the last day of a shorter month."""
    year, month, date = (int(part) for part in day.split("-"))
    at = month - 1 + count
    year, month = year + at // 12, at % 12 + 1
    return f"{year:04}-{month:02}-{min(date, calendar.monthrange(year, month)[1]):02}"


def check(total_minor: int, count: int) -> None:
    """Raise PlanRefused for an amount or a number of parts that the shop gives no plan for."""
    least, most = int(settings.read(LEAST)), int(settings.read(MOST))
    if total_minor < least:
        raise PlanRefused(
            _("Instalments are for {amount} and more.").format(amount=format_money(least)), least_minor=least
        )
    if not 2 <= count <= most:
        raise PlanRefused(_("A plan has 2 to {most} parts.").format(most=most), most=most)
