"""The credit note as it is printed: word for word what was kept when it was made."""

from __future__ import annotations

from app.core import clock
from app.core.i18n import _
from app.core.refusal import NotFound
from app.documents import texts
from app.documents.kept_bills import kept_lines, kept_totals
from app.documents.papers import InvoicePaper
from app.orders.models import Order
from app.payments.invoices import credit_number, invoice_number
from app.payments.models import CreditNote, CreditWhy, Invoice


def credit_note(no: int, copy: int = 0) -> InvoicePaper:
    """A credit note with the buyer, number and day of the invoice that it corrects; NotFound.

    It speaks the language of the order, as its invoice does.
    """
    made = CreditNote.select(CreditNote, Invoice, Order).join(Invoice).switch(CreditNote).join(Order).where(
        CreditNote.no == no
    ).first()  # fmt: skip
    if made is None:
        raise NotFound("credit_note", no)
    corrected, order = made.invoice, made.order
    with texts.in_language(order.language) as spoken:
        no_tax = (_("No tax is given back with it."),) if made.why == CreditWhy.GOODWILL else ()
        said = (made.reason,) if made.reason and made.why != CreditWhy.GOODWILL else ()
        return InvoicePaper(
            language=spoken, copy_number=copy, shop=texts.shop_head(), title=_("Credit note"),
            number=credit_number(no), at=clock.format_day(made.made_at), customer=(corrected.buyer, *corrected.lines),
            customer_vat_number=corrected.vat_number, order_number=order.number or "",
            corrects=invoice_number(corrected.no), corrected_at=clock.format_day(corrected.made_at),
            lines=kept_lines(made.paper), totals=kept_totals(made.paper),
            notes=(*said, *no_tax, *((order.tax_note or order.tax_regime,) if order.tax_regime else ())),
            footer=(),
        )  # fmt: skip
