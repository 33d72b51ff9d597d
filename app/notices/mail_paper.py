"""Mailing a receipt, an invoice or its credit notes later, to whoever asks for it at the counter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _
from app.documents.credit_notes import credit_notes_of
from app.documents.order_papers import NothingToPrint, last_receipt_of
from app.notices.by_hand import CannotWrite
from app.notices.compose import compose, order_facts, recipient_of
from app.notices.queue import queue
from app.notices.templates import Medium, Occasion
from app.payments.invoices import credit_number, invoice_of

# What a mail is about, the facts that it names, and the papers that go with it.
Letter = tuple[Occasion, dict[str, Any], tuple[dict[str, Any], ...]]


@command("notices.mail_paper")
def mail_paper(by: Actor, order_id: int, paper: str, address: str) -> int:
    """Queue a receipt, the invoice or the credit notes of an order as a mail with the papers attached; returns the wish.

    CannotWrite without an address; NothingToPrint before there is such a paper.
    """
    address = address.strip()
    if "@" not in address:
        raise CannotWrite(_("There is no e-mail address."))
    occasion, told, attached = LETTERS[paper](order_id)
    to = recipient_of(order_id)._replace(email=address)
    message = compose(occasion, Medium.MAIL, to, order_facts(occasion, order_id, to, **told))
    if message is None:
        raise CannotWrite(_("The text of this message is empty. Write one under Settings, Notices."))
    wish_id = queue(message, occasion, order_id=order_id, attach=attached)
    touch("order", order_id)
    note(order_id=order_id, paper=paper, to=address)
    return wish_id


def _receipt(order_id: int) -> Letter:
    number = last_receipt_of(order_id).number
    return Occasion.RECEIPT, {"receipt": number}, ({"kind": "receipt", "order_id": order_id, "receipt": number},)


def _invoice(order_id: int) -> Letter:
    made = invoice_of(order_id)
    if made is None:
        raise NothingToPrint(_("There is no invoice yet. Make it first."), order_id=order_id)
    return Occasion.INVOICE, {"invoice": made[0]}, ({"kind": "invoice", "order_id": order_id},)


def _credit_notes(order_id: int) -> Letter:
    notes = credit_notes_of(order_id)
    if not notes:
        raise NothingToPrint(_("There is no credit note: nothing was taken off an invoice."), order_id=order_id)
    told = {
        "credit_note": ", ".join(credit_number(made.no) for made in notes),
        "amount_minor": sum(made.total_minor for made in notes),
    }
    attached = tuple({"kind": "credit_note", "order_id": order_id, "credit_note": made.no} for made in notes)
    return Occasion.CREDIT_NOTE, told, attached


LETTERS: dict[str, Callable[[int], Letter]] = {
    "receipt": _receipt, "invoice": _invoice, "credit_note": _credit_notes
}  # fmt: skip
