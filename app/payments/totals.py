"""A shift's totals as sums over its payments, moves, receipts and transfers: nine statements, however many tickets."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from peewee import JOIN, Case, fn

from app.catalog.book import book
from app.core.events import ask
from app.core.numbers import last_number
from app.ledger.models import Account, AccountKind, TaxEntry, Transfer, TransferLine
from app.orders.line_kinds import LineKind
from app.orders.models import OrderLine
from app.payments.drawer import (
    APPROVED,
    CHARGED_BACK,
    CORRECTED,
    TAKEN,
    cash_of,
    expected,
    handed_of,
    moves_of,
    sum_of,
)
from app.payments.models import (
    AccountReceipt,
    CashMoveKind,
    Payment,
    PaymentState,
    Receipt,
    ReceiptKind,
    Shift,
    Tender,
)
from app.payments.receipts import counter_of, receipt_number
from app.staff.models import Person


@dataclass(frozen=True)
class OpenTickets:
    """Which tickets are open or parked at a station?  The counter answers with a list of `OpenTicket`."""

    station: str


class OpenTicket(NamedTuple):
    """A ticket that nobody has paid yet, under the name by which it is found again."""

    uid: str
    name: str  # of the parked ticket, else whose it is
    is_parked: bool
    pieces: int
    total_minor: int
    saved_at: int


def open_tickets(station: str) -> list[OpenTicket]:
    """The tickets that a close carries over, the oldest first."""
    return [ticket for answer in ask(OpenTickets(station)) for ticket in answer]


@dataclass(frozen=True)
class ShiftTotals:
    """What a shift took, gave and should hold; amounts in minor units, what went out is positive here.

    expected cash = float + received − change − refunds + paid in − paid out − tips − drops + what hand-overs were off.
    """

    float_minor: int
    received_minor: int  # cash put on the counter
    change_minor: int
    refunds_minor: int  # cash paid back
    paid_in_minor: int
    paid_out_minor: int
    dropped_minor: int
    expected_cash_minor: int
    no_sales: int
    rounding_minor: int
    tenders: dict[str, int]  # tender -> what it brought in, less what was paid back by it
    tender_counts: dict[str, int]
    taxes: list[list[int]]  # tax_bp, net, tax: sold less returned in this shift
    papers: dict[str, list[int]]  # kind of receipt -> how many, sum
    discount_minor: int
    first_receipt: str
    last_receipt: str
    in_doubt: int  # card payments that nobody knows the end of
    open_tickets: int  # carried over to the next shift
    carried: list[list[Any]]  # their names, pieces and totals
    perpetual_minor: int  # all sales of this till since it exists, this shift with them
    handed_minor: int = 0  # counted − expected of all hand-overs
    gift_cards_minor: int = 0  # put on gift cards less taken off by voids: owed, not sold
    named_taxes: list[list[Any]] = field(default_factory=list)  # code, name, tax_bp, base, tax: of goods with several
    pay_outs: int = 0  # how many slips of money paid out there are
    tips: list[list[Any]] = field(default_factory=list)  # name, tender, amount: taken with payments for the staff
    tips_paid_minor: int = 0  # and paid out of the drawer
    debts_paid_minor: int = 0  # on account: money for sales of earlier days
    foreign: list[list[Any]] = field(default_factory=list)  # currency, minor units of it, what it is worth here
    gaps: list[str] = field(default_factory=list)  # receipt numbers of the shift that are not there
    float_off_minor: int = 0  # counted at the opening less what was laid aside; booked then, not at the close
    # Payments of this till that a bank took back since its last Z: outside the drawer and the sums.
    charge_backs: int = 0
    charge_backs_minor: int = 0
    corrections: int = 0  # payments of this till that were put right after a close, since its last Z
    corrections_minor: int = 0


def shift_totals(shift_id: int) -> ShiftTotals:
    """The totals of a shift as they stand now."""
    shift = Shift.get_by_id(shift_id)
    cash, moves, handed = cash_of(shift_id), moves_of(shift_id), handed_of(shift_id)
    paid_in, dropped, paid_out = moves[CashMoveKind.PAY_IN][1], *(-moves[kind][1] for kind in _OUT)
    papers, first, last = _papers(shift)
    counts, sums, rounding = _tenders(shift_id)
    waiting = open_tickets(shift.station)
    tips_paid = -moves[CashMoveKind.TIPS][1]
    taxes, named = _all_taxes(shift)
    (charge_backs, charge_backs_minor), (corrections, corrections_minor) = (
        _since_last_close(shift, CHARGED_BACK), _since_last_close(shift, CORRECTED)
    )  # fmt: skip
    return ShiftTotals(
        float_minor=shift.float_minor, received_minor=cash.received, change_minor=cash.change, refunds_minor=cash.back,
        paid_in_minor=paid_in, paid_out_minor=paid_out, dropped_minor=dropped,
        expected_cash_minor=expected(shift.float_minor, cash, moves, handed),
        no_sales=moves[CashMoveKind.NO_SALE][0], rounding_minor=rounding, tenders=sums, tender_counts=counts,
        taxes=taxes, papers=papers, discount_minor=_discounts(shift), first_receipt=first, last_receipt=last,
        in_doubt=_in_doubt(shift_id), open_tickets=len(waiting),
        carried=[[ticket.name, ticket.pieces, ticket.total_minor] for ticket in waiting],
        perpetual_minor=_perpetual(shift, papers), handed_minor=handed,
        gift_cards_minor=_gift_cards(shift), named_taxes=named, pay_outs=moves[CashMoveKind.PAY_OUT][0],
        tips=tips_of_shift(shift_id), tips_paid_minor=tips_paid,
        debts_paid_minor=_debts_paid(shift_id), foreign=_foreign(shift_id), gaps=_gaps(shift),
        float_off_minor=moves[CashMoveKind.FLOAT_OFF][1],
        charge_backs=charge_backs, charge_backs_minor=charge_backs_minor,
        corrections=corrections, corrections_minor=corrections_minor,
    )  # fmt: skip


MOST_GAPS = 20
_OUT = (CashMoveKind.DROP, CashMoveKind.PAY_OUT)


def _tenders(shift_id: int) -> tuple[dict[str, int], dict[str, int], int]:
    query = (
        Payment.select(
            Payment.tender, fn.COUNT(Payment.id),
            sum_of(Payment.amount_minor + Payment.rounding_minor + Payment.tip_minor), sum_of(Payment.rounding_minor),
        ).where(Payment.shift == shift_id, TAKEN).group_by(Payment.tender).order_by(Payment.tender).tuples()
    )  # fmt: skip
    rows = [(str(tender), int(count), int(total), int(rounding)) for tender, count, total, rounding in query]
    counts = {tender: count for tender, count, _total, _rounding in rows}
    sums = {tender: total for tender, _count, total, _rounding in rows}
    return counts, sums, sum(row[3] for row in rows)


def _taxes(shift: Shift) -> list[list[int]]:
    query = (
        TransferLine.select(Account.code, sum_of(TransferLine.amount_minor))
        .join(Account).switch(TransferLine).join(Transfer)
        .where(
            TransferLine.transfer >= shift.first_transfer, Transfer.shift_ref == shift.id,
            Account.kind.in_([AccountKind.SALES, AccountKind.TAX]),
        ).group_by(Account.code).tuples()
    )  # fmt: skip
    rates: dict[int, list[int]] = {}
    for code, total in query:
        kind, _colon, rate = code.partition(":")
        if not rate.isdecimal():  # goods with several taxes: see `_named_taxes`
            continue
        rates.setdefault(int(rate), [0, 0])[kind == AccountKind.TAX] -= int(total)
    return [[rate, net, tax] for rate, (net, tax) in sorted(rates.items())]


def _all_taxes(shift: Shift) -> tuple[list[list[int]], list[list[Any]]]:
    """Taxes by rate, those of goods with several taxes among them where it is the usual tax, and the other ones."""
    plain, rest, here = {row[0]: row for row in _taxes(shift)}, [], book().taxes
    for row in _named_taxes(shift):
        if not here.is_usual(row[0]):
            rest.append(row)
            continue
        rate, net, tax = plain.get(row[2], [row[2], 0, 0])
        plain[rate] = [rate, net + row[3], tax + row[4]]
    return [row for _rate, row in sorted(plain.items())], rest


def _named_taxes(shift: Shift) -> list[list[Any]]:
    query = (
        TaxEntry.select(
            TaxEntry.code, fn.MAX(TaxEntry.name), TaxEntry.rate_bp, sum_of(TaxEntry.base_minor), sum_of(TaxEntry.tax_minor)
        ).join(Transfer)
        .where(TaxEntry.transfer >= shift.first_transfer, Transfer.shift_ref == shift.id)
        .group_by(TaxEntry.code, TaxEntry.rate_bp).order_by(TaxEntry.code, TaxEntry.rate_bp).tuples()
    )  # fmt: skip
    return [[code, name, int(rate), int(base), int(tax)] for code, name, rate, base, tax in query]


def _papers(shift: Shift) -> tuple[dict[str, list[int]], str, str]:
    ours = (Receipt.series == shift.series) & (Receipt.no >= shift.first_receipt) & (Receipt.shift == shift.id)
    query = (
        Receipt.select(
            Receipt.kind, fn.COUNT(Receipt.no), sum_of(Receipt.total_minor), fn.MIN(Receipt.no), fn.MAX(Receipt.no)
        ).where(ours).group_by(Receipt.kind).tuples()
    )  # fmt: skip
    rows = list(query)
    papers = {kind.value: [0, 0] for kind in ReceiptKind}
    papers |= {str(kind): [int(count), int(total)] for kind, count, total, _first, _last in rows}
    if not rows:
        return papers, "", ""
    first, last = min(row[3] for row in rows), max(row[4] for row in rows)
    return papers, receipt_number(shift.series, first), receipt_number(shift.series, last)


def _gaps(shift: Shift) -> list[str]:
    """The numbers between the shift's first receipt and the last one given that are on no receipt; named, at most 20."""
    last = last_number(counter_of(shift.series)) if shift.closed_at is None else _last_of(shift)
    ours = (Receipt.series == shift.series) & Receipt.no.between(shift.first_receipt, last)
    wanted = last - shift.first_receipt + 1
    if wanted <= 0 or Receipt.select().where(ours).count() == wanted:
        return []
    there = {no for (no,) in Receipt.select(Receipt.no).where(ours).tuples()}
    missing = (no for no in range(shift.first_receipt, last + 1) if no not in there)
    return [receipt_number(shift.series, no) for no in islice(missing, MOST_GAPS)]


