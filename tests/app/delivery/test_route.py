"""The order of stops and their times."""

from __future__ import annotations

from itertools import pairwise, permutations

from app.delivery.route import MINUTE_MS, Point, arrivals, metres, order_stops

SHOP = Point(53_349_800, -6_260_300)
BRAY, HOWTH = Point(53_202_800, -6_098_300), Point(53_386_200, -6_066_700)


def test_a_distance_is_that_of_roads():
    assert 24_000 < metres(SHOP, BRAY) < 28_000


def test_near_stops_come_before_far_ones_and_unknown_ones_last():
    near = Point(53_350_000, -6_261_000)

    assert order_stops(SHOP, [BRAY, None, near]) == [2, 0, 1]


def test_a_small_run_is_nearly_as_short_as_the_shortest():
    stops = [Point(53_300_000 + 13_000 * (no * no % 7), -6_300_000 + 17_000 * (no * 3 % 7)) for no in range(7)]

    found = _length([stops[no] for no in order_stops(SHOP, stops)])
    best = min(_length(list(way)) for way in permutations(stops))

    assert found <= best * 1.1


def test_a_run_of_no_known_stop_keeps_its_order():
    assert order_stops(None, [None, None]) == [0, 1]
    assert order_stops(None, []) == []


def test_times_add_up_over_legs_and_doors():
    times = arrivals(0, SHOP, [BRAY, None], minutes_per_km=2, minutes_per_stop=5, unknown_minutes=15)

    first = metres(SHOP, BRAY) * 2 * MINUTE_MS // 1000
    assert times == [first, first + 20 * MINUTE_MS]


def _length(way: list[Point]) -> int:
    return sum(metres(a, b) for a, b in pairwise([SHOP, *way]))
