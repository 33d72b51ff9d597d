"""Options by hand: asked at the scan, chosen by digits, typed words, changed on the line, on the receipt and in settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.catalog.models import Product
from app.catalog.options import GroupInput, OptionInput, option_group, option_groups, save_options
from app.channels.import_orders import preview_orders, take_import
from app.channels.web_order import WebLine
from app.core import canonical
from app.core.actor import system_actor
from app.counter.quotes import quotes
from app.orders.draft import price_draft
from app.orders.models import Order
from app.orders.place import place_order
from app.overview.order_story import order_story
from tests.app.channels.test_import import web_order
from tests.app.orders.conftest import phone_order
from tests.conftest import Stores
from tests.factories import clerk, make_product, make_tax
from tests.ui.shop_for_stock import StockShop, people, stock_shop
from tests.ui.till_shop import TillShop, till_shop
from ui.counter.words import marks_of
from ui.orders.amend_sheet import AmendSheet
from ui.orders.call import Call


def prepare() -> None:
    """Beans are asked for their grind; a mug may have a lid and an engraving."""
    beans = make_product("BEANS", price="12.40", on_hand=20)
    whole, drip = (make_product(sku, price="0.00", is_stocked=False, cost="0.00") for sku in ("WHOLE", "DRIP"))
    lid = make_product("LID", price="2.50", on_hand=9)
    engrave = make_product("ENGRAVE", price="8.00", is_stocked=False, cost="0.00")
    mug = Product.get(Product.sku == "MUG-1").id
    save_options(
        system_actor(), GroupInput("Grind", (OptionInput(whole), OptionInput(drip)), least=1, products=(beans,))
    )
    extras = (OptionInput(lid), OptionInput(engrave, asks_words=True))
    save_options(system_actor(), GroupInput("Extras", extras, most=2, products=(mug,)))


def need_a_size() -> None:
    """From now on a mug has a size."""
    mug = Product.get(Product.sku == "MUG-1").id
    large = make_product("LARGE", price="1.00", is_stocked=False, cost="0.00")
    save_options(system_actor(), GroupInput("Size", (OptionInput(large),), least=1, products=(mug,)))


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot, prepare=prepare) as running:
        yield running


def receipt_lines(till: TillShop) -> list[tuple[str, int]]:
    order = till.till.last.sold.order_id

    def read() -> list[tuple[str, int]]:
        from app.documents.bills import receipt

        return [(line.name, line.amount_minor) for line in receipt(order).lines]

    return list(till.ask(read))


def test_a_scan_asks_a_digit_answers_and_the_receipt_says_it(till: TillShop) -> None:
    till.scans("BEANS")
    till.wait_sheet("options")
    assert till.lines() == []
    till.press("2")
    till.wait(lambda: till.lines() == [("BEANS", 1), ("DRIP", 1)])
    assert till.sheet == ""

    till.press("F9")
    till.wait_sheet("payment")
    till.press("F9")
    till.wait(lambda: till.till.last is not None)
    assert receipt_lines(till) == [("Product BEANS", 1_240), ("+ Product DRIP", 0)]


def test_the_next_scan_waits_behind_the_question_and_is_not_lost(till: TillShop) -> None:
    till.scans("BEANS")
    till.wait_sheet("options")
    till.scans("SKL-26", "BEANS")
    assert till.sheet == "options" and till.lines() == []
    till.press("1")
    till.wait(lambda: till.lines()[:3] == [("BEANS", 1), ("WHOLE", 1), ("SKL-26", 1)])
    till.wait_sheet("options")
    till.press("1")
    till.wait(lambda: till.lines() == [("BEANS", 2), ("WHOLE", 2), ("SKL-26", 1)])


def test_esc_takes_the_product_off_again(till: TillShop) -> None:
    till.scans("BEANS")
    till.wait_sheet("options")
    till.press("F9")
    assert till.sheet == "options"
    till.press("Esc")
    till.wait(lambda: till.sheet == "")
    assert till.lines() == []


def test_options_of_a_line_are_chosen_changed_undone_and_shown_with_their_price(till: TillShop) -> None:
    till.scans("MUG-1")
    assert till.sheet == ""
    till.press("Ctrl+M")
    sheet = till.wait_sheet("options")
    till.press("1")
    till.press("2")
    till.type("Anna")
    assert sheet.chosen()[1].words == "Anna"
    till.scan("SKL-26")
    assert sheet.chosen()[1].words == "Anna"
    till.press("F9")
    till.wait(lambda: till.lines()[:3] == [("MUG-1", 1), ("LID", 1), ("ENGRAVE", 1)])
    assert till.lines()[3:] == [("SKL-26", 1)]
    assert till.find("sell.total").minor == 1_490 + 250 + 800 + 4_950
    rows = till.counter.cart.rows
    assert rows.rowCount() == 2
    mug = till.till.ticket.lines[0]
    words = [str(mark) for mark in marks_of(till.till.ticket, mug, rows.part(0))]
    assert words == ["+ Product LID €2.50", "+ Product ENGRAVE: Anna €8.00"]
    assert rows.part(0).total_minor == 2_540

    till.press("Up")
    till.press("+")
    till.wait(lambda: till.lines()[:3] == [("MUG-1", 2), ("LID", 2), ("ENGRAVE", 2)])
    till.press("Ctrl+M")
    till.wait_sheet("options")
    till.press("1")
    till.press("F9")
    till.wait(lambda: till.lines()[:2] == [("MUG-1", 2), ("ENGRAVE", 2)])
    till.press("Ctrl+Z")
    till.wait(lambda: till.lines()[:3] == [("MUG-1", 2), ("LID", 2), ("ENGRAVE", 2)])
    till.press("Up")
    till.press("Del")
    till.wait(lambda: till.lines() == [("SKL-26", 1)])


def test_an_option_with_words_is_not_taken_without_them(till: TillShop) -> None:
    till.scans("MUG-1")
    till.press("Ctrl+M")
    sheet = till.wait_sheet("options")
    till.press("2")
    till.press("F9")
    assert till.sheet == "options"
    till.type("Ben 12")
    till.press("Return")
    till.wait(lambda: till.sheet == "")
    assert sheet is not till.window.sheet
    assert [line.note for line in till.till.ticket.lines] == ["", "Ben 12"]


def test_a_ticket_with_options_becomes_an_order_with_them(till: TillShop) -> None:
    till.scans("BEANS")
    till.wait_sheet("options")
    till.press("2")
    till.wait(lambda: till.lines() != [])
    till.press("Ctrl+O")
    till.wait(lambda: bool(till.window.tab.phone.call.lines))
    call = till.window.tab.phone.call
    assert [(line.sku, [one.name for one in line.options]) for line in call.lines] == [("BEANS", ["Product DRIP"])]
    assert Call.from_body(canonical.decode(canonical.encode(call.body()))).lines == call.lines


def test_a_phone_order_asks_too_and_keeps_the_two_grinds_apart(till: TillShop) -> None:
    till.window.show_tab("sell", "phone")
    till.settle()
    phone = till.window.tab.phone
    for digit in ("1", "2", "2"):
        till.scans("BEANS")
        till.wait_sheet("options")
        till.press(digit)
        till.wait(lambda: till.sheet == "")
    assert [(line.quantity, line.options[0].name) for line in phone.call.lines] == [
        (1, "Product WHOLE"),
        (2, "Product DRIP"),
    ]
    till.scans("MUG-1")
    till.press("Ctrl+M")
    till.wait_sheet("options")
    till.press("1")
    till.press("2")
    till.type("Anna")
    till.press("F9")
    till.wait(lambda: bool(phone.call.lines[2].options))
    assert phone.call.total_minor == 3 * 1_240 + 1_490 + 250 + 800
    draft = phone.call.draft()
    assert [(str(line.kind), line.of, line.note) for line in draft.lines[3:]] == [
        ("option", 1, ""), ("option", 2, ""), ("option", 3, ""), ("option", 3, "Anna"),
    ]  # fmt: skip
    assert till.ask(lambda: price_draft(draft).total_minor) == phone.call.total_minor


def test_goods_added_to_an_order_are_asked_for_their_options_too(till: TillShop) -> None:
    def place() -> int:
        mug = Product.get(Product.sku == "MUG-1").id
        return place_order(clerk, phone_order((mug, 1))).order_id

    order = till.ask(place)
    till.window.show_tab("orders")
    till.settle()
    story = till.ask(lambda: order_story(order))
    sheet = AmendSheet(till.window.desk, till.window, story, "IE", 490)
    sheet.open_ready()
    till.scan("BEANS")
    till.wait_sheet("options")
    till.press("2")
    till.wait(lambda: till.sheet == "amend")
    till.press("F9")
    till.wait(lambda: till.sheet == "")
    items = till.ask(lambda: order_story(order)).items
    assert [(item.name, item.quantity) for item in items] == [
        ("Product MUG-1", 1), ("Product BEANS", 1), ("+ Product DRIP", 1),
    ]  # fmt: skip


def test_a_parked_ticket_whose_goods_need_a_choice_by_now_is_led_to_it_at_pay(till: TillShop) -> None:
    till.scans("SKL-26")
    till.scans("MUG-1")
    till.ask(need_a_size)
    till.press("F9")
    sheet = till.wait_sheet("options")
    assert "Product MUG-1" in sheet.accessibleName() and till.counter.cart.no == till.till.ticket.lines[1].no
    till.press("Esc")
    till.wait(lambda: till.sheet == "")
    till.press("F9")
    till.wait_sheet("options")
    till.press("3")
    till.press("F9")
    till.wait_sheet("payment")
    assert till.lines()[2:] == [("LARGE", 1)]
    till.press("F9")
    till.wait(lambda: till.till.last is not None)


def test_a_quote_is_led_to_the_choice_and_made_with_it(till: TillShop) -> None:
    till.scans("MUG-1")
    till.ask(need_a_size)
    till.press("Ctrl+U")
    till.wait_sheet("quote")
    till.press("F9")
    till.wait_sheet("options")
    till.press("3")
    till.press("F9")
    till.wait(lambda: [row.total_minor for row in till.ask(quotes)] == [1_590])


def test_a_call_whose_goods_need_a_choice_by_now_is_led_to_it(till: TillShop) -> None:
    till.window.show_tab("sell", "phone")
    till.settle()
    phone = till.window.tab.phone
    till.scans("MUG-1")
    till.wait(lambda: bool(phone.call.lines))
    till.ask(need_a_size)
    phone.calls.change(name="Siobhán Brady", phone="+353871234567", place=-1, pay_plan="at_pickup")
    phone._placing.start()
    till.wait_sheet("options")
    till.press("3")
    till.press("F9")
    till.wait(lambda: bool(phone.call.lines[0].options))
    phone._placing.start()
    till.wait(lambda: phone.calls.is_done)


def test_an_online_order_that_lacks_a_choice_opens_at_it(till: TillShop) -> None:
    def take() -> int:
        line = WebLine("BEANS", "Beans", 1, 124_000)
        order = web_order("#7", lines=(line,), total_e4=173_000, subtotal_e4=124_000)
        take_import(system_actor(), preview_orders(system_actor(), "shopify", "orders.csv", (order,)))
        return Order.get(Order.import_key == "shopify:#7").id

    order = till.ask(take)
    till.window.show_tab("orders")
    till.settle()
    sheet = AmendSheet(till.window.desk, till.window, till.ask(lambda: order_story(order)), "IE", 490)
    sheet.open_ready()
    till.wait_sheet("options")
    till.press("2")
    till.wait(lambda: till.sheet == "amend")
    till.press("F9")
    till.wait(lambda: till.sheet == "")
    story = till.ask(lambda: order_story(order))
    assert [item.name for item in story.items] == ["Product BEANS", "+ Product DRIP"]
    assert (story.status, story.doubts) == ("ready", ())


def fill() -> None:
    people()
    make_tax()
    make_product("COFFEE", price="9.80", on_hand=9)


@pytest.fixture
def setup(stores: Stores, qtbot: Any) -> Iterator[StockShop]:
    with stock_shop(stores, qtbot, fill, "settings") as running:
        yield running


def test_a_group_is_made_with_new_options_opened_again_and_removed(setup: StockShop) -> None:
    setup.window.tab.show_section("options")
    setup.settle()
    setup.press("F9")
    sheet = setup.wait_sheet("option_group")
    setup.press("F9")
    setup.wait(lambda: bool(sheet.name.error()))
    sheet.name.set_text("Grind")
    for name, price in (("Whole beans", "0.00"), ("Ground for filter", "0.50")):
        sheet.new_name.set_text(name)
        sheet.new_price.set_text(price)
        setup.press("Alt+N")
        setup.wait(lambda name=name: [one.name for one in sheet.options.chosen][-1:] == [name])
    sheet.goods.field.focus()
    setup.scan("COFFEE")
    setup.wait(lambda: [one.name for one in sheet.goods.chosen] == ["Product COFFEE"])
    sheet.least.set_value(1)
    second = sheet.options.chosen[1].id
    setup.find(f"option_group.words.{second}").setChecked(True)
    setup.press("F9")
    setup.wait(lambda: setup.sheet == "")
    row = setup.ask(option_groups)[0]
    assert (row.name, row.options, row.uses) == ("Grind", ("Whole beans", "Ground for filter"), ("Product COFFEE",))

    before = setup.ask(lambda: option_group(row.id))
    assert [one.asks_words for one in before.options] == [False, True]
    setup.window.tab.page._open(row.id)
    setup.wait_sheet("option_group")
    setup.press("F9")
    setup.wait(lambda: setup.sheet == "")
    assert setup.ask(lambda: option_group(row.id)) == before
    setup.window.tab.page.remove_current()
    setup.wait(lambda: setup.window.sheet is not None)
    setup.window.sheet.accept()
    setup.wait(lambda: setup.ask(option_groups) == [])
