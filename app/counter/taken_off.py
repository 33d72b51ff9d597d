"""Goods that were scanned and taken off again: kept with the sale, and where the shop wants it allowed by a manager."""

from __future__ import annotations

from app.core.actor import Actor
from app.core.i18n import _
from app.core.refusal import NotPermitted
from app.counter.sale import Sale

RIGHT = "counter.take_lines_off"
NAMED = 3


def check_taken_off(by: Actor, sale: Sale) -> None:
    """Raise NotPermitted when goods came off the ticket, and this person may not do that alone."""
    if not sale.removed or by.may(RIGHT):
        return
    names = list(dict.fromkeys(line.name for line in sale.removed))
    told = ", ".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")
    raise NotPermitted(RIGHT, _("Taken off this sale: {names}. A manager has to allow it.").format(names=told))
