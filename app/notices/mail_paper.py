"""Mailing a receipt, an invoice or its credit notes later, to whoever asks for it at the counter."""

from __future__ import annotations

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
from app.payments.invoices import credit_number

PAPERS = ("receipt", "invoice", "credit_note")


@command("notices.mail_paper")
def mail_paper(by: Actor, order_id: int, paper: str, address: str) -> int:
    """Queue a receipt, the invoice or the credit notes of an order as a mail with the papers attached; returns the wish.

    CannotWrite without an address; NothingToPrint before there is a receipt, or without a credit note.
    """
    assert paper in PAPERS, f"{paper} is not mailed"
    address = address.strip()
    if "@" not in address:
        raise CannotWrite(_("There is no e-mail address."))
    number, attached = _attached(order_id, paper)
    to = recipient_of(order_id)._replace(email=address)
    message = compose(Occasion.RECEIPT, Medium.MAIL, to, order_facts(Occasion.RECEIPT, order_id, to, receipt=number))
    if message is None:
        raise CannotWrite(_("The text of this message is empty. Write one under Settings, Notices."))
    wish_id = queue(message, Occasion.RECEIPT, order_id=order_id, attach=attached)
    touch("order", order_id)
    note(order_id=order_id, paper=paper, to=address)
    return wish_id


def _attached(order_id: int, paper: str) -> tuple[str, tuple[dict[str, Any], ...]]:
    """The number that the mail names, and the papers that go with it."""
    if paper == "credit_note":
        notes = credit_notes_of(order_id)
        if not notes:
            raise NothingToPrint(_("There is no credit note: nothing was taken off an invoice."), order_id=order_id)
        papers = tuple({"kind": paper, "order_id": order_id, "credit_note": made.no} for made in notes)
        return ", ".join(credit_number(made.no) for made in notes), papers
    number = last_receipt_of(order_id).number
    return number, ({"kind": paper, "order_id": order_id} | ({"receipt": number} if paper == "receipt" else {}),)
