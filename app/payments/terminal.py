"""Payments that a terminal or provider decides: created → sent → approved | declined | in doubt.

A card, a payment code on the customer's telephone and a link that is paid online go the same way.  In doubt is never
declined by itself.

An approved payment waits on `deposit:cards` until a bill takes it in by its id, and belongs to one bill only.
"""

from __future__ import annotations

from itertools import count
from typing import NamedTuple

from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import N_, _
from app.core.money import LARGEST, format_money
from app.core.outbox import titled, wish
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal, StateChanged
from app.ledger import accounts
from app.ledger.post import post
from app.payments.models import Payment, PaymentState, Tender
from app.payments.take import write_payment
from app.payments.tender import BY_TERMINAL, TenderNotComplete, TenderTooLarge
from app.payments.till import held_shift, open_till

ACCOUNTS = {Tender.CARD: accounts.CARD, Tender.WALLET: accounts.WALLET, Tender.ONLINE: accounts.ONLINE}
UNDER_WAY = (PaymentState.CREATED, PaymentState.SENT, PaymentState.IN_DOUBT)
BATCH = 8  # tries of one bill that are looked at together
ENDS = frozenset({PaymentState.APPROVED, PaymentState.DECLINED, PaymentState.IN_DOUBT})


class CardUnderWay(Refusal):
    """Another card payment of this bill has not ended yet; charging again could charge twice."""


class CardPayment(NamedTuple):
    """A card payment as the pay panel follows it."""

    id: int
    state: PaymentState
    amount_minor: int
    reference: str
    order_id: int | None
    tender: Tender = Tender.CARD
    provider_ref: str = ""


@prepared
def _tries(one, two, three, four, five, six, seven, eight):
    tries = (one, two, three, four, five, six, seven, eight)
    return Payment.select(Payment.id, Payment.state).where(Payment.reference.in_(tries))


def check_cards_ended(bill: str) -> None:
    """Raise CardUnderWay while nobody knows whether a card was charged for this bill: it is not paid otherwise then."""
    for first in count(1, BATCH):
        found = _tries.all(*(f"{bill}/{no}" for no in range(first, first + BATCH)))
        for payment_id, state in found:
            if state in UNDER_WAY:
                sentence = _(
                    "A card may have been charged for this already. Ask the terminal first, or say what it shows."
                )
                raise CardUnderWay(sentence, bill=bill, payment_id=payment_id)
        if len(found) < BATCH:
            return


@command("payments.create_card_payment")
def create_card_payment(
    by: Actor, bill: str, amount_minor: int, tender: Tender | str = Tender.CARD, due_minor: int | None = None,
    provider: str = "",
) -> CardPayment:  # fmt: skip
    """Begin charging for a ticket (its uid) or an order (`order:<id>`); whoever shows the bill asks the terminal.

    `due_minor` is what is left to pay, with the tip: more is refused with TenderTooLarge.  Refused with CardUnderWay
    while an earlier try for the same bill is not approved, declined or reversed.
    """
    tender = Tender(tender)
    assert tender in BY_TERMINAL, f"no terminal decides about {tender}"
    if amount_minor <= 0:
        raise TenderNotComplete(_("A payment is more than nought."), tender=tender)
    if amount_minor > LARGEST:
        raise TenderTooLarge(_("No payment is that large. Type the amount again."), tender=tender)
    if due_minor is not None and amount_minor > due_minor:
        raise TenderTooLarge(
            _("{amount} is more than is due ({due}).").format(
                amount=format_money(amount_minor), due=format_money(due_minor)
            ),
            due_minor=due_minor, given_minor=amount_minor,
        )  # fmt: skip
    # A link is paid wherever the customer is: an office that takes it has no till.
    shift = held_shift(by.station) if tender == Tender.ONLINE else open_till(by.station)
    tries = list(
        Payment.select(Payment.state).where(Payment.reference.startswith(f"{bill}/")).tuples()
    )  # fmt: skip
    if any(state in UNDER_WAY for (state,) in tries):
        raise CardUnderWay(_("A card payment of this bill has not ended. Look at the terminal."), bill=bill)
    reference = f"{bill}/{len(tries) + 1}"
    payment_id = write_payment(None, tender, amount_minor, shift=shift, reference=reference, state=PaymentState.CREATED)
    if provider:
        Payment.update(provider=provider).where(Payment.id == payment_id).execute()
    wish("card", f"card:{reference}", {"payment_id": payment_id, "amount_minor": amount_minor, "reference": reference},
         title=titled(N_("Card payment")))  # fmt: skip
    touch("payment", payment_id)
    note(payment_id=payment_id, amount_minor=amount_minor, bill=bill, tender=tender)
    return CardPayment(payment_id, PaymentState.CREATED, amount_minor, reference, None, tender)


@command("payments.note_link")
def note_link(by: Actor, payment_id: int, provider_ref: str) -> None:
    """Keep the provider's own number of a payment, before the customer sees its link."""
    under_way = (Payment.id == payment_id) & Payment.state.in_(UNDER_WAY)
    if not Payment.update(provider_ref=provider_ref[:120]).where(under_way).execute():
        raise StateChanged("payment", payment_id)
    note(payment_id=payment_id, provider_ref=provider_ref)


