"""Packing: every piece scanned again, the weight, the label, and what happens when a piece is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core import outbox, settings
from app.core.actor import Approval
from app.core.refusal import NotPermitted
from app.inventory import stock
from app.orders.cancel import cancel_order
from app.orders.states import FulfillmentState
from app.packing.cartons import add_carton
from app.packing.close import (
    EmptyBox,
    NoWeight,
    PiecesLeft,
    close_parcel,
    next_parcel,
    reopen_parcel,
    void_label,
)
from app.packing.missing import missing_piece
from app.packing.models import Parcel, ParcelState
from app.packing.queries import cartons_for, pack_screen, parcels_of, waiting_totes
from app.packing.scan import PackState, ParcelNotOpen, pack_scan, unpack
from app.packing.start import PiecesOnTheWay, start_packing
from app.packing.weight import WeightOff
from app.picking.cancel import put_back
from app.picking.models import Tote
from app.picking.queries import pick_screen
from app.picking.release import release_batch
from app.picking.scan import pick_scan
from app.picking.short import short_pick
from tests.app.picking.orders import lines_of, make_order, part_of, pick_all, state_of
from tests.factories import make_product, manager, packer

PAPERS = ("label", "packing_slip")


@pytest.fixture
def goods(store):
    """A kettle of 900 g and towels of 120 g."""
    return make_product("KET", on_hand=5, weight=900), make_product("TWL", on_hand=9, weight=120)


@pytest.fixture
def carton(goods):
    """A carton of 200 g."""
    return add_carton(manager, "M", "M", 320, 240, 160, 200, 15_000)


def test_scanning_everything_and_a_fitting_weight_prints_the_label(goods, carton):
    kettle, towel = goods
    order = make_order((kettle, 1), (towel, 2))
    part = part_of(order)
    batch = release_batch(packer, (part,), ("T2",)).batch_id
    pick_scan(packer, batch, "KET")
    pick_scan(packer, batch, "TWL", 2)

    box = start_packing(packer, part)
    states = [pack_scan(packer, box.parcel_id, code).state for code in ("KET", "TWL", "TWL")]
    closed = close_parcel(packer, box.parcel_id, carton, 1_360)

    assert states == [PackState.LINE_DONE, PackState.OK, PackState.DONE]
    assert closed.is_last
    assert state_of(part) == FulfillmentState.PACKED
    assert [(wish.kind, wish.payload) for wish in outbox.of_order(order) if wish.kind in PAPERS] == [
        ("label", {"parcel_id": box.parcel_id}), ("packing_slip", {"parcel_id": box.parcel_id}),
    ]  # fmt: skip
    assert Tote.get().fulfillment is None
    assert Parcel.get().expected_grams == 1_340
    assert box.code.startswith("AP")
    assert box.code.endswith("-1")


def test_what_does_not_belong_in_the_box_is_an_answer(goods):
    kettle, towel = goods
    part = pick_all(make_order((kettle, 1)))[0]
    box = start_packing(packer, part).parcel_id

    wrong = pack_scan(packer, box, "TWL")
    unknown = pack_scan(packer, box, "what is this")
    right = pack_scan(packer, box, "KET")
    over = pack_scan(packer, box, "KET")

    assert (wrong.state, wrong.name, wrong.product_id) == (PackState.WRONG_ITEM, "Product TWL", towel)
    assert unknown.state == PackState.UNKNOWN
    assert right.state == PackState.DONE
    assert (over.state, over.packed, over.wanted) == (PackState.OVER, 1, 1)


def test_an_unscanned_piece_keeps_the_box_open(goods):
    kettle, towel = goods
    box = start_packing(packer, pick_all(make_order((kettle, 1), (towel, 2)))[0]).parcel_id
    with pytest.raises(PiecesLeft):
        close_parcel(packer, box, None, 900)
    pack_scan(packer, box, "KET")

    with pytest.raises(PiecesLeft, match="2 pieces are not scanned yet"):
        close_parcel(packer, box, None, 900)
    pack_scan(packer, box, "TWL", 2)
    unpack(packer, box, lines_of(part_of(1))[1].id, 1)

    with pytest.raises(PiecesLeft, match="1 piece is"):
        close_parcel(packer, box, None, 900)


@pytest.mark.parametrize(("grams", "fits"), [(1_300, True), (1_299, False), (1_380, True), (1_381, False)])
def test_three_percent_or_thirty_grams_may_differ(goods, carton, grams, fits):
    kettle, towel = goods
    box = start_packing(packer, pick_all(make_order((kettle, 1), (towel, 2)))[0]).parcel_id
    for code in ("KET", "TWL", "TWL"):
        pack_scan(packer, box, code)

    if fits:
        assert close_parcel(packer, box, carton, grams).is_last
    else:
        with pytest.raises(WeightOff):
            close_parcel(packer, box, carton, grams)


def test_a_light_box_names_the_piece_that_would_explain_it(goods, carton):
    kettle, towel = goods
    box = start_packing(packer, pick_all(make_order((kettle, 1), (towel, 2)))[0]).parcel_id
    for code in ("KET", "TWL", "TWL"):
        pack_scan(packer, box, code)

    with pytest.raises(WeightOff, match=r"too light\. Is Product TWL missing") as refusal:
        close_parcel(packer, box, carton, 1_215)

    assert refusal.value.facts["expected_grams"] == 1_340
    assert [(one["product_id"], one["quantity"]) for one in refusal.value.facts["likely"]] == [(towel, 1)]


def test_a_manager_may_accept_a_weight_with_a_reason(goods, carton):
    kettle, _towel = goods
    box = start_packing(packer, pick_all(make_order((kettle, 1)))[0]).parcel_id
    pack_scan(packer, box, "KET")
    weak = replace(packer, rights=frozenset({"packing.close_parcel"}))

    with pytest.raises(NotPermitted):
        close_parcel(weak, box, carton, 1_500, "gift wrap")
    approved = weak.approved(Approval(3, "Ruth Hartwell", "packing.accept_weight", "gift wrap"))
    closed = close_parcel(approved, box, carton, 1_500, "gift wrap")

    assert closed.weight_grams == 1_500
    assert Parcel.get().weight_reason == "gift wrap"


def test_a_box_needs_a_weight_unless_the_shop_does_not_weigh(goods, carton):
    kettle, _towel = goods
    box = start_packing(packer, pick_all(make_order((kettle, 1)))[0]).parcel_id
    pack_scan(packer, box, "KET")

    with pytest.raises(NoWeight):
        close_parcel(packer, box, carton, None)
    settings.change_setting(manager, "packing.weigh", False)

    assert close_parcel(packer, box, carton, None).weight_grams == 1_100


def test_an_order_fills_two_boxes(goods, carton):
    kettle, towel = goods
    order = make_order((kettle, 1), (towel, 2))
    first = start_packing(packer, pick_all(order)[0])
    with pytest.raises(EmptyBox):
        next_parcel(packer, first.parcel_id, carton, 1_100)
    pack_scan(packer, first.parcel_id, "KET")

    second = next_parcel(packer, first.parcel_id, carton, 1_100)
    with pytest.raises(ParcelNotOpen):
        pack_scan(packer, first.parcel_id, "TWL")
    pack_scan(packer, second.parcel_id, "TWL", 2)
    close_parcel(packer, second.parcel_id, carton, 440)

    assert [(row.no, row.state, row.pieces, row.weight_grams) for row in parcels_of(order)] == [
        (1, ParcelState.CLOSED, 1, 1_100), (2, ParcelState.CLOSED, 2, 440),
    ]  # fmt: skip
    assert second.code.endswith("-2")


def test_a_missing_piece_is_fetched_while_the_tote_waits(goods, carton):
    kettle, towel = goods
    part = pick_all(make_order((kettle, 1), (towel, 2)))[0]
    box = start_packing(packer, part).parcel_id
    pack_scan(packer, box, "KET")
    pack_scan(packer, box, "TWL")

    batch = missing_piece(packer, box, lines_of(part)[1].id).batch_id

    assert state_of(part) == FulfillmentState.PICKED
    assert waiting_totes()[0].is_fetched
    with pytest.raises(PiecesOnTheWay):
        start_packing(packer, part)
    pick_scan(packer, batch, "TWL")
    assert start_packing(packer, part).parcel_id == box
    pack_scan(packer, box, "TWL")
    assert close_parcel(packer, box, carton, 1_340).is_last


def test_a_missing_piece_that_is_nowhere_travels_later(goods, carton):
    kettle, towel = goods
    order = make_order((kettle, 1), (towel, 9))
    part = pick_all(order)[0]
    box = start_packing(packer, part).parcel_id
    pack_scan(packer, box, "KET")
    pack_scan(packer, box, "TWL", 8)
    batch = missing_piece(packer, box, lines_of(part)[1].id).batch_id

    short_pick(packer, pick_screen(batch).now.task_id, 1)
    again = start_packing(packer, part).parcel_id
    close_parcel(packer, again, carton, 200 + 900 + 8 * 120)

    assert state_of(part_of(order, 2)) == FulfillmentState.WAITING
    assert stock.level(towel).reserved == 0


def test_the_only_piece_missing_stops_the_box(goods):
    kettle, _towel = goods
    order = make_order((kettle, 5))
    part = pick_all(order)[0]
    box = start_packing(packer, part).parcel_id
    batch = missing_piece(packer, box, lines_of(part)[0].id, 5).batch_id

    short_pick(packer, pick_screen(batch).now.task_id, 5)

    assert state_of(part) == FulfillmentState.CANCELLED
    assert Parcel.get().state == ParcelState.VOID
    assert state_of(part_of(order, 2)) == FulfillmentState.WAITING


def test_a_cancelled_order_voids_its_labels_and_is_unpacked(goods, carton):
    kettle, _towel = goods
    order = make_order((kettle, 1))
    part = pick_all(order)[0]
    box = start_packing(packer, part).parcel_id
    pack_scan(packer, box, "KET")
    close_parcel(packer, box, carton, 1_100)

    cancel_order(manager, order, "Changed their mind")
    put_back(packer, part)

    assert {wish.state for wish in outbox.of_order(order) if wish.kind in PAPERS} == {outbox.WishState.WITHDRAWN}
    assert stock.level(kettle)[:2] == (5, 0)


def test_a_spoiled_label_is_replaced_and_a_closed_box_opened_again(goods, carton):
    kettle, towel = goods
    order = make_order((kettle, 1), (towel, 1))
    first = start_packing(packer, pick_all(order)[0])
    pack_scan(packer, first.parcel_id, "KET")
    second = next_parcel(packer, first.parcel_id, carton, 1_100)

    fresh = void_label(packer, first.parcel_id, "smeared")
    again = reopen_parcel(packer, fresh.parcel_id, "forgot the leaflet")
    unpack(packer, again.parcel_id, lines_of(part_of(order))[0].id)

    assert [row.state for row in parcels_of(order)] == [
        ParcelState.VOID, ParcelState.OPEN, ParcelState.VOID, ParcelState.OPEN,
    ]  # fmt: skip
    assert second.code != fresh.code != again.code
    assert pack_screen(again.parcel_id).packed == 0


def test_the_table_shows_lines_cartons_and_what_waits(goods, carton):
    kettle, towel = goods
    first, second = pick_all(make_order((kettle, 1), (towel, 2)), make_order((towel, 3)))
    box = start_packing(packer, first)
    pack_scan(packer, box.parcel_id, "TWL")

    screen = pack_screen(box.parcel_id)

    assert [(line.sku, line.packed, line.in_box, line.picked) for line in screen.lines] == [
        ("KET", 0, 0, 1), ("TWL", 1, 1, 2),
    ]  # fmt: skip
    assert (screen.customer, screen.wanted, screen.packed) == ("Eimear O’Connor", 3, 1)
    assert [(row.fulfillment_id, row.parcel_id) for row in waiting_totes()] == [(first, box.parcel_id), (second, None)]
    assert [fit.fits for fit in cartons_for(first)] == [True]
