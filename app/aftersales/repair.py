"""Repairs: quoted, accepted or declined, worked on within the quote, tested, handed back."""

from __future__ import annotations

from app.aftersales.events import RepairQuoted
from app.aftersales.models import Case, CaseKind, CaseState
from app.aftersales.open import NOTE, CaseRow, add_message, case_row, move, touch_case
from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note
from app.core.events import emit
from app.core.i18n import _
from app.core.money import format_money
from app.core.refusal import Refusal, StateChanged
from app.orders.models import Order
from app.payments.order_account import owed
from app.returns.goods import hand_back


class NotARepair(Refusal):
    """Only a repair is quoted, worked on and handed back."""


class AboveQuote(Refusal):
    """The work would cost more than the customer accepted."""


class NotPaid(Refusal):
    """The goods are handed out when they are paid."""


@command("aftersales.quote")
def quote(by: Actor, case_id: int, quote_minor: int) -> None:
    """Tell the customer what the repair costs (0: under warranty) and wait for the answer; a new quote asks anew."""
    case = _repair(case_id)
    if quote_minor < 0:
        raise AboveQuote(_("A quote is not less than nought."))
    accepted = True if quote_minor == 0 else None
    Case.update(quote_minor=quote_minor, quote_accepted=accepted).where(Case.id == case_id).execute()
    if quote_minor and case.state == CaseState.OPEN:
        move(case, CaseState.WAITING)
    touch_case(case_id, case.order_id)
    note(case_id=case_id, number=case.number, order_id=case.order_id, quote_minor=quote_minor)
    if quote_minor:
        emit(RepairQuoted(case_id, case.order_id, quote_minor))


@command("aftersales.answer_quote")
def answer_quote(by: Actor, case_id: int, accepted: bool) -> None:
    """Note the customer's answer to the quote; either way the case is ours again."""
    case = _repair(case_id)
    if case.quote_minor is None:
        raise NotARepair(_("Quote the repair first."), case_id=case_id)
    Case.update(quote_accepted=accepted).where(Case.id == case_id).execute()
    if case.state == CaseState.WAITING:
        move(case, CaseState.OPEN)
    touch_case(case_id, case.order_id)
    note(case_id=case_id, number=case.number, order_id=case.order_id, accepted=accepted, quote_minor=case.quote_minor)


@command("aftersales.work")
def work(by: Actor, case_id: int, cost_minor: int, text: str, test_result: str = "") -> None:
    """Note work on a repair and what it adds to the bill; AboveQuote when it would pass the accepted quote."""
    case = _repair(case_id)
    allowed = case.quote_minor or 0 if case.quote_accepted else 0
    if cost_minor < 0 or case.work_minor + cost_minor > allowed:
        raise AboveQuote(
            _("The customer accepted {quote}; {work} would be too much. Quote again.").format(
                quote=format_money(allowed), work=format_money(case.work_minor + cost_minor)
            ),
            case_id=case_id, allowed_minor=allowed, asked_minor=case.work_minor + cost_minor,
        )  # fmt: skip
    add_message(case_id, NOTE, by.name, text)
    values = {"test_result": test_result.strip()[:200]} if test_result.strip() else {}
    Case.update(work_minor=Case.work_minor + cost_minor, **values).where(Case.id == case_id).execute()
    touch_case(case_id, case.order_id)
    note(case_id=case_id, number=case.number, order_id=case.order_id, cost_minor=cost_minor, text=text.strip())


@command("aftersales.hand_out")
def hand_out(by: Actor, case_id: int, bill_order_id: int | None = None) -> None:
    """Hand repaired goods back; `bill_order_id` is the sale by which the work was paid.

    NotPaid when the work costs something and its bill is missing or still owed; GoodsGone when they are not here.
    """
    case = _repair(case_id)
    if case.work_minor and not _is_paid(bill_order_id, case.work_minor):
        raise NotPaid(
            _("{amount} is to be paid before the goods are handed out.").format(amount=format_money(case.work_minor)),
            case_id=case_id, work_minor=case.work_minor,
        )  # fmt: skip
    if case.return_id is None:
        raise NotARepair(_("No goods were taken in for this case."), case_id=case_id)
    left = Case.update(handed_out_at=clock.now_ms()).where(Case.id == case_id, Case.handed_out_at.is_null())
    if not left.execute():
        raise StateChanged("case", case_id)
    hand_back(case.return_id, case.order_id)
    touch_case(case_id, case.order_id)
    note(case_id=case_id, number=case.number, order_id=case.order_id, return_id=case.return_id, bill=bill_order_id)


def _is_paid(bill_order_id: int | None, work_minor: int) -> bool:
    if bill_order_id is None:
        return False
    total = Order.select(Order.total_minor).where(Order.id == bill_order_id).scalar()
    return total is not None and int(total) >= work_minor and owed(bill_order_id) <= 0


def _repair(case_id: int) -> CaseRow:
    case = case_row(case_id)
    if case.kind != CaseKind.REPAIR or case.state not in (CaseState.OPEN, CaseState.WAITING):
        raise NotARepair(_("Only an open repair can be worked on."), case_id=case_id)
    return case
