"""What a part of a sold line is worth: shares that add up to what was paid for the whole line, to the last cent."""

from __future__ import annotations

from typing import NamedTuple

from app.core.money import round_div


class Value(NamedTuple):
    """What was paid for goods, and the tax in it."""

    paid_minor: int
    tax_minor: int


def value_of(line: Value, quantity: int, *, returned: int, credited: Value) -> Value:
    """What is credited so that `returned` of `quantity` base units have been credited in all.

    `returned` counts the part that comes back now, `credited` is what earlier returns of the line were worth.  Each
    answer makes up for the rounding of those before, so that taking everything back gives exactly what was paid.
    """
    paid = round_div(line.paid_minor * returned, quantity) - credited.paid_minor
    tax = round_div(line.tax_minor * returned, quantity) - credited.tax_minor
    paid = min(max(paid, 0), max(line.paid_minor - credited.paid_minor, 0))
    return Value(paid, min(max(tax, 0), paid))
