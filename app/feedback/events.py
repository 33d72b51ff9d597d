"""What feedback tells to the rooms above, inside the transaction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FeedbackAsked:
    """The customer of an order may say how it was, by the link with this token."""

    order_id: int
    token: str


@dataclass(frozen=True)
class FeedbackGiven:
    """A customer gave 1 to 5 stars; `case_id` is the case that a low score opened."""

    order_id: int
    score: int
    comment: str
    case_id: int | None
