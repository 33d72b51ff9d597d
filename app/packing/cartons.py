"""Cartons: which one the goods fit in, and the list of those that the shop has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.core import settings
from app.core.actor import Actor
from app.core.command import command, note
from app.core.i18n import N_, _
from app.core.refusal import NoName, NotFound, Refusal
from app.packing.boxes import fill, fits_in
from app.packing.models import Carton

settings.declare(
    "packing.fill_percent", 90, N_("Fullest carton"),
    N_("So much of a carton's room may be goods, in percent; the rest is padding."), least=10, most=100,
)  # fmt: skip
MOST_PLACED = 60  # pieces; above it volume alone decides, placing each would take too long


class CartonKnown(Refusal):
    """Another carton has this code."""


class NoCarton(Refusal):
    """A carton has sides of at least a millimetre and bears at least a gram."""


class Piece(NamedTuple):
    """So many of one thing to pack; sides in mm and weight in g of one, nought when unknown."""

    length_mm: int
    width_mm: int
    height_mm: int
    weight_grams: int
    quantity: int = 1


class CartonRow(NamedTuple):
    """A carton of the shop: inner sides in mm, its own weight and the heaviest contents in g."""

    id: int
    code: str
    name: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_grams: int
    max_grams: int

    @property
    def volume(self) -> int:
        """Inner room in cubic millimetres."""
        return self.length_mm * self.width_mm * self.height_mm


class CartonFit(NamedTuple):
    """A carton with how well the goods fit: `why` is empty, `too_small` or `too_heavy`."""

    carton: CartonRow
    fits: bool
    fill_percent: int
    why: str


def suggest_carton(pieces: Sequence[Piece], cartons: Iterable[CartonRow], fill_percent: int = 90) -> list[CartonFit]:
    """All cartons, the smallest that holds the goods first, those that do not fit last.

    A carton fits when its room suffices with padding, every piece goes in by some turning, all of them find a place
    beside each other, and it bears the weight.  Pieces of unknown size count by weight alone.
    """
    fits = [_fit(pieces, carton, fill_percent) for carton in cartons]
    return sorted(fits, key=lambda fit: (not fit.fits, fit.carton.volume, fit.carton.weight_grams))


def _fit(pieces: Sequence[Piece], carton: CartonRow, fill_percent: int) -> CartonFit:
    volume = sum(piece.length_mm * piece.width_mm * piece.height_mm * piece.quantity for piece in pieces)
    grams = sum(piece.weight_grams * piece.quantity for piece in pieces)
    fill = -(-volume * 100 // carton.volume)
    if grams > carton.max_grams:
        return CartonFit(carton, False, fill, "too_heavy")
    single = sum(piece.quantity for piece in pieces) == 1
    if fill > (100 if single else fill_percent) or not _placed(pieces, carton):
        return CartonFit(carton, False, fill, "too_small")
    return CartonFit(carton, True, fill, "")


def _placed(pieces: Sequence[Piece], carton: CartonRow) -> bool:
    known = [piece for piece in pieces if piece.length_mm and piece.width_mm and piece.height_mm]
    room = _room(carton)
    sides = sorted(room)
    for piece in known:
        if any(side > most for side, most in zip(sorted(piece[:3]), sides, strict=True)):
            return False
    if sum(piece.quantity for piece in known) > MOST_PLACED:
        return True
    return fits_in([piece[:3] for piece in known for _copy in range(piece.quantity)], room)


class Box(NamedTuple):
    """One of several cartons, and how many of each given piece go into it."""

    carton: CartonRow
    quantities: tuple[int, ...]


def split_over(pieces: Sequence[Piece], cartons: Sequence[CartonRow]) -> list[Box]:
    """Cartons that hold all pieces together, as few as were found; empty when a piece fits into none.

    The smallest carton for what is left when one suffices, else the one that takes most of it.
    """
    single = [(no, piece[:3], piece.weight_grams) for no, piece in enumerate(pieces) for _copy in range(piece.quantity)]
    boxes: list[Box] = []
    while single:
        best: list[int] = []
        chosen: CartonRow | None = None
        for carton in sorted(cartons, key=lambda row: row.volume):
            taken = fill([one[1] for one in single], _room(carton), [one[2] for one in single], carton.max_grams)
            if chosen is None or _volume(single, taken) > _volume(single, best):
                best, chosen = taken, carton
            if len(taken) == len(single):
                break
        if chosen is None or not best:
            return []
        counted = [single[no][0] for no in best]
        boxes.append(Box(chosen, tuple(counted.count(no) for no in range(len(pieces)))))
        gone = set(best)
        single = [one for no, one in enumerate(single) if no not in gone]
    return boxes


def _room(carton: CartonRow) -> tuple[int, int, int]:
    return carton.length_mm, carton.width_mm, carton.height_mm


def _volume(single: Sequence[tuple[int, tuple[int, int, int], int]], chosen: Sequence[int]) -> int:
    return sum(a * b * c for a, b, c in (single[no][1] for no in chosen))


@command("packing.add_carton")
def add_carton(
    by: Actor, code: str, name: str, length_mm: int, width_mm: int, height_mm: int, weight_grams: int, max_grams: int
) -> int:  # fmt: skip
    """Add a carton with its inner sides; returns its id.  CartonKnown when the code is taken, NoCarton for noughts."""
    _check(name, weight_grams, length_mm, width_mm, height_mm, max_grams)
    if not code.strip():
        raise NoName
    if Carton.get_or_none(Carton.code == code.strip()):
        raise CartonKnown(_("There is a carton {code} already.").format(code=code.strip()), code=code.strip())
    note(carton=code.strip())
    return int(Carton.insert(
        code=code.strip(), name=name.strip(), length_mm=length_mm, width_mm=width_mm, height_mm=height_mm,
        weight_grams=weight_grams, max_grams=max_grams,
    ).execute())  # fmt: skip


@command("packing.change_carton")
def change_carton(
    by: Actor, carton_id: int, name: str, length_mm: int, width_mm: int, height_mm: int, weight_grams: int,
    max_grams: int, is_active: bool = True,
) -> None:  # fmt: skip
    """Change a carton, or take it out of use; NotFound when there is none."""
    _check(name, weight_grams, length_mm, width_mm, height_mm, max_grams)
    changed = Carton.update(
        name=name.strip(), length_mm=length_mm, width_mm=width_mm, height_mm=height_mm, weight_grams=weight_grams,
        max_grams=max_grams, is_active=is_active,
    ).where(Carton.id == carton_id)  # fmt: skip
    if not changed.execute():
        raise NotFound("carton", carton_id)
    note(carton=carton_id, is_active=is_active)


def _check(name: str, weight_grams: int, *at_least_one: int) -> None:
    if not name.strip():
        raise NoName
    if min(at_least_one) < 1 or weight_grams < 0:
        raise NoCarton(_("A carton needs its inner sides and the weight that it bears."))


def cartons() -> list[CartonRow]:
    """The cartons in use, the smallest first."""
    columns = (
        Carton.id, Carton.code, Carton.name, Carton.length_mm, Carton.width_mm, Carton.height_mm, Carton.weight_grams,
        Carton.max_grams,
    )  # fmt: skip
    rows = Carton.select(*columns).where(Carton.is_active).tuples()
    return sorted((CartonRow(*row) for row in rows), key=lambda row: row.volume)
