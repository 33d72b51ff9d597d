"""Layaway: goods that are kept back for a known customer until all is paid, in parts, up to a last day.

It is an order for pickup that is promised for the end of its last day; nobody picks it before it is paid.
"""

from __future__ import annotations

from app.core import clock
from app.core.i18n import _
from app.core.refusal import Refusal
from app.customers.models import Customer
from app.orders.draft import OrderDraft
from app.orders.models import Order
from app.orders.states import Method, PayPlan

MOST_DAYS = 365


class LayawayRefused(Refusal):
    """Goods are kept back for somebody the shop knows, for pickup, up to a day that is still to come."""


class NotPaidUp(Refusal):
    """What is kept back until it is paid goes nowhere before."""


def check_layaway(draft: OrderDraft) -> None:
    """Raise LayawayRefused when a draft is to be laid away and cannot be."""
    if draft.pay_plan is not PayPlan.LAYAWAY:
        return
    if draft.customer_id is None:
        raise LayawayRefused(_("Goods are laid away for a known customer. Add the customer first."))
    if not draft.phone and not Customer.select(Customer.phone).where(Customer.id == draft.customer_id).scalar():
        raise LayawayRefused(_("Add the customer’s phone number first (F3, Alt+E): the last day has to be told."))
    if draft.method is not Method.PICKUP:
        raise LayawayRefused(_("What is laid away is collected in the shop."))
    # a time of the last day itself, so that its day is that day
    last = clock.day_end_ms(clock.add_days(clock.today(), MOST_DAYS))
    if draft.promised_at is None or not clock.now_ms() < draft.promised_at <= last:
        raise LayawayRefused(_("The last day is from today on, at most {n} days ahead.").format(n=MOST_DAYS))


def is_laid_away(order_id: int) -> bool:
    """Whether an order is kept back until it is paid."""
    return bool(Order.select().where(Order.id == order_id, Order.pay_plan == PayPlan.LAYAWAY).exists())
