"""What is odd about an imported order, in words."""

from __future__ import annotations

from typing import Any

from app.core.i18n import N_, _
from app.core.money import format_unit_price

_SENTENCES = {
    "no_name": N_("Row {line} belongs to no order."),
    "twice": N_("{name} stands in the file twice, with two totals."),
    "no_lines": N_("The order has no lines."),
    "quantity": N_("{name}: “{text}” is no quantity."),
    "amount": N_("“{text}” is no amount."),
    "cancelled": N_("It was cancelled in the web shop."),
    "closed": N_("It is {status} in the web shop."),
    "partly_refunded": N_("A part of it was refunded in the web shop."),
    "sent_already": N_("It was sent already."),
    "sent_partly": N_("A part of it was sent already."),
    "phone_ruined": N_("A spreadsheet has turned the phone number into a figure."),
    "unknown_sku": N_("{name}: the SKU {sku} is not known."),
    "no_sku": N_("{name} has no SKU and no product bears this name."),
    "unit": N_("{name} is sold by weight or length; a number of pieces does not fit."),
    "currency": N_("It is in {currency}, the shop sells in {own}."),
    "in_file_twice": N_("The same order stands further up in the file."),
    "known": N_("It was taken before."),
    "no_deposit": N_("{name}: the web shop took no deposit, so none is on the order."),
    "no_tax": N_("The web shop charged no tax; {tax} lie in it, as the shop’s taxes say."),
    "other_tax": N_("The web shop charged {charged} tax, the shop’s taxes make {ours}. It stays as it was charged."),
    "tax_too_large": N_("{charged} tax in an order of {whole} cannot be. The shop’s own taxes lie in it."),
    "regime_tax": N_("{regime} says {wanted} tax, the web shop charged {charged}. It stays as it was charged."),
    "missing": N_("{sentence}"),
}


def say(code: str, facts: dict[str, Any]) -> str:
    """One oddity as a sentence for the person who decides about the import."""
    if code == "total":
        return _("The lines add up to {lines}, the order says {given}.").format(
            lines=format_unit_price(facts["lines_e4"]), given=format_unit_price(facts["given_e4"])
        )
    amounts = {
        name.removesuffix("_e4"): format_unit_price(value) for name, value in facts.items() if name.endswith("_e4")
    }
    return _(_SENTENCES[code]).format(**facts, **amounts)
