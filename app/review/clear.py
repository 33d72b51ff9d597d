"""Clearing reasons of a stopped order: somebody asked, and it is in order; the points of that reason no longer count."""

from __future__ import annotations

from typing import Any

from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _
from app.core.refusal import NotFound, Refusal, StateChanged
from app.orders.models import Order
from app.review.models import Review, ReviewState
from app.review.score import look_again, standing

LONGEST = 200
FOR_GOOD = frozenset({"blocked"})  # nobody's word clears these: the list has to be changed


class NotToClear(Refusal):
    """This reason is none that a word of the customer clears."""


@command("review.clear")
def clear_reason(by: Actor, order_id: int, code: str, remark: str = "", *, cleared: bool = True) -> int:
    """Tick a reason as cleared, or take the tick back; returns the points that are left.

    Refused with NotToClear for a reason in the customer's favor or of the block list, StateChanged when decided.
    """
    reasons, ticks, state = _waiting(order_id)
    found = [reason for reason in reasons if reason["code"] == code]
    if not found or found[0]["points"] <= 0 or code in FOR_GOOD:
        raise NotToClear(_("This reason cannot be ticked off."), code=code)
    ticks = [tick for tick in ticks if tick["code"] != code]
    if cleared:
        ticks.append({
            "code": code, "points": found[0]["points"], "who": by.name, "at": clock.now_ms(),
            "note": remark.strip()[:LONGEST],
        })  # fmt: skip
    points = standing(reasons, ticks)
    hit = Review.update(cleared=ticks, score=points).where(Review.order == order_id, Review.state == state).execute()
    if not hit:
        raise StateChanged("review", order_id)
    touch("review", order_id)
    touch("order", order_id)
    note(order_id=order_id, reason=code, cleared=cleared, points=points, remark=remark.strip())
    return points


@command("review.confirm_phone")
def confirm_phone(by: Actor, order_id: int) -> int:
    """The customer's phone answered a code that we sent; returns the points that are left."""
    _reasons, _ticks, state = _waiting(order_id)
    kept = Order.select(Order.signals).where(Order.id == order_id).tuples().first()[0] or {}
    Order.update(signals=kept | {"phone_confirmed_at": clock.now_ms()}).where(Order.id == order_id).execute()
    look_again(order_id)
    touch("order", order_id)
    points = int(Review.select(Review.score).where(Review.order == order_id, Review.state == state).scalar())
    note(order_id=order_id, points=points)
    return points


def _waiting(order_id: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]], ReviewState]:
    row = (
        Review.select(Review.reasons, Review.cleared, Review.state).where(Review.order == order_id).tuples().first()
    )  # fmt: skip
    if row is None:
        raise NotFound("review", order_id)
    if row[2] not in (ReviewState.OPEN, ReviewState.HELD):
        raise StateChanged("review", order_id)
    return row
