"""What every product is taxed with on a day, for a customer of a regime: pure, read once with the book of offers.

A product with one percentage that lies in its price (or, in a shop without tax in its prices, on top of it) is plain:
its line needs nothing from here.  All else is told as rules that the engine takes.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class TaxKind(StrEnum):
    """How a tax is taken."""

    PERCENT = "percent"
    PIECE = "piece"  # an amount for each piece
    GROUP = "group"  # several taxes together


class TaxPlace(StrEnum):
    """Where a tax stands towards the price."""

    SHOP = "shop"  # as the shop's prices do
    INSIDE = "inside"
    ON_TOP = "on_top"


class TaxRule(NamedTuple):
    """One tax of a product: a percentage or an amount for each piece, in the price or on top of it.

    A compound tax is taken on the net price and the taxes that stand before it.  `is_relieved`: it lies in the price,
    and this customer does not pay it.
    """

    code: str
    name: str = ""
    rate_bp: int = 0
    amount_e4: int = 0  # for each `price_per` base units
    is_included: bool = True
    is_compound: bool = False
    letter: str = ""
    is_relieved: bool = False
    no: int = 0  # place among the taxes of the product


class TaxTerms(NamedTuple):
    """How a line is taxed: plainly with `tax_bp`, or by `taxes`; `relief` are the taxes in a price that not all stay."""

    tax_bp: int
    taxes: tuple[TaxRule, ...] = ()
    relief: tuple[TaxRule, ...] = ()


class KnownTax(NamedTuple):
    """A tax as the store has it; `dated` are (day, rate, amount) from that day on, the earliest first."""

    id: int
    code: str
    name: str
    letter: str = ""
    kind: TaxKind = TaxKind.PERCENT
    place: TaxPlace = TaxPlace.SHOP
    is_compound: bool = False
    rate_bp: int = 0
    amount_e4: int = 0
    dated: tuple[tuple[str, int, int], ...] = ()
    members: tuple[int, ...] = ()

    def on(self, day: str) -> tuple[int, int]:
        """Rate and amount on a day."""
        found = self.rate_bp, self.amount_e4
        for from_day, rate_bp, amount_e4 in self.dated:
            if from_day > day:
                break
            found = rate_bp, amount_e4
        return found


class Swap(NamedTuple):
    """What a regime makes of a tax: another tax, another rate of it, or nothing."""

    tax_id: int
    to_tax: int | None = None
    rate_bp: int | None = None


class Regime(NamedTuple):
    """How some customers are taxed instead."""

    id: int
    name: str
    note: str = ""
    keeps_others: bool = True
    swaps: tuple[Swap, ...] = ()
    is_active: bool = True  # offered for customers


class TaxBook:
    """All taxes and regimes of the shop; never changed, only replaced."""

    def __init__(
        self, taxes: Iterable[KnownTax] = (), regimes: Iterable[Regime] = (), *, prices_net: bool = False,
        charges: tuple[int, int] = (0, 2_300),
    ) -> None:  # fmt: skip
        self.taxes = {tax.id: tax for tax in taxes}
        self.regimes = {regime.id: regime for regime in regimes}
        self.prices_net = prices_net
        self.charges = charges  # the tax of delivery and fees, and its rate; no tax: the rate lies in them
        self.is_plain = all(self._is_plain(tax) and not tax.dated for tax in self.taxes.values())
        self.has_dates = any(tax.dated for tax in self.taxes.values())
        self._kept: dict[tuple[int, int, int | None, str], TaxTerms] = {}

    def terms(self, tax_id: int, tax_bp: int, regime_id: int | None, day: str) -> TaxTerms:
        """How a product of this tax is taxed on a day; `tax_bp` is the rate of a line whose tax is not known."""
        key = (tax_id, tax_bp, regime_id, day)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) > 5_000:
                self._kept.clear()
            found = self._kept[key] = self._find(self._tax(tax_id, tax_bp), self.regimes.get(regime_id or 0), day)
        return found

    def rate_on(self, tax_id: int, day: str) -> int:
        """The percentage of a tax on a day; of a group the sum of its percentages."""
        tax = self.taxes.get(tax_id)
        if tax is None:
            return 0
        return tax.on(day)[0] if tax.kind is not TaxKind.GROUP else sum(self.rate_on(one, day) for one in tax.members)

    def is_usual(self, code: str) -> bool:
        """Whether a tax is the percentage of plain products too, so that both stand in one line of a table of taxes."""
        return any(tax.code == code and self._is_plain(tax) for tax in self.taxes.values())

    def _tax(self, tax_id: int, tax_bp: int) -> KnownTax:
        """The tax of a line; a line without one has a percentage, which may be that of a tax of the shop."""
        if tax_id in self.taxes:
            return self.taxes[tax_id]
        for tax in self.taxes.values():
            if tax.kind is TaxKind.PERCENT and tax.rate_bp == tax_bp and self._is_plain(tax):
                return tax
        return KnownTax(0, f"%{tax_bp}", "", rate_bp=tax_bp)

    def _is_plain(self, tax: KnownTax) -> bool:
        as_shop = tax.place is TaxPlace.SHOP or (tax.place is TaxPlace.ON_TOP) == self.prices_net
        return tax.kind is TaxKind.PERCENT and as_shop

    def _find(self, tax: KnownTax, regime: Regime | None, day: str) -> TaxTerms:
        members = [self.taxes[one] for one in tax.members if one in self.taxes] if tax.members else [tax]
        rules = tuple(self._rule(one, day)._replace(no=no) for no, one in enumerate(members))
        if regime is not None and (swapped := self._swapped(members, rules, regime, day)) is not None:
            return swapped
        if len(members) == 1 and self._is_plain(members[0]):
            return TaxTerms(rules[0].rate_bp)
        return TaxTerms(0, rules)

    def _rule(self, tax: KnownTax, day: str) -> TaxRule:
        rate_bp, amount_e4 = tax.on(day)
        inside = tax.place is TaxPlace.INSIDE or (tax.place is TaxPlace.SHOP and not self.prices_net)
        by_piece = tax.kind is TaxKind.PIECE
        return TaxRule(
            tax.code, tax.name, 0 if by_piece else rate_bp, amount_e4 if by_piece else 0, inside, tax.is_compound,
            tax.letter,
        )  # fmt: skip

    def _swapped(
        self, members: list[KnownTax], rules: tuple[TaxRule, ...], regime: Regime, day: str
    ) -> TaxTerms | None:
        """The terms under a regime; None when it changes nothing.  What comes instead comes on top of the net price."""
        swaps = {swap.tax_id: swap for swap in regime.swaps}
        relief: list[TaxRule] = []
        left: list[TaxRule] = []
        changed = False
        for tax, rule in zip(members, rules, strict=True):
            swap = swaps.get(tax.id)
            stays = regime.keeps_others if swap is None else False
            changed = changed or not stays
            if rule.is_included:
                relief.append(rule._replace(is_relieved=not stays))
            if stays:
                left.append(rule)
            elif swap is not None and swap.to_tax in self.taxes:
                left.append(self._rule(self.taxes[swap.to_tax or 0], day)._replace(is_included=False, no=rule.no))
            elif swap is not None and swap.rate_bp is not None:
                left.append(rule._replace(rate_bp=swap.rate_bp, amount_e4=0, is_included=False))
        if not changed:
            return None
        return TaxTerms(0, tuple(left), tuple(relief) if any(rule.is_relieved for rule in relief) else ())


PLAIN_TAXES = TaxBook()
