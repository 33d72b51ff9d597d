"""Paying for an order that was placed before: at the till, by the web shop, or the debts of a customer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.core import canonical
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.db import hold
from app.core.events import emit
from app.core.i18n import N_, _
from app.core.money import LARGEST
from app.core.outbox import titled, wish
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal
from app.customers.models import Customer
from app.ledger import accounts
from app.ledger.post import balance
from app.orders.complete import complete_if_done
from app.orders.models import Order
from app.orders.states import OrderState, PayPlan
from app.payments.events import PaymentTaken
from app.payments.gift_cards import load_card
from app.payments.layaway import check_deposit
from app.payments.models import Payment, ReceiptKind, Tender
from app.payments.order_account import is_posted, owed
from app.payments.receipts import take_account_receipt, take_receipt
from app.payments.take import Taken, book, take_payments, write_payment
from app.payments.tender import NOTES, TenderInput, TenderNotComplete, TenderTooLarge
from app.payments.terminal import check_cards_ended
from app.payments.till import ShiftNow, held_shift, open_till

DRAWER_MS = 10_000  # a kick that comes later would open the drawer in front of somebody else


class NothingDue(Refusal):
    """Everything is paid, or the order is cancelled."""


class Paid(NamedTuple):
    """What a payment gives back."""

    receipt: str
    paid_minor: int
    left_minor: int
    change_minor: int
    rounding_minor: int


class OrderToPay(NamedTuple):
    """What paying needs to know of an order."""

    number: str
    state: OrderState
    customer_id: int | None
    address: str | None  # as JSON
    customer_name: str


@prepared(rows=OrderToPay)
def _to_pay(order):
    columns = (Order.number, Order.state, Order.customer, Order.address, Order.customer_name)
    return Order.select(*columns).where(Order.id == order)


@prepared
def _with_reference(reference):
    return Payment.select(Payment.id, Payment.order, Payment.amount_minor).where(Payment.reference == reference)


@command("payments.pay_order")
def pay_order(by: Actor, order_id: int, tenders: Sequence[TenderInput], print_receipt: bool = True) -> Paid:
    """Take tenders for an order, all that is owed or a part of it.

    A tender *on delivery* has the rest paid at the door, which needs an address.  Refused with NothingDue, with
    CardUnderWay while a card may have been charged for it, and with what `take_payments` raises; cash needs an open
    shift.
    """
    hold(Order, order_id)
    check_cards_ended(f"order:{order_id}")
    order, due = _order_to_pay(order_id), owed(order_id)
    at_door = [tender for tender in tenders if tender.tender == Tender.ON_DELIVERY]
    now = [tender for tender in tenders if tender.tender != Tender.ON_DELIVERY]
    if due <= 0 or order.state == OrderState.CANCELLED:
        raise NothingDue(_("Nothing is due on order {number}.").format(number=order.number), order_id=order_id)
    check_deposit(order_id, sum(tender.amount_minor for tender in now))
    if at_door:
        _pay_at_door(order_id, order)
    shift = shift_for(by, now)
    taken = take_payments(order_id, due, now, shift, customer_id=order.customer_id, partly=True)
    paid = sum(part.tender.amount_minor for part in taken.settled)
    receipt = ""
    if paid:
        book("payment", taken, {accounts.of_order(order_id): -paid}, order_id=order_id, shift=shift)
        receipt = _receipt(by, order_id, taken, paid, shift)
        _papers(order_id, order.number, receipt, taken, print_receipt)
    touch("order", order_id)
    note(number=order.number, paid_minor=paid, left_minor=due - paid, tenders=taken.plain, on_delivery=bool(at_door))
    if paid:
        emit(PaymentTaken(order_id, paid, taken.tenders, receipt))
        complete_if_done(order_id)
    return Paid(receipt, paid, due - paid, taken.change_minor, taken.rounding_minor)


@command("payments.record_online")
def record_online(by: Actor, order_id: int, amount_minor: int, reference: str) -> int:
    """Note what a web shop's provider took for an imported order; returns the payment's id.

    The same reference for the same order and amount is the same payment; for another one it is refused.
    """
    note(number=_order_to_pay(order_id).number, paid_minor=amount_minor, reference=reference)
    return record_online_payment(order_id, amount_minor, reference)


def record_online_payment(order_id: int, amount_minor: int, reference: str) -> int:
    """The step of `record_online`, for imports."""
    if amount_minor <= 0:
        raise TenderNotComplete(_("A payment is more than nought."), tender=Tender.ONLINE)
    if amount_minor > LARGEST:
        raise TenderTooLarge(_("No payment is that large. Type the amount again."), tender=Tender.ONLINE)
    known = _with_reference.one(reference) if reference else None
    if known and known[1:] == (order_id, amount_minor):
        return int(known[0])
    hold(Order, order_id)
    _order_to_pay(order_id)
    payment_id = write_payment(order_id, Tender.ONLINE, amount_minor, shift=None, reference=reference)
    taken = Taken({accounts.ONLINE: amount_minor}, [], 0, 0, False, None)
    book("payment", taken, {accounts.of_order(order_id): -amount_minor}, order_id=order_id, shift=None)
    touch("order", order_id)
    emit(PaymentTaken(order_id, amount_minor, (Tender.ONLINE,), ""))
    complete_if_done(order_id)
    return payment_id


@command("payments.settle_account")
def settle_account(
    by: Actor, customer_id: int, tenders: Sequence[TenderInput], print_receipt: bool = True
) -> Paid:  # fmt: skip
    """A customer pays debts that stand on account, all of them or a part, and gets a numbered paper for it."""
    hold(Customer, customer_id)
    due = balance(accounts.customer(customer_id))
    if due <= 0:
        raise NothingDue(_("This customer owes nothing on account."), customer_id=customer_id)
    wrong = {Tender.ON_ACCOUNT, Tender.INSTALMENTS, Tender.ON_DELIVERY} & {tender.tender for tender in tenders}
    if wrong:
        raise TenderNotComplete(_("A debt is not paid with another debt."), tender=min(wrong))
    shift = shift_for(by, tenders)
    taken = take_payments(None, due, tenders, shift, customer_id=customer_id, partly=True)
    paid = sum(part.tender.amount_minor for part in taken.settled)
    if not paid:
        raise TenderNotComplete(_("A payment is more than nought."))
    transfer = book("account_paid", taken, {accounts.customer(customer_id): -paid}, order_id=None, shift=shift)
    if taken.opens_drawer:
        kick_drawer(f"transfer:{transfer}")
    receipt = take_account_receipt(
        customer_id, paid, due - paid, shift_id=shift.id if shift else None, payments=taken.ids
    )  # fmt: skip
    if print_receipt:
        title = titled(N_("Receipt {number}"), number=receipt)
        wish("account_receipt", f"account_receipt:{receipt}", {"receipt": receipt}, title=title)
    touch("customer", customer_id)
    note(customer_id=customer_id, paid_minor=paid, left_minor=due - paid, tenders=taken.plain)
    return Paid(receipt, paid, due - paid, taken.change_minor, taken.rounding_minor)


@command("payments.sell_gift_card")
def sell_gift_card(by: Actor, code: str, amount_minor: int, tenders: Sequence[TenderInput]) -> Paid:
    """Load a gift card with what is paid for it; its worth is owed to whoever brings it."""
    if any(tender.tender == Tender.GIFT_CARD for tender in tenders):
        raise TenderNotComplete(_("A gift card is not paid with a gift card."), tender=Tender.GIFT_CARD)
    shift = shift_for(by, tenders)
    taken = take_payments(None, amount_minor, tenders, shift)
    account = load_card(code, amount_minor, None)
    transfer = book("gift_card", taken, {account: -amount_minor}, order_id=None, shift=shift)
    if taken.opens_drawer:
        kick_drawer(f"transfer:{transfer}")
    note(code=code, amount_minor=amount_minor, tenders=taken.plain)
    return Paid("", amount_minor, 0, taken.change_minor, taken.rounding_minor)


def kick_drawer(key: str, *, order_id: int | None = None) -> None:
    """Wish the drawer of this station open; only for cash and change, and only for ten seconds."""
    wish("drawer", f"drawer:{key}", {}, title=titled(N_("Open the drawer")), order_id=order_id, lasts_ms=DRAWER_MS)


def _order_to_pay(order_id: int) -> OrderToPay:
    row: OrderToPay | None = _to_pay.one(order_id)
    if row is None:
        raise NotFound("order", order_id)
    return row


def _pay_at_door(order_id: int, order: OrderToPay) -> None:
    if not order.address or not canonical.decode(order.address):
        raise TenderNotComplete(_("Paying at the door needs an address."), tender=Tender.ON_DELIVERY)
    if is_posted(order_id):
        raise TenderNotComplete(
            _("The goods have left; they cannot be paid at the door now."), tender=Tender.ON_DELIVERY
        )
    Order.update(pay_plan=PayPlan.ON_DELIVERY).where(Order.id == order_id).execute()


def shift_for(by: Actor, tenders: Sequence[TenderInput]) -> ShiftNow | None:
    """Cash needs an open till; everything else is noted in the shift when there is one."""
    if any(tender.tender in NOTES for tender in tenders):
        return open_till(by.station)
    return held_shift(by.station)


def _receipt(by: Actor, order_id: int, taken: Taken, paid_minor: int, shift: ShiftNow | None) -> str:
    if shift is None:
        return ""  # an office has no till, so it gives no numbered receipts
    touch("shift", shift.id)
    return take_receipt(
        ReceiptKind.PAYMENT, order_id, paid_minor, series=shift.series, station=by.station, shift_id=shift.id,
        payments=taken.ids,
    )  # fmt: skip


def _papers(order_id: int, number: str, receipt: str, taken: Taken, print_receipt: bool) -> None:
    if taken.opens_drawer:
        kick_drawer(receipt, order_id=order_id)
    if print_receipt and receipt:
        wish(
            "receipt", f"receipt:{receipt}", {"order_id": order_id, "receipt": receipt},
            title=titled(N_("Receipt {number}"), number=receipt), order_id=order_id,
        )  # fmt: skip
