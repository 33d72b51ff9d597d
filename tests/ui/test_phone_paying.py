"""A phone order with a coupon that the caller reads out, and one that is paid on the phone as soon as it is placed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.catalog.coupons import add_coupons, find_coupon, use_coupons
from app.catalog.models import OfferKind
from app.catalog.promotions import PromotionInput, save_promotion
from app.payments.models import Payment
from tests.conftest import Stores
from tests.factories import manager
from tests.ui.orders_shop import OrdersShop, orders_shop
from tests.ui.test_phone import begin, call_siobhan, choose, page


def with_coupon(_made: dict[str, Any]) -> None:
    wanted = PromotionInput("Sorry", OfferKind.THRESHOLD, amount_minor=500, min_minor=2_000, needs_coupon=True)
    add_coupons(manager, save_promotion(manager, wanted), code="SORRY5")


@pytest.fixture
def phone(stores: Stores, qtbot: Any) -> Iterator[OrdersShop]:
    with orders_shop(stores, qtbot, more=with_coupon) as running:
        begin(running)
        call_siobhan(running)
        running.scan("5390000000012")
        running.wait(lambda: page(running).calls.known.promises)
        running.settle()
        yield running


def type_coupon(phone: OrdersShop) -> None:
    phone.window.scan_box.setFocus()
    phone.type("sorry5")
    phone.press("Return")
    phone.settle()


def test_a_coupon_that_is_read_out_counts_as_soon_as_its_conditions_hold(phone: OrdersShop) -> None:
    type_coupon(phone)
    phone.wait(lambda: page(phone).call.idle_coupons == ("SORRY5",))
    assert phone.find("order_entry.total").minor == 1_490 + 490
    phone.scan("5390000000012")
    phone.wait(lambda: phone.find("order_entry.total").minor == 2_980 - 500 + 490)
    phone.settle()
    choose(phone, "on_delivery")
    phone.press("F9")
    phone.wait(lambda: page(phone).calls.is_done)
    phone.settle()
    assert phone.ask(lambda: find_coupon("SORRY5").left) == 0


def test_a_coupon_that_was_used_is_refused_in_words(phone: OrdersShop) -> None:
    phone.ask(lambda: use_coupons(["SORRY5"], phone.ids["late"]))
    type_coupon(phone)
    phone.wait(lambda: "SORRY5 was used already" in phone.window.notice.text)
    assert page(phone).call.coupons == ()


def test_a_deposit_is_taken_by_card_as_soon_as_the_order_is_placed(phone: OrdersShop) -> None:
    choose(phone, "now")
    phone.press("F9")
    sheet = phone.wait_sheet("payment")
    assert page(phone).calls.is_done
    phone.press("K")
    sheet.amount.set_minor(1_000)
    sheet.card_page.code.set_text("D1001")
    phone.press("F9")
    assert sheet.bill.left_minor == 1_980 - 1_000
    phone.press("L")
    phone.wait(lambda: phone.sheet == "")
    phone.wait(lambda: phone.ask(lambda: [row.amount_minor for row in Payment.select()]) == [1_000])
