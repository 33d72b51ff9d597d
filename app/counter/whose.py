"""Sales that need a name: above an amount, or with a serial number, as the shop wants it."""

from __future__ import annotations

from app.core import settings
from app.core.i18n import N_, _
from app.core.money import format_money
from app.core.refusal import Refusal

FROM = settings.declare(
    "counter.customer_from_minor", 0, N_("A sale needs its customer from"),
    N_("In cents, whatever it is paid with; nought never does."), least=0, most=100_000_000,
)  # fmt: skip
SERIAL = settings.declare(
    "counter.customer_for_serial", False, N_("Goods with a serial number need a customer"),
    N_("So that warranty and a call-back find who has the piece."),
)  # fmt: skip


class CustomerNeeded(Refusal):
    """The shop sells this only to somebody it knows by name."""


def check_whose(customer_id: int | None, total_minor: int, *, has_serial: bool) -> None:
    """Raise CustomerNeeded when a sale without a customer must have one."""
    if customer_id is not None:
        return
    least = int(settings.read(FROM))
    if least and total_minor >= least:
        raise CustomerNeeded(
            _("A sale from {amount} on needs its customer. Add the customer first.").format(amount=format_money(least)),
            total_minor=total_minor, least_minor=least,
        )  # fmt: skip
    if has_serial and settings.read(SERIAL):
        raise CustomerNeeded(_("Goods with a serial number are sold to a known customer. Add the customer first."))
