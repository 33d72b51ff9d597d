"""Which tax delivery and fees have: one of the shop's, or, as long as none is chosen, a rate that lies in them."""

from __future__ import annotations

from collections.abc import Iterable

from app.catalog.tax_book import KnownTax, TaxKind
from app.core import settings
from app.core.i18n import N_

USUAL_BP, BY_RATE = 2_300, 0
RATE = settings.declare(
    "orders.charges_tax_bp", USUAL_BP, N_("Rate in delivery and fees"),
    N_("In basis points: 2300 is 23%. It lies in what is paid, while no tax is chosen for them."), least=0, most=10_000,
)  # fmt: skip


TAX = settings.declare(
    "orders.charges_tax", BY_RATE, N_("Tax on delivery and fees"),
    N_("They are taxed as goods with this tax, for customers of a regime too."), least=0,
)  # fmt: skip


def charges_tax(taxes: Iterable[KnownTax]) -> tuple[int, int]:
    """The tax of delivery and fees with its rate; no tax and a rate when none is chosen or it is there no more."""
    chosen = int(settings.read(TAX))
    known = list(taxes)
    for tax in known:
        if tax.id == chosen:
            return chosen, tax.rate_bp
    return BY_RATE, rate_of(known)


def rate_of(taxes: Iterable[KnownTax]) -> int:
    """The rate without a choice: as it was set; a shop that never set it and has no 23% means its highest one."""
    rate = int(settings.read(RATE))
    rates = [tax.rate_bp for tax in taxes if tax.kind is TaxKind.PERCENT]
    return rate if rate != USUAL_BP or rate in rates or not rates else max(rates)
