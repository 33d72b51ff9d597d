"""Mailing a receipt or an invoice later, to whoever asks for it at the counter."""

from __future__ import annotations

from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _
from app.documents.order_papers import last_receipt_of
from app.notices.by_hand import CannotWrite
from app.notices.compose import compose, order_facts, recipient_of
from app.notices.queue import queue
from app.notices.templates import Medium, Occasion

PAPERS = ("receipt", "invoice")


@command("notices.mail_paper")
def mail_paper(by: Actor, order_id: int, paper: str, address: str) -> int:
    """Queue a receipt or invoice of an order as a mail with the paper attached; returns the wish.

    CannotWrite without an address; NothingToPrint before there is a receipt.
    """
    assert paper in PAPERS, f"{paper} is not mailed"
    address = address.strip()
    if "@" not in address:
        raise CannotWrite(_("There is no e-mail address."))
    number = last_receipt_of(order_id).number
    to = recipient_of(order_id)._replace(email=address)
    message = compose(Occasion.RECEIPT, Medium.MAIL, to, order_facts(Occasion.RECEIPT, order_id, to, receipt=number))
    if message is None:
        raise CannotWrite(_("The text of this message is empty. Write one under Settings, Notices."))
    attached = {"kind": paper, "order_id": order_id} | ({"receipt": number} if paper == "receipt" else {})
    wish_id = queue(message, Occasion.RECEIPT, order_id=order_id, attach=(attached,))
    touch("order", order_id)
    note(order_id=order_id, paper=paper, to=address)
    return wish_id
