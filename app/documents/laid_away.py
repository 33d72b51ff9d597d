"""What receipts say of goods that are laid away: until when, what is kept when they are called off, and what was kept."""

from __future__ import annotations

from typing import Any

from app.core import clock
from app.core.i18n import _
from app.core.money import format_money
from app.orders.states import PayPlan
from app.payments.models import ReceiptKind
from app.payments.order_account import fee_kept
from app.payments.receipts import FoundReceipt


def laid_away(order: Any, found: FoundReceipt) -> tuple[str, ...]:
    """What was agreed for goods that are kept back, and what became of it when they were called off."""
    if found.kind == ReceiptKind.PAYMENT and order.pay_plan == PayPlan.LAYAWAY:
        until = _("Laid away. Last day to pay the rest: {day}.").format(day=clock.format_day(order.promised_at))
        fee = _("If it is called off, {amount} of what was paid is kept, tax included.")
        agreed = (fee.format(amount=format_money(order.cancel_fee_minor, order.currency)),) * bool(
            order.cancel_fee_minor
        )
        return until, *agreed
    if found.kind == ReceiptKind.REFUND and order.fee_kept_minor:
        words = _("Kept as agreed when the goods were laid away: {amount}, tax of {tax} included.")
        fee, tax = (format_money(sum_minor, order.currency) for sum_minor in fee_kept(order.id))
        return (words.format(amount=fee, tax=tax),)
    return ()
