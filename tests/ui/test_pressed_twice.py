"""A key that is pressed twice in one go, or held down, does its act once, in sheets and on screens."""

from __future__ import annotations

from typing import Any

from app.aftersales.models import Case, CaseMessage
from app.core import outbox
from app.inventory import stock_list
from app.orders.models import Note, Order
from app.payments.models import CashMove, Payment
from tests.conftest import Stores
from tests.ui.care_shop import care_shop
from tests.ui.courier_shop import at_till, courier_shop
from tests.ui.orders_shop import orders_shop
from tests.ui.shop_for_stock import StockShop, stock_shop
from tests.ui.test_in_between import SLOW_MS, goods, run_states, two_runs
from tests.ui.test_review import stop_two, tick_all
from tests.ui.till_shop import till_shop


def on_hand(driver: StockShop) -> dict[str, int]:
    return dict(driver.ask(lambda: {row.sku: row.on_hand for row in stock_list.stock_page().rows}))


def papers(driver: Any, kind: str) -> int:
    return int(driver.ask(lambda: outbox.Outbox.select().where(outbox.Outbox.kind == kind).count()))


def test_stock_is_set_moved_and_labelled_once(stores: Stores, qtbot: Any) -> None:
    with stock_shop(stores, qtbot, goods, "stock") as stock:
        stock.wait(lambda: stock.find("stock.table").count() == 2)
        stock.scan("MUG-350")
        stock.press("F6")
        stock.wait_sheet("set_count")
        stock.type("37")
        stock.press_at_once("F9", "F9", every_ms=SLOW_MS)
        assert on_hand(stock)["MUG-350"] == 37
        stock.press("F4")
        stock.wait_sheet("move")
        stock.window.sheet.target.combo.setCurrentText("A-01-2")
        stock.window.sheet.quantity.focus()
        stock.type("10")
        stock.press_at_once("F9", "F9", every_ms=SLOW_MS)
        there = stock.ask(lambda: [line.on_hand for line in _bins_of("MUG-350")])
        assert sorted(there) == [10, 27]


def _bins_of(sku: str) -> list[Any]:
    from app.inventory.bins import product_bins

    row = next(row for row in stock_list.stock_page().rows if row.sku == sku)
    return product_bins(row.product_id)


def test_goods_without_an_order_are_booked_in_once(stores: Stores, qtbot: Any) -> None:
    with stock_shop(stores, qtbot, goods, "stock", "receive") as stock:
        stock.press("Ctrl+N")
        stock.scans("MUG-350", "MUG-350")
        stock.press_at_once("F9", "+", "F9", "F9", every_ms=SLOW_MS)
        assert on_hand(stock)["MUG-350"] == 42
        assert stock.window.tab.receive.tally is None


def an_open_till(staff: dict[str, int]) -> None:
    from app.payments.shift import open_shift

    open_shift(at_till(staff["maya"]), 15_000)


def test_cash_is_paid_in_and_a_report_shown_once(stores: Stores, qtbot: Any) -> None:
    with courier_shop(stores, qtbot, an_open_till, tab="settle", mode="shift") as till:
        till.press("F8")
        till.wait_sheet("shift.cash")
        till.press("Alt+2")
        till.find("shift.field.amount").setFocus()
        till.type("20")
        till.press_at_once("F9", "F9", every_ms=SLOW_MS)
        assert till.ask(lambda: CashMove.select().where(CashMove.kind == "pay_in").count()) == 1
        till.press_at_once("X", "X", every_ms=SLOW_MS)
        till.press("Esc")
        assert till.sheet == ""


def test_what_service_writes_and_gives_goes_out_once(stores: Stores, qtbot: Any) -> None:
    with care_shop(stores, qtbot) as care:
        cases = care.go("service").cases
        care.wait(lambda: cases.detail is not None)
        care.settle()
        care.press("Alt+U")
        care.press_at_once("F9", "F9", every_ms=SLOW_MS)
        assert care.count(CaseMessage, CaseMessage.side == "shop") == 1
        care.press("Alt+V")
        care.wait_sheet("service.voucher")
        care.type("5")
        care.press("Return")
        care.type("Sorry")
        care.press_at_once("F9", "F9", every_ms=SLOW_MS)
        assert care.count(Payment, Payment.tender == "store_credit") == 1
        care.press("Ctrl+N")
        care.wait_sheet("service.new")
        care.find("service.new.field.subject").setFocus()
        care.type("Where is it")
        care.press_at_once("F9", "F9", every_ms=SLOW_MS)
        assert care.count(Case) == 2
        care.press("Esc")
        care.press_at_once("Alt+V", "Alt+V")
        care.press("Esc")
        assert care.sheet == ""


