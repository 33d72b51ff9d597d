"""Sales of this shift at the counter: the last one also after the next scan, and every other one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from app.core.actor import system_actor
from app.core.outbox import recent
from app.payments.models import Payment, Receipt, ReceiptKind
from app.staff.people import change_role_acts
from tests.conftest import Stores
from tests.ui.till_shop import TillShop, till_shop


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot, role="manager") as running:
        yield running


def sell(till: TillShop, *codes: str) -> Any:
    """A sale paid in cash to the cent."""
    till.scans(*codes)
    till.press("F9")
    till.wait_sheet("payment")
    till.press("F9")
    till.wait(lambda: till.window.sheet is None and till.till.last is not None)
    return till.till.last.sold


def sales_sheet(till: TillShop, rows: int) -> Any:
    till.press("Ctrl+R")
    sheet = till.wait_sheet("sales")
    till.wait(lambda: len(sheet.table.rows()) == rows)
    return sheet


def test_the_last_receipt_prints_again_also_when_the_next_customer_is_served(till: TillShop) -> None:
    sold = sell(till, "MUG-1")
    till.scans("SKL-26")
    till.wait(lambda: till.lines() == [("SKL-26", 1)])
    till.press("F10")
    till.wait(lambda: sold.receipt in till.window.notice.text)
    assert till.lines() == [("SKL-26", 1)]


def test_the_last_sale_is_voided_although_the_next_one_has_begun(till: TillShop) -> None:
    sold = sell(till, "MUG-1")
    till.scans("SKL-26")
    till.counter.actions_.more.void_last()
    sheet = till.wait_sheet("void")
    assert sold.number in sheet.title.text()
    till.type("Changed mind")
    till.press("F9")
    till.wait(lambda: till.window.sheet is None)
    kinds = till.ask(lambda: [row.kind for row in Receipt.select().order_by(Receipt.no)])
    assert kinds == [ReceiptKind.SALE, ReceiptKind.VOID]
    assert till.lines() == [("SKL-26", 1)]


def test_an_earlier_sale_is_found_by_its_amount_and_put_right_as_paid_by_card(till: TillShop) -> None:
    sell(till, "SKL-26")
    sell(till, "MUG-1")
    sheet = sales_sheet(till, 2)
    till.type("49.50")
    till.wait(lambda: [row.total_minor for row in sheet.table.rows()] == [4_950])
    till.press("F7")
    sheet = till.wait_sheet("tender")
    till.type("Keyed wrong")
    sheet.code.set_text("A12345")
    till.press("F9")
    till.wait(lambda: till.window.sheet is None)
    assert till.ask(lambda: [str(row.tender) for row in Payment.select().order_by(Payment.id)]) == ["card", "cash"]


def test_an_earlier_sale_is_voided_printed_again_and_opened_by_keys(till: TillShop) -> None:
    first = sell(till, "SKL-26")
    sell(till, "MUG-1")
    sheet = sales_sheet(till, 2)
    till.press("Down")
    assert sheet.table.current().order_id == first.order_id
    till.press("F10")
    till.wait(lambda: any(wish.title.startswith(f"Receipt {first.receipt}") for wish in till.ask(recent)))
    till.press("F8")
    till.wait_sheet("void")
    till.type("Wrong pan")
    till.press("F9")
    till.wait(lambda: till.window.sheet is None)
    sheet = sales_sheet(till, 2)
    till.press("Down")
    assert sheet.table.current().is_void
    till.press("F8")
    assert till.window.sheet is sheet  # a void is not voided
    till.press("F9")
    till.wait(lambda: till.window.current == "orders")


def test_goods_of_an_earlier_sale_are_taken_back_from_the_list(till: TillShop) -> None:
    first = sell(till, "SKL-26")
    sales_sheet(till, 1)
    till.press("F6")
    till.wait(lambda: till.window.current == "returns")
    till.wait(lambda: till.window.tab.stands_on() is not None or first.number in str(till.window.tab.page))


def test_a_shift_without_a_sale_says_so(till: TillShop) -> None:
    sales_sheet(till, 0)
    till.press("Escape")
    till.press("F10")
    till.wait(lambda: any("Nothing was sold" in said.text for said in till.window.toasts.history))


def _clerks_do_not_void() -> None:
    change_role_acts(system_actor(), "counter", {"void": False, "lines_off": False})


def test_a_clerk_whose_role_may_not_void_or_take_off_asks_the_manager_on_the_spot(stores: Stores, qtbot: Any) -> None:
    with till_shop(stores, qtbot, prepare=_clerks_do_not_void) as till:
        till.scans("MUG-1", "SKL-26")
        till.press("Del")
        till.wait(lambda: till.lines() == [("MUG-1", 1)])
        till.press("F9")
        sheet = till.wait_sheet("override")
        assert "Taken off this sale: Product SKL-26" in sheet.findChild(QWidget, "override.asks").text()
        till.type("471100")
        till.wait_sheet("payment")
        till.press("F9")
        till.wait(lambda: till.window.sheet is None and till.till.last is not None)
        till.counter.actions_.more.void_last()
        till.wait_sheet("void")
        till.type("Wrong mug")
        till.press("F9")
        sheet = till.wait_sheet("override")
        asked = sheet.findChild(QWidget, "override.asks").text()
        assert asked == "Maya asks: Void a sale of this shift. The role may not do this alone."
        till.type("471100")
        till.wait(lambda: till.window.sheet is None)
        assert till.ask(lambda: Receipt.select().where(Receipt.kind == ReceiptKind.VOID).count()) == 1


def test_a_sale_that_the_manager_does_not_let_go_stays_on_the_counter(stores: Stores, qtbot: Any) -> None:
    def prepare() -> None:
        change_role_acts(system_actor(), "counter", {"drop": False})

    with till_shop(stores, qtbot, prepare=prepare) as till:
        till.scan("MUG-1")
        for yes in (False, True):
            till.counter.actions_.more.drop()
            till.wait_sheet("drop")
            till.type("Left the shop")
            till.press("Enter")
            till.wait_sheet("override")
            if yes:
                till.type("471100")
            else:
                till.press("Escape")
            till.wait(lambda: till.window.sheet is None)
            wanted = [] if yes else [("MUG-1", 1)]
            till.wait(lambda wanted=wanted: till.lines() == wanted)


def test_a_receipt_of_the_shift_opens_to_the_steps_of_its_total_and_of_each_payment(till: TillShop) -> None:
    sold = sell(till, "MUG-1")
    sheet = sales_sheet(till, 1)
    till.press("Ctrl+W")
    why = till.wait_sheet("why")
    said = [label.text() for label in why.findChildren(QLabel)]
    assert sold.receipt in why.subtitle.text()
    assert {"Payments", "Cash", "Money handed over"} <= set(said)
    till.press("Esc")
    till.wait(lambda: till.window.sheet is sheet)
