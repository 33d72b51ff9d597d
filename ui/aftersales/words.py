"""Words, icons and ready answers of service."""

from __future__ import annotations

from typing import Any

from app.core import clock
from app.core.i18n import N_, _

KIND_LOOKS = {
    "complaint": ("warning-circle", "bad"), "enquiry": ("question", "sky"), "repair": ("wrench", "violet"),
    "feedback": ("star", "warn"),
}  # fmt: skip
SOON_MS = 2 * clock.HOUR_MS

ANSWERS: dict[str, tuple[str, ...]] = {
    "complaint": (
        N_("Hi {first}, we are sorry about that. We send a new one free of charge. Is that all right? {me}"),
        N_("Hi {first}, we are sorry about that. We pay you back today; you do not have to send anything. {me}"),
        N_("Hi {first}, thank you for telling us. We look into it and write again today. {me}"),
        N_("Hi {first}, could you send us a picture of it? Then we can put it right at once. {me}"),
    ),
    "enquiry": (
        N_("Hi {first}, thank you for asking. {me}"),
        N_("Hi {first}, we look that up and write again today. {me}"),
        N_("Hi {first}, yes, we have it here. Shall we put one aside for you? {me}"),
    ),
    "repair": (
        N_("Hi {first}, please bring it in, we have a look while you wait. {me}"),
        N_("Hi {first}, it is repaired and ready for you in the shop. {me}"),
        N_("Hi {first}, it cannot be repaired, but it is under warranty: we swap it for a new one. {me}"),
    ),
}  # fmt: skip


def kind_word(kind: str) -> str:
    """What a customer came with."""
    from app.aftersales.states import KINDS

    return _({str(key.value): title for key, title in KINDS.items()}[kind])


def answers_for(kind: str, name: str, me: str) -> list[str]:
    """Ready answers to a customer, with both names in them."""
    first = name.split()[0] if name else ""
    said = [_(text).format(first=first, me=me.split()[0] if me else "") for text in ANSWERS[kind]]
    return [text.replace(" ,", ",") for text in said]


def due_look(row: Any) -> tuple[str, str]:
    """By when a case is to be answered, and the tone of it."""
    state = str(row.state.value)
    if state in ("resolved", "closed"):
        return (_("resolved") if state == "resolved" else _("closed")), "grey"
    left = row.due_at - clock.now_ms()
    if left < 0:
        return _("{span} late").format(span=clock.format_span(-left)), "bad"
    if state == "waiting":
        return _("waits"), "grey"
    if left <= SOON_MS:
        return clock.format_span(left), "bad" if left < clock.HOUR_MS else "warn"
    if clock.day_of(row.due_at) == clock.today():
        return _("today"), "warn"
    return clock.format_moment(row.due_at), "grey"


def last_line(row: Any) -> str:
    """The last thing that was said, in one line."""
    text = " ".join(row.last_text.split())
    return _("You: {text}").format(text=text) if row.last_side == "shop" else text


def channel_word(channel: str) -> str:
    """How something was said."""
    return {
        "sms": _("by SMS"), "mail": _("by e-mail"), "phone": _("by phone"), "counter": _("at the counter"),
        "feedback": _("as feedback"), "online": _("in the online store"),
    }.get(channel, "")  # fmt: skip
