"""Shelf labels: wishes for paper that a label printer carries out."""

from __future__ import annotations

from uuid import uuid4

from app.catalog.codes import is_gtin
from app.catalog.models import Product, ProductCode
from app.core.actor import Actor
from app.core.command import command, note
from app.core.i18n import N_, _
from app.core.outbox import titled, wish
from app.core.refusal import NotFound, Refusal

MOST = 500


@command("inventory.print_shelf_labels")
def print_shelf_labels(by: Actor, product_id: int, copies: int = 1) -> int:
    """Queue shelf labels of a product for the label printer of this station; returns the wish."""
    if not 1 <= copies <= MOST:
        raise Refusal(_("Print 1 to {most} labels at a time.").format(most=MOST))
    name = Product.select(Product.name).where(Product.id == product_id).scalar()
    if name is None:
        raise NotFound("product", product_id)
    note(product=product_id, name=name, copies=copies)
    return wish(
        "shelf_label", f"shelf_label:{product_id}:{uuid4().hex}", {"product_id": product_id, "copies": copies},
        title=titled(N_("Shelf label {name}"), name=name),
    )  # fmt: skip


def without_barcode(product_ids: list[int]) -> list[int]:
    """Those of the products that bear no world-wide number, so that a label must be stuck on them."""
    rows = ProductCode.select(ProductCode.product, ProductCode.code).where(ProductCode.product.in_(product_ids))
    coded = {product_id for product_id, code in rows.tuples() if is_gtin(code)}
    return [product_id for product_id in product_ids if product_id not in coded]
