"""The till with a pole display and a scale on real pseudo-terminals, which are pulled out while it works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from app.catalog.models import Product
from app.core import clock, settings
from app.core.actor import system_actor
from app.core.i18n import use_language
from devices.simulators import PrinterFault, SimulatedDisplay, SimulatedPrinter, SimulatedScale
from tests.conftest import NOON, Stores
from tests.factories import make_product
from tests.ui.till_shop import TILL, TillShop, till_shop
from ui.shell.porter import RETRY_MS

PICTURES = re.compile(rb"(\x1b@\x1bt\x13\x0c)?(\x1f\$\x01\x01[^\x00-\x1f]{20}\x1f\$\x01\x02[^\x00-\x1f]{20})*")
TEA = "龙井茶"


@contextmanager
def till_with(stores: Stores, qtbot: Any, devices: dict[str, Any]) -> Iterator[TillShop]:
    """The window at a till with these devices set up."""

    def prepare() -> None:
        settings.change_setting(system_actor(TILL), "station.devices", devices, TILL)
        make_product("TEA-1", price="5.00", on_hand=9)
        Product.update(name=TEA, name_zh=TEA).where(Product.sku == "TEA-1").execute()
        make_product("NUTS", price="20.00", on_hand=5_000, unit="gram", price_per=1_000)

    with till_shop(stores, qtbot, prepare=prepare) as running:
        yield running


@pytest.fixture
def pole() -> Iterator[SimulatedDisplay]:
    with SimulatedDisplay() as port:
        yield port


@pytest.fixture
def scale() -> Iterator[SimulatedScale]:
    with SimulatedScale("continuous") as port:
        yield port


def pole_at(port: SimulatedDisplay, **options: str) -> dict[str, Any]:
    return {"display": {"url": port.url, "name": "display", "options": options}}


def shows(till: TillShop, pole: SimulatedDisplay, top: str, bottom: str) -> None:
    """Wait until the customer reads this."""
    till.wait(lambda: pole.lines() == (top, bottom))


def test_the_pole_follows_the_sale_from_welcome_to_thanks(stores: Stores, qtbot: Any, pole: SimulatedDisplay) -> None:
    with till_with(stores, qtbot, pole_at(pole)) as till:
        till.wait(lambda: pole.lines()[0].strip() == "Welcome")
        till.scans("MUG-1")
        shows(till, pole, "Product MUG-1 €14.90", "Total         €14.90")
        till.press("+")
        shows(till, pole, "2 x Product M €29.80", "Total         €29.80")
        till.press("F9")
        till.wait_sheet("payment")
        shows(till, pole, "Total         €29.80", "To pay        €29.80")
        till.type("50")
        shows(till, pole, "Total         €29.80", "Change        €20.20")
        till.press("F9")
        shows(till, pole, "Thank you", "Change        €20.20")
        till.scans("SKL-26")
        shows(till, pole, "Product SKL   €49.50", "Total         €49.50")
        assert PICTURES.fullmatch(pole.heard())
    assert pole.heard().endswith(b"\x0c")  # nothing of the sale stays when the program has ended


def test_a_pole_without_chinese_characters_shows_the_number_and_english_words(
    stores: Stores, qtbot: Any, pole: SimulatedDisplay
) -> None:
    with till_with(stores, qtbot, pole_at(pole)) as till:
        use_language("zh_CN")
        till.scans("TEA-1")
        shows(till, pole, "TEA-1          €5.00", "Total          €5.00")
        assert b"?" not in pole.heard()
        use_language("en")


def test_a_chinese_pole_shows_chinese(stores: Stores, qtbot: Any) -> None:
    with SimulatedDisplay("gb18030") as pole, till_with(stores, qtbot, pole_at(pole, encoding="gb18030")) as till:
        use_language("zh_CN")
        till.scans("TEA-1")
        till.wait(lambda: pole.lines()[0].startswith(TEA))
        use_language("en")
        assert re.fullmatch(r"合计 +.5\.00", pole.lines()[1])


def test_selling_goes_on_while_the_pole_is_pulled_out(stores: Stores, qtbot: Any, pole: SimulatedDisplay) -> None:
    with till_with(stores, qtbot, pole_at(pole)) as till:
        till.wait(lambda: till.find("shell.devices.display").property("state") == "ok")
        till.scans("MUG-1")
        pole.unplug()
        till.wait(lambda: till.find("shell.devices.display").property("state") == "bad")
        said = till.find("shell.devices.display").accessibleName()
        assert said.startswith("Pole display, ") and said.endswith("was unplugged.")
        till.scans("SKL-26")
        assert till.lines() == [("MUG-1", 1), ("SKL-26", 1)]
        pole.plug()
        shows(till, pole, "Product SKL   €49.50", "Total         €64.40")
        till.wait(lambda: till.find("shell.devices.display").property("state") == "ok")


def scale_at(port: SimulatedScale) -> dict[str, Any]:
    return {"scale": {"url": port.url, "name": "scale", "options": {"protocol": port.protocol}}}


def weighed(till: TillShop) -> str:
    return str(till.find("quantity.field").text())


def test_what_lies_on_the_scale_is_sold_by_its_weight(stores: Stores, qtbot: Any, scale: SimulatedScale) -> None:
    with till_with(stores, qtbot, scale_at(scale)) as till:
        scale.put(350)
        till.wait(lambda: till.window.desk.hub.scale().latest() is not None)
        till.wait(lambda: till.window.desk.hub.scale().latest().grams == 350)
        till.scans("NUTS")
        till.wait_sheet("quantity")
        assert weighed(till) == "350"
        scale.put(412)
        till.wait(lambda: weighed(till) == "412")
        till.press("F9")
        till.wait(lambda: till.lines() == [("NUTS", 412)])
        assert till.till.ticket.totals().total_minor == 824


def test_the_container_is_not_sold_whether_it_was_put_on_the_scale_first_or_its_weight_is_typed(
    stores: Stores, qtbot: Any, scale: SimulatedScale
) -> None:
    with till_with(stores, qtbot, scale_at(scale)) as till:
        scale.put(38)
        till.wait(lambda: till.window.desk.hub.scale().latest() is not None)
        till.scans("NUTS")
        till.wait_sheet("quantity")
        till.wait(lambda: weighed(till) == "38")
        till.press("Alt+T")
        assert weighed(till) == ""
        scale.put(388)
        till.wait(lambda: weighed(till) == "350")
        till.type("12")
        till.press("Alt+T")
        till.wait(lambda: weighed(till) == "376")
        till.press("F9")
        till.wait(lambda: till.lines() == [("NUTS", 376)])


def test_no_weight_is_taken_while_the_scale_moves_or_is_empty(
    stores: Stores, qtbot: Any, scale: SimulatedScale
) -> None:
    with till_with(stores, qtbot, scale_at(scale)) as till:
        till.wait(lambda: till.find("shell.devices.scale").property("state") == "ok")
        till.scans("NUTS")
        till.wait_sheet("quantity")
        assert weighed(till) == ""
        scale.put(500)
        till.wait(lambda: weighed(till) == "500")
        scale.put(480, stable=False)
        till.wait(lambda: weighed(till) == "")
        till.press("F9")
        assert till.sheet == "quantity"
        scale.put(455)
        till.wait(lambda: weighed(till) == "455")


def test_a_scale_that_is_pulled_out_says_so_and_comes_back_by_itself(
    stores: Stores, qtbot: Any, scale: SimulatedScale
) -> None:
    with till_with(stores, qtbot, scale_at(scale)) as till:
        scale.put(300)
        till.scans("NUTS")
        till.wait_sheet("quantity")
        till.wait(lambda: weighed(till) == "300")
        scale.unplug()
        till.wait(lambda: till.find("shell.devices.scale").property("state") == "bad")
        assert weighed(till) == ""
        till.press("F9")
        assert till.sheet == "quantity"
        scale.plug()
        till.wait(lambda: weighed(till) == "300")
        scale.unplug()
        till.wait(lambda: weighed(till) == "")
        till.type("275")
        till.press("F9")
        till.wait(lambda: till.lines() == [("NUTS", 275)])


def test_a_printer_pulled_out_in_the_middle_of_a_receipt_asks_whether_it_came_out(stores: Stores, qtbot: Any) -> None:
    """The sale stands; nothing is printed twice by itself, and one key prints a copy that is marked."""
    with SimulatedPrinter(die_after=60) as printer:
        with till_with(stores, qtbot, {"printer": {"url": printer.url, "name": "printer"}}) as till:
            printer.fault = PrinterFault.DIE_MIDWAY
            till.scan("TEA-1")
            till.press("F9")
            till.wait_sheet("payment")
            till.press("F9")
            till.wait(lambda: "Receipt" in till.window.notice.text)
            half = printer.printed()
            printer.fault = PrinterFault.NONE

            till.press("Ctrl+1")

            till.wait(lambda: b"COPY" in printer.printed()[len(half) :])
            assert b"COPY" not in half
            assert till.window.notice.text == ""


def test_a_printer_without_paper_says_so_at_the_till_until_the_receipt_is_out(stores: Stores, qtbot: Any) -> None:
    with SimulatedPrinter() as printer:
        with till_with(stores, qtbot, {"printer": {"url": printer.url, "name": "printer"}}) as till:
            printer.fault = PrinterFault.PAPER_OUT
            till.scan("TEA-1")
            till.press("F9")
            till.wait_sheet("payment")
            till.press("F9")
            till.wait(lambda: till.window.notice.text.startswith("Receipt printer is out of paper. Selling goes on"))

            printer.fault = PrinterFault.NONE
            with clock.frozen(NOON + RETRY_MS):
                till.wait(lambda: printer.printed() and not till.window.notice.text)
