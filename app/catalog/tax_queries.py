"""What the settings and forms read of taxes and regimes."""

from __future__ import annotations

from typing import NamedTuple

from peewee import fn

from app.catalog.book import read_taxes
from app.catalog.charges_tax import rate_of
from app.catalog.models import Product, Tax
from app.catalog.products import PRICES_INCLUDE_TAX
from app.catalog.tax_book import KnownTax, Regime, TaxKind
from app.core import clock, settings


class TaxState(NamedTuple):
    """A tax with its rate of today and how many products have it."""

    tax: KnownTax
    rate_bp: int
    amount_e4: int
    products: int
    is_active: bool
    member_names: tuple[str, ...] = ()


class AllTaxes(NamedTuple):
    """Taxes (groups after the others), regimes by name, and the rate in delivery and fees when no tax is chosen."""

    taxes: list[TaxState]
    regimes: list[Regime]
    charges_bp: int


def all_taxes() -> AllTaxes:
    """Everything that the settings show of taxes."""
    book = read_taxes(prices_net=not settings.read(PRICES_INCLUDE_TAX))
    counts = Product.select(Product.tax, fn.COUNT(Product.id)).where(Product.is_active).group_by(Product.tax)
    products: dict[int, int] = {tax: int(count) for tax, count in counts.tuples()}
    active = dict(Tax.select(Tax.id, Tax.is_active).tuples())
    today = clock.today()
    found = [
        TaxState(
            tax, book.rate_on(tax.id, today), tax.on(today)[1], products.get(tax.id, 0), bool(active[tax.id]),
            tuple(book.taxes[one].name for one in tax.members),
        )
        for tax in book.taxes.values()
    ]  # fmt: skip
    found.sort(key=lambda row: (row.tax.kind is TaxKind.GROUP, not row.is_active, -row.rate_bp, row.tax.name))
    regimes = sorted(book.regimes.values(), key=lambda row: row.name.casefold())
    return AllTaxes(found, regimes, rate_of(book.taxes.values()))


def regimes(chosen_id: int | None = None) -> list[tuple[int, str]]:
    """The regimes that are offered, by name, and the chosen one."""
    return [(row.id, row.name) for row in all_taxes().regimes if row.is_active or row.id == chosen_id]
