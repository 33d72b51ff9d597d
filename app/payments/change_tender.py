"""Putting right a payment that was keyed as the wrong tender, until its shift is closed."""

from __future__ import annotations

from app.core.actor import Actor
from app.core.command import command, note, touch
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
    """The shift of the payment is closed, or money was paid back on it."""


@command("payments.change_tender")
def change_tender(by: Actor, payment_id: int, tender: Tender | str, reason: str, auth_code: str = "") -> None:
    """Move a payment to the tender it really was, until its shift is closed; the drawer's expected cash follows.

    Refused with TenderIsFixed after the close, once part of it was paid back, and when a terminal took it.
    """
    tender, payment = Tender(tender), Payment.get_or_none(Payment.id == payment_id)
    if payment is None or payment.order_id is None:
        raise NotFound("payment", payment_id)
    hold(Order, payment.order_id)
    _check(payment, tender, reason)
    customer_id = Order.select(Order.customer).where(Order.id == payment.order_id).scalar()
    rounding = _rounding(payment) if tender == Tender.CASH else 0
    cash = payment.amount_minor + rounding if tender == Tender.CASH else 0
    moved = Payment.update(
        tender=tender, given_minor=cash, change_minor=0, rounding_minor=rounding, auth_code=auth_code[:40],
        masked_pan="", reason=reason[:200],
    ).where(
        Payment.id == payment_id, Payment.state == PaymentState.APPROVED, Payment.tender == payment.tender
    )  # fmt: skip
    if not moved.execute():
        raise StateChanged("payment", payment_id)
    before = account_of(payment.tender, station=payment.station, customer_id=customer_id, gift_card=payment.masked_pan)
    after = account_of(tender, station=payment.station, customer_id=customer_id)
    amount = payment.amount_minor
    lines = {before: -(amount + payment.rounding_minor), accounts.ROUNDING: payment.rounding_minor - rounding}
    lines[after] = lines.get(after, 0) + amount + rounding
    post("change_tender", lines, order_id=payment.order_id, shift_id=payment.shift_id)
    if tender in DEBTS:
        check_credit_limit(customer_id)
    touch("order", payment.order_id)
    touch("shift", payment.shift_id)
    note(payment_id=payment_id, before=payment.tender, after=tender, amount_minor=amount, reason=reason)
    emit(TenderChanged(payment.order_id, payment_id, payment.tender, tender, amount))


def _rounding(payment: Payment) -> int:
    """All cash of a bill is one heap on the counter, rounded once; what the other cash was rounded by stays there."""
    same = (Payment.order == payment.order_id) & (Payment.receipt == payment.receipt) & (Payment.amount_minor > 0)
    cash = (Payment.tender == Tender.CASH) & (Payment.state == PaymentState.APPROVED)
    others = Payment.select(Payment.amount_minor, Payment.rounding_minor).where(same, cash).tuples()
    amount, rounded = (sum(column) for column in zip((0, 0), *others, strict=True))
    return int(rounding_of(payment.amount_minor + amount) - rounded)


def _check(payment: Payment, tender: Tender, reason: str) -> None:
    state = Shift.select(Shift.state).where(Shift.id == payment.shift_id).scalar() if payment.shift_id else None
    if state not in (ShiftState.OPEN, ShiftState.COUNTING):
        raise TenderIsFixed(_("Its shift is closed; the tender stays. Refund and take it again."))
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
