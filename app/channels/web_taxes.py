"""The taxes of an online order: kept as the web shop charged them, and held against what the shop and its regimes say.

The money stays what was paid.  Where the customer has a tax regime and the web shop charged by it, the order bears
its name and note; where it did not, somebody has to look.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from app.catalog.book import book
from app.channels.web_order import Oddity, WebOrder, WebTax, is_tax_on_top
from app.core import settings
from app.core.money import minor_digits, round_div
from app.orders.charged import Charged, ChargedTax, expected
from app.orders.draft import OrderDraft, price_draft, who_of
from app.orders.pricing import Priced


class Decided(NamedTuple):
    """The draft with its taxes, and what is odd about them."""

    draft: OrderDraft
    oddities: tuple[Oddity, ...] = ()


def with_taxes(order: WebOrder, draft: OrderDraft, customer_id: int | None) -> Decided:
    """Decide which taxes an online order keeps."""
    charged = charged_by(order)
    whole = price_draft(draft).total_minor if charged is not None and charged.total_minor else 0
    if charged is not None and charged.total_minor > whole:
        facts = {"charged_e4": _e4(charged.total_minor), "whole_e4": _e4(whole)}
        return Decided(draft, (Oddity("tax_too_large", facts),))
    regime_id = who_of(customer_id).regime_id if customer_id and book().taxes.regimes else None
    if regime_id is not None:
        return _under_regime(draft, charged, regime_id)
    if charged is None:
        return Decided(draft)
    ours = price_draft(draft)
    here = expected(ours, is_on_top=charged.is_on_top)
    if not charged.total_minor and here and not _goes_abroad(order):
        return Decided(draft, (Oddity("no_tax", {"tax_e4": _e4(here)}, is_notice=True),))
    goods = _of_goods(ours, is_on_top=charged.is_on_top)
    if _near(charged.total_minor, here, ours) or _near(charged.total_minor, goods, ours):
        return Decided(replace(draft, charged=charged))  # a web shop taxes delivery, or does not
    facts = {"charged_e4": _e4(charged.total_minor), "ours_e4": _e4(here)}
    return Decided(replace(draft, charged=charged), (Oddity("other_tax", facts, is_notice=True),))


def charged_by(order: WebOrder) -> Charged | None:
    """The taxes that the web shop told, in minor units that make up their whole; None when it told nothing."""
    told = order.taxes
    if told is None:
        if not order.tax_e4:
            return None
        told = (WebTax("", order.tax_e4),)
    left, taxes = _minor(sum(tax.amount_e4 for tax in told)), []
    for tax in told:
        amount = min(_minor(tax.amount_e4), left)
        taxes.append(ChargedTax(tax.name, amount, tax.rate_bp))
        left -= amount
    if left:
        taxes[0] = taxes[0]._replace(amount_minor=taxes[0].amount_minor + left)
    return Charged(tuple(taxes), is_tax_on_top(order))


def _under_regime(draft: OrderDraft, charged: Charged | None, regime_id: int) -> Decided:
    """The regime's name and note go onto the papers when its taxes are those that were charged."""
    by_regime = replace(draft, regime_id=regime_id)
    if charged is None:
        return Decided(by_regime)
    # A key makes prices final: all taxes of the regime lie in what was paid, or come on top where the web shop says so.
    said = price_draft(replace(by_regime, import_key=draft.import_key or "web"))
    wanted = expected(said, is_on_top=charged.is_on_top)
    if _near(charged.total_minor, wanted, said):
        return Decided(replace(by_regime, charged=charged))
    facts = {
        "regime": book().taxes.regimes[regime_id].name, "charged_e4": _e4(charged.total_minor), "wanted_e4": _e4(wanted)
    }  # fmt: skip
    return Decided(replace(draft, charged=charged), (Oddity("regime_tax", facts),))


def _of_goods(priced: Priced, *, is_on_top: bool) -> int:
    """What ours would be without a tax on delivery."""
    tax = sum(part.tax_minor for part in priced.lines)
    return expected(priced._replace(charges=(), tax_minor=tax), is_on_top=is_on_top)


def _near(charged: int, ours: int, priced: Priced) -> bool:
    """The same but for the rounding of each line; no tax is only near to no tax."""
    cents = len(priced.lines) + len(priced.charges)
    return abs(charged - ours) <= cents and bool(charged) == bool(ours)


def _goes_abroad(order: WebOrder) -> bool:
    country = (order.address or {}).get("country") or ""
    return bool(country) and country != settings.read("shop.country")


def _minor(amount_e4: int) -> int:
    return round_div(amount_e4 * 10 ** minor_digits(), 10_000)


def _e4(amount_minor: int) -> int:
    return amount_minor * (10_000 // 10 ** minor_digits())
