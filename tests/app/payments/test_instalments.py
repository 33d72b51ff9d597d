"""Instalments: a plan is made with its sale, paid part by part or early, reminded of, given up; it always adds up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock, settings
from app.core.refusal import StateChanged
from app.counter.sell import sell
from app.counter.ticket import Buyer
from app.counter.void import void_sale
from app.customers.models import Customer
from app.ledger.post import balance
from app.payments import plan
from app.payments.instalments import NotSigned, give_up_plan, open_of
from app.payments.models import Instalment, InstalmentPlan, PlanState, Tender
from app.payments.order_account import post_return
from app.payments.pay import NothingDue, settle_account
from app.payments.pay_plan import pay_instalment
from app.payments.plan_reads import plan_of_order, plans
from app.payments.queries import customer_money
from app.payments.refund import refund_order
from app.payments.take import OverCreditLimit
from app.payments.tender import TenderInput, TenderNotComplete, TenderTooLarge
from tests.app.payments.steps import run
from tests.app.payments.till import SLIP, boss, card, cash, open_till, ticket_of
from tests.conftest import NOON
from tests.factories import make_customer, make_product

DAY = clock.DAY_MS


@pytest.fixture
def eimear(store):
    make_product("BED", price="128.99", on_hand=9)
    open_till()
    customer = make_customer()
    Customer.update(credit_limit_minor=50_000).where(Customer.id == customer).execute()
    return customer


def on_plan(amount_minor: int = 10_750, parts: int = 5, signature: str = "c2lnbmVk") -> TenderInput:
    return TenderInput(Tender.INSTALMENTS, amount_minor, parts=parts, signature=signature, id_seen="Passport")


def bed(customer: int | None, tenders: list[TenderInput]):
    ticket = ticket_of("BED", buyer=Buyer(customer, "Eimear O’Connor") if customer else None)
    return sell(boss, ticket.to_sale(tenders), key=ticket.uid)


def test_a_sale_is_paid_in_parts_from_next_month_on(eimear):
    done = bed(eimear, [card(2_149), on_plan()])

    row = plan_of_order(done.order_id)
    assert [(part.no, part.due_on, part.amount_minor) for part in row.parts] == [
        (2, "2026-12-22", 2_150), (3, "2027-01-22", 2_150), (4, "2027-02-22", 2_150), (5, "2027-03-22", 2_150),
        (6, "2027-04-22", 2_150),
    ]  # fmt: skip
    assert (row.deposit_minor, row.open_minor, row.next_due_on, row.id_seen) == (
        2_149,
        10_750,
        "2026-12-22",
        "Passport",
    )
    assert balance(f"customer:{eimear}:plan:{row.id}") == 10_750
    assert customer_money(eimear) == (10_750, 0)


def test_the_offer_is_the_mock_ups_one():
    offered = plan.offer(12_899, 6, "2026-11-22")

    assert [part.amount_minor for part in offered.parts] == [2_149, *[2_150] * 5]
    assert offered.parts[-1].due_on == "2027-04-22"
    assert plan.months_on("2026-10-31", 4) == "2027-02-28"


def test_parts_are_paid_the_oldest_first_and_all_of_the_rest_early(eimear):
    done = bed(eimear, [card(2_149), on_plan()])
    row = plan_of_order(done.order_id)

    first = pay_instalment(boss, row.id, [cash(2_150)])
    pay_instalment(boss, row.id, [card(1_000)])
    last = pay_instalment(boss, row.id, [cash(7_600)])

    assert first.receipt and (first.left_minor, last.left_minor) == (8_600, 0)
    assert [part.paid_minor for part in plan_of_order(done.order_id).parts] == [2_150] * 5
    assert InstalmentPlan.get_by_id(row.id).state is PlanState.PAID
    assert balance(f"customer:{eimear}:plan:{row.id}") == 0
    with pytest.raises(NothingDue):
        pay_instalment(boss, row.id, [cash(1)])


def test_no_more_than_the_rest_is_taken_and_never_a_debt_for_a_debt(eimear):
    row = plan_of_order(bed(eimear, [card(2_149), on_plan()]).order_id)
    with pytest.raises(TenderTooLarge):
        pay_instalment(boss, row.id, [cash(10_751)])
    with pytest.raises(TenderNotComplete):
        pay_instalment(boss, row.id, [TenderInput(Tender.ON_ACCOUNT, 2_150)])
    with pytest.raises(TenderNotComplete):
        pay_instalment(boss, row.id, [])
    assert open_of(row.id) == 10_750


@pytest.mark.parametrize(
    ("tenders", "refusal"),
    [
        ([card(2_149), on_plan(signature="")], NotSigned),
        ([card(2_149), on_plan(parts=12)], plan.PlanRefused),
        ([card(2_149), on_plan(parts=0)], plan.PlanRefused),
    ],
)
def test_a_plan_needs_a_signature_and_a_length_that_the_shop_offers(eimear, tenders, refusal):
    with pytest.raises(refusal):
        bed(eimear, tenders)
    assert InstalmentPlan.select().count() == 0


def test_a_plan_needs_a_customer_a_phone_and_room_under_the_limit(eimear):
    with pytest.raises(TenderNotComplete):
        bed(None, [card(2_149), on_plan()])
    Customer.update(credit_limit_minor=10_749).execute()
    with pytest.raises(OverCreditLimit):
        bed(eimear, [card(2_149), on_plan()])
    Customer.update(credit_limit_minor=10_750, phone=None).execute()
    with pytest.raises(plan.PlanRefused, match="phone"):
        bed(eimear, [card(2_149), on_plan()])
    settings.change_setting(boss, plan.LEAST, 12_900)
    with pytest.raises(plan.PlanRefused, match="and more"):
        bed(eimear, [card(2_149), on_plan()])


def test_debts_on_account_and_instalments_share_one_limit(eimear):
    Customer.update(credit_limit_minor=20_000).execute()
    bed(eimear, [card(2_149), on_plan()])
    with pytest.raises(OverCreditLimit):
        bed(eimear, [TenderInput(Tender.ON_ACCOUNT, 12_899)])
    with pytest.raises(NothingDue):
        settle_account(boss, eimear, [cash(100)])  # the plan is paid as a plan


def test_a_late_customer_gets_no_other_plan_and_may_be_given_up(eimear):
    row = plan_of_order(bed(eimear, [card(2_149), on_plan()]).order_id)
    with pytest.raises(plan.PlanRefused, match="late"):
        give_up_plan(boss, row.id, "Does not answer")
    clock.freeze(NOON + 31 * DAY)

    [late] = plans(late_only=True)
    assert (late.days_late, late.late_minor) == (1, 2_150)
    with pytest.raises(plan.PlanRefused, match="late"):
        bed(eimear, [card(2_149), on_plan()])
    assert give_up_plan(boss, row.id, "Does not answer") == 10_750
    with pytest.raises(StateChanged):
        give_up_plan(boss, row.id, "Again")
    pay_instalment(boss, row.id, [cash(10_750)])
    with pytest.raises(plan.PlanRefused, match="given up"):
        bed(eimear, [card(2_149), on_plan()])
    assert {part.due_on for part in Instalment.select()} == {"2026-12-22", "2026-12-23"}


def test_goods_that_come_back_take_down_the_debt_before_money_is_given(eimear):
    done = bed(eimear, [card(2_149), on_plan()])
    row = plan_of_order(done.order_id)
    pay_instalment(boss, row.id, [cash(2_150)])

    run(boss, lambda: post_return(done.order_id, {2300: (12_899, 2_412)}, what="kept"))
    back = refund_order(boss, done.order_id, 12_899, slips=SLIP)

    assert [(part.tender, part.amount_minor) for part in back.parts] == [
        (Tender.INSTALMENTS, 8_600), (Tender.CASH, 2_150), (Tender.CARD, 2_149),
    ]  # fmt: skip
    assert open_of(row.id) == 0
    assert balance(f"customer:{eimear}:plan:{row.id}") == 0


def test_a_voided_sale_leaves_no_plan_to_pay(eimear):
    done = bed(eimear, [card(2_149), on_plan()])

    void_sale(boss, done.order_id, "Wrong bed", slips=SLIP)

    assert plan_of_order(done.order_id).open_minor == 0
    assert plans() == []


@given(st.integers(10_000, 10**9), st.integers(2, 12))
def test_the_parts_of_an_offer_add_up_to_the_cent_and_differ_by_one_at_most(total, count):
    offered = plan.offer(total, count, "2026-11-22")
    amounts = [part.amount_minor for part in offered.parts]

    assert sum(amounts) == total
    assert max(amounts) - min(amounts) <= 1
    assert offered.deposit_minor == min(amounts)
    later = plan.later_parts(offered.later_minor, count - 1, "2026-11-22")
    assert [(part.due_on, part.amount_minor) for part in later] == [
        (part.due_on, part.amount_minor) for part in offered.later
    ]
