"""What the counter tells the rooms above, inside the transaction of the sale."""

from __future__ import annotations

from typing import NamedTuple

from app.orders.line_kinds import LineKind
from app.payments.models import Tender


class SoldLine(NamedTuple):
    """One line of a counter sale, for rollups; `cost_e4` is for `price_per` base units."""

    product_id: int
    quantity: int
    total_minor: int
    tax_minor: int
    cost_e4: int
    price_per: int
    discount_minor: int  # all that was given off
    kind: LineKind = LineKind.GOODS


class Sold(NamedTuple):
    """A counter sale is ordered, paid and handed over."""

    order_id: int
    number: str
    receipt: str
    at: int
    station: str
    person_id: int
    person_name: str
    approved_by: str  # the manager who allowed a discount or price, or empty
    customer_id: int | None
    total_minor: int
    tax_minor: int
    discount_minor: int  # by a person, not by a promotion or group
    price_lowered_minor: int  # what prices typed by a person are below the list
    pieces: int
    lines: tuple[SoldLine, ...]
    tenders: tuple[Tender, ...]
    removed: int  # lines that were on the ticket and taken off
    email_receipt: str  # where the receipt is to be mailed, or empty


class SaleVoided(NamedTuple):
    """A counter sale was undone in the shift that made it; the amounts are those of the sale, positive."""

    order_id: int
    number: str
    receipt: str
    at: int  # of the void
    sold_at: int
    station: str
    person_id: int
    person_name: str
    seller_id: int
    approved_by: str
    customer_id: int | None
    total_minor: int
    tax_minor: int
    pieces: int
    lines: tuple[SoldLine, ...]
    reason: str


class TicketDropped(NamedTuple):
    """An open or parked ticket was thrown away with what was on it."""

    uid: str
    station: str
    person_id: int
    person_name: str
    total_minor: int
    pieces: int
    reason: str


class AgeRefused(NamedTuple):
    """Goods with an age limit were not sold: the customer was too young, or could not show otherwise."""

    product_id: int
    sku: str
    name: str
    age: int
