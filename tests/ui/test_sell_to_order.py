"""A ticket that becomes an order: what was agreed at the counter holds for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.catalog.codes import find_code
from app.core import clock
from app.core.settings import change_setting
from app.orders.models import Order, OrderLine
from app.overview.order_story import order_story
from app.payments.order_account import owed
from app.purchasing.models import Supplier, SupplierProduct
from tests.conftest import Stores
from tests.factories import manager
from tests.ui.till_shop import TillShop, till_shop
from ui.common.cells import is_cut
from ui.counter.payment.other_bills import pay_order
from ui.orders.cancel_sheet import ask_cancel
from ui.orders.phone_questions import questions


def _prepare() -> None:
    """The sold-out stove comes six days after somebody orders it."""
    supplier = Supplier.create(code="camp", name="Camp & Co", lead_days=6)
    SupplierProduct.create(supplier=supplier, product=find_code("STV-0")[0].product_id)


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot, prepare=_prepare) as running:
        yield running


def _order(till: TillShop) -> Any:
    """Take the ticket over, and return the call."""
    till.press("Ctrl+O")
    till.wait(lambda: till.window.tab.mode == "phone" and till.window.tab.phone.call.lines)
    till.settle()
    return till.window.tab.phone.call


def test_prices_and_discounts_of_the_ticket_hold_for_the_order(till: TillShop) -> None:
    till.scans("MUG-1", "SKL-26")
    till.press("F7")
    till.type("40")
    till.press("Enter")
    till.press("F8")
    till.type("10")
    till.press("F9")
    told = till.find("sell.total").minor
    assert told == 1_490 + 3_600

    call = _order(till)

    assert call.total_minor == told


def test_an_amount_off_the_whole_ticket_goes_along_and_can_be_taken_off(till: TillShop) -> None:
    till.scans("MUG-1", "SKL-26")
    till.till.ticket.discount_order(minor=500, name="Scratched")
    till.till.touch()
    told = till.find("sell.total").minor
    assert told == 5_940

    call = _order(till)
    assert (call.total_minor, call.off_minor, call.off_whole_name) == (told, 500, "Scratched")

    till.press("Alt+X")
    till.settle()
    assert till.window.tab.phone.call.total_minor == told + 500
    till.press("Ctrl+Z")
    till.settle()
    assert till.window.tab.phone.call.total_minor == told


def test_two_lines_of_one_product_at_two_prices_stay_two_and_cost_the_same(till: TillShop) -> None:
    till.scan("MUG-1")
    till.press("F8")
    till.type("50")
    till.press("F9")
    till.scans("MUG-1", "MUG-1")
    assert till.lines() == [("MUG-1", 1), ("MUG-1", 2)]
    told = till.find("sell.total").minor

    call = _order(till)

    assert [line.quantity for line in call.lines] == [1, 2]
    assert call.total_minor == told == 745 + 2_980


def test_a_known_customer_at_the_counter_collects_the_order_and_the_notes_go_along(till: TillShop) -> None:
    till.scans("MUG-1", "CARD-77")
    till.wait(lambda: till.till.card is not None)
    ticket = till.till.ticket
    ticket.annotate_line(ticket.lines[0].no, note="the blue one")
    ticket.set_note("call first")
    till.till.touch()

    _order(till)
    till.wait(lambda: till.window.tab.phone.call.name == "Eimear O’Connor")

    call = till.window.tab.phone.call
    assert call.method == "pickup"
    assert call.note == "call first · Product MUG-1: the blue one"


def test_what_is_sold_out_is_ordered_alone_and_the_rest_stays_on_the_ticket(till: TillShop) -> None:
    till.scans("MUG-1", "CARD-77")
    till.wait(lambda: till.till.card is not None)
    till.type("2*")
    till.scan("STV-0")
    till.wait_sheet("in_hand")
    till.find("in_hand.also").click()
    till.wait(lambda: till.window.tab.mode == "phone" and till.window.tab.phone.call.name)
    till.settle()

    call = till.window.tab.phone.call
    assert [(line.sku, line.quantity) for line in call.lines] == [("STV-0", 2)]
    assert (call.name, call.method) == ("Eimear O’Connor", "pickup")
    assert till.lines() == [("MUG-1", 1)]


def test_nothing_is_promised_for_a_time_before_the_goods_are_there(till: TillShop) -> None:
    till.scan("CARD-77")
    till.wait(lambda: till.till.card is not None)
    till.scan("STV-0")
    till.wait_sheet("in_hand")
    till.find("in_hand.also").click()
    phone = till.window.tab.phone
    till.wait(lambda: phone.calls.known.promises and phone.call.promised_at)
    till.settle()
    day = clock.add_days(clock.today(), 6)
    assert clock.day_of(phone.call.promised_at) == day
    assert phone.calls.known.promises[phone.call.lines[0].product_id].supplier == "Camp & Co"

    phone.calls.change(promised_at=clock.now_ms() + clock.HOUR_MS)
    till.settle()

    when = next(one for one in questions(phone.call, phone.calls.known) if one.goal == "when")
    assert not when.done
    assert "too early" in when.text


def _free_line(till: TillShop, words: str, price: str) -> None:
    till.press("Ctrl+L")
    sheet = till.wait_sheet("free_line")
    till.type(words)
    sheet.price.set_text(price)
    till.press("F9")
    till.settle()


def test_a_free_line_goes_along_and_the_order_can_have_more_of_them(till: TillShop) -> None:
    till.scans("MUG-1", "CARD-77")
    till.wait(lambda: till.till.card is not None)
    _free_line(till, "Handle mended", "12.50")
    till.wait(lambda: len(till.lines()) == 2)
    told = till.find("sell.total").minor

    call = _order(till)
    page = till.window.tab.phone
    assert (call.total_minor, [line.name for line in call.lines]) == (told, ["Product MUG-1", "Handle mended"])
    till.wait(lambda: page.call.promised_at)
    till.settle()

    _free_line(till, "Ribbon", "0")
    assert till.sheet == "free_line"  # a price above nought
    till.window.sheet.price.set_text("2.00")
    till.press("F9")
    till.wait(lambda: len(page.call.lines) == 3)
    till.settle()
    assert page.middle.current().line.name == "Ribbon"
    till.press("F6")
    till.wait_sheet("order_entry.quantity")
    till.find("order_entry.field.quantity").setText("3")
    till.press("F9")
    till.wait(lambda: page.call.lines[2].quantity == 3)
    till.settle()
    till.press("F7")
    till.wait_sheet("order_entry.price")
    till.find("order_entry.field.price").setText("0")
    till.press("F9")
    assert till.sheet == "order_entry.price"
    till.find("order_entry.field.price").setText("1.50")
    till.press("F9")
    till.wait(lambda: page.call.lines[2].total_minor == 450)
    till.settle()
    till.press("F8")
    till.wait_sheet("order_entry.discount")
    till.find("order_entry.field.discount").setText("10")
    till.press("F9")
    till.wait(lambda: page.call.lines[2].total_minor == 405)
    assert page.call.total_minor == told + 405
    till.settle()
    page.middle.table.setFocus()
    till.press("Del")
    till.wait(lambda: len(page.call.lines) == 2)
    till.press("Ctrl+Z")
    till.wait(lambda: len(page.call.lines) == 3)
    assert set(page.call.wanted) == {page.call.lines[0].product_id}

    uid = page.call.uid
    till.press("F4")
    till.wait(lambda: page.call.is_empty)
    till.press("F5")
    till.wait_sheet("order_entry.parked")
    till.settle()
    till.press("Enter")
    till.wait(lambda: page.call.uid == uid and page.calls.known.held_until)
    page.right.plan_chosen.emit("at_pickup")
    till.settle()
    till.press("F9")
    till.wait(lambda: page.calls.is_done)

    rows = till.ask(lambda: [(row.name, str(row.kind), row.total_minor) for row in OrderLine.select()])
    assert rows[1:] == [("Handle mended", "free", 1_250), ("Ribbon", "free", 405)]
    assert till.ask(lambda: [row.total_minor for row in Order.select()]) == [told + 405]


def test_goods_are_laid_away_by_keyboard_with_a_deposit_and_paid_off_at_the_counter(till: TillShop) -> None:
    till.scans("MUG-1", "SKL-26")
    till.press("Ctrl+Shift+O")
    till.wait_sheet("customer")
    till.type("eimear")
    till.wait(lambda: till.window.sheet.list.rows)
    till.press("Enter")
    sheet = till.wait_sheet("layaway")
    told = till.find("sell.total").minor
    least = -(-told // 25) * 5  # a fifth, in coins of 0.05
    assert (sheet.deposit.minor(), sheet.days.value()) == (least, 60)
    sheet.deposit.set_minor(100)
    till.press("F9")
    assert till.sheet == "layaway"
    assert "From" in sheet.deposit.error()
    sheet.deposit.set_minor(2_000)
    till.press("F9")
    payment = till.wait_sheet("payment")
    till.settle()
    assert payment.bill.left_minor == 2_000
    till.press("F9")
    till.wait(lambda: till.sheet == "")
    till.settle()

    (order,) = till.ask(lambda: list(Order.select()))
    assert (str(order.pay_plan), order.total_minor, order.is_on_hold) == ("layaway", told, True)
    assert order.channel == "counter", "nobody called"
    assert till.lines() == []
    assert till.ask(lambda: owed(order.id)) == told - 2_000

    till.window.show_tab("orders")
    till.window.resize(1280, 720)
    till.window.tab.list.head.show_view("layaway")
    till.wait(lambda: till.window.tab.list.table.count() == 1)
    till.settle()
    view = till.window.tab.list.table.view
    last = len(view.rows_model.columns) - 1
    cell, (left, right) = view.rows_model.cells(0)[last], view._padding(last)
    assert (cell.text, cell.tip) == ("21 Jan 2027", "Laid away until 21 Jan 2027")
    assert not is_cut(view.columnWidth(last) - left - right, view.rows_model.columns[last], cell)
    till.window.show_tab("sell")

    till.counter.desk.open("order", order.id)
    till.wait(lambda: till.shows("shell.keybar.f9"))
    assert not till.shows("shell.keybar.f4"), "nobody lets it go on before it is paid"
    till.press("Alt+1")
    till.settle()

    pay_order(till.counter.desk, order.id)
    till.wait_sheet("payment")
    till.press("F9")
    till.wait(lambda: till.ask(lambda: owed(order.id)) == 0)
    assert not till.ask(lambda: Order.get_by_id(order.id).is_on_hold)


def test_a_layaway_is_called_off_with_the_fee_that_was_agreed_and_a_manager_may_waive_it(till: TillShop) -> None:
    till.ask(lambda: change_setting(manager, "orders.layaway_fee_minor", 500))
    till.scans("MUG-1", "SKL-26")
    till.press("Ctrl+Shift+O")
    till.wait_sheet("customer")
    till.type("eimear")
    till.wait(lambda: till.window.sheet.list.rows)
    till.press("Enter")
    sheet = till.wait_sheet("layaway")
    assert till.find("layaway.fee").accessibleName().endswith("€5.00")
    sheet.deposit.set_minor(2_000)
    till.press("F9")
    till.wait_sheet("payment")
    till.settle()
    till.press("F9")
    till.wait(lambda: till.sheet == "")
    till.settle()
    (order,) = till.ask(lambda: list(Order.select()))

    till.window.desk.open("order", order.id)
    till.wait(lambda: till.shows("shell.keybar.f9"))
    till.settle()
    story = till.ask(lambda: order_story(order.id))
    ask_cancel(till.window.desk, till.tab, story)
    sheet = till.wait_sheet("cancel")
    assert sheet.primary.text() == "Cancel and pay back €15.00"
    till.find("cancel.waive").click()
    assert sheet.primary.text() == "Cancel and pay back €20.00"
    till.find("cancel.waive").click()
    till.press("F9")
    till.wait(lambda: till.sheet == "override")
    till.settle()
    assert till.sheet == "override"  # the clerk may not give money back alone
