"""Money of orders that were placed before: deposits, the sale at dispatch, cash on delivery, cancelling."""

from __future__ import annotations

import pytest

from app.core import settings
from app.core.events import ask
from app.core.refusal import StateChanged
from app.ledger.models import AccountKind
from app.ledger.post import balance
from app.orders.cancel import cancel_order
from app.orders.draft import DraftLine, OrderDraft
from app.orders.events import IsPaid
from app.orders.place import place_order
from app.orders.states import Channel, Method, PayPlan
from app.payments.cod import Difference, DifferenceOwner, HandInDiffers, collect_claim, hand_in, make_claim
from app.payments.models import Claim, ClaimState, PaymentState, Tender
from app.payments.order_account import owed, post_sale
from app.payments.pay import NothingDue, pay_order, record_online, settle_account
from app.payments.queries import claims, customer_money, order_money, owing
from app.payments.refund import refund_order
from app.payments.status import PaymentStatus, payment_status
from app.payments.take import ReferenceUsed
from app.payments.tender import TenderInput, TenderNotComplete
from app.payments.terminal import (
    CardUnderWay,
    create_card_payment,
    finish_card_payment,
    mark_card_sent,
    resolve_in_doubt,
)
from app.payments.ways_back import CODE, CardSlip, RefundNotPossible, ways_back
from tests.app.payments.steps import run
from tests.app.payments.till import at, boss, card, cash, open_till
from tests.factories import make_customer, make_product

HOME = {"line1": "14 Seapoint Terrace", "city": "Blackrock", "postcode": "A94 X5R7", "country": "IE"}


def phone_order(total: str = "50.00", **more: object) -> int:
    """An order by phone for one piece, with €5.00 for delivery."""
    product = make_product(price=total, on_hand=5)
    values = {
        "customer_name": "Siobhán Brady", "phone": "+353871234567", "address": HOME, "delivery_minor": 500,
        "pay_plan": PayPlan.ON_DELIVERY, "lines": (DraftLine(product, 1),),
    } | more  # fmt: skip
    return place_order(boss, OrderDraft(Channel.PHONE, Method.OWN_DRIVER, **values)).order_id


def leave(order_id: int) -> None:
    """The goods leave the house."""
    run(boss, lambda: post_sale(order_id))


def test_a_deposit_is_owed_until_the_goods_leave(store):
    order = phone_order()
    open_till(boss)

    paid = pay_order(boss, order, [cash(2_000)])

    assert (paid.paid_minor, paid.left_minor, paid.receipt) == (2_000, 3_500, "till-1-000001")
    assert balance(f"deposit:{order}") == -2_000
    assert balance("sales:2300") == 0
    leave(order)
    leave(order)
    assert (owed(order), balance(f"deposit:{order}")) == (3_500, 3_500)
    assert balance("sales:2300") + balance("tax:2300") == -5_500
    assert not ask(IsPaid(order))
    pay_order(boss, order, [card(3_500)])
    assert ask(IsPaid(order)) == [True]
    with pytest.raises(NothingDue):
        pay_order(boss, order, [card(1)])


def test_an_online_payment_is_recorded_once(store):
    order, other = phone_order(), phone_order()

    first = record_online(boss, order, 5_500, "ch_1")
    second = record_online(boss, order, 5_500, "ch_1")

    assert first == second
    assert order_money(order).status is PaymentStatus.PAID
    with pytest.raises(ReferenceUsed):
        record_online(boss, other, 5_500, "ch_1")


def test_cash_on_delivery_goes_from_the_door_into_the_drawer(store):
    order = phone_order()
    assert order_money(order).status is PaymentStatus.COD_DUE
    open_till(boss, float_minor=0)
    leave(order)
    run(boss, lambda: make_claim(order, "driver:7", run_id=3))
    claim = claims(run_id=3)[0]

    assert collect_claim(boss, claim.id) == 5_500
    with pytest.raises(StateChanged):
        collect_claim(boss, claim.id)
    assert order_money(order).status is PaymentStatus.PAID
    assert [(row.account, row.balance_minor) for row in owing()] == [("claim:driver:7", 5_500)]
    hand_in(boss, "driver:7", 5_500, run_id=3)

    assert balance("claim:driver:7") == 0
    assert balance("cash:till-1") == 5_500
    assert Claim.get().state == ClaimState.SETTLED


@pytest.mark.parametrize(
    ("owner", "account", "order_owes", "courier_owes"),
    [
        (DifferenceOwner.CUSTOMER, None, 500, 0),
        (DifferenceOwner.COURIER, None, 0, 500),
        (DifferenceOwner.WRITE_OFF, "over_short:delivery", 0, 0),
    ],
)
def test_a_difference_at_hand_in_has_an_owner(store, owner, account, order_owes, courier_owes):
    order = phone_order()
    leave(order)
    run(boss, lambda: make_claim(order, "driver:7"))
    collect_claim(boss, Claim.get().id)

    with pytest.raises(HandInDiffers, match=r"−€5\.00"):
        hand_in(boss, "driver:7", 5_000)
    hand_in(boss, "driver:7", 5_000, differences=[Difference(Claim.get().id, 500, owner)])

    assert balance("cash:safe") == 5_000
    assert owed(order) == order_owes
    assert balance("claim:driver:7") == courier_owes
    if account:
        assert balance(account) == 500


