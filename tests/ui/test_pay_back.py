"""Paying back what was paid too much, by keys: the slip of a card typed by hand, or another way with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.orders.draft import DraftLine
from app.payments.close import close_shift
from app.payments.models import Payment, Tender
from app.payments.order_account import post_return
from app.payments.pay import pay_order
from app.payments.shift import begin_count, open_shift
from app.payments.tender import TenderInput
from tests.app.payments.steps import run
from tests.conftest import Stores
from tests.factories import clerk
from tests.ui.orders_shop import OrdersShop, orders_shop, place

TOO_MUCH = 1_490


def overpay(made: dict[str, Any]) -> None:
    """Two mugs by a card typed by hand, of which one comes back, and a third that is called off later."""
    mug = made["products"][0]
    order = place((DraftLine(mug, 2),), made["customer"], delivery_minor=0)
    open_shift(clerk, 20_000)
    card = TenderInput(Tender.CARD, order.total_minor, auth_code="P1001", masked_pan="•••• 4417")
    pay_order(clerk, order.order_id, [card])
    run(clerk, lambda: post_return(order.order_id, {2300: (TOO_MUCH, 279)}, what="kept"))
    made["paid"] = order
    off = place((DraftLine(mug, 1),), made["customer"], delivery_minor=0)
    pay_order(clerk, off.order_id, [card._replace(amount_minor=off.total_minor, auth_code="P1002")])
    made["off"] = off


@pytest.fixture
def orders(stores: Stores, qtbot: Any) -> Iterator[OrdersShop]:
    with orders_shop(stores, qtbot, more=overpay) as running:
        running.go("orders")
        running.window.tab.open_order(running.ids["paid"])
        running.wait(lambda: running.window.tab.view.story is not None)
        running.settle()
        running.press("B")
        running.wait_sheet("pay_back")
        yield running


def backs(orders: OrdersShop, of: str = "paid") -> list[tuple[str, int, str, str, str]]:
    def read() -> Any:
        rows = Payment.select().where(Payment.order == orders.ids[of], Payment.amount_minor < 0)
        return [(row.tender, row.amount_minor, row.auth_code, row.masked_pan, row.reason) for row in rows]

    return orders.ask(read)  # type: ignore[no-any-return]


def done(orders: OrdersShop) -> None:
    orders.press("F9")
    orders.wait(lambda: orders.sheet == "")
    orders.settle()


def test_a_card_typed_by_hand_is_paid_back_with_the_code_of_its_slip(orders: OrdersShop) -> None:
    orders.press("F9")
    assert orders.sheet == "pay_back"  # the code is missing, and its field says so
    assert backs(orders) == []
    orders.type("r7700")
    orders.press("Tab")
    orders.type("4417")
    done(orders)
    assert backs(orders) == [("card", -TOO_MUCH, "R7700", "•••• 4417", "Paid too much")]


def test_money_of_a_card_goes_back_in_cash_with_a_reason(orders: OrdersShop) -> None:
    orders.press("Alt+2")
    assert not orders.shows("pay_back.field.auth_code.0")
    orders.press("F9")
    assert orders.sheet == "pay_back"  # the reason is missing
    orders.type("Their card expired")
    done(orders)
    assert backs(orders) == [("cash", -TOO_MUCH, "", "", "Their card expired")]


def test_money_of_a_card_becomes_store_credit(orders: OrdersShop) -> None:
    orders.press("Alt+3")
    orders.type("Comes again")
    done(orders)
    assert backs(orders) == [("store_credit", -TOO_MUCH, "", "", "Comes again")]


def test_cancelling_an_order_that_a_card_paid_asks_for_the_slip_at_once(orders: OrdersShop) -> None:
    orders.press("Escape")
    orders.window.tab.open_order(orders.ids["off"])
    view = orders.window.tab.view
    orders.wait(lambda: view.story is not None and view.order_id == orders.ids["off"] and view.may_cancel())
    orders.press("X")
    orders.wait_sheet("cancel")
    orders.press("F9")
    orders.wait_sheet("pay_back")
    assert orders.state("off") == "cancelled"
    assert backs(orders, "off") == []
    orders.type("r7701")
    done(orders)
    assert backs(orders, "off") == [("card", -TOO_MUCH, "R7701", "•••• 4417", "Customer does not want it any more")]


def test_a_payment_that_the_bank_took_back_is_booked_on_its_order_by_key(orders: OrdersShop) -> None:
    orders.press("Esc")
    orders.wait(lambda: orders.sheet == "")
    orders.press("Z")
    orders.wait_sheet("charge_back")
    orders.press("F9")
    assert orders.sheet == "charge_back"  # it asks why
    orders.type("Card holder does not know us")
    orders.press("F9")
    orders.wait(lambda: orders.sheet == "")
    orders.settle()

    state = orders.ask(lambda: Payment.get((Payment.order == orders.ids["paid"]) & (Payment.amount_minor > 0)).state)
    assert state == "reversed"
    assert not orders.window.tab.view.has_card_payment()


def test_a_payment_of_a_closed_till_that_was_keyed_wrongly_is_put_right_on_its_order_by_key(orders: OrdersShop) -> None:
    def close() -> None:
        begin_count(clerk)
        close_shift(clerk, {"cash": 20_000})

    orders.press("Esc")
    orders.wait(lambda: orders.sheet == "")
    orders.ask(close)
    orders.window.tab.open_order(orders.ids["off"])
    view = orders.window.tab.view
    orders.wait(lambda: view.story is not None and view.order_id == orders.ids["off"])
    orders.press("O")
    sheet = orders.wait_sheet("tender")
    orders.press("F9")
    assert orders.sheet == "tender"  # it asks why
    sheet.tender.choose("cash")
    orders.type("The slip was of another sale")
    orders.press("F9")
    orders.wait(lambda: orders.sheet == "")
    orders.settle()

    rows = orders.ask(lambda: list(Payment.select().where(Payment.order == orders.ids["off"]).order_by(Payment.id)))
    assert [(row.tender, row.state, row.amount_minor) for row in rows] == [
        ("card", "corrected", TOO_MUCH), ("cash", "approved", TOO_MUCH)
    ]  # fmt: skip
