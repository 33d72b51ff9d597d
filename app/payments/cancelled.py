"""What happens to the money of an order that is cancelled: back over its tenders, or into store credit.

What goes back to a card at a terminal that is not connected waits for the code of its slip: the order then stands as
paid too much, and paying that back is its next step.
"""

from __future__ import annotations

from app.core import settings
from app.core.command import acting, note
from app.core.events import listens
from app.core.i18n import N_, _
from app.orders.events import OrderCancelled
from app.orders.layaway import fee_with_tax
from app.orders.models import Order
from app.payments.cod import drop_claims
from app.payments.models import Payment, PaymentState, ShiftState, Tender
from app.payments.order_account import owed, post_fee
from app.payments.refund import refund, take_rest_back
from app.payments.till import current_shift
from app.payments.ways_back import RefundNotPossible, refundable, ways_back, without_code

TO = settings.declare(
    "payments.cancelled_to", "original", N_("Money of cancelled orders"),
    N_("Where it goes; without an open till cash becomes store credit."),
    choices={"original": N_("Back the way it came"), "credit": N_("Store credit")},
)  # fmt: skip


@listens(OrderCancelled)
def _give_back(event: OrderCancelled) -> None:
    """What was paid goes back in the same command; refused when it cannot (no till, no customer to credit)."""
    drop_claims(event.order_id)
    _keep_fee(event.order_id, event.fee_minor)
    amount = min(refundable(event.order_id), max(-owed(event.order_id), 0))
    if not amount:
        return
    to = _way(event.order_id)
    if not without_code(ways_back(event.order_id, amount, to)):
        refund(event.order_id, amount, to=to, reason=event.reason or _("Order cancelled"), limited=False)
        take_rest_back(event.order_id)


def _keep_fee(order_id: int, fee_minor: int) -> None:
    """Of what was paid the shop keeps the agreed fee, never more than there is."""
    kept = min(fee_minor, max(-owed(order_id), 0))
    if kept:
        post_fee(order_id, fee_with_tax(order_id, kept))
        Order.update(fee_kept_minor=kept).where(Order.id == order_id).execute()
        note(fee_kept_minor=kept)


def _way(order_id: int) -> Tender | None:
    has_customer = Order.select(Order.customer).where(Order.id == order_id).scalar() is not None
    if settings.read(TO) == "credit" and has_customer:
        return Tender.STORE_CREDIT
    shift = current_shift(acting().station)
    till_is_open = shift is not None and shift.state == ShiftState.OPEN
    cash = Payment.select().where(
        Payment.order == order_id, Payment.tender == Tender.CASH, Payment.state == PaymentState.APPROVED
    )
    if till_is_open or not cash.exists():
        return None
    if has_customer:
        return Tender.STORE_CREDIT
    raise RefundNotPossible(_("Cash was paid for this order. Cancel it at an open till, or add its customer."))
