"""What the stock screens read: alert cards, the counting board, a product's story."""

from __future__ import annotations

from app.core import clock
from app.inventory import alerts, bins, count, count_board, labels, stock_list
from app.overview import product_story
from tests.factories import make_product, manager


def test_the_cards_count_each_product_where_it_belongs(store: str) -> None:
    make_product("LOW", on_hand=2, reorder_point=5, cost="3.00")
    make_product("OUT")
    make_product("FINE", on_hand=50)
    found = alerts.stock_alerts()
    assert (found.products, found.low, found.out, found.idle) == (3, 1, 1, 0)
    with clock.frozen(clock.now_ms() + 91 * clock.DAY_MS):
        later = alerts.stock_alerts()
    assert (later.idle, later.idle_minor) == (2, 2 * 300 + 50 * 400)
    assert [row.sku for row in stock_list.stock_page(only="low").rows] == ["LOW"]


def test_the_board_hides_differences_until_a_bin_is_closed(store: str) -> None:
    product = make_product("AXE", on_hand=4, bin="B-01-1", cost="2.00")
    place = bins.bin_named("B-01-1")
    count_id = count.start_count(manager, place)
    count.record_count(manager, count_id, product, 3)
    assert [(row.code, row.missing) for row in count_board.count_bins("B")] == [("B-01-1", 0)]
    count.close_count(manager, count_id)
    assert [(row.code, row.missing, row.state) for row in count_board.count_bins("B")] == [("B-01-1", 1, "counted")]
    assert [(row.sku, row.difference, row.value_minor) for row in count_board.differences()] == [("AXE", -1, -200)]
    assert count_board.count_totals() == (600, -200, 0)
    assert [(zone.zone, zone.bins, zone.asked) for zone in count_board.count_zones()] == [("B", 1, 0)]


def test_a_story_reckons_the_stock_back_through_its_moves(store: str) -> None:
    product = make_product("AXE", on_hand=4, bin="B-01-1")
    from app.inventory.move import adjust_stock

    adjust_stock(manager, product, bins.bin_named("B-01-1"), -1, "damaged")
    moves = product_story.product_moves(product, 3)
    assert [(move.reason, move.change, move.after) for move in moves] == [("damaged", -1, 3), ("goods_in", 4, 4)]
    assert product_story.move_count(product) == 2
    assert not product_story.outlook(product).is_known
    assert product_story.orders_waiting([product]) == 0


def test_labels_are_for_goods_without_a_number_of_their_own(store: str) -> None:
    bare, coded = make_product("AXE"), make_product("KNF", code="5391234503500")
    assert labels.without_barcode([bare, coded]) == [bare]
    assert labels.print_shelf_labels(manager, bare, 3) > 0
