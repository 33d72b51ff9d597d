"""Settings: fields save themselves, the test scan, people, risk rules, backup; and the wizard of an empty store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.analysis.models import SalesHour
from app.core import settings
from app.inventory import first_stock, stock_list
from app.inventory.labels import print_shelf_labels
from app.orders.place import place_order
from app.review import lists
from app.review.rules import rules_as_set
from app.staff import queries
from app.staff.roles import limits_of, may_do
from devices.simulators import SimulatedPrinter, SimulatedScale
from tests import factories
from tests.app.orders.conftest import phone_order
from tests.conftest import Stores
from tests.ui.shop_for_stock import StockShop, people, stock_shop
from ui.common.boxes import KeyValue
from ui.settings.scanner_page import layout_of
from ui.settings.wizard import Wizard


def fill() -> None:
    """People and a tax rate."""
    people()
    factories.make_tax()


@pytest.fixture
def setup(stores: Stores, qtbot: Any) -> Iterator[StockShop]:
    with stock_shop(stores, qtbot, fill, "settings") as running:
        yield running


def show(driver: StockShop, section: str) -> Any:
    page = driver.window.tab.show_section(section)
    driver.settle()
    return page


def test_a_field_saves_itself_when_it_is_left(setup: StockShop) -> None:
    show(setup, "shop")
    field = setup.find("setup.field.shop.name")
    field.setFocus()
    field.setText("Alder & Pine")
    setup.press("Tab")
    setup.wait(lambda: setup.ask(lambda: settings.read("shop.name")) == "Alder & Pine")
    setup.wait(lambda: setup.shows("setup.chip.saved"))


def test_what_cannot_be_is_said_under_the_field(setup: StockShop) -> None:
    page = show(setup, "scanner")
    field = setup.find("setup.field.scanner.max_gap_ms")
    field.setFocus()
    field.setText("3")
    setup.press("Tab")
    setup.wait(
        lambda: any("at least" in one.editor.error() for one in page.findChildren(_kind()) if one.editor.error())
    )
    assert setup.ask(lambda: settings.read("scanner.max_gap_ms", "till-1")) == 35


def _kind() -> type[Any]:
    from ui.settings.form import SettingField

    return SettingField


def test_the_test_scan_measures_the_scanner(setup: StockShop) -> None:
    page = show(setup, "scanner")
    setup.press("F9")
    assert page.test.state.text() == "Waiting for a scan"
    setup.scan("KONTOR-TEST-1234")
    setup.wait(lambda: "was read" in page.test.state.text())
    assert setup.ask(lambda: settings.read("scanner.max_gap_ms", "till-1")) == 35


def test_typing_is_no_scan(setup: StockShop) -> None:
    page = show(setup, "scanner")
    setup.press("F9")
    setup.type("12345")
    setup.wait(lambda: "typed, not scanned" in page.test.state.text())


def test_somebody_is_added_with_a_pin_and_an_own_limit(setup: StockShop) -> None:
    show(setup, "people")
    setup.press("F9")
    sheet = setup.window.sheet
    sheet.name.set_text("Maya Kelly")
    sheet.role.set_current("counter")
    sheet.pin.set_text("1111")
    sheet.limits.fields["discount_bp"].set_text("20")
    setup.press("F9")
    setup.wait(lambda: "guessed first" in sheet.pin.error())
    sheet.pin.set_text("4826")
    setup.scan("STAFF-7")
    setup.press("F9")
    setup.wait(lambda: any(row.name == "Maya Kelly" for row in setup.ask(queries.people)))
    setup.wait(lambda: setup.window.sheet is None)
    maya = next(row for row in setup.ask(queries.people) if row.name == "Maya Kelly")
    assert (maya.badge, maya.own_limits) == ("STAFF-7", {"discount_bp": 2000})


def test_a_phone_number_goes_on_the_block_list_without_an_order(setup: StockShop) -> None:
    """Only an order in review could be blocked; now also a number that a neighbour warned of."""
    page = show(setup, "risk")
    page.lists.add_entry.click()
    sheet = setup.wait_sheet("setup.entry")
    sheet.value.focus()
    setup.type("12")
    sheet.reason.focus()
    setup.type("Never paid next door")
    setup.press("F9")
    setup.wait(lambda: "no phone number" in sheet.value.error())

    sheet.value.set_text("")
    sheet.value.focus()
    setup.type("087 111 2222")
    setup.press("F9")

    setup.wait(lambda: setup.window.sheet is None)
    assert [(row.what, row.shown, row.is_trusted) for row in setup.ask(lists.entries)] == [
        ("phone", "+353871112222", False)
    ]


def test_a_risk_rule_is_switched_off(setup: StockShop) -> None:
    page = show(setup, "risk")
    page.rows["amount"].on.click()
    setup.wait(lambda: setup.ask(rules_as_set).get("amount") == (20, 8, False))


def test_a_copy_is_made_proved_and_restored(setup: StockShop, tmp_path: Path) -> None:
    page = show(setup, "backup")
    page.folder.set_text(str(tmp_path / "copies"))
    page._keep_folder()
    setup.settle()
    page.make()
    setup.wait(lambda: page.table.count() == 1)
    page.prove_current()
    setup.wait(lambda: "can be restored" in page.banner.accessibleName())
    page.restore_current()
    sheet = setup.window.sheet
    sheet.target.set_text(str(tmp_path / "second.kontor"))
    setup.press("F9")
    assert sheet.word.error()
    sheet.word.set_text("restore")
    setup.press("F9")
    setup.wait(lambda: (tmp_path / "second.kontor").exists())
    setup.wait(lambda: "Restored to" in page.banner.accessibleName())


def test_the_device_test_prints_for_real(setup: StockShop, tmp_path: Path) -> None:
    page = show(setup, "devices")
    paper = tmp_path / "paper.bin"
    form = page.devices.forms["printer"]
    form.url.set_text(f"file://{paper}")
    form.save()
    setup.wait(lambda: "printer" in page.devices.found)
    form.run_test()
    setup.wait(lambda: form.state.text() == "Printed")
    assert b"Kontor" in paper.read_bytes()


def test_a_paper_that_waited_comes_out_of_a_printer_that_is_set_up_now(setup: StockShop, tmp_path: Path) -> None:
    setup.wait(lambda: setup.running.porter is not None)
    desk = setup.running.desk
    product_id = setup.ask(lambda: factories.make_product("MUG"))
    desk.write(desk, print_shelf_labels, product_id)
    setup.settle()
    page, paper = show(setup, "devices"), tmp_path / "paper.bin"
    form = page.devices.forms["label_printer"]
    form.url.set_text(f"file://{paper}")
    form.save()
    setup.wait(lambda: paper.exists() and paper.read_bytes())
    moved = tmp_path / "other.bin"
    form.url.set_text(f"file://{moved}")
    form.save()
    setup.wait(lambda: page.devices.found["label_printer"]["url"].endswith("other.bin"))
    setup.settle()
    desk.write(desk, print_shelf_labels, product_id)
    setup.wait(lambda: moved.exists() and moved.read_bytes())


def test_the_shop_is_checked_from_the_settings_and_says_what_differs(setup: StockShop) -> None:
    page = show(setup, "backup")
    setup.press("F7")
    setup.wait(lambda: "Everything adds up" in page.verify.banner.accessibleName())
    setup.ask(lambda: SalesHour.insert(
        day="2026-11-22", hour=9, channel="counter", person=1, orders=7, pieces=7, total_minor=700,
    ).execute())  # fmt: skip
    setup.press("F7")
    setup.wait(lambda: "1 thing does not add up" in page.verify.banner.accessibleName())
    assert "rollups" in page.verify.findings.text()
    setup.ask(lambda: SalesHour.delete().execute())


def test_a_check_can_be_stopped(setup: StockShop) -> None:
    page = show(setup, "backup")
    page.verify.start()
    page.verify.stop()
    setup.wait(lambda: not page.verify.is_running)
    assert "stopped" in page.verify.banner.accessibleName() or "adds up" in page.verify.banner.accessibleName()


def test_about_names_the_sqlite_in_use(setup: StockShop) -> None:
    from app.core.db import sqlite_version

    page = show(setup, "about")
    setup.wait(lambda: ("SQLite", sqlite_version()) in page._found)


def test_the_wizard_makes_a_shop_that_somebody_can_sign_in_to(stores: Stores, qtbot: Any, tmp_path: Path) -> None:
    with stock_shop(stores, qtbot, lambda: None, "", role="") as driver:
        assert driver.ask(queries.nobody_works_here)
        wizard, made = Wizard(driver.running.desk), []
        wizard.finished.connect(made.append)
        driver.window.pages.addWidget(wizard)
        driver.window.pages.setCurrentWidget(wizard)
        driver.settle()
        driver.find("setup.field.name").setText("Alder & Pine")
        driver.press("F9")
        driver.wait(lambda: driver.shows("setup.field.person"))
        driver.find("setup.field.person").setText("Ruth Hartwell")
        driver.find("setup.field.pin").setText("482915")
        driver.find("setup.field.pin_again").setText("482916")
        driver.press("F9")
        assert wizard.current.again.error() == "The two PINs differ."
        driver.find("setup.field.pin_again").setText("482915")
        driver.press("F9")
        driver.wait(lambda: driver.shows("setup.device.printer"))
        driver.press("F4")
        listed = tmp_path / "products.csv"
        listed.write_text("SKU;Name;Price;EAN;Stock;Bin\nMUG;Enamel mug;14.90;5391234503500;24;A-01-3\n", "utf-8")
        wizard.current.take_file(listed)
        driver.wait(lambda: wizard.current.found)
        driver.press("F9")
        driver.wait(lambda: driver.shows("setup.field.coin"))
        driver.press("F9")
        driver.wait(lambda: driver.shows("setup.field.courier"))
        driver.press("F9")
        driver.wait(lambda: made)
        rows = driver.ask(lambda: stock_list.stock_page().rows)
        assert [(row.sku, row.on_hand, row.home, row.price_e4) for row in rows] == [("MUG", 24, "A-01-3", 149_000)]
        assert [row.name for row in driver.ask(queries.people)] == ["Ruth Hartwell"]
        assert [row.code for row in driver.ask(queries.stations)] == ["till-1"]


def test_a_list_without_prices_is_refused(tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("name\nMug\n", "utf-8")
    with pytest.raises(first_stock.NotAProductList):
        first_stock.read_product_list(listed)


def past(driver: StockShop) -> None:
    """Three orders by phone of different size, cash at the door."""

    def make() -> None:
        lamp = factories.make_product(price="100.00", on_hand=50)
        for quantity in (1, 3, 4):
            draft = phone_order((lamp, quantity), customer_id=factories.make_customer())
            place_order(factories.clerk, draft)

    driver.ask(make)


def test_a_limit_is_tried_on_past_orders_and_taken_on(setup: StockShop) -> None:
    past(setup)
    page = show(setup, "risk")
    trial = page.trial
    setup.wait(lambda: setup.find("setup.trial.held").text() == "2")
    assert "Of the last 3 orders 2 would have been held" in setup.find("setup.trial.said").text()
    trial.rule.set_current("cash_on_delivery")
    trial.rule.changed.emit()
    setup.settle()
    assert setup.find("setup.trial.limit").text() == "€250.00"
    trial.slider.setFocus()
    setup.press("End")
    assert setup.find("setup.trial.held").text() == "0"
    setup.press("F9")
    setup.wait(lambda: setup.ask(rules_as_set)["cash_on_delivery"] == (25, 44_000, True))


def test_the_orders_behind_a_trial_are_shown(setup: StockShop) -> None:
    past(setup)
    page = show(setup, "risk")
    setup.wait(lambda: setup.find("setup.trial.held").text() == "2")
    page.trial.show_orders.click()
    assert setup.wait_sheet("setup.held").table.count() == 2


def test_the_limits_of_a_role_are_changed_in_their_form(setup: StockShop) -> None:
    show(setup, "people")
    setup.find("setup.roles.counter.change").click()
    sheet = setup.wait_sheet("role")
    sheet.limits.fields["discount_bp"].set_text("7.5")
    setup.press("F9")
    setup.wait(lambda: setup.ask(lambda: limits_of("counter")["discount_bp"]) == 750)


def test_the_calibration_card_shows_the_keyboard_layout(setup: StockShop) -> None:
    from devices.layout import CARD, keyboard_layout

    page = show(setup, "scanner")
    page.layout_test._end(layout_of([(char, 0) for char in keyboard_layout("de").typed(CARD)]))
    setup.settle()
    assert setup.ask(lambda: settings.read("scanner.layout", "till-1")) == "de"
    assert "German" in setup.find("setup.scanner.layout_state").text()


def test_a_code_is_tested_against_the_rules_of_the_shop(setup: StockShop) -> None:
    page = show(setup, "scanner")
    setup.scan("4006381333932")
    setup.settle()
    assert page.codes.field.text() == "4006381333932"
    shown = [row.accessibleName() for row in page.codes.rows.findChildren(KeyValue)]
    assert "Check digit: 2, should be 1" in shown


@pytest.mark.parametrize("level", ["high", "low"])
def test_the_level_of_an_open_drawer_is_measured_and_then_watched(setup: StockShop, level: str) -> None:
    with SimulatedPrinter(drawer=level) as printer:
        page = show(setup, "devices")
        page.devices.save("printer", {"url": printer.url, "name": "printer", "options": {}, "target": {"width_mm": 80}})
        setup.wait(lambda: setup.shows("setup.device.drawer.measure"))
        setup.find("setup.device.drawer.measure").click()
        setup.wait(lambda: setup.ask(lambda: devices_of("till-1"))["printer"]["options"] == {"drawer_open": level})
        setup.wait(lambda: setup.find("setup.device.drawer.level").currentData() == level)
        assert printer.drawer_kicks() == 1


def test_a_drawer_that_does_not_move_is_not_guessed(setup: StockShop) -> None:
    with SimulatedPrinter() as printer:
        page = show(setup, "devices")
        page.devices.save("printer", {"url": printer.url, "name": "printer", "options": {}, "target": {"width_mm": 80}})
        setup.wait(lambda: setup.shows("setup.device.drawer.measure"))
        setup.find("setup.device.drawer.measure").click()
        setup.wait(lambda: "Was the drawer closed?" in setup.find("setup.device.drawer.state").text())
        assert setup.ask(lambda: devices_of("till-1"))["printer"]["options"] == {}


def test_the_characters_and_commands_of_a_pole_are_set(setup: StockShop) -> None:
    show(setup, "devices")
    setup.find("setup.device.display.url").setText("serial:///dev/ttyS9?baud=9600")
    combo = setup.find("setup.device.display.encoding")
    combo.setCurrentIndex(combo.findData("gb18030"))
    setup.find("setup.device.display.save").click()
    setup.wait(lambda: "display" in setup.ask(lambda: devices_of("till-1")))
    kept = setup.ask(lambda: devices_of("till-1"))["display"]
    assert kept["options"] == {"command_set": "epson", "encoding": "gb18030"}


def devices_of(station: str) -> dict[str, Any]:
    return dict(settings.read("station.devices", station))


def test_a_device_is_found_among_what_is_plugged_in(setup: StockShop, monkeypatch: pytest.MonkeyPatch) -> None:
    """By keys: Find, Enter; the address is kept at once."""
    with SimulatedScale("continuous") as scale:
        port = scale.url.removeprefix("serial://").partition("?")[0]
        monkeypatch.setattr(
            "serial.tools.list_ports.comports", lambda: [SimpleNamespace(device=port, description="CAS PD-II")]
        )
        show(setup, "devices")
        setup.find("setup.device.scale.find").setFocus()
        setup.press("Return")
        setup.wait(lambda: QApplication.activePopupWidget() is not None)
        assert [one.text() for one in QApplication.activePopupWidget().actions()] == [f"CAS PD-II · {port}"]

        setup.press("Return")

        setup.wait(lambda: "scale" in setup.ask(lambda: settings.read("station.devices", "till-1")))
        assert setup.ask(lambda: settings.read("station.devices", "till-1"))["scale"]["url"] == f"serial://{port}"


def test_without_anything_plugged_in_the_form_says_where_an_address_comes_from(
    setup: StockShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("serial.tools.list_ports.comports", list)
    page = show(setup, "devices")
    form = page.devices.forms["display"]

    form.find.click()

    setup.wait(lambda: form.url.error().startswith("Nothing is plugged in here."))


def test_what_a_role_may_do_is_switched_and_said(setup: StockShop) -> None:
    show(setup, "people")
    setup.find("setup.roles.counter.acts").click()
    sheet = setup.wait_sheet("role_acts")
    assert sheet.acts["void"].isChecked() and not sheet.acts["without_receipt"].isChecked()
    sheet.acts["void"].setChecked(False)
    setup.press("F9")
    setup.wait(lambda: not setup.ask(lambda: may_do("counter", "void")))
    setup.wait(lambda: "Void a sale of this shift" in setup.find("setup.roles.asks").text())
    setup.find("setup.roles.counter.acts").click()
    sheet = setup.wait_sheet("role_acts")
    assert not sheet.acts["void"].isChecked()
    setup.find("role_acts.usual").click()
    setup.wait(lambda: setup.ask(lambda: may_do("counter", "void")))
