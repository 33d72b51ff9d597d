"""Instalments on the Settle screen and orders at the till, by keys: reminded, paid in part, paid off, given up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.core import clock
from app.core.actor import system_actor
from app.counter.lookup import look_up
from app.counter.sell import sell
from app.counter.ticket import Buyer, Ticket
from app.customers.models import Customer
from app.orders.draft import DraftLine, OrderDraft
from app.orders.models import Order
from app.orders.place import place_order
from app.orders.states import Channel, Method
from app.payments.models import Instalment, InstalmentPlan
from app.payments.tender import Tender, TenderInput
from tests.conftest import NOON, Stores
from tests.ui.till_shop import TILL, TillShop, till_shop

DAY = clock.DAY_MS


def fill() -> None:
    """Two plans of three parts: one is a day late, the other starts today; and an order that nothing was paid for."""
    by = system_actor(TILL)
    customer = Customer.get()
    for uid, days in (("plan-1", 31), ("plan-2", 0)):
        with clock.frozen(NOON - days * DAY):
            ticket = Ticket(uid)
            for sku in ("SKL-26", "SKL-26", "MUG-1"):
                ticket.add(look_up(sku)[0].item, 1)
            ticket.set_buyer(Buyer(customer.id, customer.name))
            paid = [
                TenderInput(Tender.CARD, 4_790, auth_code=uid[-1] * 4),
                TenderInput(Tender.INSTALMENTS, 6_600, parts=2, signature="c2ln"),
            ]
            sell(by, ticket.to_sale(paid), key=uid)
    Instalment.update(due_on="2026-11-21").where(Instalment.plan == 1, Instalment.no == 2).execute()
    mug = look_up("MUG-1")[0].item
    place_order(by, OrderDraft(Channel.PHONE, Method.PICKUP, lines=(DraftLine(mug.product_id, 2),),
                               customer_id=customer.id, customer_name=customer.name, phone=customer.phone))  # fmt: skip


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot, prepare=fill) as running:
        running.window.show_tab("settle", "cod")
        running.settle()
        yield running


def left(till: TillShop) -> list[int]:
    from app.payments.instalments import open_of

    return till.ask(lambda: [open_of(row.id) for row in InstalmentPlan.select().order_by(InstalmentPlan.id)])


def panel(till: TillShop) -> Any:
    return till.window.tab.cod.owed.plans


def test_the_late_plan_comes_first_and_says_how_late_it_is(till: TillShop) -> None:
    shown = panel(till)
    assert [plan.id for plan in shown.table.rows()] == [1]
    assert till.find("cod.plans.late").minor == 3_300
    assert till.find("cod.plans.rest").minor == 13_200
    shown.filter.choose("all")
    assert [plan.id for plan in shown.table.rows()] == [1, 2]


def test_a_part_is_paid_in_cash_at_the_till(till: TillShop) -> None:
    till.press("P")
    sheet = till.wait_sheet("plan.part")
    assert sheet.amount.minor() == 3_300
    till.press("F9")
    till.wait_sheet("payment")
    till.type("50")
    assert till.find("payment.change").minor == 1_700
    till.press("F9")
    till.wait(lambda: till.sheet == "" and left(till) == [3_300, 6_600])


def test_all_of_the_rest_is_paid_early_and_never_with_another_debt(till: TillShop) -> None:
    till.press("P")
    till.wait_sheet("plan.part")
    till.press("Alt+2")
    till.press("F9")
    sheet = till.wait_sheet("payment")
    assert sheet.bill.total_minor == 6_600
    assert not till.find("payment.tender.account").isEnabled()
    assert not till.find("payment.tender.instalments").isEnabled()
    till.press("F9")
    till.wait(lambda: left(till) == [0, 6_600])


def test_more_than_the_rest_is_not_taken(till: TillShop) -> None:
    till.press("P")
    sheet = till.wait_sheet("plan.part")
    sheet.amount.set_text("66.01")
    till.press("F9")
    assert sheet.amount.error()
    assert left(till) == [6_600, 6_600]


def test_a_reminder_leaves_and_is_counted(till: TillShop) -> None:
    till.press("M")
    till.wait(lambda: "1 reminder" in panel(till)._told.text())


def test_giving_a_plan_up_needs_a_reason(till: TillShop) -> None:
    till.press("X")
    till.wait_sheet("give_up")
    till.type("moved away")
    till.press("F9")
    till.wait(lambda: till.ask(lambda: str(InstalmentPlan.get_by_id(1).state)) == "defaulted")
    till.settle()


def test_a_deposit_is_taken_for_an_order_and_the_rest_stays_open(till: TillShop) -> None:
    from app.payments.order_account import owed

    order = till.ask(lambda: Order.get(Order.channel == Channel.PHONE).id)
    till.window.show_tab("sell", "counter")
    till.window.tab.open_record("order", order)
    sheet = till.wait_sheet("payment")
    assert sheet.bill.total_minor == 2_980
    till.type("10")
    till.press("F9")
    assert till.find("payment.button.leave").isVisible()
    till.press("L")
    till.wait(lambda: till.sheet == "" and till.ask(lambda: owed(order)) == 1_980)
    till.window.tab.open_record("order", order)
    till.wait_sheet("payment")
    till.press("F9")
    till.wait(lambda: till.ask(lambda: owed(order)) == 0)
    till.settle()
