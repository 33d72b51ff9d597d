"""Taxes by keyboard: rates, groups and regimes in the settings; what the clerk sees of them at the counter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.catalog.book import book
from app.catalog.categories import add_category
from app.catalog.models import Product, Tax
from app.catalog.queries import categories
from app.catalog.tax_queries import all_taxes
from app.catalog.taxes import RegimeInput, save_rate, save_regime
from app.core import clock
from app.core.actor import system_actor
from app.customers.models import Customer
from app.customers.queries import groups
from app.orders.models import Order
from tests import factories
from tests.conftest import Stores
from tests.ui.shop_for_stock import StockShop, people, stock_shop
from tests.ui.till_shop import TillShop, till_shop
from ui.common.labels import Label
from ui.counter.totals import sum_rows
from ui.inventory.product_editor import open_editor
from ui.settings.form import RecordField


def fill() -> None:
    """People, a tax rate and a product with it."""
    people()
    factories.make_product("MUG", price="12.30", on_hand=5)


@pytest.fixture
def setup(stores: Stores, qtbot: Any) -> Iterator[StockShop]:
    with stock_shop(stores, qtbot, fill, "settings") as running:
        yield running


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot) as running:
        yield running


def words(widget: Any) -> list[str]:
    return [label.text() for label in widget.findChildren(Label)]


def page_of(driver: StockShop) -> Any:
    page = driver.window.tab.show_section("taxes")
    driver.settle()
    driver.wait(lambda: page.found is not None and page.table.count() > 0)
    return page


def names(driver: StockShop) -> list[str]:
    return [row.tax.name for row in driver.ask(all_taxes).taxes]


def save(driver: StockShop) -> None:
    driver.press("F9")
    driver.wait(lambda: driver.window.sheet is None)


def new_tax(driver: StockShop, name: str, **values: Any) -> None:
    driver.press("F9")
    sheet = driver.window.sheet
    sheet.name.set_text(name)
    sheet.kind.set_current(values.get("kind", "percent"))
    sheet.percent.set_bp(values.get("rate"))
    sheet.amount.set_text(values.get("amount", ""))
    for field, member in zip(sheet.members, values.get("members", ()), strict=False):
        field.set_current(member)
    save(driver)
    driver.wait(lambda: name in names(driver))


def test_a_levy_and_a_group_are_made_and_the_preview_says_what_they_give(setup: StockShop) -> None:
    page = page_of(setup)
    new_tax(setup, "Bottle levy", kind="piece", amount="0.15")
    setup.wait(lambda: page.table.count() == 2)
    by_name = {row.tax.name: row.tax.id for row in setup.ask(all_taxes).taxes}
    new_tax(setup, "VAT and levy", kind="group", members=(by_name["Bottle levy"], by_name["VAT 23%"]))
    setup.wait(lambda: page.table.count() == 3)

    page.of.set_current(setup.ask(lambda: Tax.get(Tax.name == "VAT and levy").id))

    setup.wait(lambda: any("Bottle levy €0.15" in word for word in words(setup.find("setup.taxes.preview"))))


def test_a_rate_in_the_past_is_asked_about_and_one_of_next_year_is_not(setup: StockShop) -> None:
    page = page_of(setup)
    page.table.select_at(0)
    page.table.view.setFocus()
    setup.press("Return")
    sheet = setup.window.sheet
    sheet.new_percent.set_bp(2100)
    setup.press("F7")
    setup.wait(lambda: [row[0] for row in sheet.dated] == ["2027-01-01"])
    sheet.from_day.set_ms(clock.day_start_ms("2026-11-01"))
    sheet.new_percent.set_bp(2200)
    setup.press("F7")
    assert setup.window.sheet.objectName() == "confirm"
    setup.press("F9")
    setup.wait(lambda: len(sheet.dated) == 2)
    save(setup)

    tax = setup.ask(all_taxes).taxes[0].tax
    assert tax.dated == (("2026-11-01", 2200, 0), ("2027-01-01", 2100, 0))


def test_a_tax_that_products_have_is_not_deleted(setup: StockShop) -> None:
    page = page_of(setup)
    page.table.select_at(0)
    page.table.view.setFocus()
    setup.press("Delete")
    setup.press("F9")
    setup.settle()

    assert names(setup) == ["VAT 23%"]


def test_a_regime_is_made_by_keyboard(setup: StockShop) -> None:
    page = page_of(setup)
    setup.press("F7")
    sheet = setup.window.sheet
    sheet.name.set_text("Export")
    sheet.note.set_text("Export: free of tax")
    save(setup)
    setup.wait(lambda: page.regimes.count() == 1)

    regime = setup.ask(all_taxes).regimes[0]
    assert (regime.name, regime.note, regime.keeps_others) == ("Export", "Export: free of tax", False)


# -- at the counter


def export(*, for_customer: bool) -> None:
    regime = save_regime(system_actor(), RegimeInput("Export", "Export: free of tax", keeps_others=False))
    if for_customer:
        Customer.update(tax_regime_ref=regime, group=None).where(Customer.card == "CARD-77").execute()


def figures(till: TillShop) -> dict[str, str]:
    return {row[0]: row[1] for row in sum_rows(till.till.ticket)}


def test_an_export_customer_prices_the_open_ticket_anew(till: TillShop) -> None:
    till.ask(lambda: export(for_customer=True))
    till.scans("MUG-1")
    till.wait(lambda: till.find("sell.total").minor == 1_490)
    till.scans("CARD-77")

    till.wait(lambda: till.find("sell.total").minor == 1_211)
    assert figures(till)["Export: without tax"] == "−€2.79"
    till.wait(lambda: till.till.card is not None and till.till.card.regime == "Export")
    till.press("Ctrl+W")
    assert "VAT 23% not charged" in words(till.wait_sheet("why"))


def test_a_sale_is_taxed_otherwise_with_a_reason_and_a_managers_pin(till: TillShop) -> None:
    till.ask(lambda: export(for_customer=False))
    till.scans("MUG-1")
    till.press("Ctrl+J")
    sheet = till.wait_sheet("regime")
    sheet.regime.set_current(sheet.regime.combo.itemData(1))
    till.press("F9")
    assert till.sheet == "regime"  # without a reason it stays open
    sheet.reason.set_text("Passport X123")
    till.press("F9")
    till.wait(lambda: till.find("sell.total").minor == 1_211)
    till.press("F9")
    till.wait_sheet("override")  # before anything is paid
    till.type("471100")
    till.wait_sheet("payment")
    till.press("F9")
    till.wait(lambda: till.ask(lambda: [row.tax_regime for row in Order.select()]) == ["Export"])


def test_a_regime_of_this_sale_alone_goes_into_the_order_and_a_manager_allows_it_when_it_is_placed(
    till: TillShop,
) -> None:
    till.ask(lambda: export(for_customer=False))
    till.scans("MUG-1", "CARD-77")
    till.wait(lambda: till.till.card is not None)
    till.press("Ctrl+J")
    sheet = till.wait_sheet("regime")
    sheet.regime.set_current(sheet.regime.combo.itemData(1))
    sheet.reason.set_text("Passport X123")
    till.press("F9")
    till.settle()
    told = till.find("sell.total").minor
    till.press("Ctrl+O")
    till.wait(lambda: till.window.tab.mode == "phone" and till.window.tab.phone.call.promised_at)
    page = till.window.tab.phone
    till.settle()
    assert page.call.total_minor == told
    assert "Passport X123" in till.find("order_entry.button.regime").accessibleName()

    till.press("Ctrl+J")
    sheet = till.wait_sheet("regime")
    sheet.regime.set_current(0)
    till.press("F9")
    till.wait(lambda: page.call.by_hand is None)
    assert page.call.total_minor > told
    till.press("Ctrl+Z")
    till.wait(lambda: page.call.total_minor == told)

    page.right.plan_chosen.emit("at_pickup")
    till.wait(lambda: page.calls.known.held_until)
    till.settle()
    till.press("F9")
    till.wait_sheet("override")
    till.type("471100")
    till.wait(lambda: page.calls.is_done)
    rows = till.ask(lambda: [(row.tax_regime, row.total_minor, row.tax_minor) for row in Order.select()])
    assert rows == [("Export", told, 0)]


def test_a_parked_sale_tells_when_taxes_changed_meanwhile(till: TillShop) -> None:
    till.scans("MUG-1")
    till.press("F4")
    till.wait_sheet("park")
    till.press("F9")
    till.wait(lambda: not till.till.ticket.lines)
    tax = till.ask(lambda: all_taxes().taxes[0].tax.id)
    till.ask(lambda: save_rate(system_actor(), tax, clock.today(), 2100))
    till.press("F5")
    till.wait_sheet("parked")
    till.press("Enter")

    till.wait(lambda: till.lines() == [("MUG-1", 1)])
    till.wait(lambda: "today’s rates" in till.toast())
    assert figures(till)["VAT included 21%"] == "€2.59"


def test_the_customer_card_chooses_the_regime_and_the_open_sale_follows(till: TillShop) -> None:
    till.ask(lambda: export(for_customer=False))
    till.scans("MUG-1", "CARD-77")
    till.wait(lambda: till.till.card is not None)
    till.press("F3")
    sheet = till.wait_sheet("customer_card")
    sheet.regime.combo.setFocus()
    till.press("Down")
    till.wait_sheet("override")
    till.type("471100")
    till.wait(lambda: till.till.card.regime == "Export")
    till.press("Esc")

    assert figures(till)["Export: without tax"] == "−€2.79"


def test_a_regime_is_given_to_a_group_of_customers(till: TillShop) -> None:
    till.ask(lambda: export(for_customer=False))
    regime = till.ask(all_taxes).regimes[0]
    group = till.ask(groups)[0]
    kept = RegimeInput(regime.name, regime.note, regime.keeps_others)
    till.ask(lambda: save_regime(system_actor(), kept, regime.id, (group.id,)))
    till.scans("MUG-1", "CARD-77")

    till.wait(lambda: till.till.card is not None and till.till.card.regime == "Export")
    assert till.till.ticket.totals().tax_minor == 0


def test_products_move_to_another_tax_by_keyboard_and_the_toast_takes_it_back(setup: StockShop) -> None:
    page = page_of(setup)
    new_tax(setup, "Low", rate=900)
    setup.ask(lambda: add_category(system_actor(), "mugs", "Mugs"))
    setup.wait(lambda: page.categories.table.count() == 1)
    page.table.select_at(next(no for no, row in enumerate(page.found.taxes) if row.products))
    old = page.table.current().tax

    setup.press("F6")
    sheet = setup.window.sheet
    assert sheet.of.current() == old.id
    setup.wait(lambda: sheet.primary.isEnabled())
    assert any("1 product has" in word for word in words(sheet))
    setup.press("F9")
    assert any("1 product gets Low instead of" in word for word in words(setup.window.sheet))
    setup.press("F9")
    setup.wait(lambda: setup.window.sheet is None)
    setup.wait(lambda: setup.ask(lambda: Product.select(Product.tax).scalar()) != old.id)

    setup.window.toasts.undo()
    setup.wait(lambda: setup.ask(lambda: Product.select(Product.tax).scalar()) == old.id)


def test_a_new_product_starts_with_the_usual_tax_of_its_category(setup: StockShop) -> None:
    page = page_of(setup)
    new_tax(setup, "Low", rate=900)
    category = setup.ask(lambda: add_category(system_actor(), "books", "Books"))
    setup.wait(lambda: page.categories.table.count() == 1)
    low = next(row.tax.id for row in page.found.taxes if row.tax.name == "Low")

    page.categories.table.view.setFocus()
    setup.press("Enter")
    setup.window.sheet.tax.set_current(low)
    setup.press("F9")
    setup.wait(lambda: setup.ask(categories)[0].tax_id == low)

    open_editor(setup.window.desk, setup.window, None)
    setup.wait(lambda: setup.window.sheet is not None)
    form = setup.window.sheet.form
    assert form.fields["tax_id"].current() != low
    form.fields["category_id"].set_current(category)
    assert form.fields["tax_id"].current() == low
    assert "The usual tax of its category." in words(form.fields["tax_id"])


def test_the_tax_of_delivery_is_chosen_among_the_taxes(setup: StockShop) -> None:
    page = page_of(setup)
    new_tax(setup, "Carriage", rate=1_350)
    field = next(field for field in page.findChildren(RecordField))
    setup.wait(lambda: field.editor.combo.count() == 3)
    assert field.editor.combo.itemText(0) == "23% in what is paid"

    field.editor.combo.setCurrentIndex(field.editor.combo.findText("Carriage"))

    setup.wait(lambda: setup.ask(lambda: book().taxes.charges[1]) == 1_350)
