"""Paying back: over the original tenders first, never more than was paid, never more cash than the drawer holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from peewee import fn

from app.core import settings
from app.core.actor import Actor
from app.core.command import acting, command, note, touch
from app.core.db import hold
from app.core.events import emit
from app.core.i18n import N_, _
from app.core.money import format_money
from app.core.outbox import wish
from app.core.refusal import NotFound, NotPermitted, Refusal, StateChanged
from app.ledger import accounts
from app.ledger.post import post
from app.orders.models import Order
from app.payments.events import ChargedBack, Refunded
from app.payments.instalments import account_of_order, take_off
from app.payments.models import Payment, PaymentState, ReceiptKind, Tender
from app.payments.pay import kick_drawer
from app.payments.receipts import take_receipt
from app.payments.send_back import is_sent_back, send_back
from app.payments.take import account_of, write_payment
from app.payments.tender import rounding_of
from app.payments.till import ShiftNow, current_shift, open_till

# A debt is reduced before money is given; cash goes last, because it is the one that cannot be taken back.
FIRST = (
    Tender.INSTALMENTS, Tender.ON_ACCOUNT, Tender.GIFT_CARD, Tender.STORE_CREDIT, Tender.ONLINE, Tender.WALLET,
    Tender.CARD, Tender.ON_DELIVERY, Tender.FOREIGN_CASH, Tender.CASH,
)  # fmt: skip

CODE = settings.declare(
    "payments.refund_code", True, N_("Card refunds need the code of their slip"),
    N_("Where the terminal is not connected and the clerk types what it printed."),
)  # fmt: skip
ALL_PARTS = 0  # the slip of every part that has none of its own


class RefundTooLarge(Refusal):
    """More would be paid back than was paid and not paid back yet."""


class RefundNotPossible(Refusal):
    """A refund lacks its reason, its customer or an open till."""


class RefundPart(NamedTuple):
    """What goes back by one tender; what leaves the drawer for it is amount + rounding."""

    tender: Tender
    amount_minor: int
    rounding_minor: int
    payment_id: int  # the payment that is paid back
    paid_by: Tender

    @property
    def is_usual(self) -> bool:
        """Whether it goes back the way it came."""
        return self.tender in (self.paid_by, _way_back(self.paid_by))


class CardSlip(NamedTuple):
    """What the slip of a terminal says that is not connected, typed by hand, and which payment it pays back."""

    auth_code: str
    last_four: str = ""
    payment_id: int = ALL_PARTS


class RefundDone(NamedTuple):
    """What a refund gives back."""

    receipt: str
    amount_minor: int
    parts: list[RefundPart]


class Paid(NamedTuple):
    """A payment that has something left to pay back."""

    id: int
    tender: Tender
    amount_minor: int
    masked_pan: str
    left_minor: int


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
    limited: bool = True, slips: Sequence[CardSlip] | None = None,
) -> RefundDone:  # fmt: skip
    """Pay back an amount of an order, as a step: over its tenders, or all of it by `to` (cash, card, store credit).

    Raises RefundTooLarge, RefundNotPossible, TooLittleThere when the drawer holds less, NotPermitted above the limit.
    """
    if amount_minor <= 0:
        raise RefundTooLarge(_("Type an amount of more than nought."), asked_minor=amount_minor, order_id=order_id)
    if limited:
        _check_limit(acting(), amount_minor)
    done = pay_back(order_id, amount_minor, to=to, reason=reason, goodwill=goodwill, slips=slips)
    tenders = tuple(part.tender for part in done.parts)
    emit(Refunded(order_id, amount_minor, tenders, goodwill, reason, done.receipt))
    return done


def pay_back(
    order_id: int, amount_minor: int, *, to: Tender | str | None = None, reason: str = "", goodwill: bool = False,
    kind: ReceiptKind = ReceiptKind.REFUND, slips: Sequence[CardSlip] | None = None,
) -> RefundDone:  # fmt: skip
    """The money of a refund or void, with its receipt: a step that asks for no limit and tells nobody.

    Only where `slips` are given (even none) the code of a card refund can be missing.
    """
    hold(Order, order_id)
    by, order = acting(), _order(order_id)
    parts = _split(order_id, amount_minor, Tender(to) if to else None)
    _check_reason(parts, reason)
    if slips is not None:
        _check_slips(parts, slips)
    shift = current_shift(by.station)
    in_cash = any(part.tender == Tender.CASH for part in parts)
    if in_cash:
        shift = open_till(by.station)
    _pay_back(order_id, order[1], parts, shift, reason, goodwill, slips or ())
    receipt = _receipt(by, order_id, amount_minor, shift, kind)
    if in_cash:
        kick_drawer(f"refund:{receipt}", order_id=order_id)
    touch("order", order_id)
    note(refunded_minor=amount_minor, refund_reason=reason, parts=[[str(p.tender), p.amount_minor] for p in parts])
    return RefundDone(receipt, amount_minor, parts)


def refundable(order_id: int) -> int:
    """How much of an order can still be paid back: what was paid less what was paid back, in minor units."""
    return sum(paid.left_minor for paid in _paid(order_id))


def ways_back(order_id: int, amount_minor: int, to: Tender | str | None = None) -> list[RefundPart]:
    """By which tenders an amount would go back, without giving it; RefundTooLarge when it is more than was paid."""
    return _split(order_id, amount_minor, Tender(to) if to else None)


def needs_slip(part: RefundPart) -> bool:
    """Whether a part goes back to a card at a terminal that is not connected, so that its slip is typed."""
    return part.tender == Tender.CARD and not (part.tender == part.paid_by and is_sent_back(part.payment_id))


def _check_reason(parts: Sequence[RefundPart], reason: str) -> None:
    for part in parts:
        if not part.is_usual and not reason.strip():
            raise RefundNotPossible(_("Say why the money does not go back the way it came."), tender=part.tender)


def _slip_of(part: RefundPart, slips: Sequence[CardSlip]) -> CardSlip | None:
    return next((slip for slip in slips if slip.payment_id in (part.payment_id, ALL_PARTS)), None)


def _check_slips(parts: Sequence[RefundPart], slips: Sequence[CardSlip]) -> None:
    if not settings.read(CODE):
        return
    for part in parts:
        slip = _slip_of(part, slips)
        if needs_slip(part) and not (slip and slip.auth_code.strip()):
            raise RefundNotPossible(_("Type the authorization code of the refund slip."), payment_id=part.payment_id)


@command("payments.charge_back")
def charge_back(by: Actor, payment_id: int, reason: str) -> None:
    """Note that the card holder's bank took a payment back; the order is owed again."""
    row = Payment.get_or_none(Payment.id == payment_id)
    if row is None or row.order_id is None:
        raise NotFound("payment", payment_id)
    if row.tender not in (Tender.CARD, Tender.ONLINE) or row.amount_minor <= 0:
        raise RefundNotPossible(_("Only a card or online payment can be charged back."))
    taken = Payment.update(state=PaymentState.REVERSED, reason=reason[:200]).where(
        Payment.id == payment_id, Payment.state == PaymentState.APPROVED
    )
    if not taken.execute():
        raise StateChanged("payment", payment_id)
    code = accounts.CARD if row.tender == Tender.CARD else accounts.ONLINE
    lines = {code: -row.amount_minor, accounts.of_order(row.order_id): row.amount_minor}
    post("charge_back", lines, order_id=row.order_id)
    touch("order", row.order_id)
    note(payment_id=payment_id, amount_minor=row.amount_minor, reason=reason)
    emit(ChargedBack(row.order_id, payment_id, row.amount_minor))


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


