"""Orders that wait for their money too long are called off, so that somebody else can have what they hold."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import command
from app.core.db import hold
from app.core.i18n import N_, ngettext
from app.core.refusal import StateChanged
from app.orders.cancel import cancel
from app.orders.models import Order
from app.orders.states import OrderState
from app.payments.models import Payment, PaymentState

DAYS = settings.declare(
    "payments.unpaid_days", 14, N_("Orders that wait for money are called off after"),
    N_("In days, when nothing was paid; the customer is reminded a day before. Nought never does."), least=0, most=365,
)  # fmt: skip
MAY_COME = (PaymentState.CREATED, PaymentState.SENT, PaymentState.APPROVED, PaymentState.IN_DOUBT)


class Unpaid(NamedTuple):
    """An order that waits for money and has got none, and when it is called off (ms)."""

    order_id: int
    ends_at: int


def unpaid_orders(order_id: int | None = None) -> list[Unpaid]:
    """The orders that wait for money, or one of them; none in a shop that calls nothing off."""
    days = int(settings.read(DAYS))
    if not days:
        return []
    coming = Payment.select(Payment.order).where(Payment.state.in_(MAY_COME), Payment.order.is_null(False))
    query: Any = Order.select(Order.id, Order.confirmed_at).where(
        Order.awaits_money, Order.is_on_hold, Order.state == OrderState.CONFIRMED, Order.id.not_in(coming)
    )
    if order_id is not None:
        query = query.where(Order.id == order_id)
    return [Unpaid(ref, since + days * clock.DAY_MS) for ref, since in query.order_by(Order.id).tuples()]


@command("payments.call_off")
def call_off(by: Actor, order_id: int) -> None:
    """Cancel an order whose time to be paid is over; StateChanged when it was paid meanwhile, or has time left."""
    hold(Order, order_id)
    if not any(one.ends_at <= clock.now_ms() for one in unpaid_orders(order_id)):
        raise StateChanged("order", order_id)
    days = int(settings.read(DAYS))
    words = ngettext("Nothing was paid within {n} day.", "Nothing was paid within {n} days.", days)
    cancel(order_id, words.format(n=days), old=OrderState.CONFIRMED)
