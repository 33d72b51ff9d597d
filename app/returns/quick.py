"""A return across the counter in one act: opened, taken in, looked at and settled by one command."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.core.actor import Actor
from app.core.command import command
from app.core.db import hold
from app.core.events import emit
from app.inventory.models import PlaceKind
from app.orders.models import Order
from app.payments.models import Tender
from app.payments.ways_back import CardSlip
from app.returns.advance import ReturnRow, return_row, step
from app.returns.events import ReturnReceived
from app.returns.followers import with_followers
from app.returns.inspect import Finding, check_other_person, inspect_step, line_ids
from app.returns.models import Disposition, Outcome, ReturnState
from app.returns.open import ReturnInput, check_policy, open_step, sold_order
from app.returns.policy import Condition, ReturnReason
from app.returns.settle import Settled, settle_step


class QuickLine(NamedTuple):
    """So many base units of an order line, why they come back, what they look like (with photos), what becomes of them."""

    order_line_id: int
    quantity: int
    reason: str = ReturnReason.CHANGED_MIND.value
    condition: str = Condition.LIKE_NEW.value
    disposition: str = Disposition.RESTOCK.value
    place_id: int | None = None
    photos: tuple[str, ...] = ()


@command("returns.quick")
def quick_return(
    by: Actor, order_id: int, lines: Sequence[QuickLine], outcome: Outcome | str = Outcome.REFUND,
    to: Tender | None = None, reason: str = "", slips: Sequence[CardSlip] | None = None,
) -> Settled:  # fmt: skip
    """Take goods back at the counter: opened, received, inspected and settled at once.

    Refused with all that `open_return`, `inspect` and `settle_return` refuse; nothing is half done then.
    """
    return settle_step(take_back(by, order_id, lines, reason), Outcome(outcome), to=to, reason=reason, slips=slips)


def take_back(by: Actor, order_id: int, lines: Sequence[QuickLine], reason: str) -> ReturnRow:
    """Open, receive and inspect a return in one go, as a step; returns it ready to be settled."""
    hold(Order, order_id)
    chosen = {line.order_line_id for line in lines}
    order, lines = sold_order(order_id), with_followers(order_id, lines)
    asked = [ReturnInput(line.order_line_id, line.quantity, line.reason) for line in lines]
    check_policy(by, order, asked)
    return_id = open_step(order, asked, state=ReturnState.APPROVED, note_text=reason, chosen=chosen)
    step(return_id, ReturnState.APPROVED, ReturnState.RECEIVED)
    emit(ReturnReceived(return_id, order_id))
    findings = [
        Finding(line_id, line.condition, line.disposition, line.place_id, line.photos)
        for (line_id,), line in zip(line_ids.all(return_id), lines, strict=True)
    ]
    # The goods are in hand: straight from the customer to where they belong.
    inspect_step(return_id, order_id, findings, source=PlaceKind.CUSTOMER)
    row = return_row(return_id)
    check_other_person(by, order_id, row.refund_minor)
    return row
