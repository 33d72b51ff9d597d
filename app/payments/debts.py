"""Debts on account, bill by bill: when each is due, how late it is, and who buys on account no more.

Payments and returns take down the oldest bill first, so what is open are the newest bills that add up to the balance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from peewee import fn

from app.core import clock, settings
from app.core.command import acting
from app.core.i18n import N_, _
from app.core.money import format_money
from app.core.refusal import NotPermitted
from app.customers.models import Customer
from app.ledger import accounts
from app.ledger.models import Account
from app.orders.models import Order
from app.payments.models import DebtReminder, Payment, PaymentState, Tender

DAYS = settings.declare(
    "payments.account_days", 30, N_("Bills on account are due after"), N_("In days; a customer may have other terms."),
    least=0, most=365,
)  # fmt: skip
EVERY = settings.declare(
    "payments.debt_remind_days", 7, N_("Days between reminders of bills"), N_("The first goes so long after the due day."),
    least=1, most=90,
)  # fmt: skip
MOST = settings.declare(
    "payments.debt_reminders", 3, N_("Reminders of a bill"), N_("After that somebody calls."), least=0, most=9
)
STOP = settings.declare(
    "payments.debt_stop_days", 30, N_("No more on account when a bill is late"), N_("Days late; nought is never."),
    least=0, most=365,
)  # fmt: skip
OVER = "payments.over_credit"  # the right to let a customer owe more, or although bills are late
BANDS = (30, 60)  # days late, between the columns of the list


class AccountStopped(NotPermitted):
    """A bill is late for too long; nothing more goes on account before it is paid, unless a manager allows it."""


class Bill(NamedTuple):
    """What was put on account with one order and is not paid; an order of nought is a debt carried over."""

    order_id: int
    number: str
    made_on: str
    due_on: str
    amount_minor: int
    open_minor: int


class Debtor(NamedTuple):
    """A customer who owes on account, with the open bills, the oldest first."""

    customer_id: int
    name: str
    phone: str
    limit_minor: int
    pay_days: int
    balance_minor: int
    bills: tuple[Bill, ...]
    reminders: int  # of the oldest late bill
    reminded_at: int | None
    today: str

    @property
    def late(self) -> tuple[Bill, ...]:
        """The bills whose day is past."""
        return tuple(bill for bill in self.bills if bill.due_on < self.today)

    @property
    def late_minor(self) -> int:
        """What should have been paid."""
        return sum(bill.open_minor for bill in self.late)

    @property
    def days_late(self) -> int:
        """How late the oldest bill is."""
        return clock.days_between(self.late[0].due_on, self.today) if self.late else 0

    @property
    def bands(self) -> tuple[int, ...]:
        """Not due, late up to 30 days, up to 60 days, and later; in minor units."""
        sums = [0] * (len(BANDS) + 2)
        for bill in self.bills:
            days = clock.days_between(bill.due_on, self.today)
            sums[0 if days <= 0 else 1 + sum(days > limit for limit in BANDS)] += bill.open_minor
        return tuple(sums)


def debtors(customer_id: int | None = None) -> list[Debtor]:
    """Everybody who owes on account, or one of them; the one whose bill is latest first."""
    balances = _balances(customer_id)
    if not balances:
        return []
    people = Customer.select(
        Customer.id, Customer.name, Customer.phone, Customer.credit_limit_minor, Customer.pay_days
    ).where(Customer.id.in_(list(balances)))
    bills, today, usual = _put_on_account(list(balances)), clock.today(), int(settings.read(DAYS))
    found = []
    for ref, name, phone, limit, days in people.order_by(Customer.name).tuples():
        terms = usual if days is None else int(days)
        left = _open_bills(bills[ref], balances[ref], terms, today)
        found.append(Debtor(ref, name, phone or "", int(limit), terms, balances[ref], left, 0, None, today))
    found = [_with_reminders(one, sent) for one, sent in zip(found, _reminders(found), strict=True)]
    return sorted(found, key=lambda one: (-one.days_late, -one.balance_minor))


def check_terms(customer_id: int) -> None:
    """Raise AccountStopped when a bill of the customer is late for too long and nobody who may has allowed more."""
    stop = int(settings.read(STOP))
    if not stop or acting().may(OVER):
        return
    for debtor in debtors(customer_id):
        if debtor.days_late > stop:
            raise AccountStopped(
                OVER,
                _("{amount} of this customer is {n} days late. It is paid first.").format(
                    amount=format_money(debtor.late_minor), n=debtor.days_late
                ),
                customer_id=customer_id, late_minor=debtor.late_minor, days_late=debtor.days_late,
            )  # fmt: skip


def is_time_to_remind(debtor: Debtor) -> bool:
    """Some days after the day, again and again with as many days between, and not more often than the shop wants."""
    if not debtor.late or debtor.reminders >= int(settings.read(MOST)):
        return False
    every = int(settings.read(EVERY))
    if debtor.reminded_at is None:
        return debtor.days_late >= every
    return clock.days_between(clock.day_of(debtor.reminded_at), debtor.today) >= every


def _balances(customer_id: int | None) -> dict[int, int]:
    mine = Account.code == accounts.customer(customer_id) if customer_id else Account.code.startswith("customer:")
    query = Account.select(Account.code, Account.balance_minor).where(
        mine, Account.balance_minor > 0, ~Account.code.contains(":plan:")
    )
    return {int(code.partition(":")[2]): int(minor) for code, minor in query.tuples()}


def _put_on_account(customers: list[int]) -> dict[int, list[tuple[Any, ...]]]:
    """What was put on account by customer, the newest first: (order, number, made at, amount less what came back)."""
    back = Payment.alias()
    returned = back.select(fn.COALESCE(fn.SUM(back.amount_minor), 0)).where(
        back.refund_of == Payment.id, back.tender == Tender.ON_ACCOUNT, back.state == PaymentState.APPROVED
    )
    query = (
        Payment.select(Order.customer, Order.id, Order.number, Payment.made_at, Payment.amount_minor + returned)
        .join(Order)
        .where(
            Order.customer.in_(customers), Payment.tender == Tender.ON_ACCOUNT, Payment.amount_minor > 0,
            Payment.state == PaymentState.APPROVED,
        ).order_by(Payment.made_at.desc(), Payment.id.desc())
    )  # fmt: skip
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for customer, *bill in query.tuples():
        found[customer].append(tuple(bill))
    return found


def _open_bills(rows: Iterable[tuple[Any, ...]], balance: int, days: int, today: str) -> tuple[Bill, ...]:
    left, bills = balance, []
    for order_id, number, made_at, amount in rows:
        if left <= 0:
            break
        made_on = clock.day_of(made_at)
        still = min(int(amount), left)
        if still > 0:
            bills.append(Bill(order_id, number or "", made_on, clock.add_days(made_on, days), int(amount), still))
            left -= still
    if left > 0:
        bills.append(Bill(0, "", today, today, left, left))
    return tuple(reversed(bills))


def _reminders(found: list[Debtor]) -> list[tuple[int, int | None]]:
    """How often each was reminded of the oldest late bill, and when last."""
    ids = [one.customer_id for one in found if one.late]
    rows = DebtReminder.select(
        DebtReminder.customer_ref, DebtReminder.due_on, fn.COUNT(DebtReminder.id), fn.MAX(DebtReminder.sent_at)
    ).where(DebtReminder.customer_ref.in_(ids)).group_by(DebtReminder.customer_ref, DebtReminder.due_on)  # fmt: skip
    sent = {(row[0], row[1]): (int(row[2]), row[3]) for row in rows.tuples()} if ids else {}
    return [sent.get((one.customer_id, one.late[0].due_on), (0, None)) if one.late else (0, None) for one in found]


def _with_reminders(one: Debtor, sent: tuple[int, int | None]) -> Debtor:
    return one._replace(reminders=sent[0], reminded_at=sent[1])
