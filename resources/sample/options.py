"""Options of the sample shop: how coffee is ground, and what is engraved on a flask; made after all of its history."""

from __future__ import annotations

from app.catalog.models import Product, Tax
from app.catalog.options import GroupInput, OptionInput, save_options
from app.catalog.products import NewProduct, add_product
from app.core.actor import Actor

GRINDS = (
    ("GRD-WHOLE", "Whole beans", "整豆"), ("GRD-FILTER", "Ground for filter", "滤泡研磨"),
    ("GRD-ESPRESSO", "Ground for espresso", "意式研磨"),
)  # fmt: skip
ENGRAVING_E4 = 80_000


def offer_options(by: Actor) -> None:
    """Both are optional, so that a quick key stays one touch."""
    tax = dict(Tax.select(Tax.code, Tax.id).tuples())
    grinds = tuple(
        OptionInput(add_product(by, NewProduct(sku, name, 0, tax["zero"], name_zh=name_zh, is_stocked=False)))
        for sku, name, name_zh in GRINDS
    )
    save_options(by, GroupInput("Grind", grinds, name_zh="研磨", products=_like("COF-")))
    engraving = NewProduct(
        "ENGRAVING", "Engraving", ENGRAVING_E4, tax["standard"], name_zh="刻字", is_stocked=False
    )  # fmt: skip
    words = OptionInput(add_product(by, engraving), asks_words=True)
    save_options(by, GroupInput("Engraving", (words,), name_zh="刻字", products=_like("FLK-")))


def _like(start: str) -> tuple[int, ...]:
    """The products whose SKU begins so."""
    query = Product.select(Product.id).where(Product.sku.startswith(start), Product.is_active).order_by(Product.sku)
    return tuple(row[0] for row in query.tuples())
