"""Paying at the counter: keys only, on a real store; the sale is made once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.core import journal, settings
from app.core.actor import system_actor
from app.payments.shift import begin_count
from tests.conftest import Stores
from tests.ui.till_shop import TILL, TillShop, till_shop


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot) as running:
        yield running


def pay(till: TillShop, *codes: str) -> Any:
    till.scans(*codes)
    till.press("F9")
    return till.wait_sheet("payment")


def sales(till: TillShop) -> list[Any]:
    from app.payments.queries import payments_of

    return till.ask(lambda: payments_of(till.till.last.sold.order_id))


def test_cash_with_change_ends_in_an_empty_ticket(till: TillShop) -> None:
    pay(till, "SKL-26")
    till.type("60")
    assert till.find("payment.change").minor == 1_050
    till.press("F9")
    till.wait(lambda: till.till.last is not None)
    till.settle()
    assert (till.lines(), till.sheet) == ([], "")
    assert till.find("sell.change").minor == 1_050
    [cash] = sales(till)
    assert (cash.tender, cash.amount_minor, cash.given_minor) == ("cash", 4_950, 6_000)


def test_the_change_stays_until_the_next_scan(till: TillShop) -> None:
    pay(till, "SKL-26")
    till.type("50")
    till.press("F9")
    till.wait(lambda: till.till.last is not None)
    till.scans("MUG-1")
    assert till.till.last is None


def test_enter_with_nothing_typed_is_the_exact_amount(till: TillShop) -> None:
    sheet = pay(till, "MUG-1")
    till.press("Enter")
    assert sheet.amount.minor() == 1_490
    till.press("Enter")
    till.wait(lambda: till.till.last is not None)
    assert till.till.last.sold.change_minor == 0


def test_a_double_f9_sells_once(till: TillShop) -> None:
    pay(till, "MUG-1")
    till.type("20")
    sheet = till.window.sheet
    sheet.go()
    sheet.go()
    till.wait(lambda: till.till.last is not None)
    till.settle()
    assert till.ask(_orders) == 1


def _orders() -> int:
    from app.orders.models import Order

    return Order.select().count()


def test_tenders_can_be_mixed_and_taken_off(till: TillShop) -> None:
    sheet = pay(till, "SKL-26")
    till.press("K")
    till.type("AB12")
    sheet.amount.set_text("20")
    till.press("F9")
    assert sheet.bill.left_minor == 2_950
    sheet.drop(0)
    assert sheet.bill.left_minor == 4_950
    till.press("C")
    till.press("F9")
    till.wait(lambda: till.till.last is not None)


def test_a_typed_card_needs_its_code(till: TillShop) -> None:
    sheet = pay(till, "MUG-1")
    till.press("Alt+K")
    till.press("F9")
    assert sheet.card_page.code.error()
    till.type("A7X9")
    till.press("F9")
    till.wait(lambda: till.till.last is not None)
    [card] = sales(till)
    assert card.tender == "card"


def test_on_account_needs_a_customer_and_says_so(till: TillShop) -> None:
    pay(till, "MUG-1")
    button = till.find("payment.tender.account")
    assert not button.isEnabled()
    assert "Needs a customer" in button.accessibleName()


def test_a_customer_with_credit_left_buys_on_account(till: TillShop) -> None:
    till.scan("CARD-77")
    till.wait(lambda: till.till.card is not None)
    pay(till, "SKL-26")
    till.press("A")
    till.press("F9")
    till.wait(lambda: till.till.last is not None)
    [debt] = sales(till)
    assert (debt.tender, debt.amount_minor) == ("on_account", 4_702)


def test_esc_goes_back_and_keeps_what_was_taken(till: TillShop) -> None:
    pay(till, "SKL-26")
    till.type("20")
    till.press("F9")
    till.press("Esc")
    assert till.lines() == [("SKL-26", 1)]
    till.press("F9")
    sheet = till.wait_sheet("payment")
    assert sheet.bill.left_minor == 2_950


def half_off(till: TillShop) -> None:
    """The clerk gives 50 % off, which is more than a clerk may, and presses Pay."""
    till.scan("SKL-26")
    till.press("F8")
    till.type("50")
    till.press("F9")
    till.press("F9")
    till.wait_sheet("override")


def test_a_discount_above_the_limit_asks_a_manager_before_anything_is_paid(till: TillShop) -> None:
    """A card would be charged, or cash taken, for a price that nobody has allowed yet."""
    half_off(till)
    till.press("Esc")
    till.wait(lambda: till.sheet == "")
    till.press("F9")
    till.wait_sheet("override")

    till.type("471100")
    till.wait_sheet("payment")
    till.type("50")
    till.press("F9")
    till.wait(lambda: till.till.last is not None)

    assert till.till.last.sold.total_minor == 2_475
    order_id = till.till.last.sold.order_id
    entry = next(one for one in till.ask(lambda: journal.story("order", order_id)) if one.what == "counter.sell")
    assert (entry.body["who"], entry.body["approved"]["by"]) == ("Maya Kelly", "Ruth Hartwell")


def test_a_managers_yes_to_a_ticket_holds_for_no_other_prices(till: TillShop) -> None:
    half_off(till)
    till.type("471100")
    till.wait_sheet("payment")
    till.press("Esc")
    till.wait(lambda: till.sheet == "")
    till.scans("MUG-1")
    till.press("F9")

    till.wait_sheet("override")


def test_the_override_says_what_it_costs_and_offers_the_clerks_own_limit(till: TillShop) -> None:
    half_off(till)
    till.wait(lambda: till.find("override.today").text() == "1st time")
    assert "Maya wants to take 50% off" in till.find("override.asks").text()
    assert till.find("override.after").text() == "€24.75"
    till.press("Alt+A")
    till.wait_sheet("payment")
    assert till.till.ticket.totals().total_minor == 4_207
    assert till.till.last is None


def test_a_till_that_wants_a_pin_for_each_sale_locks_after_it(till: TillShop) -> None:
    till.ask(lambda: settings.change_setting(system_actor(), "staff.pin_each_sale", True))
    pay(till, "SKL-26")
    till.type("50")
    till.press("F9")
    till.wait(lambda: till.till.last is not None)
    till.qtbot.waitUntil(lambda: till.window.session.is_locked, timeout=12_000)


def test_an_empty_ticket_is_not_paid(till: TillShop) -> None:
    till.press("F9")
    till.settle()
    assert till.sheet == ""


def test_a_closed_till_is_opened_with_its_float_first(stores: Stores, qtbot: Any) -> None:
    with till_shop(stores, qtbot, is_open=False) as till:
        till.scan("MUG-1")
        till.press("F9")
        till.wait_sheet("open_shift")
        assert till.find("open_shift.float").text() == ""
        till.type("100")
        till.press("F9")
        till.wait_sheet("payment")
        assert till.window.desk.shift.float_minor == 10_000


def test_a_double_click_on_pay_leaves_the_caret_in_the_amount(till: TillShop) -> None:
    """The second click lands on the payment that has opened in between."""
    till.scans("MUG-1")
    spot = till.find("sell.primary")
    place = spot.mapTo(till.window, spot.rect().center())
    QTest.mouseClick(spot, Qt.MouseButton.LeftButton)
    sheet = till.wait_sheet("payment")

    QTest.mouseClick(till.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    till.type("20")

    assert sheet.amount.text().startswith("20")


def test_a_sale_while_the_drawer_is_counted_leads_to_the_count(till: TillShop) -> None:
    """The program died in the middle of closing: no second shift is offered, and the ticket stays."""
    till.ask(lambda: begin_count(system_actor(TILL)))
    till.scans("MUG-1")
    till.press("F9")
    till.wait_sheet("payment")
    till.press("F9")
    till.wait_sheet("counting")
    till.press("F9")

    till.wait(lambda: till.window.current == "settle")
    till.wait(lambda: till.shows("shift.count"))
    till.press("F4")
    till.wait(lambda: till.toast() == "The till is open again")
    till.window.desk.go("sell")
    till.settle()
    assert till.lines() == [("MUG-1", 1)]


def test_a_bill_with_nothing_left_to_pay_offers_no_notes_but_says_what_is_done(stores: Stores, qtbot: Any) -> None:
    with till_shop(stores, qtbot, role="manager") as till:
        till.scans("MUG-1")
        till.till.ticket.discount_order(bp=10_000)
        till.press("F9")
        till.wait_sheet("payment")
        assert "payment.note.0" not in till.names() and "payment.note.other" not in till.names()
        assert till.find("payment.exact").text() == "Finish sale"
        till.find("payment.exact").click()
        till.wait(lambda: till.till.last is not None)


def forget(till: TillShop) -> None:
    """Nobody touches anything for a night."""
    till.window.router.last_act_ms = 0
    till.window.session._idle.timeout.emit()
    till.settle()


def test_a_forgotten_sheet_is_left_by_the_lock_and_the_ticket_is_kept(till: TillShop) -> None:
    pay(till, "MUG-1")

    forget(till)

    assert till.window.session.is_locked
    assert till.sheet == ""
    assert [line.item.sku for line in till.till.ticket.lines] == ["MUG-1"]
