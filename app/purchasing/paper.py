"""The paper of a purchase: a wish that a printer of this station carries out."""

from __future__ import annotations

from uuid import uuid4

from app.core.actor import Actor
from app.core.command import command, note
from app.core.i18n import N_
from app.core.outbox import titled, wish
from app.core.refusal import NotFound
from app.purchasing.models import Purchase


@command("purchasing.print_purchase")
def print_purchase(by: Actor, purchase_id: int) -> int:
    """Queue the paper of a purchase for the printer of this station; returns the wish."""
    number = Purchase.select(Purchase.number).where(Purchase.id == purchase_id).scalar()
    if number is None:
        raise NotFound("purchase", purchase_id)
    note(purchase=number)
    return wish(
        "purchase", f"purchase:{number}:{uuid4().hex}", {"purchase_id": purchase_id},
        title=titled(N_("Purchase {number}"), number=number),
    )  # fmt: skip
