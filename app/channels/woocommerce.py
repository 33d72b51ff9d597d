"""Orders of a WooCommerce shop as its REST interface tells them: money as text, prices as numbers, names in HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.channels.paid_by import of_woocommerce
from app.channels.web_order import (
    NotAFigure,
    Oddity,
    WebLine,
    WebOrder,
    WebTax,
    amount_e4,
    contradictions,
    is_tax_on_top,
    moment_ms,
    phone,
    plain,
    quantity,
    rate_in,
    taxes_told,
)  # fmt: skip

_REFUSED = {"cancelled", "refunded", "failed", "trash", "completed"}
_PAID = {"processing", "completed"}


def read_order(order: Mapping[str, Any], line_no: int = 1) -> WebOrder:
    """One order; refunds and finished orders are refused, tax on top of the lines is counted into them."""
    odd: list[Oddity] = []
    status = str(order.get("status") or "")
    if status in _REFUSED:
        odd.append(Oddity("closed", {"status": status}, refuses=True))
    if order.get("refunds"):
        odd.append(Oddity("partly_refunded"))
    billing, shipping = order.get("billing") or {}, order.get("shipping") or {}
    given = shipping if shipping.get("address_1") or shipping.get("city") else billing
    number, ruined = phone(given.get("phone") or billing.get("phone"))
    if ruined:
        odd.append(Oddity("phone_ruined"))
    with_tax = bool(order.get("prices_include_tax"))
    lines = tuple(_line(item, with_tax, odd) for item in order.get("line_items") or [])
    carriage = _money(order.get("shipping_total"), odd) + (_money(order.get("shipping_tax"), odd) if with_tax else 0)
    ways = [item.get("method_title") for item in order.get("shipping_lines") or []]
    found = WebOrder(
        line_no=line_no,
        name=f"#{plain(order.get('number') or order.get('id'), 50)}",
        external_id=plain(order.get("id"), 60),
        lines=lines,
        placed_at=moment_ms(order.get("date_created_gmt") or order.get("date_created")),
        currency=plain(order.get("currency"), 3),
        total_e4=_money(order.get("total"), odd),
        shipping_e4=carriage,
        tax_e4=_money(order.get("total_tax"), odd),
        taxes=taxes_told(
            _money(order["total_tax"], odd) if order.get("total_tax") is not None else None,
            [_tax(tax, odd) for tax in order.get("tax_lines") or []],
        ),
        customer_name=plain(f"{given.get('first_name', '')} {given.get('last_name', '')}", 160),
        email=plain(billing.get("email"), 160),
        phone=number,
        address=_address(given),
        billing=_address(billing),
        shipping_method=plain(ways[0] if ways else "", 80),
        is_paid=status in _PAID,
        payment=plain(order.get("payment_method"), 80),
        paid_by=of_woocommerce(order) or None,
        note=plain(order.get("customer_note"), 1000),
    )
    if with_tax and not is_tax_on_top(found):
        found = replace(found, tax_e4=0)
    if not lines:
        odd.append(Oddity("no_lines", refuses=True))
    return replace(found, oddities=(*odd, *contradictions(found)))


def _tax(tax: Mapping[str, Any], odd: list[Oddity]) -> WebTax:
    """One tax with what it took of goods and shipping; its rate is a number of percent."""
    name = plain(tax.get("label") or tax.get("rate_code"), 60)
    percent = tax.get("rate_percent")
    rate = round(percent * 100) if isinstance(percent, int | float) and 0 <= percent <= 100 else rate_in(name)
    amount = _money(tax.get("tax_total"), odd) + _money(tax.get("shipping_tax_total"), odd)
    return WebTax(name, amount, rate)


def _line(item: Mapping[str, Any], with_tax: bool, odd: list[Oddity]) -> WebLine:
    """Totals of a line are exact text; its `price` is a number that was divided and is not to be trusted."""
    name = plain(item.get("name"))
    try:
        pieces = quantity(item.get("quantity"))
    except NotAFigure:
        odd.append(Oddity("quantity", {"name": name, "text": plain(item.get("quantity"), 40)}, refuses=True))
        pieces = 0
    before, after = _money(item.get("subtotal"), odd), _money(item.get("total"), odd)
    if with_tax:
        before += _money(item.get("subtotal_tax"), odd)
        after += _money(item.get("total_tax"), odd)
    each = -(-before // pieces) if pieces else 0
    return WebLine(
        plain(item.get("sku"), 60), name, pieces, each, each * pieces - after, not item.get("virtual", False)
    )


def _address(given: Mapping[str, Any]) -> dict[str, Any] | None:
    columns = {"line1": "address_1", "line2": "address_2", "city": "city", "postcode": "postcode", "region": "state",
               "country": "country"}  # fmt: skip
    found: dict[str, Any] = {name: plain(given.get(column), 160) for name, column in columns.items()}
    return found | {"country": found["country"][:2].upper()} if found["line1"] or found["city"] else None


def _money(text: Any, odd: list[Oddity]) -> int:
    try:
        value = amount_e4(text)
    except NotAFigure:
        value = -1
    if value < 0:
        odd.append(Oddity("amount", {"text": plain(text, 40)}, refuses=True))
    return max(value, 0)
