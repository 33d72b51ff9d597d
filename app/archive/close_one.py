"""Closing one finished order now, rather than after the set days."""

from __future__ import annotations

from app.archive.close import may_close
from app.archive.detail import digests_of
from app.archive.models import ArchiveEntry
from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note
from app.core.i18n import _
from app.core.refusal import Refusal
from app.orders.advance import advance, state_of
from app.orders.states import OrderState


class CannotClose(Refusal):
    """Something of the order is still open."""


@command("archive.close_order")
def close_order(by: Actor, order_id: int) -> None:
    """Close one finished order now; CannotClose while a return, case, claim or money of it is open."""
    if not may_close(order_id):
        raise CannotClose(_("Something of this order is still open: a return, a case or money."), order_id=order_id)
    advance(order_id, state_of(order_id), OrderState.ARCHIVED)
    now = clock.now_ms()
    rows = [{"order": ref, "archived_at": now, "digest": digest} for ref, digest in digests_of({order_id: now}).items()]
    ArchiveEntry.insert_many(rows).execute()
    note(order_id=order_id)
