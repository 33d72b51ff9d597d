"""Which carton the goods fit in, and which piece a wrong weight points at."""

from __future__ import annotations

import pytest

from app.packing.boxes import fits_in, place_all
from app.packing.cartons import (
    CartonKnown,
    CartonRow,
    Piece,
    add_carton,
    cartons,
    change_carton,
    split_over,
    suggest_carton,
)
from app.packing.queries import boxes_for, cartons_for
from app.packing.weight import Content, Expected, likely_pieces
from tests.app.picking.orders import make_order, pick_all
from tests.factories import make_product, manager

SMALL = CartonRow(1, "S", "Small", 220, 160, 100, 80, 5_000)
LARGE = CartonRow(2, "L", "Large", 400, 300, 250, 300, 15_000)


def test_the_smallest_carton_that_holds_everything_comes_first():
    pieces = [Piece(200, 150, 40, 300, 2)]

    fits = suggest_carton(pieces, [LARGE, SMALL])

    assert [(fit.carton.code, fit.fits, fit.fill_percent) for fit in fits] == [("S", True, 69), ("L", True, 8)]


def test_a_long_piece_does_not_fit_although_its_volume_does():
    fits = suggest_carton([Piece(380, 20, 20, 100)], [SMALL, LARGE])

    assert [(fit.carton.code, fit.fits, fit.why) for fit in fits] == [("L", True, ""), ("S", False, "too_small")]


def test_a_piece_is_turned_until_it_fits():
    assert suggest_carton([Piece(100, 160, 220, 100)], [SMALL])[0].fits


def test_two_halves_that_fit_one_by_one_do_not_fit_together():
    half = Piece(150, 150, 60, 100, 2)

    assert not suggest_carton([half], [SMALL], fill_percent=100)[0].fits


def test_a_weak_carton_is_too_weak():
    fit = suggest_carton([Piece(10, 10, 10, 6_000)], [SMALL])[0]

    assert (fit.fits, fit.why) == (False, "too_heavy")


def test_pieces_of_unknown_size_count_by_weight():
    assert suggest_carton([Piece(0, 0, 0, 400, 3)], [SMALL])[0].fits


def test_placed_pieces_lie_inside_and_never_in_each_other():
    pieces = [(120, 80, 60)] * 9 + [(90, 90, 30)] * 7

    placed = place_all(pieces, (320, 240, 160))

    assert len(placed) == 16
    for one in placed:
        assert one.x + one.length <= 320
        assert one.y + one.width <= 240
        assert one.z + one.height <= 160
    for no, one in enumerate(placed):
        assert not any(_overlap(one, other) for other in placed[no + 1 :])


def test_eight_cubes_fill_a_cube_and_nine_do_not():
    assert fits_in([(50, 50, 50)] * 8, (100, 100, 100))
    assert not fits_in([(50, 50, 50)] * 9, (100, 100, 100))


def test_what_no_carton_holds_is_split_over_as_few_as_possible():
    lamps, mugs = Piece(390, 290, 120, 2_000, 3), Piece(100, 100, 90, 300, 2)

    boxes = split_over([lamps, mugs], [SMALL, LARGE])

    assert [(box.carton.code, box.quantities) for box in boxes] == [("L", (2, 0)), ("L", (1, 2))]


def test_a_heavy_order_is_split_by_weight():
    boxes = split_over([Piece(50, 50, 50, 3_000, 2)], [SMALL])

    assert [box.quantities for box in boxes] == [(1,), (1,)]


def test_a_piece_larger_than_every_carton_cannot_be_split():
    assert split_over([Piece(900, 10, 10, 100)], [SMALL, LARGE]) == []


def test_cartons_are_added_changed_and_retired(store):
    first = add_carton(manager, "M", "Medium", 320, 240, 160, 200, 10_000)
    with pytest.raises(CartonKnown):
        add_carton(manager, "M", "Another", 320, 240, 160, 200, 10_000)

    change_carton(manager, first, "Medium, strong", 320, 240, 160, 220, 20_000)
    assert [(row.name, row.max_grams) for row in cartons()] == [("Medium, strong", 20_000)]
    change_carton(manager, first, "Medium", 320, 240, 160, 220, 20_000, is_active=False)

    assert cartons() == []


def test_the_fewest_pieces_explain_a_difference_best():
    goods = [Content(1, 1, "Towel", "piece", 4, 120), Content(2, 2, "Kettle", "piece", 1, 240)]

    missing = likely_pieces(goods, -240, 30)
    extra = likely_pieces(goods, 121, 30)

    assert [(suspect.name, suspect.quantity) for suspect in missing] == [("Kettle", 1), ("Towel", 2)]
    assert [(suspect.name, suspect.quantity) for suspect in extra] == [("Towel", 1)]


def test_a_box_with_unknown_pieces_can_only_be_too_light():
    assert Expected(500, 30, certain=False).allows(900)
    assert not Expected(500, 30, certain=False).allows(460)
    assert not Expected(500, 30, certain=True).allows(900)


def _overlap(one, other):
    return all(
        one[axis] < other[axis] + other[axis + 3] and other[axis] < one[axis] + one[axis + 3] for axis in range(3)
    )


def test_the_packing_table_proposes_boxes(store):
    for code, sides, most in (("S", (220, 160, 100), 5_000), ("L", (400, 300, 250), 15_000)):
        add_carton(manager, code, code, *sides, 100, most)
    lamp = make_product("LAMP", on_hand=3, weight=2_000, length_mm=390, width_mm=290, height_mm=120)

    part = pick_all(make_order((lamp, 3)))[0]

    assert [fit.fits for fit in cartons_for(part)] == [False, False]
    assert [box.quantities for box in boxes_for(part)] == [(2,), (1,)]
