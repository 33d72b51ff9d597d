"""The counter beyond one plain sale: tickets side by side, cards, unknown codes, serials, quotes, free lines, points."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from app.catalog.codes import add_code, find_code
from app.catalog.products import change_price, change_product
from app.catalog.variants import save_variants
from app.core import clock
from app.core.actor import system_actor
from app.core.settings import change_setting
from app.counter.quotes import quotes
from devices.layout import keyboard_layout
from tests.conftest import NOON, Stores
from tests.factories import make_product
from tests.ui.till_shop import TillShop, till_shop


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot) as running:
        yield running


def pay_cash(till: TillShop) -> None:
    till.scan("KEY-CASH")
    till.wait(lambda: till.till.last is not None)
    till.settle()


def test_a_sale_that_needs_its_customer_asks_for_one_before_anything_is_paid(till: TillShop) -> None:
    till.window.desk.write(till.window, change_setting, "counter.customer_from_minor", 2_000, actor=system_actor())
    till.settle()
    till.scans("SKL-26")
    till.press("F9")
    till.wait_sheet("customer")
    assert "needs its customer" in till.find("sell.hint").text()
    till.press("Esc")
    till.scan("CARD-77")
    till.wait(lambda: till.till.ticket.buyer is not None)
    pay_cash(till)


def test_new_prices_are_taken_on_demand_and_a_free_line_keeps_what_was_typed(till: TillShop) -> None:
    till.scan("MUG-1")
    till.press("Ctrl+L")
    sheet = till.wait_sheet("free_line")
    till.type("key copied")
    sheet.price.set_text("4.00")
    till.press("F9")
    till.wait(lambda: till.find("sell.total").minor == 1_890)
    mug = till.till.ticket.lines[0].item.product_id
    till.window.desk.write(till.window, change_price, mug, 200_000, actor=system_actor())
    till.settle()

    till.scan("KEY-CASH")
    till.wait_sheet("prices")
    till.press("F9")
    till.wait(lambda: till.find("sell.total").minor == 2_400)
    assert till.till.ticket.lines[1].item.name == "key copied"


# -- tickets


def test_two_customers_are_served_side_by_side(till: TillShop) -> None:
    till.scans("MUG-1", "MUG-1")
    till.press("Ctrl+T")
    assert till.lines() == []
    till.scan("SKL-26")
    assert till.shows("sell.ticket.2")
    till.press("Ctrl+E")
    assert till.lines() == [("MUG-1", 2)]
    till.find("sell.ticket.2").click()
    assert till.lines() == [("SKL-26", 1)]
    pay_cash(till)
    assert till.lines() == []
    till.press("Ctrl+E")
    assert till.lines() == [("MUG-1", 2)]
    assert not till.shows("sell.ticket.2")


def test_all_open_tickets_come_back_after_a_crash(till: TillShop) -> None:
    from ui.counter.till import Till

    till.scan("MUG-1")
    till.press("Ctrl+T")
    till.scan("SKL-26")
    till.till.save()
    till.settle()
    again = Till(till.window.desk)
    again.restore()
    till.wait(lambda: len(again.tickets) == 2)
    assert again.ticket.lines[0].item.sku == "SKL-26"


def test_a_seventh_ticket_is_refused_in_a_sentence(till: TillShop) -> None:
    for _no in range(6):
        till.scans("MUG-1")
        till.press("Ctrl+T")
    assert till.lines() == [("MUG-1", 1)]
    assert "6 sales are open" in till.find("sell.hint").text()


def test_a_parked_sale_is_found_by_what_is_on_it(till: TillShop) -> None:
    for code, name in (("MUG-1", "Blue raincoat"), ("SKL-26", "Dog lead")):
        till.scans(code)
        till.counter.actions_.parking.park_as(name)
        till.settle()
    till.press("F5")
    sheet = till.wait_sheet("parked")
    till.type("skl")
    assert [row.title for row in sheet.list.rows] == ["Dog lead"]
    till.press("Enter")
    till.wait(lambda: till.lines() == [("SKL-26", 1)])


# -- scanner only


def test_a_sale_by_the_scanner_alone(till: TillShop) -> None:
    till.scan("KEY-Q3")
    assert till.window.scan_box.text() == "3*"
    till.scan("MUG-1")
    till.scans("SKL-26")
    assert till.lines() == [("MUG-1", 3), ("SKL-26", 1)]
    pay_cash(till)
    assert till.till.last.sold.total_minor == 3 * 1_490 + 4_950
    till.scan("KEY-AGAIN")
    till.settle()
    till.scans("MUG-1")
    till.scan("KEY-PARK")
    till.wait(lambda: till.shows("sell.parked"))
    assert till.lines() == []


def test_cards_work_in_the_payment_sheet_and_an_unknown_card_does_nothing(till: TillShop) -> None:
    till.scans("MUG-1")
    till.scan("KEY-F9")
    till.wait_sheet("payment")
    till.scan("KEY-NOSUCH")
    till.scan("KEY-ESC")
    till.wait(lambda: till.sheet == "")
    till.scan("KEY-F9")
    till.wait_sheet("payment")
    pay_cash(till)
    assert till.till.last.sold.total_minor == 1_490


def test_the_last_five_scans_stand_in_the_scan_box_with_what_became_of_them(till: TillShop) -> None:
    till.scans("MUG-1", "MUG-1", "SKL-26", "MUG-1", "MUG-1", "5391234")
    traces = list(till.window.scan_box.traces)
    assert [trace.code for trace in traces] == ["MUG-1", "SKL-26", "MUG-1", "MUG-1", "5391234"]
    assert [trace.end for trace in traces] == ["ok", "ok", "ok", "ok", "wrong"]
    till.press("Ctrl+Z")
    assert till.lines() == [("MUG-1", 3), ("SKL-26", 1)]


def test_a_repeat_that_was_kept_is_counted_on_by_plus_with_its_pack(till: TillShop) -> None:
    mug = till.ask(lambda: find_code("MUG-1")[0].product_id)
    till.window.desk.write(till.window, add_code, mug, "BOX-6", 6, actor=system_actor())
    till.settle()
    till.scan("BOX-6")
    till.window.router.repeated.emit("BOX-6")
    till.type("+")
    assert till.lines() == [("MUG-1", 12)]
    till.type("+")
    assert till.lines() == [("MUG-1", 13)]


def test_a_scanner_on_another_keyboard_layout_is_understood(till: TillShop) -> None:
    till.window.router.configure(max_gap_ms=35, min_length=4, prefix="", repeat_ms=0, layout="fr")
    till.scan(keyboard_layout("fr").typed("MUG-1"))
    assert till.lines() == [("MUG-1", 1)]


def test_a_number_and_a_star_behind_a_scan_set_the_quantity(till: TillShop) -> None:
    till.scans("MUG-1", "SKL-26")
    till.type("*4")
    assert "4" in till.find("sell.hint").text()
    till.press("Enter")
    assert till.lines() == [("MUG-1", 1), ("SKL-26", 4)]


def test_a_thousand_scans_with_the_focus_anywhere_lose_none(till: TillShop) -> None:
    """Every place that can hold the focus is tried, and popovers open and close between the scans."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QWidget

    shaker = random.Random(7)
    till.window.router._guard.__init__(0)
    places = [
        widget for widget in till.window.frame.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled()
    ]  # fmt: skip
    assert len(places) > 10
    till.scan("MUG-1")
    till.till.ticket.hold_in_hand(till.till.ticket.lines[0].item.product_id)  # more than the books have
    for number in range(1_000):
        shaker.choice(places).setFocus()
        till.window.router.take("MUG-1") if number % 4 == 0 else till.scan("MUG-1")
    till.settle()
    assert till.lines() == [("MUG-1", 1_001)]
    assert till.window.scan_box.text() == ""


