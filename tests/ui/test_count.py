"""Counting: blind, bin by bin, differences after closing, recount and accept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.inventory import count_board, stock_list
from tests import factories
from tests.conftest import Stores
from tests.ui.shop_for_stock import StockShop, people, stock_shop


def fill() -> None:
    """An aisle of two bins."""
    people()
    factories.make_product("AXE-ASH", on_hand=4, bin="B-02-1", cost="2.00")
    factories.make_product("KNF-OAK", on_hand=11, bin="B-02-1", cost="1.00")
    factories.make_product("FLK-050", on_hand=6, bin="B-02-2")


@pytest.fixture
def counting(stores: Stores, qtbot: Any) -> Iterator[StockShop]:
    with stock_shop(stores, qtbot, fill, "stock", "count") as running:
        running.wait(lambda: running.find("count.title").text() == "Bin B-02-1")
        running.wait(lambda: len(running.window.tab.count._lines) == 2)
        yield running


def states(driver: StockShop) -> dict[str, str]:
    return driver.ask(lambda: {row.code: row.state for row in count_board.count_bins("B")})


def test_typed_figures_without_a_difference_are_accepted_at_once(counting: StockShop) -> None:
    counting.press("F6")
    counting.type("4")
    counting.press("Return")
    counting.type("11")
    counting.press("F9")
    counting.wait(lambda: states(counting)["B-02-1"] == "accepted")
    counting.wait(lambda: counting.find("count.title").text() == "Bin B-02-2")


def test_scans_count_piece_by_piece_and_ctrl_z_takes_one_back(counting: StockShop) -> None:
    counting.scans("AXE-ASH", "AXE-ASH", "AXE-ASH")
    screen = counting.window.tab.count
    assert screen._counted == {screen._lines[0].product_id: 3}
    counting.press("Ctrl+Z")
    counting.wait(lambda: list(screen._counted.values()) == [2])


def test_the_books_stay_hidden_until_the_bin_is_closed_then_accept_puts_them_right(counting: StockShop) -> None:
    counting.scan("AXE-ASH")
    assert counting.ask(count_board.differences) == []
    counting.press("F9")
    counting.wait(lambda: states(counting)["B-02-1"] == "counted")
    found = counting.ask(count_board.differences)
    assert sorted((row.sku, row.difference) for row in found) == [("AXE-ASH", -3), ("KNF-OAK", -11)]
    accept = f"count.button.accept.{found[0].count_id}"
    counting.wait(lambda: counting.shows(accept))
    counting.find(accept).click()
    counting.wait(lambda: states(counting)["B-02-1"] == "accepted")
    left = counting.ask(lambda: {row.sku: row.on_hand for row in stock_list.stock_page().rows})
    assert left == {"AXE-ASH": 1, "KNF-OAK": 0, "FLK-050": 6}


def test_another_bin_offers_to_close_this_one(counting: StockShop) -> None:
    counting.scan("AXE-ASH")
    counting.scan("B-02-2")
    assert "B-02-1 is not closed yet" in counting.window.notice.text
    assert counting.find("count.title").text() == "Bin B-02-1"


def test_what_the_books_do_not_know_is_counted_too(counting: StockShop) -> None:
    counting.scan("FLK-050")
    counting.wait(lambda: len(counting.window.tab.count._lines) == 3)
    counting.wait(lambda: list(counting.window.tab.count._counted.values()) == [1])


def test_an_empty_bin_is_one_key_and_recount_begins_anew(counting: StockShop) -> None:
    counting.press("F8")
    counting.wait(lambda: states(counting)["B-02-1"] == "counted")
    count_id = counting.ask(count_board.differences)[0].count_id
    counting.wait(lambda: counting.shows(f"count.button.recount.{count_id}"))
    counting.find(f"count.button.recount.{count_id}").click()
    counting.wait(lambda: states(counting)["B-02-1"] == "open")
    counting.wait(lambda: counting.find("count.title").text() == "Bin B-02-1")


def test_skip_goes_to_the_next_bin(counting: StockShop) -> None:
    counting.press("F4")
    counting.wait(lambda: counting.find("count.title").text() == "Bin B-02-2")
