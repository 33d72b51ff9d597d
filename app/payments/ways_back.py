"""By which tenders money can go back: the way it came, or another one, and which parts need a slip typed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from peewee import fn

from app.core import settings
from app.core.i18n import N_, _
from app.core.money import format_money
from app.core.refusal import Refusal
from app.ledger import accounts
from app.ledger.post import balance
from app.orders.models import Order
from app.payments.instalments import account_of_order
from app.payments.models import Payment, PaymentState, Tender
from app.payments.send_back import is_sent_back
from app.payments.signatures import Signed, check_signed
from app.payments.tender import DEBTS, rounding_of

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
    """What goes back by one tender; what leaves the drawer for it is amount - rounding."""

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
    """What the slip of a terminal says that is not connected, typed by hand, and which payment it pays back.

    With the customer's signature (base64 of a PNG) where the shop wants one, also for a terminal that is connected.
    """

    auth_code: str
    last_four: str = ""
    payment_id: int = ALL_PARTS
    signature: str = ""


class Paid(NamedTuple):
    """A payment that has something left to pay back."""

    id: int
    tender: Tender
    amount_minor: int
    masked_pan: str
    left_minor: int


def refundable(order_id: int) -> int:
    """How much of an order can still be paid back: what was paid less what was paid back, in minor units."""
    return sum(paid.left_minor for paid in _paid(order_id))


def let_go(order_id: int) -> tuple[int, int]:
    """The rest of an order that was let go and stands yet, and its payment; (0, 0) when there is none."""
    rest = (Payment.order == order_id) & (Payment.tender == Tender.WRITE_OFF) & (Payment.state == PaymentState.APPROVED)
    row = Payment.select(fn.COALESCE(fn.SUM(Payment.amount_minor), 0), fn.COALESCE(fn.MIN(Payment.id), 0)).where(rest)
    amount, first = row.tuples().get()
    return int(amount), int(first)


def needs_slip(part: RefundPart) -> bool:
    """Whether a part goes back to a card at a terminal that is not connected, so that its slip is typed."""
    return part.tender == Tender.CARD and not (part.tender == part.paid_by and is_sent_back(part.payment_id))


def slip_of(part: RefundPart, slips: Sequence[CardSlip]) -> CardSlip | None:
    """The slip that was typed for a part, if one was."""
    return next((slip for slip in slips if slip.payment_id in (part.payment_id, ALL_PARTS)), None)


def without_code(parts: Sequence[RefundPart], slips: Sequence[CardSlip] = ()) -> list[RefundPart]:
    """The card parts whose slip has no code yet; none where the shop does not want one."""
    if not settings.read(CODE):
        return []
    coded = [slip for slip in slips if slip.auth_code.strip()]
    return [part for part in parts if needs_slip(part) and slip_of(part, coded) is None]


def check_slips(parts: Sequence[RefundPart], slips: Sequence[CardSlip]) -> None:
    """Raise RefundNotPossible when the code of a slip is missing and the shop wants it."""
    for part in without_code(parts, slips):
        raise RefundNotPossible(_("Type the authorization code of the refund slip."), payment_id=part.payment_id)


def check_signed_back(parts: Sequence[RefundPart], slips: Sequence[CardSlip]) -> None:
    """Raise NotSigned when a customer who stands here has not signed for what goes back to a card, where the shop asks."""
    for part in parts:
        if part.tender == Tender.CARD:
            slip = slip_of(part, slips)
            check_signed(slip.signature if slip else "", Signed.REFUND)


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


def ways_back(
    order_id: int, amount_minor: int, to: Tender | str | None = None, *, goodwill: bool = False
) -> list[RefundPart]:
    """Which payment is paid back by how much and by which tender, without giving it.

    What is still owed falls away before money goes another way; goodwill is a present, and the debt stays.
    RefundTooLarge when it is more than was paid, RefundNotPossible when money does not go back by `to`.
    """
    to = Tender(to) if to else None
    paid = _paid(order_id)
    most = sum(row.left_minor for row in paid)
    if amount_minor > most:
        raise RefundTooLarge(
            _("At most {most} of this order can be paid back.").format(most=format_money(most)),
            most_minor=most, asked_minor=amount_minor, order_id=order_id,
        )  # fmt: skip
    if to is not None and to not in (Tender.CASH, Tender.CARD, Tender.STORE_CREDIT):
        raise RefundNotPossible(_("Money goes back in cash, to a card or as store credit."), tender=to)
    first = frozenset[Tender]() if goodwill else DEBTS
    paid.sort(key=lambda row: to is not None and row.tender not in first and _way_back(row.tender) != to)
    parts, left, open_debt = [], amount_minor, _open_debt(order_id, paid, None if goodwill else to)
    for row in paid:
        if not left:
            break
        part = min(left, row.left_minor)
        left -= part
        if debt := min(part, open_debt.get(row.tender, 0)):
            # What is not paid yet falls away first; only money that came in goes back.
            parts.append(RefundPart(row.tender, debt, 0, row.id, row.tender))
            open_debt[row.tender] -= debt
            part -= debt
        if part:
            parts.append(RefundPart(to or _way_back(row.tender), part, 0, row.id, row.tender))
    return _round_once(parts)


def _open_debt(order_id: int, paid: Sequence[Paid], to: Tender | None) -> dict[Tender, int]:
    """What of the debts among the payments nobody paid yet; on account it only counts where money goes another way."""
    tenders, found = {row.tender for row in paid}, {}
    if Tender.INSTALMENTS in tenders:
        found[Tender.INSTALMENTS] = account_of_order(order_id)[2]
    if Tender.ON_ACCOUNT in tenders and to is not None:
        customer_id = Order.select(Order.customer).where(Order.id == order_id).scalar()
        found[Tender.ON_ACCOUNT] = max(balance(accounts.customer(customer_id)), 0)
    return found


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
