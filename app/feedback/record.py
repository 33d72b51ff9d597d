"""What a customer says: stars and words, once; a low score opens a complaint."""

from __future__ import annotations

from typing import Any

from app.aftersales.models import CaseKind
from app.aftersales.open import NewCase, open_case_step
from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import emit
from app.core.i18n import N_, _, ngettext
from app.core.refusal import NotFound, Refusal, StateChanged
from app.feedback.ask import ask_for_feedback
from app.feedback.events import FeedbackGiven
from app.feedback.models import Feedback
from app.orders.advance import state_of

LOW = settings.declare(
    "feedback.low_score", 2, N_("Stars that open a case"), N_("So many or fewer; 0 opens none."), least=0, most=5
)
LONGEST = 2_000


class NotAScore(Refusal):
    """A score is one to five stars."""


@command("feedback.record")
def record_feedback(by: Actor, about: str | int, score: int, comment: str = "") -> int | None:
    """Keep what a customer said: `about` is the token of the question, or the order's id.

    One answer for each order (StateChanged for a second one).  A low score opens a complaint; returns its id.
    """
    if score not in range(1, 6):
        raise NotAScore(_("Give one to five stars."), score=score)
    feedback_id, order_id = _find(about)
    words = comment.strip()[:LONGEST]
    case_id = _complain(order_id, score, words) if score <= int(settings.read(LOW)) else None
    answered = Feedback.update(score=score, comment=words, answered_at=clock.now_ms(), case_ref=case_id).where(
        Feedback.id == feedback_id, Feedback.answered_at.is_null()
    )
    if not answered.execute():
        raise StateChanged("feedback", feedback_id)
    touch("feedback", feedback_id)
    touch("order", order_id)
    note(order_id=order_id, score=score, comment=words, case_id=case_id)
    emit(FeedbackGiven(order_id, score, words, case_id))
    return case_id


def _find(about: str | int) -> tuple[int, int]:
    """The id of the question and of its order."""
    if isinstance(about, int):
        state_of(about)
        ask_for_feedback(about)
        match: Any = Feedback.order == about
    else:
        match = Feedback.token == about.strip().rsplit("/", 1)[-1]
    row: Any = Feedback.select(Feedback.id, Feedback.order).where(match).tuples().first()
    if row is None:
        raise NotFound("feedback", about)
    return row[0], row[1]


def _complain(order_id: int, score: int, comment: str) -> int:
    stars = ngettext("{n} star", "{n} stars", score).format(n=score)
    subject = f"{stars}: {comment}" if comment else _("{stars} without a word").format(stars=stars)
    text = comment or stars
    return open_case_step(NewCase(CaseKind.COMPLAINT, subject, text, order_id=order_id, channel="feedback"))
