"""Returns by scanner and keys: a sale back in part, an exchange, goods without a receipt, inspection and settling."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from app.core.actor import system_actor
from app.orders.models import Order, OrderLine
from app.returns.models import Disposition, Outcome, Return, ReturnLine, ReturnState
from app.returns.open import ReturnInput, open_return
from app.returns.receive import receive_return
from tests.conftest import Stores
from tests.ui.care_shop import MUG, SKILLET, CareShop, care_shop
from ui.common.sheet import top_sheet
from ui.returns.draft import LOOSE, Draft, Line


@pytest.fixture
def care(stores: Stores, qtbot: Any) -> Iterator[CareShop]:
    with care_shop(stores, qtbot) as running:
        running.go("returns")
        yield running


def test_a_scanned_order_shows_its_lines_and_f9_pays_back_what_was_paid(care: CareShop) -> None:
    care.scan(care.order.number)
    care.press("Space")
    care.press("R")
    care.press("-")
    assert care.find("returns.total").minor == 1_490
    assert care.find("returns.primary").label() == "Refund €14.90"
    care.press("F9")
    care.wait(lambda: care.count(Return) == 1)
    row = care.ask(lambda: Return.get())
    assert (row.state, row.outcome, row.refund_minor) == (ReturnState.SETTLED, Outcome.REFUND, 1_490)
    assert care.shows("returns.done")


def test_f9_without_a_reason_asks_for_it_and_books_nothing(care: CareShop) -> None:
    care.scan(care.order.number)
    care.press("Space")
    care.press("F9")
    assert "Say why" in care.find("returns.hint").text()
    assert care.count(Return) == 0


def test_f9_without_a_line_asks_what_comes_back(care: CareShop) -> None:
    care.scan(care.order.number)
    care.press("F9")
    assert care.find("returns.hint").text() == "Choose what comes back."


def test_a_scanned_product_starts_the_return_of_its_sale_and_a_second_one_is_counted(care: CareShop) -> None:
    care.scans(MUG)
    care.wait(lambda: care.window.tab.draft is not None)
    care.scans(MUG)
    line = care.window.tab.draft.line
    assert (line.sku, line.quantity) == (MUG, 2)
    care.scans(MUG)
    assert "All of" in care.window.notice.text


def test_a_product_of_another_sale_is_refused_and_stays_red(care: CareShop) -> None:
    care.scan(care.order.number)
    care.scans("NOBODY-KNOWS")
    assert "NOBODY-KNOWS" in care.window.notice.text
    assert care.window.tab.draft is not None


def test_what_it_looks_like_says_where_it_goes_and_each_can_be_changed(care: CareShop) -> None:
    care.scan(care.order.number)
    care.press("Space")
    care.press("Q")
    line = care.window.tab.draft.line
    assert (line.condition, line.disposition) == ("damaged", "supplier")
    care.press("S")
    assert (line.condition, line.disposition) == ("opened", "b_stock")
    care.press("B")
    care.press("F9")
    care.wait(lambda: care.count(Return) == 1)
    assert care.ask(lambda: ReturnLine.get().disposition) == Disposition.WASTE


def test_store_credit_goes_to_the_customers_account(care: CareShop) -> None:
    from app.payments.queries import customer_money

    care.scan(care.order.number)
    care.press("Space")
    care.press("R")
    care.press("3")
    care.press("F9")
    care.wait(lambda: care.count(Return) == 1)
    assert care.ask(lambda: customer_money(care.order.customer_id))[1] == 2_980


def test_an_exchange_opens_sell_with_the_customer_and_the_credit(care: CareShop) -> None:
    care.scan(care.order.number)
    care.press("Space")
    care.press("R")
    care.press("2")
    care.press("F9")
    care.wait(lambda: care.window.tab.NAME == "sell")
    care.settle()
    assert care.till.ticket.buyer.name == "Nora Kelly"
    assert "€29.80" in care.find("sell.hint").text()


def test_a_repair_sends_the_goods_to_repair_and_opens_a_case(care: CareShop) -> None:
    from app.aftersales.models import Case, CaseKind

    care.scan(care.order.number)
    care.press("Down")
    care.press("Space")
    care.press("4")
    assert care.window.tab.draft.line.disposition == "repair"
    care.press("F9")
    care.wait(lambda: care.count(Case, Case.kind == CaseKind.REPAIR) == 1)
    assert care.ask(lambda: Return.get().outcome) == Outcome.REPAIR


def test_the_money_goes_another_way_only_with_a_reason(care: CareShop) -> None:
    care.scan(care.order.number)
    care.press("Space")
    care.press("R")
    care.press("F8")
    care.wait_sheet("returns.way")
    care.press("Alt+K")
    assert care.sheet == "returns.way"
    care.type("Wants it on the card")
    care.press("Alt+K")
    assert care.window.tab.draft.to == "card"


def test_escape_leaves_the_return_and_undo_brings_it_back(care: CareShop) -> None:
    care.scan(care.order.number)
    care.press("Space")
    care.press("R")
    care.press("Esc")
    assert care.window.tab.draft is None
    care.window.toasts.undo()
    assert care.window.tab.draft.line.reason == "changed_mind"


def test_another_receipt_does_not_take_unfinished_work_away(care: CareShop) -> None:
    care.scan(care.order.number)
    care.press("Space")
    care.press("R")
    care.window.router._guard.__init__(0)
    care.scan(care.order.number)
    assert care.window.tab.draft.line.reason == "changed_mind"
    assert "not finished" in care.window.notice.text


def test_typing_a_name_lists_the_sales_and_enter_opens_one(care: CareShop) -> None:
    care.press("F2")
    care.type("Nora")
    care.wait(lambda: care.window.tab.start.searching and care.find("returns.sales").count() == 1)
    care.press("Enter")
    care.wait(lambda: care.window.tab.draft is not None)
    assert care.window.tab.draft.sale.number == care.order.number


def test_without_a_receipt_a_manager_has_to_allow_it(care: CareShop) -> None:
    care.press("N")
    care.scan(SKILLET)
    care.press("R")
    care.press("F9")
    care.wait_sheet("returns.note")
    care.type("Lost it")
    care.press("F9")
    care.press("F9")
    care.wait_sheet("override")
    care.settle()
    care.type("471100")
    care.wait(lambda: care.count(Return) == 1)
    row = care.ask(lambda: Return.get())
    assert (row.without_receipt, row.outcome, row.refund_minor) == (True, Outcome.STORE_CREDIT, 4_950)


def test_goods_that_are_inspected_later_wait_for_the_warehouse(care: CareShop) -> None:
    care.scan(care.order.number)
    care.press("Space")
    care.press("Q")
    care.press("F4")
    care.wait(lambda: care.count(Return, Return.state == ReturnState.RECEIVED) == 1)
    care.wait(lambda: care.find("returns.table").count() == 1)


def _received(order: Order) -> None:
    line = OrderLine.get(OrderLine.order == order.id)
    receive_return(system_actor(), open_return(system_actor(), order.id, [ReturnInput(line.id, 1, "damaged")]))


def test_the_warehouse_inspects_and_does_not_settle(stores: Stores, qtbot: Any) -> None:
    with care_shop(stores, qtbot, role="warehouse", more=_received) as care:
        care.go("returns")
        care.press("Enter")
        care.wait(lambda: care.window.tab.draft is not None)
        care.press("D")
        care.press("B")
        care.press("F9")
        care.wait(lambda: care.count(Return, Return.state == ReturnState.INSPECTED) == 1)
        care.settle()
        assert care.window.tab.draft is None


def test_what_was_inspected_is_settled_at_the_counter(stores: Stores, qtbot: Any) -> None:
    with care_shop(stores, qtbot, more=_received) as care:
        care.go("returns")
        care.press("Enter")
        care.wait(lambda: care.window.tab.draft is not None)
        care.press("F9")
        care.wait(lambda: care.window.tab.draft is not None and care.window.tab.draft.state == "inspected")
        care.press("F9")
        care.wait(lambda: care.count(Return, Return.state == ReturnState.SETTLED) == 1)
        assert care.ask(lambda: Return.get().refund_minor) == 1_490


def _line(**more: Any) -> Line:
    return Line(1, 7, MUG, "Mug", "", "piece", 2, 2, 2_980, **more)


def test_a_draft_never_takes_more_than_can_come_back() -> None:
    draft = Draft("sale", [_line()])
    draft.count_up(draft.lines[0], 9)
    assert draft.lines[0].quantity == 2
    draft.count_up(draft.lines[0], -9)
    assert not draft.chosen()


def test_choosing_repair_and_then_a_refund_takes_the_goods_from_repair_again() -> None:
    draft = Draft(LOOSE, [_line(quantity=1)])
    draft.lines[0].say_reason("changed_mind")
    draft.choose("repair")
    assert draft.lines[0].disposition == "repair"
    draft.choose("refund")
    assert draft.lines[0].disposition == "restock"


def test_ctrl_w_opens_what_is_paid_back_to_its_steps(care: CareShop) -> None:
    care.scan(care.order.number)
    care.press("Space")
    care.press("R")
    care.press("-")
    care.press("F9")
    care.wait(lambda: care.count(Return) == 1)
    care.window.desk.open("return", care.ask(lambda: Return.get().id))
    care.wait(lambda: care.window.tab.draft is not None and care.window.tab.draft.detail is not None)
    care.settle()
    care.press("Ctrl+W")
    care.wait(lambda: top_sheet(care.window) is not None)
    sheet = top_sheet(care.window)
    said = [label.text() for label in sheet.findChildren(QLabel)]
    assert sheet.objectName() == "why" and "€14.90" in sheet.subtitle.text()
    assert any(text.startswith("1 × ") for text in said)
