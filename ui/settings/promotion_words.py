"""How promotions are worded: what they give, on what, when, and whether they hold now."""

from __future__ import annotations

from typing import Any

from app.core import clock
from app.core.i18n import N_, _
from app.core.money import format_money

KINDS = (
    ("percent", N_("A percentage off each")),
    ("amount", N_("An amount off each")),
    ("price", N_("Each for a price")),
    ("n_for_m", N_("More for less, same product: 3 for 2")),
    ("cheapest_free", N_("The cheapest of several free")),
    ("bundle", N_("A set for one price")),
    ("threshold", N_("Something off from an amount on")),
)
STACKING = (
    ("best", N_("The best one holds")),
    ("on_top", N_("Comes on top of others")),
    ("alone", N_("Stands alone, nothing on top")),
)
DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def gives(row: Any) -> str:
    """−20%, −€1.50 each, 3 for 2, set for €29.00."""
    kind, amount = str(row.kind), format_money(row.amount_minor)
    rate = f"−{row.percent_bp / 100:g}%"
    if kind == "percent":
        return rate
    if kind == "amount":
        return _("−{amount} each").format(amount=amount)
    if kind == "price":
        return _("{amount} each").format(amount=amount)
    if kind in ("n_for_m", "cheapest_free"):
        return _("{n} for {m}").format(n=row.buy, m=row.pay)
    if kind == "bundle":
        return _("set for {amount}").format(amount=amount) if not row.percent_bp else rate
    return rate if row.percent_bp else f"−{amount}"


def when(row: Any) -> str:
    """From 22 Nov to 24 Dec; always."""
    begins = clock.format_day(row.starts_at) if row.starts_at else ""
    ends = clock.format_day(row.ends_at) if row.ends_at is not None else ""
    if begins and ends:
        return f"{begins} – {ends}"
    if ends:
        return _("until {day}").format(day=ends)
    return _("from {day}").format(day=begins) if begins else _("always")


def state(row: Any, now: int) -> tuple[str, str]:
    """Word and tone of what a promotion or price list is now."""
    if not row.is_active:
        return _("Stopped"), "grey"
    if row.ends_at is not None and row.ends_at <= now:
        return _("Over"), "grey"
    return (_("Planned"), "sky") if row.starts_at > now else (_("Running"), "ok")


def clock_text(minute: int) -> str:
    """16:00"""
    return f"{minute // 60}:{minute % 60:02d}"


def minute_of(text: str) -> int | None:
    """The minute of the day that a person typed: 16:00, 9.30, 9; None when it is none."""
    hour, _mark, rest = text.strip().replace(".", ":").partition(":")
    if not hour.isdigit() or (rest and not rest.isdigit()):
        return None
    minute = int(hour) * 60 + int(rest or 0)
    return minute if int(rest or 0) < 60 and minute <= 24 * 60 else None
