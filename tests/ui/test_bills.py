"""Bills on account by keys: late ones come first and are reminded of, each shows where it is paid, terms need a manager."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.core import clock
from app.core.actor import system_actor
from app.core.outbox import recent
from app.counter.lookup import look_up
from app.counter.sell import sell
from app.counter.ticket import Buyer, Ticket
from app.customers.models import Customer
from app.payments.debts import debtors
from app.payments.models import Payment
from app.payments.tender import Tender, TenderInput
from tests.conftest import NOON, Stores
from tests.ui.till_shop import TILL, TillShop, till_shop
from ui.common.boxes import KeyValue

DAY = clock.DAY_MS


def fill() -> None:
    """A pan on account forty days ago, and one yesterday."""
    customer = Customer.get()
    for uid, days in (("late", 40), ("new", 1)):
        with clock.frozen(NOON - days * DAY):
            ticket = Ticket(uid)
            ticket.add(look_up("SKL-26")[0].item, 1)
            ticket.set_buyer(Buyer(customer.id, customer.name))
            sell(system_actor(TILL), ticket.to_sale([TenderInput(Tender.ON_ACCOUNT, 4_950)]), key=uid)


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot, prepare=fill) as running:
        yield running


def show_debts(till: TillShop) -> Any:
    till.window.show_tab("settle", "cod")
    till.settle()
    till.press("Ctrl+D")
    return till.window.tab.cod.owed.account


def test_what_is_late_is_counted_and_a_reminder_leaves(till: TillShop) -> None:
    shown = show_debts(till)
    till.wait(lambda: till.find("cod.owed.late").minor == 4_950)
    assert shown.table.rows()[0].account.days_late == 10
    assert "Not reminded yet" in shown._told.text()
    till.press("M")
    till.wait(lambda: "1 reminder" in shown._told.text())


def test_the_bills_are_shown_where_they_are_paid_and_the_oldest_goes_first(till: TillShop) -> None:
    show_debts(till)
    till.press("P")
    sheet = till.wait_sheet("cod.debt")
    said = [row.accessibleName() for row in sheet.findChildren(KeyValue)]
    assert any("due 12 Nov" in row for row in said) and any("due 21 Dec" in row for row in said)
    till.press("Alt+2")
    till.press("F9")
    till.wait_sheet("payment")
    till.type("50")
    assert till.find("payment.change").minor == 50
    till.press("F9")
    till.wait(lambda: till.sheet == "" and till.find("cod.owed.late").minor == 0)
    assert [bill.due_on for bill in till.ask(debtors)[0].bills] == ["2026-12-21"]


def test_a_debt_is_paid_by_several_tenders_with_one_numbered_paper(till: TillShop) -> None:
    show_debts(till)
    till.press("P")
    sheet = till.wait_sheet("cod.debt")
    sheet.amount.set_text("99.01")
    till.press("F9")
    assert sheet.amount.error()
    till.press("Alt+1")
    till.press("F9")
    sheet = till.wait_sheet("payment")
    assert sheet.bill.total_minor == 9_900
    assert not till.find("payment.tender.account").isEnabled()
    till.type("40")
    till.press("Return")
    till.press("F9")
    till.press("F9")  # a second press of the hand takes nothing more
    till.wait(lambda: till.sheet == "" and not till.ask(debtors))

    shown = till.ask(lambda: [(wish.kind, wish.title) for wish in recent(["account_receipt"])])
    assert shown == [("account_receipt", "Receipt P-000001")]
    assert (
        till.ask(lambda: sum(row.amount_minor for row in Payment.select().where(Payment.receipt == "P-000001")))
        == 9_900
    )


def test_the_terms_of_a_customer_are_changed_with_a_managers_pin(till: TillShop) -> None:
    till.scan("CARD-77")
    till.wait(lambda: till.till.ticket.buyer is not None)
    till.press("F3")
    till.wait_sheet("customer_card")
    till.press("Alt+A")
    sheet = till.wait_sheet("account")
    assert (sheet.limit.minor(), sheet.days.value()) == (50_000, None)
    till.type("750")
    till.press("Tab")
    till.type("14")
    till.press("F9")
    till.wait_sheet("override")
    till.type("471100")
    till.wait(lambda: till.sheet != "override")
    till.wait(lambda: till.ask(lambda: (Customer.get().credit_limit_minor, Customer.get().pay_days)) == (75_000, 14))
    till.wait(lambda: till.sheet == "")
