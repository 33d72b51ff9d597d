"""Running numbers without gaps, and the check digit that finds a mistyped or swapped digit.

A number is taken inside the transaction that uses it: when that is undone, so is the number.
"""

from __future__ import annotations

import peewee

from app.core.db import Row
from app.core.prepared import prepared


class Counter(Row):
    """The last number given in each series."""

    series = peewee.CharField(primary_key=True, max_length=64)
    last_no = peewee.BigIntegerField()


@prepared
def _count(series: str, first: int):
    # One statement starts the series or counts on, so that two stations never get the same number.
    return (
        Counter.insert(series=series, last_no=first)
        .on_conflict(conflict_target=[Counter.series], update={Counter.last_no: Counter.last_no + 1})
        .returning(Counter.last_no)
    )


def next_number(series: str, first: int = 1) -> int:
    """The next number of a series, `first` for a new one; only inside a transaction, which may still take it back."""
    return int(_count.one(series, first)[0])


def last_number(series: str) -> int:
    """The last number given in a series, 0 when none was."""
    row = Counter.get_or_none(Counter.series == series)
    return int(row.last_no) if row else 0


# H. Michael Damm, "Total anti-symmetrische Quasigruppen", dissertation, Marburg 2004: a quasigroup of order 10 that
# finds each single wrong digit and each swap of neighbours.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def check_digit(digits: str) -> int:
    """The Damm digit that belongs behind these digits."""
    state = 0
    for digit in digits:
        state = _DAMM[state][int(digit)]
    return state


def with_check_digit(number: int) -> str:
    """A running number as people see and say it, its check digit last."""
    assert number >= 0, "numbers count up from nought"
    return f"{number}{check_digit(str(number))}"


def check_digit_fits(text: str) -> bool:
    """Whether a typed or scanned number can be right."""
    return len(text) > 1 and text.isascii() and text.isdigit() and check_digit(text) == 0
