"""Decisions about stopped orders: approve, hold and ask, reject; by someone else than who entered them."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import emit
from app.core.i18n import _
from app.core.refusal import NoReason, NotFound, Refusal, StateChanged
from app.orders import confirm
from app.orders.advance import check_not_held, hold_order_goods, take_back
from app.orders.cancel import cancel, has_money, stop_fulfillments
from app.orders.completeness import Incomplete, check_order
from app.orders.models import Fulfillment, Order
from app.orders.states import UNTOUCHED, FulfillmentState, OrderState
from app.review.events import CustomerAsked, OrderApproved, OrderRejected
from app.review.models import Review, ReviewState

UNDO_MS = 30 * clock.SECOND_MS


class SamePerson(Refusal):
    """Who entered an order does not decide about it."""


class StillOpen(Refusal):
    """Reasons against the order are not ticked off, and nobody has said why it goes on all the same."""


class StillBlocked(StillOpen):
    """The block list speaks against the order, and nobody has said why it goes on all the same."""


class TooLateToUndo(Refusal):
    """The decision has had consequences, or half a minute has passed."""


class Decided(NamedTuple):
    """What became of the review; `needs_second` when another person has to agree before the order goes on."""

    state: ReviewState
    order_state: OrderState
    needs_second: bool = False


class _Row(NamedTuple):
    state: ReviewState
    entered_by: int
    first_by: int | None
    first_name: str
    decided_at: int | None
    total_minor: int
    reasons: list[dict[str, Any]]
    cleared: list[dict[str, Any]]

    def check_clear(self, order_id: int) -> None:
        """Raise StillOpen or StillBlocked while a reason against the order is not ticked off."""
        gone = {tick["code"] for tick in self.cleared}
        still = [reason["code"] for reason in self.reasons if reason["points"] > 0 and reason["code"] not in gone]
        if "blocked" in still:
            raise StillBlocked(
                _("The block list speaks against it. Say why it goes on all the same."), order_id=order_id
            )
        if still:
            raise StillOpen(
                _("Not everything is ticked off. Tick the rest off, or say why it goes on all the same."),
                order_id=order_id, reasons=still,
            )  # fmt: skip


@command("review.approve")
def approve_order(by: Actor, order_id: int, remark: str = "") -> Decided:
    """Let a stopped order go on: it is confirmed.  A large one needs two persons; the first yes is only kept.

    Every reason against it is ticked off first, or a remark says why it goes on all the same; what stands on the block
    list goes on only with a remark.  Refused with StillOpen, StillBlocked, SamePerson, Incomplete, OnHold, OutOfStock
    (no backorders), StateChanged when it was decided already.
    """
    row = _open(order_id)
    deciders = _deciders(by, row, "review.approve")
    check_not_held(order_id)
    if not remark.strip():
        row.check_clear(order_id)
    second = settings.read("review.second_person_minor")
    people = deciders.keys() | ({row.first_by} if row.first_by is not None else set())
    if second and row.total_minor >= second and len(people) < 2:
        if row.first_by is not None:
            raise SamePerson(_("You said yes already. Another person has to agree."), order_id=order_id)
        [(person_id, name)] = deciders.items()
        _write(order_id, row.state, first_by=person_id, first_name=name)
        note(order_id=order_id, first_yes=name)
        return Decided(row.state, OrderState.IN_REVIEW, needs_second=True)
    _decide(deciders, order_id, row.state, ReviewState.APPROVED, remark)
    Order.update(doubts=None).where(Order.id == order_id).execute()
    if doubts := check_order(order_id):
        raise Incomplete(doubts)
    confirm.confirm(order_id, OrderState.IN_REVIEW)
    emit(OrderApproved(order_id))
    return Decided(ReviewState.APPROVED, OrderState.CONFIRMED)


@command("review.hold")
def hold_review(by: Actor, order_id: int, question: str) -> Decided:
    """Wait for the customer's answer to a question; the goods stay reserved.  NoReason without a question."""
    if not question.strip():
        raise NoReason
    row = _open(order_id)
    if row.state != ReviewState.OPEN:
        raise StateChanged("review", order_id)
    _write(order_id, ReviewState.OPEN, state=ReviewState.HELD, decision_note=question.strip()[:200])
    note(order_id=order_id, question=question.strip())
    emit(CustomerAsked(order_id, question.strip()))
    return Decided(ReviewState.HELD, OrderState.IN_REVIEW)


@command("review.open")
def reopen_review(by: Actor, order_id: int) -> Decided:
    """Put a held review back among those to decide: the answer came, or holding is undone."""
    _write(order_id, ReviewState.HELD, state=ReviewState.OPEN, decision_note="")
    note(order_id=order_id)
    return Decided(ReviewState.OPEN, OrderState.IN_REVIEW)


