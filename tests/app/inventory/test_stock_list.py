"""The stock screen: filters, sorting, figures, what runs low."""

from __future__ import annotations

import pytest

from app.analysis.work import stock as stock_report
from app.catalog.find import index_products
from app.core import clock
from app.core.actor import Actor, system_actor
from app.core.command import command
from app.inventory import stock
from app.inventory.bins import bin_named
from app.inventory.models import PlaceKind
from app.inventory.stock_list import StockFilter, StockSort, low_stock, stock_counts, stock_page, stock_row
from app.purchasing.order import suggest_order
from tests.factories import make_product

BY = system_actor()


@command("tests.sell")
def sell(by: Actor, product_id: int, quantity: int) -> None:
    stock.take_out(product_id, quantity, target=stock.special_place(PlaceKind.CUSTOMER), reason="sale")


@command("tests.hold")
def hold(by: Actor, product_id: int, quantity: int) -> None:
    stock.reserve(product_id, quantity, basket="b")


@pytest.fixture
def goods(store):
    """A mug that sells, a pen that is out, a lamp that nobody buys, carriage that is no stock."""
    mug = make_product("MUG", on_hand=20, bin="A-1", cost="2.50", reorder_point=15, order_up_to=40)
    pen = make_product("PEN", bin="A-2", reorder_point=5)
    with clock.frozen(clock.now_ms() - 100 * clock.DAY_MS):
        lamp = make_product("LAMP", on_hand=4, bin="A-3", cost="10.00")
    make_product("POST", is_stocked=False)
    sell(BY, mug, 4)
    hold(BY, mug, 2)
    index_products()
    return {"mug": mug, "pen": pen, "lamp": lamp}


def skus(**more):
    return [row.sku for row in stock_page(**more).rows]


def test_a_row_says_how_much_there_is_and_how_long_it_lasts(goods):
    """16 on hand, 2 reserved; 4 sold in 28 days: 14 free last 98 days."""
    row = stock_row(goods["mug"])

    assert (row.on_hand, row.reserved, row.available, row.sold, row.cover_days) == (16, 2, 14, 4, 98)
    assert (row.home, row.last_moved_at, row.is_low) == ("A-1", clock.now_ms(), True)
    assert stock_row(goods["lamp"]).cover_days is None
    assert stock_row(999) is None


@pytest.mark.parametrize(
    ("only", "wanted"),
    [("all", ["LAMP", "MUG", "PEN"]), ("low", ["MUG", "PEN"]), ("out", ["PEN"]), ("reserved", ["MUG"]),
     ("incoming", []), ("idle", ["LAMP"])],
)  # fmt: skip
def test_each_card_is_a_filter(goods, only, wanted):
    assert skus(only=only) == wanted
    assert StockFilter(only)


@pytest.mark.parametrize("sort", list(StockSort))
def test_every_column_sorts_both_ways(goods, sort):
    assert sorted(skus(sort=sort)) == sorted(skus(sort=sort, falling=True)) == ["LAMP", "MUG", "PEN"]


def test_sorting_by_figures_sorts_by_figures(goods):
    assert skus(sort=StockSort.ON_HAND, falling=True) == ["MUG", "LAMP", "PEN"]
    assert skus(sort=StockSort.COVER)[0] == "MUG"
    assert skus(sort=StockSort.LAST_MOVE, falling=True) == ["MUG", "LAMP", "PEN"]


def test_pages_know_how_many_rows_there_are(goods):
    page = stock_page(offset=1, limit=1)

    assert ([row.sku for row in page.rows], page.total) == (["MUG"], 3)
    assert skus(text="mug") == ["MUG"]
    assert skus(place_id=bin_named("A-3")) == ["LAMP"]
    assert stock_page("nothing like it").total == 0


def test_the_cards_count_and_the_stock_is_valued_at_cost(goods):
    """16 mugs at 2.50 and 4 lamps at 10.00."""
    figures = stock_counts()

    assert figures == (3, 2, 1, 1, 0, 8_000)


def test_what_runs_low_is_ordered_up_to_its_target(goods):
    assert [(row.sku, row.available, row.suggested) for row in low_stock()] == [("PEN", 0, 5), ("MUG", 14, 26)]


def test_stock_is_low_strictly_below_the_point_and_every_list_agrees(store):
    """At the point nothing is bought yet; one piece less, and row, filter, figure, proposal and report say so."""
    at = make_product("AT", on_hand=5, bin="A-1", reorder_point=5, order_up_to=9)
    below = make_product("BELOW", on_hand=4, bin="A-2", reorder_point=5, order_up_to=9)

    assert (stock_row(at).is_low, stock_row(below).is_low, stock_row(below).suggested) == (False, True, 5)
    assert (skus(only="low"), stock_counts().low) == (["BELOW"], 1)
    assert [row.sku for row in low_stock()] == ["BELOW"]
    assert [row.sku for row in suggest_order()] == ["BELOW"]
    assert stock_report("2026-11-01", "2026-11-30").column("sku") == ["BELOW"]
