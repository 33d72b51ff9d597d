"""What screens read of payments: one statement a screen."""

from __future__ import annotations

from typing import Any, NamedTuple

import peewee
from peewee import Case, fn

from app.core.prepared import prepared
from app.ledger import accounts
from app.ledger.models import Account, AccountKind, Transfer, TransferLine
from app.ledger.post import balance
from app.orders.models import Order
from app.orders.states import OrderState, PayPlan
from app.payments.models import (
    CashMove,
    CashMoveKind,
    Claim,
    ClaimState,
    GiftCard,
    GiftCardState,
    Instalment,
    InstalmentPlan,
    Payment,
    PaymentState,
    Shift,
    ShiftState,
    Tender,
)
from app.payments.order_account import owed
from app.payments.signatures import is_signed
from app.payments.status import PaymentStatus, payment_status
from app.payments.tender import BY_TERMINAL


class PaymentRow(NamedTuple):
    """A payment or refund of an order, as its screen shows it."""

    id: int
    tender: Tender
    state: PaymentState
    amount_minor: int
    given_minor: int
    change_minor: int
    rounding_minor: int
    reference: str | None
    masked_pan: str
    refund_of: int | None
    reason: str
    made_at: int
    tip_minor: int = 0
    currency: str = ""
    foreign_minor: int = 0
    provider: str = ""
    is_signed: bool = False


class OrderMoney(NamedTuple):
    """How an order stands with its money."""

    total_minor: int
    paid_minor: int
    refunded_minor: int
    charged_back_minor: int
    owed_minor: int
    status: PaymentStatus


class ShiftRow(NamedTuple):
    """A shift in the list of shifts."""

    id: int
    station: str
    state: ShiftState
    opened_name: str
    opened_at: int
    closed_name: str
    closed_at: int | None
    z_number: int | None
    float_minor: int
    difference_minor: int
    next_float_minor: int | None = None


class CashMoveRow(NamedTuple):
    """A drop, pay-in, pay-out or no-sale."""

    id: int
    kind: CashMoveKind
    amount_minor: int
    reason: str
    who_name: str
    made_at: int


class ClaimLine(NamedTuple):
    """Cash on delivery of one order."""

    id: int
    order_id: int
    number: str
    customer_name: str
    holder: str
    state: ClaimState
    amount_minor: int
    collected_minor: int
    difference_owner: str
    run_id: int | None
    made_at: int


class Owing(NamedTuple):
    """Who owes the shop how much: a customer on account, a driver or carrier, or an order."""

    account: str
    kind: AccountKind
    balance_minor: int


class TenderSum(NamedTuple):
    """What one tender brought in."""

    tender: Tender
    times: int
    amount_minor: int


_PAYMENT = (
    Payment.id, Payment.tender, Payment.state, Payment.amount_minor, Payment.given_minor, Payment.change_minor,
    Payment.rounding_minor, Payment.reference, Payment.masked_pan, Payment.refund_of, Payment.reason, Payment.made_at,
    Payment.tip_minor, Payment.currency, Payment.foreign_minor, Payment.provider, is_signed(),
)  # fmt: skip


def payments_of(order_id: int) -> list[PaymentRow]:
    """All payments and refunds of an order, oldest first."""
    query = Payment.select(*_PAYMENT).where(Payment.order == order_id).order_by(Payment.id)
    return [PaymentRow(*row) for row in query.tuples()]


def cards_open(station: str) -> list[PaymentRow]:
    """Card payments of a till that have not ended, are in doubt, or are approved without a bill."""
    waiting = Payment.state.in_([PaymentState.CREATED, PaymentState.SENT, PaymentState.IN_DOUBT])
    loose = (Payment.state == PaymentState.APPROVED) & Payment.settled_at.is_null()
    query = Payment.select(*_PAYMENT).where(
        Payment.order.is_null(), Payment.tender.in_(list(BY_TERMINAL)), Payment.station == station, waiting | loose
    )
    return [PaymentRow(*row) for row in query.order_by(Payment.id).tuples()]


