"""What `verify` re-computes of credit notes: their numbers run without gaps, and none takes off more than there was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from peewee import fn

from app.core.checks import check
from app.core.numbers import last_number
from app.documents.credit_notes import COUNTER, credit_left
from app.payments.invoices import invoice_number
from app.payments.models import CreditNote


@check("credit notes")
def credit_notes() -> Iterator[str]:
    """Numbers from 1 without gaps; an invoice is never credited with more than it was about."""
    row: Any = CreditNote.select(fn.COUNT(CreditNote.no), fn.COALESCE(fn.MAX(CreditNote.no), 0)).tuples().first()
    count, last = row
    if count != last or last != last_number(COUNTER):
        yield f"credit notes: {count} up to {last}, counter at {last_number(COUNTER)}"
    for order_id, invoice_no in CreditNote.select(CreditNote.order, CreditNote.invoice).distinct().tuples():
        if (left := credit_left(order_id)) < 0:
            yield f"invoice {invoice_number(invoice_no)}: {-left} more is credited than it was about"
