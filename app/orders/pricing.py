"""The one money engine: what lines cost, how discounts and taxes spread over them, to the last minor unit.

Pure and exact.  Each line is rounded once, half up away from zero; what is given off the whole order is spread over
the lines by largest remainder, so that parts always add up to the whole.  A plain line has one tax, and its price
contains it; a line with `taxes` may have several, on top of the price too.  Taxes are rounded by line or by document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from app.catalog.offer_basket import Given
from app.core.i18n import _
from app.core.money import format_money, line_minor, minor_digits, round_div, spread, tax_included, tax_on_top
from app.core.refusal import Refusal
from app.orders.taxes import Exact, TaxPart, TaxRule, exact_taxes, relieve, round_by_document, tax_line


class TaxRounding(StrEnum):
    """Where taxes are rounded."""

    LINE = "line"
    DOCUMENT = "document"


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
    `offered_minor` is what offers give off; with `taxes` these are the line's taxes, else the price contains
    `tax_bp`, or is without it when it `is_net`.  `relief` are the taxes in the price, when this customer does not pay
    all of them.  A line that `is_fixed` takes no share of the order's discount.
    """

    quantity: int
    unit_price_e4: int
    price_per: int = 1
    tax_bp: int = 0
    discount_minor: int = 0
    discount_bp: int = 0
    offered_minor: int = 0
    taxes: tuple[TaxRule, ...] = ()
    relief: tuple[TaxRule, ...] = ()
    is_net: bool = False
    is_fixed: bool = False


class PricedLine(NamedTuple):
    """One line in minor units: gross − discount − its share of the order's discount + added = total, tax contained.

    `added_minor` is tax on top of the price; `parts` are the taxes of a line that is not plain; `offers` are what the
    discount is made of, where offers gave it; `price_e4` is the price that held, when a price list gave it.
    `relieved` are taxes that left the price, which the gross amount is without; `tax_bp` is the rate of a plain line.
    """

    gross_minor: int
    discount_minor: int
    order_discount_minor: int
    total_minor: int
    tax_minor: int
    added_minor: int = 0
    parts: tuple[TaxPart, ...] = ()
    offers: tuple[Given, ...] = ()
    price_e4: int | None = None
    price_name: str = ""
    relieved: tuple[TaxPart, ...] = ()
    tax_bp: int = 0

    @property
    def relieved_minor(self) -> int:
        """What left the price, because this customer does not pay it."""
        return sum([part.tax_minor for part in self.relieved]) if self.relieved else 0


NO_MONEY = PricedLine(0, 0, 0, 0, 0)  # a line that belongs to another, which is paid for


class TaxSum(NamedTuple):
    """What lies in an order at one tax rate (basis points); net + tax = gross.  A tax that is not plain has a code."""

    tax_bp: int
    net_minor: int
    tax_minor: int
    gross_minor: int
    code: str = ""
    name: str = ""
    is_added: bool = False
    letter: str = ""


class Priced(NamedTuple):
    """A whole order: goods (after line discounts) − the order's discount + added + charges = total, tax contained.

    `charges` are delivery and fees, priced as lines are; what came on top of them is part of `added_minor`.
    """

    lines: tuple[PricedLine, ...]
    goods_minor: int
    discount_minor: int
    tax_minor: int
    total_minor: int
    taxes: tuple[TaxSum, ...]
    added_minor: int = 0
    fixed_minor: int = 0  # goods that no discount of the order touches
    charges: tuple[PricedLine, ...] = ()


def price_lines(
    lines: Iterable[LineInput], *, order_discount_minor: int = 0, order_discount_bp: int = 0,
    charges: Sequence[LineInput] = (), rounding: TaxRounding | str = TaxRounding.LINE,
) -> Priced:  # fmt: skip
    """Price an order; a percentage and an amount off the whole order add up.

    `charges` (delivery, fees) are taxed as lines are, and not discounted.  Raises DiscountTooLarge when more is given
    off than there is; changes nothing.
    """
    asked, digits = list(lines), minor_digits()
    priced = tuple([_alone(line, digits) for line in asked])
    goods = sum([part.total_minor - part.added_minor for part in priced])
    fixed = sum(
        [part.total_minor - part.added_minor for part, line in zip(priced, asked, strict=True) if line.is_fixed]
    )
    order_off = _order_discount(goods - fixed, order_discount_minor, order_discount_bp)
    if order_off:
        net = [
            0 if line.is_fixed else part.total_minor - part.added_minor
            for part, line in zip(priced, asked, strict=True)
        ]
        shares = _shares(order_off, net, [_taxed_as(line) for line in asked])
        priced = tuple(_less(*one) for one in zip(priced, shares, asked, strict=True))
    count = len(priced)
    if charges:
        asked += charges
        priced += tuple([_alone(charge, digits) for charge in charges])
    if rounding == TaxRounding.DOCUMENT:
        priced = _by_document(priced, asked)
    taxes = _tax_sums(priced, asked)
    added = sum([part.added_minor for part in priced])
    tax = sum([part.tax_minor for part in priced])
    beside = priced[count:]
    total = goods - order_off + added + (sum([part.gross_minor for part in beside]) if beside else 0)
    return Priced(priced[:count] if beside else priced, goods, order_off, tax, total, taxes, added, fixed, beside)