def money_sums() -> Any:
    """A subquery for lists of orders: `order_id`, `paid`, `refunded`, `charged_back` of every order with payments."""
    good = Payment.state == PaymentState.APPROVED
    zero = peewee.Value(0)
    return (
        Payment.select(
            Payment.order.alias("order_id"),
            fn.SUM(Case(None, [(good & (Payment.amount_minor > 0), Payment.amount_minor)], zero)).alias("paid"),
            fn.SUM(Case(None, [(good & (Payment.amount_minor < 0), 0 - Payment.amount_minor)], zero)).alias("refunded"),
            fn.SUM(
                Case(
                    None,
                    [((Payment.state == PaymentState.REVERSED) & (Payment.amount_minor > 0), Payment.amount_minor)],
                    zero,
                )
            ).alias("charged_back"),
        )
        .where(Payment.order.is_null(False))
        .group_by(Payment.order)
    )


def order_money(order_id: int) -> OrderMoney:
    """How one order stands with its money."""
    columns = Order.total_minor, Order.pay_plan, Order.state, Order.fee_kept_minor
    total, plan, state, fee_kept = Order.select(*columns).where(Order.id == order_id).tuples().get()
    row = money_sums().where(Payment.order == order_id).tuples().first()
    paid, refunded, charged_back = (int(value or 0) for value in row[1:]) if row else (0, 0, 0)
    status = payment_status(
        0 if state == OrderState.CANCELLED and not paid else total, paid, refunded,
        on_delivery=plan == PayPlan.ON_DELIVERY, charged_back_minor=charged_back,
        fee_kept_minor=fee_kept,
    )  # fmt: skip
    return OrderMoney(total, paid, refunded, charged_back, owed(order_id), status)


def shifts(limit: int = 100) -> list[ShiftRow]:
    """The newest shifts of all tills."""
    query = Shift.select(
        Shift.id, Shift.station, Shift.state, Shift.opened_name, Shift.opened_at, Shift.closed_name, Shift.closed_at,
        Shift.z_number, Shift.float_minor, Shift.difference_minor,
        Shift.next_float_minor,
    ).order_by(Shift.id.desc()).limit(limit)  # fmt: skip
    return [ShiftRow(*row) for row in query.tuples()]


class LastClose(NamedTuple):
    """How a till was left: by whom, when, with which Z report, and what was laid aside for its next float."""

    closed_name: str
    closed_at: int
    z_number: int
    float_minor: int


def last_close(station: str) -> LastClose | None:
    """The last close of a till, or None before its first; where nothing was laid aside, the float that it had."""
    aside = fn.COALESCE(Shift.next_float_minor, Shift.float_minor)
    mine = (Shift.station == station) & (Shift.state == ShiftState.CLOSED)
    query = Shift.select(Shift.closed_name, Shift.closed_at, Shift.z_number, aside).where(mine)
    row = query.order_by(Shift.id.desc()).limit(1).tuples().first()
    return LastClose(*row) if row else None


def shift_report(shift_id: int) -> dict[str, Any] | None:
    """The frozen Z report of a closed shift."""
    report: dict[str, Any] | None = Shift.select(Shift.report).where(Shift.id == shift_id).scalar()
    return report


def cash_moves(shift_id: int) -> list[CashMoveRow]:
    """What went in and out of a drawer without a sale."""
    query = CashMove.select(
        CashMove.id, CashMove.kind, CashMove.amount_minor, CashMove.reason, CashMove.who_name, CashMove.made_at
    )
    return [CashMoveRow(*row) for row in query.where(CashMove.shift == shift_id).order_by(CashMove.id).tuples()]


def claims(
    *, run_id: int | None = None, holder: str | None = None, states: tuple[ClaimState, ...] = ()
) -> list[ClaimLine]:
    """Cash on delivery by run or holder, oldest first."""
    query = Claim.select(
        Claim.id, Claim.order, Order.number, Order.customer_name, Claim.holder, Claim.state, Claim.amount_minor,
        Claim.collected_minor, Claim.difference_owner, Claim.run_ref, Claim.made_at,
    ).join(Order).order_by(Claim.id)  # fmt: skip
    if run_id is not None:
        query = query.where(Claim.run_ref == run_id)
    if holder is not None:
        query = query.where(Claim.holder == holder)
    if states:
        query = query.where(Claim.state.in_(states))
    return [ClaimLine(*row) for row in query.tuples()]


