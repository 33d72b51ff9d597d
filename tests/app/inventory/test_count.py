"""Counting blind while the shop goes on selling."""

from __future__ import annotations

import pytest

from app.core.actor import Actor, NotPermitted, system_actor
from app.core.command import command
from app.core.refusal import StateChanged
from app.inventory import count, stock
from app.inventory.bins import bin_named, count_lines, count_row, counts, history
from app.inventory.models import PlaceKind
from app.inventory.stock import level
from tests.factories import make_product

BY = system_actor()
RIGHTS = frozenset({
    "inventory.start_count", "inventory.record_count", "inventory.close_count", "inventory.accept_count",
    "inventory.recount", "tests.sell_one",
})  # fmt: skip
ANA = Actor(2, "Ana", "warehouse", "pack-1", RIGHTS, {"count_difference_minor": 2_000})
TOM = Actor(3, "Tom", "warehouse", "pack-2", RIGHTS, {"count_difference_minor": 2_000})


@command("tests.sell_some")
def sell(by: Actor, product_id: int, quantity: int) -> None:
    stock.take_out(product_id, quantity, target=stock.special_place(PlaceKind.CUSTOMER), reason="sale")


@pytest.fixture
def mug(store):
    return make_product("MUG", on_hand=10, bin="A-1", cost="1.00")


def counted(product_id, figure, by=ANA):
    """A closed count of bin A-1."""
    count_id = count.start_count(by, bin_named("A-1"), "cycle")
    count.record_count(by, count_id, product_id, figure)
    count.close_count(by, count_id)
    return count_id


def test_nobody_sees_what_the_books_say_before_the_count_is_closed(mug):
    count_id = count.start_count(ANA, bin_named("A-1"))
    count.record_count(ANA, count_id, mug, 8)

    assert [(line.counted, line.expected) for line in count_lines(count_id)] == [(8, None)]
    assert count.close_count(ANA, count_id) == 1
    assert [(line.counted, line.expected) for line in count_lines(count_id)] == [(8, 10)]
    assert level(mug).on_hand == 10


def test_accepting_books_the_difference_as_a_move(mug):
    count.accept_count(ANA, counted(mug, 8))
    assert level(mug).on_hand == 8

    count.accept_count(ANA, counted(mug, 9))
    assert level(mug).on_hand == 9

    assert [(row.reason, row.source, row.target, row.quantity) for row in history(mug)[:2]] == [
        ("count", "*found", "A-1", 1), ("count", "A-1", "*loss", 2),
    ]  # fmt: skip
    assert counts() == []
    assert [row.state for row in counts(done_too=True)] == ["accepted", "accepted"]


def test_what_is_sold_after_counting_is_not_lost_twice(mug):
    """10 in the books, 8 counted, 3 sold meanwhile: 5 are left."""
    count_id = counted(mug, 8)

    sell(BY, mug, 3)
    count.accept_count(ANA, count_id)

    assert level(mug).on_hand == 5


def test_a_sale_between_two_figures_of_one_product_counts_from_the_last(mug):
    count_id = count.start_count(ANA, bin_named("A-1"))
    count.record_count(ANA, count_id, mug, 10)
    sell(BY, mug, 1)
    count.record_count(ANA, count_id, mug, 9)

    assert count.close_count(ANA, count_id) == 0
    assert count_row(count_id).state == "accepted"


def test_more_sold_than_counted_asks_for_another_count(mug):
    count_id = counted(mug, 2)
    sell(BY, mug, 5)

    with pytest.raises(count.SoldSinceCounted):
        count.accept_count(ANA, count_id)

    assert level(mug).on_hand == 5
    assert count_row(count_id).state == "counted"


def test_what_nobody_found_counts_as_none(mug):
    pen = make_product("PEN", on_hand=3, bin="A-1", cost="1.00")

    count_id = counted(mug, 10)

    assert [(line.sku, line.counted, line.expected) for line in count_lines(count_id)] == [
        ("MUG", 10, 10),
        ("PEN", 0, 3),
    ]
    count.accept_count(ANA, count_id)
    assert level(pen).on_hand == 0


def test_a_strange_product_in_the_bin_is_found_there(mug):
    pen = make_product("PEN", bin="A-2")
    count_id = count.start_count(ANA, bin_named("A-1"))
    count.record_count(ANA, count_id, pen, 1)
    count.record_count(ANA, count_id, mug, 10)
    count.close_count(ANA, count_id)

    count.accept_count(ANA, count_id)

    assert level(pen).on_hand == 1


def test_a_dear_difference_is_accepted_by_a_manager_only(store):
    lamp = make_product("LAMP", on_hand=3, bin="A-1", cost="20.01")
    count_id = counted(lamp, 2)

    with pytest.raises(NotPermitted, match="€20"):
        count.accept_count(ANA, count_id)
    count.accept_count(BY, count_id)

    assert level(lamp).on_hand == 2


def test_a_bin_is_counted_again_from_the_start(mug):
    count_id = counted(mug, 2)

    count.recount(TOM, count_id)

    assert count_lines(count_id) == []
    count.record_count(TOM, count_id, mug, 10)
    assert count.close_count(TOM, count_id) == 0
    with pytest.raises(StateChanged):
        count.accept_count(TOM, count_id)


def test_two_people_do_not_count_one_bin(mug):
    count_id = count.start_count(ANA, bin_named("A-1"))

    assert count.start_count(ANA, bin_named("A-1")) == count_id
    with pytest.raises(StateChanged):
        count.start_count(TOM, bin_named("A-1"))


def test_a_bin_waits_in_the_list_once_and_can_be_dropped(mug):
    first = count.ask_count(BY, bin_named("A-1"), "short pick")

    assert count.ask_count(BY, bin_named("A-1"), "found piece") == first
    assert [(row.place, row.reason, row.who) for row in counts()] == [("A-1", "short pick", 0)]
    count.drop_count(BY, first)
    assert counts() == []
    with pytest.raises(StateChanged):
        count.drop_count(BY, first)


def test_nobody_counts_fewer_than_none(mug):
    count_id = count.start_count(ANA, bin_named("A-1"))

    with pytest.raises(count.NegativeCount):
        count.record_count(ANA, count_id, mug, -1)
