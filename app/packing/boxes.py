"""Packing boxes into boxes: where each piece goes, by the corners that earlier pieces leave free.

Pieces are placed one after another, each at the corner and in the turning that wastes least; several orders and
several rules of choice are tried, because none of them wins always.  All sides are whole millimetres.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import permutations
from typing import NamedTuple

Sides = tuple[int, int, int]


class Placed(NamedTuple):
    """A piece in its place: the corner next to the origin, and the sides as they lie."""

    x: int
    y: int
    z: int
    length: int
    width: int
    height: int


class Space(NamedTuple):
    """A free room in a box; such rooms may overlap."""

    x: int
    y: int
    z: int
    length: int
    width: int
    height: int


_ORDERS: tuple[Callable[[Sides], tuple[int, ...]], ...] = (
    lambda s: (-s[0] * s[1] * s[2], -max(s)),
    lambda s: (-max(s), -s[0] * s[1] * s[2]),
    lambda s: (-sorted(s)[1] * sorted(s)[2], -min(s)),
    lambda s: (-min(s), -s[0] * s[1] * s[2]),
)
_CHOICES: tuple[Callable[[Space, Sides], tuple[int, ...]], ...] = (
    # lowest first, then the tightest: pieces stand on the floor and on each other
    lambda space, s: (space.z, min(space.length - s[0], space.width - s[1]), space.y, space.x),
    lambda space, s: (min(space.length - s[0], space.width - s[1], space.height - s[2]), space.z, space.y, space.x),
    lambda space, s: (space.z + s[2], space.y + s[1], space.x + s[0]),
    lambda space, s: (space.length * space.width * space.height, space.z, space.y, space.x),
)


def fits_in(pieces: Sequence[Sides], room: Sides) -> bool:
    """Whether a way was found to lay all pieces into a room; a no may be wrong for tight cases, a yes never is."""
    return place_all(pieces, room) is not None


def place_all(pieces: Sequence[Sides], room: Sides) -> list[Placed] | None:
    """Where every piece goes, in the order of placing, or None when no way was found."""
    if sum(a * b * c for a, b, c in pieces) > room[0] * room[1] * room[2]:
        return None
    for placed, left in _attempts(pieces, room):
        if not left:
            return placed
    return None


def fill(pieces: Sequence[Sides], room: Sides, grams: Sequence[int] = (), most_grams: int = 0) -> list[int]:
    """The places in `pieces` of as many, by volume, as were made to go into one room.

    With the weight of each piece and the most that the room bears, what would be too heavy stays out.
    """
    best: list[int] = []
    most = -1
    for placed, left in _attempts(pieces, room, grams, most_grams):
        volume = sum(one.length * one.width * one.height for one in placed)
        if volume > most:
            out = set(left)
            most, best = volume, [no for no in range(len(pieces)) if no not in out]
        if not left:
            break
    return best


def _attempts(
    pieces: Sequence[Sides], room: Sides, grams: Sequence[int] = (), most_grams: int = 0
) -> Iterator[tuple[list[Placed], list[int]]]:  # fmt: skip
    """Every way of trying, with what was placed and the places of those left over."""
    for order in _ORDERS:
        turn = sorted(range(len(pieces)), key=lambda no: order(pieces[no]))
        for choice in _CHOICES:
            for lying in _turnings(room):
                yield _lay([(no, pieces[no], grams[no] if grams else 0) for no in turn], lying, choice, most_grams)


def _lay(
    pieces: Iterable[tuple[int, Sides, int]], room: Sides, choice: Callable[[Space, Sides], tuple[int, ...]],
    most_grams: int,
) -> tuple[list[Placed], list[int]]:  # fmt: skip
    spaces, weight = [Space(0, 0, 0, *room)], 0
    placed: list[Placed] = []
    left: list[int] = []
    for no, sides, grams in pieces:
        best = _best(spaces, sides, choice) if weight + grams <= most_grams or not grams else None
        if best is None:
            left.append(no)
            continue
        placed.append(best)
        weight += grams
        spaces = _cut(spaces, best)
    return placed, left


def _best(
    spaces: Sequence[Space], sides: Sides, choice: Callable[[Space, Sides], tuple[int, ...]]
) -> Placed | None:  # fmt: skip
    found: tuple[tuple[int, ...], Placed] | None = None
    for turned in _turnings(sides):
        a, b, c = turned
        for space in spaces:
            if a > space.length or b > space.width or c > space.height:
                continue
            score = choice(space, turned)
            if found is None or score < found[0]:
                found = score, Placed(space.x, space.y, space.z, a, b, c)
    return found[1] if found else None


def _turnings(sides: Sides) -> Iterable[Sides]:
    return dict.fromkeys(permutations(sides))  # type: ignore[arg-type]


def _cut(spaces: Sequence[Space], piece: Placed) -> list[Space]:
    """Take a piece out of the free rooms; each that it touches falls into up to six."""
    kept: list[Space] = []
    fresh: list[Space] = []
    for space in spaces:
        if _meets(space, piece):
            fresh += _rest(space, piece)
        else:
            kept.append(space)
    fresh = list(dict.fromkeys(fresh))
    whole = kept + fresh
    return kept + [one for one in fresh if not any(one != other and _holds(other, one) for other in whole)]


def _rest(space: Space, piece: Placed) -> Iterator[Space]:
    end_x, end_y, end_z = space.x + space.length, space.y + space.width, space.z + space.height
    px, py, pz = piece.x + piece.length, piece.y + piece.width, piece.z + piece.height
    if piece.x > space.x:
        yield space._replace(length=piece.x - space.x)
    if px < end_x:
        yield space._replace(x=px, length=end_x - px)
    if piece.y > space.y:
        yield space._replace(width=piece.y - space.y)
    if py < end_y:
        yield space._replace(y=py, width=end_y - py)
    if piece.z > space.z:
        yield space._replace(height=piece.z - space.z)
    if pz < end_z:
        yield space._replace(z=pz, height=end_z - pz)


def _meets(space: Space, piece: Placed) -> bool:
    return (
        piece.x < space.x + space.length and space.x < piece.x + piece.length
        and piece.y < space.y + space.width and space.y < piece.y + piece.width
        and piece.z < space.z + space.height and space.z < piece.z + piece.height
    )  # fmt: skip


def _holds(outer: Space, inner: Space) -> bool:
    return (
        outer.x <= inner.x and outer.y <= inner.y and outer.z <= inner.z
        and outer.x + outer.length >= inner.x + inner.length
        and outer.y + outer.width >= inner.y + inner.width
        and outer.z + outer.height >= inner.z + inner.height
    )  # fmt: skip
