"""Receiving: the goods of an approved return are back in the shop and wait to be inspected."""

from __future__ import annotations

from app.core.actor import Actor
from app.core.command import command, note
from app.core.events import emit
from app.returns.advance import return_row, step, touch_order
from app.returns.events import ReturnReceived
from app.returns.goods import take_in
from app.returns.models import ReturnState


@command("returns.receive")
def receive_return(by: Actor, return_id: int) -> None:
    """Book the goods of an approved return in; they lie at the inspection.  NotFound, StateChanged."""
    row = return_row(return_id)
    step(return_id, ReturnState.APPROVED, ReturnState.RECEIVED)
    take_in(return_id, row.order_id)
    touch_order(row.order_id)
    note(return_id=return_id, return_number=row.number, order_id=row.order_id)
    emit(ReturnReceived(return_id, row.order_id))
