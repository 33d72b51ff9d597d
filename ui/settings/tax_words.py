"""Taxes in words: what a tax takes, what comes next, what a regime makes of them."""

from __future__ import annotations

from typing import Any

from app.core import clock
from app.core.i18n import N_, _
from app.core.money import format_unit_price
from ui.common.why_sheet import tax_name

KINDS = (("percent", N_("Percent of the price")), ("piece", N_("Amount for each piece")),
         ("group", N_("Group of taxes")))  # fmt: skip
PLACES = (("shop", N_("As the shop’s prices")), ("inside", N_("In the price")), ("on_top", N_("On top of the price")))


def figure(kind: str, rate_bp: int, amount_e4: int) -> str:
    """23%, or €0.15 a piece."""
    if kind == "piece":
        return _("{amount} a piece").format(amount=format_unit_price(amount_e4))
    return f"{rate_bp / 100:g}%"


def takes(row: Any) -> str:
    """What a tax takes today; of a group its taxes."""
    if row.tax.kind == "group":
        return " + ".join(row.member_names)
    return figure(row.tax.kind, row.rate_bp, row.amount_e4)


def coming(row: Any) -> str:
    """The next rate and its day; empty when none is known."""
    today = clock.today()
    for day, rate_bp, amount_e4 in row.tax.dated:
        if day > today:
            return _("{rate} from {day}").format(
                rate=figure(row.tax.kind, rate_bp, amount_e4), day=clock.format_day(day)
            )
    return ""


def detail(row: Any) -> str:
    """Letter, place and what is unusual, in one line."""
    tax = row.tax
    parts = [_("Letter {letter}").format(letter=tax.letter)] if tax.letter else []
    parts += [_(dict(PLACES)[tax.place])] if tax.kind != "group" and tax.place != "shop" else []
    parts += [_("taken on the taxes before it, too")] if tax.is_compound else []
    parts += [] if row.is_active else [_("not for new products")]
    return " · ".join(parts)


def makes(regime: Any, taxes: dict[int, Any]) -> str:
    """What a regime makes of the taxes, in one line."""
    parts = [] if regime.keeps_others else [_("All taxes fall away")]
    for swap in regime.swaps:
        tax = taxes.get(swap.tax_id)
        if tax is None:
            continue
        if swap.to_tax in taxes:
            words = _("{tax} becomes {other}")
            parts.append(words.format(tax=tax.name, other=taxes[swap.to_tax].name))
        elif swap.rate_bp is not None:
            parts.append(_("{tax} becomes {other}").format(tax=tax.name, other=f"{swap.rate_bp / 100:g}%"))
        else:
            parts.append(_("{tax} falls away").format(tax=tax.name))
    return " · ".join(parts) or _("Changes nothing yet")


def line_words(line: Any) -> str:
    """The taxes of a priced line: VAT 23% 18.70, Levy 0.15."""
    from app.core.money import format_money

    parts = [f"{tax_name(part.name, part.rate_bp)} {format_money(part.tax_minor)}" for part in line.parts]
    if not line.parts:
        parts = [f"{line.tax_bp / 100:g}% {format_money(line.tax_minor)}"] if line.tax_minor else [_("no tax")]
    if line.relieved:
        gone = format_money(sum(part.tax_minor for part in line.relieved))
        parts.append(_("{amount} not charged").format(amount=gone))
    return " · ".join(parts)
