"""What screens read of feedback: the list, the stars, and which picker, packer or driver they belong to."""

from __future__ import annotations

from typing import Any, NamedTuple

from peewee import fn

from app.feedback.models import Feedback
from app.orders.models import Order


class FeedbackRow(NamedTuple):
    """One answer with its order."""

    id: int
    order_id: int
    order_number: str
    customer_id: int | None
    customer_name: str
    score: int
    comment: str
    asked_at: int
    answered_at: int
    case_id: int | None


class Stars(NamedTuple):
    """How many of each score, the mean in hundredths of a star, how many were asked and answered."""

    by_score: tuple[int, int, int, int, int]  # one star first
    mean_e2: int
    asked: int
    answered: int


def answers(*, since_at: int = 0, limit: int = 200) -> list[FeedbackRow]:
    """The answers since a time, the newest first."""
    return _rows(Feedback.answered_at.is_null(False) & (Feedback.answered_at >= since_at), limit)


def feedback_of(order_id: int) -> FeedbackRow | None:
    """What was said about one order, or None."""
    found = _rows((Feedback.order == order_id) & Feedback.answered_at.is_null(False), 1)
    return found[0] if found else None


def stars(since_at: int = 0) -> Stars:
    """The scores of all that was asked since a time."""
    rows: Any = (
        Feedback.select(Feedback.score, fn.COUNT(Feedback.id))
        .where(Feedback.asked_at >= since_at)
        .group_by(Feedback.score)
        .tuples()
    )
    found = {score: int(count) for score, count in rows}
    by_score = tuple(found.get(score, 0) for score in range(1, 6))
    answered = sum(by_score)
    total = sum(score * count for score, count in enumerate(by_score, 1))
    mean = (total * 100 + answered // 2) // answered if answered else 0
    return Stars._make((by_score, mean, sum(found.values()), answered))


def _rows(match: Any, limit: int) -> list[FeedbackRow]:
    query: Any = (
        Feedback.select(
            Feedback.id, Feedback.order, Order.number, Order.customer, Order.customer_name, Feedback.score,
            Feedback.comment, Feedback.asked_at, Feedback.answered_at, Feedback.case_ref,
        )
        .join(Order)
        .where(match)
        .order_by(Feedback.answered_at.desc(), Feedback.id.desc())
        .limit(limit)
        .tuples()
    )  # fmt: skip
    return [FeedbackRow._make(row) for row in query]