def test_scans_while_a_question_is_open_wait_for_its_answer(till: TillShop) -> None:
    till.scans("STV-0")
    till.wait_sheet("in_hand")
    till.scans("MUG-1", "SKL-26", "KNF-18", "MUG-1")
    assert till.lines() == []
    till.press("F9")
    till.wait_sheet("age")
    assert till.lines() == [("STV-0", 1), ("MUG-1", 1), ("SKL-26", 1)]
    till.press("F9")
    till.wait(lambda: till.lines()[1:] == [("MUG-1", 2), ("SKL-26", 1), ("KNF-18", 1)])


# -- unknown codes


def test_an_unknown_code_becomes_a_product_in_three_fields(till: TillShop) -> None:
    till.scan("5391234567892")
    offers = {button.label(): button for button in till.window.notice._buttons}
    labels = [button.label() for button in till.window.notice._buttons]
    assert labels == ["Add as product", "Attach to a product", "Search", "Forget"]
    offers["Add as product"].click()
    till.wait_sheet("new_product")
    till.press("F9")
    assert till.window.sheet.name.error() == "Type a name."
    till.type("blue jug")
    till.window.sheet.price.set_text("4.50")
    till.press("F9")
    till.wait(lambda: till.lines() == [("5391234567892", 1)])  # whoever scanned it has it in hand
    assert till.find("sell.total").minor == 450
    pay_cash(till)
    till.scan("5391234567892")
    till.wait_sheet("in_hand")
    till.press("Esc")


