"""What a part of a sold line is worth: shares that add up to what was paid for the whole line, to the last cent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.core.money import round_div, spread


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


def part_of_kit(total_minor: int, kits: int, weights: Sequence[int], place: int, *, each: int, count: int) -> int:
    """What `count` base units of one part stand for, of what `kits` kits came to; `each` of them are in a kit.

    Each kit's price is shared by the weights of all its parts to the last cent.  It depends on nothing but the count,
    so parts can come back in any order: all of them together are worth exactly `total_minor`.
    """
    whole, rest = divmod(count, each)
    shares = [_share(total_minor, kits, weights, place, kit) for kit in range(whole + bool(rest))]
    return sum(shares[:whole]) + (round_div(shares[whole] * rest, each) if rest else 0)


def _share(total_minor: int, kits: int, weights: Sequence[int], place: int, kit: int) -> int:
    price = round_div(total_minor * (kit + 1), kits) - round_div(total_minor * kit, kits)
    return spread(price, weights)[place]
