"""The one money engine: what lines cost, how discounts and taxes spread over them, to the last minor unit.

Pure and exact.  Prices include their tax; each line is rounded once, half up away from zero; what is given off the
whole order is spread over the lines by largest remainder, so that parts always add up to the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from app.core.i18n import _
from app.core.money import format_money, line_minor, minor_digits, round_div, spread, tax_included
from app.core.refusal import Refusal


class DiscountTooLarge(Refusal):
    """More would be given off than the goods cost."""

    def __init__(self, *, discount_minor: int, most_minor: int) -> None:
        sentence = _("{discount} off is more than the goods cost ({most}).").format(
            discount=format_money(discount_minor), most=format_money(most_minor)
        )
        super().__init__(sentence, discount_minor=discount_minor, most_minor=most_minor)


class LineInput(NamedTuple):
    """So many base units at a price with its tax in it, less what is given off this line.

    `unit_price_e4` is for `price_per` base units, in 1/10,000 of the main unit; a percentage off (`discount_bp`,
    basis points) and an amount off (`discount_minor`) add up.  A negative quantity is a line that comes back.
    """

    quantity: int
    unit_price_e4: int
    price_per: int = 1
    tax_bp: int = 0
    discount_minor: int = 0
    discount_bp: int = 0


class PricedLine(NamedTuple):
    """One line in minor units: gross − discount − its share of the order's discount = total, tax contained."""

    gross_minor: int
    discount_minor: int
    order_discount_minor: int
    total_minor: int
    tax_minor: int


class TaxSum(NamedTuple):
    """What lies in an order at one tax rate (basis points); net + tax = gross."""

    tax_bp: int
    net_minor: int
    tax_minor: int
    gross_minor: int


class Priced(NamedTuple):
    """A whole order: goods (after line discounts) − the order's discount + charges = total, tax contained."""

    lines: tuple[PricedLine, ...]
    goods_minor: int
    discount_minor: int
    tax_minor: int
    total_minor: int
    taxes: tuple[TaxSum, ...]


def price_lines(
    lines: Iterable[LineInput], *, order_discount_minor: int = 0, order_discount_bp: int = 0,
    charges_minor: int = 0, charges_tax_bp: int = 0,
) -> Priced:  # fmt: skip
    """Price an order; a percentage and an amount off the whole order add up.

    `charges_minor` (delivery, fees) are not discounted and carry the tax of `charges_tax_bp`.  Raises
    DiscountTooLarge when more is given off than there is; changes nothing.
    """
    asked, digits = list(lines), minor_digits()
    priced = tuple([_alone(line, digits) for line in asked])
    goods = sum([part.total_minor for part in priced])
    order_off = _order_discount(goods, order_discount_minor, order_discount_bp)
    if order_off:
        shares = _shares(order_off, [part.total_minor for part in priced], [line.tax_bp for line in asked])
        priced = tuple(_less(*one) for one in zip(priced, shares, asked, strict=True))
    taxed = [(line.tax_bp, part.total_minor, part.tax_minor) for line, part in zip(asked, priced, strict=True)]
    if charges_minor:
        taxed.append((charges_tax_bp, charges_minor, tax_included(charges_minor, charges_tax_bp)))
    taxes = sum_taxes(taxed)
    return Priced(
        priced, goods, order_off, sum(part.tax_minor for part in taxes), goods - order_off + charges_minor, taxes
    )


@lru_cache(maxsize=16_384)
def _alone(line: LineInput, digits: int) -> PricedLine:
    """A line before the order's discount; remembered, because a scan prices all lines of its ticket again."""
    gross = line_minor(line.quantity, line.unit_price_e4, line.price_per)
    off = _line_discount(line, gross)
    return PricedLine(gross, off, 0, gross - off, tax_included(gross - off, line.tax_bp))


def _less(part: PricedLine, share: int, line: LineInput) -> PricedLine:
    """A line less its share of the order's discount."""
    left = part.total_minor - share
    return PricedLine(part.gross_minor, part.discount_minor, share, left, tax_included(left, line.tax_bp))


def sum_taxes(taxed: Iterable[tuple[int, int, int]]) -> tuple[TaxSum, ...]:
    """Add up (tax_bp, gross_minor, tax_minor) rate by rate, the lowest rate first."""
    sums: dict[int, list[int]] = {}
    for rate_bp, gross_minor, tax_minor in taxed:
        row = sums.setdefault(rate_bp, [0, 0])
        row[0] += gross_minor
        row[1] += tax_minor
    return tuple(TaxSum(rate, gross - tax, tax, gross) for rate, (gross, tax) in sorted(sums.items()))


def _line_discount(line: LineInput, gross_minor: int) -> int:
    """What is given off one line; of a line that comes back, what is not paid back."""
    if not line.discount_bp and not line.discount_minor:
        return 0
    off = round_div(gross_minor * line.discount_bp, 10_000) + line.discount_minor
    if abs(off) > abs(gross_minor) or off * gross_minor < 0:
        raise DiscountTooLarge(discount_minor=off, most_minor=gross_minor)
    return off


def _order_discount(goods_minor: int, amount_minor: int, percent_bp: int) -> int:
    off = round_div(goods_minor * percent_bp, 10_000) + amount_minor
    if off and (off < 0 or off > goods_minor):
        raise DiscountTooLarge(discount_minor=off, most_minor=max(goods_minor, 0))
    return off


def _shares(off_minor: int, net: Sequence[int], rates: Sequence[int]) -> list[int]:
    """Each line's share of the order's discount; cents left over do not depend on the order of the lines."""
    if not off_minor:
        return [0] * len(net)
    ranked = sorted(range(len(net)), key=lambda place: (-net[place], rates[place]))
    shares = [0] * len(net)
    for place, share in zip(ranked, spread(off_minor, [net[place] for place in ranked]), strict=True):
        shares[place] = share
    return shares
