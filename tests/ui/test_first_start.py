"""The first hour of a shop: setting up by keys alone, in one's own language, and the first sale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.catalog.queries import products, quick_keys, taxes
from app.core import i18n, settings
from app.orders.queries import order_list
from app.staff import queries
from tests.conftest import Stores
from tests.ui.driver import Driver, open_window
from ui.settings.here import Here

NAME = "setup.field.name"
PENCIL = "4006381333931"


def _nothing() -> None:
    """A shop that was made a moment ago."""


@pytest.fixture
def new_shop(stores: Stores, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Driver]:
    monkeypatch.setattr("ui.settings.here.here", lambda: Here("en", "DE"))
    with open_window(
        stores, lambda url: Driver(qtbot, url, role="", own_language=True), "a new shop", _nothing
    ) as driver:
        driver.wait(lambda: driver.shows(NAME))
        driver.settle()
        yield driver
    i18n.use_language("en")


def focus() -> str:
    widget = QApplication.focusWidget()
    return widget.objectName() if widget is not None else ""


def set_up(driver: Driver) -> None:
    """Everything that has to be typed; Enter goes on from field to field."""
    driver.type("Eck Laden")
    driver.press("F9")
    driver.wait(lambda: driver.shows("setup.field.person"))
    for words in ("Ann Lee", "280561", "280561"):
        driver.type(words)
        driver.press("Return")
    driver.press("F9")
    driver.wait(lambda: driver.shows("setup.device.printer"))


def test_the_caret_waits_where_the_name_of_the_shop_goes(new_shop: Driver) -> None:
    assert focus() == NAME
    new_shop.type("Eck Laden")

    new_shop.press("Return")

    assert new_shop.find(NAME).text() == "Eck Laden"
    assert focus() == "setup.field.address"


def test_the_country_brings_money_time_tax_and_coins_along(new_shop: Driver) -> None:
    """It is guessed from the computer; another one changes all of them, until something is typed otherwise."""
    page = new_shop.find("setup.wizard").current
    assert (page.country.current(), page.zone.current(), page.tax.text()) == ("DE", "Europe/Berlin", "19")

    page.country.set_current("CH")
    assert (page.currency.current(), page.zone.current(), page.tax.text()) == ("CHF", "Europe/Zurich", "8.1")
    new_shop.type("Eck Laden")
    new_shop.press("F9")
    new_shop.wait(lambda: new_shop.shows("setup.field.person"))

    held = new_shop.ask(lambda: [settings.read(name) for name in (
        "shop.country", "shop.currency", "shop.zone", "payments.cash_rounding_step_minor", "catalog.prices_include_tax",
    )])  # fmt: skip
    assert held == ["CH", "CHF", "Europe/Zurich", 5, True]
    assert [row.rate_bp for row in new_shop.ask(taxes)] == [810]


def test_a_country_without_a_known_rate_asks_for_it(new_shop: Driver) -> None:
    page = new_shop.find("setup.wizard").current
    page.country.set_current("US")
    assert (page.tax.text(), page.with_tax.current()) == ("", False)
    new_shop.type("Corner Shop")

    new_shop.press("F9")
    assert page.tax.error() == "Type the tax rate; 0 when there is none."
    new_shop.type("120")
    new_shop.press("F9")

    assert page.tax.error() == "A rate is from 0 to 100 percent."
    assert new_shop.ask(taxes) == []


def test_another_language_is_spoken_at_once_and_keeps_what_was_typed(new_shop: Driver) -> None:
    new_shop.type("Eck Laden")
    wizard = new_shop.find("setup.wizard")

    wizard.speak("zh_CN")
    new_shop.settle()

    assert new_shop.find(NAME).text() == "Eck Laden"
    assert wizard.current.country.current() == "DE"
    assert new_shop.find("setup.step.1").accessibleName().startswith("1. 店铺与税")
    new_shop.press("F9")
    new_shop.wait(lambda: new_shop.shows("setup.field.person"))
    assert new_shop.ask(lambda: settings.read("shop.language")) == "zh_CN"


def test_a_shop_that_is_set_up_in_chinese_opens_in_chinese(new_shop: Driver) -> None:
    new_shop.find("setup.wizard").speak("zh_CN")
    new_shop.settle()
    new_shop.find(NAME).setFocus()
    set_up(new_shop)
    for _page in range(3):
        new_shop.press("F4")
    new_shop.press("F9")
    new_shop.wait(lambda: new_shop.window.tab is not None)
    new_shop.settle()

    assert i18n.language() == "zh_CN"
    assert "Sell" not in new_shop.find("shell.nav.sell").accessibleName()


def test_f1_tells_what_each_page_asks_for_and_goes_back_to_the_field(new_shop: Driver) -> None:
    new_shop.type("Eck")
    new_shop.press("F1")
    new_shop.wait_sheet("help")
    assert "Six pages" in new_shop.find("help.page").toPlainText()
    new_shop.press("Esc")
    new_shop.wait(lambda: new_shop.sheet == "")
    assert focus() == NAME
    new_shop.type(" Laden")
    assert new_shop.find(NAME).text() == "Eck Laden"

    new_shop.find("setup.wizard").speak("zh_CN")
    new_shop.settle()
    new_shop.press("F1")
    new_shop.wait_sheet("help")
    assert "共六页" in new_shop.find("help.page").toPlainText()
    new_shop.press("Esc")


def test_a_price_below_nought_or_none_is_told_in_its_field(new_shop: Driver) -> None:
    wizard = new_shop.find("setup.wizard")
    wizard.go_to(3)
    new_shop.settle()
    page = wizard.current
    for typed, said in (("-1", "A price is not less than nought."), ("much", "much")):
        page.name.set_text("Spoon")
        page.price.set_text(typed)
        page.add_typed()
        assert said in page.price.error() and focus() == "setup.product.price"
    assert new_shop.ask(products) == []


def test_any_scan_shows_that_the_scanner_works_and_elsewhere_it_is_answered(new_shop: Driver) -> None:
    new_shop.scan(PENCIL)
    assert new_shop.find("setup.error").text() == f"{PENCIL} was read. A scan does nothing on this page."
    assert new_shop.find(NAME).text() == ""

    set_up(new_shop)
    new_shop.scan("KONTOR-TEST-1234")

    assert new_shop.find("setup.scanner.state").text() == "KONTOR-TEST-1234 was read. The scanner works."


def test_the_first_products_are_typed_and_scanned_in(new_shop: Driver) -> None:
    set_up(new_shop)
    new_shop.press("F9")
    for words in ("Coffee", "2,50"):
        new_shop.type(words)
        new_shop.press("Return")
    new_shop.wait(lambda: "Coffee" in new_shop.find("setup.products.told").text())
    new_shop.scan(PENCIL)
    assert focus() == "setup.product.name"
    new_shop.type("Pencil")
    new_shop.press("Return")
    new_shop.type("1.20")

    new_shop.press("F9")
    new_shop.wait(lambda: "Pencil" in new_shop.find("setup.products.told").text())

    found = new_shop.ask(products)
    assert sorted((row.sku, row.name, row.price_e4) for row in found) == [
        (PENCIL, "Pencil", 12_000), ("P-0001", "Coffee", 25_000),
    ]  # fmt: skip
    assert [row.name for row in new_shop.ask(quick_keys)] == ["Coffee"]
    assert [row.is_stocked for row in found if row.name == "Coffee"] == [False]


def test_from_nothing_to_the_first_sale_by_keys_and_scanner(new_shop: Driver) -> None:
    set_up(new_shop)
    for _page in range(3):
        new_shop.press("F4")
    new_shop.press("F9")
    new_shop.wait(lambda: new_shop.window.tab is not None)
    new_shop.settle()

    new_shop.scan(PENCIL)
    assert "is not known" in new_shop.window.notice.text
    new_shop.press("Return")  # the first answer: add it as a product
    new_shop.wait_sheet("new_product")
    new_shop.type("Pencil")
    new_shop.press("Tab")
    new_shop.type("1.20")
    new_shop.press("Return")
    new_shop.wait(lambda: new_shop.window.sheet is None)
    new_shop.settle()
    assert [line.in_hand for line in new_shop.tab.counter.till.ticket.lines] == [True]  # without a question
    new_shop.press("F9")
    new_shop.wait(lambda: new_shop.sheet == "open_shift")
    new_shop.type("100")  # a till that was never open proposes nothing
    new_shop.press("F9")
    new_shop.wait(lambda: new_shop.sheet == "payment")
    new_shop.press("F9")
    new_shop.wait(lambda: new_shop.window.sheet is None)
    new_shop.settle()

    assert [row.total_minor for row in new_shop.ask(order_list)] == [120]
    new_shop.press("F10")
    assert "this till has no receipt printer" in new_shop.window.notice.text
    new_shop.press("Ctrl+2")
    new_shop.wait(lambda: new_shop.window.current == "settings")
    assert [row.name for row in new_shop.ask(queries.people)] == ["Ann Lee"]


CAPS = ("Ctrl+K", "F12", "Alt+1", "Ctrl+P", "Alt+T", "Ctrl+B", "Ctrl+,", "F2", "Ctrl+Tab", "Alt+R")


@pytest.mark.parametrize("cap", CAPS)
def test_keys_of_the_shop_do_nothing_while_it_is_set_up(new_shop: Driver, cap: str) -> None:
    new_shop.press(cap)

    assert new_shop.sheet == "" and new_shop.window.tab is None
    new_shop.type("Eck")
    assert new_shop.find(NAME).text() == "Eck"
