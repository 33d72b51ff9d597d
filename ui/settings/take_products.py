"""Takes a list of products in: each with its codes, its bin and its first stock; runs on the writer's thread."""

from __future__ import annotations

from typing import Any

from app.core.i18n import _


def take_products(actor: Any, products: list[Any]) -> list[str]:
    """Add products, the bins they name and their first stock; returns what was refused, in words."""
    from app.catalog.products import NewProduct, add_product
    from app.catalog.queries import free_sku, next_quick_key, taxes
    from app.core.refusal import Refusal
    from app.inventory.bins import bin_named
    from app.inventory.move import AdjustReason, adjust_stock
    from app.inventory.places import add_place, set_home

    rates = [row for row in taxes() if row.kind == "percent" and row.is_active]
    if not rates:
        return [_("Add a tax rate first.")] if products else []
    wrong = []
    for one in products:
        sku = one.sku or free_sku()
        codes = ((one.barcode, 1),) if one.barcode and one.barcode != sku else ()
        new = NewProduct(sku, one.name, one.price_e4, rates[0].id, name_zh=one.name_zh, cost_e4=one.cost_e4,
                         codes=codes, quick_key=next_quick_key() if one.is_quick else None,
                         is_stocked=bool(one.stock) or not one.is_quick)  # fmt: skip
        try:
            product_id = add_product(actor, new)
            if one.bin or one.stock:
                code = one.bin or "A-01-1"
                place = bin_named(code) or add_place(actor, code)
                set_home(actor, product_id, place)
                if one.stock:
                    adjust_stock(actor, product_id, place, one.stock, AdjustReason.START)
        except Refusal as refusal:
            wrong.append(f"{one.sku or one.name}: {refusal}")
    return wrong
