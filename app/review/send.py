"""Asking for a second look: anybody may put an order into review, with the reason that made them wonder."""

from __future__ import annotations

from typing import Any

from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import command, note
from app.core.i18n import _
from app.core.refusal import NoReason, Refusal, StateChanged
from app.orders import confirm
from app.orders.advance import advance, hold_order_goods, state_of, take_back
from app.orders.amend import reasons_against_amending
from app.orders.amend_goods import is_begun
from app.orders.cancel import stop_fulfillments
from app.orders.models import Order
from app.orders.states import OrderState
from app.review.score import ASKED, stop_order

LONGEST = 200


class TooLateToLook(Refusal):
    """The goods are on their way already, or the order is finished."""


@command("review.send")
def send_to_review(by: Actor, order_id: int, why: str) -> int:
    """Put a placed or confirmed order into review with a reason in words; returns its points.

    A confirmed one gives its place in the queue of picking back; the goods stay reserved.  Refused with NoReason,
    TooLateToLook once picking has begun or the order is finished, StateChanged when it is in review already.
    """
    if not why.strip():
        raise NoReason
    hold_order_goods(order_id)
    state = state_of(order_id)
    if state == OrderState.IN_REVIEW:
        raise StateChanged("review", order_id)
    if is_begun(order_id):
        raise TooLateToLook(_("Picking has begun. Put the order on hold instead."), order_id=order_id)
    if reasons := reasons_against_amending(order_id, state):
        raise TooLateToLook(" ".join(reasons), order_id=order_id)
    asked: dict[str, Any] = {
        "code": ASKED, "points": int(settings.read("review.hold_from")),
        "facts": {"who": by.name, "why": why.strip()[:LONGEST], "at": clock.now_ms()},
    }  # fmt: skip
    order = Order.select(Order.entered_by, Order.promised_at).where(Order.id == order_id).tuples().get()
    points = stop_order(order_id, entered_by=order[0], promised_at=order[1], also=(asked,))
    if state == OrderState.PLACED:
        advance(order_id, state, OrderState.IN_REVIEW)
    else:
        stop_fulfillments(order_id)
        confirm.forget_promises(order_id)
        take_back(order_id, state)
    confirm.reserve_goods(order_id)
    note(order_id=order_id, reason=why.strip(), points=points)
    return points
