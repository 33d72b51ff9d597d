"""Orders that are paid, all or in part, before anybody picks them: on hold until then, and on by themselves."""

from __future__ import annotations

from typing import NamedTuple

from app.core import clock, settings
from app.core.command import note, touch
from app.core.events import emit, listens
from app.core.i18n import N_, _
from app.core.money import format_money, round_div
from app.core.prepared import prepared
from app.orders.events import OrderAmended, OrderConfirmed
from app.orders.hold import let_go
from app.orders.layaway import is_laid_away
from app.orders.models import Order
from app.orders.states import PayPlan
from app.payments.events import MoneyAwaited, PaymentTaken
from app.payments.order_account import owed

SHARE = settings.declare(
    "payments.first_percent", 0, N_("Paid before picking"),
    N_("Percent of an order that is not on account or paid at the door; nought picks at once."), least=0, most=100,
)  # fmt: skip
PLANS = frozenset({PayPlan.NOW, PayPlan.AT_PICKUP, PayPlan.PAID_ONLINE})


class _Terms(NamedTuple):
    pay_plan: str
    total_minor: int
    is_on_hold: bool
    awaits_money: bool
    promised_at: int | None


@prepared(rows=_Terms)
def _terms(order):
    return Order.select(
        Order.pay_plan, Order.total_minor, Order.is_on_hold, Order.awaits_money, Order.promised_at
    ).where(Order.id == order)  # fmt: skip


def still_to_pay_first(order_id: int) -> int:
    """What has to be paid of an order before it is picked; nought when nothing has."""
    terms = _terms.one(order_id)
    if terms is not None and terms.pay_plan == PayPlan.LAYAWAY:
        return max(owed(order_id), 0)
    share = int(settings.read(SHARE))
    if not share or terms is None or terms.pay_plan not in PLANS:
        return 0
    paid = terms.total_minor - owed(order_id)
    return max(round_div(terms.total_minor * share, 100) - paid, 0)


def _kept_until(terms: _Terms) -> str:
    return _("Laid away until {day}").format(day=clock.format_day(terms.promised_at or 0))


@listens(OrderConfirmed)
def _wait(event: OrderConfirmed) -> None:
    left = still_to_pay_first(event.order_id)
    if not left:
        return
    words, is_layaway = _("Waits for {amount}; it is picked when that is paid."), is_laid_away(event.order_id)
    words = words.format(amount=format_money(left))
    if is_layaway:
        words = _kept_until(_terms.one(event.order_id))
    free = (Order.id == event.order_id) & (Order.is_on_hold == False)  # noqa: E712
    if Order.update(is_on_hold=True, hold_reason=words, awaits_money=True).where(free).execute():
        touch("order", event.order_id)
        note(awaits_minor=left)
        if not is_layaway:  # its deposit is paid at the counter, at once
            emit(MoneyAwaited(event.order_id, left))


@listens(PaymentTaken)
def _go_on(event: PaymentTaken) -> None:
    terms = _terms.one(event.order_id)
    if terms is not None and terms.awaits_money and terms.is_on_hold and not still_to_pay_first(event.order_id):
        let_go(event.order_id)


@listens(OrderAmended)
def _last_day_moved(event: OrderAmended) -> None:
    """The reason of the hold says the last day; an amendment may move it."""
    terms = _terms.one(event.order_id)
    if terms is not None and terms.awaits_money and terms.pay_plan == PayPlan.LAYAWAY:
        Order.update(hold_reason=_kept_until(terms)).where(Order.id == event.order_id, Order.is_on_hold).execute()
