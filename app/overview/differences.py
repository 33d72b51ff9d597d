"""What a change of an order changed, in words: each item with its numbers before and after, each term, the total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.core import clock
from app.core.i18n import N_, _
from app.core.money import format_money
from app.orders.names import goods_spoken

_TERMS = {
    "customer_name": N_("Name"), "phone": N_("Phone"), "email": N_("E-mail"), "address": N_("Address"),
    "method": N_("Delivery"), "pay_plan": N_("Payment"), "promised_at": N_("Promised for"),
    "delivery_minor": N_("Charge for delivery"), "fee_minor": N_("Fee"), "note": N_("Note"),
}  # fmt: skip
_WORDS = {
    "pickup": N_("Pickup in the shop"), "own_driver": N_("Our driver"), "carrier": N_("Carrier"),
    "now": N_("Paid at once"), "on_delivery": N_("Cash on delivery"), "on_account": N_("On account"),
    "at_pickup": N_("Pay at pickup"), "paid_online": N_("Paid online"),
    "layaway": N_("Layaway"),
}  # fmt: skip
_PLACE = ("line1", "line2", "postcode", "city", "region", "country")


def differences(difference: Mapping[str, Any]) -> str:
    """A line for each: Mug 1 → 5, Lamp × 2 new, Phone: 087 555 0142 → 087 555 0199, €12.00 → €70.00"""
    return "\n".join((*_lines(difference.get("lines", ())), *_terms(difference), *_total(difference)))


def _lines(lines: Any) -> Iterator[str]:
    spoken = goods_spoken([(line.get("sku", ""), line.get("name", "")) for line in lines])
    for line in lines:
        sku, kept, before, after = line.get("sku", ""), line.get("name", ""), line["before"], line["after"]
        name = spoken.get((sku, kept), kept) or sku
        if not before:
            yield _("{name} × {n} new").format(name=name, n=after)
        elif not after:
            yield _("{name} taken off").format(name=name)
        else:
            yield f"{name} {before} → {after}"


def _terms(difference: Mapping[str, Any]) -> Iterator[str]:
    for key, title in _TERMS.items():
        if key in difference:
            before, after = (_value(key, value) for value in difference[key])
            yield f"{_(title)}: {before} → {after}"


def _total(difference: Mapping[str, Any]) -> Iterator[str]:
    if "total_minor" in difference:
        before, after = difference["total_minor"]
        if before != after:
            yield f"{format_money(before)} → {format_money(after)}"


def _value(key: str, value: Any) -> str:
    if value in (None, "", {}):
        return "–"
    if key == "address":
        return ", ".join(value[part] for part in _PLACE if value.get(part))
    if key == "promised_at":
        return clock.format_moment(value)
    if key.endswith("_minor"):
        return format_money(value)
    return _(_WORDS[str(value)]) if str(value) in _WORDS else str(value)
