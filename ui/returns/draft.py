"""A return while somebody works on it: lines, what was found out about each, and the outcome; no window, no store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from app.core.i18n import spoken_name
from app.core.money import line_minor

SALE, RETURN, LOOSE = "sale", "return", "loose"
REFUND, EXCHANGE, CREDIT, REPAIR = "refund", "exchange", "store_credit", "repair"
OUTCOMES = (REFUND, EXCHANGE, CREDIT, REPAIR)

# What usually follows, so that one touch often says it all; each can be changed.
USUAL_CONDITION = {"damaged": "damaged"}
USUAL_PLACE = {"like_new": "restock", "opened": "b_stock", "damaged": "supplier", "parts_missing": "supplier"}


@dataclass
class Line:
    """One line; `ref` is the order line, the line of a return, or the product where there is no receipt."""

    ref: int
    product_id: int | None
    sku: str
    name: str
    art: str
    unit: str
    most: int  # can come back
    sold: int  # the quantity that `paid_minor` was paid for
    paid_minor: int
    is_barred: bool = False
    kit_ref: int | None = None  # of a part: the line of its kit
    kit_name: str = ""
    quantity: int = 0
    reason: str = ""
    condition: str = ""
    disposition: str = ""
    place_id: int | None = None
    place_code: str = ""
    price_e4: int = 0
    price_per: int = 1
    list_price_e4: int = 0
    photos: tuple[str, ...] = ()  # files that are kept with the inspection

    @property
    def is_in(self) -> bool:
        """Whether it comes back."""
        return self.quantity > 0

    @property
    def is_known(self) -> bool:
        """Whether all is said about it."""
        return bool(self.reason and self.condition and self.disposition)

    @property
    def worth_minor(self) -> int:
        """What the chosen quantity was paid with, roughly; the estimate knows it to the cent."""
        if self.price_e4:
            return line_minor(self.quantity or 1, self.price_e4, self.price_per)
        return self.paid_minor * (self.quantity or self.sold) // max(self.sold, 1)

    def say_reason(self, reason: str) -> None:
        """Say why; what usually follows is filled in."""
        self.reason = reason
        self.say_condition(USUAL_CONDITION.get(reason, "like_new"))

    def say_condition(self, condition: str) -> None:
        """Say what it looks like; where it usually goes is filled in."""
        self.condition = condition
        self.disposition = USUAL_PLACE[condition]


@dataclass
class Draft:
    """What is on the page: a sale that goods come back of, a return that was opened before, or goods without a sale."""

    kind: str
    lines: list[Line]
    sale: Any = None  # app.returns.find.FoundSale
    detail: Any = None  # app.returns.queries.ReturnDetail
    customer_id: int | None = None
    customer_name: str = ""
    note: str = ""
    outcome: str = REFUND
    to: str = ""  # another tender than the original one
    slips: tuple[Any, ...] = ()  # of refunds to a card that are typed by hand
    at: int = 0
    may_settle: bool = True
    uid: str = field(default_factory=lambda: str(uuid4()))

    @property
    def state(self) -> str:
        """The state of a return that was opened before; empty for what is new."""
        return str(self.detail.row.state.value) if self.detail is not None else ""

    @property
    def looks(self) -> bool:
        """Whether the goods are being looked at now."""
        return self.kind != RETURN or self.state == "received"

    @property
    def settles(self) -> bool:
        """Whether the outcome is chosen now."""
        return self.kind != RETURN or (self.state == "inspected" and self.may_settle)

    @property
    def line(self) -> Line | None:
        """The line the hand is on."""
        return self.lines[self.at] if 0 <= self.at < len(self.lines) else None

    @property
    def order_id(self) -> int | None:
        """The order that the goods belong to; None without a receipt."""
        found = self.sale.order_id if self.sale is not None else self.detail.row.order_id if self.detail else None
        return int(found) if found else None

    @property
    def pays_out(self) -> bool:
        """Whether the blue button gives money back for a sale."""
        return self.settles and self.outcome == REFUND and self.order_id is not None

    def chosen(self) -> list[Line]:
        """The lines that come back."""
        return [line for line in self.lines if line.is_in]

    def step(self, by: int) -> None:
        """Move to another line."""
        self.at = min(max(self.at + by, 0), max(len(self.lines) - 1, 0))

    def toggle(self, line: Line) -> None:
        """Take a line in whole, or leave it with the customer."""
        if self.kind == RETURN:
            return
        line.quantity = 0 if line.is_in else min(line.most, line.sold)
        self._leave_other_half(line)

    def count_up(self, line: Line, by: int) -> None:
        """More or fewer of a line."""
        if self.kind != RETURN:
            line.quantity = min(max(line.quantity + by, 0), line.most)
            self._leave_other_half(line)

    def _leave_other_half(self, line: Line) -> None:
        """A kit brings its parts along: either it comes back whole, or parts of it do."""
        for other in self.lines if line.is_in else ():
            if other.kit_ref == line.ref or (line.kit_ref is not None and other.ref == line.kit_ref):
                other.quantity = 0

    def find_product(self, product_ids: set[int]) -> int | None:
        """The place of a line of one of these products that can still take a piece, else of any."""
        places = [at for at, line in enumerate(self.lines) if line.product_id in product_ids]
        places.sort(key=lambda at: self.lines[at].kit_ref is not None)
        room = [at for at in places if self.lines[at].quantity < self.lines[at].most]
        return next(iter(room or places), None)

    def unknown(self) -> int | None:
        """The place of the first line of which not all is said."""
        return next((at for at, line in enumerate(self.lines) if line.is_in and not line.is_known), None)

    def choose(self, outcome: str) -> None:
        """Choose the outcome; a repair sends all goods to repair, anything else takes them from there."""
        if outcome == REPAIR:
            for line in self.chosen():
                line.reason = line.reason or "damaged"
                line.condition = line.condition or "damaged"
                line.disposition = "repair"
        elif self.outcome == REPAIR and self.looks:
            for line in self.chosen():
                if line.disposition == "repair":
                    line.disposition = USUAL_PLACE.get(line.condition, "restock")
        self.outcome, self.to = outcome, ""


def draft_of_sale(sale: Any, product_ids: set[int] | None = None) -> Draft:
    """A new return of a sale; one piece of a scanned product, or the only line there is, is chosen at once."""
    lines = [
        Line(row.order_line_id, row.product_id, row.sku, _name(row), row.art, row.unit, row.can_return, row.quantity,
             row.paid_minor, row.is_barred, row.kit_line_id, row.kit_name)
        for row in sale.lines
    ]  # fmt: skip
    made = Draft(SALE, lines, sale=sale, customer_id=sale.customer_id, customer_name=sale.customer_name)
    place = made.find_product(product_ids) if product_ids else None
    if place is None and sum(line.kit_ref is None for line in lines) == 1:
        place = 0
    if place is not None and lines[place].most:
        line = lines[place]
        line.quantity = line.most if not product_ids or line.unit != "piece" else 1
    made.at = place if place is not None else next((at for at, line in enumerate(lines) if line.most), 0)
    return made


def draft_of_return(detail: Any, may_settle: bool = True) -> Draft:
    """A return that was opened before, as far as it is."""
    lines = [
        Line(row.id, row.product_id, row.sku, row.name, row.art, row.unit, row.quantity, row.quantity, row.paid_minor,
             quantity=row.quantity, reason=row.reason, condition=row.condition,
             disposition=row.disposition.value if row.disposition else "")
        for row in detail.lines
    ]  # fmt: skip
    made = Draft(RETURN, lines, detail=detail, customer_name=detail.row.customer_name, note=detail.row.reason,
                 may_settle=may_settle)  # fmt: skip
    if made.state == "received":
        for line in lines:
            line.say_condition(USUAL_CONDITION.get(line.reason, "like_new"))
            if line.reason in ("refused", "not_at_home"):
                line.say_condition("like_new")
    if lines and all(line.disposition == "repair" for line in lines):
        made.outcome = REPAIR
    return made


def loose_line(row: Any) -> Line:
    """A line of a product without a receipt, at today's price; `row` is a `Sellable`."""
    return Line(
        row.product_id, row.product_id, row.sku, _name(row), row.art, row.unit, 999_999, 1, 0, quantity=row.quantity or 1,
        price_e4=row.price_e4, price_per=row.price_per, list_price_e4=row.price_e4, place_code=row.home,
    )  # fmt: skip


def _name(row: Any) -> str:
    """A product's name in the window's language."""
    return spoken_name(row.name, row.name_zh)
