"""Orders that are paid before anybody picks them: on by themselves when paid, called off when they never are."""

from __future__ import annotations

import pytest

from app.core import clock, settings
from app.core.actor import system_actor
from app.core.outbox import recent
from app.core.refusal import StateChanged
from app.inventory import stock
from app.notices.unpaid import look_after_unpaid
from app.orders.draft import DraftLine, OrderDraft
from app.orders.models import Order, OrderLine
from app.orders.place import place_order
from app.orders.states import Channel, Method, PayPlan
from app.payments.pay import pay_order
from app.payments.unpaid import call_off
from tests.app.payments.till import boss, cash, open_till
from tests.conftest import NOON
from tests.factories import make_customer, make_product

DAY = clock.DAY_MS
system = system_actor("till-1")


@pytest.fixture
def eimear(store):
    open_till()
    return make_customer(email="eimear@example.ie", phone="+353871112233")


def test_an_order_waits_until_enough_of_it_is_paid_and_then_goes_on_by_itself(eimear):
    settings.change_setting(boss, "payments.first_percent", 30)
    lamp = make_product(price="50.00", on_hand=9)
    draft = OrderDraft(
        Channel.PHONE, Method.PICKUP, customer_id=eimear, customer_name="Eimear", phone="+353871112233",
        pay_plan=PayPlan.AT_PICKUP, lines=(DraftLine(lamp, 1),),
    )  # fmt: skip
    order = place_order(boss, draft).order_id

    assert Order.get_by_id(order).hold_reason == "Waits for €15.00; it is picked when that is paid."
    pay_order(boss, order, [cash(1_499)])
    assert Order.get_by_id(order).is_on_hold
    pay_order(boss, order, [cash(1)])
    row = Order.get_by_id(order)
    assert (row.is_on_hold, row.awaits_money, row.hold_reason) == (False, False, "")


@pytest.fixture
def unpaid(eimear):
    settings.change_setting(boss, "payments.first_percent", 30)
    settings.change_setting(boss, "payments.unpaid_days", 5)
    draft = OrderDraft(
        Channel.PHONE, Method.PICKUP, customer_id=eimear, customer_name="Eimear", phone="+353871112233",
        pay_plan=PayPlan.AT_PICKUP, lines=(DraftLine(make_product("LMP", price="50.00", on_hand=2), 2),),
    )  # fmt: skip
    return place_order(boss, draft).order_id


def test_who_does_not_pay_is_told_a_day_before_and_then_the_goods_are_free_again(unpaid):
    assert look_after_unpaid(system) == 0
    clock.freeze(NOON + 4 * DAY)
    assert look_after_unpaid(system) == 1
    assert "€30.00" in (last := recent(("sms",))[0].payload["text"]) and "called off" in last
    assert look_after_unpaid(system) == 0, "it is said once"

    clock.freeze(NOON + 5 * DAY)
    assert look_after_unpaid(system) == 1
    order = Order.get_by_id(unpaid)
    assert (order.state, order.is_on_hold) == ("cancelled", False)
    assert stock.level(OrderLine.get(OrderLine.order == unpaid).product_id).available == 2
    assert look_after_unpaid(system) == 0


def test_an_order_that_was_paid_in_part_or_in_a_shop_that_waits_is_never_called_off(unpaid):
    settings.change_setting(boss, "payments.unpaid_days", 0)
    clock.freeze(NOON + 400 * DAY)
    assert look_after_unpaid(system) == 0
    settings.change_setting(boss, "payments.unpaid_days", 5)
    pay_order(boss, unpaid, [cash(1)])
    assert look_after_unpaid(system) == 0
    with pytest.raises(StateChanged):
        call_off(system, unpaid)
    assert Order.get_by_id(unpaid).state == "confirmed"
