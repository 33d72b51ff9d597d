"""Paying back, voiding, putting a tender right, card payments in doubt: the money always adds up."""

from __future__ import annotations

import pytest

from app.core import clock
from app.core.actor import Actor
from app.core.checks import run_checks
from app.core.outbox import Outbox, WishState
from app.core.refusal import NotPermitted, StateChanged
from app.counter.sell import sell
from app.counter.ticket import Buyer
from app.counter.void import CannotVoid, last_receipt, reprint, void_sale
from app.customers.models import Customer
from app.documents.bills import receipt
from app.documents.till import z_report
from app.documents.till_papers import Count
from app.inventory import stock
from app.ledger.models import Account
from app.ledger.post import TooLittleThere, balance
from app.orders.models import OrderLine
from app.payments.change_tender import change_tender
from app.payments.close import close_shift
from app.payments.models import CashMoveKind, Payment, PaymentState, Receipt, Tender
from app.payments.order_account import owed, post_return
from app.payments.pay import sell_gift_card, settle_account
from app.payments.queries import cards_open, customer_money, gift_card_left, order_money
from app.payments.refund import charge_back, refund_order
from app.payments.shift import begin_count, move_cash
from app.payments.status import PaymentStatus
from app.payments.take import CardNotApproved
from app.payments.tender import TenderInput
from app.payments.terminal import (
    CardUnderWay,
    create_card_payment,
    finish_card_payment,
    mark_card_sent,
    resolve_in_doubt,
    take_back_card,
)
from app.payments.till import current_shift
from app.payments.tips import pay_tips
from app.payments.totals import ShiftTotals, shift_totals
from app.payments.ways_back import RefundNotPossible, RefundTooLarge, refundable
from app.returns.quick import QuickLine, quick_return
from tests.app.payments.steps import run
from tests.app.payments.till import SLIP, at, boss, card, cash, maya, open_till, sold, ticket_of
from tests.factories import make_customer, make_product


def test_a_refund_goes_back_over_the_original_tenders(store):
    make_product("COAT", price="100.00", on_hand=5)
    open_till()
    sell_gift_card(maya, "GC-1", 4_000, [cash(4_000)])
    result = sold("COAT", tenders=[TenderInput(Tender.GIFT_CARD, 4_000, reference="GC-1"), card(3_500), cash(2_500)])

    run(boss, lambda: post_return(result.order_id, {2300: (8_000, 1_496)}, what="kept"))
    done = refund_order(boss, result.order_id, 8_000, slips=SLIP)

    assert [(part.tender, part.amount_minor) for part in done.parts] == [
        (Tender.GIFT_CARD, 4_000), (Tender.CARD, 3_500), (Tender.CASH, 500),
    ]  # fmt: skip
    assert gift_card_left("GC-1") == 4_000
    assert owed(result.order_id) == 0
    assert order_money(result.order_id).status is PaymentStatus.PARTLY_REFUNDED
    with pytest.raises(RefundTooLarge):
        refund_order(boss, result.order_id, 2_001)


def test_a_gift_card_pays_no_more_than_is_on_it(store):
    make_product("COAT", price="100.00", on_hand=5)
    open_till()
    sell_gift_card(maya, "GC-1", 4_000, [cash(4_000)])

    with pytest.raises(TooLittleThere, match=r"€40.00 is left on this gift card"):
        sold("COAT", tenders=[TenderInput(Tender.GIFT_CARD, 10_000, reference="GC-1")])


def test_a_refund_has_limits_reasons_and_a_drawer(store):
    make_product("COAT", price="200.00", on_hand=5)
    open_till(float_minor=0)
    result = sold("COAT", tenders=[card(20_000)])

    with pytest.raises(NotPermitted):
        refund_order(maya, result.order_id, 10_001)
    with pytest.raises(RefundNotPossible):
        refund_order(maya, result.order_id, 5_000, to="cash")
    with pytest.raises(TooLittleThere):
        refund_order(maya, result.order_id, 5_000, to="cash", reason="Card machine down")
    done = refund_order(maya, result.order_id, 5_000, reason="Late", goodwill=True, slips=SLIP)

    assert done.parts[0].tender is Tender.CARD
    assert balance("refund:goodwill") == 5_000
    assert (owed(result.order_id), refundable(result.order_id)) == (0, 15_000)


