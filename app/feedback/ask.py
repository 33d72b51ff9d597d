"""Asking: once for each order, after the goods are with the customer; the token stands in the link and the QR code."""

from __future__ import annotations

import secrets

from app.core import clock, settings
from app.core.command import touch
from app.core.events import emit, listens
from app.core.i18n import N_
from app.core.prepared import prepared
from app.feedback.events import FeedbackAsked
from app.feedback.models import Feedback
from app.orders.events import FulfillmentMoved
from app.orders.states import FulfillmentState

ASK = settings.declare(
    "feedback.ask", True, N_("Ask for feedback"), N_("After a delivery or pickup, once for each order.")
)
LINK = settings.declare(
    "feedback.link",
    "",
    N_("Feedback link"),
    N_("A page of your web shop, with {token} in it; empty: asked in the shop."),
)
ARRIVED = frozenset({FulfillmentState.DELIVERED, FulfillmentState.COLLECTED, FulfillmentState.ACCEPTED})


@prepared
def _token(order):
    return Feedback.select(Feedback.token).where(Feedback.order == order)


@prepared
def _insert(order, token, asked_at):
    return Feedback.insert(order=order, token=token, asked_at=asked_at, comment="")


def ask_for_feedback(order_id: int) -> str:
    """Ask for an order as a step, unless it was asked before; returns the token."""
    if known := _token.one(order_id):
        return str(known[0])
    token = secrets.token_urlsafe(9)
    touch("feedback", _insert.add(order_id, token, clock.now_ms()))
    emit(FeedbackAsked(order_id, token))
    return token


def link_of(token: str) -> str:
    """What the message and the QR code say for a token: the shop's page, or the token alone for the shop's scanner."""
    page = str(settings.read(LINK))
    return page.replace("{token}", token) if "{token}" in page else token


@listens(FulfillmentMoved)
def _arrived(event: FulfillmentMoved) -> None:
    if event.new in ARRIVED and settings.read(ASK):
        ask_for_feedback(event.order_id)
