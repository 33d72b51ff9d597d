"""The queue: what is stopped, who decides, what undo can still do."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from app.core import clock
from app.core.actor import Actor, Approval
from app.core.command import command
from app.core.refusal import StateChanged
from app.inventory import stock
from app.ledger.post import post
from app.orders.advance import advance_fulfillment
from app.orders.amend import Amendment, LineChange, amend_order
from app.orders.cancel import cancel_order
from app.orders.completeness import Incomplete
from app.orders.confirm import NeedsReview, process_orders
from app.orders.hold import NoReason
from app.orders.models import Fulfillment, Order, OrderLine
from app.orders.place import Placed, place_order
from app.orders.states import FulfillmentState, OrderState
from app.review.decide import (
    SamePerson,
    TooLateToUndo,
    approve_order,
    hold_review,
    reject_order,
    reopen_review,
    undo_decision,
)
from app.review.models import Review, ReviewState, Usual
from app.review.queries import counts, queue, review_detail, score_of
from app.review.rules import change_rule
from tests.app.orders.conftest import phone_order
from tests.factories import clerk, make_customer, make_product, manager

owner = Actor(9, "Nora Quinn", "manager", "office", frozenset({"*"}))


@command("tests.money")
def pay(by: Actor, order_id: int, amount: int) -> None:
    post("sale", {"cash:till-1": amount, "sales:2300": -amount}, order_id=order_id)


@command("tests.pick")
def pick(by: Actor, order_id: int) -> None:
    part = Fulfillment.get(Fulfillment.order == order_id).id
    advance_fulfillment(part, FulfillmentState.READY, FulfillmentState.PICKING)


def stopped(**more: object) -> tuple[Placed, int]:
    """A first order of a new customer, cash on delivery for €400: stopped with 45 points."""
    stove = make_product(price="100.00", on_hand=10)
    draft = phone_order((stove, 4), customer_id=make_customer("Declan Whelan"), **more)
    return place_order(clerk, draft), stove


def test_a_risky_order_waits_in_the_queue_with_its_goods_reserved(store):
    placed, stove = stopped()
    assert placed.state == OrderState.IN_REVIEW
    assert stock.level(stove).reserved == 4
    (row,) = queue()
    assert (row.order_id, row.score, row.total_minor) == (placed.order_id, 45, 40_000)
    assert row.headline == "Cash on delivery for a large amount, first order of this customer, and a large one"
    assert row.deadline_at == clock.now_ms() + clock.HOUR_MS
    detail = review_detail(placed.order_id)
    assert [(said.points, bool(said.proof), bool(said.clears)) for said in detail.reasons] == [
        (25, True, True),
        (20, True, True),
    ]
    assert (detail.past_orders, detail.basket[0].quantity, detail.customer_since) == (0, 4, clock.now_ms())


def test_an_ordinary_order_passes_on_its_own_and_its_score_is_kept(store):
    placed = place_order(clerk, phone_order((make_product(on_hand=3), 1)))
    assert placed.state == OrderState.CONFIRMED
    assert score_of(placed.order_id) == (0, ())
    stopped()
    assert counts() == (1, 0, 1, 2, 0)


def test_it_is_decided_sooner_when_it_was_promised_sooner(store):
    stopped(promised_at=clock.now_ms() + 90 * clock.MINUTE_MS)
    assert queue()[0].deadline_at == clock.now_ms() + 30 * clock.MINUTE_MS


def test_who_entered_it_does_not_decide_but_a_manager_may_approve_the_act(store):
    placed, _stove = stopped()
    for decide in (approve_order, lambda by, order: reject_order(by, order, "no")):
        with pytest.raises(SamePerson):
            decide(clerk, placed.order_id)
    helped = clerk.approved(Approval(manager.person_id, manager.name, "review.approve", "known", MappingProxyType({})))
    assert approve_order(helped, placed.order_id).state == ReviewState.APPROVED


def test_approving_confirms_and_is_done_once(store):
    placed, stove = stopped()
    with clock.frozen(clock.now_ms() + 6 * clock.MINUTE_MS):
        assert approve_order(manager, placed.order_id, "called back").order_state == OrderState.CONFIRMED
        assert stock.level(stove).reserved == 4
        with pytest.raises(StateChanged):
            approve_order(owner, placed.order_id)
        assert counts().median_decide_ms == 6 * clock.MINUTE_MS
    assert queue() == []
    assert queue("decided")[0].decided_name == "Ruth Hartwell"


def test_a_large_order_needs_two_persons(store):
    stove = make_product(price="1000.00", on_hand=10)
    placed = place_order(clerk, phone_order((stove, 6)))
    first = approve_order(manager, placed.order_id)
    assert (first.needs_second, first.order_state) == (True, OrderState.IN_REVIEW)
    assert queue()[0].first_name == "Ruth Hartwell"
    with pytest.raises(SamePerson):
        approve_order(manager, placed.order_id)
    assert approve_order(owner, placed.order_id).order_state == OrderState.CONFIRMED


def test_what_is_missing_keeps_an_approved_order_from_being_confirmed(store):
    placed, _stove = stopped(phone="+35387")
    with pytest.raises(Incomplete):
        approve_order(manager, placed.order_id)
    amend_order(clerk, placed.order_id, 1, Amendment(phone="+353871234567"))
    assert approve_order(manager, placed.order_id).order_state == OrderState.CONFIRMED


def test_rejecting_cancels_and_gives_the_goods_back(store):
    placed, stove = stopped()
    with pytest.raises(NoReason):
        reject_order(manager, placed.order_id, " ")
    assert reject_order(manager, placed.order_id, "Card refused").order_state == OrderState.CANCELLED
    assert stock.level(stove).reserved == 0
    assert Review.get().decision_note == "Card refused"


def test_holding_asks_and_can_be_taken_back(store):
    placed, _stove = stopped()
    hold_review(manager, placed.order_id, "Is the address right?")
    assert [row.order_id for row in queue("held")] == [placed.order_id]
    with pytest.raises(StateChanged):
        hold_review(manager, placed.order_id, "again?")
    assert reopen_review(manager, placed.order_id).state == ReviewState.OPEN
    hold_review(manager, placed.order_id, "Is the address right?")
    assert approve_order(manager, placed.order_id).state == ReviewState.APPROVED


@pytest.mark.parametrize("decide", [approve_order, lambda by, order: reject_order(by, order, "no")])
def test_a_decision_is_undone_within_half_a_minute(store, decide):
    placed, stove = stopped()
    decide(manager, placed.order_id)
    with clock.frozen(clock.now_ms() + 29_000):
        assert undo_decision(manager, placed.order_id).order_state == OrderState.IN_REVIEW
    assert stock.level(stove).reserved == 4
    assert [row.order_id for row in queue()] == [placed.order_id]
    assert Usual.select().where(Usual.orders > 0).count() == 0
    assert approve_order(owner, placed.order_id).order_state == OrderState.CONFIRMED


def test_a_decision_with_consequences_stands(store):
    placed, _stove = stopped()
    approve_order(manager, placed.order_id)
    pick(manager, placed.order_id)
    with pytest.raises(TooLateToUndo):
        undo_decision(manager, placed.order_id)
    other, _stove = stopped()
    approve_order(manager, other.order_id)
    with clock.frozen(clock.now_ms() + 31_000), pytest.raises(TooLateToUndo):
        undo_decision(manager, other.order_id)


def test_an_approved_order_that_is_amended_upward_is_looked_at_again(store):
    lamp = make_product(price="10.00", on_hand=500)
    placed = place_order(clerk, phone_order((lamp, 1), customer_id=make_customer()))
    assert placed.state == OrderState.CONFIRMED
    line = OrderLine.get().id
    amended = amend_order(clerk, placed.order_id, 1, Amendment((LineChange(line, 300),)))
    assert amended.state == OrderState.IN_REVIEW
    assert stock.level(lamp).reserved == 300
    assert approve_order(manager, placed.order_id).order_state == OrderState.CONFIRMED


def test_an_order_cancelled_elsewhere_leaves_the_queue(store):
    placed, _stove = stopped()
    cancel_order(clerk, placed.order_id, "Customer called")
    assert queue() == []


def test_processing_does_not_let_a_stopped_order_slip_through(store):
    placed, _stove = stopped()
    assert process_orders(clerk) == (0, 0, 0)
    from app.orders.confirm import confirm_order

    with pytest.raises((NeedsReview, StateChanged)):
        confirm_order(clerk, placed.order_id)


def test_a_shop_may_switch_a_rule_off_or_weigh_it_otherwise(store):
    change_rule(owner, "cash_on_delivery", 25, 25_000, False)
    assert stopped()[0].state == OrderState.CONFIRMED
    change_rule(owner, "cash_on_delivery", 60, 10_000)
    assert stopped()[0].state == OrderState.IN_REVIEW
    assert Order.select().count() == 2
