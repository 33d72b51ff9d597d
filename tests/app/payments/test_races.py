"""Two stations at the same bill in the same moment: money is taken once and given back once."""

from __future__ import annotations

import pytest

from app.counter.ticket import Buyer
from app.customers.models import Customer
from app.ledger.accounts import CARD, tips
from app.ledger.post import balance
from app.payments.models import Payment, Tender
from app.payments.order_account import owed, post_return, post_sale
from app.payments.pay import NothingDue, pay_order, settle_account
from app.payments.pay_plan import pay_instalment
from app.payments.plan_reads import plan_of_order
from app.payments.refund import refund_order
from app.payments.tender import TenderInput
from app.payments.tips import NotThatMuch, pay_tips
from app.payments.ways_back import RefundTooLarge
from tests.app.meeting import at_once
from tests.app.payments.steps import run
from tests.app.payments.test_instalments import bed, eimear, on_plan
from tests.app.payments.test_orders import phone_order
from tests.app.payments.till import SLIP, at, boss, card, open_till, sold
from tests.factories import make_customer, make_product

__all__ = ["eimear"]


@pytest.fixture
def tills(store):
    """Two open tills with the same person at them."""
    people = [boss, at("till-2", boss)]
    for by in people:
        open_till(by)
    return people


def test_two_tills_cannot_pay_the_same_money_back(tills):
    make_product("COAT", price="100.00", on_hand=5)
    sale = sold("COAT", by=boss, tenders=[card(10_000)])
    run(boss, lambda: post_return(sale.order_id, {2300: (10_000, 1_870)}, what="kept"))

    outcomes = at_once(
        CARD, *(lambda by=by: refund_order(by, sale.order_id, 10_000, slips=SLIP).amount_minor for by in tills)
    )

    assert sorted(outcomes, key=str) == [10_000, RefundTooLarge]
    assert owed(sale.order_id) == 0


def test_two_tills_cannot_take_the_same_bill(tills):
    order = phone_order()
    pay_order(boss, order, [card(100)])

    outcomes = at_once(CARD, *(lambda by=by: pay_order(by, order, [card(5_400)]).paid_minor for by in tills))

    assert sorted(outcomes, key=str) == [5_400, NothingDue]
    assert owed(order) == 0


def test_a_debt_on_account_is_paid_once(tills):
    make_product("LAMP", price="50.00", on_hand=5)
    customer = make_customer()
    Customer.update(credit_limit_minor=50_000).where(Customer.id == customer).execute()
    buyer = Buyer(customer, "Eimear O’Connor")
    sold("LAMP", by=boss, tenders=[card(100), TenderInput(Tender.ON_ACCOUNT, 4_900)], buyer=buyer)

    outcomes = at_once(CARD, *(lambda by=by: settle_account(by, customer, [card(4_900)]).paid_minor for by in tills))

    assert sorted(outcomes, key=str) == [4_900, NothingDue]
    assert Payment.select().where(Payment.tender == Tender.CARD, Payment.amount_minor == 4_900).count() == 1


def test_an_instalment_is_paid_once(eimear):
    open_till(at("till-2", boss))
    done = bed(eimear, [card(2_149), on_plan()])
    plan_id = plan_of_order(done.order_id).id

    outcomes = at_once(
        CARD,
        *(lambda by=by: pay_instalment(by, plan_id, [card(10_750)]).paid_minor for by in (boss, at("till-2", boss))),
    )

    assert sorted(outcomes, key=str) == [10_750, NothingDue]
    assert balance(f"customer:{eimear}:plan:{plan_id}") == 0


def test_two_parts_that_leave_at_once_post_the_sale_once(tills):
    order = phone_order()
    pay_order(boss, order, [card(5_500)])
    posted = []

    at_once(f"deposit:{order}", *(lambda by=by: run(by, lambda: posted.append(post_sale(order))) for by in tills))

    assert sorted(posted) == [False, True]
    assert balance("sales:2300") + balance("tax:2300") == -5_500


def test_the_tips_of_a_clerk_are_paid_out_once(tills):
    make_product("CAKE", price="20.00", on_hand=5)
    sold("CAKE", by=boss, tenders=[TenderInput(Tender.CARD, 2_000, auth_code="7777", tip_minor=300)])
    owed = tips(boss.person_id)

    outcomes = at_once(owed, *(lambda by=by: bool(pay_tips(by, boss.person_id, 300)) for by in tills))

    assert sorted(outcomes, key=str) == [NotThatMuch, True]
    assert balance(owed) == 0
