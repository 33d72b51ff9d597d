"""Free lines: something that is in no catalog, sold under the words and the price that the clerk types."""

from __future__ import annotations

from app.catalog.models import Product, Tax
from app.catalog.products import NewProduct, keep_product
from app.core.actor import Actor
from app.core.command import command
from app.core.i18n import _
from app.core.refusal import NotFound

SKU = "OTHER-{rate}"


@command("counter.free_goods")
def free_goods(by: Actor, tax_id: int) -> str:
    """The SKU under which free lines of a tax rate are booked; it has no price and no stock, and is made once."""
    tax = Tax.get_or_none(Tax.id == tax_id)
    if tax is None:
        raise NotFound("tax", tax_id)
    sku = SKU.format(rate=tax.rate_bp)
    if not Product.select().where(Product.sku == sku).exists():
        name = _("Other goods, {rate:g}% tax").format(rate=tax.rate_bp / 100)
        keep_product(by, NewProduct(sku, name, 0, tax_id, is_stocked=False, allow_found=False))
    return sku
