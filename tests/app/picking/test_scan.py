"""Picking by scan: what counts, what is wrong, and what the stock says afterwards."""

from __future__ import annotations

import pytest

from app.inventory import stock
from app.inventory.models import Count, Place, StockMove
from app.orders.models import Fulfillment
from app.orders.states import FulfillmentState
from app.picking.cancel import cancel_batch
from app.picking.models import Batch, BatchState, PickError, Tote
from app.picking.plan_queries import open_batches, picker_speed, ready_to_pick
from app.picking.queries import pick_screen
from app.picking.release import TooFewTotes, ToteTaken, release_batch
from app.picking.scan import CannotUndo, PickState, pick_scan, undo_pick
from app.picking.take import leave_batch, take_batch, take_over_batch
from app.picking.tasks import BatchClosed, BatchHeld
from tests.app.picking.orders import make_order, part_of, state_of
from tests.factories import clerk, make_product, manager, packer


@pytest.fixture
def mugs(store):
    """A forest mug that the order wants, and a harbour mug that lies beside it."""
    return make_product("MUG-FOR", on_hand=5, bin="A-01-3"), make_product("MUG-HAR", on_hand=5, bin="A-01-4")


def test_a_walk_takes_the_goods_out_of_their_bins(mugs):
    forest, harbour = mugs
    order = make_order((forest, 2), (harbour, 1))
    batch = release_batch(packer, (part_of(order),))

    first = pick_scan(packer, batch.batch_id, "MUG-FOR")
    second = pick_scan(packer, batch.batch_id, "MUG-FOR")
    last = pick_scan(packer, batch.batch_id, "MUG-HAR")

    assert [first.state, second.state, last.state] == [PickState.OK, PickState.LINE_DONE, PickState.BATCH_DONE]
    assert (first.taken, first.wanted, second.taken) == (1, 2, 2)
    assert state_of(part_of(order)) == FulfillmentState.PICKED
    assert stock.level(forest)[:2] == (3, 0)
    assert Batch.get_by_id(batch.batch_id).state == BatchState.DONE


def test_the_walk_follows_the_bins_and_splits_a_line_over_two(store):
    far = make_product("FAR", on_hand=4, bin="Z-09-1")
    near = make_product("NEAR", on_hand=1, bin="A-02-1")
    from tests.factories import _receive, make_bin, system_actor

    Place.update(walk=1).where(Place.code == "A-02-1").execute()
    Place.update(walk=9000).where(Place.code == "Z-09-1").execute()
    second = make_bin("M-05-5")
    Place.update(walk=50).where(Place.id == second).execute()
    _receive(system_actor(), near, 5, second)
    order = make_order((far, 1), (near, 3))

    batch = release_batch(packer, (part_of(order),))
    screen = pick_screen(batch.batch_id)

    assert batch.tasks == 3
    assert [(screen.now.place, screen.now.wanted)] + [(stop.place, stop.wanted) for stop in screen.then] == [
        ("A-02-1", 1), ("M-05-5", 2), ("Z-09-1", 1),
    ]  # fmt: skip


def test_a_wrong_item_is_named_and_not_counted(mugs):
    forest, harbour = mugs
    batch = release_batch(packer, (part_of(make_order((forest, 2))),)).batch_id

    verdict = pick_scan(packer, batch, "MUG-HAR")

    assert verdict.state == PickState.WRONG_ITEM
    assert verdict.sentence == "This is Product MUG-HAR. The order needs Product MUG-FOR."
    assert (verdict.scanned_id, verdict.put_back, verdict.taken, verdict.wanted) == (harbour, "A-01-4", 0, 2)
    assert stock.level(harbour).on_hand == 5
    assert [(row.kind, row.code) for row in PickError.select()] == [("wrong_item", "MUG-HAR")]


def test_too_many_an_unknown_code_and_a_wrong_bin_are_answers(mugs):
    forest, _harbour = mugs
    batch = release_batch(packer, (part_of(make_order((forest, 2))),)).batch_id

    over = pick_scan(packer, batch, "MUG-FOR", 3)
    unknown = pick_scan(packer, batch, "4006381333931")
    wrong_bin = pick_scan(packer, batch, "A-01-4")
    right_bin = pick_scan(packer, batch, "A-01-3")

    assert (over.state, over.sentence) == (PickState.OVER, "Put 1 back.")
    assert unknown.state == PickState.UNKNOWN
    assert wrong_bin.sentence == "This is bin A-01-4. Go to A-01-3."
    assert right_bin.state == PickState.BIN
    assert PickError.select().count() == 3
    assert stock.level(forest).on_hand == 5


def test_one_piece_more_of_a_finished_line_belongs_back_into_its_bin(mugs):
    forest, harbour = mugs
    batch = release_batch(packer, (part_of(make_order((forest, 1), (harbour, 1))),)).batch_id
    pick_scan(packer, batch, "MUG-FOR")

    verdict = pick_scan(packer, batch, "MUG-FOR")

    assert (verdict.state, verdict.put_back) == (PickState.OVER, "A-01-3")


def test_two_orders_get_a_tote_each_and_the_pieces_in_turn(mugs):
    forest, _harbour = mugs
    orders = [make_order((forest, 2)), make_order((forest, 1))]
    parts = tuple(part_of(order) for order in orders)

    batch = release_batch(packer, parts, ("T1", "T2")).batch_id
    pick_scan(packer, batch, "MUG-FOR")
    screen = pick_screen(batch)
    verdict = pick_scan(packer, batch, "MUG-FOR", 2)

    assert [(tote.code, tote.inside, tote.coming, tote.is_next) for tote in screen.totes] == [
        ("T1", 1, 1, True), ("T2", 0, 1, False),
    ]  # fmt: skip
    assert (verdict.state, verdict.tote) == (PickState.BATCH_DONE, "T2")
    assert [state_of(part) for part in parts] == [FulfillmentState.PICKED] * 2