def test_a_refund_may_become_store_credit_that_pays_again(store):
    make_product("COAT", price="50.00", on_hand=5)
    customer = make_customer()
    buyer = Buyer(customer, "Eimear")
    open_till()
    result = sold("COAT", buyer=buyer)

    run(boss, lambda: post_return(result.order_id, {2300: (5_000, 935)}, what="kept"))
    refund_order(maya, result.order_id, 5_000, to="store_credit", reason="Wants another size")
    sold("COAT", tenders=[TenderInput(Tender.STORE_CREDIT, 5_000)], buyer=buyer)

    assert customer_money(customer) == (0, 0)


def test_a_void_undoes_everything_in_the_same_shift(store):
    mug = make_product("MUG", price="12.49", on_hand=3)
    open_till()
    result = sold("MUG", "MUG", tenders=[card(498), cash(2_000, 5_000)])

    receipt = void_sale(maya, result.order_id, "Wrong customer", slips=SLIP)

    assert receipt == "till-1-000002"
    assert stock.level(mug).on_hand == 3
    for account in ("sales:2300", "tax:2300", "rounding:cash", "card:clearing"):
        assert balance(account) == 0
    assert balance("cash:till-1") == 20_000
    assert OrderLine.get().returned == 2
    assert order_money(result.order_id).status is PaymentStatus.REFUNDED
    assert [row.total_minor for row in Receipt.select().order_by(Receipt.no)] == [2498, -2498]
    with pytest.raises(CannotVoid):
        void_sale(maya, result.order_id, "Again")


def test_a_void_ends_with_the_shift(store):
    make_product("MUG", price="10.00", on_hand=3)
    open_till()
    result = sold("MUG")
    begin_count(maya)
    close_shift(maya, {"cash": 21_000})
    open_till()

    with pytest.raises(CannotVoid):
        void_sale(maya, result.order_id, "Too late")


def test_a_reprint_is_a_numbered_copy_unless_the_first_surely_never_came_out(store):
    make_product("MUG", on_hand=3)
    open_till()
    sold("MUG")

    first = Outbox.kind == "receipt"
    Outbox.update(state=WishState.FAILED).where(first).execute()
    assert reprint(maya, last_receipt("till-1")).copy == 0  # it surely never came out: the original again
    assert Outbox.get(first).state == WishState.QUEUED
    Outbox.update(state=WishState.UNKNOWN).where(first).execute()
    copies = [reprint(maya, last_receipt("till-1")).copy for _again in range(2)]

    assert copies == [1, 2]


def test_a_tender_keyed_wrong_is_put_right_in_the_open_shift(store):
    make_product("MUG", price="12.49", on_hand=3)
    open_till()
    result = sold("MUG")
    payment = Payment.get()

    change_tender(boss, payment.id, "card", "Keyed as cash", auth_code="A1")

    assert (balance("cash:till-1"), balance("card:clearing"), balance("rounding:cash")) == (20_000, 1_249, 0)
    assert order_money(result.order_id).status is PaymentStatus.PAID


def test_an_approved_card_payment_is_part_of_one_bill_only(store):
    make_product("MUG", price="10.00", on_hand=3)
    open_till()
    ticket, other = ticket_of("MUG"), ticket_of("MUG")
    payment = create_card_payment(boss, ticket.uid, 1_000)
    with pytest.raises(CardUnderWay):
        create_card_payment(boss, ticket.uid, 1_000)
    assert mark_card_sent(boss, payment.id)
    assert not mark_card_sent(boss, payment.id)
    paid = TenderInput(Tender.CARD, 1_000, payment_id=payment.id)

    with pytest.raises(CardUnderWay):
        sell(maya, ticket.to_sale([paid]), key=ticket.uid)
    finish_card_payment(boss, payment.id, PaymentState.IN_DOUBT, detail="No answer")
    with pytest.raises(CardUnderWay):
        create_card_payment(boss, ticket.uid, 1_000)
    assert [row.state for row in cards_open("till-1")] == [PaymentState.IN_DOUBT]
    resolve_in_doubt(boss, payment.id, True, auth_code="X9")
    assert balance("deposit:cards") == -1_000
    sell(maya, ticket.to_sale([paid]), key=ticket.uid)

    assert (balance("card:clearing"), balance("deposit:cards")) == (1_000, 0)
    with pytest.raises(CardNotApproved):
        sell(maya, other.to_sale([paid]), key=other.uid)
    with pytest.raises(StateChanged):
        take_back_card(boss, payment.id, "Too late")


