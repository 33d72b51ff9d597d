"""Why a shift's X or Z report stands at its figures: the payments, moves, papers and tax postings that made each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from peewee import JOIN, Case, fn

from app.core.actor import Actor
from app.core.i18n import _
from app.core.refusal import NotFound, NotPermitted
from app.ledger.models import Account, AccountKind, TaxEntry, Transfer, TransferLine
from app.ledger.tax_sums import first_from
from app.orders.models import Order, OrderLine
from app.payments.close import NotCounted, blinded, foreign_off, z_report
from app.payments.drawer import TAKEN
from app.payments.models import (
    CashMove,
    CashMoveKind,
    HandOver,
    Payment,
    Receipt,
    ReceiptKind,
    Shift,
    ShiftState,
    Tender,
)
from app.payments.receipts import receipt_number
from app.payments.till import current_shift
from app.payments.totals import shift_totals

FLOAT, RECEIVED, CHANGE, REFUNDS = "float_minor", "received_minor", "change_minor", "refunds_minor"
PAID_IN, PAID_OUT, TIPS, DROPPED = "paid_in_minor", "paid_out_minor", "tips_paid_minor", "dropped_minor"
HANDED, EXPECTED = "handed_minor", "expected_cash_minor"
TENDER, PAPER, TAX, DIFFERENCE = "tender", "paper", "tax", "difference"
DISCOUNT, ROUNDING, PERPETUAL = "discount_minor", "rounding_minor", "perpetual_minor"
# Expected cash is the sum of these.
SIGNS = {
    FLOAT: 1, RECEIVED: 1, CHANGE: -1, REFUNDS: -1, PAID_IN: 1, PAID_OUT: -1, TIPS: -1, DROPPED: -1, HANDED: 1,
}  # fmt: skip
_MOVES = {
    PAID_IN: (CashMoveKind.PAY_IN, 1), PAID_OUT: (CashMoveKind.PAY_OUT, -1), TIPS: (CashMoveKind.TIPS, -1),
    DROPPED: (CashMoveKind.DROP, -1),
}  # fmt: skip
COUNTED, DUE = "counted", "due"  # the two rows of a difference: what was counted, less what should be there
EARLIER, BEFORE, NOW = "earlier", "before", "now"  # rows of the running total: one close, all before them, this shift
MOST_ROWS, MOST_SHIFTS = 100, 30


class ShiftRow(NamedTuple):
    """One row that made a figure: a payment, a move, a paper or what a posting brought to a tax.

    `base_minor` is what a tax is of, `notes_minor` foreign notes of the currency named in `detail`.
    """

    at: int
    word: str  # the receipt's or order's number, or the reason
    amount_minor: int
    detail: str = ""
    kind: str = ""
    base_minor: int = 0
    notes_minor: int | None = None


class Figure(NamedTuple):
    """A figure of the report with its rows: those that are named, those left off, and what came after a close add up."""

    kind: str
    name: str  # of a tender, a kind of paper or a tax
    total_minor: int
    rows: tuple[ShiftRow, ...] = ()
    left_off: int = 0
    left_minor: int = 0
    since_minor: int = 0  # taken off what is booked now: it came after the report was frozen
    rate_bp: int = 0
    base_minor: int = 0


class WhyShift(NamedTuple):
    """The figures of a shift's report; `expected` are the signed steps to the cash that should be there, else none."""

    shift_id: int
    z_number: int | None
    is_blind: bool
    expected: tuple[tuple[str, int], ...]
    expected_minor: int
    figures: tuple[Figure, ...]


