"""Reads a year of a real shop (UCI "Online Retail") and says what each line is: sale, gift, return, found, written off.

Nothing here knows the program: the same arithmetic is the ruler that the replay is held against.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, TextIO

NO_GOODS = frozenset({"AMAZONFEE", "B", "BANK CHARGES", "C2", "CRUK", "D", "DOT", "M", "PADS", "POST", "S", "m"})
COUNTRIES = {
    "Australia": "AU", "Austria": "AT", "Bahrain": "BH", "Belgium": "BE", "Brazil": "BR", "Canada": "CA",
    "Channel Islands": "JE", "Cyprus": "CY", "Czech Republic": "CZ", "Denmark": "DK", "EIRE": "IE", "Finland": "FI",
    "France": "FR", "Germany": "DE", "Greece": "GR", "Hong Kong": "HK", "Iceland": "IS", "Israel": "IL", "Italy": "IT",
    "Japan": "JP", "Lebanon": "LB", "Lithuania": "LT", "Malta": "MT", "Netherlands": "NL", "Norway": "NO",
    "Poland": "PL", "Portugal": "PT", "RSA": "ZA", "Saudi Arabia": "SA", "Singapore": "SG", "Spain": "ES",
    "Sweden": "SE", "Switzerland": "CH", "USA": "US", "United Arab Emirates": "AE", "United Kingdom": "GB",
}  # fmt: skip


class Kind(StrEnum):
    """What a line of the file is."""

    SALE = "sale"
    FREE = "free_goods"
    FOUND = "stock_found"
    WRITE_OFF = "stock_write_off"
    RETURN = "return"
    BAD_DEBT = "bad_debt"


OUT = frozenset({Kind.SALE, Kind.FREE})  # what leaves the shelf with an order


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file; the quantity as written (returns and write-offs are negative), price in 1/10,000."""

    row: int
    invoice: str
    code: str
    name: str
    quantity: int
    moment: str  # the shop's wall clock: 2010-12-01 08:26:00
    price_e4: int
    customer: str
    country: str
    kind: Kind

    @property
    def month(self) -> str:
        """The month of the shop's calendar, as 2010-12."""
        return self.moment[:7]

    @property
    def value_e4(self) -> int:
        """Quantity × unit price, unrounded, in 1/10,000."""
        return self.quantity * self.price_e4


class Rejected(NamedTuple):
    """A line that did not go through the shop, and why."""

    row: int
    invoice: str
    code: str
    reason: str


class Act(NamedTuple):
    """Lines that happen together: an order, a return, or one correction of the stock."""

    moment: str
    row: int
    kind: Kind
    lines: tuple[Line, ...]


def is_goods(code: str) -> bool:
    """Whether a stock code stands for things on a shelf; carriage, fees, discounts and vouchers do not."""
    return code not in NO_GOODS and not code.startswith("gift_")


def read(path: Path, limit: int = 0) -> tuple[list[Line], list[Rejected]]:
    """The lines of a file (plain or gzip), of the first `limit` invoices when given, and what cannot be read."""
    with _open(path) as file:
        rows = _first(_rows(file), limit) if limit else list(_rows(file))
    sizes: dict[str, int] = defaultdict(int)
    for _row, values in rows:
        sizes[values["InvoiceNo"]] += 1
    lines: list[Line] = []
    rejected: list[Rejected] = []
    for row, values in rows:
        found = _line(row, values, alone=sizes[values["InvoiceNo"]] == 1)
        (lines if isinstance(found, Line) else rejected).append(found)  # type: ignore[arg-type]
    return lines, rejected


def acts(lines: Iterable[Line]) -> list[Act]:
    """What happened, in time order.

    An invoice with two timestamps leaves at its last one and comes back at its first one, so that stock is never
    below what it was line by line.
    """
    together: dict[tuple[str, Kind], list[Line]] = defaultdict(list)
    found: list[Act] = []
    for line in lines:
        if line.kind in OUT:
            together[line.invoice, Kind.SALE].append(line)
        elif line.kind == Kind.RETURN:
            together[line.invoice, Kind.RETURN].append(line)
        else:
            found.append(Act(line.moment, line.row, line.kind, (line,)))
    for (_invoice, kind), whole in together.items():
        moment, row = (max if kind == Kind.SALE else min)((line.moment, line.row) for line in whole)
        found.append(Act(moment, row, kind, tuple(whole)))
    return sorted(found, key=lambda act: (act.moment, act.row))


def receipts_needed(lines: Iterable[Line]) -> dict[str, int]:
    """For each stock code the least goods-in that keeps its stock at or above nought throughout."""
    level: dict[str, int] = defaultdict(int)
    least: dict[str, int] = {}
    for line in sorted(lines, key=lambda line: (line.moment, line.row)):
        if line.kind == Kind.BAD_DEBT or not is_goods(line.code):
            continue
        level[line.code] += change(line)
        least[line.code] = min(least.get(line.code, 0), level[line.code])
    return {code: -lowest for code, lowest in least.items()}


def change(line: Line) -> int:
    """What a line does to the stock: orders take out what they say, everything else puts in what it says."""
    return -line.quantity if line.kind in OUT else abs(line.quantity) if line.kind == Kind.RETURN else line.quantity


def _open(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.GzipFile(path), encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def _rows(file: TextIO) -> Iterator[tuple[int, dict[str, str]]]:
    for row, values in enumerate(csv.DictReader(file), 1):
        yield row, {name: (value or "").strip() for name, value in values.items() if name}


def _first(rows: Iterator[tuple[int, dict[str, str]]], limit: int) -> list[tuple[int, dict[str, str]]]:
    kept: list[tuple[int, dict[str, str]]] = []
    seen: set[str] = set()
    for row, values in rows:
        if values["InvoiceNo"] not in seen and len(seen) == limit:
            break
        seen.add(values["InvoiceNo"])
        kept.append((row, values))
    return kept


def _line(row: int, values: dict[str, str], *, alone: bool) -> Line | Rejected:
    invoice, code = values["InvoiceNo"], values["StockCode"]
    customer = values["CustomerID"].removesuffix(".0")
    try:
        quantity, price_e4 = _whole(values["Quantity"], 1), _whole(values["UnitPrice"], 10_000)
    except (InvalidOperation, ValueError):
        given = f"{values['Quantity']!r} at {values['UnitPrice']!r}"
        return Rejected(row, invoice, code, f"The quantity is no whole number or the price no amount: {given}.")
    if not invoice or not code or not values["InvoiceDate"]:
        return Rejected(row, invoice, code, "The number of the invoice, the stock code or the date is missing.")
    if not quantity:
        return Rejected(row, invoice, code, "A quantity is more than nought.")
    kind = _kind(invoice, quantity, price_e4, customer, alone=alone)
    return Line(
        row, invoice, code, values["Description"], quantity, values["InvoiceDate"], price_e4, customer,
        values["Country"], kind,
    )  # fmt: skip


def _whole(text: str, scale: int) -> int:
    scaled = Decimal(text) * scale
    if scaled != int(scaled):
        raise ValueError(text)
    return int(scaled)


def _kind(invoice: str, quantity: int, price_e4: int, customer: str, *, alone: bool) -> Kind:
    if invoice.startswith("C"):
        return Kind.RETURN
    if invoice.startswith("A"):
        return Kind.BAD_DEBT
    if quantity < 0:
        return Kind.WRITE_OFF
    if price_e4:
        return Kind.SALE
    return Kind.FOUND if alone and not customer else Kind.FREE
