"""Taking tenders for a bill: the step that checks them, writes the payments and says what to book.

`take_payments` writes the payments and returns the tender side of the transfer; the command that called it adds
its own side and hands both to `book`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.core import clock
from app.core.command import acting
from app.core.db import hold
from app.core.i18n import _
from app.core.kept import short
from app.core.money import format_money
from app.core.plain import plain
from app.core.prepared import prepared
from app.core.refusal import Refusal
from app.customers.models import Customer
from app.ledger import accounts
from app.ledger.models import Account
from app.ledger.post import balance, post
from app.payments.debts import check_terms
from app.payments.gift_cards import check_number, check_usable
from app.payments.instalments import open_plan
from app.payments.models import Payment, PaymentState, Tender
from app.payments.signatures import Signed, check_signed, keep_signature
from app.payments.tender import DEBTS, NEEDS_CUSTOMER, NOTES, Settled, TenderInput, TenderNotComplete, settle
from app.payments.till import ShiftNow, TillNotOpen

LONGEST_REFERENCE, LONGEST_CODE, LONGEST_REASON = 120, 40, 200  # as the columns of payments


class ReferenceUsed(Refusal):
    """A payment with this reference was taken before."""


class CardNotApproved(Refusal):
    """The terminal has not approved this card payment, or it belongs to another bill."""


class OverCreditLimit(Refusal):
    """The customer would owe more than the credit limit allows."""


class Taken(NamedTuple):
    """Tenders that were written as payments, and what they mean to the ledger."""

    lines: dict[str, int]  # account -> signed minor units; they sum to the amounts paid
    settled: list[Settled]
    change_minor: int
    rounding_minor: int
    opens_drawer: bool
    owing: int | None  # the customer who owes part of it
    ids: tuple[int, ...] = ()  # of the payments

    @property
    def tenders(self) -> tuple[Tender, ...]:
        """Which tenders were used."""
        return tuple(part.tender.tender for part in self.settled)

    @property
    def plain(self) -> list[list[object]]:
        """Tender and amount of each part, for the journal."""
        return [[str(part.tender.tender), part.tender.amount_minor] for part in self.settled]


@prepared
def _write(
    order, shift, station, tender, state, amount, given, change, rounding, reference, auth_code, masked_pan, refund_of,
    who, reason, made_at, settled_at,
):  # fmt: skip
    return Payment.insert(
        order=order, shift=shift, station=station, tender=tender, state=state, amount_minor=amount, given_minor=given,
        change_minor=change, rounding_minor=rounding, reference=reference, auth_code=auth_code, masked_pan=masked_pan,
        refund_of=refund_of, who=who, reason=reason, made_at=made_at, settled_at=settled_at,
    )  # fmt: skip


@prepared
def _with_reference(reference):
    return Payment.select(Payment.id).where(Payment.reference == reference)


@prepared
def _credit_limit(customer):
    return Customer.select(Customer.credit_limit_minor).where(Customer.id == customer)


@prepared
def _with_code(shift, code, digits):
    return Payment.select(Payment.id).where(
        Payment.shift == shift, Payment.tender == Tender.CARD.value, Payment.auth_code == code,
        Payment.masked_pan == digits, Payment.state == PaymentState.APPROVED.value, Payment.amount_minor > 0,
    )  # fmt: skip


def write_payment(
    order_id: int | None, tender: Tender, amount_minor: int, *, shift: ShiftNow | None, given_minor: int = 0,
    change_minor: int = 0, rounding_minor: int = 0, reference: str | None = None, auth_code: str = "",
    masked_pan: str = "", refund_of: int | None = None, reason: str = "", state: PaymentState = PaymentState.APPROVED,
) -> int:  # fmt: skip
    """Write one payment row, as a step; the same reference twice is refused with ReferenceUsed.  Returns its id."""
    reference = short((reference or "").strip(), LONGEST_REFERENCE) or None
    if reference and _with_reference.one(reference):
        sentence = _("A payment with the reference {reference} was taken already.")
        raise ReferenceUsed(sentence.format(reference=reference), reference=reference)
    by, now = acting(), clock.now_ms()
    return _write.add(
        order_id, shift.id if shift else None, by.station, tender, state, amount_minor, given_minor, change_minor,
        rounding_minor, reference, short(auth_code.strip(), LONGEST_CODE), short(masked_pan.strip(), LONGEST_CODE),
        refund_of, by.person_id, plain(reason)[:LONGEST_REASON], now,
        now if state == PaymentState.APPROVED else None,
    )  # fmt: skip


def take_payments(
    order_id: int | None, total_minor: int, tenders: Sequence[TenderInput], shift: ShiftNow | None, *,
    customer_id: int | None = None, partly: bool = False,
) -> Taken:  # fmt: skip
    """Check and write the tenders of a bill; the caller posts them with `book`.

    Refused with what `settle` raises, TillNotOpen for cash without a shift, ReferenceUsed, CardNotApproved,
    NotSigned and AccountStopped.  Nothing is due on a bill of nought, and nothing is taken.
    """
    settled = settle(total_minor, tenders, partly=partly)
    lines: dict[str, int] = {}
    change = rounding = 0
    opens, owing, ids = False, None, []
    for part in settled:
        payment_id, found = _take_one(order_id, part, shift, customer_id, total_minor)
        ids.append(payment_id)
        for code, amount in found.items():
            lines[code] = lines.get(code, 0) + amount
        change += part.change_minor
        rounding += part.rounding_minor
        opens = opens or part.tender.tender in NOTES
        owing = customer_id if part.tender.tender in DEBTS else owing
    if rounding:
        lines[accounts.ROUNDING] = -rounding
    return Taken(lines, settled, change, rounding, opens, owing, tuple(ids))


def book(what: str, taken: Taken, against: Mapping[str, int], *, order_id: int | None, shift: ShiftNow | None) -> int:
    """Post tenders against the other side; OverCreditLimit when the customer would owe too much."""
    lines = dict(taken.lines)
    for code, amount in against.items():
        lines[code] = lines.get(code, 0) + amount
    transfer = post(what, lines, order_id=order_id, shift_id=shift.id if shift else None)
    if taken.owing is not None:
        check_credit_limit(taken.owing)
    return transfer


def check_credit_limit(customer_id: int) -> None:
    """Raise OverCreditLimit when a customer owes more than allowed; asked after posting, so that no race slips by."""
    row = _credit_limit.one(customer_id)
    limit, owed = (int(row[0]) if row else 0), debts_of(customer_id)
    if owed > limit:
        raise OverCreditLimit(
            _("The customer would owe {owed}; the credit limit is {limit}.").format(
                owed=format_money(owed), limit=format_money(limit)
            ),
            owed_minor=owed, limit_minor=limit, customer_id=customer_id,
        )  # fmt: skip


def debts_of(customer_id: int) -> int:
    """What a customer owes on account and in instalments together."""
    account = accounts.customer(customer_id)
    plans = Account.select(Account.balance_minor).where(Account.code.startswith(f"{account}:plan:"))
    return balance(account) + sum(int(minor) for (minor,) in plans.tuples())


def account_of(tender: Tender, *, station: str, customer_id: int | None, gift_card: str = "") -> str:
    """The account that a tender goes into, or comes out of when it is paid back."""
    if tender == Tender.CASH:
        return accounts.drawer(station)
    if tender == Tender.CARD:
        return accounts.CARD
    if tender in (Tender.ONLINE, Tender.WALLET):
        return accounts.ONLINE if tender == Tender.ONLINE else accounts.WALLET
    if tender == Tender.WRITE_OFF:
        return accounts.RESTS
    if tender == Tender.GIFT_CARD:
        return accounts.gift_card(gift_card)
    if customer_id is None:
        raise TenderNotComplete(_("Add the customer to the sale first."), tender=tender)
    return accounts.credit(customer_id) if tender == Tender.STORE_CREDIT else accounts.customer(customer_id)


def _take_one(
    order_id: int | None, part: Settled, shift: ShiftNow | None, customer_id: int | None, total_minor: int
) -> tuple[int, dict[str, int]]:
    """Write one payment; returns its id, and what it puts on which account."""
    tender = part.tender
    _check_place(tender, shift, customer_id)
    tip = {accounts.tips(acting().person_id): -tender.tip_minor} if tender.tip_minor else {}
    if tender.payment_id:
        _attach_card(order_id, tender)
        return tender.payment_id, tip | {accounts.CARDS_WAITING: tender.amount_minor + tender.tip_minor}
    if tender.tender == Tender.CARD and shift is not None and not tender.reference.strip():
        _check_code_is_new(shift.id, tender)
    is_gift = tender.tender == Tender.GIFT_CARD
    card = check_number(tender.reference) if is_gift else tender.masked_pan
    if is_gift:
        check_usable(card)
    payment_id = write_payment(
        order_id, tender.tender, tender.amount_minor, shift=shift, given_minor=part.given_minor,
        change_minor=part.change_minor, rounding_minor=part.rounding_minor,
        reference=None if is_gift else tender.reference,  # a gift card pays many bills
        auth_code=tender.auth_code, masked_pan=card,
    )  # fmt: skip
    if tender.tender == Tender.ON_ACCOUNT:
        keep_signature(payment_id, tender.signature)
    if tender.tip_minor:
        Payment.update(tip_minor=tender.tip_minor).where(Payment.id == payment_id).execute()
    if tender.tender == Tender.FOREIGN_CASH:
        return payment_id, _foreign_lines(payment_id, part)
    if tender.tender == Tender.INSTALMENTS:
        assert customer_id is not None
        deposit = total_minor - tender.amount_minor
        account = open_plan(payment_id, order_id, customer_id, tender, deposit_minor=deposit)
        return payment_id, {account: tender.amount_minor}
    code = account_of(tender.tender, station=acting().station, customer_id=customer_id, gift_card=card)
    return payment_id, tip | {code: part.received_minor + tender.tip_minor}


def _check_place(tender: TenderInput, shift: ShiftNow | None, customer_id: int | None) -> None:
    if tender.tender == Tender.ON_DELIVERY:
        raise TenderNotComplete(_("Goods handed over now are paid now."), tender=tender.tender)
    if tender.tender in NOTES and shift is None:
        raise TillNotOpen(_("Cash goes into a drawer. Open this till with its float first."))
    if tender.tender in NEEDS_CUSTOMER and customer_id is None:
        raise TenderNotComplete(_("Add the customer to the sale first."), tender=tender.tender)
    if tender.tender == Tender.ON_ACCOUNT:
        check_signed(tender.signature, Signed.ACCOUNT)
    if tender.tender in DEBTS and customer_id is not None:
        hold(Customer, customer_id)  # all debts of a customer are looked at one after the other
        check_terms(customer_id)


def _check_code_is_new(shift_id: int, tender: TenderInput) -> None:
    """The code of one slip pays one bill: typed again in the same shift for the same card, it is refused."""
    code, digits = tender.auth_code.strip(), tender.masked_pan.strip()
    if _with_code.one(shift_id, code, digits):
        raise ReferenceUsed(
            _("The code {code} was used in this shift already. Look at the slip.").format(code=code), reference=code
        )


def _foreign_lines(payment_id: int, part: Settled) -> dict[str, int]:
    tender, station = part.tender, acting().station
    Payment.update(currency=tender.currency, foreign_minor=tender.foreign_minor).where(
        Payment.id == payment_id
    ).execute()
    return {
        accounts.foreign_drawer(station, tender.currency): part.given_minor,
        accounts.drawer(station): -part.change_minor,
    }


def _attach_card(order_id: int | None, tender: TenderInput) -> None:
    """Make a payment that the terminal approved part of this bill; one payment belongs to one bill."""
    free = Payment.update(
        order=order_id, settled_at=clock.now_ms(), amount_minor=tender.amount_minor, tip_minor=tender.tip_minor
    ).where(
        Payment.id == tender.payment_id, Payment.state == PaymentState.APPROVED, Payment.tender == tender.tender,
        Payment.settled_at.is_null(), Payment.amount_minor == tender.amount_minor + tender.tip_minor,
    )  # fmt: skip
    if not free.execute():
        raise CardNotApproved(
            _("The card payment is not approved, or belongs to another bill. Look at the terminal."),
            payment_id=tender.payment_id,
        )
