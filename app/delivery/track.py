"""Tracking numbers: which couriers a number can be of, by its shape and its check digit.

Some numbers fit the rules of several couriers, so every match is given and a person chooses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

RULES = Path(__file__).parents[2] / "resources" / "rules" / "tracking.json"
LONGEST = 60
_VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Match(NamedTuple):
    """A courier that a number can be of; `tracking_url` is empty when there is no page to follow it on."""

    courier: str
    courier_name: str
    format: str
    number: str
    tracking_url: str
    has_check_digit: bool


class Format(NamedTuple):
    """One shape of number of a courier."""

    courier: str
    courier_name: str
    name: str
    pattern: re.Pattern[str]
    check: dict[str, Any] | None
    prepend: str
    countries: dict[str, str] | None
    url: str


def recognise_tracking(text: str) -> list[Match]:
    """The couriers and formats that a typed or scanned number fits, those with a check digit first."""
    number = normal_number(text)
    if not number or len(number) > LONGEST:
        return []
    found = [match for rule in _formats() if (match := _fit(rule, number))]
    return sorted(found, key=lambda match: not match.has_check_digit)


def normal_number(text: str) -> str:
    """A number without blanks, in capitals: the form in which it is kept."""
    return "".join(text.split()).upper()


def courier_names() -> dict[str, str]:
    """The couriers whose numbers are known: code -> name."""
    return {rule.courier: rule.courier_name for rule in _formats()}


def _fit(rule: Format, number: str) -> Match | None:
    shape = rule.pattern.fullmatch(number)
    if shape is None:
        return None
    groups = shape.groupdict()
    if rule.check and not _check_fits(rule, groups):
        return None
    name = rule.courier_name
    if rule.countries is not None:
        country = groups.get("CountryCode") or ""
        if country not in rule.countries:
            return None
        name = rule.countries[country] or name
    url = rule.url.replace("%s", number) if rule.url else ""
    return Match(rule.courier, name, rule.name, number, url, rule.check is not None)


def _check_fits(rule: Format, groups: dict[str, str | None]) -> bool:
    assert rule.check is not None
    serial, digit = groups.get("SerialNumber") or "", groups.get("CheckDigit") or ""
    if rule.prepend and not serial.startswith(rule.prepend):
        serial = rule.prepend + serial
    return _CHECKS[rule.check["name"]](serial, rule.check) == digit


def _mod10(serial: str, rule: dict[str, Any]) -> str:
    """Weights by turns; letters count as their place in ASCII less three."""
    letters = serial[::-1] if rule.get("reverse") else serial
    total = 0
    for no, letter in enumerate(letters):
        value = int(letter) if letter.isdigit() else (ord(letter) - 3) % 10
        total += value * (rule.get("odds_multiplier", 1) if no % 2 else rule.get("evens_multiplier", 1))
    return str(-total % 10)


def _luhn(serial: str, _rule: dict[str, Any]) -> str:
    total = 0
    for no, letter in enumerate(reversed(serial)):
        value = int(letter) * (2 if no % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def _mod7(serial: str, _rule: dict[str, Any]) -> str:
    return str(int(serial) % 7)


def _s10(serial: str, _rule: dict[str, Any]) -> str:
    rest = sum(int(letter) * weight for letter, weight in zip(serial, (8, 6, 4, 2, 3, 5, 9, 7), strict=True)) % 11
    return {1: "0", 0: "5"}.get(rest, str(11 - rest))


def _weighted(serial: str, rule: dict[str, Any]) -> str:
    total = sum(int(letter) * weight for letter, weight in zip(serial, rule["weightings"], strict=False))
    return str(total % rule["modulo1"] % rule["modulo2"])


def _mod_37_36(serial: str, _rule: dict[str, Any]) -> str:
    """ISO 7064, with digits and letters."""
    rest = 36
    for letter in serial:
        rest += _VALUES.index(letter)
        rest = rest - 36 if rest > 36 else rest
        rest *= 2
        rest = rest - 37 if rest > 36 else rest
    return _VALUES[(37 - rest) % 36]


_CHECKS: dict[str, Callable[[str, dict[str, Any]], str]] = {
    "mod10": _mod10, "luhn": _luhn, "mod7": _mod7, "s10": _s10, "mod_37_36": _mod_37_36,
    "sum_product_with_weightings_and_modulo": _weighted,
}  # fmt: skip


@lru_cache(maxsize=1)
def _formats() -> tuple[Format, ...]:
    couriers = msgspec.json.decode(RULES.read_bytes())
    return tuple(
        Format(
            courier["courier"], courier["name"], rule["name"], re.compile(rule["pattern"]), rule.get("check"),
            rule.get("prepend", ""), rule.get("countries"), rule.get("url", ""),
        )
        for courier in couriers
        for rule in courier["formats"]
    )  # fmt: skip
