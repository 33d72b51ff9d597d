"""What is not in its bin: other bins first, then the rest waits; and what a cancelled order leaves in its tote."""

from __future__ import annotations

import pytest

from app.core.events import _listeners
from app.inventory import stock
from app.inventory.models import Count, Place
from app.orders.cancel import cancel_order
from app.orders.models import FulfillmentLine, OrderLine
from app.orders.states import FulfillmentState
from app.picking.cancel import NothingToPutBack, put_back
from app.picking.events import ShortPicked
from app.picking.models import PickTask, Tote
from app.picking.plan_queries import to_put_back
from app.picking.queries import pick_screen
from app.picking.release import release_batch
from app.picking.scan import PickState, pick_scan
from app.picking.short import NotMissing, short_pick, skip_task
from tests.app.picking.orders import lines_of, make_order, part_of, state_of
from tests.factories import _receive, make_bin, make_product, manager, packer, system_actor


@pytest.fixture
def shorts(store):
    """What ShortPicked told during the test."""
    heard: list[ShortPicked] = []
    _listeners[ShortPicked].append(heard.append)
    yield heard
    _listeners[ShortPicked].remove(heard.append)


def test_what_is_not_there_is_fetched_from_another_bin(store):
    lamp = make_product("LAMP", on_hand=3, bin="A-01-1")
    other = make_bin("B-02-2")
    _receive(system_actor(), lamp, 3, other)
    part = part_of(make_order((lamp, 3)))
    batch = release_batch(packer, (part,)).batch_id
    pick_scan(packer, batch, "LAMP")

    short = short_pick(packer, pick_screen(batch).now.task_id, 2)

    assert (short.elsewhere, short.backordered, short.bins) == (2, 0, ("B-02-2",))
    assert pick_screen(batch).now.place == "B-02-2"
    assert [row.place.code for row in Count.select()] == ["A-01-1"]
    assert pick_scan(packer, batch, "LAMP", 2).state == PickState.BATCH_DONE
    assert state_of(part) == FulfillmentState.PICKED


def test_what_is_in_no_bin_waits_for_stock_with_a_part_of_its_own(shorts):
    lamp, mug = make_product("LAMP", on_hand=3, bin="A-01-1"), make_product("MUG", on_hand=1, bin="A-01-2")
    order = make_order((lamp, 3), (mug, 1))
    batch = release_batch(packer, (part_of(order),)).batch_id
    pick_scan(packer, batch, "LAMP")

    short = short_pick(packer, pick_screen(batch).now.task_id, 2, "damaged")
    pick_scan(packer, batch, "MUG")

    assert (short.elsewhere, short.backordered) == (0, 2)
    assert state_of(part_of(order)) == FulfillmentState.PICKED
    assert state_of(part_of(order, 2)) == FulfillmentState.WAITING
    assert [(line.product_id, line.quantity) for line in lines_of(part_of(order, 2))] == [(lamp, 2)]
    assert OrderLine.get(OrderLine.product == lamp).backordered == 2
    assert stock.level(lamp)[:2] == (2, 0)
    assert [(event.quantity, event.reason) for event in shorts] == [(2, "damaged")]


def test_an_order_of_which_nothing_was_there_waits_as_a_whole(shorts):
    lamp = make_product("LAMP", on_hand=2, bin="A-01-1")
    order = make_order((lamp, 2))
    batch = release_batch(packer, (part_of(order),), ("T1",)).batch_id

    short_pick(packer, pick_screen(batch).now.task_id, 2)

    assert state_of(part_of(order)) == FulfillmentState.CANCELLED
    assert [line.quantity for line in lines_of(part_of(order, 2))] == [2]
    assert Tote.get().fulfillment is None
    assert FulfillmentLine.select().count() == 1


def test_nobody_misses_more_than_is_left(store):
    lamp = make_product("LAMP", on_hand=2)
    batch = release_batch(packer, (part_of(make_order((lamp, 2))),)).batch_id

    with pytest.raises(NotMissing, match="Only 2"):
        short_pick(packer, pick_screen(batch).now.task_id, 3)


def test_a_skipped_bin_comes_again_at_the_end(store):
    lamp, mug = make_product("LAMP", on_hand=3, bin="A-01-1"), make_product("MUG", on_hand=1, bin="A-01-2")
    batch = release_batch(packer, (part_of(make_order((lamp, 1), (mug, 1))),)).batch_id

    skip_task(packer, pick_screen(batch).now.task_id)

    assert [pick_screen(batch).now.sku, pick_screen(batch).then[0].sku] == ["MUG", "LAMP"]
    assert pick_scan(packer, batch, "MUG").state == PickState.LINE_DONE
    assert pick_scan(packer, batch, "LAMP").state == PickState.BATCH_DONE


def test_a_cancelled_order_stops_the_walk_and_is_put_back(store):
    lamp, mug = make_product("LAMP", on_hand=3, bin="A-01-1"), make_product("MUG", on_hand=1, bin="A-01-2")
    order = make_order((lamp, 2), (mug, 1))
    part = part_of(order)
    batch = release_batch(packer, (part,), ("T7",)).batch_id
    pick_scan(packer, batch, "LAMP", 2)

    cancel_order(manager, order, "Changed their mind")
    waiting = to_put_back()
    quantity = put_back(packer, part)

    assert [(row.tote, row.pieces) for row in waiting] == [("T7", 2)]
    assert quantity == 2
    assert stock.level(lamp)[:2] == (3, 0)
    assert stock.level(mug)[:2] == (1, 0)
    assert PickTask.select().where(PickTask.state == "cancelled").count() == 1
    assert to_put_back() == []
    with pytest.raises(NothingToPutBack):
        put_back(packer, part)


def test_goods_can_be_put_back_into_another_bin(store):
    lamp = make_product("LAMP", on_hand=2, bin="A-01-1")
    order = make_order((lamp, 2))
    batch = release_batch(packer, (part_of(order),)).batch_id
    pick_scan(packer, batch, "LAMP", 2)
    cancel_order(manager, order, "Changed their mind")

    put_back(packer, part_of(order), make_bin("R-01-1"))

    assert [place for place, _there in stock._bins_with.all(lamp)] == [Place.get(Place.code == "R-01-1").id]
