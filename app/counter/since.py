"""What changed between saving a ticket and taking it up again: prices and taxes of another day."""

from __future__ import annotations

from typing import Any

from app.core.i18n import _
from app.core.money import format_money
from app.counter.ticket import Ticket


def changed_since(body: dict[str, Any], ticket: Ticket) -> str:
    """A word to the clerk when a ticket costs or is taxed otherwise than when it was saved; empty when it is the same."""
    shown = body.get("shown")
    if not shown:
        return ""
    totals = ticket.totals()
    if totals.total_minor != shown[0]:
        return _("It is {total} now; when it was put aside it was {before}.").format(
            total=format_money(totals.total_minor), before=format_money(shown[0])
        )
    if totals.tax_minor != shown[1]:
        return _("The tax in it is counted at today’s rates: {tax} instead of {before}.").format(
            tax=format_money(totals.tax_minor), before=format_money(shown[1])
        )
    return ""
