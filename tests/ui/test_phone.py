"""The phone order by its own hands: number, items, promises, and F9 to place it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.catalog.products import change_price
from app.core.settings import change_setting
from app.orders.models import Order
from tests.conftest import Stores
from tests.factories import manager
from tests.ui.orders_shop import OrdersShop, orders_shop


@pytest.fixture
def phone(stores: Stores, qtbot: Any) -> Iterator[OrdersShop]:
    with orders_shop(stores, qtbot) as running:
        begin(running)
        yield running


def begin(running: OrdersShop) -> None:
    running.go("sell", "phone")
    running.wait(lambda: page(running).calls.rules)
    running.settle()


def page(running: OrdersShop) -> Any:
    return running.window.tab.phone


def call_siobhan(phone: OrdersShop) -> None:
    page(phone).left.phone.focus()
    phone.type("0855550177")
    phone.wait(lambda: phone.shows("order_entry.match.1"))
    phone.press("Return")
    phone.wait(lambda: page(phone).call.name == "Siobhán Brady")
    phone.settle()


def choose(phone: OrdersShop, plan: str) -> None:
    page(phone).right.plan_chosen.emit(plan)
    phone.settle()


def test_a_regular_orders_by_number_scan_and_f9(phone: OrdersShop) -> None:
    call_siobhan(phone)
    phone.scan("5390000000012")
    phone.wait(lambda: page(phone).calls.known.promises)
    assert page(phone).call.method == "own_driver"
    assert page(phone).call.promised_at is not None
    choose(phone, "on_delivery")
    assert phone.find("order_entry.total").minor == 1_490 + 490
    phone.press("F9")
    phone.wait(lambda: page(phone).calls.is_done)
    phone.settle()
    assert phone.find("order_entry.chip.status").text == "Confirmed"
    number = phone.find("order_entry.say.title").text().split()[-1]
    assert " ".join(number) in phone.find("order_entry.say").text()
    assert phone.find("order_entry.primary").label() == "Next caller"


def test_cash_at_the_door_brings_its_fee_into_the_total_and_another_payment_takes_it_out(stores, qtbot) -> None:
    with orders_shop(stores, qtbot, more=lambda _made: change_setting(manager, "orders.cod_fee_minor", 250)) as phone:
        begin(phone)
        call_siobhan(phone)
        phone.scan("5390000000012")
        phone.wait(lambda: page(phone).calls.known.promises)
        choose(phone, "now")
        assert phone.find("order_entry.total").minor == 1_490 + 490

        choose(phone, "on_delivery")
        assert phone.find("order_entry.total").minor == 1_490 + 490 + 250
        phone.press("F9")
        phone.wait(lambda: page(phone).calls.is_done)

        fee, total = phone.ask(
            lambda: Order.select(Order.fee_minor, Order.total_minor).order_by(Order.id.desc()).tuples().first()
        )
        assert (fee, total) == (250, 2_230)


def test_f9_jumps_to_the_first_open_question(phone: OrdersShop) -> None:
    phone.press("F9")
    assert page(phone).left.phone.edit.hasFocus()
    call_siobhan(phone)
    phone.press("F9")
    assert phone.window.scan_box.hasFocus()
    phone.scan("5390000000012")
    phone.press("F9")
    phone.settle()
    assert phone.find("order_entry.plan.on_delivery").hasFocus()


def test_somebody_new_needs_a_name_and_an_address(phone: OrdersShop) -> None:
    page(phone).left.phone.focus()
    phone.type("0861234567")
    phone.wait(lambda: phone.shows("order_entry.field.name"))
    phone.press("Return")
    phone.type("Nora Kelly")
    phone.press("Return")
    phone.type("5 Hill Street")
    phone.press("Return")
    phone.type("Dublin")
    phone.press("Return")
    phone.type("D01 P2V6")
    phone.press("Return")
    phone.scan("KET-9")
    phone.settle()
    choose(phone, "on_delivery")
    phone.settle()
    assert all(question.done for question in questions(phone))
    phone.press("F9")
    phone.wait(lambda: page(phone).calls.is_done)

    def customer() -> str:
        from app.customers.queries import find_customers

        return find_customers("0861234567")[0].name

    assert phone.ask(customer) == "Nora Kelly"


def questions(phone: OrdersShop) -> list[Any]:
    from ui.orders.phone_questions import questions as ask

    return ask(page(phone).call, page(phone).calls.known)


def test_goods_are_held_while_the_call_lasts(phone: OrdersShop) -> None:
    call_siobhan(phone)
    phone.type("2*")
    phone.scan("FLK-75")
    phone.wait(lambda: page(phone).calls.known.held_until)

    def free() -> int:
        from app.inventory.queries import find_sellable

        return find_sellable("FLK-75")[0].available

    assert phone.ask(free) == 0
    phone.press("F4")
    phone.wait(lambda: phone.ask(free) == 2)


def test_a_line_that_is_short_is_agreed_with_the_caller(phone: OrdersShop) -> None:
    call_siobhan(phone)
    phone.type("3*")
    phone.scan("FLK-75")
    phone.wait(lambda: page(phone).calls.known.promises)
    phone.settle()
    assert "only 2 of 3" in phone.find("order_entry.say.title").text()
    assert not all(question.done for question in questions(phone))
    phone.press("Alt+W")
    phone.settle()
    assert page(phone).call.lines[0].agreed == "wait"
    choose(phone, "on_delivery")
    phone.press("F9")
    phone.wait(lambda: page(phone).calls.is_done)


def test_typing_a_name_offers_items_and_enter_adds_the_chosen_one(phone: OrdersShop) -> None:
    call_siobhan(phone)
    phone.type("product")
    phone.wait(lambda: phone.shows("order_entry.results"))
    phone.press("Down")
    chosen = page(phone).middle.results.table.current()
    phone.press("Return")
    phone.settle()
    assert page(phone).call.lines[0].product_id == chosen.product_id
    assert not phone.shows("order_entry.results")


def test_quantity_by_f6_discount_by_f8_and_undo(phone: OrdersShop) -> None:
    call_siobhan(phone)
    phone.scan("5390000000012")
    phone.settle()
    phone.press("F6")
    phone.wait_sheet("order_entry.quantity").findChild(object, "order_entry.field.quantity").setText("4")
    phone.press("F9")
    phone.settle()
    assert page(phone).call.lines[0].quantity == 4
    phone.press("F8")
    phone.wait_sheet("order_entry.discount").findChild(object, "order_entry.field.discount").setText("10")
    phone.press("F9")
    phone.settle()
    assert page(phone).call.lines[0].total_minor == 5_364
    phone.press("Ctrl+Z")
    phone.press("Ctrl+Z")
    assert page(phone).call.lines[0].quantity == 1


def test_a_parked_call_is_taken_up_again(phone: OrdersShop) -> None:
    call_siobhan(phone)
    phone.scan("KET-9")
    phone.settle()
    phone.press("F4")
    phone.settle()
    assert page(phone).call.is_empty
    phone.press("F5")
    phone.wait_sheet("order_entry.parked")
    phone.press("F9")
    phone.wait(lambda: page(phone).call.name == "Siobhán Brady")
    assert [line.sku for line in page(phone).call.lines] == ["KET-9"]


def test_on_account_needs_credit_and_pickup_needs_no_address(phone: OrdersShop) -> None:
    call_siobhan(phone)
    phone.type("4*")
    phone.scan("KET-9")
    phone.settle()
    plans = {plan.key: plan.why_not for plan in plans_of(phone)}
    assert plans["on_account"] == "€200.00 of the credit are left"
    assert plans["on_delivery"] == ""
    page(phone).left.place_chosen.emit(-1)
    phone.settle()
    plans = {plan.key: plan.why_not for plan in plans_of(phone)}
    assert plans["at_pickup"] == ""
    assert page(phone).call.charge_minor == 0


def plans_of(phone: OrdersShop) -> list[Any]:
    from ui.orders.phone_questions import plans

    return plans(page(phone).call, page(phone).calls.known)


def test_a_crash_loses_nothing_of_a_call(stores: Stores, qtbot: Any) -> None:
    with orders_shop(stores, qtbot) as running:
        begin(running)
        call_siobhan(running)
        running.scan("KET-9")
        running.settle()
        page(running).calls.save()
        running.settle()
        running.window.retranslate()
        running.settle()
        begin(running)
        running.wait(lambda: page(running).call.name == "Siobhán Brady")
        assert [line.sku for line in page(running).call.lines] == ["KET-9"]


def test_a_total_that_changed_meanwhile_is_said_and_placed_only_when_agreed(phone: OrdersShop) -> None:
    call_siobhan(phone)
    phone.scan("5390000000012")
    phone.wait(lambda: page(phone).calls.known.promises)
    choose(phone, "on_delivery")
    item = page(phone).call.lines[0].product_id
    desk = phone.window.desk
    desk.writer.run(lambda: change_price(manager, item, 159_000), owner=desk.window, done=lambda _nothing: None)
    phone.settle()

    phone.press("F9")
    phone.wait_sheet("order_entry.changed")
    phone.wait(lambda: phone.find("order_entry.total").minor == 1_590 + 490)
    assert not page(phone).calls.is_done

    phone.press("F9")
    phone.wait(lambda: page(phone).calls.is_done)


def test_a_line_of_a_call_is_wrapped_by_key(phone: OrdersShop) -> None:
    call_siobhan(phone)
    phone.scan("5390000000012")
    phone.settle()
    phone.press("Ctrl+G")
    phone.type("For Sam")
    phone.press("F9")
    phone.wait(lambda: page(phone).call.sum_of("wrap") == 350)
    assert page(phone).call.lines[0].note == "For Sam"


def test_an_order_can_go_to_another_address_in_any_country_with_what_that_asks_for(phone: OrdersShop) -> None:
    call_siobhan(phone)
    phone.scan("5390000000012")
    phone.find("order_entry.button.other_address").click()
    sheet = phone.wait_sheet("address")
    phone.type("1 Main Street")
    sheet.fields.country.set_current("US")
    sheet.fields.town.set_text("Boston")
    sheet.fields.postcode.set_text("02108")
    phone.press("F9")
    assert sheet.fields.region.error() == "Which state?"
    sheet.fields.region.set_current("Massachusetts")
    phone.press("F9")
    phone.wait(lambda: phone.sheet == "")
    phone.settle()
    assert page(phone).call.address["region"] == "Massachusetts"
    assert page(phone).calls.known.address_says == []


def test_where_addresses_need_a_state_somebody_new_is_asked_for_it(phone: OrdersShop) -> None:
    from app.core.actor import system_actor
    from app.core.settings import change_setting

    phone.window.desk.write(phone.window, change_setting, "shop.country", "US", actor=system_actor())
    phone.settle()
    page(phone).calls.read_rules()
    phone.settle()
    page(phone).left.phone.focus()
    phone.type("6175550123")
    phone.wait(lambda: phone.shows("order_entry.field.name"))
    left = page(phone).left
    assert left.region.isVisible()
    left.name.set_text("Jo Ward")
    left.street.set_text("1 Main Street")
    left.town.set_text("Boston")
    left.postcode.set_text("02108")
    left.take_in()
    phone.settle()
    assert page(phone).calls.known.address_says == ["Which state?"]
    left.region.set_current("Massachusetts")
    phone.settle()
    assert page(phone).calls.known.address_says == []
