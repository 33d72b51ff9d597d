"""Refunds that a terminal or the online provider gives: booked at once, sent after the commit, undone when declined.

The refund waits in the outbox under a key of its own, so that it is given once.  An answer that is missing is unknown
and asked for again; only a clear no takes the booking back, and the money is owed to the customer again.
"""

from __future__ import annotations

from typing import NamedTuple

from peewee import fn

from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import acting, command, note, touch
from app.core.events import emit
from app.core.i18n import N_
from app.core.money import format_money
from app.core.outbox import Outbox, Wish, WishState, find_wish, titled, wish
from app.core.refusal import NotFound, StateChanged
from app.ledger import accounts
from app.ledger.post import post
from app.payments.events import RefundDeclined
from app.payments.models import Payment, PaymentState, Tender
from app.payments.tender import BY_TERMINAL
from app.payments.till import held_shift

KIND = "card_back"
ASK_AGAIN_MS = 60_000
NOT_SENT_MS = 15_000  # the terminal cannot be reached: it is tried again
OPEN = (WishState.QUEUED, WishState.SENT, WishState.UNKNOWN)
_ACCOUNTS = {Tender.CARD: accounts.CARD, Tender.WALLET: accounts.WALLET, Tender.ONLINE: accounts.ONLINE}
_ENDS = {"approved": WishState.DONE, "declined": WishState.FAILED, "in_doubt": WishState.UNKNOWN,
         "not_sent": WishState.QUEUED}  # fmt: skip


class Back(NamedTuple):
    """A refund on its way to a card or telephone; `key` names it for ever."""

    wish_id: int
    state: WishState
    payment_id: int
    order_id: int
    tender: Tender
    amount_minor: int
    key: str
    paid_reference: str
    masked_pan: str
    reason: str

    @property
    def is_online(self) -> bool:
        """Whether the online provider gives it, not a terminal."""
        return self.tender == Tender.ONLINE


def send_back(order_id: int, refund_id: int, paid_id: int, amount_minor: int, *, against: str) -> None:
    """Queue a refund that was just written for whoever took the payment, as a step; one typed in by hand is not sent.

    `against` is the account that the refund was booked to; a clear no books it back.
    """
    if not is_sent_back(paid_id):
        return
    paid = Payment.get_by_id(paid_id)
    key = f"{paid.reference}/back{refund_id}"
    facts = {
        "payment_id": refund_id, "amount_minor": amount_minor, "tender": str(paid.tender), "reference": key,
        "paid_reference": paid.provider_ref, "masked_pan": paid.masked_pan, "against": against,
    }  # fmt: skip
    Payment.update(provider=paid.provider).where(Payment.id == refund_id).execute()
    # Any station may ask the online provider, a terminal is asked where it stands.
    station = "" if paid.tender == Tender.ONLINE else None if _has_terminal() else paid.station
    title = titled(N_("Refund of {amount}"), amount=format_money(amount_minor))
    wish(KIND, f"{KIND}:{refund_id}", facts, title=title, order_id=order_id, station=station)


def is_sent_back(paid_id: int) -> bool:
    """Whether a connected terminal or provider took this payment, and so gives its refund."""
    paid = Payment.get_by_id(paid_id)
    return bool(paid.tender in BY_TERMINAL and paid.reference and _was_asked(paid.reference))


def _was_asked(reference: str) -> bool:
    return bool(Outbox.select(Outbox.id).where(Outbox.key == f"card:{reference}").exists())


def _has_terminal() -> bool:
    device = settings.read("station.devices", acting().station).get("terminal")
    return bool(device) and not str(device.get("url", "")).startswith("typed:")


def backs_due(station: str, *, online: bool, terminal: bool) -> list[Back]:
    """What this station can send or ask about now, oldest first: `online` and `terminal` say whom it can ask."""
    now = clock.now_ms()
    waits = (Outbox.state == WishState.QUEUED) & (Outbox.not_before <= now)
    doubt = (Outbox.state == WishState.UNKNOWN) & (fn.COALESCE(Outbox.finished_at, 0) <= now - ASK_AGAIN_MS)
    here = [*([""] if online else []), *([station] if terminal else [])]
    query = Outbox.select(Outbox.id).where(Outbox.kind == KIND, waits | doubt, Outbox.station.in_(here))
    return [back_of(row[0]) for row in query.order_by(Outbox.id).limit(20).tuples()]


