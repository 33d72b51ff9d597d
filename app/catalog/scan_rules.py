"""The tester of the scan rules: what a pasted or scanned code says, part by part, and what is wrong with it or a rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from app.catalog.codes import find_code, gtin_check_digit, looks_like_gtin
from app.catalog.scanned import EMBEDDED, GROUP_SEPARATOR, ScanKind, Scanned, read_scan
from app.core import clock, settings
from app.core.i18n import N_, _
from app.core.money import format_money

KINDS: dict[ScanKind, str] = {
    ScanKind.GTIN: N_("A world-wide product number"), ScanKind.GS1: N_("GS1 data"),
    ScanKind.WEIGHT: N_("A label of the shop’s scale, with a weight"),
    ScanKind.PRICE: N_("A label of the shop’s scale, with a price"), ScanKind.PARCEL: N_("A parcel or pallet (SSCC)"),
    ScanKind.MISREAD: N_("A number with a wrong digit"), ScanKind.OTHER: N_("A code of the shop’s own"),
}  # fmt: skip
assert KINDS.keys() == set(ScanKind)
_LETTERS = frozenset("0123456789IWPVC")
_SWALLOWED = re.compile(r"(?:1[1-7])\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])")  # a date behind a lot without an end


class Part(NamedTuple):
    """One line of the answer; `is_wrong` is red."""

    title: str
    value: str
    is_wrong: bool = False


def explain_scan(text: str) -> list[Part]:
    """What a code says: kind, item, check digit, weight, price, lot, date, serial, and the products behind it."""
    if not text.strip():
        return []
    scanned = read_scan(text)
    parts = [Part(_("Read as"), _(KINDS[scanned.kind]), scanned.kind == ScanKind.MISREAD)]
    if rule := rule_of(scanned):
        parts.append(Part(_("Rule"), rule))
    parts += _check_digit(scanned)
    if scanned.code != scanned.text:
        parts.append(Part(_("Looked up as"), scanned.code))
    found = (
        (_("Weight"), f"{scanned.weight_grams / 1000:.3f} kg" if scanned.weight_grams is not None else ""),
        (_("Price"), format_money(scanned.price_minor) if scanned.price_minor is not None else ""),
        (_("Pieces"), str(scanned.quantity) if scanned.quantity != 1 else ""),
        (_("Lot"), scanned.lot), (_("Serial number"), scanned.serial),
        (_("Expires"), clock.format_day(scanned.expires_on) if scanned.expires_on else ""),
    )  # fmt: skip
    parts += [Part(title, value) for title, value in found if value]
    if doubt := doubtful_field(scanned):
        parts.append(Part(_("In doubt"), doubt, True))
    hits = find_code(scanned.code)
    names = ", ".join(f"{hit.name} ({hit.sku})" for hit in hits)
    parts.append(Part(_("Product"), names or _("No product has this code."), not hits))
    return parts


def rule_of(scanned: Scanned) -> str:
    """The pattern by which a scale's label was read; empty for other codes."""
    if scanned.kind not in (ScanKind.WEIGHT, ScanKind.PRICE):
        return ""
    digits = scanned.text.zfill(13)[-13:]
    for pattern in settings.read(EMBEDDED):
        if len(pattern) == 13 and all(
            not want.isdigit() or want == have for want, have in zip(pattern, digits, strict=True)
        ):
            return str(pattern)
    return ""


def doubtful_field(scanned: Scanned) -> str:
    """GS1 data without separators: a lot or serial number of any length may have swallowed what follows it."""
    if scanned.kind != ScanKind.GS1 or GROUP_SEPARATOR in scanned.text or "(" in scanned.text or "/" in scanned.text:
        return ""
    for title, value in ((_("Lot"), scanned.lot), (_("Serial number"), scanned.serial)):
        if match := _SWALLOWED.search(value, 1):
            sentence = _("{field} {value} may end before {rest}: the scanner sends no separators. Switch FNC1 on.")
            return sentence.format(field=title, value=value, rest=value[match.start() :])
    return ""


def rule_problems(patterns: Sequence[str]) -> list[str]:
    """What is wrong with the patterns of scale labels, in sentences; nothing when all can be used."""
    problems = []
    for number, pattern in enumerate(patterns, 1):
        if reason := _problem(pattern):
            problems.append(
                _("Rule {number}, {pattern}: {reason}").format(number=number, pattern=pattern, reason=reason)
            )
    return problems


def _problem(pattern: str) -> str:
    if len(pattern) != 13:
        return _("it has {n} places instead of 13.").format(n=len(pattern))
    if odd := sorted(set(pattern) - _LETTERS):
        return _("“{letter}” means nothing; use digits, I, W, P, V and C.").format(letter=odd[0])
    if not pattern.startswith("2") or pattern[-1] != "C":
        return _("it begins with 2 and ends with C.")
    if "I" not in pattern:
        return _("it has no item number (I).")
    if ("W" in pattern) == ("P" in pattern):
        return _("it has either a weight (W) or a price (P).")
    return ""


def _check_digit(scanned: Scanned) -> list[Part]:
    text = scanned.text
    if not looks_like_gtin(text):
        return []
    wanted = str(gtin_check_digit(text[:-1]))
    if wanted == text[-1]:
        return [Part(_("Check digit"), _("{digit} is right").format(digit=wanted))]
    wrong = scanned.kind != ScanKind.OTHER or len(text) == 13
    return [Part(_("Check digit"), _("{digit}, should be {wanted}").format(digit=text[-1], wanted=wanted), wrong)]