def test_paying_at_the_door_needs_an_address(store):
    order = phone_order(address=None, pay_plan=PayPlan.NOW)

    with pytest.raises(TenderNotComplete, match="address"):
        pay_order(boss, order, [TenderInput(Tender.ON_DELIVERY, 5_500)])


def test_an_order_on_account_becomes_a_debt_when_it_leaves_and_is_settled_later(store):
    customer = make_customer(credit_limit_minor=10_000)
    order = phone_order(customer_id=customer, pay_plan=PayPlan.ON_ACCOUNT)
    open_till(boss)

    leave(order)
    assert (owed(order), customer_money(customer)) == (0, (5_500, 0))
    settle_account(boss, customer, [cash(2_000)])

    assert customer_money(customer) == (3_500, 0)
    assert [row.kind for row in owing()] == [AccountKind.CUSTOMER]


def test_a_cancelled_order_gives_its_money_back(store):
    order = phone_order()
    open_till(boss, float_minor=0)
    pay_order(boss, order, [cash(2_000)])

    cancel_order(boss, order, "Changed her mind")

    assert balance("cash:till-1") == 0
    assert owed(order) == 0
    assert order_money(order).status is PaymentStatus.REFUNDED


def test_what_a_cancelled_order_gives_back_to_a_card_waits_for_the_code_of_its_slip(store):
    order = phone_order()
    open_till(boss)
    pay_order(boss, order, [cash(2_000), card(3_500)])

    cancel_order(boss, order, "Changed her mind")
    with pytest.raises(RefundNotPossible):
        refund_order(boss, order, 5_500)

    assert order_money(order).refunded_minor == 0
    paid_by_card = ways_back(order, 5_500)[0].payment_id
    done = refund_order(boss, order, 5_500, slips=[CardSlip("R77", "4242", paid_by_card)])
    assert [(part.tender, part.amount_minor) for part in done.parts] == [(Tender.CARD, 3_500), (Tender.CASH, 2_000)]
    assert order_money(order).status is PaymentStatus.REFUNDED


def test_a_shop_without_codes_gives_the_card_back_as_it_cancels(store):
    settings.change_setting(boss, CODE, False)
    order = phone_order()
    open_till(boss)
    pay_order(boss, order, [card(5_500)])

    cancel_order(boss, order, "Changed her mind")

    assert order_money(order).status is PaymentStatus.REFUNDED


def test_without_a_till_cash_of_a_cancelled_order_becomes_store_credit(store):
    customer = make_customer()
    order, nobody = phone_order(customer_id=customer), phone_order()
    open_till(boss)
    for paid in (order, nobody):
        pay_order(boss, paid, [cash(2_000)])

    cancel_order(at("office", boss), order, "Changed her mind")
    with pytest.raises(RefundNotPossible):
        cancel_order(at("office", boss), nobody, "Changed her mind")

    assert customer_money(customer) == (0, 2_000)


@pytest.mark.parametrize(
    ("sums", "more", "status"),
    [
        ((1000, 0), {}, PaymentStatus.UNPAID),
        ((0, 0), {}, PaymentStatus.PAID),
        ((1000, 400), {}, PaymentStatus.PARTLY_PAID),
        ((1000, 1000), {}, PaymentStatus.PAID),
        ((1000, 1200), {}, PaymentStatus.OVERPAID),
        ((1000, 1200, 200), {}, PaymentStatus.PAID),
        ((1000, 1000, 300), {}, PaymentStatus.PARTLY_REFUNDED),
        ((1000, 1000, 1000), {}, PaymentStatus.REFUNDED),
        ((1000, 300), {"on_delivery": True}, PaymentStatus.COD_DUE),
        ((1000, 1000), {"on_delivery": True}, PaymentStatus.PAID),
        ((1000, 0), {"charged_back_minor": 1000}, PaymentStatus.CHARGED_BACK),
    ],
)
def test_the_status_follows_from_the_sums(sums, more, status):
    assert payment_status(*sums, **more) is status


def test_an_order_is_not_paid_otherwise_while_a_card_may_have_been_charged_for_it(store):
    open_till(boss)
    order = phone_order()
    first = create_card_payment(boss, f"order:{order}", 2_000)
    finish_card_payment(boss, first.id, PaymentState.APPROVED)
    pay_order(
        boss,
        order,
        [TenderInput(Tender.CARD, 2_000, payment_id=first.id)],
        # A part that was paid by card before refuses nothing.
    )
    tried = create_card_payment(boss, f"order:{order}", 3_500)
    for state in (PaymentState.CREATED, PaymentState.SENT, PaymentState.IN_DOUBT):
        if state == PaymentState.SENT:
            mark_card_sent(boss, tried.id)
        elif state == PaymentState.IN_DOUBT:
            finish_card_payment(boss, tried.id, PaymentState.IN_DOUBT)
        with pytest.raises(CardUnderWay):
            pay_order(boss, order, [cash(3_500)])
    assert owed(order) == 3_500

    resolve_in_doubt(boss, tried.id, approved=True)
    pay_order(boss, order, [TenderInput(Tender.CARD, 3_500, payment_id=tried.id)])

    assert owed(order) == 0