def _paid(order_id: int) -> list[Paid]:
    """Payments with something left, in the order in which they are paid back."""
    back = Payment.alias()
    gone = fn.COALESCE(fn.SUM(back.amount_minor), 0)
    query = (
        Payment.select(
            Payment.id, Payment.tender, Payment.amount_minor, Payment.masked_pan, Payment.amount_minor + gone
        )
        .left_outer_join(
            back, on=(back.refund_of == Payment.id) & (back.order == order_id) & (back.state == PaymentState.APPROVED)
        )
        .where(
            Payment.order == order_id,
            Payment.state == PaymentState.APPROVED,
            Payment.amount_minor > 0,
            Payment.tender != Tender.WRITE_OFF,  # nobody paid it, so nobody gets it back
        )
        .group_by(Payment.id, Payment.tender, Payment.amount_minor, Payment.masked_pan)
        .order_by(Payment.id.desc())
    )
    rows = [Paid(int(row[0]), Tender(row[1]), int(row[2]), row[3], int(row[4])) for row in query.tuples()]
    return sorted((row for row in rows if row.left_minor > 0), key=lambda row: FIRST.index(row.tender))


def _split(order_id: int, amount_minor: int, to: Tender | None) -> list[RefundPart]:
    """Which payment is paid back by how much, and by which tender."""
    paid = _paid(order_id)
    most = sum(row.left_minor for row in paid)
    if amount_minor > most:
        raise RefundTooLarge(
            _("At most {most} of this order can be paid back.").format(most=format_money(most)),
            most_minor=most, asked_minor=amount_minor, order_id=order_id,
        )  # fmt: skip
    if to is not None and to not in (Tender.CASH, Tender.CARD, Tender.STORE_CREDIT):
        raise RefundNotPossible(_("Money goes back in cash, to a card or as store credit."), tender=to)
    paid.sort(key=lambda row: to is not None and _way_back(row.tender) != to)
    parts, left = [], amount_minor
    still_open = account_of_order(order_id)[2] if any(row.tender == Tender.INSTALMENTS for row in paid) else 0
    for row in paid:
        if not left:
            break
        part = min(left, row.left_minor)
        left -= part
        if row.tender == Tender.INSTALMENTS and still_open:
            # What is not paid yet falls away first; only money that came in goes back.
            debt = min(part, still_open)
            parts.append(RefundPart(Tender.INSTALMENTS, debt, 0, row.id, row.tender))
            part -= debt
        if part:
            parts.append(RefundPart(to or _way_back(row.tender), part, 0, row.id, row.tender))
    return _round_once(parts)


