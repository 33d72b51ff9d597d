"""Orders of a Shopify shop: its export as CSV, read by the names of the columns, and one order of its REST interface.

Only the first row of an order bears what is of the whole order; later rows bear a line each.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.channels.paid_by import of_shopify
from app.channels.web_order import (
    LONGEST_FIELD,
    NotAFigure,
    Oddity,
    UnreadableFile,
    WebLine,
    WebOrder,
    WebTax,
    amount_e4,
    contradictions,
    moment_ms,
    phone,
    plain,
    quantity,
    rate_in,
    taxes_told,
)  # fmt: skip
from app.core.i18n import _

LARGEST_FILE = 20_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 200
NEEDED = ("Name", "Lineitem quantity", "Lineitem name", "Lineitem price")
_CLOSED = {"refunded", "voided", "expired"}


def read_csv(path: str | Path) -> list[WebOrder]:
    """All orders of an export, contradictions named; UnreadableFile when it is none.  Needs no store: runs anywhere."""
    rows = _rows(Path(path))
    head = [column.strip() for column in next(rows, [])]
    missing = [name for name in NEEDED if name not in head]
    if missing:
        raise UnreadableFile(
            _("This is no export of orders: the column {name} is missing.").format(name=missing[0]), columns=missing
        )
    groups: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for line_no, row in enumerate(rows, 2):
        if line_no > MOST_ROWS:
            raise UnreadableFile(_("The file has more than {rows} rows. Export less at a time.").format(rows=MOST_ROWS))
        if any(cell.strip() for cell in row):
            values = dict(zip(head, row, strict=False))
            groups.setdefault(plain(values.get("Name"), 60), []).append((line_no, values))
    return [_order(name, found) for name, found in groups.items()]


def read_rest(order: Mapping[str, Any], line_no: int = 1) -> WebOrder:
    """One order as Shopify's REST interface tells it."""
    odd: list[Oddity] = []
    given = order.get("shipping_address") or order.get("billing_address") or {}
    address = _address(given, "address1", "address2", "city", "zip", "province_code", "country_code")
    number, ruined = phone(order.get("phone") or given.get("phone"))
    if ruined:
        odd.append(Oddity("phone_ruined"))
    lines = tuple(_rest_line(item, odd) for item in order.get("line_items") or [])
    shipping = sum(_money(item.get("price"), odd) for item in order.get("shipping_lines") or [])
    status = str(order.get("financial_status") or "").lower()
    _check_status(status, order.get("cancelled_at"), str(order.get("fulfillment_status") or ""), odd)
    carriers = [item.get("title") for item in order.get("shipping_lines") or []]
    found = WebOrder(
        line_no=line_no,
        name=plain(order.get("name"), 60),
        external_id=plain(order.get("id"), 60),
        lines=lines,
        placed_at=moment_ms(order.get("created_at")),
        currency=plain(order.get("currency"), 3),
        total_e4=_money(order.get("total_price"), odd),
        subtotal_e4=_money(order.get("subtotal_price"), odd),
        shipping_e4=shipping,
        tax_e4=_money(order.get("total_tax"), odd),
        taxes=taxes_told(
            _money(order["total_tax"], odd) if order.get("total_tax") is not None else None,
            [
                WebTax(plain(tax.get("title"), 60), _money(tax.get("price"), odd), rate_from_share(tax.get("rate")))
                for tax in order.get("tax_lines") or []
            ],
        ),
        discount_e4=_money(order.get("total_discounts"), odd),
        customer_name=plain(given.get("name"), 160),
        email=plain(order.get("email"), 160),
        phone=number,
        address=address,
        billing=_address(
            order.get("billing_address") or {}, "address1", "address2", "city", "zip", "province_code", "country_code"
        ),
        shipping_method=plain(carriers[0] if carriers else "", 80),
        is_paid=status == "paid",
        payment=plain(order.get("gateway"), 80),
        paid_by=of_shopify(order) or None,
        note=plain(order.get("note"), 1000),
    )
    return _checked(found, odd)


def _rest_line(item: Mapping[str, Any], odd: list[Oddity]) -> WebLine:
    name = plain(item.get("name"))
    try:
        pieces = quantity(item.get("quantity"))
    except NotAFigure:
        odd.append(Oddity("quantity", {"name": name, "text": plain(item.get("quantity"), 40)}, refuses=True))
        pieces = 0
    return WebLine(
        plain(item.get("sku"), 60), name, pieces, _money(item.get("price"), odd),
        _money(item.get("total_discount"), odd), bool(item.get("requires_shipping", True)),
    )  # fmt: skip