def test_a_tote_carries_one_order_only(mugs):
    forest, _harbour = mugs
    first, second, third = (part_of(make_order((forest, 1))) for _number in range(3))
    release_batch(packer, (first,), ("T1",))

    with pytest.raises(ToteTaken):
        release_batch(packer, (second,), ("T1",))
    with pytest.raises(TooFewTotes, match="2 orders need a tote each, and 0 are there"):
        release_batch(packer, (second, third))

    assert state_of(second) == FulfillmentState.READY


def test_a_list_belongs_to_one_picker_until_a_manager_takes_it_over(mugs):
    forest, _harbour = mugs
    batch = release_batch(packer, (part_of(make_order((forest, 2))),)).batch_id
    take_batch(packer, batch)

    with pytest.raises(BatchHeld, match="Piotr"):
        pick_scan(clerk, batch, "MUG-FOR")
    take_over_batch(manager, batch)
    with pytest.raises(BatchHeld, match="Ruth"):
        take_batch(packer, batch)
    leave_batch(manager, batch)

    assert pick_scan(packer, batch, "MUG-FOR").state == PickState.OK
    assert open_batches()[0].picker_name == "Piotr Zając"


def test_undo_puts_the_piece_back_and_promises_it_again(mugs):
    forest, harbour = mugs
    batch = release_batch(packer, (part_of(make_order((forest, 2), (harbour, 1))),)).batch_id
    verdict = pick_scan(packer, batch, "MUG-FOR", 2)

    undo_pick(packer, verdict.task_id, 1)

    assert stock.level(forest)[:2] == (4, 1)
    assert pick_screen(batch).now.taken == 1
    assert pick_scan(packer, batch, "MUG-FOR").state == PickState.LINE_DONE


def test_a_pick_that_went_to_the_packing_table_is_not_undone(mugs):
    forest, _harbour = mugs
    batch = release_batch(packer, (part_of(make_order((forest, 1))),)).batch_id
    verdict = pick_scan(packer, batch, "MUG-FOR")

    with pytest.raises(CannotUndo):
        undo_pick(packer, verdict.task_id)
    with pytest.raises(BatchClosed):
        pick_scan(packer, batch, "MUG-FOR")


def test_a_piece_in_hand_counts_although_the_books_know_it_in_another_bin(mugs):
    forest, _harbour = mugs
    from tests.factories import _receive, make_bin, system_actor

    other = make_bin("Q-01-1")
    _receive(system_actor(), forest, 4, other)
    batch = release_batch(packer, (part_of(make_order((forest, 5))),)).batch_id
    here = Place.get(Place.code == "A-01-3")
    _move_away(forest, here.id, other, 3)

    verdict = pick_scan(packer, batch, "MUG-FOR", 5)

    assert verdict.state == PickState.BATCH_DONE
    assert stock.level(forest).on_hand == 4
    assert {row.place.code for row in Count.select()} == {"A-01-3", "Q-01-1"}


def test_the_same_key_takes_the_piece_once(mugs):
    forest, _harbour = mugs
    batch = release_batch(packer, (part_of(make_order((forest, 3))),)).batch_id

    first = pick_scan(packer, batch, "MUG-FOR", key="scan-1")
    again = pick_scan(packer, batch, "MUG-FOR", key="scan-1")

    assert first == again
    assert StockMove.select().where(StockMove.reason == "pick").count() == 1


def test_a_cancelled_walk_puts_everything_back_and_the_order_is_ready_again(mugs):
    forest, harbour = mugs
    part = part_of(make_order((forest, 2), (harbour, 1)))
    batch = release_batch(packer, (part,), ("T1",)).batch_id
    pick_scan(packer, batch, "MUG-FOR", 2)

    cancel_batch(packer, batch, "van is late")

    assert state_of(part) == FulfillmentState.READY
    assert stock.level(forest)[:2] == (5, 2)
    assert Tote.get().fulfillment is None
    again = release_batch(packer, (part,))
    assert again.tasks == 2


def test_lists_and_speeds_are_read_in_one_go(mugs):
    forest, harbour = mugs
    orders = [make_order((forest, 1), (harbour, 1)), make_order((forest, 1), promised_at=1_795_400_000_000)]

    first = ready_to_pick()
    batch = release_batch(packer, (part_of(orders[0]),)).batch_id
    pick_scan(packer, batch, "MUG-FOR")
    running = open_batches()
    pick_scan(packer, batch, "MUG-HAR")
    Batch.update(done_at=Batch.started_at + 60_000).where(Batch.id == batch).execute()
    done = Batch.get_by_id(batch).done_at

    assert [row.order_id for row in first] == [orders[1], orders[0]]
    assert (first[1].lines, first[1].pieces, first[1].zones) == (2, 2, "A")
    assert [(row.tasks, row.open_tasks, row.pieces, row.picked) for row in running] == [(2, 1, 2, 1)]
    assert [(row.name, row.pieces, row.per_hour) for row in picker_speed(done - 1, done + 1)] == [
        ("Piotr Zając", 2, 120)
    ]  # fmt: skip
    assert Fulfillment.select().where(Fulfillment.state == FulfillmentState.PICKED).count() == 1


def _move_away(product: int, source: int, target: int, quantity: int) -> None:
    """Somebody moved goods between bins while the picker was walking."""
    from app.inventory.move import move_goods

    move_goods(manager, product, quantity, source, target)
