"""Receiving: scanning a delivery in, too many, broken, wrong items, goods without an order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.inventory import bins, stock_list
from app.purchasing import order, queries, suppliers
from tests import factories
from tests.conftest import Stores
from tests.ui.shop_for_stock import StockShop, people, stock_shop
from ui.inventory.tally import Tally, TallyLine


def fill() -> None:
    """One purchase on its way: 4 flasks, 2 mugs; a stove that nobody ordered."""
    people()
    flask = factories.make_product("FLK-075", bin="B-04-2")
    mug = factories.make_product("MUG-350", bin="A-01-1")
    factories.make_product("STV-TR", bin="A-01-1")
    supplier = suppliers.add_supplier(factories.manager, "nordic", "Nordic Steel", lead_days=6)
    lines = [order.WantedLine(flask, 4), order.WantedLine(mug, 2)]
    order.send_purchase(factories.manager, order.create_purchase(factories.manager, supplier, lines))


@pytest.fixture
def receiving(stores: Stores, qtbot: Any) -> Iterator[StockShop]:
    with stock_shop(stores, qtbot, fill, "stock", "receive") as running:
        running.wait(lambda: running.find("receiving.purchases").count() == 1)
        yield running


def begin(driver: StockShop) -> Any:
    driver.press("F9")
    driver.wait(lambda: driver.window.tab.receive.tally is not None)
    return driver.window.tab.receive.tally


def on_hand(driver: StockShop) -> dict[str, int]:
    return driver.ask(lambda: {row.sku: row.on_hand for row in stock_list.stock_page().rows})


def test_scans_count_and_f9_books_in_what_came(receiving: StockShop) -> None:
    tally = begin(receiving)
    receiving.scans("FLK-075", "MUG-350", "FLK-075", "MUG-350")
    receiving.wait(lambda: tally.counted == 4)
    assert receiving.find("receiving.total.left").text() == "2"
    receiving.press("F9")
    receiving.wait(lambda: on_hand(receiving) == {"FLK-075": 2, "MUG-350": 2, "STV-TR": 0})
    receiving.wait(lambda: receiving.ask(queries.purchases)[0].state == "partly_received")


def test_a_typed_quantity_a_broken_piece_and_undo(receiving: StockShop) -> None:
    tally = begin(receiving)
    receiving.scan("FLK-075")
    receiving.press("F6")
    receiving.type("4")
    receiving.press("F9")
    assert tally.counted == 4
    receiving.press("F7")
    assert (tally.counted, tally.broken) == (3, 1)
    receiving.press("Ctrl+Z")
    assert (tally.counted, tally.broken) == (4, 0)


def test_more_than_ordered_is_kept_with_a_word(receiving: StockShop) -> None:
    tally = begin(receiving)
    receiving.scans("MUG-350", "MUG-350", "MUG-350")
    receiving.wait(lambda: tally.extra == 1)
    receiving.press("F9")
    receiving.wait(lambda: receiving.shows("keep.field"))
    receiving.type("gift")
    receiving.press("F9")
    receiving.wait(lambda: on_hand(receiving)["MUG-350"] == 3)


def test_what_was_not_ordered_may_be_put_aside(receiving: StockShop) -> None:
    tally = begin(receiving)
    receiving.scan("STV-TR")
    receiving.wait(lambda: tally.counted == 1)
    receiving.press("F8")
    assert tally.counted == 0
    assert tally.wrong == 1


def test_a_scanned_bin_is_where_the_goods_go(receiving: StockShop) -> None:
    begin(receiving)
    receiving.scan("FLK-075")
    receiving.scan("A-01-1")
    assert receiving.find("receiving.place").text() == "A-01-1"
    receiving.press("F9")
    receiving.wait(lambda: on_hand(receiving)["FLK-075"] == 1)
    place = receiving.ask(lambda: bins.bin_named("A-01-1"))
    assert [line.sku for line in receiving.ask(lambda: bins.bin_contents(place))] == ["FLK-075"]


def test_counted_goods_are_not_dropped_by_esc(receiving: StockShop) -> None:
    tally = begin(receiving)
    receiving.scan("FLK-075")
    receiving.wait(lambda: tally.counted == 1)
    receiving.press("Esc")
    assert receiving.window.tab.receive.tally is tally
    assert "not booked in" in receiving.window.notice.text


def test_a_scan_on_the_list_begins_goods_without_an_order(receiving: StockShop) -> None:
    receiving.scan("STV-TR")
    receiving.wait(lambda: receiving.window.tab.receive.tally is not None)
    receiving.wait(lambda: receiving.window.tab.receive.tally.counted == 1)
    receiving.press("F9")
    receiving.wait(lambda: on_hand(receiving)["STV-TR"] == 1)


def test_a_tally_steps_back_step_by_step() -> None:
    tally = Tally(None, lines={1: TallyLine(1, "A", "A", "", "", "piece", 2)})
    tally.add(1, 1)
    tally.add(1, 5)
    assert (tally.counted, tally.extra, tally.left) == (6, 4, 0)
    assert tally.undo()
    assert tally.undo()
    assert not tally.undo()
    assert tally.counted == 0
