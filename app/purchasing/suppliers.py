"""Suppliers, and what each of them sells us at which cost."""

from __future__ import annotations

from app.catalog.events import ProductWords
from app.catalog.find import index_product
from app.catalog.models import Product
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import listens
from app.core.i18n import _
from app.core.refusal import NotFound, Refusal
from app.purchasing.models import Supplier, SupplierProduct


class SupplierTaken(Refusal):
    """Two suppliers cannot have one code."""


@command("purchasing.add_supplier")
def add_supplier(by: Actor, code: str, name: str, *, email: str = "", lead_days: int = 7) -> int:
    """Add somebody we buy from; `lead_days` pass from order to goods in.  Returns the id."""
    code, name = code.strip().upper(), name.strip()
    if not code or not name or lead_days < 0:
        raise Refusal(_("A supplier needs a code and a name."))
    if Supplier.select().where(Supplier.code == code).exists():
        raise SupplierTaken(_("There is a supplier {code} already.").format(code=code), code=code)
    values = {"name": name, "email": email.strip(), "lead_days": lead_days}
    supplier_id = int(Supplier.insert(code=code, **values).execute())
    touch("supplier", supplier_id)
    note(code=code, **values)
    return supplier_id


@command("purchasing.change_supplier")
def change_supplier(
    by: Actor, supplier_id: int, *, name: str | None = None, email: str | None = None, lead_days: int | None = None
) -> None:
    """Change what is known about a supplier; None leaves a value as it is."""
    given = {"name": name, "email": email, "lead_days": lead_days}
    values = {column: value for column, value in given.items() if value is not None}
    if (name is not None and not name.strip()) or (lead_days or 0) < 0:
        raise Refusal(_("A supplier needs a code and a name."))
    if not values or not Supplier.update(**values).where(Supplier.id == supplier_id).execute():
        raise NotFound("supplier", supplier_id)
    touch("supplier", supplier_id)
    note(**values)


@command("purchasing.set_source")
def set_source(by: Actor, product_id: int, supplier_id: int, *, code: str = "", cost_e4: int | None = None) -> None:
    """Say from whom a product is bought, under which code and at which cost (1/10,000, as the price is per unit)."""
    supplier, product = Supplier.get_or_none(Supplier.id == supplier_id), Product.get_or_none(Product.id == product_id)
    if supplier is None or product is None:
        raise NotFound("supplier" if supplier is None else "product", supplier_id if supplier is None else product_id)
    if (cost_e4 or 0) < 0:
        raise Refusal(_("A price is not less than nought."))
    values = {"supplier": supplier_id, "code": code.strip(), "cost_e4": product.cost_e4 if cost_e4 is None else cost_e4}
    SupplierProduct.insert(product=product_id, **values).on_conflict(
        conflict_target=[SupplierProduct.product], update=values
    ).execute()
    index_product(product_id)
    touch("product", product_id)
    touch("supplier", supplier_id)
    note(sku=product.sku, **values)


@listens(ProductWords)
def _their_code(question: ProductWords) -> str | None:
    """A product is found by the code under which it is bought, too."""
    query = SupplierProduct.select(SupplierProduct.code).where(SupplierProduct.product == question.product_id)
    return query.scalar()
