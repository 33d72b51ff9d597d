"""What a ticket hands over to be sold, and what selling gives back: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from app.orders.line_kinds import LineKind
from app.payments.tender import TenderInput


class SaleLine(NamedTuple):
    """One line to be sold; without `unit_price_e4` the list price holds.

    `by_rule`: the discount is the group's.  `at` is when it was scanned: the offers of that moment hold.
    `in_hand`: the clerk has the goods in hand although the books may say that there are none.
    """

    product_id: int
    quantity: int
    unit_price_e4: int | None = None
    discount_minor: int = 0
    discount_bp: int = 0
    discount_name: str = ""
    by_rule: bool = False
    note: str = ""
    serial: str = ""
    lot: str = ""
    age_checked: bool = False
    in_hand: bool = False
    at: int = 0
    name: str = ""  # of a free line, instead of the product's
    kit_id: int | None = None  # the kit that this line is a part of
    kind: LineKind = LineKind.GOODS
    of: int | None = None  # place (from 1) of the line that this one goes with


class RemovedLine(NamedTuple):
    """A line that was on the ticket and taken off."""

    product_id: int
    name: str
    quantity: int
    total_minor: int


@dataclass(frozen=True)
class Sale:
    """A paid ticket; `total_minor` is what the customer was shown, and the sale is refused when it costs otherwise."""

    uid: str
    lines: tuple[SaleLine, ...]
    tenders: tuple[TenderInput, ...] = ()
    customer_id: int | None = None
    order_discount_minor: int = 0
    order_discount_bp: int = 0
    order_discount_name: str = ""
    removed: tuple[RemovedLine, ...] = ()
    note: str = ""
    email_receipt: str = ""
    print_receipt: bool = True
    started_at: int = 0
    total_minor: int | None = None
    coupons: tuple[str, ...] = ()
    regime_id: int | None = None  # chosen by hand, instead of the customer's
    regime_reason: str = ""
    quote: str = ""  # whose prices were agreed


class SoldTicket(NamedTuple):
    """What selling gives back; `rounding_minor` is the cash rounding beside the total."""

    order_id: int
    number: str
    receipt: str
    change_minor: int
    total_minor: int
    rounding_minor: int