def _last_of(shift: Shift) -> int:
    return int(Receipt.select(fn.COALESCE(fn.MAX(Receipt.no), 0)).where(Receipt.shift == shift.id).scalar())


def _discounts(shift: Shift) -> int:
    given = sum_of(OrderLine.discount_minor + OrderLine.order_discount_minor)
    ours = (Receipt.series == shift.series) & (Receipt.no >= shift.first_receipt) & (Receipt.shift == shift.id)
    query = OrderLine.select(given).join(Receipt, on=Receipt.order == OrderLine.order)
    return int(query.where(ours, Receipt.kind == ReceiptKind.SALE).scalar())


def _gift_cards(shift: Shift) -> int:
    """What the receipts of a shift put on gift cards, less what its voids took off again."""
    ours = (Receipt.series == shift.series) & (Receipt.no >= shift.first_receipt) & (Receipt.shift == shift.id)
    sign = Case(Receipt.kind, [(ReceiptKind.SALE.value, 1), (ReceiptKind.VOID.value, -1)], 0)
    query = (
        OrderLine.select(sum_of(OrderLine.total_minor * sign))
        .join(Receipt, on=(Receipt.order == OrderLine.order))
    )  # fmt: skip
    return int(query.where(ours, OrderLine.kind == LineKind.GIFT_CARD).scalar())


