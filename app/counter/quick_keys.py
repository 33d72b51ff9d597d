"""The quick keys as the shop arranges them: which products, in which order."""

from __future__ import annotations

from collections.abc import Sequence

from app.catalog.models import Product
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _
from app.core.refusal import NotFound, Refusal

MOST_KEYS = 60


class TooManyKeys(Refusal):
    """So many quick keys are found no faster than by typing."""


@command("counter.arrange_keys")
def arrange_keys(by: Actor, product_ids: Sequence[int]) -> None:
    """Make these products, in this order, the favourites of all tills; TooManyKeys, or NotFound for one not on sale."""
    wanted = list(dict.fromkeys(product_ids))
    if len(wanted) > MOST_KEYS:
        raise TooManyKeys(_("There are up to {n} favourites. Take one off first.").format(n=MOST_KEYS))
    before = dict(Product.select(Product.id, Product.quick_key).where(Product.quick_key.is_null(False)).tuples())
    for gone in before.keys() - set(wanted):
        Product.update(quick_key=None).where(Product.id == gone).execute()
        touch("product", gone)
    for place, product_id in enumerate(wanted, 1):
        if before.get(product_id) == place:
            continue
        if not Product.update(quick_key=place).where(Product.id == product_id, Product.is_active).execute():
            raise NotFound("product", product_id)
        touch("product", product_id)
    note(keys=wanted)
