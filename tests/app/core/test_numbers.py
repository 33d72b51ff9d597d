"""Numbers: no gaps, none twice, and a slip of the finger is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.db import db
from app.core.numbers import check_digit_fits, last_number, next_number, with_check_digit

numbers = st.integers(0, 10**12)


@given(number=numbers, place=st.integers(0, 12), other=st.integers(0, 9))
def test_every_single_wrong_digit_is_found(number, place, other):
    right = with_check_digit(number)
    place %= len(right)
    wrong = right[:place] + str(other) + right[place + 1 :]

    assert check_digit_fits(right)
    assert check_digit_fits(wrong) == (wrong == right)


@given(number=numbers, place=st.integers(0, 11))
def test_every_swap_of_neighbours_is_found(number, place):
    right = with_check_digit(number)
    place %= len(right) - 1
    swapped = right[:place] + right[place + 1] + right[place] + right[place + 2 :]

    assert check_digit_fits(swapped) == (swapped == right)


def test_the_published_example_of_damm():
    assert with_check_digit(572) == "5724"


@pytest.mark.parametrize("text", ["", "0", "5", "5725", "57a4", "٥٧٢٤", "5724 ", "-5724"])
def test_what_cannot_be_a_number_of_ours_does_not_fit(text):
    assert not check_digit_fits(text)


def test_each_series_counts_for_itself_from_its_first_number(store):
    with db.atomic():
        assert [next_number("till-1"), next_number("till-1"), next_number("orders", first=1000)] == [1, 2, 1000]
        assert next_number("orders", first=1000) == 1001

    assert last_number("till-1") == 2
    assert last_number("nothing yet") == 0


def test_a_number_taken_by_what_was_undone_is_given_again(store):
    with db.atomic():
        next_number("till-1")
    with db.atomic() as undone:
        assert next_number("till-1") == 2
        undone.rollback()

    with db.atomic():
        assert next_number("till-1") == 2
