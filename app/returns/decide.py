"""A customer asks to return something: noted at once, approved or declined by somebody who may."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.core.actor import Actor
from app.core.command import command, note
from app.core.events import emit
from app.core.i18n import _
from app.core.refusal import Refusal
from app.returns.advance import return_row, step, touch_order
from app.returns.events import ReturnDeclined
from app.returns.models import Return, ReturnLine, ReturnState
from app.returns.open import ReturnInput, check_policy, give_up_lines, open_step, sold_order


@command("returns.request")
def request_return(by: Actor, order_id: int, lines: Sequence[ReturnInput], note_text: str = "") -> int:
    """Note that a customer asks to return goods, in or outside the policy; somebody approves or declines it later."""
    return open_step(sold_order(order_id), lines, state=ReturnState.REQUESTED, note_text=note_text)


@command("returns.approve")
def approve_return(by: Actor, return_id: int) -> None:
    """Allow a requested return; outside the policy only with the right `returns.override`."""
    row = return_row(return_id)
    if row.order_id is not None:
        check_policy(by, sold_order(row.order_id), _asked(return_id))
    step(return_id, ReturnState.REQUESTED, ReturnState.APPROVED)
    note(number=row.number, order_id=row.order_id)
    touch_order(row.order_id)


@command("returns.decline")
def decline_return(by: Actor, return_id: int, reason: str) -> None:
    """Turn a return down before its goods came; they can be returned again later."""
    row = return_row(return_id)
    if not reason.strip():
        raise Refusal(_("Say why the return is declined."))
    old = row.state if row.state in (ReturnState.REQUESTED, ReturnState.APPROVED) else ReturnState.REQUESTED
    step(return_id, old, ReturnState.DECLINED)
    Return.update(reason=reason.strip()[:200], charges_minor=0, refund_minor=0).where(Return.id == return_id).execute()
    give_up_lines(return_id)
    note(number=row.number, order_id=row.order_id, reason=reason.strip())
    touch_order(row.order_id)
    emit(ReturnDeclined(return_id, row.order_id, reason.strip()))


def _asked(return_id: int) -> list[ReturnInput]:
    query = ReturnLine.select(ReturnLine.order_line, ReturnLine.quantity, ReturnLine.reason)
    rows: Any = query.where(ReturnLine.return_ == return_id).tuples()
    return [ReturnInput(line, quantity, reason) for line, quantity, reason in rows]
