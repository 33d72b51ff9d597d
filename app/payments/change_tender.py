"""Putting right a payment that was keyed as the wrong tender: in place while its shift is open, by a pair afterwards."""

from __future__ import annotations

from app.core import clock
from app.core.actor import Actor
from app.core.command import acting, command, note, touch
from app.core.db import hold
from app.core.events import emit
from app.core.i18n import _
from app.core.refusal import NotFound, Refusal, StateChanged
from app.ledger import accounts
from app.ledger.post import post
from app.orders.models import Order
from app.payments.debts import check_terms
from app.payments.events import TenderChanged
from app.payments.models import Payment, PaymentState, Shift, ShiftState, Tender
from app.payments.send_back import is_sent_back
from app.payments.take import account_of, check_credit_limit
from app.payments.tender import DEBTS, rounding_of

# What only the till's keys decided; a terminal, a provider, a gift card or a plan has its own books.
MOVABLE = frozenset({Tender.CASH, Tender.CARD, Tender.STORE_CREDIT, Tender.ON_ACCOUNT})


class TenderIsFixed(Refusal):
    """The payment was taken at no till or by a machine, or money was paid back on it."""


@command("payments.change_tender")
def change_tender(by: Actor, payment_id: int, tender: Tender | str, reason: str, auth_code: str = "") -> None:
    """Move a payment to the tender it really was.

    While its shift is open the payment itself is changed, and the drawer's expected cash follows.  After the close the
    Z report stays as it is: the payment is marked as corrected, another one stands for it from today on, and what the
    count booked as over or short is taken back.  Refused with TenderIsFixed once part of it was paid back, and when a
    terminal took it.
    """
    tender, payment = Tender(tender), Payment.get_or_none(Payment.id == payment_id)
    if payment is None or payment.order_id is None:
        raise NotFound("payment", payment_id)
    hold(Order, payment.order_id)
    shift = _shift_of(payment)
    _check(payment, tender, reason)
    customer_id = Order.select(Order.customer).where(Order.id == payment.order_id).scalar()
    rounding = _rounding(payment) if tender == Tender.CASH else 0
    values = {
        "tender": tender, "given_minor": payment.amount_minor + rounding if tender == Tender.CASH else 0,
        "change_minor": 0, "rounding_minor": rounding, "auth_code": auth_code[:40], "masked_pan": "",
        "reason": reason[:200],
    }  # fmt: skip
    is_closed = shift.state == ShiftState.CLOSED
    now_id = _stand_for(payment, values) if is_closed else _change(payment, values)
    before = _account(payment.tender, payment, shift, customer_id)
    after = _account(tender, payment, shift, customer_id)
    amount = payment.amount_minor
    lines = {before: -(amount + payment.rounding_minor), accounts.ROUNDING: payment.rounding_minor - rounding}
    lines[after] = lines.get(after, 0) + amount + rounding
    post("change_tender", lines, order_id=payment.order_id, shift_id=None if is_closed else shift.id)
    if tender in DEBTS:
        check_credit_limit(customer_id)
    touch("order", payment.order_id)
    touch("shift", shift.id)
    note(payment_id=now_id, before=payment.tender, after=tender, amount_minor=amount, reason=reason)
    note(z_number=shift.z_number if is_closed else None)
    emit(TenderChanged(payment.order_id, now_id, payment.tender, tender, amount))


def _shift_of(payment: Payment) -> Shift:
    """The shift that took a payment; of one that stands for another, the other's."""
    while payment.shift_id is None and payment.corrects is not None:
        payment = Payment.get_by_id(payment.corrects)
    if payment.shift_id is None:
        raise TenderIsFixed(_("This payment was taken at no till; its tender stays. Refund and take it again."))
    return payment.shift


def _change(payment: Payment, values: dict[str, object]) -> int:
    moved = Payment.update(values).where(
        Payment.id == payment.id, Payment.state == PaymentState.APPROVED, Payment.tender == payment.tender
    )
    if not moved.execute():
        raise StateChanged("payment", payment.id)
    return int(payment.id)


def _stand_for(payment: Payment, values: dict[str, object]) -> int:
    """Mark a payment of a closed shift as corrected and write the one that it really was; returns the new one's id."""
    now = clock.now_ms()
    marked = Payment.update(state=PaymentState.CORRECTED, settled_at=now).where(
        Payment.id == payment.id, Payment.state == PaymentState.APPROVED
    )
    if not marked.execute():
        raise StateChanged("payment", payment.id)
    standing = Payment.insert(
        order=payment.order_id, station=payment.station, state=PaymentState.APPROVED, amount_minor=payment.amount_minor,
        receipt=payment.receipt, corrects=payment.id, who=acting().person_id, made_at=now, settled_at=now, **values,
    )  # fmt: skip
    return int(standing.execute())


def _account(tender: Tender, payment: Payment, shift: Shift, customer_id: int | None) -> str:
    """Where the money of a tender stands; what a closed till's count found missing or too much was booked as that."""
    if shift.state == ShiftState.CLOSED and tender.value in shift.counted:
        return accounts.over_short(payment.station)
    return account_of(tender, station=payment.station, customer_id=customer_id)


def _rounding(payment: Payment) -> int:
    """All cash of a bill is one heap on the counter, rounded once; what the other cash was rounded by stays there."""
    same = (Payment.order == payment.order_id) & (Payment.receipt == payment.receipt) & (Payment.amount_minor > 0)
    cash = (Payment.tender == Tender.CASH) & (Payment.state == PaymentState.APPROVED)
    others = Payment.select(Payment.amount_minor, Payment.rounding_minor).where(same, cash).tuples()
    amount, rounded = (sum(column) for column in zip((0, 0), *others, strict=True))
    return int(rounding_of(payment.amount_minor + amount) - rounded)


def _check(payment: Payment, tender: Tender, reason: str) -> None:
    if payment.state != PaymentState.APPROVED:
        raise StateChanged("payment", payment.id)
    if payment.amount_minor <= 0 or Payment.select().where(Payment.refund_of == payment.id).exists():
        raise TenderIsFixed(_("Part of this payment was paid back; its tender stays."))
    if tender == payment.tender or tender not in MOVABLE or payment.tender not in MOVABLE or payment.tip_minor:
        raise TenderIsFixed(_("Choose the tender that it really was: cash, card, store credit or on account."))
    if is_sent_back(payment.id):
        raise TenderIsFixed(_("The terminal took this payment. Pay it back there and take it again."))
    if not reason.strip():
        raise TenderIsFixed(_("Say why."))
    if tender in DEBTS and (customer_id := Order.select(Order.customer).where(Order.id == payment.order_id).scalar()):
        check_terms(customer_id)
