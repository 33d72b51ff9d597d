"""Words of the team about an order."""

from __future__ import annotations

from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _
from app.core.refusal import Refusal
from app.orders.advance import state_of
from app.orders.models import Note

LONGEST_NOTE = 2_000


class EmptyNote(Refusal):
    """There is nothing in the note."""


@command("orders.add_note")
def add_note(by: Actor, order_id: int, text: str) -> int:
    """Keep a note of the team with the order, for good; returns its id.  NotFound, EmptyNote."""
    state_of(order_id)
    words = text.strip()[:LONGEST_NOTE]
    if not words:
        raise EmptyNote(_("Write something first."))
    note_id = Note.insert(order=order_id, who=by.name, made_at=clock.now_ms(), text=words).execute()
    touch("order", order_id)
    note(order_id=order_id, text=words)
    return int(note_id)
