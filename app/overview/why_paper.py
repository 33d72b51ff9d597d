"""Why a paper or an order stands at its amount: its goods and taxes, and how it was paid or given back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.core.refusal import NotFound
from app.documents.goods_back import credited_before
from app.documents.paid import Money, debt_paid_on, paid_on, payments_of_order
from app.orders.why import BEFORE, CREDITED, DUE, GOODWILL, OTHERWISE, TOTAL, Step, Why, why_order
from app.overview.why_credit import why_credit_note
from app.payments.models import ReceiptKind
from app.payments.order_account import owed
from app.payments.receipts import FoundReceipt, find_receipt, receipts_of
from app.payments.why import paid_lines
from app.returns import why as back
from app.returns.models import Return


def why_paper(kind: str, facts: dict[str, Any], order_id: int | None) -> Why:
    """The steps of a paper that was queued for printing; NotFound where it bears no amount of its own."""
    number = str(facts.get("receipt") or "")
    if kind == "account_receipt":
        return why_account_receipt(number)
    if kind == "return_slip" and facts.get("return_id"):
        return why_return(int(facts["return_id"]))
    if kind == "credit_note" and facts.get("credit_note"):
        return why_credit_note(int(facts["credit_note"]))
    if kind == "receipt" and (number or order_id):
        return why_receipt(number) if number else _first_receipt(int(order_id or 0))
    if kind == "invoice" and order_id:
        return why_sale(order_id)
    raise NotFound("amount", kind)


def why_sale(order_id: int) -> Why:
    """An order or its invoice: its steps, every payment and refund so far, and what is still due; NotFound."""
    why, paid = why_order(order_id), payments_of_order(order_id)
    # What goods that came back were worth, and what a cancelled order is not owed any more.
    fallen = why.total_minor - sum(money.amount_minor for money in paid) - owed(order_id)
    return _with_money(why, paid, before=0, credited=fallen)


def why_receipt(number: str) -> Why:
    """The steps of the total that stands on a receipt, and of each payment on it; NotFound."""
    found = find_receipt(number)
    if found is None:
        raise NotFound("receipt", number)
    return _receipt(found)


def why_account_receipt(number: str) -> Why:
    """Money towards a debt: nothing but its payments."""
    paid = debt_paid_on(number)
    if not paid:
        raise NotFound("receipt", number)
    total = sum(money.amount_minor for money in paid)
    return Why((), (Step(TOTAL, total),), total, paid_lines(paid))


def why_return(return_id: int) -> Why:
    """What a return is credited with, and by which tenders it went back once it is settled; NotFound."""
    why = back.why_return(return_id)
    row: Any = Return.select(Return.order, Return.settled_at).where(Return.id == return_id).tuples().first()
    if row[0] is None or row[1] is None:
        return why
    paid = [
        money for found in receipts_of(row[0])
        if found.kind == ReceiptKind.REFUND and found.return_id == return_id
        for money in paid_on(row[0], found)[0]
    ]  # fmt: skip
    rest = why.total_minor + sum(money.amount_minor for money in paid)
    after = (Step(OTHERWISE, rest),) if rest else ()
    return why._replace(paid=paid_lines(paid, -1), after=after)


def _first_receipt(order_id: int) -> Why:
    found = receipts_of(order_id)
    if not found:
        raise NotFound("receipt", order_id)
    return _receipt(found[0])


def _receipt(found: FoundReceipt) -> Why:
    mine, before = paid_on(found.order_id, found)
    if found.kind == ReceiptKind.REFUND:
        return _refund(found, mine)
    if found.kind == ReceiptKind.VOID:
        return why_order(found.order_id).turned()._replace(paid=paid_lines(mine))
    is_later = found.kind == ReceiptKind.PAYMENT
    credited = credited_before(found.order_id, found.made_at) if is_later else 0
    return _with_money(why_order(found.order_id), mine, before=before, credited=credited)


def _refund(found: FoundReceipt, mine: Sequence[Money]) -> Why:
    """A refund's paper: the goods of its return turned round, what was credited otherwise, and the money."""
    total, paid = found.total_minor, paid_lines(mine)
    if found.return_id is None:
        return Why((), (Step(GOODWILL, total), Step(TOTAL, total)), total, paid)
    why = back.why_return(found.return_id).turned()
    otherwise = total - why.total_minor
    steps = [step for step in why.steps if step.kind != TOTAL]
    if otherwise:
        steps.append(Step(OTHERWISE, otherwise))
    return Why(why.lines, (*steps, Step(TOTAL, total)), total, paid)


def _with_money(why: Why, paid: Sequence[Money], *, before: int, credited: int) -> Why:
    """An order's steps with how it was paid: what was paid before, came back, and is left add up to its total."""
    due = why.total_minor - credited - before - sum(money.amount_minor for money in paid)
    after = tuple(Step(kind, amount) for kind, amount in ((BEFORE, before), (CREDITED, credited), (DUE, due)) if amount)
    return why._replace(paid=paid_lines(paid), after=after)
