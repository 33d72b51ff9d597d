"""Short ways to an open till, a paid ticket and tenders, for the tests of payments and counter."""

from __future__ import annotations

from itertools import count
from types import MappingProxyType
from typing import Any

from app.core.actor import Actor
from app.counter.lookup import look_up
from app.counter.sale import SoldTicket
from app.counter.sell import sell
from app.counter.ticket import Buyer, Ticket
from app.payments.models import Tender
from app.payments.shift import open_shift
from app.payments.tender import TenderInput
from app.payments.ways_back import CardSlip

_uids = count(1)
_codes = count(10_001)
LIMITS = {"discount_bp": 1500, "price_change_bp": 1000, "refund_minor": 10_000, "paid_out_minor": 5_000,
          "till_difference_minor": 200, "no_sales": 5}  # fmt: skip
NO_LIMIT = MappingProxyType(dict.fromkeys(LIMITS, 10**12) | {"discount_bp": 10_000, "price_change_bp": 10_000})
RIGHTS = frozenset(
    {"counter.sell", "counter.void_sale", "counter.reprint", "counter.save_ticket", "counter.park_ticket",
     "counter.recall_ticket", "counter.drop_ticket", "counter.throw_away", "counter.take_lines_off",
     "payments.open_shift", "payments.move_cash",
     "payments.begin_count", "payments.cancel_count", "payments.close_shift", "payments.x_report",
     "payments.pay_order", "payments.refund", "payments.open_drawer", "payments.hand_over",
     "payments.sell_gift_card"}
)  # fmt: skip
maya = Actor(1, "Maya Kelly", "counter", "till-1", RIGHTS, MappingProxyType(LIMITS))
boss = Actor(3, "Ruth Hartwell", "manager", "till-1", frozenset({"*"}), NO_LIMIT)


SLIP = (CardSlip("R77001", "4242"),)  # of a refund typed from a terminal beside the till


def at(station: str, by: Actor = maya) -> Actor:
    """The same person at another till."""
    return Actor(by.person_id, by.name, by.role, station, by.rights, by.limits)


def open_till(by: Actor = maya, float_minor: int = 20_000) -> int:
    """Open a till with 200.00 in its drawer."""
    return open_shift(by, float_minor)


def ticket_of(*codes: str, uid: str = "", buyer: Buyer | None = None) -> Ticket:
    """A ticket with one scan of each code."""
    ticket = Ticket(uid or f"ticket-{next(_uids)}")
    for code in codes:
        hit = look_up(code)[0]
        ticket.add(hit.item, hit.quantity, unit_price_e4=hit.unit_price_e4)
    if buyer:
        ticket.set_buyer(buyer)
    return ticket


def cash(amount_minor: int, given_minor: int = 0) -> TenderInput:
    """Cash on the counter."""
    return TenderInput(Tender.CASH, amount_minor, given_minor)


def card(amount_minor: int, reference: str = "") -> TenderInput:
    """A card payment typed from the terminal's slip."""
    code = f"A{next(_codes)}"  # a slip's code pays one bill only
    return TenderInput(Tender.CARD, amount_minor, reference=reference, auth_code=code, masked_pan="**** 4242")


def sold(*codes: str, by: Actor = maya, tenders: Any = None, buyer: Buyer | None = None) -> SoldTicket:
    """A sale, paid in cash unless tenders are given."""
    ticket = ticket_of(*codes, buyer=buyer)
    paid = tenders if tenders is not None else [cash(ticket.totals().total_minor)]
    return sell(by, ticket.to_sale(paid), key=ticket.uid)
