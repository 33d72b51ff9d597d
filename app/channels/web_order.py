"""An online order as a file told it, before anything is believed: plain values that a child process can hand back."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from app.core.refusal import Refusal

LONGEST_FIELD = 4_000
LARGEST_AMOUNT = Decimal(10) ** 8  # of the main unit; no web order is larger
LARGEST_QUANTITY = 10**9
EXCEL_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a day as spreadsheets count, without a zone
_FORMULA = re.compile(r"^[=+\-@\t\r]+(?=\s*[A-Za-z(\"'@=+])")
_RATE = re.compile(r"([0-9]{1,2}(?:[.,][0-9]{1,3})?) ?%")
_TAG = re.compile(r"</?[A-Za-z!?][^>]{0,200}>")


class NotAFigure(ValueError):
    """A cell that should hold an amount or a quantity holds something else."""


class UnreadableFile(Refusal):
    """The file is none that can be read as orders; nothing was taken from it."""


@dataclass(frozen=True)
class Oddity:
    """Something about an order of a file: a code and plain facts, put into words when shown.

    `refuses` keeps the order out; a notice is only told; otherwise somebody has to look at it.
    """

    code: str
    facts: dict[str, Any] = field(default_factory=dict)
    refuses: bool = False
    is_notice: bool = False


@dataclass(frozen=True)
class WebLine:
    """A line: the price is for one piece, in 1/10,000 of the main unit."""

    sku: str
    name: str
    quantity: int
    unit_price_e4: int
    discount_e4: int = 0
    needs_shipping: bool = True


@dataclass(frozen=True)
class WebTax:
    """A tax of a whole order as the web shop names it; its rate, when it tells one."""

    name: str
    amount_e4: int
    rate_bp: int | None = None


@dataclass(frozen=True)
class WebOrder:
    """An order of a web shop; amounts in 1/10,000 of the main unit, `line_no` is where it began in the file."""

    line_no: int
    name: str
    external_id: str
    lines: tuple[WebLine, ...] = ()
    placed_at: int | None = None
    currency: str = ""
    total_e4: int | None = None
    subtotal_e4: int | None = None
    shipping_e4: int = 0
    tax_e4: int = 0
    taxes: tuple[WebTax, ...] | None = None  # as they were charged; none: the web shop says nothing of taxes
    discount_e4: int = 0
    customer_name: str = ""
    email: str = ""
    phone: str = ""
    address: dict[str, Any] | None = None
    billing: dict[str, Any] | None = None
    shipping_method: str = ""
    is_paid: bool = False
    payment: str = ""
    on_account: bool = False
    note: str = ""
    language: str = ""
    paid_by: dict[str, Any] | None = None  # what is told of the payment: see paid_by.py
    oddities: tuple[Oddity, ...] = ()


def plain(text: Any, longest: int = 200) -> str:
    """A text that can do no harm: no control or direction signs, no markup, no formula at its start, one line."""
    raw = html.unescape(str(text or ""))
    if len(raw) > LONGEST_FIELD:
        raw = raw[:LONGEST_FIELD]
    kept = "".join(" " if letter in "\r\n\t" else letter for letter in unicodedata.normalize("NFC", raw))
    kept = "".join(letter for letter in kept if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    kept = _TAG.sub(" ", kept).replace("<", "‹").replace(">", "›")
    if kept[:1] == "'" and kept[1:2] and (kept[1].isalnum() or kept[1] in "+=-@"):
        kept = kept[1:]  # a spreadsheet's mark for "this is text"
    return " ".join(_FORMULA.sub("", kept.strip()).split())[:longest]


def amount_e4(text: Any) -> int:
    """An amount in 1/10,000 of the main unit, exact: "1,234.50", "1.234,50", "5.2"; NotAFigure when it is none."""
    raw = str(text if text is not None else "").strip().lstrip("'").replace(" ", "").replace("\u00a0", "")
    negative = raw[:1] in ("-", "−")
    raw = raw.lstrip("+-−").strip("$€£")
    if not raw and not negative:
        return 0
    if not re.fullmatch(r"[0-9][0-9.,]*|[.,][0-9]+", raw, re.ASCII) or len(raw) > 24:
        raise NotAFigure(text)
    try:
        value = Decimal(_one_point(raw))
    except InvalidOperation as error:
        raise NotAFigure(text) from error
    if value > LARGEST_AMOUNT:
        raise NotAFigure(text)
    scaled = int((value * 10_000).to_integral_value(rounding="ROUND_HALF_UP"))
    return -scaled if negative else scaled


def quantity(text: Any) -> int:
    """A whole number of pieces; "2", "2.0"; NotAFigure for anything else."""
    raw = str(text if text is not None else "").strip().lstrip("'")
    match = re.fullmatch(r"([0-9]{1,10})(?:[.,]0+)?", raw, re.ASCII)
    if not match or int(match[1]) > LARGEST_QUANTITY:
        raise NotAFigure(text)
    return int(match[1])


def moment_ms(text: Any) -> int | None:
    """A time in ms: "2025-05-11 09:55:16 -0400", ISO, or the day number that a spreadsheet made of it; None if unclear.

    A day number bears no zone and is taken as UTC.
    """
    raw = str(text or "").strip().lstrip("'")
    if re.fullmatch(r"[0-9]{5}([.,][0-9]+)?", raw, re.ASCII):
        days = Decimal(raw.replace(",", "."))
        moment = EXCEL_FIRST_DAY + timedelta(milliseconds=int(days * 86_400_000))
        return int(moment.replace(tzinfo=UTC).timestamp() * 1000)
    joined = re.sub(r" ([+-][0-9]{2}):?([0-9]{2})$", r"\1:\2", raw)
    try:
        moment = datetime.fromisoformat(joined)
    except ValueError:
        return None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def phone(text: Any) -> tuple[str, bool]:
    """The digits of a phone number with its +, and whether a spreadsheet has ruined it (3.53871E+11)."""
    raw = str(text or "").strip().lstrip("'")
    if re.fullmatch(r"[0-9]+[.,]?[0-9]*[eE]\+?[0-9]+", raw):
        return "", True
    raw = re.sub(r"\.0+$", "", raw)
    digits = "".join(letter for letter in raw if letter.isascii() and letter.isdigit())[:18]
    return (f"+{digits}" if raw.startswith("+") else digits), False


def taxes_told(whole_e4: int | None, named: Iterable[WebTax]) -> tuple[WebTax, ...] | None:
    """The taxes of an order by name where these make up the whole, else the whole without a name; None: nothing told."""
    if whole_e4 is None:
        return None
    found = tuple(tax for tax in named if tax.amount_e4)
    if not whole_e4:
        return ()
    return found if found and _near(whole_e4, sum(tax.amount_e4 for tax in found)) else (WebTax("", whole_e4),)


def rate_in(name: str) -> int | None:
    """The rate that stands in the name of a tax ("IE VAT 23%"), in hundredths of a percent."""
    match = _RATE.search(name)
    return int((Decimal(match[1].replace(",", ".")) * 100).to_integral_value()) if match else None


def lines_e4(order: WebOrder) -> int:
    """What the lines come to, less what is off each of them."""
    return sum(line.quantity * line.unit_price_e4 - line.discount_e4 for line in order.lines)


def discount_off_e4(order: WebOrder) -> int:
    """What is given off the whole order; some shops name an amount that the lines bear already."""
    lines = lines_e4(order)
    if order.subtotal_e4 is not None and _near(order.subtotal_e4, lines):
        return 0
    return min(order.discount_e4, max(lines, 0))


def contradictions(order: WebOrder) -> list[Oddity]:
    """What does not add up: lines against subtotal, and all parts against the total."""
    goods = lines_e4(order) - discount_off_e4(order)
    if order.subtotal_e4 is not None and not _near(order.subtotal_e4, goods):
        return [Oddity("total", {"lines_e4": goods, "given_e4": order.subtotal_e4})]
    whole = goods + order.shipping_e4
    if order.total_e4 is not None and not _near(order.total_e4, whole, whole + order.tax_e4):
        return [Oddity("total", {"lines_e4": whole, "given_e4": order.total_e4})]
    return []


def is_tax_on_top(order: WebOrder) -> bool:
    """Whether the order's tax comes on top of its lines, as in shops that price without tax."""
    if not order.tax_e4 or order.total_e4 is None:
        return False
    whole = lines_e4(order) - discount_off_e4(order) + order.shipping_e4
    return _near(order.total_e4, whole + order.tax_e4) and not _near(order.total_e4, whole)


def _near(given: int, *sums: int) -> bool:
    """Within one hundredth of the main unit: a web shop rounds where we do not."""
    return any(abs(given - amount) <= 100 for amount in sums)


def _one_point(raw: str) -> str:
    """The last of two kinds of marks is the decimal one; one kind that repeats only groups."""
    marks = [letter for letter in raw if letter in ".,"]
    if not marks:
        return raw
    if len(set(marks)) == 1 and len(marks) > 1:
        return raw.replace(marks[0], "")
    whole, _mark, part = raw.rpartition(marks[-1])
    return f"{whole.replace('.', '').replace(',', '') or '0'}.{part or '0'}"