def backs_of(order_id: int) -> list[Back]:
    """The refunds of an order that have not ended: waiting, sent or unknown."""
    query = Outbox.select(Outbox.id).where(
        Outbox.order_ref == order_id, Outbox.kind == KIND, Outbox.state.in_(list(OPEN))
    )
    return [back_of(row[0]) for row in query.order_by(Outbox.id).tuples()]


def back_of(wish_id: int) -> Back:
    """A refund by its wish; NotFound when there is none."""
    found = find_wish(wish_id)
    if found is None or found.kind != KIND:
        raise NotFound("refund", wish_id)
    return _back(found)


def _back(found: Wish) -> Back:
    facts = found.payload
    return Back(
        found.id, found.state, facts["payment_id"], found.order_ref or 0, Tender(facts["tender"]),
        facts["amount_minor"], facts["reference"], facts["paid_reference"], facts["masked_pan"], found.reason,
    )  # fmt: skip


@command("payments.finish_back")
def finish_back(by: Actor, wish_id: int, answer: str, detail: str = "", auth_code: str = "") -> Back:
    """What the terminal or provider said of a refund: approved, declined, in_doubt or not_sent (it is tried again).

    Declined takes the booking back, and the order is paid too much again.  Refused with StateChanged when it ended.
    """
    back, state = back_of(wish_id), _ENDS[answer]
    now = clock.now_ms()
    ended = {Outbox.state: state, Outbox.reason: detail[:200], Outbox.finished_at: now}
    if state == WishState.QUEUED:
        ended |= {Outbox.not_before: now + NOT_SENT_MS, Outbox.finished_at: None}
    taken = Outbox.update(ended).where(Outbox.id == wish_id, Outbox.state.in_([WishState.SENT, WishState.UNKNOWN]))
    if not taken.execute():
        raise StateChanged("refund", wish_id)
    if state == WishState.DONE and auth_code:
        Payment.update(auth_code=auth_code[:40]).where(Payment.id == back.payment_id).execute()
    if state == WishState.FAILED:
        _book_back(back, str(Outbox.get_by_id(wish_id).payload["against"]), detail)
    touch("outbox", wish_id)
    touch("order", back.order_id)
    note(payment_id=back.payment_id, amount_minor=back.amount_minor, state=answer, detail=detail)
    return back_of(wish_id)


def _book_back(back: Back, against: str, detail: str) -> None:
    declined = Payment.update(state=PaymentState.DECLINED, reason=detail[:200]).where(
        Payment.id == back.payment_id, Payment.state == PaymentState.APPROVED
    )
    if not declined.execute():
        raise StateChanged("payment", back.payment_id)
    row = Payment.get_by_id(back.payment_id)
    shift = held_shift(row.station)
    lines = {_ACCOUNTS[back.tender]: back.amount_minor, against: -back.amount_minor}
    post("refund_declined", lines, order_id=back.order_id, shift_id=shift.id if shift else None)
    emit(RefundDeclined(back.order_id, back.payment_id, back.amount_minor, row.made_at, row.who))


@command("payments.ask_back_now", journaled=False)
def ask_back_now(by: Actor, wish_id: int) -> None:
    """Let a refund in doubt be asked about at once, not after a minute."""
    Outbox.update(finished_at=0).where(
        Outbox.id == wish_id, Outbox.kind == KIND, Outbox.state == WishState.UNKNOWN
    ).execute()
    touch("outbox", wish_id)


@command("payments.recover_backs", journaled=False)
def recover_backs(by: Actor) -> int:
    """At the start: an online refund that was being sent is unknown now, and is asked about by its key."""
    lost = (Outbox.kind == KIND) & (Outbox.state == WishState.SENT) & (Outbox.station == "")
    return int(Outbox.update(state=WishState.UNKNOWN).where(lost).execute())
