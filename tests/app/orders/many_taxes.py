"""A shop with every sort of tax, and regimes that change them: what the properties of taxes are tried on."""

from __future__ import annotations

from app.catalog.tax_book import KnownTax, Regime, Swap, TaxKind, TaxPlace

TAXES = (
    KnownTax(1, "vat", "VAT", rate_bp=2_300, dated=(("2027-01-01", 2_100, 0),)),
    KnownTax(2, "levy", "Levy", kind=TaxKind.PIECE, place=TaxPlace.INSIDE, amount_e4=1_500),
    KnownTax(3, "fee", "Fee", kind=TaxKind.PIECE, place=TaxPlace.ON_TOP, amount_e4=2_000),
    KnownTax(4, "lux", "Luxury", place=TaxPlace.ON_TOP, rate_bp=500, is_compound=True),
    KnownTax(5, "a", "Levy and VAT", kind=TaxKind.GROUP, members=(2, 1)),
    KnownTax(6, "b", "VAT, fee, luxury", kind=TaxKind.GROUP, members=(1, 3, 4)),
)
REGIMES = (
    Regime(1, "Export", keeps_others=False), Regime(2, "Reduced", swaps=(Swap(1, rate_bp=900),)),
    Regime(3, "Other", swaps=(Swap(1, to_tax=4), Swap(2))),
)  # fmt: skip
