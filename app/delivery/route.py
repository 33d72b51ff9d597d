"""The order of a run's stops and when each is reached; pure, from coordinates in millionths of a degree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

DETOUR_PERCENT = 130  # roads are longer than the crow flies
EARTH_M = 6_371_000
MOST_ROUNDS = 60
MOST_STARTS = 5
MINUTE_MS = 60_000


class Point(NamedTuple):
    """A place on the map, in millionths of a degree."""

    lat_e6: int
    lon_e6: int


def metres(a: Point, b: Point) -> int:
    """How far it is by road, about."""
    lat_a, lat_b = math.radians(a.lat_e6 / 1e6), math.radians(b.lat_e6 / 1e6)
    half_lat, half_lon = (lat_b - lat_a) / 2, math.radians((b.lon_e6 - a.lon_e6) / 1e6) / 2
    part = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return round(2 * EARTH_M * math.asin(math.sqrt(part))) * DETOUR_PERCENT // 100


def order_stops(start: Point | None, stops: Sequence[Point | None]) -> list[int]:
    """The places in `stops` in the order of a short walk from `start`; unknown ones come last, as they stood.

    The nearest stop next from several beginnings, then every crossing undone (2-opt) and single stops moved, until
    nothing gets shorter; the shortest of these ways is taken.
    """
    known = [no for no, point in enumerate(stops) if point is not None]
    unknown = [no for no, point in enumerate(stops) if point is None]
    if not known:
        return unknown
    points = [point for point in stops if point is not None]
    origin = start or points[0]
    nodes = [origin, *points]
    far = [[metres(a, b) for b in nodes] for a in nodes]
    firsts = sorted(range(1, len(nodes)), key=lambda node: far[0][node])[:MOST_STARTS]
    ways = [_improve(_nearest_next(far, first), far) for first in firsts]
    best = min(ways, key=lambda way: _length(way, far))
    return [known[node - 1] for node in best[1:]] + unknown


def arrivals(
    start_at: int, start: Point | None, stops: Sequence[Point | None], *, minutes_per_km: int, minutes_per_stop: int,
    unknown_minutes: int,
) -> list[int]:  # fmt: skip
    """When each stop is reached (ms), in the order given; a leg to or from an unknown place takes so many minutes."""
    at, here, found = start_at, start, []
    for point in stops:
        if here is None or point is None:
            at += unknown_minutes * MINUTE_MS
        else:
            at += metres(here, point) * minutes_per_km * MINUTE_MS // 1000
        found.append(at)
        at += minutes_per_stop * MINUTE_MS
        here = point or here
    return found


def _nearest_next(far: Sequence[Sequence[int]], first: int) -> list[int]:
    left, path = set(range(1, len(far))) - {first}, [0, first]
    while left:
        here = path[-1]
        following = min(left, key=lambda node: (far[here][node], node))
        left.remove(following)
        path.append(following)
    return path


def _improve(path: list[int], far: Sequence[Sequence[int]]) -> list[int]:
    for _round in range(MOST_ROUNDS):
        if not _uncross(path, far) and not _move_one(path, far):
            break
    return path


def _length(path: Sequence[int], far: Sequence[Sequence[int]]) -> int:
    return sum(far[a][b] for a, b in pairwise(path))


def _uncross(path: list[int], far: Sequence[Sequence[int]]) -> bool:
    """Turn parts of the way round where that makes it shorter; its start stays, its end is free."""
    better = False
    for first in range(1, len(path) - 1):
        for last in range(first + 1, len(path)):
            if _saved(path, first, last, far) > 0:
                path[first : last + 1] = reversed(path[first : last + 1])
                better = True
    return better


def _move_one(path: list[int], far: Sequence[Sequence[int]]) -> bool:
    """Visit one stop at another time where that makes the way shorter."""
    length = _length(path, far)
    for place in range(1, len(path)):
        rest = path[:place] + path[place + 1 :]
        for other in range(1, len(path)):
            way = [*rest[:other], path[place], *rest[other:]]
            if _length(way, far) < length:
                path[:] = way
                return True
    return False


def _saved(path: Sequence[int], first: int, last: int, far: Sequence[Sequence[int]]) -> int:
    before = far[path[first - 1]][path[first]]
    after = far[path[first - 1]][path[last]]
    if last + 1 < len(path):
        before += far[path[last]][path[last + 1]]
        after += far[path[first]][path[last + 1]]
    return before - after
