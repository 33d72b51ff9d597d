"""Offers by hand: a coupon scanned, the total explained, a promotion made and stopped in the settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.catalog import promotions
from app.catalog.coupons import add_coupons
from app.catalog.offers import OfferKind
from app.catalog.promotions import PromotionInput, save_promotion, stop_promotion
from app.core.actor import system_actor
from app.customers.models import CustomerGroup
from tests.conftest import Stores
from tests.factories import make_product, make_tax
from tests.ui.shop_for_stock import StockShop, people, stock_shop
from tests.ui.till_shop import TillShop, till_shop
from ui.common.labels import Label
from ui.settings.promotions_page import PromotionsPage


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot) as running:
        yield running


def fill() -> None:
    people()
    make_tax()
    make_product("MUG", price="14.90", on_hand=9)


@pytest.fixture
def setup(stores: Stores, qtbot: Any) -> Iterator[StockShop]:
    with stock_shop(stores, qtbot, fill, "settings") as running:
        yield running


def voucher() -> None:
    offer = PromotionInput("Voucher", OfferKind.THRESHOLD, amount_minor=500, min_minor=2000, needs_coupon=True)
    add_coupons(system_actor(), save_promotion(system_actor(), offer), code="THANKS5", most=0)


def test_a_scanned_coupon_holds_as_soon_as_enough_is_on_the_sale(till: TillShop) -> None:
    till.ask(voucher)
    till.scans("MUG-1")
    before = till.find("sell.total").minor
    till.scan("thanks5")
    till.wait(lambda: bool(till.till.ticket.coupons))
    assert till.find("sell.total").minor == before
    till.scans("SKL-26")
    till.wait(lambda: till.find("sell.total").minor == 6_440 - 500)


def test_the_total_opens_to_its_steps_by_key(till: TillShop) -> None:
    till.ask(lambda: save_promotion(system_actor(), PromotionInput("Happy day", percent_bp=5000)))
    till.scans("MUG-1")
    till.wait(lambda: till.find("sell.total").minor == 745)
    till.press("Ctrl+W")
    till.wait_sheet("why")
    words = [label.text() for label in till.window.sheet.findChildren(Label)]
    assert "Happy day −50%" in words
    assert "1 × €14.90" in words


def test_a_promotion_is_made_and_shows_what_it_does(setup: StockShop) -> None:
    setup.window.tab.show_section("promotions")
    setup.settle()
    setup.press("F9")
    setup.wait(lambda: setup.window.sheet is not None and setup.window.sheet.objectName() == "promotion")
    sheet = setup.window.sheet
    sheet.name.set_text("Mug day")
    sheet.percent.set_bp(5_000)
    sheet.percent.changed.emit()
    setup.wait(lambda: "€7.45" in [label.text() for label in sheet.findChildren(Label)])
    setup.press("F9")
    setup.wait(lambda: [row.name for row in setup.ask(promotions.promotions)] == ["Mug day"])


def test_a_promotion_without_a_name_says_so(setup: StockShop) -> None:
    setup.window.tab.show_section("promotions")
    setup.settle()
    setup.press("F9")
    setup.wait(lambda: setup.window.sheet is not None)
    setup.press("F9")
    setup.wait(lambda: bool(setup.window.sheet.name.error()))
    assert setup.ask(promotions.promotions) == []


def test_a_promotion_that_is_opened_and_saved_stays_as_it_was(setup: StockShop) -> None:
    def stopped() -> int:
        groups = [CustomerGroup.create(code=name, name=name, discount_bp=0).id for name in ("Gold", "Trade", "Staff")]
        offer = PromotionInput(
            "Cheapest", OfferKind.CHEAPEST_FREE, percent_bp=1_250, buy=3, pay=2, groups=tuple(groups[:2]), most=4,
            priority=7,
        )  # fmt: skip
        number = save_promotion(system_actor(), offer)
        stop_promotion(system_actor(), number)
        return number

    number = setup.ask(stopped)
    before = setup.ask(lambda: promotions.promotion(number))
    setup.window.tab.show_section("promotions")
    setup.settle()
    setup.window.tab.findChild(PromotionsPage)._open(number)
    setup.wait(lambda: setup.window.sheet is not None and setup.window.sheet.objectName() == "promotion")
    assert setup.window.sheet.percent.text() == "12.5"
    setup.press("F9")
    setup.wait(lambda: setup.window.sheet is None)
    assert setup.ask(lambda: promotions.promotion(number)) == before
    assert not before.is_active and before.groups and before.most == 4


def test_a_price_list_is_for_one_customer_whom_the_list_and_their_card_name(setup: StockShop) -> None:
    from app.catalog.price_lists import price_lists, price_lists_of
    from app.customers.customers import index_customer
    from tests.factories import make_customer

    def fill() -> int:
        customer = make_customer("Eimear Daly", phone="+353855550111")
        index_customer(customer)
        return customer

    customer = setup.ask(fill)
    setup.window.tab.show_section("promotions")
    setup.settle()
    setup.press("F7")
    setup.wait(lambda: setup.window.sheet is not None)
    sheet = setup.window.sheet
    sheet.name.set_text("Eimear's prices")
    sheet.group.set_current(-1)
    sheet.customer.focus()
    setup.type("Nobody")
    setup.press("F9")
    setup.wait(lambda: bool(sheet.customer.error()))
    sheet.customer.clear()
    setup.type("eimear")
    setup.press("F9")
    setup.wait(
        lambda: [(row.name, row.customer_id) for row in setup.ask(price_lists)] == [("Eimear's prices", customer)]
    )
    assert setup.ask(lambda: price_lists_of(customer)) == ["Eimear's prices"]
    page = setup.window.tab.findChild(PromotionsPage)
    setup.wait(lambda: [whom for _row, whom in page.lists.rows()] == ["Eimear Daly"])
