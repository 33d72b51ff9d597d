"""Several taxes on a line, exactly: percentages and amounts a piece, contained or on top, one upon another.

A plain line has one percentage that its price contains; it never comes here.  Everything is worked out from the
line's amount as fractions and rounded once, by line or for the whole document; then parts still add up to the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from app.catalog.tax_book import TaxRule
from app.core.money import minor_digits, round_div, spread


class TaxPart(NamedTuple):
    """What one tax takes of a line; `base_minor` is what it was taken on."""

    code: str
    name: str
    rate_bp: int
    base_minor: int
    tax_minor: int
    is_added: bool  # came on top of the price
    amount_e4: int = 0
    is_compound: bool = False
    letter: str = ""
    no: int = 0  # place among the taxes of the line


class Taxed(NamedTuple):
    """A line with its taxes: `total_minor` is what is paid for it, `added_minor` what came on top of its price."""

    total_minor: int
    tax_minor: int
    added_minor: int
    parts: tuple[TaxPart, ...]


class Exact(NamedTuple):
    """One tax of a line before it is rounded."""

    rule: TaxRule
    tax: Fraction


def exact_taxes(amount_minor: int, units: Fraction, rules: Sequence[TaxRule]) -> list[Exact]:
    """The taxes of an amount as fractions; `units` is how often an amount by piece is taken."""
    scale = Fraction(10 ** minor_digits(), 10_000)
    fixed = [rule.amount_e4 * units * scale for rule in rules]
    # Each tax in the price is a share of the net price plus something fixed; so the net price follows from the sum.
    shares: list[Fraction] = []
    rests: list[Fraction] = []
    share_sum = rest_sum = Fraction(0)
    for rule, amount in zip(rules, fixed, strict=True):
        share, rest = Fraction(0), Fraction(0)
        if rule.is_included:
            rate = Fraction(rule.rate_bp, 10_000)
            share = rate * (1 + share_sum) if rule.is_compound else rate
            rest = amount + (rate * rest_sum if rule.is_compound else 0)
            share_sum, rest_sum = share_sum + share, rest_sum + rest
        shares.append(share)
        rests.append(rest)
    net = (amount_minor - rest_sum) / (1 + share_sum)
    if rest_sum and net * amount_minor <= 0:  # the fixed taxes alone are the price or more: they are all of it
        whole = Fraction(amount_minor) / rest_sum
        shares, rests, net = [Fraction(0)] * len(rules), [rest * whole for rest in rests], Fraction(0)
    found: list[Exact] = []
    before = sum((net * share + rest for share, rest in zip(shares, rests, strict=True)), Fraction(0))
    upon = Fraction(0)
    for rule, share, rest, amount in zip(rules, shares, rests, fixed, strict=True):
        if rule.is_included:
            found.append(Exact(rule, net * share + rest))
            continue
        base = net + (before + upon if rule.is_compound else 0)
        tax = amount + base * Fraction(rule.rate_bp, 10_000)
        upon += tax
        found.append(Exact(rule, tax))
    return found


def tax_line(amount_minor: int, units: Fraction, rules: Sequence[TaxRule]) -> Taxed:
    """A line with its taxes, each rounded by itself."""
    exact = exact_taxes(amount_minor, units, rules)
    return put_together(amount_minor, exact, [rounded(one.tax) for one in exact])


def put_together(amount_minor: int, exact: Sequence[Exact], taxes: Sequence[int]) -> Taxed:
    """A line from its taxes in minor units; what is contained never comes to more than the amount."""
    taxes = _within(amount_minor, exact, taxes)
    added = sum(tax for one, tax in zip(exact, taxes, strict=True) if not one.rule.is_included)
    total = amount_minor + added
    net = total - sum(taxes)
    parts, upon = [], 0
    for one, tax in zip(exact, taxes, strict=True):
        rule = one.rule
        base = net + (upon if rule.is_compound else 0)
        parts.append(_part(rule, base, tax))
        upon += tax
    return Taxed(total, sum(taxes), added, tuple(parts))


def relieve(amount_minor: int, units: Fraction, rules: Sequence[TaxRule]) -> tuple[TaxPart, ...]:
    """What leaves a price of those taxes in it that this customer does not pay, each rounded by itself.

    `rules` are all taxes in the price, in their order.
    """
    parts = tax_line(amount_minor, units, rules).parts
    return tuple(part for part, rule in zip(parts, rules, strict=True) if rule.is_relieved and part.tax_minor)


def _part(rule: TaxRule, base_minor: int, tax_minor: int) -> TaxPart:
    return TaxPart(
        rule.code, rule.name, rule.rate_bp, base_minor, tax_minor, not rule.is_included, rule.amount_e4,
        rule.is_compound, rule.letter, rule.no,
    )  # fmt: skip


def round_by_document(lines: Sequence[tuple[int, Sequence[Exact]]]) -> list[Taxed]:
    """Lines whose taxes are rounded once for the whole document and then spread over the lines."""
    sums: dict[str, Fraction] = {}
    where: dict[str, list[tuple[int, int]]] = {}
    for place, (_amount, exact) in enumerate(lines):
        for turn, one in enumerate(exact):
            sums[one.rule.code] = sums.get(one.rule.code, Fraction(0)) + one.tax
            where.setdefault(one.rule.code, []).append((place, turn))
    taxes = [[0] * len(exact) for _amount, exact in lines]
    alike = [(amount, [(one.rule.code, one.tax) for one in exact]) for amount, exact in lines]
    for code, whole in sums.items():
        spots = where[code]
        exact_ones = [lines[place][1][turn].tax for place, turn in spots]
        shares = _spread(exact_ones, rounded(whole), [alike[place] for place, _turn in spots])
        for (place, turn), share in zip(spots, shares, strict=True):
            taxes[place][turn] = share
    return [put_together(amount, exact, mine) for (amount, exact), mine in zip(lines, taxes, strict=True)]


def rounded(value: Fraction) -> int:
    """A fraction of minor units, half up away from zero."""
    return round_div(value.numerator, value.denominator)


def _spread(exact: Sequence[Fraction], whole: int, alike: Sequence[Any]) -> list[int]:
    """Whole minor units near each exact tax that add up; what is left over does not depend on the order of lines.

    `alike` tells lines apart that have the same tax, since a cent of it may change what another tax is taken on.
    """
    floors = [value.numerator // value.denominator for value in exact]
    rest = whole - sum(floors)
    ranked = sorted(
        range(len(exact)), key=lambda place: (floors[place] - exact[place], -abs(exact[place]), alike[place])
    )
    for place in ranked[:rest]:
        floors[place] += 1
    return floors


def _within(amount_minor: int, exact: Sequence[Exact], taxes: Sequence[int]) -> list[int]:
    inside = [place for place, one in enumerate(exact) if one.rule.is_included]
    contained = sum(taxes[place] for place in inside)
    fitted = list(taxes)
    if abs(contained) > abs(amount_minor):
        for place, share in zip(inside, spread(amount_minor, [taxes[place] for place in inside]), strict=True):
            fitted[place] = share
    return fitted