@command("payments.recover_cards", journaled=False)
def recover_cards(by: Actor) -> int:
    """At the start: a payment that the terminal was asked for before a crash is in doubt; returns how many are.

    One that was written and never sent was certainly not charged.
    """
    here = (Payment.station == by.station) & Payment.tender.in_(list(BY_TERMINAL))
    words = _("The program stopped while the terminal was asked.")
    doubtful = Payment.update(state=PaymentState.IN_DOUBT, reason=words).where(here, Payment.state == PaymentState.SENT)
    Payment.update(state=PaymentState.DECLINED, reason=_("The program stopped before the terminal was asked.")).where(
        here, Payment.state == PaymentState.CREATED
    ).execute()
    return int(doubtful.execute())


@command("payments.mark_card_sent", journaled=False)
def mark_card_sent(by: Actor, payment_id: int) -> bool:
    """Say that the terminal has the amount now; False when it had it already, so that it is never sent twice."""
    created = (Payment.id == payment_id) & (Payment.state == PaymentState.CREATED)
    sent = Payment.update(state=PaymentState.SENT).where(created).execute()
    touch("payment", payment_id)
    return bool(sent)


@command("payments.finish_card_payment")
def finish_card_payment(
    by: Actor, payment_id: int, state: PaymentState | str, auth_code: str = "", masked_pan: str = "", detail: str = "",
    terminal_ref: str = "",
) -> CardPayment:  # fmt: skip
    """What the terminal answered: approved, declined, or in doubt when it did not.

    `terminal_ref` is its own number of the payment, by which it gives money back.  Refused with StateChanged when the
    payment ended before.
    """
    asked = (PaymentState.CREATED, PaymentState.SENT)
    _keep_ref(payment_id, terminal_ref)
    return _finish(payment_id, PaymentState(state), asked, auth_code, masked_pan, detail)


@command("payments.resolve_in_doubt")
def resolve_in_doubt(
    by: Actor, payment_id: int, approved: bool, auth_code: str = "", masked_pan: str = "", detail: str = "",
    terminal_ref: str = "",
) -> CardPayment:  # fmt: skip
    """What the terminal's own journal says of a payment in doubt."""
    _keep_ref(payment_id, terminal_ref)
    state = PaymentState.APPROVED if approved else PaymentState.DECLINED
    return _finish(payment_id, state, (PaymentState.IN_DOUBT,), auth_code, masked_pan, detail)


@command("payments.take_back_card")
def take_back_card(by: Actor, payment_id: int, reason: str) -> CardPayment:
    """Reverse an approved card payment that no bill has taken in (the ticket was dropped or paid otherwise)."""
    waiting = (Payment.id == payment_id) & (Payment.state == PaymentState.APPROVED) & Payment.settled_at.is_null()
    if not Payment.update(state=PaymentState.REVERSED, reason=reason[:200]).where(waiting).execute():
        raise StateChanged("payment", payment_id)
    payment = card_payment(payment_id)
    amount = payment.amount_minor
    post(
        "card_reversed",
        {ACCOUNTS[payment.tender]: -amount, accounts.CARDS_WAITING: amount},
        shift_id=_shift_of(payment_id),
    )
    touch("payment", payment_id)
    note(payment_id=payment_id, amount_minor=amount, reason=reason)
    return payment


def card_payment(payment_id: int) -> CardPayment:
    """A card payment as it stands; NotFound when there is none."""
    row = (
        Payment.select(
            Payment.id, Payment.state, Payment.amount_minor, Payment.reference, Payment.order, Payment.tender,
            Payment.provider_ref,
        )
        .where(Payment.id == payment_id).tuples().first()
    )  # fmt: skip
    if row is None:
        raise NotFound("payment", payment_id)
    return CardPayment(*row)


def _keep_ref(payment_id: int, terminal_ref: str) -> None:
    if terminal_ref:
        no_number = (Payment.id == payment_id) & (Payment.provider_ref == "")
        Payment.update(provider_ref=terminal_ref[:120]).where(no_number).execute()


def _finish(
    payment_id: int, state: PaymentState, old: tuple[PaymentState, ...], auth_code: str, masked_pan: str, detail: str
) -> CardPayment:
    assert state in ENDS, f"a card payment does not end as {state}"
    taken = (
        Payment.update(state=state, auth_code=auth_code[:40], masked_pan=masked_pan[:40], reason=detail[:200],
                       made_at=clock.now_ms())
        .where(Payment.id == payment_id, Payment.state.in_(old)).execute()
    )  # fmt: skip
    if not taken:
        raise StateChanged("payment", payment_id)
    payment = card_payment(payment_id)
    if state == PaymentState.APPROVED:
        amount = payment.amount_minor
        post(
            "card", {ACCOUNTS[payment.tender]: amount, accounts.CARDS_WAITING: -amount}, shift_id=_shift_of(payment_id)
        )
    touch("payment", payment_id)
    note(payment_id=payment_id, state=state, amount_minor=payment.amount_minor, detail=detail)
    return payment


def _shift_of(payment_id: int) -> int | None:
    """The shift a card payment counts in; one that ended after the close counts in the next."""
    row = Payment.select(Payment.shift, Payment.station).where(Payment.id == payment_id).tuples().first()
    assert row is not None
    now = held_shift(row[1])
    if now and now.id != row[0]:
        Payment.update(shift=now.id).where(Payment.id == payment_id).execute()
    return int(now.id) if now else row[0]
