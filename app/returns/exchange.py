"""An exchange: goods back and other goods out as one act, with one balance; neither half can be done alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _
from app.counter.sale import Sale, SoldTicket
from app.counter.sell import sell
from app.payments.models import Tender
from app.payments.tender import TenderInput
from app.payments.ways_back import CardSlip
from app.returns.advance import ReturnRow, return_row
from app.returns.models import Outcome, Return
from app.returns.quick import QuickLine, take_back
from app.returns.settle import Settled, WrongOutcome, settle_step


class Exchanged(NamedTuple):
    """What an exchange gives back: the half that came back and the half that was sold."""

    returned: Settled
    sold: SoldTicket


@command("returns.exchange")
def exchange(
    by: Actor, order_id: int, lines: Sequence[QuickLine], sale: Sale, reason: str = "",
    slips: Sequence[CardSlip] | None = None,
) -> Exchanged:  # fmt: skip
    """Take goods back and sell others for them; call it with `key=sale.uid`.

    `sale.total_minor` is the price of the new goods and `sale.tenders` pay what the credit does not cover; what the
    credit is worth more goes back over the original tenders, with `slips` as in `refund_order`.  Refused with all that
    returns and sales refuse.
    """
    return _swap(by, take_back(by, order_id, lines, reason), sale, reason, slips)


@command("returns.exchange_inspected")
def exchange_inspected(
    by: Actor, return_id: int, sale: Sale, reason: str = "", slips: Sequence[CardSlip] | None = None
) -> Exchanged:
    """The same for a return that was inspected already."""
    return _swap(by, return_row(return_id), sale, reason, slips)


def _swap(by: Actor, row: ReturnRow, sale: Sale, reason: str, slips: Sequence[CardSlip] | None) -> Exchanged:
    if sale.total_minor is None:
        raise WrongOutcome(_("Say what the new goods cost."), return_id=row.id)
    returned = settle_step(row, Outcome.EXCHANGE, reason=reason, most_credit_minor=sale.total_minor, slips=slips)
    tenders = sale.tenders
    if returned.credit_minor:
        slip = TenderInput(Tender.GIFT_CARD, returned.credit_minor, reference=returned.credit_code)
        tenders = (slip, *tenders)
    sold = sell(by, replace(sale, tenders=tenders))
    Return.update(exchange_order=sold.order_id).where(Return.id == row.id).execute()
    touch("order", sold.order_id)
    note(exchange_order=sold.number, exchange_order_id=sold.order_id)
    return Exchanged(returned, sold)