def why_shift(by: Actor, shift_id: int) -> WhyShift:
    """The steps of a closed shift's frozen Z report, or of an open one's X; NotFound.

    As for the X report: nothing while the drawer is counted, and whoever may not accept a difference gets an open
    shift's figures without those that would betray the cash.
    """
    shift = Shift.get_or_none(Shift.id == shift_id)
    if shift is None:
        raise NotFound("shift", shift_id)
    report = _report(by, shift)
    is_blind = bool(report.get("is_blind"))
    expected = () if is_blind else tuple((kind, sign * report.get(kind, 0)) for kind, sign in SIGNS.items())
    figures = [
        *_cash(shift_id, report), *_moves(shift_id, report), *_tenders(shift_id, report), *_papers(shift, report),
        *_discounts(shift, report), *_rounding(shift.id, report), *_running(shift, report),
        *_taxes(shift, report), *_differences(shift, report),
    ]  # fmt: skip
    return WhyShift(shift_id, shift.z_number, is_blind, expected, report[EXPECTED] or 0, tuple(figures))


def _report(by: Actor, shift: Shift) -> dict[str, Any]:
    if shift.state == ShiftState.CLOSED:
        if not by.may("documents.print_z_again"):
            raise NotPermitted("documents.print_z_again", _("You may not see this Z report."))
        return dict(shift.report)
    now = current_shift(shift.station)
    if not by.may("payments.x_report"):
        raise NotPermitted("payments.x_report", _("You may not see the totals of this shift."))
    if now is None or now.id != shift.id or now.state != ShiftState.OPEN:
        raise NotCounted(_("Totals are shown while the till is open, not while it is counted."))
    report = z_report(by, now, shift_totals(shift.id))
    return report if by.may("payments.accept_difference") else blinded(report)


def _figure(kind: str, name: str, total: int, query: Any, **facts: int) -> Figure:
    """A figure with the rows of a query of (at, word, amount, detail ...), oldest first."""
    rows = tuple(ShiftRow(*row) for row in query.limit(MOST_ROWS).tuples())
    left_off = query.count() - MOST_ROWS if len(rows) == MOST_ROWS else 0
    rest = total - sum(row.amount_minor for row in rows)
    return Figure(
        kind, name, total, rows, left_off, left_minor=rest if left_off else 0, since_minor=0 if left_off else rest,
        **facts,
    )  # fmt: skip


def _payments(match: Any, amount: Any) -> Any:
    """Payments by the number of their paper, or of their order where they stand on none."""
    number = Case(None, [(Payment.receipt != "", Payment.receipt)], fn.COALESCE(Order.number, ""))
    detail = Case(None, [(Payment.currency != "", Payment.currency)], Payment.masked_pan)
    notes = Case(None, [(Payment.currency != "", Payment.foreign_minor)], None)
    columns = (Payment.made_at, number, amount, detail, Payment.tender, Payment.tip_minor * 0, notes)
    return Payment.select(*columns).join(Order, JOIN.LEFT_OUTER).where(match).order_by(Payment.id)


def _cash(shift_id: int, report: dict[str, Any]) -> Iterable[Figure]:
    ours, own = (Payment.shift == shift_id) & TAKEN, Payment.tender == Tender.CASH
    kept = Payment.amount_minor + Payment.rounding_minor
    given = Payment.tender.in_([Tender.CASH, Tender.FOREIGN_CASH]) & (Payment.change_minor > 0)
    for kind, match, amount in (
        (RECEIVED, own & (Payment.amount_minor > 0), kept + Payment.change_minor),
        (CHANGE, given, Payment.change_minor),
        (REFUNDS, own & (Payment.amount_minor < 0), 0 - kept),
    ):
        if report[kind]:
            yield _figure(kind, "", report[kind], _payments(ours & match, amount))


def _moves(shift_id: int, report: dict[str, Any]) -> Iterable[Figure]:
    for kind, (move, sign) in _MOVES.items():
        query = CashMove.select(
            CashMove.made_at, CashMove.reason, CashMove.amount_minor * sign, CashMove.who_name
        ).where(CashMove.shift == shift_id, CashMove.kind == move)
        if report.get(kind):
            yield _figure(kind, "", report[kind], query.order_by(CashMove.id))
    off = HandOver.counted_minor - HandOver.expected_minor
    query = HandOver.select(HandOver.made_at, HandOver.to_name, off, HandOver.reason).where(HandOver.shift == shift_id)
    if report.get(HANDED):
        yield _figure(HANDED, "", report[HANDED], query.order_by(HandOver.id))


