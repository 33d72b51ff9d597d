"""Goods that are not sold to everybody: a No at the counter is kept, for the list of refusals that inspectors ask for."""

from __future__ import annotations

from app.catalog.models import Product
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import emit
from app.core.refusal import NotFound
from app.counter.events import AgeRefused


@command("counter.refuse_age")
def refuse_age(by: Actor, product_id: int) -> None:
    """The customer was too young for a product, or showed no paper: it was not sold.  NotFound."""
    product = Product.get_or_none(Product.id == product_id)
    if product is None:
        raise NotFound("product", product_id)
    touch("product", product_id)
    note(sku=product.sku, name=product.name, age=product.age_limit)
    emit(AgeRefused(product_id, product.sku, product.name, product.age_limit))
