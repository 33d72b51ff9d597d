"""Mailing a quote with its paper, to whoever asks for it at the counter or on the phone."""

from __future__ import annotations

from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _
from app.core.money import format_money
from app.core.refusal import NotFound
from app.counter.models import Quote
from app.documents import texts
from app.notices.by_hand import CannotWrite
from app.notices.compose import Recipient, compose, recipient_of_customer
from app.notices.queue import queue
from app.notices.templates import Medium, Occasion


@command("notices.mail_quote")
def mail_quote(by: Actor, number: str, address: str) -> int:
    """Queue a quote as a mail with its paper attached; returns the wish.  CannotWrite without an address; NotFound."""
    address = address.strip()
    if "@" not in address:
        raise CannotWrite(_("There is no e-mail address."))
    quote = Quote.get_or_none(Quote.number == number)
    if quote is None:
        raise NotFound("quote", number)
    if quote.valid_until < clock.now_ms():
        sentence = _("Quote {number} held until {day}.")
        raise CannotWrite(sentence.format(number=quote.number, day=clock.format_day(quote.valid_until)))
    to = _who(quote)._replace(email=address)
    with texts.in_language(to.language):
        facts = {
            "quote": quote.number, "total": format_money(quote.total_minor),
            "day": clock.format_weekday(quote.valid_until),
        }  # fmt: skip
    message = compose(Occasion.QUOTE, Medium.MAIL, to, facts)
    if message is None:
        raise CannotWrite(_("The text of this message is empty. Write one under Settings, Notices."))
    attached = {"kind": "quote", "quote_id": quote.id}
    wish_id = queue(message, Occasion.QUOTE, order_id=None, ref=quote.id, attach=(attached,))
    touch("quote", quote.id)
    note(number=quote.number, to=address)
    return wish_id


def _who(quote: Quote) -> Recipient:
    if quote.customer_id is not None:
        return recipient_of_customer(quote.customer_id)
    return Recipient(quote.customer_name, "", "", str(settings.read("shop.language")), False, False, None, "", None)