def test_an_unknown_code_is_attached_to_the_product_it_is_on(till: TillShop) -> None:
    till.scan("5391234567892")
    next(button for button in till.window.notice._buttons if button.label() == "Attach to a product").click()
    till.wait_sheet("attach_code")
    till.type("skl")
    till.press("F9")
    till.wait(lambda: till.lines() == [("SKL-26", 1)])
    till.scans("5391234567892")
    assert till.lines() == [("SKL-26", 2)]


# -- serials, dates, free lines


def test_a_serial_is_asked_for_each_piece_and_scanned_into_the_question(till: TillShop) -> None:
    mug = till.ask(lambda: find_code("MUG-1")[0].product_id)
    till.window.desk.write(till.window, change_product, mug, {"needs_serial": True}, actor=system_actor())
    till.settle()
    till.type("2*")
    till.scan("MUG-1")
    till.wait_sheet("serial")
    till.scan("SN-0001")
    till.settle()
    till.wait_sheet("serial")
    till.scans("SN-0001")
    assert till.window.sheet.field.error() == "This piece is on the ticket already."
    till.scans("SN-0002")
    till.wait(lambda: till.lines() == [("MUG-1", 1), ("MUG-1", 1)])
    pay_cash(till)
    till.scans("MUG-1")
    till.wait_sheet("serial")
    till.scans("SN-0002")
    till.wait(lambda: "was sold with" in till.window.sheet.field.error())
    till.press("Esc")
    assert till.lines() == []


def test_goods_past_their_date_are_not_sold_and_a_lot_stands_on_its_line(till: TillShop) -> None:
    mug = till.ask(lambda: find_code("MUG-1")[0].product_id)
    till.window.desk.write(till.window, add_code, mug, "4006381333931", actor=system_actor())
    till.settle()
    till.window.router.take("010400638133393117251224\x1d10L7")
    till.settle()
    assert "expired on 24 Dec 2025" in till.window.notice.text
    till.window.router.take("010400638133393117271224\x1d10L8")
    till.window.router.take("010400638133393117271224\x1d10L9")
    till.settle()
    assert [line.lot for line in till.till.ticket.lines] == ["L8", "L9"]


def test_a_free_line_has_its_own_words_and_price(till: TillShop) -> None:
    till.press("Ctrl+L")
    sheet = till.wait_sheet("free_line")
    till.type("gift wrap")
    sheet.price.set_text("abc")
    till.press("F9")
    assert "not an amount" in sheet.price.error()
    sheet.price.set_text("2.50")
    till.press("F9")
    till.wait(lambda: till.find("sell.total").minor == 250)
    assert till.till.ticket.lines[0].item.name == "gift wrap"
    pay_cash(till)


# -- quotes, orders, customers


