"""Orders that wait for their money too long are called off, so that somebody else can have what they hold.

Where a part was paid, as for goods that are laid away, a person decides.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from peewee import Case, fn

from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import command
from app.core.db import hold
from app.core.i18n import N_, _, ngettext
from app.core.refusal import StateChanged
from app.orders.cancel import cancel
from app.orders.models import Order
from app.orders.states import OrderState, PayPlan
from app.payments.models import Payment, PaymentState

DAYS = settings.declare(
    "payments.unpaid_days", 14, N_("Orders that wait for money are called off after"),
    N_("In days, when nothing was paid; the customer is reminded a day before. Nought never does."), least=0, most=365,
)  # fmt: skip
MAY_COME = (PaymentState.CREATED, PaymentState.SENT, PaymentState.APPROVED, PaymentState.IN_DOUBT)


class Unpaid(NamedTuple):
    """An order that waits for money, when its time is over (ms), and whether a part was paid or may still come."""

    order_id: int
    ends_at: int
    has_part: bool = False
    is_layaway: bool = False


def waiting_for_money(order_id: int | None = None) -> list[Unpaid]:
    """The orders that are on hold for their money, or one of them; those without a time that ends are left out.

    Goods that are laid away wait until their last day; without any deposit only until tomorrow.
    """
    days = int(settings.read(DAYS))
    coming = Payment.select(Payment.id).where(Payment.order == Order.id, Payment.state.in_(MAY_COME))
    query: Any = Order.select(
        Order.id, Order.confirmed_at, Order.pay_plan, Order.promised_at, Case(None, ((fn.EXISTS(coming), 1),), 0)
    ).where(Order.awaits_money, Order.is_on_hold, Order.state == OrderState.CONFIRMED)
    if order_id is not None:
        query = query.where(Order.id == order_id)
    found = []
    for ref, since, plan, last, has_part in query.order_by(Order.id).tuples():
        if plan == PayPlan.LAYAWAY:
            found.append(Unpaid(ref, last if has_part else min(last, since + clock.DAY_MS), bool(has_part), True))
        elif days:
            found.append(Unpaid(ref, since + days * clock.DAY_MS, bool(has_part)))
    return found


def unpaid_orders(order_id: int | None = None) -> list[Unpaid]:
    """Those of them for which nothing was paid: their goods are given back when their time is over."""
    return [one for one in waiting_for_money(order_id) if not one.has_part]


@command("payments.call_off")
def call_off(by: Actor, order_id: int) -> None:
    """Cancel an order whose time to be paid is over; StateChanged when it was paid meanwhile, or has time left."""
    hold(Order, order_id)
    over = [one for one in unpaid_orders(order_id) if one.ends_at <= clock.now_ms()]
    if not over:
        raise StateChanged("order", order_id)
    if over[0].is_layaway:
        cancel(order_id, _("No deposit was paid for what was laid away."), old=OrderState.CONFIRMED)
        return
    days = int(settings.read(DAYS))
    words = ngettext("Nothing was paid within {n} day.", "Nothing was paid within {n} days.", days)
    cancel(order_id, words.format(n=days), old=OrderState.CONFIRMED)