def _rows(path: Path) -> Iterator[list[str]]:
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableFile(
            _("The file is larger than {size} MB. Export less at a time.").format(size=LARGEST_FILE // 10**6)
        )
    text = _decode(path.read_bytes())
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(LONGEST_FIELD * 4)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            if len(row) > MOST_COLUMNS:
                raise UnreadableFile(_("The file has more than {n} columns.").format(n=MOST_COLUMNS))
            yield row
    except csv.Error as error:
        raise UnreadableFile(_("The file is damaged: {reason}").format(reason=str(error)[:80])) from error


def _decode(raw: bytes) -> str:
    is_wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ["utf-16"] if is_wide else ["utf-8-sig", "cp1252"]:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableFile(_("This is no text file of orders."))


def _order(name: str, rows: list[tuple[int, dict[str, str]]]) -> WebOrder:
    line_no, first = rows[0]
    odd: list[Oddity] = []
    if not name:
        odd.append(Oddity("no_name", {"line": line_no}, refuses=True))
    totals = {row["Total"].strip() for _line, row in rows if row.get("Total", "").strip()}
    if len(totals) > 1:
        odd.append(Oddity("twice", {"name": name}, refuses=True))
    lines = tuple(line for at, row in rows if (line := _line(at, row, odd)) is not None)
    number, ruined = phone(first.get("Shipping Phone") or first.get("Phone") or first.get("Billing Phone"))
    if ruined:
        odd.append(Oddity("phone_ruined"))
    ships = first.get("Shipping Address1", "").strip() or first.get("Shipping City", "").strip()
    side = "Shipping" if ships else "Billing"
    columns = ("Address1", "Address2", "City", "Zip", "Province", "Country")
    address = _address(first, *(f"{side} {column}" for column in columns))
    status = first.get("Financial Status", "").strip().lower()
    _check_status(status, first.get("Cancelled at"), first.get("Fulfillment Status", ""), odd)
    found = WebOrder(
        line_no=line_no,
        name=name,
        external_id=plain(first.get("Id"), 60) or name,
        lines=lines,
        placed_at=moment_ms(first.get("Created at")),
        currency=plain(first.get("Currency"), 3).upper(),
        total_e4=_given(first, "Total", odd),
        subtotal_e4=_given(first, "Subtotal", odd),
        shipping_e4=_money(first.get("Shipping"), odd),
        tax_e4=_money(first.get("Taxes"), odd),
        taxes=taxes_told(_given(first, "Taxes", odd), _named_taxes(first, odd)),
        discount_e4=_money(first.get("Discount Amount"), odd),
        customer_name=plain(first.get(f"{side} Name") or first.get("Billing Name"), 160),
        email=plain(first.get("Email"), 160),
        phone=number,
        address=address,
        billing=_address(first, *(f"Billing {column}" for column in columns)),
        shipping_method=plain(first.get("Shipping Method"), 80),
        is_paid=status == "paid",
        payment=plain(first.get("Payment Method"), 80),
        on_account=bool(first.get("Payment Terms Name", "").strip()),
        note=plain(first.get("Notes"), 1000),
    )
    return _checked(found, odd)


def _named_taxes(row: dict[str, str], odd: list[Oddity]) -> list[WebTax]:
    """Tax 1 to Tax 5 of the first row."""
    names = [(plain(row.get(f"Tax {no} Name"), 60), row.get(f"Tax {no} Value")) for no in range(1, 6)]
    return [WebTax(name, _money(value, odd), rate_in(name)) for name, value in names if value and value.strip()]


def rate_from_share(share: Any) -> int | None:
    """0.06 as hundredths of a percent; None when it is no number."""
    try:
        value = float(share)
    except (TypeError, ValueError):
        return None
    return round(value * 10_000) if 0 <= value <= 1 else None


def _checked(order: WebOrder, odd: list[Oddity]) -> WebOrder:
    if not order.lines:
        odd.append(Oddity("no_lines", refuses=True))
    return replace(order, oddities=(*odd, *contradictions(order)))


def _line(line_no: int, row: dict[str, str], odd: list[Oddity]) -> WebLine | None:
    name, raw = plain(row.get("Lineitem name")), row.get("Lineitem quantity", "")
    if not name and not raw.strip():
        return None
    try:
        pieces = quantity(raw)
    except NotAFigure:
        odd.append(Oddity("quantity", {"line": line_no, "name": name, "text": plain(raw, 40)}, refuses=True))
        pieces = 0
    return WebLine(
        plain(row.get("Lineitem sku"), 60), name, pieces, _money(row.get("Lineitem price"), odd),
        _money(row.get("Lineitem discount"), odd), row.get("Lineitem requires shipping", "").strip().lower() != "false",
    )  # fmt: skip


def _address(given: Mapping[str, Any], *names: str) -> dict[str, Any] | None:
    fields = ("line1", "line2", "city", "postcode", "region", "country")
    found = {name: plain(given.get(column), 160) for name, column in zip(fields, names, strict=True)}
    if not found["line1"] and not found["city"]:
        return None
    return found | {"country": found["country"][:2].upper()}


def _check_status(status: str, cancelled_at: Any, sent: str, odd: list[Oddity]) -> None:
    if cancelled_at and str(cancelled_at).strip():
        odd.append(Oddity("cancelled", refuses=True))
    elif status in _CLOSED:
        odd.append(Oddity("closed", {"status": status}, refuses=True))
    elif status == "partially_refunded":
        odd.append(Oddity("partly_refunded"))
    if sent.strip().lower() == "fulfilled":
        odd.append(Oddity("sent_already", refuses=True))
    elif sent.strip().lower() == "partial":
        odd.append(Oddity("sent_partly"))


def _given(row: dict[str, str], name: str, odd: list[Oddity]) -> int | None:
    return _money(row[name], odd) if row.get(name, "").strip() else None


def _money(text: Any, odd: list[Oddity]) -> int:
    try:
        value = amount_e4(text)
    except NotAFigure:
        odd.append(Oddity("amount", {"text": plain(text, 40)}, refuses=True))
        return 0
    if value < 0:
        odd.append(Oddity("amount", {"text": plain(text, 40)}, refuses=True))
    return max(value, 0)