def test_a_quote_is_made_scanned_and_sold(till: TillShop) -> None:
    till.scans("MUG-1")
    till.press("Ctrl+U")
    till.wait_sheet("quote")
    till.press("F9")
    till.wait(lambda: till.lines() == [])
    number = till.ask(lambda: quotes()[0].number)
    till.scan(number)
    till.wait(lambda: till.lines() == [("MUG-1", 1)])
    pay_cash(till)
    till.scan(number)
    till.wait(lambda: "taken already" in till.window.notice.text)


def test_a_late_quote_asks_before_todays_prices(till: TillShop) -> None:
    till.scans("MUG-1")
    till.press("Ctrl+U")
    till.wait_sheet("quote")
    till.press("F9")
    till.wait(lambda: till.lines() == [])
    number = till.ask(lambda: quotes()[0].number)
    clock.freeze(NOON + 40 * clock.DAY_MS)
    try:
        till.scan(number)
        till.wait_sheet("late_quote")
        till.press("F9")
        till.wait(lambda: till.lines() == [("MUG-1", 1)])
    finally:
        clock.freeze(None)


def test_a_ticket_becomes_an_order_with_a_date_for_each_line(till: TillShop) -> None:
    till.scans("MUG-1", "CARD-77")
    till.press("Ctrl+O")
    till.settle()
    assert till.window.tab.mode == "phone"
    phone = till.window.tab.phone
    till.wait(lambda: phone.call.customer_id is not None)
    assert [(line.sku, line.quantity) for line in phone.call.lines] == [("MUG-1", 1)]
    assert till.till.ticket.lines == ()


def test_f3_on_a_customer_shows_what_is_known_and_points_become_credit(till: TillShop) -> None:
    till.scans("MUG-1", "CARD-77")
    till.wait(lambda: till.till.card is not None)
    till.press("F3")
    till.wait_sheet("customer_card")
    till.find("customer_card.button.points").click()
    till.wait(lambda: till.sheet == "")
    till.wait(lambda: till.till.card.credit_minor == 1_240 and till.till.card.points == 0)
    pay_cash(till)
    till.scan("CARD-77")
    till.wait(lambda: till.till.card is not None)
    assert till.till.card.points == 14


# -- bad input


@pytest.mark.parametrize(
    "text", ["\x1b@\x1dV0", "👩‍🌾🎁", "‮gnirts", "x" * 10_000, "'; DROP TABLE product; --", "%_\\", '"'],
)  # fmt: skip
def test_odd_text_in_the_scan_box_finds_nothing_and_breaks_nothing(till: TillShop, text: str) -> None:
    till.counter.typed(text)
    till.counter.submitted(text)
    till.window.router.take(text)
    till.settle()
    assert till.lines() == []
    assert till.window.notice.text != ""
    till.scans("MUG-1")
    assert till.lines() == [("MUG-1", 1)]


def test_a_note_loses_printer_commands_and_ten_thousand_letters_are_refused(till: TillShop) -> None:
    till.scans("MUG-1")
    till.counter.actions_.ask_note()
    sheet = till.wait_sheet("note")
    sheet.field.edit.setMaxLength(20_000)
    sheet.field.set_text("x" * 10_000)
    till.press("F9")
    assert "too long" in sheet.field.error()
    sheet.field.set_text("gift\x1b@ \u202ewrap")
    till.press("F9")
    assert till.till.ticket.lines[0].note == "gift@ wrap"


def test_a_quantity_over_the_limit_is_refused_and_the_line_stays(till: TillShop) -> None:
    till.scans("MUG-1")
    till.counter.actions_.set_quantity(10**10)
    assert "more than one line can hold" in till.window.notice.text
    assert till.lines() == [("MUG-1", 1)]


def test_the_scanner_layout_is_kept_for_the_station(till: TillShop) -> None:
    till.window.desk.write(till.window, change_setting, "scanner.layout", "de", "till-1", actor=system_actor())
    till.settle()
    found = till.ask(till.running._settings)
    till.running._use_settings(found)
    till.scan(keyboard_layout("de").typed("MUG-1"))
    assert till.lines() == [("MUG-1", 1)]


