"""The money of the shop stays what it was once something was sold: every amount in the books is kept in it."""

from __future__ import annotations

from app.core.events import listens
from app.core.i18n import _
from app.core.settings import MaySet, read
from app.orders.models import Order


@listens(MaySet)
def _keep_the_currency(asked: MaySet) -> str | None:
    if asked.name != "shop.currency" or not has_orders():
        return None
    return _("The shop has sold in {currency}; its books stay in it. Another currency needs a new shop.").format(
        currency=read("shop.currency")
    )


def has_orders() -> bool:
    """Whether anything was sold or ordered yet."""
    return bool(Order.select(Order.id).limit(1).exists())
