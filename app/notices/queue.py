"""Queuing: a message becomes a wish that waits a few seconds, so that Undo can still take it back."""

from __future__ import annotations

from typing import Any

from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import N_, _
from app.core.outbox import Outbox, WishState, wish
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal
from app.notices.compose import Message, Recipient, compose, media_for, order_facts, recipient_of
from app.notices.templates import Medium, Occasion
from app.payments.order_account import owed

DELAY = settings.declare(
    "notices.delay_s", 10, N_("Messages wait"), N_("In seconds, so that Undo can take them back."), least=0, most=3600
)
OFF = settings.declare("notices.off", [], N_("Messages not sent"), N_("The codes of occasions, one a line."))
LASTS_MS = 3 * clock.DAY_MS  # older news would only confuse
MEDIA = tuple(medium.value for medium in Medium)


class NobodyToTell(Refusal):
    """There is no address and no phone number to write to."""


@prepared
def _with_key(key):
    return Outbox.select(Outbox.id).where(Outbox.key == key)


@prepared
def _waiting(order):
    ours = (Outbox.order_ref == order) & (Outbox.state == WishState.QUEUED.value)
    return Outbox.select(Outbox.id, Outbox.key, Outbox.kind).where(ours).order_by(Outbox.id)


def tell_customer(occasion: Occasion, order_id: int, *, ref: int = 0, **facts: Any) -> int:
    """Queue the messages of an occasion to an order's customer, as a step; returns how many."""
    if occasion in settings.read(OFF):
        return 0
    to = recipient_of(order_id)
    media = media_for(occasion, to)
    if not media:
        return 0
    fields = order_facts(occasion, order_id, to, **facts)
    made = [compose(occasion, medium, to, fields) for medium in media]
    for message in filter(None, made):
        queue(message, occasion, order_id=order_id, ref=ref)
    return sum(message is not None for message in made)


def tell(occasion: Occasion, to: Recipient, facts: dict[str, str], *, ref: int, only: str = "") -> int:
    """Queue a message that is about something else than an order, as a step; `only` names one medium."""
    media = [Medium(only)] if only in (Medium.MAIL, Medium.SMS) else media_for(occasion, to)
    made = [compose(occasion, medium, to, facts) for medium in media]
    left = [message for message in made if message and message.to]
    for message in left:
        queue(message, occasion, order_id=to.order_id, ref=ref)
    return len(left)


def queue(
    message: Message, occasion: Occasion, *, order_id: int | None, ref: int = 0,
    attach: tuple[dict[str, Any], ...] = (),
) -> int:  # fmt: skip
    """Queue one message, as a step; `attach` are papers as kind and facts.  Returns the wish's id."""
    key = _free_key(f"{message.medium}:{occasion}:{order_id or 0}:{ref}")
    payload: dict[str, Any] = {
        "to": message.to, "subject": message.subject, "text": message.text, "occasion": occasion.value,
        "attach": list(attach),
    }  # fmt: skip
    title = message.subject or message.text
    delay_ms = int(settings.read(DELAY)) * clock.SECOND_MS
    # Any station may send it.
    return wish(
        message.medium.value, key, payload, title=title, order_id=order_id, station="", delay_ms=delay_ms,
        lasts_ms=LASTS_MS,
    )  # fmt: skip


def is_queued(occasion: Occasion, order_id: int, ref: int) -> bool:
    """Whether a message of an occasion was ever queued for an order, by whatever medium."""
    return any(_with_key.one(f"{medium}:{occasion}:{order_id}:{ref}") for medium in MEDIA)


def withdraw(order_id: int, *occasions: Occasion) -> int:
    """Take back what has not left yet of these occasions, as a step; returns how many messages."""
    rows: Any = _waiting.all(order_id)
    taken = [wish_id for wish_id, key, kind in rows if kind in MEDIA and key.split(":")[1] in occasions]
    if taken:
        Outbox.update(state=WishState.WITHDRAWN, finished_at=clock.now_ms()).where(
            Outbox.id.in_(taken), Outbox.state == WishState.QUEUED
        ).execute()
    for wish_id in taken:
        touch("outbox", wish_id)
    return len(taken)


@command("notices.remind_payment")
def remind_payment(by: Actor, order_id: int) -> int:
    """Remind a customer of what is owed for an order; returns how many messages leave."""
    left = owed(order_id)
    if left <= 0:
        raise NotFound("debt", order_id)
    sent = tell_customer(Occasion.PAYMENT_REMINDER, order_id, amount_minor=left)
    if not sent:
        raise NobodyToTell(_("This order has no address and no phone number to write to."), order_id=order_id)
    touch("order", order_id)
    note(order_id=order_id, left_minor=left, messages=sent)
    return sent


def _free_key(base: str) -> str:
    """The key of a message; the second one of the same kind about the same thing gets a number."""
    key, no = base, 1
    while _with_key.one(key):
        no += 1
        key = f"{base}:{no}"
    return key
