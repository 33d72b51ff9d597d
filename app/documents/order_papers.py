"""Printing an order's papers again on demand: receipts as numbered copies, slips, labels, the invoice, credit notes."""

from __future__ import annotations

from typing import Any

from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import N_, _
from app.core.outbox import of_order, titled, wish
from app.core.refusal import NotFound, Refusal
from app.documents.credit_notes import print_notes
from app.orders.models import Fulfillment, Order
from app.packing.models import Parcel, ParcelState
from app.payments.models import ReceiptKind
from app.payments.receipts import FoundReceipt, print_again, receipts_of

PAPERS = ("receipt", "gift_receipt", "packing_slip", "packing_proof", "label", "invoice", "credit_note")


class NothingToPrint(Refusal):
    """The order has no such paper yet."""


@command("documents.print_order")
def print_order(by: Actor, order_id: int, paper: str) -> int:
    """Queue a paper of an order at this station; returns how many sheets.

    `paper` is one of PAPERS.  NothingToPrint when there is none yet, NotFound.
    """
    assert paper in PAPERS, f"there is no paper {paper}"
    number = Order.select(Order.number).where(Order.id == order_id).scalar()
    if number is None:
        raise NotFound("order", order_id)
    copy = 1 + sum(known.kind == paper for known in of_order(order_id))
    if paper == "receipt":
        count = _receipt(order_id)
    elif paper == "gift_receipt":
        count = _gift_receipt(order_id, copy)
    elif paper == "packing_proof":
        _parcels_of(order_id)
        title = titled(N_("Proof of packing {number}"), number=number)
        wish(paper, f"{paper}:{order_id}:{copy}", {"order_id": order_id}, title=title, order_id=order_id)
        count = 1
    elif paper == "invoice":
        title = titled(N_("Invoice for order {number}"), number=number)
        facts = {"order_id": order_id, "copy": copy - 1}
        wish("invoice", f"invoice:{order_id}:{copy}", facts, title=title, order_id=order_id)
        count = 1
    elif paper == "credit_note":
        count = print_notes(order_id)
        if not count:
            raise NothingToPrint(_("There is no credit note: nothing was taken off an invoice."), order_id=order_id)
    else:
        count = _of_parcels(order_id, paper, copy)
    touch("order", order_id)
    note(order_id=order_id, paper=paper, sheets=count)
    return count


def last_receipt_of(order_id: int) -> FoundReceipt:
    """The receipt that an order's customer would show; NothingToPrint before it was paid at a till."""
    found = [receipt for receipt in receipts_of(order_id) if receipt.kind in (ReceiptKind.SALE, ReceiptKind.PAYMENT)]
    if not found:
        raise NothingToPrint(_("There is no receipt yet; it comes with the payment."), order_id=order_id)
    return found[-1]


def _gift_receipt(order_id: int, copy: int) -> int:
    last = last_receipt_of(order_id)
    wish(
        "gift_receipt", f"gift_receipt:{last.number}:{copy}", {"order_id": order_id, "receipt": last.number},
        title=titled(N_("Gift receipt {number}"), number=last.number), order_id=order_id,
    )  # fmt: skip
    return 1


def _receipt(order_id: int) -> int:
    last = last_receipt_of(order_id)
    print_again(last)
    return 1


def _parcels_of(order_id: int) -> list[tuple[int, str]]:
    """The closed boxes of an order; NothingToPrint when there is none."""
    query: Any = (
        Parcel.select(Parcel.id, Parcel.code)
        .join(Fulfillment)
        .where(Fulfillment.order == order_id, Parcel.state == ParcelState.CLOSED)
        .order_by(Parcel.id)
    )
    parcels = list(query.tuples())
    if not parcels:
        raise NothingToPrint(_("Nothing is packed yet; the label comes with the parcel."), order_id=order_id)
    return parcels


def _of_parcels(order_id: int, paper: str, copy: int) -> int:
    parcels = _parcels_of(order_id)
    title = N_("Label {code}") if paper == "label" else N_("Packing slip {code}")
    for parcel_id, code in parcels:
        wish(
            paper, f"{paper}:{parcel_id}:again{copy}", {"parcel_id": parcel_id, "copy": copy},
            title=titled(title, code=code), order_id=order_id,
        )  # fmt: skip
    return len(parcels)