def test_a_declined_card_may_be_tried_again_and_an_unused_one_is_taken_back(store):
    open_till()
    first = create_card_payment(boss, "ticket-9", 1_000)
    finish_card_payment(boss, first.id, "declined")

    second = create_card_payment(boss, "ticket-9", 1_000)
    finish_card_payment(boss, second.id, "approved", auth_code="Z1")
    take_back_card(boss, second.id, "Paid cash instead")

    assert (second.reference, balance("card:clearing")) == ("ticket-9/2", 0)
    with pytest.raises(StateChanged):
        finish_card_payment(boss, second.id, "approved")


def test_a_charge_back_leaves_the_order_owed(store):
    make_product("MUG", price="10.00", on_hand=3)
    open_till()
    result = sold("MUG", tenders=[card(1_000)])

    charge_back(boss, Payment.get().id, "Card holder does not know us")

    assert owed(result.order_id) == 1_000
    assert order_money(result.order_id).status is PaymentStatus.CHARGED_BACK


def test_a_charge_back_stands_beside_the_next_z_of_the_till_that_took_the_money(store):
    """Two days later, from another station: it changes no sum of either Z, and is told once."""
    make_product("MUG", price="10.00", on_hand=9)
    open_till(boss)
    sold("MUG", by=boss, tenders=[card(1_000)])
    sold("MUG", by=boss, tenders=[card(1_000)])
    first, second = Payment.select().where(Payment.tender == Tender.CARD).order_by(Payment.id)

    def closed() -> tuple[ShiftTotals, list[Count]]:
        shift = current_shift("till-1")
        begin_count(boss)
        totals = shift_totals(shift.id)
        done = close_shift(boss, {"cash": 20_000, "card": totals.tenders.get("card", 0)})
        assert done.difference_minor == 0
        return totals, [row for row in z_report(shift.id).counts if "bank" in row.name and "Bag" not in row.name]

    charge_back(at("office", boss), first.id, "Card holder does not know us")
    day, told = closed()
    assert (day.tenders["card"], day.charge_backs, day.charge_backs_minor) == (2_000, 1, 1_000)
    assert [row.value for row in told] == ["1 · −10.00"]

    with clock.frozen(clock.now_ms() + clock.DAY_MS):
        charge_back(at("office", boss), second.id, "Card holder does not know us")
    with clock.frozen(clock.now_ms() + 2 * clock.DAY_MS):
        open_till(boss)
        day, told = closed()
        assert ("card" in day.tenders, day.expected_cash_minor, day.charge_backs) == (False, 20_000, 1)
        assert [row.value for row in told] == ["1 · −10.00"]
    with clock.frozen(clock.now_ms() + 3 * clock.DAY_MS):
        open_till(boss)
        day, told = closed()
        assert (day.charge_backs, told) == (0, [])


def test_a_charge_back_takes_the_tip_from_who_has_it_still_to_get_and_else_from_the_shop(store):
    make_product("MUG", price="10.00", on_hand=3)
    open_till()
    for _sale in range(2):
        sold("MUG", tenders=[card(1_000)._replace(tip_minor=200)])
    pay_tips(boss, maya.person_id, 250)

    for row in Payment.select().where(Payment.tender == Tender.CARD):
        charge_back(boss, row.id, "Card holder does not know us")

    assert (balance("card:clearing"), balance(f"other:tips:{maya.person_id}")) == (0, 0)
    assert balance("refund:goodwill") == 250


