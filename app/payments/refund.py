"""Paying back: over the original tenders first, never more than was paid, never more cash than the drawer holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.core import clock
from app.core.actor import Actor
from app.core.command import acting, command, note, touch
from app.core.db import hold
from app.core.events import emit
from app.core.i18n import N_, _
from app.core.money import format_money
from app.core.outbox import titled, wish
from app.core.refusal import NotFound, NotPermitted, StateChanged, check_reason
from app.ledger import accounts
from app.ledger.models import Account
from app.ledger.post import balance, post
from app.orders.models import Order
from app.payments.events import ChargedBack, Refunded
from app.payments.instalments import account_of_order, take_off
from app.payments.models import Payment, PaymentState, ReceiptKind, Tender
from app.payments.order_account import owed
from app.payments.pay import kick_drawer
from app.payments.receipts import take_receipt
from app.payments.send_back import send_back
from app.payments.signatures import keep_signature
from app.payments.take import account_of, write_payment
from app.payments.till import ShiftNow, held_shift, open_till
from app.payments.ways_back import (
    CardSlip,
    RefundNotPossible,
    RefundPart,
    RefundTooLarge,
    check_signed_back,
    check_slips,
    let_go,
    needs_slip,
    refundable,
    slip_of,
    ways_back,
)  # fmt: skip


class RefundDone(NamedTuple):
    """What a refund gives back."""

    receipt: str
    amount_minor: int
    parts: list[RefundPart]


@command("payments.refund")
def refund_order(
    by: Actor, order_id: int, amount_minor: int, to: Tender | str | None = None, reason: str = "",
    goodwill: bool = False, slips: Sequence[CardSlip] | None = None,
) -> RefundDone:  # fmt: skip
    """Pay back a part of an order that is paid too much, or as goodwill although no goods come back.

    Above the person's limit `refund_minor` a manager has to allow it; another tender than the original one, and
    goodwill, need a reason.  `slips` are those of card refunds that no connected terminal gives; without the code of
    one the refund is refused when the setting `payments.refund_code` says so.
    """
    if goodwill and not reason.strip():
        raise RefundNotPossible(_("Say why the customer gets money back."))
    return refund(order_id, amount_minor, to=to, reason=reason, goodwill=goodwill, slips=slips or ())


def refund(
    order_id: int, amount_minor: int, *, to: Tender | str | None = None, reason: str = "", goodwill: bool = False,
    limited: bool = True, slips: Sequence[CardSlip] | None = None, is_here: bool = False, return_id: int | None = None,
) -> RefundDone:  # fmt: skip
    """Pay back an amount of an order, as a step: over its tenders, or all of it by `to` (cash, card, store credit).

    Raises RefundTooLarge, RefundNotPossible, TooLittleThere when the drawer holds less, NotPermitted above the limit,
    and NotSigned when a customer who `is_here` has not signed for a card.  `return_id` is the return that it pays.
    """
    if amount_minor <= 0:
        raise RefundTooLarge(_("Type an amount of more than nought."), asked_minor=amount_minor, order_id=order_id)
    if limited:
        _check_limit(acting(), amount_minor)
    done = pay_back(
        order_id, amount_minor, to=to, reason=reason, goodwill=goodwill, slips=slips, is_here=is_here,
        return_id=return_id,
    )  # fmt: skip
    tenders = tuple(part.tender for part in done.parts)
    emit(Refunded(order_id, amount_minor, tenders, goodwill, reason, done.receipt))
    return done


def pay_back(
    order_id: int, amount_minor: int, *, to: Tender | str | None = None, reason: str = "", goodwill: bool = False,
    kind: ReceiptKind = ReceiptKind.REFUND, slips: Sequence[CardSlip] | None = None, is_here: bool = False,
    return_id: int | None = None,
) -> RefundDone:  # fmt: skip
    """The money of a refund or void, with its receipt: a step that asks for no limit and tells nobody.

    A void takes back the small rest that was let go, too.  Only where `slips` are given (even none) the code of a
    card refund can be missing.
    """
    hold(Order, order_id)
    by, order = acting(), _order(order_id)
    rest, rest_id = let_go(order_id) if kind == ReceiptKind.VOID else (0, 0)
    parts = ways_back(order_id, amount_minor - rest, to, goodwill=goodwill)
    if rest:
        parts.append(RefundPart(Tender.WRITE_OFF, rest, 0, rest_id, Tender.WRITE_OFF))
    _check_reason(parts, reason)
    if slips is not None:
        check_slips(parts, slips)
    if is_here:
        check_signed_back(parts, slips or ())
    shift = held_shift(by.station)
    in_cash = any(part.tender == Tender.CASH for part in parts)
    if in_cash:
        shift = open_till(by.station)
    ids = _pay_back(order_id, order[1], parts, shift, reason, goodwill, slips or ())
    receipt = _receipt(by, order_id, amount_minor, shift, kind, ids, return_id)
    if in_cash:
        kick_drawer(f"refund:{receipt}", order_id=order_id)
    touch("order", order_id)
    note(refunded_minor=amount_minor, refund_reason=reason, parts=[[str(p.tender), p.amount_minor] for p in parts])
    return RefundDone(receipt, amount_minor, parts)


def take_rest_back(order_id: int) -> int:
    """When all that was paid went back, the small rest that was let go falls away, too; a step, returns how much."""
    rest, rest_id = let_go(order_id)
    amount = min(rest, max(-owed(order_id), 0))
    if not amount or refundable(order_id):
        return 0
    shift = held_shift(acting().station)
    write_payment(order_id, Tender.WRITE_OFF, -amount, shift=shift, refund_of=rest_id)
    lines = {accounts.of_order(order_id): amount, accounts.RESTS: -amount}
    post("refund", lines, order_id=order_id, shift_id=shift.id if shift else None)
    return amount


def _check_reason(parts: Sequence[RefundPart], reason: str) -> None:
    for part in parts:
        if not part.is_usual and not reason.strip():
            raise RefundNotPossible(_("Say why the money does not go back the way it came."), tender=part.tender)


@command("payments.charge_back")
def charge_back(by: Actor, payment_id: int, reason: str) -> None:
    """Note that the card holder's bank took a payment back, with its tip; the order is owed again.  NoReason without one.

    A tip that was paid out to the clerk already is the shop's loss.  It is no money of a drawer: it stands beside the sums
    of the next Z of the till that took it.
    """
    check_reason(reason)
    row = Payment.get_or_none(Payment.id == payment_id)
    if row is None or row.order_id is None:
        raise NotFound("payment", payment_id)
    if row.tender not in (Tender.CARD, Tender.ONLINE) or row.amount_minor <= 0:
        raise RefundNotPossible(_("Only a card or online payment can be charged back."))
    taken = Payment.update(state=PaymentState.REVERSED, settled_at=clock.now_ms(), reason=reason[:200]).where(
        Payment.id == payment_id, Payment.state == PaymentState.APPROVED
    )
    if not taken.execute():
        raise StateChanged("payment", payment_id)
    code = accounts.CARD if row.tender == Tender.CARD else accounts.ONLINE
    lines = {code: -row.amount_minor - row.tip_minor, accounts.of_order(row.order_id): row.amount_minor}
    post("charge_back", lines | _tip_lost(row.who, row.tip_minor), order_id=row.order_id)
    touch("order", row.order_id)
    note(payment_id=payment_id, amount_minor=row.amount_minor, reason=reason)
    emit(ChargedBack(row.order_id, payment_id, row.amount_minor))


def _tip_lost(person_id: int, tip_minor: int) -> dict[str, int]:
    """Who bears a tip that the bank took back."""
    if not tip_minor:
        return {}
    hold(Account, Account.code == accounts.tips(person_id))
    theirs = min(tip_minor, -balance(accounts.tips(person_id)))
    return {accounts.tips(person_id): theirs, accounts.GOODWILL: tip_minor - theirs}


def _check_limit(by: Actor, amount_minor: int) -> None:
    limit = by.limit("refund_minor")
    if amount_minor > limit and not by.may("payments.refund_any"):
        raise NotPermitted(
            sentence=_("A manager has to allow paying back more than {limit}.").format(limit=format_money(limit)),
            right="payments.refund_any", limit=limit, asked=amount_minor,
        )  # fmt: skip


def _order(order_id: int) -> tuple[str, int | None]:
    row = Order.select(Order.number, Order.customer).where(Order.id == order_id).tuples().first()
    if row is None:
        raise NotFound("order", order_id)
    return row[0], row[1]


def _pay_back(
    order_id: int, customer_id: int | None, parts: Sequence[RefundPart], shift: ShiftNow | None, reason: str,
    goodwill: bool, slips: Sequence[CardSlip],
) -> list[int]:  # fmt: skip
    """Write what goes back and post it; returns the ids of the payments."""
    lines: dict[str, int] = {}
    paid, back = [part.payment_id for part in parts], []
    cards = dict(Payment.select(Payment.id, Payment.masked_pan).where(Payment.id.in_(paid)).tuples())
    against = accounts.GOODWILL if goodwill else accounts.of_order(order_id)
    for part in parts:
        card, code = cards[part.payment_id] if part.tender == part.paid_by else "", ""
        slip = slip_of(part, slips) if part.tender == Tender.CARD else None
        if slip and needs_slip(part):
            card, code = f"•••• {slip.last_four.strip()}" if slip.last_four.strip() else card, slip.auth_code[:40]
        refund_id = write_payment(
            order_id, part.tender, -part.amount_minor, shift=shift, rounding_minor=part.rounding_minor,
            masked_pan=card, auth_code=code, refund_of=part.payment_id, reason=reason[:200],
        )  # fmt: skip
        back.append(refund_id)
        keep_signature(refund_id, slip.signature if slip else "")
        if part.tender == part.paid_by:
            send_back(order_id, refund_id, part.payment_id, part.amount_minor, against=against)
        account = _account_back(order_id, part, customer_id, card)
        lines[account] = lines.get(account, 0) - part.amount_minor + part.rounding_minor
    rounding = sum(part.rounding_minor for part in parts)
    lines |= {accounts.ROUNDING: -rounding, against: sum(part.amount_minor for part in parts)}
    post("goodwill" if goodwill else "refund", lines, order_id=order_id, shift_id=shift.id if shift else None)
    return back


def _account_back(order_id: int, part: RefundPart, customer_id: int | None, card: str) -> str:
    """Where the money of a part comes from; a plan loses its last parts first."""
    if part.tender == Tender.INSTALMENTS:
        plan_id, account, _open_minor = account_of_order(order_id)
        take_off(plan_id, part.amount_minor)
        return account
    return account_of(part.tender, station=acting().station, customer_id=customer_id, gift_card=card)


def _receipt(
    by: Actor, order_id: int, amount_minor: int, shift: ShiftNow | None, kind: ReceiptKind, payments: Sequence[int],
    return_id: int | None,
) -> str:  # fmt: skip
    if shift is None:
        return ""
    touch("shift", shift.id)
    number = take_receipt(
        kind, order_id, -amount_minor, series=shift.series, station=by.station, shift_id=shift.id, payments=payments,
        return_id=return_id,
    )  # fmt: skip
    wish(
        "receipt", f"receipt:{number}", {"order_id": order_id, "receipt": number},
        title=titled(N_("Receipt {number}"), number=number), order_id=order_id,
    )  # fmt: skip
    return number
