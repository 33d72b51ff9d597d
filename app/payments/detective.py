"""Why a counted drawer differs: a search through the shift's papers for what explains the gap, the likeliest first.

Pure: it is given a shift's payments, moves and count, and gives back clues.  A clue names one kind of slip with
everything that fits it, so that three tickets of the same amount are one explanation and not three.  How likely a clue
is follows from how many papers had to be so by chance: an exact amount on two tenders says more than a round note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from app.payments.models import CashMoveKind, Tender

MOST_SUSPECTS = 5


class ClueKind(StrEnum):
    """What may have happened."""

    WRONG_TENDER = "wrong_tender"  # a ticket was keyed as cash and was not, or the other way round
    WRONG_CHANGE = "wrong_change"  # a note was taken for another one, so the change was wrong
    SWAPPED_COUNT = "swapped_count"  # two digits of a count were swapped
    SWAPPED_AMOUNT = "swapped_amount"  # two digits of a typed cash move were swapped
    WRONG_WAY = "wrong_way"  # paid in was keyed as paid out, or the other way round
    NOT_DONE = "not_done"  # booked, but the money did not move
    DONE_TWICE = "done_twice"  # moved once more than it was booked
    WRONG_ROW = "wrong_row"  # pieces were typed beside another note or coin
    MISCOUNTED = "miscounted"  # a note, coin or roll too many or too few
    ROUNDING = "rounding"  # the cash rounding was not kept
    NOT_COUNTED = "not_counted"  # all notes, or all coins, were left out
    FLOAT = "float"  # the float was left out of the count, or counted beside it
    NO_SALE = "no_sale"  # the drawer was opened without a sale


class Paid(NamedTuple):
    """A payment or refund (negative) of the shift."""

    id: int
    number: str  # of its order, for the person who looks for it
    tender: str
    amount_minor: int
    given_minor: int
    change_minor: int
    rounding_minor: int
    at: int


class Moved(NamedTuple):
    """A drop, pay-in, pay-out (into the drawer positive) or no-sale of the shift."""

    id: int
    kind: str
    amount_minor: int
    reason: str
    at: int


@dataclass(frozen=True)
class Case:
    """All that is known: the count, what should be there, and how both came about.

    `pieces` is worth → how many were counted; `off_minor` tender → counted − expected of the other counted tenders.
    """

    counted_minor: int
    expected_minor: int
    float_minor: int = 0
    pieces: Mapping[int, int] = field(default_factory=dict)
    worths: tuple[int, ...] = ()  # notes and coins of the currency
    notes: tuple[int, ...] = ()  # those of them that are notes
    payments: tuple[Paid, ...] = ()
    moves: tuple[Moved, ...] = ()
    off_minor: Mapping[str, int] = field(default_factory=dict)

    @property
    def gap_minor(self) -> int:
        """Counted − expected: what is over, or short where it is negative."""
        return self.counted_minor - self.expected_minor


class Suspect(NamedTuple):
    """One paper, move or row of the count that fits: what it says, and what it should have said."""

    kind: str  # payment, move or worth
    id: int  # of the payment or move; the worth in minor units
    number: str
    at: int
    said_minor: int
    true_minor: int
    said: int = 0  # pieces counted
    true: int = 0  # pieces that would explain it
    tender: str = ""  # the tender that it was keyed as, or what kind of move
    note: str = ""


class Clue(NamedTuple):
    """An explanation: its kind, how likely it is (0–100), and what fits it."""

    kind: ClueKind
    score: int
    suspects: tuple[Suspect, ...]
    tender: str = ""  # the tender that a payment really was


def explain(case: Case) -> list[Clue]:
    """The explanations of a gap, the likeliest first; nothing when the count comes out."""
    if not case.gap_minor:
        return []
    found = [clue for search in _SEARCHES for clue in search(case) if clue.suspects]
    return sorted(found, key=lambda clue: (-clue.score, list(ClueKind).index(clue.kind)))


def swaps(number: int) -> set[int]:
    """What a number becomes when two neighbouring digits are swapped."""
    digits = list(str(abs(number)))
    found = set()
    for at in range(len(digits) - 1):
        other = digits.copy()
        other[at], other[at + 1] = other[at + 1], other[at]
        found.add(int("".join(other)))
    return found - {abs(number)}


def _clue(kind: ClueKind, score: int, suspects: Iterable[Suspect], tender: str = "") -> Clue:
    """A clue; many papers that fit each say less than one alone."""
    listed = tuple(suspects)
    score -= min(12, 3 * max(0, len(listed) - 1))
    return Clue(kind, score, listed[-MOST_SUSPECTS:], tender)


def _is_cash(paid: Paid) -> bool:
    return paid.tender == Tender.CASH


def _kept(paid: Paid) -> int:
    """What lies in the drawer for a payment."""
    return paid.amount_minor + paid.rounding_minor


def _suspect(paid: Paid, true_minor: int) -> Suspect:
    return Suspect("payment", paid.id, paid.number, paid.at, paid.amount_minor, true_minor, tender=paid.tender)


def _wrong_tender(case: Case) -> Iterator[Clue]:
    """Over: something that counts as another tender was cash. Short: cash by the books that was something else."""
    gap = case.gap_minor
    if gap < 0:
        fits = [_suspect(paid, paid.amount_minor) for paid in case.payments if _is_cash(paid) and _kept(paid) == -gap]
        mirrored = next((tender for tender, off in case.off_minor.items() if abs(off + gap) <= 5), "")
        yield _clue(ClueKind.WRONG_TENDER, 96 if mirrored else 80, fits, mirrored or Tender.CARD.value)
        return
    others: dict[str, list[Suspect]] = {}
    for paid in case.payments:
        # Cash is rounded, so up to two cents either way are the same ticket.
        if not _is_cash(paid) and paid.amount_minor > 0 and abs(paid.amount_minor - gap) <= 2:
            others.setdefault(paid.tender, []).append(_suspect(paid, paid.amount_minor))
    for tender, fits in others.items():
        also_short = abs(case.off_minor.get(tender, 0) + gap) <= 5 and bool(case.off_minor.get(tender))
        exact = any(suspect.said_minor == gap for suspect in fits)
        yield _clue(ClueKind.WRONG_TENDER, 96 if also_short else 80 if exact else 66, fits, Tender.CASH.value)


def _wrong_change(case: Case) -> Iterator[Clue]:
    """The note that was keyed is another one than the note that was given: 100 for 10."""
    gap, fits, single, tenfold, handed = case.gap_minor, [], False, False, _sums(case.notes)
    if gap not in {one - other for one in case.notes for other in case.notes}:
        return
    for paid in case.payments:
        true = paid.given_minor + gap
        if not _is_cash(paid) or paid.amount_minor <= 0 or paid.given_minor not in handed:
            continue
        if true < _kept(paid) or true not in handed:
            continue
        fits.append(_suspect(paid, true)._replace(said_minor=paid.given_minor))
        single = single or (paid.given_minor in case.notes and true in case.notes)
        tenfold = tenfold or max(paid.given_minor, true) == 10 * min(paid.given_minor, true)
    yield _clue(ClueKind.WRONG_CHANGE, 82 if tenfold else 74 if single else 52, fits)


def _sums(notes: tuple[int, ...]) -> set[int]:
    """What one or two notes are worth."""
    return set(notes) | {one + other for one in notes for other in notes}


def _swapped_count(case: Case) -> Iterator[Clue]:
    fits = [
        Suspect("worth", worth, "", 0, pieces * worth, other * worth, pieces, other)
        for worth, pieces in case.pieces.items() for other in sorted(swaps(pieces))
        if (other - pieces) * worth == -case.gap_minor
    ]  # fmt: skip
    yield _clue(ClueKind.SWAPPED_COUNT, 84, fits)


def _swapped_amount(case: Case) -> Iterator[Clue]:
    """A typed move: the drawer holds what was meant, the books what was typed."""
    fits = [
        Suspect("move", move.id, "", move.at, move.amount_minor, _signed(true, move), tender=move.kind, note=move.reason)
        for move in case.moves for true in sorted(swaps(move.amount_minor))
        if move.amount_minor and _signed(true, move) - move.amount_minor == case.gap_minor
    ]  # fmt: skip
    yield _clue(ClueKind.SWAPPED_AMOUNT, 86, fits)


def _signed(minor: int, move: Moved) -> int:
    return minor if move.amount_minor > 0 else -minor


def _of_moves(case: Case, what: Callable[[Moved], int]) -> list[Suspect]:
    """The moves whose true amount, as a function of the move, would explain the gap."""
    return [
        Suspect("move", move.id, "", move.at, move.amount_minor, what(move), tender=move.kind, note=move.reason)
        for move in case.moves
        if move.amount_minor and what(move) - move.amount_minor == case.gap_minor
    ]


def _wrong_way(case: Case) -> Iterator[Clue]:
    yield _clue(ClueKind.WRONG_WAY, 88, _of_moves(case, lambda move: -move.amount_minor))


def _not_done(case: Case) -> Iterator[Clue]:
    """A refund that was not paid out, a drop that still lies in the drawer, a pay-in that never came."""
    refunds = [_suspect(paid, 0) for paid in case.payments if _is_cash(paid) and -_kept(paid) == case.gap_minor > 0]
    yield _clue(ClueKind.NOT_DONE, 85, [*_of_moves(case, lambda _move: 0), *refunds])


def _done_twice(case: Case) -> Iterator[Clue]:
    refunds = [
        _suspect(paid, 2 * paid.amount_minor)
        for paid in case.payments
        if _is_cash(paid) and _kept(paid) == case.gap_minor < 0
    ]
    yield _clue(ClueKind.DONE_TWICE, 83, [*_of_moves(case, lambda move: 2 * move.amount_minor), *refunds])


def _wrong_row(case: Case) -> Iterator[Clue]:
    """The pieces of one row belong to its empty neighbour."""
    worths, fits = sorted(case.worths, reverse=True), []
    for worth, pieces in case.pieces.items():
        if not pieces or worth not in worths:
            continue
        at = worths.index(worth)
        for other in [worths[to] for to in (at - 1, at + 1) if 0 <= to < len(worths)]:
            if not case.pieces.get(other) and pieces * (other - worth) == -case.gap_minor:
                fits.append(Suspect("worth", worth, "", 0, pieces * worth, pieces * other, pieces, other))
    yield _clue(ClueKind.WRONG_ROW, 85, fits)


def _miscounted(case: Case) -> Iterator[Clue]:
    """One or two of a kind, a digit too many or too few, or a roll."""
    fits, best = [], 0
    for worth in case.worths:
        if case.gap_minor % worth:
            continue
        pieces = case.pieces.get(worth, 0)
        true = pieces - case.gap_minor // worth
        score = _how_miscounted(pieces, true, worth in case.notes)
        if score:
            fits.append((score, Suspect("worth", worth, "", 0, pieces * worth, true * worth, pieces, true)))
            best = max(best, score)
    ranked = [suspect for score, suspect in sorted(fits, key=lambda fit: fit[0])]
    if ranked:
        yield Clue(ClueKind.MISCOUNTED, best, tuple(ranked[-MOST_SUSPECTS:]))


def _how_miscounted(said: int, true: int, is_note: bool) -> int:
    """How likely one count was typed for the other, or nought."""
    if true < 0:
        return 0
    step = abs(said - true)
    if step == 1:
        return 78 if is_note else 76
    if said and true and (str(said) in (str(true)[:-1], str(true)[1:]) or str(true) in (str(said)[:-1], str(said)[1:])):
        return 77  # 1 for 14, 33 for 3
    if step == 2:
        return 66
    if not is_note and step in (20, 25, 40, 50):
        return 70  # a roll
    return 71 if not said and 0 < true <= 60 and is_note else 0


def _not_counted(case: Case) -> Iterator[Clue]:
    """Short, and not one coin (or not one note) stands in the count: a tray was forgotten."""
    counted = {worth for worth, pieces in case.pieces.items() if pieces}
    coins = [worth for worth in case.worths if worth not in case.notes]
    for tray in (coins, list(case.notes)):
        if case.gap_minor < 0 and counted and tray and not counted & set(tray) and -case.gap_minor >= min(tray):
            yield Clue(ClueKind.NOT_COUNTED, 69, (Suspect("worth", tray[0], "", 0, 0, -case.gap_minor),))


def _rounding(case: Case) -> Iterator[Clue]:
    """The clerk gave and took exact cents while the books round."""
    rounded = [paid for paid in case.payments if _is_cash(paid) and paid.rounding_minor]
    total = sum(paid.rounding_minor for paid in rounded)
    listed = [_suspect(paid, paid.amount_minor)._replace(said_minor=paid.rounding_minor) for paid in rounded]
    if total and case.gap_minor == -total:
        yield Clue(ClueKind.ROUNDING, 79, tuple(listed[-MOST_SUSPECTS:]))
    elif rounded and abs(case.gap_minor) <= sum(abs(paid.rounding_minor) for paid in rounded):
        yield Clue(ClueKind.ROUNDING, 50, tuple(listed[-MOST_SUSPECTS:]))


def _float(case: Case) -> Iterator[Clue]:
    """The float was not counted, counted twice, or typed with swapped digits when the till was opened."""
    whole = Suspect("float", 0, "", 0, case.float_minor, 0)
    if case.float_minor and abs(case.gap_minor) == case.float_minor:
        yield Clue(ClueKind.FLOAT, 87, (whole,))
    for true in sorted(swaps(case.float_minor)):
        if true - case.float_minor == case.gap_minor:
            yield Clue(ClueKind.FLOAT, 72, (whole._replace(true_minor=true),))


def _no_sale(case: Case) -> Iterator[Clue]:
    """The drawer stood open without a sale: a note was changed, and the change was wrong."""
    opened = [
        Suspect("move", move.id, "", move.at, 0, case.gap_minor, tender=move.kind, note=move.reason)
        for move in case.moves
        if move.kind == CashMoveKind.NO_SALE
    ]
    steps = set(case.notes) | {one - other for one in case.notes for other in case.notes}
    yield Clue(ClueKind.NO_SALE, 60 if abs(case.gap_minor) in steps else 40, tuple(opened[-MOST_SUSPECTS:]))


_SEARCHES = (
    _wrong_tender, _wrong_change, _swapped_count, _swapped_amount, _wrong_way, _not_done, _done_twice, _wrong_row,
    _miscounted, _not_counted, _rounding, _float, _no_sale,
)  # fmt: skip
