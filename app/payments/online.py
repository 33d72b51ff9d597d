"""Paying online by a link: which provider the shop uses; its key is a secret of this computer, never in the store."""

from __future__ import annotations

from app.core import secrets, settings
from app.core.i18n import N_

PROVIDER = settings.declare(
    "payments.online_provider", "none", N_("Paying by link"),
    N_("A link or QR code that the customer pays on a telephone."), choices={"none": N_("Not used"), "stripe": "Stripe"},
    reaches_out=True,
)  # fmt: skip
THANKS = settings.declare(
    "payments.online_thanks_url", "https://stripe.com", N_("Page after paying"),
    N_("Where the customer's telephone goes when the link is paid."),
)  # fmt: skip
SECRET = "stripe"  # under this name the key is kept


def is_set_up() -> bool:
    """Whether a link can be offered at this station."""
    return settings.read(PROVIDER) == "stripe" and bool(secrets.recall(SECRET))
