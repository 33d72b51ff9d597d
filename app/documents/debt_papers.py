"""Papers for money that pays a debt: a part of an instalment plan, or bills on account; no sale and no tax in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peewee import fn

from app.core import clock, settings
from app.core.i18n import _
from app.core.money import currency, format_money
from app.core.refusal import NotFound
from app.customers.models import Customer
from app.documents import texts
from app.documents.paid import Money, debt_paid_on, tender_line
from app.documents.papers import PaperLine, Receipt, Totals
from app.payments.models import AccountReceipt, Payment, PaymentState
from app.payments.plan_reads import PlanRow, plan_of_order
from app.payments.receipts import FoundReceipt, account_receipt_number, receipts_of


def account_receipt(number: str, language: str | None = None, copy: int = 0) -> Receipt:
    """The paper of money that a customer paid towards what stands on account; NotFound."""
    row = AccountReceipt.get_or_none(AccountReceipt.no == int(number.rpartition("-")[2]))
    if row is None or account_receipt_number(row.no) != number:
        raise NotFound("receipt", number)
    name, spoken_to = (
        Customer.select(Customer.name, Customer.language).where(Customer.id == row.customer_ref).tuples().get()
    )
    chosen = str(settings.read(texts.LANGUAGE))
    with texts.in_language(language or (spoken_to if chosen == "customer" else chosen)) as spoken:
        left = _("Still owed on account: {amount}").format(amount=format_money(row.left_minor))
        return Receipt(
            language=spoken, copy_number=copy, shop=texts.receipt_head(), number=number,
            at=clock.format_stamp(row.made_at), title=_("Payment"), customer=name,
            cashier=row.who_name.split(" ")[0], station=texts.station_name(row.station),
            lines=(PaperLine(name=_("Paid on account"), amount_minor=row.paid_minor),),
            totals=_totals(debt_paid_on(number), row.paid_minor), notes=(left,), footer=(),
        )  # fmt: skip


def plan_receipt(order: Any, found: FoundReceipt, mine: Sequence[Money], spoken: str, copy: int) -> Receipt:
    """The paper of money that a customer paid towards an instalment plan."""
    plan = plan_of_order(order.id)
    assert plan is not None, f"order {order.id} has no plan"
    words = _("Instalment of order {number}").format(number=order.number)
    return Receipt(
        language=spoken, copy_number=copy, shop=texts.receipt_head(), number=found.number,
        at=clock.format_stamp(found.made_at), title=_("Payment"), order_number=order.number or "",
        customer=order.customer_name, station=texts.station_name(found.station),
        lines=(PaperLine(name=words, amount_minor=found.total_minor),), totals=_totals(mine, found.total_minor),
        notes=_of_plan(plan, mine[-1].id), footer=(), barcode=found.number if settings.read(texts.RETURN_CODE) else "",
    )  # fmt: skip


def _totals(paid: Sequence[Money], total_minor: int) -> Totals:
    return Totals(
        currency=currency(), total_minor=total_minor, subtotal_minor=total_minor,
        rounding_minor=sum(money.rounding_minor for money in paid), tenders=tuple(map(tender_line, paid)),
        change_minor=sum(money.change_minor for money in paid),
    )  # fmt: skip


def _of_plan(plan: PlanRow, last_payment: int) -> tuple[str, ...]:
    """What was left after this payment, and when the next part is due."""
    papers = [found.number for found in receipts_of(plan.order_id)]
    paid = Payment.select(fn.COALESCE(fn.SUM(Payment.amount_minor), 0)).where(
        Payment.receipt.in_(papers), Payment.order.is_null(), Payment.state == PaymentState.APPROVED,
        Payment.id <= last_payment,
    )  # fmt: skip
    left, due, paid_so_far = plan.total_minor, "", int(paid.scalar())
    left -= sum(part.dropped_minor for part in plan.parts) + paid_so_far
    for part in plan.parts:
        paid_so_far -= part.amount_minor - part.dropped_minor
        if paid_so_far < 0:
            due = _("Next part: {amount} on {day}").format(
                amount=format_money(-paid_so_far), day=clock.format_day(part.due_on)
            )
            break
    if left <= 0:
        return (_("All instalments are paid. Thank you!"),)
    return (_("Still to pay: {amount}").format(amount=format_money(left)), due)
