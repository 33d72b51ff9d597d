"""What a price gives with a tax: today, from the days on which a rate changes, and for each regime."""

from __future__ import annotations

from typing import NamedTuple

from app.catalog.book import book
from app.catalog.offers import Book, Who
from app.core import clock
from app.orders.basket import BasketLine, Terms, price_basket
from app.orders.pricing import PricedLine

MOST_DAYS = 3


class Shown(NamedTuple):
    """One case: from a day on (empty: today) or by a regime's name, and what one piece comes to."""

    from_day: str
    regime: str
    line: PricedLine


def preview_tax(tax_id: int, price_e4: int) -> list[Shown]:
    """One piece at a price, taxed as it would be sold: today, on the next days of change, under each regime."""
    here = book()
    today = clock.today()
    days = sorted({rate[0] for tax in _parts(here, tax_id) for rate in here.taxes.taxes[tax].dated if rate[0] > today})
    found = [Shown("", "", _line(here, tax_id, price_e4, today, None))]
    found += [Shown(day, "", _line(here, tax_id, price_e4, day, None)) for day in days[:MOST_DAYS]]
    regimes = sorted(here.taxes.regimes.values(), key=lambda row: row.name.casefold())
    found += [Shown("", row.name, _line(here, tax_id, price_e4, today, row.id)) for row in regimes]
    return found


def _parts(here: Book, tax_id: int) -> tuple[int, ...]:
    tax = here.taxes.taxes.get(tax_id)
    return () if tax is None else tuple(one for one in (tax.id, *tax.members) if one in here.taxes.taxes)


def _line(here: Book, tax_id: int, price_e4: int, day: str, regime_id: int | None) -> PricedLine:
    line = BasketLine(None, None, 1, price_e4, tax_bp=here.taxes.rate_on(tax_id, day), tax_id=tax_id)
    plain = Book(rounding=here.rounding, prices_net=here.prices_net, taxes=here.taxes)
    return price_basket([line], plain, Who(regime_id=regime_id), Terms(day=day)).lines[0]
