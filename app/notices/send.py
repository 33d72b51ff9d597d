"""Sending what is due: claimed, sent outside any transaction, its end written down; failures wait longer each time."""

from __future__ import annotations

import logging
from typing import NamedTuple

from app.core import settings
from app.core.actor import system_actor
from app.core.i18n import _
from app.core.outbox import Wish, WishState, claim_wish, due, finish_wish
from app.core.refusal import Refusal
from app.notices import mail, push
from app.notices.mail import send_mail
from app.notices.outcome import Outcome, failed, unknown
from app.notices.push import send_app, send_sms
from app.notices.templates import Medium

__all__ = [
    "Sent",
    "deliver_due",
    "deliver_one",
    "ready_media",
    "retry_in_ms",
    "send",
    "send_app",
    "send_mail",
    "send_sms",
]

log = logging.getLogger(__name__)
MOST_TRIES = 8
FIRST_WAIT_MS = 60_000
LONGEST_WAIT_MS = 3_600_000


class Sent(NamedTuple):
    """How a message ended; `retry_in_ms` is None when it is not tried again by itself."""

    state: WishState
    reason: str
    final: bool
    retry_in_ms: int | None


def ready_media() -> list[str]:
    """The media that are set up; messages of the others wait, and expire after some days."""
    ready = [
        (Medium.MAIL, mail.is_set_up()),
        (Medium.SMS, settings.read(push.TEXTS)),
        (Medium.APP, settings.read(push.TEAM)),
    ]
    return [medium.value for medium, is_ready in ready if is_ready]


def deliver_due(station: str, limit: int = 20) -> int:
    """One step of the sending loop, on a thread with its own connection: send what is due; returns how many left."""
    media = ready_media()
    waiting = due(media, station=station, limit=limit) if media else []
    return sum(deliver_one(station, wish) for wish in waiting)


def deliver_one(station: str, wish: Wish) -> bool:
    """Claim, send and finish one message; False when another station had it, or it did not leave."""
    by = system_actor(station)
    if not claim_wish(by, wish.id):
        return False
    sent = send(wish)
    finish_wish(by, wish.id, sent.state, sent.reason, sent.retry_in_ms)
    return sent.state == WishState.DONE


def send(wish: Wish) -> Sent:
    """Send a claimed message, outside any transaction and without the store unless papers are attached.

    What failed for now says after how long it may be tried again.
    """
    if wish.kind not in ready_media():
        reason = _("Messages of this kind are not set up. Look at the settings.")
        return Sent(WishState.FAILED, reason, False, LONGEST_WAIT_MS)
    outcome, tries = _send(wish), wish.tries + 1
    final = outcome.is_final or outcome.state != WishState.FAILED or tries >= MOST_TRIES
    return Sent(outcome.state, outcome.reason, final, None if final else retry_in_ms(tries))


def retry_in_ms(tries: int) -> int:
    """How long to wait after so many tries: a minute, then twice as long each time, at most an hour."""
    return int(min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS))


def _send(wish: Wish) -> Outcome:
    try:
        if wish.kind == Medium.MAIL:
            return send_mail(wish.payload, wish.key)
        return send_sms(wish.payload) if wish.kind == Medium.SMS else send_app(wish.payload)
    except Refusal as refusal:
        return failed(str(refusal), is_final=True)  # the paper to attach is gone, or cannot be drawn
    except Exception:
        # A bug in one message must not hold up the others, and the message may have left.
        log.exception("message %s broke", wish.key)
        return unknown(_("Sending broke off. The details are in the log."))