@pytest.mark.parametrize("undo", ["void", "return"])
def test_a_small_rest_that_was_let_go_falls_away_when_all_comes_back(store, undo):
    make_product("MUG", price="10.03", on_hand=3)
    open_till()
    result = sold("MUG", by=boss, tenders=[card(1_000), TenderInput(Tender.WRITE_OFF, 3)])

    if undo == "void":
        paper = void_sale(boss, result.order_id, "Wrong mug", slips=SLIP)
        shown = receipt(result.order_id, number=paper).totals
        assert (shown.total_minor, [row.amount_minor for row in shown.tenders]) == (-1_003, [-1_000, -3])
    else:
        [line] = OrderLine.select()
        done = quick_return(boss, result.order_id, [QuickLine(line.id, 1)], slips=SLIP)
        assert (done.credited_minor, done.given_minor) == (1_003, 1_000)

    assert (balance("over_short:rests"), balance("card:clearing"), owed(result.order_id)) == (0, 0, 0)
    assert {row.balance_minor for row in Account.select().where(Account.kind.in_(["sales", "tax"]))} == {0}


def test_part_of_the_goods_leaves_the_rest_that_was_let_go(store):
    make_product("MUG", price="5.02", on_hand=3)
    open_till()
    result = sold("MUG", "MUG", by=boss, tenders=[card(1_000), TenderInput(Tender.WRITE_OFF, 4)])
    [line] = OrderLine.select()

    given = [quick_return(boss, result.order_id, [QuickLine(line.id, 1)], slips=SLIP).given_minor for _mug in range(2)]

    assert given == [502, 498]
    assert (balance("over_short:rests"), owed(result.order_id)) == (0, 0)


def test_the_drawer_never_pays_more_than_it_holds(store):
    make_product("MUG", price="10.00", on_hand=3)
    open_till(float_minor=0)
    result = sold("MUG")
    move_cash(maya, CashMoveKind.DROP, 1_000, "Safe")

    with pytest.raises(TooLittleThere):
        void_sale(maya, result.order_id, "Wrong")

    assert stock.available(OrderLine.get().product_id) == 2


def test_a_void_by_another_tender_needs_the_right_to_pay_back(store):
    make_product("MUG", price="12.49", on_hand=3)
    open_till()
    result = sold("MUG", tenders=[card(1_249)])
    junior = Actor(2, "Dara", "counter", "till-1", frozenset({"counter.void_sale"}), maya.limits)

    with pytest.raises(NotPermitted):
        void_sale(junior, result.order_id, "Terminal is down", to="cash")
    with pytest.raises(RefundNotPossible, match="authorization code"):
        void_sale(maya, result.order_id, "Wrong mug")
    void_sale(maya, result.order_id, "Terminal is down", to="cash")

    assert balance("cash:till-1") == 20_000 - 1_250
    assert balance("card:clearing") == 1_249
    assert owed(result.order_id) == 0
    assert list(run_checks()) == []


def test_what_is_still_owed_on_account_is_never_paid_out(store):
    make_product("MUG", price="20.00", on_hand=3)
    customer = make_customer()
    Customer.update(credit_limit_minor=50_000).where(Customer.id == customer).execute()
    open_till()
    result = sold("MUG", tenders=[cash(500), TenderInput(Tender.ON_ACCOUNT, 1_500)], buyer=Buyer(customer, "Eimear"))

    void_sale(boss, result.order_id, "Wrong mug", to="cash")

    assert balance(f"customer:{customer}") == 0
    assert balance("cash:till-1") == 20_000


def test_what_was_paid_of_the_account_since_goes_out_in_cash(store):
    make_product("MUG", price="20.00", on_hand=3)
    customer = make_customer()
    Customer.update(credit_limit_minor=50_000).where(Customer.id == customer).execute()
    open_till()
    result = sold("MUG", tenders=[cash(500), TenderInput(Tender.ON_ACCOUNT, 1_500)], buyer=Buyer(customer, "Eimear"))
    settle_account(boss, customer, [cash(1_000)])

    void_sale(boss, result.order_id, "Wrong mug", to="cash")

    assert balance(f"customer:{customer}") == 0
    assert balance("cash:till-1") == 20_000