@lru_cache(maxsize=4_096)
def _alone(line: LineInput, digits: int) -> PricedLine:
    """A line before the order's discount; remembered, because a scan prices all lines of its ticket again."""
    gross = line_minor(line.quantity, line.unit_price_e4, line.price_per)
    relieved: tuple[TaxPart, ...] = ()
    if line.relief:
        relieved = relieve(gross, Fraction(line.quantity, line.price_per), line.relief)
        gross -= sum([part.tax_minor for part in relieved])
    off = _line_discount(line, gross)
    if line.taxes:
        part = PricedLine(gross, off, 0, gross - off, 0, relieved=relieved)
        return _with_taxes(part, line, gross - off)
    if line.is_net:
        tax = tax_on_top(gross - off, line.tax_bp)
        return PricedLine(gross, off, 0, gross - off + tax, tax, tax, relieved=relieved, tax_bp=line.tax_bp)
    tax = tax_included(gross - off, line.tax_bp)
    return PricedLine(gross, off, 0, gross - off, tax, relieved=relieved, tax_bp=line.tax_bp)


def _less(part: PricedLine, share: int, line: LineInput) -> PricedLine:
    """A line less its share of the order's discount."""
    left = part.total_minor - part.added_minor - share
    if line.taxes:
        return _with_taxes(part._replace(order_discount_minor=share), line, left)
    if line.is_net:
        tax = tax_on_top(left, line.tax_bp)
        return part._replace(order_discount_minor=share, total_minor=left + tax, tax_minor=tax, added_minor=tax)
    return part._replace(order_discount_minor=share, total_minor=left, tax_minor=tax_included(left, line.tax_bp))


def _with_taxes(part: PricedLine, line: LineInput, amount_minor: int) -> PricedLine:
    taxed = tax_line(amount_minor, Fraction(line.quantity, line.price_per), line.taxes)
    return part._replace(
        total_minor=taxed.total_minor, tax_minor=taxed.tax_minor, added_minor=taxed.added_minor, parts=taxed.parts
    )


def _by_document(priced: Sequence[PricedLine], asked: Sequence[LineInput]) -> tuple[PricedLine, ...]:
    """The lines with taxes that are rounded once for all of them."""
    exact: list[tuple[int, list[Exact]]] = []
    for part, line in zip(priced, asked, strict=True):
        amount = part.total_minor - part.added_minor
        rules = line.taxes or (TaxRule(f"%{line.tax_bp}", rate_bp=line.tax_bp, is_included=not line.is_net),)
        exact.append((amount, exact_taxes(amount, Fraction(line.quantity, line.price_per), rules)))
    return tuple(
        part._replace(
            total_minor=taxed.total_minor, tax_minor=taxed.tax_minor, added_minor=taxed.added_minor,
            parts=taxed.parts if line.taxes else (),
        )
        for part, line, taxed in zip(priced, asked, round_by_document(exact), strict=True)
    )  # fmt: skip


def _tax_sums(priced: Sequence[PricedLine], asked: Sequence[LineInput]) -> tuple[TaxSum, ...]:
    plain: list[tuple[int, int, int]] = []
    parts: list[TaxPart] = []
    for line, part in zip(asked, priced, strict=True):
        if line.taxes:
            parts.extend(part.parts)
        else:
            plain.append((line.tax_bp, part.total_minor, part.tax_minor))
    return sum_taxes(plain) + sum_parts(parts) if parts else sum_taxes(plain)


def sum_parts(parts: Iterable[TaxPart]) -> tuple[TaxSum, ...]:
    """Add up taxes that are not plain, by tax and rate, in the order of their codes."""
    sums: dict[tuple[str, int], TaxSum] = {}
    for part in parts:
        key = (part.code, part.rate_bp)
        before = sums.get(key, TaxSum(part.rate_bp, 0, 0, 0, part.code, part.name, part.is_added, part.letter))
        net, tax = before.net_minor + part.base_minor, before.tax_minor + part.tax_minor
        sums[key] = before._replace(net_minor=net, tax_minor=tax, gross_minor=net + tax)
    return tuple(row for _key, row in sorted(sums.items()))


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
    if not line.discount_bp and not line.discount_minor and not line.offered_minor:
        return 0
    off = round_div(gross_minor * line.discount_bp, 10_000) + line.discount_minor + line.offered_minor
    if abs(off) > abs(gross_minor) or off * gross_minor < 0:
        raise DiscountTooLarge(discount_minor=off, most_minor=gross_minor)
    return off


def _order_discount(goods_minor: int, amount_minor: int, percent_bp: int) -> int:
    off = round_div(goods_minor * percent_bp, 10_000) + amount_minor
    if off and (off < 0 or off > goods_minor):
        raise DiscountTooLarge(discount_minor=off, most_minor=max(goods_minor, 0))
    return off


def _taxed_as(line: LineInput) -> tuple[int, str, str, int]:
    """What tells two lines of the same worth apart when a cent of a discount goes to one of them."""
    return line.tax_bp, repr(line.taxes), repr(line.relief), line.quantity


def _shares(off_minor: int, net: Sequence[int], taxed: Sequence[tuple[int, str, str, int]]) -> list[int]:
    """Each line's share of the order's discount; cents left over do not depend on the order of the lines."""
    if not off_minor:
        return [0] * len(net)
    ranked = sorted(range(len(net)), key=lambda place: (-net[place], taxed[place]))
    shares = [0] * len(net)
    for place, share in zip(ranked, spread(off_minor, [net[place] for place in ranked]), strict=True):
        shares[place] = share
    return shares
