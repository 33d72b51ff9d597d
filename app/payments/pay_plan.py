"""A customer pays instalments: the next part, several, or all of the rest early."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.db import hold
from app.core.i18n import N_, _
from app.core.outbox import titled, wish
from app.core.refusal import NotFound
from app.ledger import accounts
from app.payments.instalments import open_of, pay_off
from app.payments.models import InstalmentPlan, ReceiptKind, Tender
from app.payments.pay import NothingDue, Paid, kick_drawer, shift_for
from app.payments.receipts import take_receipt
from app.payments.take import book, take_payments
from app.payments.tender import TenderInput, TenderNotComplete

NOT_FOR_DEBTS = frozenset({Tender.ON_ACCOUNT, Tender.INSTALMENTS, Tender.ON_DELIVERY, Tender.WRITE_OFF})


@command("payments.pay_instalment")
def pay_instalment(by: Actor, plan_id: int, tenders: Sequence[TenderInput], print_receipt: bool = True) -> Paid:
    """Take money for a plan, the oldest part first; more than one part, or all of it, may be paid early.

    Refused with NothingDue when the plan is paid, and with what `take_payments` raises.
    """
    hold(InstalmentPlan, plan_id)
    row = (
        InstalmentPlan.select(InstalmentPlan.order, InstalmentPlan.customer_id).where(InstalmentPlan.id == plan_id)
        .tuples().first()
    )  # fmt: skip
    if row is None:
        raise NotFound("plan", plan_id)
    order_id, customer_id = int(row[0]), int(row[1])
    due = open_of(plan_id)
    if due <= 0:
        raise NothingDue(_("This plan is paid."), plan_id=plan_id)
    if wrong := NOT_FOR_DEBTS & {tender.tender for tender in tenders}:
        raise TenderNotComplete(_("A debt is not paid with another debt."), tender=min(wrong))
    shift = shift_for(by, tenders)
    taken = take_payments(None, due, tenders, shift, customer_id=customer_id, partly=True)
    paid = sum(part.tender.amount_minor for part in taken.settled)
    if not paid:
        raise TenderNotComplete(_("A payment is more than nought."))
    account = accounts.plan(customer_id, plan_id)
    transfer = book("instalment", taken, {account: -paid}, order_id=order_id, shift=shift)
    pay_off(plan_id, paid)
    receipt = ""
    if shift is not None:
        touch("shift", shift.id)
        receipt = take_receipt(
            ReceiptKind.PAYMENT, order_id, paid, series=shift.series, station=by.station, shift_id=shift.id,
            payments=taken.ids,
        )  # fmt: skip
        if print_receipt:
            wish("receipt", f"receipt:{receipt}", {"order_id": order_id, "receipt": receipt},
                 title=titled(N_("Receipt {number}"), number=receipt), order_id=order_id)  # fmt: skip
    if taken.opens_drawer:
        kick_drawer(f"transfer:{transfer}", order_id=order_id)
    note(plan_id=plan_id, paid_minor=paid, left_minor=due - paid, tenders=taken.plain)
    return Paid(receipt, paid, due - paid, taken.change_minor, taken.rounding_minor)
