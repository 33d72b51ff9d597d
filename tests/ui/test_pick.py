"""Picking by scanner and keys: the walk, what is wrong, what is not there, undo, and the plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.inventory.stock import available
from app.orders.amend import Amendment, LineChange, amend_order
from app.orders.models import OrderLine
from tests.conftest import Stores
from tests.factories import manager
from tests.ui.pick_shop import PickShop, pick_shop

MUG, OTHER_MUG, KETTLE = "5390000000012", "MUG-2", "KET-9"


@pytest.fixture
def picking(stores: Stores, qtbot: Any) -> Iterator[PickShop]:
    with pick_shop(stores, qtbot) as running:
        running.go("pick")
        yield running


@pytest.fixture
def walk(picking: PickShop) -> Any:
    """The walk of the list, begun with F9."""
    picking.press("F9")
    picking.wait(lambda: picking.window.tab.pick.walk.screen is not None)
    picking.settle()
    return picking.window.tab.pick.walk


def go_on(picking: PickShop, place: str) -> None:
    """Wait until the green moment is over and the next bin is shown."""
    picking.wait(lambda: picking.window.tab.pick.walk.bin.place == place)
    picking.settle()


def test_f9_begins_the_list_and_shows_the_first_bin_over_the_whole_window(picking: PickShop, walk: Any) -> None:
    assert picking.state() == "go"
    assert walk.bin.place == "A-01-1"
    assert picking.find("pick.qty").text() == "3"
    assert picking.find("pick.scanned").text() == "0"
    assert not picking.window.rail.isVisible()
    assert not picking.window.topbar.isVisible()
    assert [tote.code for tote in walk.screen.totes if tote.is_next] == ["TOTE-1"]


def test_pieces_are_counted_and_the_last_one_leads_to_the_next_bin(picking: PickShop, walk: Any) -> None:
    picking.scan(MUG)
    assert picking.find("pick.scanned").text() == "1"
    picking.scan(MUG)
    picking.scan(MUG)
    assert picking.state() == "ok"
    go_on(picking, "B-02-1")
    assert picking.state() == "go"
    picking.scan(KETTLE)
    picking.wait(lambda: picking.state() == "done")
    assert picking.shows("pick.finished")


def test_a_wrong_item_stays_red_until_the_right_one_is_scanned(picking: PickShop, walk: Any) -> None:
    picking.scan(OTHER_MUG)
    assert picking.state() == "wrong"
    assert picking.find("pick.wrong.title").text() == "Wrong item"
    assert "A-01-2" in picking.find("pick.wrong.do").text()
    walk.refresh()
    picking.settle()
    assert picking.state() == "wrong"
    picking.scan(MUG)
    assert picking.state() == "go"
    assert picking.find("pick.scanned").text() == "1"


def test_escape_answers_the_red_page_and_nothing_was_counted(picking: PickShop, walk: Any) -> None:
    picking.scan("B-02-1")
    assert picking.find("pick.wrong.title").text() == "Wrong bin"
    picking.press("Esc")
    assert picking.state() == "go"
    assert walk.screen.picked == 0


def test_a_quantity_before_the_scan_counts_more_and_too_many_turns_amber(picking: PickShop, walk: Any) -> None:
    walk.on_code(f"2*{MUG}")
    picking.settle()
    assert picking.find("pick.scanned").text() == "2"
    walk.on_code(f"2*{MUG}")
    picking.settle()
    assert picking.state() == "over"


def test_the_quantity_sheet_counts_the_next_scan_so_often(picking: PickShop, walk: Any) -> None:
    picking.press("F6")
    assert picking.sheet == "pick.quantity"
    picking.press("F9")
    picking.settle()
    picking.scan(MUG)
    assert picking.state() == "ok"


def test_what_went_to_the_packing_table_cannot_be_undone_here_and_says_so(picking: PickShop, walk: Any) -> None:
    walk.on_code(f"3*{MUG}")
    picking.settle()
    go_on(picking, "B-02-1")
    picking.press("Ctrl+Z")
    assert picking.window.notice.isVisible()
    assert walk.bin.place == "B-02-1"


def test_undo_takes_one_scan_back(picking: PickShop, walk: Any) -> None:
    picking.scan(MUG)
    picking.press("Ctrl+Z")
    picking.settle()
    assert picking.find("pick.scanned").text() == "0"


def test_what_is_not_there_is_said_with_f7_and_the_order_gets_it_later(picking: PickShop, walk: Any) -> None:
    picking.press("F7")
    assert picking.sheet == "pick.short"
    picking.press("F9")
    picking.settle()
    assert picking.state() == "short"
    assert "follow later" in picking.toast()
    go_on(picking, "B-02-1")


def test_a_skipped_bin_comes_at_the_end(picking: PickShop, walk: Any) -> None:
    picking.press("F4")
    picking.settle()
    assert walk.bin.place == "B-02-1"
    assert [stop.place for stop in walk.screen.then] == ["A-01-1"]


def test_leaving_keeps_the_walk_and_a_scanned_tote_resumes_it(picking: PickShop, walk: Any) -> None:
    picking.scan(MUG)
    picking.press("Esc")
    assert picking.window.rail.isVisible()
    picking.scan("TOTE-2")
    picking.settle()
    assert picking.window.tab.pick.is_walking
    picking.wait(lambda: walk.screen is not None)
    assert walk.screen.picked == 1


def test_a_command_card_presses_the_key(picking: PickShop, walk: Any) -> None:
    picking.scan("KEY-F4")
    picking.settle()
    assert walk.bin.place == "B-02-1"


def test_the_verdict_of_a_scan_is_shown_before_anything_is_read_anew(picking: PickShop, walk: Any) -> None:
    calls: list[int] = []
    walk.refresh = lambda: calls.append(1)
    picking.scan(MUG)
    assert picking.find("pick.scanned").text() == "1"
    assert picking.find("pick.done").text() == "1"


def test_the_plan_puts_chosen_orders_on_a_list(picking: PickShop) -> None:
    plan = picking.go("plan").plan
    assert [row.order_id for row in plan.table.rows()] == [picking.ids["four"]]
    picking.press("A")
    assert picking.find("plan.primary").label() == "Make a list of 1 order"
    picking.scan("TOTE-4")
    picking.press("F9")
    picking.settle()
    assert plan.table.count() == 0
    assert len(plan._batches) == 2
    assert picking.toast().startswith("List B-")


def test_new_totes_are_scanned_into_the_sheet(picking: PickShop) -> None:
    picking.go("plan")
    picking.press("N")
    for code in ("TOTE-8", "TOTE-9", "TOTE-9"):
        picking.scan(code)
    picking.press("F9")
    picking.settle()
    assert picking.toast() == "2 totes are new"


def test_a_changed_order_tells_the_picker_what_to_put_back_and_f5_says_that_it_is(picking: PickShop, walk: Any) -> None:
    for _piece in range(3):
        picking.scan(MUG)
    go_on(picking, "B-02-1")

    change(picking, "one", picking.ids["mug"], 1)

    picking.wait(lambda: picking.shows("put_back"))
    assert "1 × Product MUG-1 to A-01-1" in picking.find("put_back.text").text()
    picking.scan(KETTLE)
    picking.wait(lambda: picking.state() == "done")
    picking.press("F5")
    picking.wait(lambda: not picking.shows("put_back"))
    assert picking.ask(lambda: available(picking.ids["mug"])) == 24 - 2 - 1 - 2


def change(picking: PickShop, name: str, product: int, quantity: int) -> None:
    """A manager changes an order at another station."""

    def act() -> None:
        order = picking.ids[name]
        line = OrderLine.get(OrderLine.order == order, OrderLine.product == product)
        amend_order(manager, order, 1, Amendment((LineChange(line.id, quantity),)))

    picking.ask(act)
    picking.window.tab.pick.walk.refresh()
    picking.settle()
