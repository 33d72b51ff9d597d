"""Taxes of the sample shop that are not plain: a bottle levy with a new amount next year, and an export regime."""

from __future__ import annotations

from app.catalog.models import Product, Tax, TaxMember, TaxRate, TaxRegime
from app.catalog.tax_book import TaxKind, TaxPlace
from app.core import clock
from app.customers.models import Customer

BOTTLED = ("HND-LMN",)
EXPORTED = ("Mateo Silva",)


def levy_bottles() -> None:
    """Bottles carry 15 cents in their price, and the tax is taken on them too; from next year on it is 25 cents."""
    levy = int(
        Tax.insert(
            code="levy", name="Bottle levy", rate_bp=0, kind=TaxKind.PIECE, place=TaxPlace.INSIDE, amount_e4=1_500,
            letter="L",
        ).execute()
    )  # fmt: skip
    vat = int(Tax.select(Tax.id).where(Tax.code == "standard").scalar())
    Tax.update(is_compound=True).where(Tax.id == vat).execute()
    group = int(Tax.insert(code="bottled", name="VAT 23% and bottle levy", rate_bp=0, kind=TaxKind.GROUP).execute())
    for no, member in enumerate((levy, vat)):
        TaxMember.insert(group=group, tax=member, no=no).execute()
    year = int(clock.today()[:4]) + 1
    TaxRate.insert(tax=levy, from_day=f"{year}-01-01", amount_e4=2_500).execute()
    Product.update(tax=group).where(Product.sku.in_(BOTTLED)).execute()


def export_regime() -> None:
    """One customer has the goods sent out of the country, without tax; after all the history, which has no such sale."""
    note = "Export: free of tax, section 45 of the tax act"
    regime = int(TaxRegime.insert(name="Export", note=note, keeps_others=False).execute())
    Customer.update(tax_regime_ref=regime).where(Customer.name.in_(EXPORTED)).execute()
