"""Taxes as somebody else charged them: spread over the lines and charges of an order, so that no cent of them changes.

A web shop tells its taxes for the whole order.  Each goes to the lines that have its rate here, else to all that are
taxed, in proportion; what was paid stays what it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.catalog.tax_book import TaxBook, TaxKind
from app.core.money import round_div, spread, tax_included, tax_on_top
from app.orders.pricing import Priced, PricedLine, sum_parts, sum_taxes
from app.orders.taxes import TaxPart


class ChargedTax(NamedTuple):
    """A tax that a web shop charged on a whole order; `rate_bp` None when it did not say at which rate."""

    name: str
    amount_minor: int
    rate_bp: int | None = None


class Charged(NamedTuple):
    """All taxes of an order as they were charged; `is_on_top` where its prices are without them."""

    taxes: tuple[ChargedTax, ...] = ()
    is_on_top: bool = False

    @property
    def total_minor(self) -> int:
        """All of them."""
        return sum(tax.amount_minor for tax in self.taxes)


def as_charged(priced: Priced, charged: Charged, book: TaxBook) -> Priced:
    """The order with the taxes that were charged instead of ours; what is paid stays, tax on top comes to it."""
    pieces = [*priced.lines, *priced.charges]
    if not charged.is_on_top and _is_same(priced, charged):
        return priced
    parts: list[list[TaxPart]] = [[] for _piece in pieces]
    for tax in charged.taxes:
        if tax.amount_minor:
            _spread(tax, charged.is_on_top, pieces, len(priced.lines), parts, book)
    found = [_with(piece, mine) for piece, mine in zip(pieces, parts, strict=True)]
    added = sum(piece.added_minor for piece in found)
    plain = [(0, piece.total_minor, 0) for piece in found if not piece.parts and piece.total_minor]
    return priced._replace(
        lines=tuple(found[: len(priced.lines)]), charges=tuple(found[len(priced.lines) :]), added_minor=added,
        tax_minor=sum(piece.tax_minor for piece in found), total_minor=priced.total_minor - priced.added_minor + added,
        taxes=sum_taxes(plain) + sum_parts(part for piece in found for part in piece.parts),
    )  # fmt: skip


def expected(priced: Priced, *, is_on_top: bool) -> int:
    """The tax that our own taxes make of an order whose prices have it in them, or are without it."""
    if not is_on_top:
        return priced.tax_minor
    return sum(tax_on_top(_amount(piece), rate_of(piece)) for piece in (*priced.lines, *priced.charges))


def rate_of(piece: PricedLine) -> int:
    """The percentage of a line, of several taxes their sum."""
    return sum(part.rate_bp for part in piece.parts) if piece.parts else piece.tax_bp


def _is_same(priced: Priced, charged: Charged) -> bool:
    """Whether ours are the very taxes that were charged, rate by rate."""
    ours = {tax.tax_bp: tax.tax_minor for tax in priced.taxes if tax.tax_minor}
    if any(tax.rate_bp is None for tax in charged.taxes):
        return len(ours) <= 1 and sum(ours.values()) == charged.total_minor
    theirs: dict[int, int] = {}
    for tax in charged.taxes:
        if tax.amount_minor:
            theirs[tax.rate_bp or 0] = theirs.get(tax.rate_bp or 0, 0) + tax.amount_minor
    return ours == theirs


def _spread(
    tax: ChargedTax, is_on_top: bool, pieces: Sequence[PricedLine], lines: int, parts: list[list[TaxPart]],
    book: TaxBook,
) -> None:  # fmt: skip
    """Give each line its share of one tax."""
    bearing = _bearing(tax, is_on_top, pieces, lines)
    whole = sum(_amount(pieces[place]) for place in bearing)
    rate = tax.rate_bp
    if rate is None:
        base = whole if is_on_top else whole - tax.amount_minor
        rate = _near(round_div(tax.amount_minor * 10_000, base) if base > 0 else 0, tax.amount_minor, whole, is_on_top,
                     book)  # fmt: skip
    code, name, letter = _named(tax.name, rate, book)
    shares = spread(tax.amount_minor, [_amount(pieces[place]) for place in bearing])
    for place, share in zip(bearing, shares, strict=True):
        amount = _amount(pieces[place])
        base = amount if is_on_top else amount - share
        number = len(parts[place])
        parts[place].append(TaxPart(code, name, rate, base, share, is_on_top, letter=letter, no=number))


def _bearing(tax: ChargedTax, is_on_top: bool, pieces: Sequence[PricedLine], lines: int) -> list[int]:
    """The places of the lines that bear a tax: those of its rate, else those that are taxed here, else all."""
    there = [place for place, piece in enumerate(pieces) if _amount(piece) > 0]
    same = [place for place in there if rate_of(pieces[place]) == tax.rate_bp]
    taxed = [place for place in there if rate_of(pieces[place])]
    goods = [place for place in same or taxed or there if place < lines]
    everything = [*goods, *(place for place in there if place >= lines)]
    if not goods or tax.rate_bp is None:
        return everything
    # A web shop taxes delivery or does not: what was charged tells.
    with_delivery, without = (abs(_at(tax.rate_bp, pieces, some, is_on_top) - tax.amount_minor)
                              for some in (everything, goods))  # fmt: skip
    return everything if with_delivery <= without else goods


def _at(rate_bp: int, pieces: Sequence[PricedLine], places: Iterable[int], is_on_top: bool) -> int:
    how = tax_on_top if is_on_top else tax_included
    return sum(how(_amount(pieces[place]), rate_bp) for place in places)


def _near(rate_bp: int, amount: int, whole: int, is_on_top: bool, book: TaxBook) -> int:
    """The rate of the shop that makes this amount to the cent or two, else the rate that was worked out."""
    how = tax_on_top if is_on_top else tax_included
    rates = sorted({tax.rate_bp for tax in book.taxes.values() if tax.kind is TaxKind.PERCENT})
    return next((rate for rate in rates if rate and abs(how(whole, rate) - amount) <= 2), rate_bp)


def _named(name: str, rate_bp: int, book: TaxBook) -> tuple[str, str, str]:
    """The shop's own tax of this rate, else the web shop's by its name."""
    for tax in book.taxes.values():
        if tax.kind is TaxKind.PERCENT and tax.rate_bp == rate_bp:
            return tax.code, tax.name, tax.letter
    plain = "".join(sign for sign in name.casefold() if sign.isascii() and sign.isalnum())[:12]
    return f"web-{plain}-{rate_bp}"[:20] if plain else f"%{rate_bp}", name[:60], ""


def _amount(piece: PricedLine) -> int:
    return piece.total_minor - piece.added_minor


def _with(piece: PricedLine, parts: list[TaxPart]) -> PricedLine:
    """A line with these taxes and no others; those in it leave the rest as what each was taken on."""
    added = sum(part.tax_minor for part in parts if part.is_added)
    inside = sum(part.tax_minor for part in parts if not part.is_added)
    net = _amount(piece) - inside
    return piece._replace(
        tax_bp=0, tax_minor=added + inside, added_minor=added, total_minor=_amount(piece) + added,
        parts=tuple(part if part.is_added else part._replace(base_minor=net) for part in parts),
    )  # fmt: skip
