"""Which sale a returned line belongs to: the same customer, stock code and price, with units that did not come back yet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from app.core.money import line_minor
from app.returns.value import Value, value_of
from bench.online_retail import Kind, Line, is_goods


@dataclass
class Sold:
    """A line that a customer bought, and what came back of it."""

    order_id: int
    line_id: int
    price_e4: int
    quantity: int
    value: Value
    returned: int = 0
    credited: Value = field(default_factory=lambda: Value(0, 0))

    @property
    def left(self) -> int:
        """How many may still come back."""
        return self.quantity - self.returned

    def worth(self, quantity: int) -> Value:
        """What the shop would credit for so many more of it."""
        return value_of(self.value, self.quantity, returned=self.returned + quantity, credited=self.credited)

    def take_back(self, quantity: int, worth: Value) -> None:
        """Note that so many came back."""
        self.returned += quantity
        self.credited = Value(self.credited.paid_minor + worth.paid_minor, self.credited.tax_minor + worth.tax_minor)


class Part(NamedTuple):
    """So many units of a bought line."""

    sold: Sold
    quantity: int


class Bought:
    """What each customer bought, by stock code; lines without a customer are nobody's."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = defaultdict(int)
        self._lines: dict[tuple[str, str], list[Sold]] = defaultdict(list)
        self._units: dict[tuple[str, str], int] = defaultdict(int)

    def add(self, line: Line, sold: Sold) -> None:
        """Note a line that was sold."""
        if line.customer:
            self._lines[line.customer, line.code].append(sold)
            if line.kind == Kind.SALE:
                self._units[line.customer, line.code] += line.quantity

    def match(self, line: Line, wanted: int) -> list[Part]:
        """The bought lines that come back, the newest first; none unless they are worth what the file says."""
        parts, left = [], wanted
        for sold in reversed(self._lines.get((line.customer, line.code), ())):
            if sold.price_e4 == line.price_e4 and sold.left and left:
                parts.append(Part(sold, min(sold.left, left)))
                left -= parts[-1].quantity
        worth = sum(part.sold.worth(part.quantity).paid_minor for part in parts)
        return parts if not left and worth == line_minor(wanted, line.price_e4) else []

    def count(self, line: Line, wanted: int) -> None:
        """Count whether the customer bought and still has so many of it, at any price."""
        if not is_goods(line.code):
            return
        self.counts["returned_units"] += wanted
        if not line.customer:
            self.counts["no_customer_lines"] += 1
            return
        there = min(wanted, self._units[line.customer, line.code])
        self._units[line.customer, line.code] -= there
        self.counts["matched_units"] += there
        self.counts["full_lines" if there == wanted else "partial_lines" if there else "none_lines"] += 1
