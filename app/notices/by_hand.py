"""Messages that a person writes to an order's customer: seen before they go, and sent after the usual delay."""

from __future__ import annotations

from typing import NamedTuple
from uuid import uuid4

from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import N_, _, speaking
from app.core.outbox import titled, wish
from app.core.refusal import NotFound, Refusal
from app.notices.queue import DELAY, LASTS_MS
from app.orders.models import Order

LONGEST = {"sms": 480, "mail": 4_000}


class CannotWrite(Refusal):
    """There is no way to reach the customer so, or nothing to say."""


class Reach(NamedTuple):
    """Where an order's customer can be reached."""

    order_id: int
    number: str
    name: str
    phone: str
    email: str
    language: str
    promised_at: int | None
    state: str


def reach(order_id: int) -> Reach:
    """How the customer of an order can be reached; NotFound when there is no such order."""
    columns = (Order.id, Order.number, Order.customer_name, Order.phone, Order.email, Order.language,
               Order.promised_at, Order.state)  # fmt: skip
    row = Order.select(*columns).where(Order.id == order_id).tuples().first()
    if row is None:
        raise NotFound("order", order_id)
    return Reach(*row)


@command("notices.write_by_hand")
def write_by_hand(by: Actor, order_id: int, way: str, text: str) -> int:
    """Queue an SMS or e-mail to the customer of an order; it leaves after the set delay.  Returns the wish.

    `way` is sms or mail.  CannotWrite without a number, an address or a text.
    """
    assert way in LONGEST, f"there is no way {way}"
    to = reach(order_id)
    address = to.phone if way == "sms" else to.email
    if not address:
        raise CannotWrite(_("There is no phone number.") if way == "sms" else _("There is no e-mail address."))
    words = text.strip()[: LONGEST[way]]
    if not words:
        raise CannotWrite(_("Write something first."))
    with speaking(to.language):
        subject = _("Your order {number}").format(number=to.number)
    short = words if len(words) <= 60 else f"{words[:59]}…"
    title = N_("SMS: “{text}”") if way == "sms" else N_("E-mail: “{text}”")
    wish_id = wish(
        way, f"{way}:by_hand:{order_id}:{uuid4()}",
        {"to": address, "subject": subject, "text": words, "occasion": "by_hand", "attach": []},
        title=titled(title, text=short), order_id=order_id, station="",
        delay_ms=int(settings.read(DELAY)) * clock.SECOND_MS, lasts_ms=LASTS_MS,
    )  # fmt: skip
    touch("order", order_id)
    note(order_id=order_id, way=way, text=words)
    return wish_id
