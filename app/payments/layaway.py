"""What is paid for goods that are laid away: a deposit of some share at once, the rest in any parts until the last day."""

from __future__ import annotations

from app.core import settings
from app.core.i18n import N_, _
from app.core.money import format_money, round_div
from app.core.refusal import Refusal
from app.orders.models import Order
from app.orders.states import PayPlan
from app.payments.order_account import owed

SHARE = settings.declare(
    "payments.layaway_percent", 20, N_("Deposit on a layaway"),
    N_("Least percent of the price that is paid when goods are put by."), least=0, most=100,
)  # fmt: skip
DAYS = settings.declare(
    "payments.layaway_days", 60, N_("Days to pay a layaway"),
    N_("Proposed last day; a day before it the customer is reminded."), least=1, most=365,
)  # fmt: skip


class DepositTooSmall(Refusal):
    """The first payment for goods that are put by is less than the shop's share."""


def least_deposit(total_minor: int) -> int:
    """The least that is paid when goods of this worth are laid away."""
    return round_div(total_minor * int(settings.read(SHARE)), 100)


def check_deposit(order_id: int, paid_minor: int) -> None:
    """Raise DepositTooSmall for a first payment that is less than the deposit of a layaway."""
    row = Order.select(Order.pay_plan, Order.total_minor).where(Order.id == order_id).tuples().first()
    if row is None or row[0] != PayPlan.LAYAWAY or owed(order_id) < row[1]:
        return
    least = least_deposit(row[1])
    if paid_minor < least:
        raise DepositTooSmall(
            _("The deposit on a layaway is at least {amount}.").format(amount=format_money(least)), least_minor=least
        )
