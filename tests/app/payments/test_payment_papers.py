"""What is printed for a payment: the very payments that belong to it, in sums that add up."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.db import db, is_postgres
from app.core.migrations import FOLDER
from app.core.refusal import NotFound
from app.core.settings import change_setting
from app.counter.sell import sell
from app.counter.ticket import Buyer, Ticket
from app.documents.bills import receipt
from app.documents.build import papers_of
from app.documents.debt_papers import account_receipt
from app.documents.till import x_report as paper
from app.documents.till import z_report
from app.ledger.post import balance
from app.orders.models import OrderLine
from app.orders.states import PayPlan
from app.payments.close import ClosePapers, NotCounted, close_shift, x_report
from app.payments.models import AccountReceipt, InstalmentPlan, Payment, Receipt, Tender
from app.payments.pay import pay_order, settle_account
from app.payments.pay_plan import pay_instalment
from app.payments.plan import SIGNED
from app.payments.receipts import receipts_of, reprint_account
from app.payments.refund import refund_order
from app.payments.shift import begin_count
from app.payments.tender import TenderInput, TenderNotComplete
from app.returns.models import Outcome
from app.returns.quick import QuickLine, quick_return
from tests.app.payments.till import boss, card, cash, open_till, sold, ticket_of
from tests.app.picking.orders import make_order
from tests.factories import make_customer, make_product


def adds_up(shown: Any) -> bool:
    """Whether what was handed over, less change and rounding, is what was to be paid and is not owed any more."""
    totals = shown.totals
    handed = sum(part.amount_minor for part in totals.tenders)
    return handed - totals.change_minor - totals.rounding_minor + totals.due_minor == totals.total_minor


@pytest.fixture
def eimear(store: str) -> Buyer:
    """A customer who may owe, at an open till with mugs at 10.00."""
    make_product("MUG", price="10.00", on_hand=99)
    open_till(boss)
    return Buyer(make_customer(credit_limit_minor=100_000), "Eimear O’Connor")


def on_account(buyer: Buyer, *skus: str) -> int:
    ticket = ticket_of(*skus, buyer=buyer)
    total = ticket.totals().total_minor
    return sell(boss, ticket.to_sale([TenderInput(Tender.ON_ACCOUNT, total)]), key=ticket.uid).order_id


def test_foreign_notes_stand_on_the_receipt_with_what_they_are_and_what_they_are_worth(eimear):
    change_setting(boss, "payments.foreign_rates", ["USD 0.92"])

    sale = sold("MUG", by=boss, tenders=[TenderInput(Tender.FOREIGN_CASH, 1_000, currency="USD", foreign_minor=2_000)])

    shown = receipt(sale.order_id)
    assert [(row.name, row.amount_minor, row.detail) for row in shown.totals.tenders] == [
        ("Foreign cash", 1_840, "USD 20.00")
    ]
    assert shown.totals.change_minor == 840
    assert adds_up(shown)
    assert ("Foreign notes, USD", "20.00 · 18.40") in [(row.name, row.value) for row in paper(x_report(boss)).counts]


def test_counted_foreign_notes_are_over_or_short_and_the_rest_goes_into_the_safe(eimear):
    change_setting(boss, "payments.foreign_rates", ["USD 0.92", "GBP 1.15"])
    sold("MUG", by=boss, tenders=[TenderInput(Tender.FOREIGN_CASH, 1_000, currency="USD", foreign_minor=2_000)])
    begin_count(boss)
    counted = {"cash": balance("cash:till-1")}
    with pytest.raises(NotCounted, match="GBP"):
        close_shift(boss, counted, papers=ClosePapers(foreign=(("GBP", 100),)))

    closed = close_shift(boss, counted, papers=ClosePapers(foreign=(("USD", 2_100), ("GBP", 0))))

    assert (closed.difference_minor, balance("over_short:till-1")) == (92, -92)
    assert (balance("cash:till-1:USD"), balance("cash:safe:USD")) == (0, 1_932)
    shown = [(row.name, row.value) for row in z_report(closed.shift_id).counts]
    assert ("Foreign notes, USD", "20.00 · 18.40") in shown and ("Counted, USD", "21.00") in shown


def test_a_refund_shows_its_own_money_although_a_slip_of_the_same_sale_came_before(eimear):
    sale = sold("MUG", "MUG", "MUG", by=boss)
    [line] = OrderLine.select().where(OrderLine.order == sale.order_id)
    quick_return(boss, sale.order_id, [QuickLine(line.id, 1)], Outcome.STORE_CREDIT, None, "Credit")
    quick_return(boss, sale.order_id, [QuickLine(line.id, 2)], Outcome.REFUND, None, "Money")

    shown = receipt(sale.order_id, number=receipts_of(sale.order_id)[-1].number)

    assert [(row.name, row.amount_minor) for row in shown.totals.tenders] == [("Cash", -2_000)]
    assert adds_up(shown)


def test_goodwill_in_the_same_moment_as_a_return_says_nothing_of_its_goods(eimear):
    sale = sold("MUG", "MUG", by=boss)
    [line] = OrderLine.select().where(OrderLine.order == sale.order_id)
    quick_return(boss, sale.order_id, [QuickLine(line.id, 1)], Outcome.REFUND, None, "Money")
    refund_order(boss, sale.order_id, 300, Tender.CASH, "Scratched", goodwill=True)

    back, present = (receipt(sale.order_id, number=one.number) for one in receipts_of(sale.order_id)[1:])

    assert [(row.name, row.amount_minor) for row in back.lines] == [("Product MUG", -1_000)]
    assert (present.lines, present.totals.total_minor, present.totals.taxes) == ((), -300, ())
    assert adds_up(back) and adds_up(present)


def test_refunds_of_the_time_before_find_the_return_that_they_paid(eimear):
    sale, dialect = sold("MUG", "MUG", by=boss), "postgres" if is_postgres() else "sqlite"
    [line] = OrderLine.select().where(OrderLine.order == sale.order_id)
    quick_return(boss, sale.order_id, [QuickLine(line.id, 1)], Outcome.REFUND, None, "Money")
    refund_order(boss, sale.order_id, 300, Tender.CASH, "Scratched", goodwill=True)
    before = [one.return_id for one in receipts_of(sale.order_id)]
    Receipt.update(return_ref=None).execute()
    Receipt.update(made_at=Receipt.made_at + 2_000).where(Receipt.no == 3).execute()

    _column, fill = (FOLDER / f"0021_receipts_of_returns.{dialect}.sql").read_text().split("\n\n")
    db.execute_sql(fill)

    assert [one.return_id for one in receipts_of(sale.order_id)] == before == [None, before[1], None]
    assert before[1]


def test_receipts_of_the_time_before_payments_named_their_paper_find_their_money(eimear):
    first, second = sold("MUG", by=boss), sold("MUG", by=boss, tenders=[card(400), cash(600)])
    Payment.update(receipt="").execute()

    assert [row.amount_minor for row in receipt(first.order_id).totals.tenders] == [1_000]
    assert [row.amount_minor for row in receipt(second.order_id).totals.tenders] == [400, 600]


def test_who_pays_a_debt_gets_a_numbered_paper_that_says_what_is_left(eimear):
    on_account(eimear, "MUG", "MUG")

    paid = settle_account(boss, eimear.customer_id, [card(500), cash(403, 500)])

    shown = account_receipt(paid.receipt)
    assert (paid.receipt, paid.left_minor, paid.change_minor) == ("P-000001", 1_097, 95)
    assert [(line.name, line.amount_minor) for line in shown.lines] == [("Paid on account", 903)]
    assert [(row.name, row.amount_minor) for row in shown.totals.tenders] == [("Card", 500), ("Cash", 500)]
    assert shown.notes == ("Still owed on account: €10.97",)
    assert adds_up(shown)
    assert ("Paid on account", 903) in [(row.name, row.amount_minor) for row in paper(x_report(boss)).sales]


def test_the_paper_of_a_paid_debt_is_printed_again_as_a_copy(eimear):
    on_account(eimear, "MUG")
    paid = settle_account(boss, eimear.customer_id, [cash(1_000)])

    assert [reprint_account(boss, paid.receipt) for _time in range(2)] == [1, 2]

    [again] = papers_of("account_receipt", {"receipt": paid.receipt, "copy": 2})
    assert (again.copy_number, again.number) == (2, "P-000001")
    for wrong in ("P-000009", "T1-000001", ""):
        with pytest.raises(NotFound):
            reprint_account(boss, wrong)


def test_nothing_is_no_payment_of_a_debt_and_uses_up_no_number(eimear):
    on_account(eimear, "MUG")
    with pytest.raises(TenderNotComplete):
        settle_account(boss, eimear.customer_id, [])
    assert AccountReceipt.select().count() == 0


def test_an_instalment_says_what_was_paid_what_is_left_and_what_comes_next(eimear):
    change_setting(boss, SIGNED, False)
    change_setting(boss, "payments.instalments_from_minor", 1_000)
    ticket: Ticket = ticket_of("MUG", "MUG", "MUG", buyer=eimear)
    sell(boss, ticket.to_sale([TenderInput(Tender.INSTALMENTS, 3_000, parts=3)]), key=ticket.uid)
    plan = InstalmentPlan.get()
    first = pay_instalment(boss, plan.id, [cash(1_250, 1_300)])
    last = pay_instalment(boss, plan.id, [card(1_750)])

    one, two = (receipt(plan.order_id, number=paid.receipt) for paid in (first, last))

    assert [(line.name, line.amount_minor) for line in one.lines] == [("Instalment of order 10008", 1_250)]
    assert [(row.name, row.amount_minor) for row in one.totals.tenders] == [("Cash", 1_300)]
    assert one.notes == ("Still to pay: €17.50", "Next part: €7.50 on 22 Jan 2027")
    assert two.notes == ("All instalments are paid. Thank you!",)
    assert adds_up(one) and adds_up(two)


def test_a_part_payment_says_what_was_paid_before_less_what_went_back(eimear):
    order = make_order((1, 3), pay_plan=PayPlan.NOW)
    paid = [pay_order(boss, order, [cash(amount)]).receipt for amount in (1_000, 500)]

    first, second = (receipt(order, number=number) for number in paid)

    assert (first.totals.due_minor, second.totals.due_minor) == (2_000, 1_500)
    assert [(row.name, row.amount_minor) for row in second.totals.tenders] == [("Paid before", 1_000), ("Cash", 500)]
    assert adds_up(first) and adds_up(second)
