"""A whole basket through the engine: price lists, then offers, then discounts and taxes; the counter, the sale, phone
orders and their changes all ask here, so that they cannot differ."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from app.catalog.choose import best_offers
from app.catalog.offer_basket import Given, OfferLine
from app.catalog.offers import Book, ListPrice, Who
from app.catalog.tax_book import TaxBook, TaxRule, TaxTerms
from app.core import clock
from app.core.money import line_minor, minor_digits
from app.orders.pricing import LineInput, Priced, TaxRounding, price_lines
from app.orders.taxes import relieve


class BasketLine(NamedTuple):
    """A line before offers: its list price, what a person changed, and what the customer's group gives anyway.

    A price or discount by a person keeps price lists and offers away; a line that `is_fixed` is given nothing off at
    all.  `at` is when it was put into the basket: that moment's offers hold for it.
    """

    product_id: int | None
    category_id: int | None
    quantity: int
    list_price_e4: int
    price_per: int = 1
    is_piece: bool = True
    at: int = 0
    unit_price_e4: int | None = None
    discount_minor: int = 0
    discount_bp: int = 0
    rule_bp: int = 0
    rule_name: str = ""
    tax_bp: int = 0
    taxes: tuple[TaxRule, ...] = ()
    relief: tuple[TaxRule, ...] = ()
    is_fixed: bool = False
    tax_id: int = 0  # what `tax_bp` is the rate of; the taxes of the day are found by it

    @property
    def price_e4(self) -> int:
        """The price before price lists and offers."""
        return self.list_price_e4 if self.unit_price_e4 is None else self.unit_price_e4

    @property
    def is_open(self) -> bool:
        """Whether offers may touch it."""
        return self.unit_price_e4 is None and not (self.is_fixed or self.discount_minor or self.discount_bp)


def moment_of(at: int) -> int:
    """The moment whose offers hold for a line: when it was put into the basket, unless that was a day ago or never."""
    now = clock.now_ms()
    return at if now - clock.DAY_MS < at <= now else now


class Terms(NamedTuple):
    """What holds for a whole basket."""

    discount_minor: int = 0
    discount_bp: int = 0
    charges: Sequence[int] = ()  # delivery, fees
    rounding: TaxRounding | str = ""  # empty: as the shop does it now
    day: str = ""  # whose tax rates hold; empty: today
    is_final: bool = False  # prices were made elsewhere and all taxes lie in them


PLAIN = Terms()


def price_basket(lines: Sequence[BasketLine], book: Book, who: Who, terms: Terms = PLAIN) -> Priced:
    """Price a basket; raises DiscountTooLarge when more is given off than there is."""
    taxes = book.taxes
    if not taxes.is_plain or who.regime_id is not None:
        day = terms.day or clock.today()
        lines = _all_taxed(lines, taxes, who.regime_id, day, terms.is_final)
    listed = _list_prices(lines, book, who) if book.has_prices else {}
    given = _offers(lines, listed, book, who) if book else {}
    inputs = [
        _plain_input(line, book.prices_net) if place not in listed and place not in given
        else _input(line, listed.get(place), given.get(place, ()), book.prices_net)
        for place, line in enumerate(lines)
    ]  # fmt: skip
    priced = price_lines(
        inputs, order_discount_minor=terms.discount_minor, order_discount_bp=terms.discount_bp,
        charges=_charges(terms, book, who.regime_id) if terms.charges else (), rounding=terms.rounding or book.rounding,
    )  # fmt: skip
    if not listed and not given:
        return priced
    parts = list(priced.lines)
    for place in listed.keys() | given.keys():
        price = listed.get(place)
        parts[place] = parts[place]._replace(
            offers=given.get(place, ()), price_e4=price.price_e4 if price else None,
            price_name=price.list_name if price else "",
        )  # fmt: skip
    return priced._replace(lines=tuple(parts))


def _charges(terms: Terms, book: Book, regime_id: int | None) -> list[LineInput]:
    """Delivery and fees as the engine takes them."""
    chosen, rate_bp = book.taxes.charges
    found = book.taxes.terms(chosen, rate_bp, regime_id, terms.day or clock.today())
    is_net = book.prices_net and bool(chosen) and not terms.is_final
    if terms.is_final:
        found = found._replace(taxes=tuple(rule._replace(is_included=True) for rule in found.taxes), relief=())
    return [charge_input(amount, found, is_net=is_net) for amount in terms.charges]


def charge_input(amount_minor: int, terms: TaxTerms, *, is_net: bool) -> LineInput:
    """A charge as a line of one piece."""
    price_e4 = amount_minor * (10_000 // 10 ** minor_digits())
    return LineInput(
        1, price_e4, tax_bp=terms.tax_bp, taxes=terms.taxes, relief=terms.relief, is_net=is_net, is_fixed=True
    )


def _all_taxed(
    lines: Sequence[BasketLine], taxes: TaxBook, regime_id: int | None, day: str, is_final: bool
) -> list[BasketLine]:  # fmt: skip
    """The lines with the taxes that hold for them; a line that is plain anyway stays the very same."""
    found = []
    for line in lines:
        terms = taxes.terms(line.tax_id, line.tax_bp, regime_id, day)
        is_plain = terms.tax_bp == line.tax_bp and not terms.taxes and not terms.relief
        found.append(line if is_plain else _taxed(line, terms, is_final))
    return found


@lru_cache(maxsize=4_096)
def _taxed(line: BasketLine, terms: TaxTerms, is_final: bool) -> BasketLine:
    """A line with the taxes that hold for it; the price of a line made elsewhere stays as it is."""
    taxes = terms.taxes
    if is_final:
        inside = tuple(rule._replace(is_included=True) for rule in taxes)
        return line._replace(tax_bp=terms.tax_bp, taxes=inside)
    return line._replace(tax_bp=terms.tax_bp, taxes=taxes, relief=terms.relief)


def _list_prices(lines: Sequence[BasketLine], book: Book, who: Who) -> dict[int, ListPrice]:
    """The list prices that hold; the quantity is that of the product on all its open lines."""
    quantities: dict[int | None, int] = {}
    for line in lines:
        if line.is_open:
            quantities[line.product_id] = quantities.get(line.product_id, 0) + line.quantity
    found = {}
    for place, line in enumerate(lines):
        if line.is_open and (price := book.price_of(line.product_id, quantities[line.product_id], line.at, who)):
            found[place] = price
    return found


def _offers(
    lines: Sequence[BasketLine], listed: dict[int, ListPrice], book: Book, who: Who
) -> dict[int, tuple[Given, ...]]:
    digits = minor_digits()
    asked = [
        _offer_line(line, listed[place].price_e4 if place in listed else line.list_price_e4, digits)
        for place, line in enumerate(lines)
    ]
    found: dict[int, tuple[Given, ...]] = {}
    for one in best_offers(asked, book, who):
        found[one.line] = (*found.get(one.line, ()), one)
    return found


@lru_cache(maxsize=4_096)
def _offer_line(line: BasketLine, price_e4: int, digits: int) -> OfferLine:
    gross = line_minor(line.quantity, price_e4, line.price_per) if line.is_open else 0
    if line.relief and gross:
        units = Fraction(line.quantity, line.price_per)
        gross -= sum(part.tax_minor for part in relieve(gross, units, line.relief))
    return OfferLine(
        line.product_id, line.category_id, line.quantity, gross, line.is_piece, line.price_per, line.at, line.is_open,
        line.rule_bp, line.rule_name, (line.tax_id, line.tax_bp),
    )  # fmt: skip


@lru_cache(maxsize=4_096)
def _plain_input(line: BasketLine, is_net: bool) -> LineInput:
    return _input(line, None, (), is_net)


def _input(line: BasketLine, listed: ListPrice | None, given: tuple[Given, ...], is_net: bool) -> LineInput:
    price = line.unit_price_e4
    if price is None:
        price = listed.price_e4 if listed else line.list_price_e4
    rate = 0 if given else line.discount_bp if not line.is_open else line.rule_bp
    return LineInput(
        line.quantity, price, line.price_per, line.tax_bp, line.discount_minor, rate,
        sum(one.amount_minor for one in given), line.taxes, line.relief, is_net, line.is_fixed,
    )  # fmt: skip
