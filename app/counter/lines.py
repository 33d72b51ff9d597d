"""What a ticket consists of: products as they were scanned, lines, the customer, and all that undo brings back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from app.core.refusal import Refusal
from app.counter.sale import RemovedLine
from app.orders.line_kinds import LineKind


class NotOnTicket(Refusal):
    """The line is not on the ticket, or its quantity cannot be that."""


class Sellable(NamedTuple):
    """A product as a ticket needs it; `promotion_bp` is a percentage that is given off it besides the book of offers."""

    product_id: int
    sku: str
    name: str
    price_e4: int
    price_per: int = 1
    unit: str = "piece"
    tax_bp: int = 0
    quantity: int = 1  # base units that one scan stands for
    art: str = ""
    age_limit: int = 0
    allow_found: bool = True
    promotion_bp: int = 0
    promotion_name: str = ""
    name_zh: str = ""
    weight_grams: int = 0
    category_id: int | None = None
    needs_serial: bool = False
    kind: LineKind = LineKind.GOODS  # of a free line the name and price were typed
    contents: str = ""  # of a kit, in words
    variant_of: int | None = None
    deposit: tuple[Any, ...] = ()  # the Sellable that is taken with each piece
    tax_id: int = 0

    @classmethod
    def saved(cls, values: Sequence[Any]) -> Sellable:
        """A product that was saved; lists there are tuples here."""
        item = cls(*values)
        deposit = tuple(cls.saved(item.deposit)) if item.deposit else ()
        return item._replace(kind=_kind(item.kind), deposit=deposit)


def _kind(saved: str | bool) -> LineKind:
    """The kind of a product that was saved; before there were kinds it was said whether the line was a free one."""
    return (LineKind.FREE if saved else LineKind.GOODS) if isinstance(saved, bool) else LineKind(saved)


class TicketOption(NamedTuple):
    """An option that was chosen with goods, and the words that were typed for it."""

    item: Sellable
    words: str = ""

    @classmethod
    def saved(cls, values: Sequence[Any]) -> TicketOption:
        """An option that was saved."""
        return cls(Sellable.saved(values[0]), values[1])


class TicketLine(NamedTuple):
    """So much of a product on the ticket; without a discount of its own the promotion or the group's holds."""

    no: int
    item: Sellable
    quantity: int
    unit_price_e4: int | None = None
    discount_minor: int = 0
    discount_bp: int = 0
    discount_name: str = ""
    note: str = ""
    serial: str = ""
    lot: str = ""
    age_checked: bool = False
    in_hand: bool = False  # the books say none, the clerk has it in hand
    of: int | None = None  # the line whose deposit, option or gift wrap this is
    at: int = 0  # when it was put on the ticket; the offers of that moment hold for it
    options: tuple[TicketOption, ...] = ()  # each is a line of its own behind this one

    @property
    def price_e4(self) -> int:
        """The price that holds, for `item.price_per` base units."""
        return self.item.price_e4 if self.unit_price_e4 is None else self.unit_price_e4


class Discount(NamedTuple):
    """What is given off a line and why."""

    minor: int = 0
    bp: int = 0
    name: str = ""
    by_rule: bool = False


class Buyer(NamedTuple):
    """The customer of a ticket."""

    customer_id: int
    name: str
    group_bp: int = 0
    group_name: str = ""
    group_id: int | None = None
    regime_id: int | None = None


class TicketCoupon(NamedTuple):
    """A coupon that was shown, and the promotion that it opens."""

    code: str
    promotion_id: int
    name: str


class State(NamedTuple):
    """All that undo brings back."""

    lines: tuple[TicketLine, ...] = ()
    removed: tuple[RemovedLine, ...] = ()
    undone: tuple[RemovedLine, ...] = ()  # went by undoing their scans
    buyer: Buyer | None = None
    discount_minor: int = 0
    discount_bp: int = 0
    discount_name: str = ""
    note: str = ""
    coupons: tuple[TicketCoupon, ...] = ()
    regime_id: int | None = None  # of taxes, chosen by hand
    regime_reason: str = ""
    quoted: str = ""  # the quote whose prices these are
