"""Reminders of instalments leave before the day, again while a part is late, and once when the plan is given up."""

from __future__ import annotations

import pytest

from app.core import clock
from app.core.actor import system_actor
from app.core.outbox import recent
from app.customers.models import Customer
from app.notices.instalments import remind_instalments, remind_plan
from app.notices.queue import NobodyToTell
from app.orders.models import Order
from app.payments.models import InstalmentPlan, PlanState
from app.payments.plan_reads import plan_of_order
from app.payments.tender import Tender, TenderInput
from tests.app.payments.till import Buyer, boss, card, open_till, sold
from tests.conftest import NOON
from tests.factories import make_customer, make_product

DAY = clock.DAY_MS
system = system_actor("till-1")


@pytest.fixture
def order(store):
    make_product("BED", price="128.99", on_hand=9)
    open_till()
    customer = make_customer()
    Customer.update(credit_limit_minor=50_000).where(Customer.id == customer).execute()
    parts = TenderInput(Tender.INSTALMENTS, 10_750, parts=5, signature="c2lnbmVk")
    return sold("BED", by=boss, tenders=[card(2_149), parts], buyer=Buyer(customer, "Eimear O’Connor")).order_id


def told() -> list[str]:
    return [f"{wish.kind} {wish.payload['occasion']}" for wish in recent(("sms", "mail"))]


def test_the_customer_is_reminded_three_days_before_and_only_once(order):
    assert remind_instalments(system) == 0
    clock.freeze(NOON + 27 * DAY)  # 19 Dec, due on the 22nd

    assert (remind_instalments(system), remind_instalments(system)) == (1, 0)

    assert sorted(told()) == ["mail instalment_due", "sms instalment_due"]
    [sms] = recent(("sms",))
    assert "€21.50" in sms.payload["text"]
    assert "22 Dec" in sms.payload["text"]


def test_a_late_part_is_asked_for_again_after_a_week(order):
    clock.freeze(NOON + 27 * DAY)
    remind_instalments(system)
    clock.freeze(NOON + 31 * DAY)
    assert remind_instalments(system) == 1
    clock.freeze(NOON + 33 * DAY)
    assert remind_instalments(system) == 0
    clock.freeze(NOON + 38 * DAY)
    assert remind_instalments(system) == 1

    assert told().count("sms instalment_late") == 2
    assert plan_of_order(order).reminders == 3


def test_after_two_months_the_plan_is_given_up_and_the_customer_told(order):
    clock.freeze(NOON + 91 * DAY)

    assert (remind_instalments(system), remind_instalments(system)) == (1, 0)

    assert InstalmentPlan.get().state is PlanState.DEFAULTED
    assert "sms instalments_given_up" in told()
    [sms] = recent(("sms",))
    assert "€107.50" in sms.payload["text"]


def test_a_reminder_by_hand_needs_somebody_to_write_to(order):
    row = plan_of_order(order)
    assert remind_plan(boss, row.id) == 2
    Order.update(email="", phone="").execute()
    Customer.update(email=None, phone=None).execute()

    with pytest.raises(NobodyToTell):
        remind_plan(boss, row.id)

    assert plan_of_order(order).reminders == 1