def test_a_note_a_message_and_a_paper_of_an_order_are_made_once(stores: Stores, qtbot: Any) -> None:
    with orders_shop(stores, qtbot) as shop:
        tab = shop.go("orders")
        tab.open_order(shop.ids["late"])
        shop.wait(lambda: tab.view.story is not None)
        shop.settle()
        tab.view.note.focus()
        shop.type("Call first")
        shop.press_at_once("Return", "Return", every_ms=SLOW_MS)
        assert shop.ask(lambda: Note.select().count()) == 1
        shop.press("F10")
        shop.wait_sheet("order.print")
        shop.press_at_once("I", "I", every_ms=SLOW_MS)
        assert papers(shop, "invoice") == 1 and shop.sheet == ""
        shop.press("M")
        shop.wait_sheet("message")
        shop.find("message.field.text").setFocus()
        shop.type("Hello")
        shop.press_at_once("F9", "F9", every_ms=SLOW_MS)
        assert papers(shop, "sms") == 1


def test_a_second_press_does_not_reach_what_the_first_has_brought_up(stores: Stores, qtbot: Any) -> None:
    with courier_shop(stores, qtbot, two_runs, mode="runs") as shop:
        shop.press_twice("F9")
        assert run_states(shop) == {"planned", "out"}


def test_a_yes_is_for_one_order_and_not_for_the_next_in_the_queue(stores: Stores, qtbot: Any) -> None:
    with orders_shop(stores, qtbot, more=stop_two) as shop:
        shop.go("review")
        shop.wait(lambda: shop.window.tab._detail is not None)
        shop.settle()
        tick_all(shop)
        shop.press_twice("A")
        shop.settle()
        states = {shop.state("first"), shop.state("second")}
        assert "in_review" in states and len(states) == 2
        tick_all(shop)
        shop.press("A")
        assert shop.state("second") != "in_review"


def test_a_key_that_is_held_acts_once(stores: Stores, qtbot: Any) -> None:
    with orders_shop(stores, qtbot) as shop:
        shop.go("orders")
        shop.hold("F4")
        shop.wait_sheet("hold")
        shop.press("1")
        shop.settle()
        assert shop.ask(lambda: Order.select().where(Order.hold_reason != "").count()) == 1
        shop.hold("Down", times=3)
        assert shop.window.tab.list.table.view.currentIndex().row() == 2


def test_pay_pressed_twice_in_one_go_only_opens_the_payment(stores: Stores, qtbot: Any) -> None:
    with till_shop(stores, qtbot) as shop:
        shop.scan("MUG-1")
        shop.press_twice("F9")
        assert shop.sheet == "payment"
        shop.press("F9")
        shop.wait(lambda: not shop.till.ticket.lines)
        shop.press_at_once("F10", "F10", every_ms=SLOW_MS)
        assert papers(shop, "receipt") == 2  # the receipt, and one copy


def test_a_new_product_is_taken_up_once(stores: Stores, qtbot: Any) -> None:
    with stock_shop(stores, qtbot, goods, "stock") as stock:
        stock.settle()
        stock.press("Ctrl+N")
        stock.wait_sheet("product")
        for name, text in (("name", "Lamp"), ("sku", "LAMP-1"), ("price_e4", "12.00")):
            stock.find(f"product.field.{name}").setText(text)
        stock.press_at_once("F9", "F9", every_ms=SLOW_MS)
        assert stock.ask(lambda: stock_list.stock_page("LAMP-1").total) == 1
        assert stock.sheet == ""


def test_who_clocks_in_with_a_double_press_has_not_left_again(stores: Stores, qtbot: Any) -> None:
    from app.staff.times import in_since

    with orders_shop(stores, qtbot) as shop:
        shop.press("Alt+T")
        shop.settle()
        shop.press_twice("F9")
        person = shop.window.desk.actor.person_id
        assert shop.ask(lambda: in_since(person)) is not None
