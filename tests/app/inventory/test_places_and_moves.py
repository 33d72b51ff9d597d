"""Bins, moves and corrections."""

from __future__ import annotations

import pytest

from app.core import events
from app.core.actor import Actor, NotPermitted, system_actor
from app.core.command import command
from app.core.refusal import NotFound, Refusal
from app.inventory import move, places, stock
from app.inventory.bins import bin_contents, bin_named, bins, history, movements, product_bins
from app.inventory.events import GoodsIn, GoodsMissing
from app.inventory.models import PlaceKind
from app.inventory.move import adjust_stock, move_goods
from app.inventory.places import add_place, change_place, set_home
from app.inventory.stock import NotInBin, OutOfStock, level
from tests.factories import make_bin, make_product

BY = system_actor()
PACKER = Actor(2, "Piotr", "warehouse", "pack-1", frozenset({"inventory.adjust"}), {"write_off_minor": 2_000})


@command("tests.promise")
def promise(by: Actor, product_id: int, quantity: int) -> None:
    stock.reserve(product_id, quantity, basket="b1")


@command("tests.unpromise")
def unpromise(by: Actor) -> None:
    stock.release(basket="b1")


@pytest.fixture
def told():
    """What was told during the test, to nobody else."""
    kept, heard = {kind: list(found) for kind, found in events._listeners.items()}, []
    events._listeners.clear()
    events.listens(GoodsIn, GoodsMissing)(heard.append)
    yield heard
    events._listeners.clear()
    events._listeners.update(kept)


def test_bins_are_walked_in_order_and_have_one_code_each(store):
    add_place(BY, "b-1")
    first = add_place(BY, "A-2", walk=0, x_mm=1_500)

    with pytest.raises(places.PlaceTaken):
        add_place(BY, "B-1 ")
    with pytest.raises(Refusal):
        add_place(BY, "*loss")
    change_place(BY, first, zone="Front", walk=9)

    assert [(row.code, row.zone) for row in bins()] == [("B-1", "B"), ("A-2", "Front")]
    assert bin_named("a-2 ") == first


def test_goods_go_from_bin_to_bin_and_stay_on_hand(store):
    mug = make_product("MUG", on_hand=10, bin="A-1")
    shelf = make_bin("A-2")

    move_goods(BY, mug, 4, bin_named("A-1"), shelf)

    assert [(row.place, row.on_hand) for row in product_bins(mug)] == [("A-1", 6), ("A-2", 4)]
    assert level(mug).on_hand == 10
    with pytest.raises(NotInBin):
        move_goods(BY, mug, 7, bin_named("A-1"), shelf)
    with pytest.raises(move.NotAQuantity):
        move_goods(BY, mug, 0, bin_named("A-1"), shelf)
    with pytest.raises(Refusal):
        move_goods(BY, mug, 1, shelf, shelf)


def test_goods_cannot_be_carried_to_what_is_no_bin(store):
    mug = make_product("MUG", on_hand=1, bin="A-1")
    with pytest.raises(NotFound):
        move_goods(BY, mug, 1, bin_named("A-1"), 999)
    supplier = movements()[0].source

    assert supplier == "*supplier"
    with pytest.raises(places.NotABin):
        set_home(BY, mug, stock.special_place(PlaceKind.SUPPLIER))


def test_the_home_bin_is_where_goods_are_picked(store):
    mug = make_product("MUG", on_hand=1, bin="A-1")
    shelf = make_bin("A-2")

    set_home(BY, mug, shelf)

    assert level(mug).home == shelf


def test_a_correction_is_a_move_with_a_reason_and_never_overwrites(store, told):
    mug = make_product("MUG", on_hand=10, bin="A-1")
    shelf = bin_named("A-1")

    adjust_stock(BY, mug, shelf, 2, "found")
    adjust_stock(BY, mug, shelf, -3, move.AdjustReason.DAMAGED, "dropped")

    assert level(mug).on_hand == 9
    assert [(row.reason, row.quantity, row.source, row.target, row.note) for row in history(mug)[:2]] == [
        ("damaged", 3, "A-1", "*loss", "dropped"), ("found", 2, "*found", "A-1", ""),
    ]  # fmt: skip
    assert told == [GoodsIn((mug,))]
    assert [(row.sku, row.on_hand) for row in bin_contents(shelf)] == [("MUG", 9)]


@pytest.mark.parametrize(("difference", "reason"), [(2, "lost"), (-2, "found"), (-1, "start")])
def test_the_reason_must_fit(store, difference, reason):
    mug = make_product("MUG", on_hand=10, bin="A-1")

    with pytest.raises(move.WrongReason):
        adjust_stock(BY, mug, bin_named("A-1"), difference, reason)


def test_a_dear_write_off_needs_a_manager(store):
    """5 at a cost of 4.00 are exactly the limit of 20.00."""
    mug = make_product("MUG", on_hand=20, bin="A-1", cost="4.00")

    adjust_stock(PACKER, mug, bin_named("A-1"), -5, "damaged")
    with pytest.raises(NotPermitted, match="€24"):
        adjust_stock(PACKER, mug, bin_named("A-1"), -6, "damaged")

    assert level(mug).on_hand == 15


def test_promised_goods_that_are_missing_are_given_back_first(store, told):
    mug = make_product("MUG", on_hand=5, bin="A-1")
    promise(BY, mug, 4)

    with pytest.raises(OutOfStock):
        adjust_stock(BY, mug, bin_named("A-1"), -3, "lost")
    assert told == [GoodsMissing(mug, 2)]

    events.listens(GoodsMissing)(lambda _event: stock.release(basket="b1"))
    adjust_stock(BY, mug, bin_named("A-1"), -3, "lost")
    assert level(mug)[:2] == (2, 0)


def test_movements_can_be_narrowed_and_paged(store):
    mug, pen = make_product("MUG", on_hand=1, bin="A-1"), make_product("PEN", on_hand=2, bin="A-2")
    adjust_stock(BY, pen, bin_named("A-2"), -1, "lost")

    assert [row.reason for row in movements(product_id=pen)] == ["lost", "goods_in"]
    assert [row.sku for row in movements(place_id=bin_named("A-1"))] == ["MUG"]
    assert [row.sku for row in movements(reason="goods_in", limit=1)] == ["PEN"]
    assert [row.product_id for row in movements(before_id=movements()[-2].id)] == [mug]
