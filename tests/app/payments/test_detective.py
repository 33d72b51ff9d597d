"""The difference detective: whatever one slip is seeded into a day, it is among the first three explanations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.payments.detective import Case, Clue, ClueKind, Moved, Paid, explain, swaps

NOTES = (20_000, 10_000, 5_000, 2_000, 1_000, 500)
WORTHS = (*NOTES, 200, 100, 50, 20, 10, 5, 2, 1)
PRICES = st.integers(1, 15_000).map(lambda minor: minor // 10 * 10 + 9)  # 12.49, 3.99


def names(case: Case) -> list[ClueKind]:
    return [clue.kind for clue in explain(case)[:3]]


def counted(minor: int) -> dict[int, int]:
    """The fewest notes and coins that make up an amount, as a drawer is counted."""
    pieces, left = {}, minor
    for worth in WORTHS:
        if left >= worth:
            pieces[worth], left = divmod(left, worth)
    return pieces


@st.composite
def days(draw: Any) -> Case:
    """A shift that comes out, with cash and card tickets, a refund and typed moves."""
    payments = []
    for number in range(draw(st.integers(2, 40))):
        due, is_cash = draw(PRICES), draw(st.booleans())
        note = draw(st.sampled_from([note for note in NOTES if note >= due] or [20_000]))
        given_minor = note if is_cash else 0
        change = note - due if is_cash else 0
        tender = "cash" if is_cash else "card"
        payments.append(Paid(number + 1, f"{number + 1001}", tender, due, given_minor, change, 0, number))
    back = draw(PRICES)
    payments.append(Paid(900, "1900", "cash", -back, 0, 0, 0, 900))
    out, into = draw(PRICES), draw(PRICES)
    moves = (
        Moved(1, "pay_out", -out, "Window cleaner", 1),
        Moved(2, "pay_in", into, "Change from the bank", 2),
        Moved(3, "drop", -draw(PRICES), "Too much", 3),
    )
    float_minor = draw(st.sampled_from([15_000, 20_000, 12_500]))
    cash = float_minor + sum(paid.amount_minor for paid in payments if paid.tender == "cash")
    expected = 40_000 + cash + sum(move.amount_minor for move in moves)  # the first 400.00 were paid in before
    assume(expected > 20_000)
    first = Moved(4, "pay_in", 40_000, "Coins", 0)
    return Case(
        expected, expected, float_minor, counted(expected), WORTHS, NOTES, tuple(payments), (*moves, first),
        {"card": 0},
    )  # fmt: skip


def off_by(case: Case, minor: int, **also: Any) -> Case:
    """The same day with so much more in the drawer, and counted rightly."""
    there = case.counted_minor + minor
    assume(minor and there >= 0)
    return replace(case, counted_minor=there, pieces=counted(there), **also)


def of(case: Case, tender: str) -> list[Paid]:
    return [paid for paid in case.payments if paid.tender == tender and paid.amount_minor > 0]


def test_a_day_that_comes_out_needs_no_explanation():
    assert explain(Case(1_000, 1_000)) == []


def test_swapping_neighbours():
    assert swaps(54) == {45}
    assert swaps(120) == {210, 102}
    assert swaps(11) == set()


@given(days(), st.data())
def test_a_card_ticket_that_was_cash_is_named_with_the_ticket(case: Case, data: Any) -> None:
    cards = of(case, "card")
    assume(cards)
    paid = data.draw(st.sampled_from(cards))
    fault = off_by(case, paid.amount_minor, off_minor={"card": -paid.amount_minor})

    clue = next(clue for clue in explain(fault)[:3] if clue.kind is ClueKind.WRONG_TENDER)

    assert paid.amount_minor in [suspect.said_minor for suspect in clue.suspects] and clue.tender == "cash"


@given(days(), st.data())
def test_a_cash_ticket_that_was_card_is_named(case: Case, data: Any) -> None:
    tickets = of(case, "cash")
    assume(tickets)
    paid = data.draw(st.sampled_from(tickets))
    fault = off_by(case, -paid.amount_minor, off_minor={"card": paid.amount_minor})

    assert ClueKind.WRONG_TENDER in names(fault)


@given(days(), st.data())
def test_a_hundred_taken_for_a_ten_is_named(case: Case, data: Any) -> None:
    tickets = [paid for paid in of(case, "cash") if paid.given_minor == 10_000 and paid.amount_minor <= 1_000]
    assume(tickets)
    paid = data.draw(st.sampled_from(tickets))
    fault = off_by(case, -9_000)

    clue = next(clue for clue in explain(fault)[:3] if clue.kind is ClueKind.WRONG_CHANGE)

    assert (paid.id, 10_000, 1_000) in [(one.id, one.said_minor, one.true_minor) for one in clue.suspects] or len(
        clue.suspects
    ) == 5


@given(days(), st.data())
def test_any_note_taken_for_another_is_named(case: Case, data: Any) -> None:
    tickets = [
        (paid, true) for paid in of(case, "cash") for true in NOTES
        if paid.given_minor in NOTES and true >= paid.amount_minor and true != paid.given_minor
    ]  # fmt: skip
    assume(tickets)
    paid, true = data.draw(st.sampled_from(tickets))

    assert ClueKind.WRONG_CHANGE in names(off_by(case, true - paid.given_minor))


@given(days(), st.sampled_from(WORTHS), st.integers(10, 99))
def test_swapped_digits_in_the_count_are_named_with_the_row(case: Case, worth: int, pieces: int) -> None:
    other = next(iter(swaps(pieces)), None)
    assume(other is not None and other >= 10)  # a typed 01 is a missing digit, not a swapped one
    more = case.expected_minor + (pieces - case.pieces.get(worth, 0)) * worth
    case = replace(case, expected_minor=more, counted_minor=more, pieces={**case.pieces, worth: pieces})
    typed = {**case.pieces, worth: other}
    fault = replace(case, pieces=typed, counted_minor=sum(value * count for value, count in typed.items()))

    clue = next(clue for clue in explain(fault)[:3] if clue.kind is ClueKind.SWAPPED_COUNT)

    assert (worth, other, pieces) in [(one.id, one.said, one.true) for one in clue.suspects]


@given(days(), st.data())
def test_swapped_digits_in_a_cash_move_are_named_with_the_true_amount(case: Case, data: Any) -> None:
    typed = [(move, true) for move in case.moves for true in swaps(move.amount_minor)]
    move, true = data.draw(st.sampled_from(typed))
    signed = true if move.amount_minor > 0 else -true
    fault = off_by(case, signed - move.amount_minor)

    assert ClueKind.SWAPPED_AMOUNT in names(fault)


@pytest.mark.parametrize(
    ("kind", "times"), [(ClueKind.NOT_DONE, -1), (ClueKind.DONE_TWICE, 1), (ClueKind.WRONG_WAY, -2)]
)
@given(case=days(), data=st.data())
def test_a_move_not_made_made_twice_or_the_wrong_way_is_named(
    kind: ClueKind, times: int, case: Case, data: Any
) -> None:
    move = data.draw(st.sampled_from(case.moves))

    assert kind in names(off_by(case, times * move.amount_minor))


@given(days())
def test_a_refund_that_was_booked_and_not_paid_out_is_named(case: Case) -> None:
    refund = next(paid for paid in case.payments if paid.amount_minor < 0)

    assert ClueKind.NOT_DONE in names(off_by(case, -refund.amount_minor))


@given(days(), st.sampled_from(WORTHS), st.sampled_from([-1, 1]))
def test_one_note_or_coin_miscounted_is_named(case: Case, worth: int, step: int) -> None:
    pieces = case.pieces.get(worth, 0)
    assume(pieces + step >= 0)
    typed = {**case.pieces, worth: pieces + step}
    fault = replace(case, pieces=typed, counted_minor=case.counted_minor + step * worth)

    clue = next(clue for clue in explain(fault)[:3] if clue.kind is ClueKind.MISCOUNTED)

    assert worth in [suspect.id for suspect in clue.suspects]


@given(days(), st.data())
def test_a_row_typed_beside_its_neighbour_is_named(case: Case, data: Any) -> None:
    worths = sorted(WORTHS, reverse=True)
    rows = [
        (worth, worths[at + step]) for at, worth in enumerate(worths) for step in (-1, 1)
        if case.pieces.get(worth) and 0 <= at + step < len(worths) and not case.pieces.get(worths[at + step])
    ]  # fmt: skip
    assume(rows)
    worth, other = data.draw(st.sampled_from(rows))
    typed = {value: count for value, count in case.pieces.items() if value != worth} | {other: case.pieces[worth]}
    fault = replace(case, pieces=typed, counted_minor=sum(value * count for value, count in typed.items()))

    assert ClueKind.WRONG_ROW in names(fault)


@given(days())
def test_a_float_that_was_not_counted_is_named(case: Case) -> None:
    assert ClueKind.FLOAT in names(off_by(case, -case.float_minor))


@given(days(), st.lists(st.sampled_from([-2, -1, 1, 2]), min_size=3, max_size=12))
def test_cash_rounding_that_was_not_kept_is_named(case: Case, cents: list[int]) -> None:
    tickets = of(case, "cash")
    assume(len(tickets) >= 3)
    rounded = {paid.id: cent for paid, cent in zip(tickets, cents, strict=False)}
    total = sum(rounded.values())
    payments = tuple(paid._replace(rounding_minor=rounded.get(paid.id, 0)) for paid in case.payments)
    fault = replace(case, payments=payments, expected_minor=case.expected_minor + total)
    assume(total)

    assert ClueKind.ROUNDING in names(fault)


def test_a_no_sale_is_named_when_nothing_else_is_known():
    opened = Moved(7, "no_sale", 0, "Change a note", 14)
    clues: list[Clue] = explain(Case(12_000, 13_000, worths=WORTHS, notes=NOTES, pieces={}, moves=(opened,)))

    assert ClueKind.NO_SALE in [clue.kind for clue in clues[:3]]


def test_many_tickets_of_one_amount_are_one_explanation():
    tickets = tuple(Paid(n, f"{n}", "card", 1_249, 0, 0, 0, n) for n in range(20))
    clues = explain(Case(11_249, 10_000, payments=tickets, worths=WORTHS, notes=NOTES))

    assert [clue.kind for clue in clues].count(ClueKind.WRONG_TENDER) == 1
    assert len(clues[0].suspects) == 5


def test_a_tray_of_coins_that_was_forgotten_is_named():
    case = Case(60_000, 60_720, pieces={10_000: 6}, worths=WORTHS, notes=NOTES)

    assert ClueKind.NOT_COUNTED in names(case)