@command("review.reject")
def reject_order(by: Actor, order_id: int, reason: str) -> Decided:
    """Turn a stopped order down: it is cancelled and what was paid goes back.  NoReason, SamePerson, StateChanged."""
    if not reason.strip():
        raise NoReason
    row = _open(order_id)
    deciders = _deciders(by, row, "review.reject")
    _decide(deciders, order_id, row.state, ReviewState.REJECTED, reason)
    cancel(order_id, reason, old=OrderState.IN_REVIEW)
    emit(OrderRejected(order_id, reason.strip()))
    return Decided(ReviewState.REJECTED, OrderState.CANCELLED)


@command("review.undo")
def undo_decision(by: Actor, order_id: int) -> Decided:
    """Take an approval or rejection back within 30 seconds; the order is in review again and its goods reserved.

    Refused with TooLateToUndo when picking began, money moved, or the time is over.
    """
    hold_order_goods(order_id)
    row = _row(order_id)
    if row.decided_at is None or clock.now_ms() - row.decided_at > UNDO_MS:
        raise TooLateToUndo(_("It is too late to take this back."), order_id=order_id)
    if row.state == ReviewState.APPROVED:
        _undo_approval(order_id)
    elif has_money(order_id):
        raise TooLateToUndo(_("The money is on its way back. Enter the order anew."), order_id=order_id)
    else:
        take_back(order_id, OrderState.CANCELLED)
    doubts = [
        doubt for reason in row.reasons if reason["code"] == "contradiction" for doubt in reason["facts"]["doubts"]
    ]
    Order.update(doubts=doubts or None).where(Order.id == order_id).execute()
    confirm.reserve_goods(order_id)
    _write(
        order_id, row.state, state=ReviewState.OPEN, decided_at=None, decided_by=None, decided_name="", decision_note=""
    )
    note(order_id=order_id, undone=row.state)
    return Decided(ReviewState.OPEN, OrderState.IN_REVIEW)


def _undo_approval(order_id: int) -> None:
    kept = [state.value for state in (*UNTOUCHED, FulfillmentState.CANCELLED)]
    begun = Fulfillment.select().where(Fulfillment.order == order_id, Fulfillment.state.not_in(kept))
    if begun.exists():
        raise TooLateToUndo(_("Picking has begun. Cancel the order instead."), order_id=order_id)
    stop_fulfillments(order_id)
    confirm.forget_promises(order_id)
    take_back(order_id, OrderState.CONFIRMED)


def _open(order_id: int) -> _Row:
    hold_order_goods(order_id)
    row = _row(order_id)
    if row.state not in (ReviewState.OPEN, ReviewState.HELD):
        raise StateChanged("review", order_id)
    return row


def _row(order_id: int) -> _Row:
    row = (
        Review.select(
            Review.state, Review.entered_by, Review.first_by, Review.first_name, Review.decided_at, Order.total_minor,
            Review.reasons, Review.cleared,
        ).join(Order).where(Review.order == order_id).tuples().first()
    )  # fmt: skip
    if row is None:
        raise NotFound("review", order_id)
    return _Row(*row)


def _deciders(by: Actor, row: _Row, right: str) -> dict[int, str]:
    """Who decides, id to name: who has the right, and a manager who approved the act; never who only asked for it.

    Who entered the order is none of them (setting four_eyes).
    """
    people = {one.person_id: one.name for one in by.approvals if one.right == right}
    if right in by.rights or "*" in by.rights:
        people = {by.person_id: by.name} | people
    if settings.read("review.four_eyes") and row.entered_by:
        people.pop(row.entered_by, None)
    if not people:
        raise SamePerson(_("You entered this order. Someone else has to decide about it."))
    return people


def _decide(deciders: dict[int, str], order_id: int, old: ReviewState, new: ReviewState, remark: str) -> None:
    person_id, name = next(iter(deciders.items()))
    _write(
        order_id, old, state=new, decided_at=clock.now_ms(), decided_by=person_id, decided_name=name,
        decision_note=remark.strip()[:200],
    )  # fmt: skip
    note(order_id=order_id, decision=new, remark=remark.strip())


def _write(order_id: int, old: ReviewState, **values: Any) -> None:
    """One statement that looks and takes: two managers cannot both decide."""
    if not Review.update(**values).where(Review.order == order_id, Review.state == old).execute():
        raise StateChanged("review", order_id)
    touch("review", order_id)
    touch("order", order_id)