def _way_back(tender: Tender) -> Tender:
    """Cash on delivery, foreign notes and instalments that were paid go back in our own cash."""
    return Tender.CASH if tender in (Tender.ON_DELIVERY, Tender.FOREIGN_CASH, Tender.INSTALMENTS) else tender


def _round_once(parts: Sequence[RefundPart]) -> list[RefundPart]:
    """All cash of a refund is one heap, rounded once; the rounding stands on its first part."""
    heap = sum(part.amount_minor for part in parts if part.tender == Tender.CASH)
    rounding, done = rounding_of(-heap) if heap else 0, []
    for part in parts:
        if part.tender == Tender.CASH:
            part, rounding = part._replace(rounding_minor=rounding), 0
        done.append(part)
    return done


def _pay_back(
    order_id: int, customer_id: int | None, parts: Sequence[RefundPart], shift: ShiftNow | None, reason: str,
    goodwill: bool, slips: Sequence[CardSlip],
) -> None:  # fmt: skip
    lines: dict[str, int] = {}
    ids = [part.payment_id for part in parts]
    cards = dict(Payment.select(Payment.id, Payment.masked_pan).where(Payment.id.in_(ids)).tuples())
    against = accounts.GOODWILL if goodwill else accounts.of_order(order_id)
    for part in parts:
        card, code = cards[part.payment_id] if part.tender == part.paid_by else "", ""
        if needs_slip(part) and (slip := _slip_of(part, slips)):
            card, code = f"•••• {slip.last_four.strip()}" if slip.last_four.strip() else card, slip.auth_code[:40]
        refund_id = write_payment(
            order_id, part.tender, -part.amount_minor, shift=shift, rounding_minor=part.rounding_minor,
            masked_pan=card, auth_code=code, refund_of=part.payment_id, reason=reason[:200],
        )  # fmt: skip
        if part.tender == part.paid_by:
            send_back(order_id, refund_id, part.payment_id, part.amount_minor, against=against)
        account = _account_back(order_id, part, customer_id, card)
        lines[account] = lines.get(account, 0) - part.amount_minor + part.rounding_minor
    rounding = sum(part.rounding_minor for part in parts)
    lines |= {accounts.ROUNDING: -rounding, against: sum(part.amount_minor for part in parts)}
    post("goodwill" if goodwill else "refund", lines, order_id=order_id, shift_id=shift.id if shift else None)


def _account_back(order_id: int, part: RefundPart, customer_id: int | None, card: str) -> str:
    """Where the money of a part comes from; a plan loses its last parts first."""
    if part.tender == Tender.INSTALMENTS:
        plan_id, account, _open_minor = account_of_order(order_id)
        take_off(plan_id, part.amount_minor)
        return account
    return account_of(part.tender, station=acting().station, customer_id=customer_id, gift_card=card)


def _receipt(by: Actor, order_id: int, amount_minor: int, shift: ShiftNow | None, kind: ReceiptKind) -> str:
    if shift is None:
        return ""
    touch("shift", shift.id)
    number = take_receipt(kind, order_id, -amount_minor, series=shift.series, station=by.station, shift_id=shift.id)
    wish(
        "receipt", f"receipt:{number}", {"order_id": order_id, "receipt": number},
        title=_("Receipt {number}").format(number=number), order_id=order_id,
    )  # fmt: skip
    return number
