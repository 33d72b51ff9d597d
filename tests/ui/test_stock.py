"""The stock list: alert cards, filters, count, move, price, ordering, product editor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.catalog.find import index_products
from app.catalog.kits import parts_of
from app.inventory import bins, stock_list
from app.inventory.queries import find_sellable
from app.purchasing import queries, suppliers
from app.staff.table_views import kept_view
from tests import factories
from tests.conftest import Stores
from tests.ui.shop_for_stock import StockShop, people, stock_shop


def fill() -> None:
    """Three products in two bins, one of them low."""
    people()
    low = factories.make_product("FLK-075", on_hand=3, bin="B-04-2", reorder_point=5, order_up_to=20)
    factories.make_product("MUG-350", on_hand=40, bin="A-01-1")
    factories.make_product("STV-TR", on_hand=0, bin="A-01-1")
    supplier = suppliers.add_supplier(factories.manager, "nordic", "Nordic Steel", lead_days=6)
    suppliers.set_source(factories.manager, low, supplier, cost_e4=40_000)
    index_products()


@pytest.fixture
def stock(stores: Stores, qtbot: Any) -> Iterator[StockShop]:
    """The tab on a shop with three products in two bins."""
    with stock_shop(stores, qtbot, fill, "stock") as running:
        running.wait(lambda: running.find("stock.table").count() == 3)
        yield running


def row(driver: StockShop, sku: str) -> Any:
    return driver.ask(lambda: next(one for one in stock_list.stock_page().rows if one.sku == sku))


def test_the_cards_count_and_filter(stock: StockShop) -> None:
    table = stock.find("stock.table")
    stock.wait(lambda: table.count() == 3)
    assert stock.find("stock.filter.low").number.text() == "1"
    stock.window.tab.items.alerts._press("low")
    stock.settle()
    assert [one.sku for one in table.rows()] == ["FLK-075"]
    stock.press("Esc")
    stock.wait(lambda: table.count() == 3)


def test_a_scanned_product_is_selected_and_a_bin_filters(stock: StockShop) -> None:
    stock.scan("MUG-350")
    stock.wait(lambda: stock.find("stock.table").current() and stock.find("stock.table").current().sku == "MUG-350")
    stock.wait(lambda: stock.find("stock.on_hand").text() == "40")
    stock.scan("B-04-2")
    stock.wait(lambda: [one.sku for one in stock.find("stock.table").rows()] == ["FLK-075"])


def test_f6_books_the_difference_with_a_reason(stock: StockShop) -> None:
    stock.scan("MUG-350")
    stock.wait(lambda: stock.window.tab.items.pane.story is not None)
    stock.press("F6")
    stock.find("set_count.field.counted")
    stock.type("38")
    stock.press("F9")
    stock.wait(lambda: row(stock, "MUG-350").on_hand == 38)
    moves = stock.ask(lambda: bins.movements(reason="lost"))
    assert [move.quantity for move in moves] == [2]


def test_f4_carries_goods_to_the_scanned_bin_and_undo_brings_them_back(stock: StockShop) -> None:
    stock.scan("MUG-350")
    stock.wait(lambda: stock.window.tab.items.pane.story.row.sku == "MUG-350")
    stock.press("F4")
    stock.find("move.field.quantity")
    stock.scan("B-04-2")
    stock.type("7")
    stock.press("F9")
    product = row(stock, "MUG-350").product_id
    stock.wait(lambda: {one.place: one.on_hand for one in stock.ask(lambda: bins.product_bins(product))}
               == {"A-01-1": 33, "B-04-2": 7})  # fmt: skip


def test_f7_sets_another_price(stock: StockShop) -> None:
    stock.scan("MUG-350")
    stock.wait(lambda: stock.find("stock.table").current().sku == "MUG-350")
    stock.press("F7")
    stock.find("shelf_price.field")
    stock.type("12.50")
    stock.press("F9")
    stock.wait(lambda: row(stock, "MUG-350").price_e4 == 125_000)


def test_f9_writes_and_sends_what_runs_low(stock: StockShop) -> None:
    stock.wait(lambda: stock.find("stock.table").count() == 3)
    stock.press("F9")
    stock.wait(lambda: stock.shows("order_stock.primary"))
    stock.press("F9")
    stock.wait(lambda: len(stock.ask(queries.purchases)) == 1)
    stock.wait(lambda: stock.ask(queries.purchases)[0].state == "sent")
    assert stock.ask(queries.purchases)[0].ordered == 17


def test_an_unknown_code_becomes_a_product(stock: StockShop) -> None:
    stock.scan("5391234500755")
    stock.window.tab.add_product("5391234500755")
    stock.wait(lambda: stock.shows("product.field.name"))
    stock.find("product.field.name").setText("Steel flask 1 L")
    stock.find("product.field.price_e4").setText("32.00")
    stock.press("F9")
    stock.wait(lambda: stock.ask(lambda: stock_list.stock_page("Steel flask").total) == 1)
    assert row(stock, "5391234500755").price_e4 == 320_000


def test_the_form_says_what_is_missing(stock: StockShop) -> None:
    stock.press("Ctrl+N")
    stock.wait(lambda: stock.shows("product.field.name"))
    stock.press("F9")
    assert stock.window.sheet.form.fields["name"].error() == "A product needs a name."
    stock.press("Esc")
    assert stock.window.sheet is None


def test_columns_and_sort_are_chosen_by_keys_and_found_again_by_the_same_person(stock: StockShop) -> None:
    table = stock.find("stock.table")
    table.view.setFocus()
    stock.press("Alt+C")
    stock.wait_sheet("columns")
    stock.press("Down")
    stock.press("Space")
    stock.press("Down")
    stock.press("Alt+Down")
    stock.press("Esc")
    table.view.head.sectionClicked.emit(0)
    stock.settle()
    assert [column.sort for column in table.model.columns][:3] == ["name", "reserved", "on_hand"]
    person = stock.window.desk.actor.person_id
    kept = stock.ask(lambda: kept_view(person, "till-1", "stock.table"))
    assert (kept.hidden, kept.sort) == (("bin",), "name")
    stock.window.retranslate()
    stock.settle()
    stock.wait(lambda: stock.find("stock.table").count() == 3)
    again = stock.find("stock.table")
    assert (again.layout_now().hidden, again.layout_now().sort) == (("bin",), "name")
    assert [row.name for row in again.rows()] == sorted(row.name for row in again.rows())


def test_scanned_parts_make_a_product_a_kit(stock: StockShop) -> None:
    stock.window.tab.add_product("GIFT-BOX")
    stock.wait(lambda: stock.shows("product.field.name"))
    stock.find("product.field.name").setText("Gift box")
    stock.find("product.field.price_e4").setText("30.00")
    stock.find("product.kit.find").setFocus()
    for code in ("MUG-350", "FLK-075", "MUG-350"):
        stock.scan(code)
        stock.settle()
    stock.wait(lambda: len(stock.window.sheet.kit.parts()) == 2)
    stock.press("F9")
    stock.wait(lambda: bool(stock.ask(lambda: find_sellable("GIFT-BOX"))))
    stock.wait(lambda: stock.ask(lambda: find_sellable("GIFT-BOX"))[0].available == 3)
    kit = stock.ask(lambda: find_sellable("GIFT-BOX"))[0].product_id
    assert [(one.sku, one.quantity) for one in stock.ask(lambda: parts_of(kit))] == [("MUG-350", 2), ("FLK-075", 1)]


def test_products_are_put_under_a_parent_by_scanning_them(stock: StockShop) -> None:
    stock.window.tab.add_product("SHIRT")
    stock.wait(lambda: stock.shows("product.field.name"))
    stock.find("product.field.name").setText("Shirt")
    stock.find("product.field.price_e4").setText("30.00")
    card = stock.window.sheet.variants
    card.names.set_text("Size, Color")
    card.goods.field.focus()
    for code in ("MUG-350", "FLK-075"):
        stock.scan(code)
        stock.settle()
    stock.wait(lambda: len(card.variants()) == 2)
    for field, text in zip(card._fields.values(), ("M, Red", "L, Red"), strict=True):
        field.set_text(text)
    stock.press("F9")
    stock.wait(lambda: len(stock.ask(lambda: find_sellable("SHIRT"))) == 2)
    assert [hit.sku for hit in stock.ask(lambda: find_sellable("SHIRT"))] == ["MUG-350", "FLK-075"]