def owing(kinds: tuple[AccountKind, ...] = (AccountKind.CUSTOMER, AccountKind.CLAIM)) -> list[Owing]:
    """Who owes the shop money, the largest first; with AccountKind.DEPOSIT also unpaid orders that have left."""
    query = Account.select(Account.code, Account.kind, Account.balance_minor).where(
        Account.kind.in_(kinds), Account.balance_minor > 0
    )
    return [Owing(*row) for row in query.order_by(Account.balance_minor.desc()).tuples()]


def tender_sums(since_at: int, until_at: int) -> list[TenderSum]:
    """What each tender brought in between two times (ms), less what was paid back.

    A payment that was put right after its close stays on its day and comes off on the day when it was put right.
    """
    kept, off = Payment.amount_minor + Payment.rounding_minor, Payment.state == PaymentState.CORRECTED
    made = (Payment.made_at >= since_at) & (Payment.made_at < until_at)
    back = off & (Payment.settled_at >= since_at) & (Payment.settled_at < until_at)
    taken = made & ((Payment.state == PaymentState.APPROVED) | off)
    amount = fn.SUM(Case(None, [(made, kept)], 0) - Case(None, [(back, kept)], 0))
    query = (
        Payment.select(Payment.tender, fn.SUM(Case(None, [(made, 1)], 0)), amount)
        .where(taken | back).group_by(Payment.tender).order_by(Payment.tender)
    )  # fmt: skip
    return [TenderSum(tender, int(count), int(minor)) for tender, count, minor in query.tuples()]


@prepared
def _balances(debt, credit):
    return Account.select(Account.code, Account.balance_minor).where((Account.code == debt) | (Account.code == credit))


def customer_money(customer_id: int) -> tuple[int, int]:
    """What a customer owes on account and in instalments, and the store credit that is left; minor units."""
    debt, credit = accounts.customer(customer_id), accounts.credit(customer_id)
    found = dict(_balances.all(debt, credit))
    return int(found.get(debt, 0)) + plans_left(customer_id), -int(found.get(credit, 0))


def plans_left(customer_id: int) -> int:
    """What a customer still owes in instalments."""
    open_minor = fn.SUM(Instalment.amount_minor - Instalment.paid_minor - Instalment.dropped_minor)
    left = Instalment.select(fn.COALESCE(open_minor, 0)).join(InstalmentPlan)
    return int(left.where(InstalmentPlan.customer_id == customer_id).scalar())


def gift_card_left(code: str) -> int:
    """What is left on a gift card; nought when it is not known."""
    return -balance(accounts.gift_card(code.strip()))


class GiftCardMove(NamedTuple):
    """What was put on a gift card (positive) or taken from it; `what` is the ledger's word."""

    what: str
    amount_minor: int
    order_id: int | None
    number: str
    at: int


class GiftCardRow(NamedTuple):
    """A gift card with all that happened to it, the newest first."""

    code: str
    left_minor: int
    loaded_minor: int
    is_blocked: bool
    block_reason: str
    sold_at: int | None
    moves: tuple[GiftCardMove, ...]


def gift_card(code: str) -> GiftCardRow | None:
    """A gift card or credit slip by its number; None when it was never loaded."""
    code = code.strip()
    account = Account.get_or_none(Account.code == accounts.gift_card(code))
    if account is None:
        return None
    query = (
        TransferLine.select(
            Transfer.what, TransferLine.amount_minor, Transfer.order_ref, Order.number, Transfer.posted_at
        )
        .join(Transfer).join(Order, peewee.JOIN.LEFT_OUTER, on=(Order.id == Transfer.order_ref))
        .where(TransferLine.account == account.id).order_by(TransferLine.id.desc())
    )  # fmt: skip
    moves = tuple(GiftCardMove(row[0], -int(row[1]), row[2], row[3] or "", int(row[4])) for row in query.tuples())
    card = GiftCard.get_or_none(GiftCard.code == code)
    loaded = card.loaded_minor if card else sum(move.amount_minor for move in moves if move.amount_minor > 0)
    blocked = card is not None and card.state == GiftCardState.BLOCKED
    return GiftCardRow(
        code, -int(account.balance_minor), int(loaded), blocked, card.block_reason if card else "",
        card.sold_at if card else None, moves,
    )  # fmt: skip
