"""Quotes by the keyboard: made at the phone or the counter, mailed, found again, and taken up on either screen."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from app.catalog.products import change_price
from app.core.outbox import recent
from app.counter.quote_taken import take_quote
from app.counter.quotes import quotes
from app.inventory.models import Stock
from app.inventory.move import adjust_stock
from app.orders.phone_drafts import PhoneDraft
from tests.conftest import Stores
from tests.factories import manager
from tests.ui.orders_shop import OrdersShop, orders_shop
from tests.ui.test_phone import begin, call_siobhan, choose, page


@pytest.fixture
def phone(stores: Stores, qtbot: Any) -> Iterator[OrdersShop]:
    with orders_shop(stores, qtbot) as running:
        begin(running)
        yield running


def quote_a_mug(phone: OrdersShop, address: str = "") -> str:
    """Siobhán asks what a mug brought to her door costs; the quote's number."""
    call_siobhan(phone)
    phone.scan("5390000000012")
    phone.wait(lambda: page(phone).calls.known.promises)
    phone.press("Ctrl+U")
    sheet = phone.wait_sheet("quote")
    if address:
        sheet.address.focus()
        phone.type(address)
    phone.press("F9")
    phone.wait(lambda: page(phone).call.is_empty)
    phone.settle()
    return str(phone.ask(lambda: quotes()[0].number))


def test_a_call_is_kept_as_a_quote_and_placed_for_what_it_said(phone: OrdersShop) -> None:
    number = quote_a_mug(phone)
    row = phone.ask(lambda: quotes()[0])
    assert (row.customer_name, row.total_minor, row.by_phone) == ("Siobhán Brady", 1_490 + 490, True)
    mug = phone.made["products"][0]
    phone.ask(lambda: change_price(manager, mug, 190_000))

    phone.press("Ctrl+U")
    sheet = phone.wait_sheet("quotes")
    phone.type("brady")
    phone.wait(lambda: sheet.list.current() == number)
    phone.press("Return")
    phone.wait(lambda: page(phone).call.name == "Siobhán Brady")
    phone.wait(lambda: page(phone).calls.known.promises)
    assert phone.find("order_entry.total").minor == 1_490 + 490
    choose(phone, "on_delivery")
    phone.press("F9")
    phone.wait(lambda: page(phone).calls.is_done)
    assert phone.ask(quotes) == []


def test_a_quote_is_mailed_when_it_is_made_and_again_from_the_list(phone: OrdersShop) -> None:
    number = quote_a_mug(phone, "siobhan@home.example")
    phone.wait(lambda: phone.ask(lambda: quotes()[0].mail) == "queued")
    phone.press("Ctrl+U")
    phone.wait_sheet("quotes")
    phone.press("Alt+E")
    proposed = phone.wait_sheet("mail_quote").address.text()
    phone.press("F9")

    def mails() -> list[Any]:
        return [wish for wish in phone.ask(lambda: recent(["mail"])) if wish.payload["occasion"] == "quote"]

    phone.wait(lambda: len(mails()) == 2)
    assert {wish.payload["to"] for wish in mails()} == {"siobhan@home.example", proposed}
    assert all(number in wish.title for wish in mails())


def lose_all(product_id: int) -> None:
    """What is free of a product is gone."""
    row = Stock.get(Stock.product == product_id)
    adjust_stock(manager, product_id, row.home_id, row.reserved - row.on_hand, "lost")


def scan_at_the_counter(phone: OrdersShop, number: str) -> Any:
    """The caller stands in the shop with the paper: the question which way it is taken."""
    phone.go("sell", "counter")
    phone.scan(number)
    return phone.wait_sheet("quote_ways")


def test_a_call_that_became_a_quote_goes_on_as_the_order_from_the_counter(phone: OrdersShop) -> None:
    scan_at_the_counter(phone, quote_a_mug(phone))
    phone.press("2")
    phone.wait(lambda: phone.window.tab.mode == "phone" and page(phone).call.name == "Siobhán Brady")
    assert page(phone).call.total_minor == 1_490 + 490


@pytest.mark.parametrize("keys", [("1",), ("Return",), ("Down", "Up", "F9")])
def test_a_call_that_became_a_quote_is_sold_at_the_counter_without_its_delivery(
    phone: OrdersShop, keys: tuple[str, ...]
) -> None:
    number = quote_a_mug(phone)
    mug = phone.made["products"][0]
    phone.ask(lambda: change_price(manager, mug, 190_000))
    sheet = scan_at_the_counter(phone, number)
    assert [(row.title, row.right) for row in sheet.list.rows] == [
        ("Sell it here and now", "€14.90"), ("Go on with the order", "€19.80"),
    ]  # fmt: skip
    for key in keys:
        phone.press(key)
    till = phone.window.tab.counter.till
    phone.wait(lambda: till.ticket.lines)
    assert till.ticket.totals().total_minor == 1_490
    assert till.ticket.buyer.name == "Siobhán Brady"
    assert phone.ask(quotes) == []


def test_a_quote_of_goods_that_are_not_here_proposes_the_order_and_escape_leaves_it_open(phone: OrdersShop) -> None:
    number = quote_a_mug(phone)
    mug = phone.made["products"][0]
    phone.ask(lambda: lose_all(mug))

    sheet = scan_at_the_counter(phone, number)

    assert sheet.list.current() == "order"
    assert "not all here" in sheet.list.rows[0].detail
    phone.press("Escape")
    phone.settle()
    assert [row.number for row in phone.ask(quotes)] == [number]
    assert not phone.window.tab.counter.till.ticket.lines


def test_a_quote_of_the_counter_is_fetched_by_a_scan_at_the_phone(phone: OrdersShop) -> None:
    phone.go("sell", "counter")
    phone.scan("5390000000012")
    phone.wait(lambda: phone.window.tab.counter.till.ticket.lines)
    phone.press("Ctrl+U")
    phone.wait_sheet("quote")
    phone.press("F9")
    phone.wait(lambda: phone.ask(quotes))
    number = phone.ask(lambda: quotes()[0].number)
    phone.settle()
    begin(phone)
    phone.scan(number)
    phone.wait(lambda: page(phone).call.lines)
    assert page(phone).call.total_minor == 1_490
    assert number in page(phone).call.note


def test_a_call_that_came_from_a_quote_and_to_nothing_opens_the_quote_again(phone: OrdersShop) -> None:
    number = quote_a_mug(phone)
    phone.scan(number)
    phone.wait(lambda: page(phone).call.lines)
    assert phone.ask(quotes) == []

    phone.press("Ctrl+Del")
    phone.wait_sheet("order_entry.drop")
    phone.press("F9")
    assert phone.sheet == "order_entry.drop"  # it asks why
    phone.type("Hung up")
    busy = threading.Event()
    phone.window.desk.writer.run(busy.wait)  # what is asked meanwhile waits in line
    phone.window.sheet.go_on()
    busy.set()

    phone.wait(lambda: page(phone).call.is_empty)
    assert phone.toast() == "The call is thrown away."
    assert [row.number for row in phone.ask(quotes)] == [number]
    assert phone.ask(lambda: PhoneDraft.select().count()) == 0


def test_a_quote_that_another_station_took_is_refused_in_words(phone: OrdersShop) -> None:
    number = quote_a_mug(phone)
    phone.ask(lambda: take_quote(manager, number))
    phone.scan(number)
    phone.wait(lambda: "taken already" in phone.window.notice.text)
    assert page(phone).call.is_empty