def _tenders(shift_id: int, report: dict[str, Any]) -> Iterable[Figure]:
    amount = Payment.amount_minor + Payment.rounding_minor + Payment.tip_minor
    for tender, total in report["tenders"].items():
        match = (Payment.shift == shift_id) & (Payment.tender == tender) & TAKEN
        yield _figure(TENDER, tender, total, _payments(match, amount))


def _papers(shift: Shift, report: dict[str, Any]) -> Iterable[Figure]:
    ours = (Receipt.series == shift.series) & (Receipt.no >= shift.first_receipt) & (Receipt.shift == shift.id)
    for kind, (count, total) in report["papers"].items():
        if not count or total is None:
            continue
        query = Receipt.select(Receipt.made_at, Receipt.no, Receipt.total_minor).where(ours, Receipt.kind == kind)
        found = _figure(PAPER, kind, total, query.order_by(Receipt.no))
        yield found._replace(rows=tuple(_numbered(row, shift.series) for row in found.rows))


def _discounts(shift: Shift, report: dict[str, Any]) -> Iterable[Figure]:
    """What each receipt of the shift gave off."""
    if not report.get(DISCOUNT):
        return
    off = fn.SUM(OrderLine.discount_minor + OrderLine.order_discount_minor)
    ours = (Receipt.series == shift.series) & (Receipt.no >= shift.first_receipt) & (Receipt.shift == shift.id)
    query = (
        Receipt.select(Receipt.made_at, Receipt.no, off).join(OrderLine, on=(OrderLine.order == Receipt.order))
        .where(ours, Receipt.kind == ReceiptKind.SALE).group_by(Receipt.made_at, Receipt.no)
        .having(off != 0).order_by(Receipt.no)
    )  # fmt: skip
    found = _figure(DISCOUNT, "", report[DISCOUNT], query)
    yield found._replace(rows=tuple(_numbered(row, shift.series) for row in found.rows))


def _numbered(row: ShiftRow, series: str) -> ShiftRow:
    return row._replace(word=receipt_number(series, int(row.word)), amount_minor=int(row.amount_minor))


def _rounding(shift_id: int, report: dict[str, Any]) -> Iterable[Figure]:
    """What the rounding of cash brought or took, payment by payment."""
    match = (Payment.shift == shift_id) & (Payment.rounding_minor != 0) & TAKEN
    if report.get(ROUNDING) is None:  # withheld from who counts
        return
    figure = _figure(ROUNDING, "", report[ROUNDING], _payments(match, Payment.rounding_minor))
    if figure.rows:
        yield figure


def _running(shift: Shift, report: dict[str, Any]) -> Iterable[Figure]:
    """All sales of this till so far: what each earlier close brought to them, and this shift."""
    total = report.get(PERPETUAL)
    if not total:
        return
    query = (
        Shift.select(Shift.z_number, Shift.closed_at, Shift.report)
        .where(Shift.series == shift.series, Shift.z_number.is_null(False), Shift.id < shift.id)
        .order_by(Shift.z_number.desc()).limit(MOST_SHIFTS + 1).tuples()
    )  # fmt: skip
    closes = [(str(number), at, int((kept or {}).get(PERPETUAL, 0))) for number, at, kept in query]
    sums = [*(until for _number, _at, until in closes), 0]
    rows = [
        ShiftRow(at, number, until - sums[place + 1], kind=EARLIER)
        for place, (number, at, until) in enumerate(closes[:MOST_SHIFTS])
    ]
    if len(closes) > MOST_SHIFTS:
        number, at, until = closes[-1]
        rows.append(ShiftRow(at, number, until, kind=BEFORE))
    rows = [*reversed(rows), ShiftRow(shift.opened_at, "", total - sums[0], kind=NOW)]
    yield Figure(PERPETUAL, "", total, tuple(rows))


