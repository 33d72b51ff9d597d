"""Credit notes: whatever takes something off an invoice that is out makes one, in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from peewee import fn

from app.core import clock
from app.core.command import acting, note, touch
from app.core.db import hold
from app.core.events import listens
from app.core.i18n import N_, _
from app.core.numbers import next_number
from app.core.outbox import renew_wish, titled, wish
from app.core.refusal import Refusal
from app.counter.events import SaleVoided
from app.documents import texts
from app.documents.bills import sold_by_line, sold_of
from app.documents.goods_back import goods_of
from app.documents.kept_bills import keep, kept_totals
from app.documents.papers import Amount, PaperLine, TaxLine, Totals
from app.orders.events import OrderAmended, OrderCancelled, OrderTakenBack
from app.orders.models import Order
from app.orders.states import OrderState
from app.payments.events import InvoiceMade, Refunded
from app.payments.invoices import credit_number, invoice_number
from app.payments.models import CreditNote, CreditWhy, Invoice
from app.returns.events import ReturnSettled
from app.returns.models import Return
from app.returns.states import MONEY

COUNTER = "credit_note"
Bill = tuple[tuple[PaperLine, ...], Totals]


class CreditNoteIsOut(Refusal):
    """The order was taken off its invoice, and a paper says so."""


def credit_left(order_id: int) -> int:
    """What no credit note took off the invoice of an order yet, in minor units; nought without an invoice."""
    made = _invoice(order_id)
    return _total_of(made) - _credited(order_id) if made else 0


def credit_notes_of(order_id: int) -> list[CreditNote]:
    """The credit notes of an order, the first one first."""
    return list(CreditNote.select().where(CreditNote.order == order_id).order_by(CreditNote.no))


def print_notes(order_id: int) -> int:
    """Queue all credit notes of an order again, as numbered copies unless the first surely never came out; a step."""
    notes = credit_notes_of(order_id)
    for made in notes:
        number = credit_number(made.no)
        if renew_wish(f"credit_note:{number}"):
            continue
        mine = CreditNote.no == made.no
        CreditNote.update(copies=CreditNote.copies + 1).where(mine).execute()
        copy = int(CreditNote.select(CreditNote.copies).where(mine).scalar())
        wish(
            "credit_note", f"credit_note:{number}:copy{copy}", {"credit_note": made.no, "copy": copy},
            title=titled(N_("Credit note {number}, copy {copy}"), number=number, copy=copy), order_id=order_id,
        )  # fmt: skip
    return len(notes)


@listens(InvoiceMade)
def _keep_invoice(event: InvoiceMade) -> None:
    """What the invoice says is kept; goods that came back before are taken off it at once."""
    with texts.in_language(_language(event.order_id)):
        paper = keep(*sold_of(event.order_id)) | {"now": _state(event.order_id)}
    Invoice.update(paper=paper).where(Invoice.no == event.no).execute()
    back = Return.select(Return.id, Return.refund_minor).where(
        Return.order == event.order_id, Return.settled_at.is_null(False), Return.refund_minor > 0,
        Return.outcome.in_([outcome.value for outcome in MONEY]),
    )  # fmt: skip
    for return_id, amount in list(back.order_by(Return.settled_at, Return.id).tuples()):
        _of_return(event.order_id, return_id, amount)


@listens(ReturnSettled)
def _returned(event: ReturnSettled) -> None:
    if event.order_id is not None and event.outcome in MONEY:
        _of_return(event.order_id, event.return_id, event.amount_minor)


def _of_return(order_id: int, return_id: int, amount_minor: int) -> None:
    if amount_minor <= 0 or _invoice(order_id) is None:
        return
    with texts.in_language(_language(order_id)):
        lines, taxes = goods_of(return_id, sign=1)
        number = Return.select(Return.number).where(Return.id == return_id).scalar()
        reason = _("Goods came back: return {number}").format(number=number)
        totals = Totals(
            currency=_currency(order_id), total_minor=amount_minor, subtotal_minor=amount_minor, taxes=taxes
        )
    _make(order_id, CreditWhy.RETURN, (lines, totals), reason, return_id)


@listens(SaleVoided)
def _voided(event: SaleVoided) -> None:
    _whole(event.order_id, CreditWhy.VOID, event.reason)


@listens(OrderCancelled)
def _cancelled(event: OrderCancelled) -> None:
    _whole(event.order_id, CreditWhy.CANCELLED, event.reason)


def _whole(order_id: int, why: CreditWhy, reason: str) -> None:
    """All that is left of the order."""
    if _invoice(order_id) is None:
        return
    with texts.in_language(_language(order_id)):
        bill = sold_of(order_id)
    _make(order_id, why, bill, reason)


@listens(Refunded)
def _goodwill(event: Refunded) -> None:
    """Money as goodwill takes something off the invoice, but no tax: the goods were sold at their price.

    Any other refund gives back what was credited, or paid too much.
    """
    if not event.goodwill or _invoice(event.order_id) is None:
        return
    with texts.in_language(_language(event.order_id)):
        line = PaperLine(name=_("Goodwill"), amount_minor=event.amount_minor, note=event.reason)
        totals = Totals(
            currency=_currency(event.order_id), total_minor=event.amount_minor, subtotal_minor=event.amount_minor
        )
    _make(event.order_id, CreditWhy.GOODWILL, ((line,), totals), event.reason)


@listens(OrderAmended)
def _changed(event: OrderAmended) -> None:
    """The order became smaller before its goods left: the difference, line by line and tax by tax."""
    made = _invoice(event.order_id)
    if made is None or event.after_minor >= event.before_minor:
        return
    before: Any = made.paper["now"]
    with texts.in_language(_language(event.order_id)):
        after = _state(event.order_id)
        bill = _difference(before, after)
        reason = _("The order was changed before it was sent.")
    Invoice.update(paper=made.paper | {"now": after}).where(Invoice.no == made.no).execute()
    _make(event.order_id, CreditWhy.CHANGED, bill, reason)


@listens(OrderTakenBack)
def _revived(event: OrderTakenBack) -> None:
    """A cancellation that stands on paper is not undone."""
    if event.old != OrderState.CANCELLED:
        return
    mine = (CreditNote.order == event.order_id) & (CreditNote.why == CreditWhy.CANCELLED)
    if no := CreditNote.select(CreditNote.no).where(mine).scalar():
        number = credit_number(no)
        sentence = _("Credit note {number} is out for this order. Make a new order.").format(number=number)
        raise CreditNoteIsOut(sentence, order_id=event.order_id, credit_note=number)


def _state(order_id: int) -> dict[str, Any]:
    """What the order says now, line by line, to tell later what became less."""
    lines = {str(line): asdict(kept) for line, kept in sold_by_line(order_id).items()}
    return {"lines": lines, "totals": keep((), sold_of(order_id)[1])["totals"]}


def _difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Bill:
    lines = []
    for line_id, was in before["lines"].items():
        now = after["lines"].get(line_id, {"quantity": "0", "amount_minor": 0})
        fewer, less = int(was["quantity"]) - int(now["quantity"]), was["amount_minor"] - now["amount_minor"]
        if fewer or less:
            words = texts.quantity_text(fewer, was["note"]) if fewer else ""
            lines.append(replace(PaperLine(**was), quantity=words, amount_minor=less, note=""))
    old, new = kept_totals(before), kept_totals(after)
    totals = Totals(
        currency=old.currency, total_minor=old.total_minor - new.total_minor,
        subtotal_minor=old.subtotal_minor - new.subtotal_minor, discounts=_less(old.discounts, new.discounts),
        fees=_less(old.fees, new.fees), taxes=_less_tax(old.taxes, new.taxes),
    )  # fmt: skip
    return tuple(lines), totals


def _less(old: tuple[Amount, ...], new: tuple[Amount, ...]) -> tuple[Amount, ...]:
    now = {one.name: one.amount_minor for one in new}
    left = (replace(one, amount_minor=one.amount_minor - now.get(one.name, 0)) for one in old)
    return tuple(one for one in left if one.amount_minor)


def _less_tax(old: tuple[TaxLine, ...], new: tuple[TaxLine, ...]) -> tuple[TaxLine, ...]:
    now = {(one.rate, one.is_added): one for one in new}
    left = []
    for one in old:
        kept = now.get((one.rate, one.is_added), replace(one, net_minor=0, tax_minor=0, gross_minor=0))
        left.append(replace(
            one, net_minor=one.net_minor - kept.net_minor, tax_minor=one.tax_minor - kept.tax_minor,
            gross_minor=one.gross_minor - kept.gross_minor,
        ))  # fmt: skip
    return tuple(one for one in left if one.net_minor or one.tax_minor)


def _make(order_id: int, why: CreditWhy, bill: Bill, reason: str, return_id: int | None = None) -> None:
    """Give a credit note its number and queue it; what goodwill took off before is not taken off twice."""
    hold(Order, order_id)
    made = Invoice.get(Invoice.order == order_id)
    lines, totals = bill
    if not totals.total_minor:
        return
    if twice := max(totals.total_minor - credit_left(order_id), 0):
        with texts.in_language(_language(order_id)):
            before = Amount(name=_("Credited before as goodwill"), amount_minor=-twice)
        totals = replace(totals, total_minor=totals.total_minor - twice, fees=(*totals.fees, before))
    by, no = acting(), next_number(COUNTER)
    CreditNote.insert(
        no=no, invoice=made.no, order=order_id, why=why, return_ref=return_id, total_minor=totals.total_minor,
        reason=reason.strip()[:200], paper=keep(lines, totals), who=by.person_id, who_name=by.name,
        made_at=clock.now_ms(),
    ).execute()  # fmt: skip
    number = credit_number(no)
    title = titled(N_("Credit note {number} for invoice {invoice}"), number=number, invoice=invoice_number(made.no))
    wish("credit_note", f"credit_note:{number}", {"credit_note": no}, title=title, order_id=order_id)
    touch("order", order_id)
    note(credit_note=number, credit_note_minor=totals.total_minor)


def _invoice(order_id: int) -> Invoice | None:
    found: Invoice | None = Invoice.get_or_none(Invoice.order == order_id)
    return found


def _total_of(made: Invoice) -> int:
    """What an invoice was about; one of the time before its words were kept is about the order as it is."""
    if made.paper:
        return kept_totals(made.paper).total_minor
    return int(Order.select(Order.total_minor).where(Order.id == made.order_id).scalar())


def _credited(order_id: int) -> int:
    total = fn.COALESCE(fn.SUM(CreditNote.total_minor), 0)
    return int(CreditNote.select(total).where(CreditNote.order == order_id).scalar())


def _language(order_id: int) -> str:
    return str(Order.select(Order.language).where(Order.id == order_id).scalar())


def _currency(order_id: int) -> str:
    return str(Order.select(Order.currency).where(Order.id == order_id).scalar())