# -- quick keys


def favourites(till: TillShop) -> list[str]:
    return [row.sku for row in till.counter.keys.grid.rows]


def test_quick_keys_are_arranged_by_drag_and_by_keys(till: TillShop) -> None:
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    assert favourites(till) == ["MUG-1", "SKL-26", "STV-0"]
    till.counter.keys.edit.click()
    till.settle()
    first, last = till.find("tile.MUG-1"), till.find("tile.STV-0")
    QTest.mousePress(first, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    QTest.mouseMove(first, first.mapFromGlobal(last.mapToGlobal(QPoint(30, 30))))
    QTest.mouseRelease(first, Qt.MouseButton.LeftButton, pos=first.mapFromGlobal(last.mapToGlobal(QPoint(30, 30))))
    till.settle()
    assert favourites(till) == ["SKL-26", "STV-0", "MUG-1"]
    till.counter.keys.grid.focus_place(2)
    till.press("Shift+Left")
    till.settle()
    assert favourites(till) == ["SKL-26", "MUG-1", "STV-0"]
    till.find("tile.STV-0").click()  # the star takes it off
    till.settle()
    assert favourites(till) == ["SKL-26", "MUG-1"]
    till.counter.keys.edit.click()
    till.settle()
    till.counter.keys.load_keys()
    till.settle()
    assert favourites(till) == ["SKL-26", "MUG-1"]
    assert till.lines() == []


def test_a_deposit_is_taken_on_an_order_and_the_rest_stays_due(till: TillShop) -> None:
    from app.orders.draft import DraftLine, OrderDraft
    from app.orders.place import place_order
    from app.orders.states import Channel, Method, PayPlan
    from app.payments.order_account import owed

    stove = till.ask(lambda: find_code("STV-0")[0].product_id)
    draft = OrderDraft(
        Channel.PHONE, Method.PICKUP, PayPlan.AT_PICKUP, customer_name="Tom", phone="0875550142",
        lines=(DraftLine(stove, 1),),
    )  # fmt: skip
    placed: list[Any] = []
    till.window.desk.write(till.window, place_order, draft, actor=system_actor(), done=placed.append)
    till.settle()
    till.window.tab.open_record("order", placed[0].order_id)
    till.wait_sheet("payment")
    till.type("20.00")
    till.press("F9")
    till.press("Alt+L")
    till.wait(lambda: till.sheet == "")
    assert till.ask(lambda: owed(placed[0].order_id)) == 5_100


def test_a_parent_asks_which_variant_and_a_digit_answers(till: TillShop) -> None:
    def family() -> int:
        shirt, medium, large = (
            make_product("SHIRT"),
            make_product("SHIRT-M", on_hand=2),
            make_product("SHIRT-L", on_hand=2),
        )
        save_variants(system_actor(), shirt, ((medium, {"Size": "M"}), (large, {"Size": "L"})))
        return large

    large = till.ask(family)
    till.scan("SHIRT")
    till.wait_sheet("chooser")
    till.press("2")
    till.wait(lambda: bool(till.till.ticket.lines))
    assert till.till.ticket.lines[0].item.product_id == large


# -- gift wrap


def test_a_line_is_wrapped_with_a_message_and_unwrapped_by_keys(till: TillShop) -> None:
    till.scan("MUG-1")
    till.press("Ctrl+G")
    till.type("For Sam")
    till.press("F9")
    till.wait(lambda: till.lines() == [("MUG-1", 1), ("GIFT-WRAP", 1)])
    assert till.till.ticket.lines[1].note == "For Sam"
    till.scan("SKL-26")
    till.press("Ctrl+G")
    till.press("F9")
    till.wait(lambda: till.lines() == [("MUG-1", 1), ("GIFT-WRAP", 1), ("SKL-26", 1), ("GIFT-WRAP", 1)])
    till.press("Ctrl+G")
    till.press("Alt+X")
    assert till.lines() == [("MUG-1", 1), ("GIFT-WRAP", 1), ("SKL-26", 1)]
    pay_cash(till)
