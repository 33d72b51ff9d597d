"""An invoice made later for a receipt: the very amounts of the sale, a number of its own, the buyer's name and tax number."""

from __future__ import annotations

from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import emit, listens
from app.core.i18n import _
from app.core.numbers import next_number
from app.core.refusal import NotFound, Refusal
from app.orders.events import OrderAmended
from app.orders.models import Order, Revision
from app.orders.states import OrderState
from app.payments.events import InvoiceMade
from app.payments.models import Invoice, ReceiptKind
from app.payments.receipts import is_void, receipts_of

COUNTER = "invoice"
MOST_LINES = 6


class NoInvoice(Refusal):
    """There is no buyer to write it to, or nothing that it could be for."""


class InvoiceIsOut(Refusal):
    """The order has an invoice, and a change would make it say something else under the same number."""


def invoice_number(no: int) -> str:
    """An invoice's number as it is printed: INV-000123."""
    return f"INV-{no:06d}"


def credit_number(no: int) -> str:
    """A credit note's number as it is printed: CN-000123."""
    return f"CN-{no:06d}"


@command("payments.make_invoice")
def make_invoice(by: Actor, order_id: int, buyer: str, lines: list[str], vat_number: str = "") -> str:
    """Give an order's invoice a number and a buyer; returns the number.

    The amounts are those of the order and cannot differ from its receipt.  Made once: asked again, the buyer must be
    the same, and the first number is given back; a wrong buyer is put right by a refund and a new sale.
    """
    order = Order.select(Order.state, Order.number).where(Order.id == order_id).first()
    if order is None:
        raise NotFound("order", order_id)
    buyer, lines = buyer.strip()[:120], [line.strip()[:120] for line in lines if line.strip()][:MOST_LINES]
    vat_number = vat_number.strip()[:40]
    if not buyer:
        raise NoInvoice(_("Type whose invoice it is."))
    if order.state in (OrderState.DRAFT, OrderState.CANCELLED) or is_void(order_id):
        raise NoInvoice(_("There is nothing to invoice on this order."))
    made = Invoice.get_or_none(Invoice.order == order_id)
    if made is not None:
        if (made.buyer, made.lines, made.vat_number) != (buyer, lines, vat_number):
            number = invoice_number(made.no)
            raise NoInvoice(_("Invoice {number} was made out to {buyer}.").format(number=number, buyer=made.buyer))
        return invoice_number(made.no)
    sold = [found for found in receipts_of(order_id) if found.kind in (ReceiptKind.SALE, ReceiptKind.PAYMENT)]
    no = next_number(COUNTER)
    Invoice.insert(
        no=no, order=order_id, receipt=sold[-1].number if sold else "", buyer=buyer, lines=lines, vat_number=vat_number,
        who=by.person_id, made_at=clock.now_ms(),
    ).execute()  # fmt: skip
    touch("order", order_id)
    note(order_id=order_id, number=order.number, invoice=invoice_number(no), buyer=buyer)
    emit(InvoiceMade(order_id, no))
    return invoice_number(no)


def invoice_of(order_id: int) -> tuple[str, str, list[str], str] | None:
    """Number, buyer, address lines and tax number of an order's invoice, None before one was made."""
    made = Invoice.get_or_none(Invoice.order == order_id)
    return (invoice_number(made.no), made.buyer, made.lines, made.vat_number) if made is not None else None


@listens(OrderAmended)
def _amended(event: OrderAmended) -> None:
    """Goods may only become fewer once an invoice is out: a credit note says by how much.

    Who is called, where and when may still change.
    """
    made = Invoice.get_or_none(Invoice.order == event.order_id)
    if made is None:
        return
    lines = Revision.get(Revision.order == event.order_id, Revision.no == event.revision).difference.get("lines", ())
    is_less = event.after_minor < event.before_minor and all(line["after"] <= line["before"] for line in lines)
    if (event.before_minor != event.after_minor or lines) and not (is_less and made.paper):
        sentence = _("Invoice {number} is out for these goods. They can become fewer; for more make a new order.")
        number = invoice_number(made.no)
        raise InvoiceIsOut(sentence.format(number=number), order_id=event.order_id, invoice=number)