def _taxes(shift: Shift, report: dict[str, Any]) -> Iterable[Figure]:
    """Each rate and each named tax; a tax that the report names on its own is in no rate."""
    if not report["taxes"] and not report.get("named_taxes"):
        return
    span = (Transfer.id >= shift.first_transfer) & (Transfer.shift_ref == shift.id)
    if shift.closed_at is not None:
        span &= Transfer.id < first_from(shift.closed_at + 1)
    named = report.get("named_taxes", [])
    apart = {(code, rate) for code, _name, rate, _base, _tax in named}
    entries = _entries(span)
    for rate, net, tax in report["taxes"]:
        mine = [row for code, _name, of, row in entries if of == rate and (code, of) not in apart]
        plain = _postings(span, rate)
        yield _tax("", rate, net, tax, sorted([*plain, *mine], key=lambda row: row.at))
    for code, name, rate, base, tax in named:
        yield _tax(name, rate, base, tax, [row for of, _name, at, row in entries if (of, at) == (code, rate)])


def _tax(name: str, rate: int, base: int, tax: int, rows: list[ShiftRow]) -> Figure:
    shown, rest = tuple(rows[:MOST_ROWS]), rows[MOST_ROWS:]
    left = sum(row.amount_minor for row in rest)
    since = tax - left - sum(row.amount_minor for row in shown)
    return Figure(TAX, name, tax, shown, len(rest), left, since, rate, base)


def _postings(span: Any, rate: int) -> list[ShiftRow]:
    """What each posting brought to a plain rate, and to its sales."""
    codes = [f"{AccountKind.SALES.value}:{rate}", f"{AccountKind.TAX.value}:{rate}"]
    minus = 0 - TransferLine.amount_minor
    tax = fn.SUM(Case(None, [(Account.kind == AccountKind.TAX, minus)], 0))
    net = fn.SUM(Case(None, [(Account.kind == AccountKind.SALES, minus)], 0))
    query: Any = (
        TransferLine.select(Transfer.posted_at, fn.COALESCE(Order.number, ""), tax, net)
        .join(Account).switch(TransferLine).join(Transfer)
        .join(Order, JOIN.LEFT_OUTER, on=(Order.id == Transfer.order_ref))
        .where(span, Account.code.in_(codes)).group_by(Transfer.id, Transfer.posted_at, Order.number)
        .order_by(Transfer.id).tuples()
    )  # fmt: skip
    return [ShiftRow(at, number, int(tax), base_minor=int(net)) for at, number, tax, net in query]


def _entries(span: Any) -> list[tuple[str, str, int, ShiftRow]]:
    query: Any = (
        TaxEntry.select(
            TaxEntry.code, TaxEntry.name, TaxEntry.rate_bp, Transfer.posted_at, fn.COALESCE(Order.number, ""),
            TaxEntry.tax_minor, TaxEntry.base_minor,
        ).join(Transfer).join(Order, JOIN.LEFT_OUTER, on=(Order.id == Transfer.order_ref))
        .where(span).order_by(TaxEntry.id).tuples()
    )  # fmt: skip
    return [
        (code, name, int(rate), ShiftRow(at, number, int(tax), base_minor=int(base)))
        for code, name, rate, at, number, tax, base in query
    ]


def _differences(shift: Shift, report: dict[str, Any]) -> Iterable[Figure]:
    """Counted less what should be there, by tender; foreign notes by currency."""
    counted, at = report.get("counted") or {}, shift.closed_at or 0
    for tender, off in (report.get("differences") or {}).items():
        if tender == Tender.FOREIGN_CASH:
            rows = tuple(_notes(report["foreign"], at))
        else:
            due = (shift.expected or {}).get(tender, 0)
            rows = (ShiftRow(at, "", counted[tender], kind=COUNTED), ShiftRow(at, "", -due, kind=DUE))
        yield Figure(DIFFERENCE, tender, off, rows)


def _notes(foreign: Iterable[list[Any]], at: int) -> Iterable[ShiftRow]:
    for code, held, worth, counted in foreign:
        if counted is not None and held:
            off = foreign_off([[code, held, worth]], {code: counted})[code]
            yield ShiftRow(at, "", worth + off, code, COUNTED, notes_minor=counted)
            yield ShiftRow(at, "", -worth, code, DUE, notes_minor=held)
