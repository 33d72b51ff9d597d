"""The slip of a return, printed again as a copy."""

from __future__ import annotations

from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note
from app.core.i18n import N_
from app.core.outbox import titled, wish
from app.returns.advance import return_row


@command("returns.print_slip")
def print_slip(by: Actor, return_id: int) -> int:
    """Queue a return's slip at this station again, marked as a copy; returns the wish.  NotFound."""
    row = return_row(return_id)
    note(return_number=row.number, order_id=row.order_id)
    return wish(
        "return_slip", f"return_slip:{row.number}:{clock.now_ms()}", {"return_id": return_id, "copy": 1},
        title=titled(N_("Return slip {number}, copy"), number=row.number), order_id=row.order_id,
    )  # fmt: skip