def tips_of_shift(shift_id: int) -> list[list[Any]]:
    """The tips of a shift by clerk and tender: name, tender, minor."""
    query = (
        Payment.select(fn.COALESCE(Person.name, ""), Payment.tender, fn.SUM(Payment.tip_minor))
        .join(Person, JOIN.LEFT_OUTER, on=(Person.id == Payment.who))
        .where(Payment.shift == shift_id, Payment.tip_minor > 0, TAKEN)
        .group_by(Person.name, Payment.tender).order_by(Person.name, Payment.tender).tuples()
    )  # fmt: skip
    return [[name, str(tender), int(amount)] for name, tender, amount in query]


def _since_last_close(shift: Shift, came_off: Any) -> tuple[int, int]:
    """How many payments that were taken at a till came off since its last close, and how much."""
    before = Shift.select(fn.COALESCE(fn.MAX(Shift.closed_at), 0)).where(
        Shift.station == shift.station, Shift.id < shift.id
    )
    query = Payment.select(fn.COUNT(Payment.id), sum_of(Payment.amount_minor + Payment.tip_minor)).where(
        came_off, Payment.station == shift.station, Payment.settled_at > before
    )
    count, amount = query.tuples().get()
    return int(count), int(amount)


def _debts_paid(shift_id: int) -> int:
    paid = AccountReceipt.select(sum_of(AccountReceipt.paid_minor)).where(AccountReceipt.shift == shift_id)
    return int(paid.scalar())


def _foreign(shift_id: int) -> list[list[Any]]:
    """The foreign notes that the shift took."""
    query = (
        Payment.select(Payment.currency, sum_of(Payment.foreign_minor), sum_of(Payment.given_minor))
        .where(Payment.shift == shift_id, Payment.tender == Tender.FOREIGN_CASH, APPROVED)
        .group_by(Payment.currency).order_by(Payment.currency).tuples()
    )  # fmt: skip
    return [[currency, int(notes), int(worth)] for currency, notes, worth in query]


def _in_doubt(shift_id: int) -> int:
    return int(Payment.select().where(Payment.shift == shift_id, Payment.state == PaymentState.IN_DOUBT).count())


def _perpetual(shift: Shift, papers: dict[str, list[int]]) -> int:
    before = (
        Shift.select(Shift.report)
        .where(Shift.series == shift.series, Shift.z_number.is_null(False), Shift.id < shift.id)
        .order_by(Shift.z_number.desc()).limit(1).tuples().first()
    )  # fmt: skip
    earlier = before[0]["perpetual_minor"] if before and before[0] else 0
    return int(earlier + papers[ReceiptKind.SALE.value][1])
