"""What a scanner read: the code to look up, and what else the bars said (weight, price, lot, expiry, serial).

Scanners may send a symbology identifier (`]C1`) first, which tells GS1 data from a plain number.  Without it a
number of the length of a GTIN is one, although its digits may read as GS1 data too.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any, NamedTuple

from app.catalog.codes import expand_upc_e, gtin_check_digit, is_gtin, looks_like_gtin, normal_code
from app.core import settings
from app.core.i18n import N_
from app.core.money import minor_digits

EMBEDDED = settings.declare(
    "catalog.embedded_codes",
    [],
    N_("Scale labels"),
    N_(
        "One pattern a line for 13 digits, like 21IIIIIWWWWWC: leading digits, I the item, W grams, P the price in"
        " cents, V a digit to ignore, C the check digit. The item is kept as a code whose other digits are noughts."
    ),
)
GROUP_SEPARATOR = "\x1d"
_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_GS1_AIMS = ("]C1", "]e0", "]e1", "]e2", "]d2", "]Q3", "]J1")
_BRACKETS = re.compile(r"\((\d{2,4})\)")
_GS1_START = re.compile(r"0[12]\d{14}|00\d{18}$")
_LINK = re.compile(r"(https?://[^\s/]+)\S*?/(?:01|8006|gtin)/(\d{8,14})(?=[/?#]|$)", re.IGNORECASE)
_WORDS_OF_LINKS = (("/gtin/", "/01/"), ("/lot/", "/10/"), ("/ser/", "/21/"))  # as the first links were written


class ScanKind(StrEnum):
    """What sort of code was read."""

    GTIN = "gtin"
    GS1 = "gs1"
    WEIGHT = "weight"  # an item number with a weight, from the shop's scale
    PRICE = "price"  # an item number with a price, from the shop's scale
    PARCEL = "parcel"  # an SSCC
    MISREAD = "misread"  # a GTIN with a wrong digit
    OTHER = "other"


class Scanned(NamedTuple):
    """A code as read; `code` is what to look up, `quantity` what the bars themselves count, `text` what was read."""

    code: str
    kind: ScanKind = ScanKind.OTHER
    quantity: int = 1
    price_minor: int | None = None
    weight_grams: int | None = None
    lot: str = ""
    expires_on: str = ""
    serial: str = ""
    gtin: str = ""
    text: str = ""


def read_scan(text: str) -> Scanned:
    """Read what a scanner sent or somebody typed; never fails, at worst it is an `OTHER` code."""
    bare = text.strip().strip("\r\n\0")
    aim = bare[:3] if _AIM.match(bare) else ""
    bare = bare[len(aim) :].lstrip(GROUP_SEPARATOR)
    found = None
    if aim in _GS1_AIMS or _is_gs1(bare):
        found = _read_gs1(bare)
    elif looks_like_gtin(bare):
        found = _read_number(bare, aim)
    return (found or Scanned(bare))._replace(text=bare)


def code_to_keep(text: str) -> str:
    """The code under which a product is kept that is to be found by what was read.

    Of GS1 data the number alone, of a scale's label the item without weight and price; else the text itself.
    """
    scanned = read_scan(text)
    return scanned.code if scanned.kind in (ScanKind.GS1, ScanKind.WEIGHT, ScanKind.PRICE) else scanned.text


def embedded_item_code(prefix_and_item: str) -> str:
    """The code under which a scale's item is kept: its digits, noughts, and the check digit."""
    body = prefix_and_item.ljust(12, "0")
    return f"{body}{gtin_check_digit(body)}"


def _is_gs1(text: str) -> bool:
    """Whether a text without an identifier can only be GS1 data."""
    return bool(GROUP_SEPARATOR in text or _BRACKETS.match(text) or _GS1_START.match(text) or _LINK.match(text))


def _read_number(digits: str, aim: str) -> Scanned:
    if not is_gtin(digits) or aim == "]E0":
        upc = expand_upc_e(digits)
        if upc:
            return Scanned(normal_code(upc), ScanKind.GTIN, gtin=normal_code(upc))
    if not is_gtin(digits):
        # Eight and twelve digits are often a shop's own numbers: order, receipt, customer card.
        return Scanned(digits, ScanKind.MISREAD if len(digits) > 12 or aim == "]E0" else ScanKind.OTHER)
    code = normal_code(digits)
    return _read_embedded(code) or Scanned(code, ScanKind.GTIN, gtin=code)


def _read_embedded(code: str) -> Scanned | None:
    """What a label of the shop's own scale says, by the first pattern that fits."""
    if len(code) != 13 or code[0] != "2":
        return None
    for pattern in settings.read(EMBEDDED):
        pairs = list(zip(pattern, code, strict=False))
        if len(pattern) != 13 or any(want.isdigit() and want != digit for want, digit in pairs):
            continue
        item = "".join(digit for want, digit in pairs if want.isdigit() or want == "I")
        weight, price = (_digits(pattern, code, letter) for letter in "WP")
        kind = ScanKind.WEIGHT if weight is not None else ScanKind.PRICE
        return Scanned(embedded_item_code(item), kind, weight_grams=weight, price_minor=price)
    return None


def _digits(pattern: str, code: str, letter: str) -> int | None:
    found = "".join(digit for want, digit in zip(pattern, code, strict=True) if want == letter)
    return int(found) if found else None


def _read_gs1(text: str) -> Scanned | None:
    """The parts of GS1 data: an element string or a Digital Link; None when it is neither."""
    link = _LINK.match(text)
    if link and not is_gtin(link[2]):
        return None  # some page, whose address has digits in it
    parts = _elements(text)
    if not parts:
        return Scanned(normal_code(link[2]), ScanKind.GS1, gtin=normal_code(link[2])) if link else None
    if "00" in parts and "01" not in parts:
        return Scanned(parts["00"].value, ScanKind.PARCEL)
    goods = parts.get("01") or parts.get("02")
    if goods is None:
        return None
    gtin = normal_code(goods.value)
    if goods.gtin is None:
        return Scanned(gtin, ScanKind.MISREAD)
    expiry = next((parts[ai] for ai in ("17", "15", "16") if ai in parts), None)
    count = parts.get("30") or parts.get("37")
    return Scanned(
        gtin, ScanKind.GS1, quantity=max(int(count.value), 1) if count else 1, price_minor=_price(parts),
        weight_grams=_weight(parts), lot=_text(parts, "10"), serial=_text(parts, "21"), gtin=gtin,
        expires_on=expiry.date.isoformat() if expiry is not None and expiry.date else "",
    )  # fmt: skip


def _elements(text: str) -> dict[str, Any]:
    """Application identifier -> element; without a weight's or price's number of decimals (310, 392)."""
    from biip import ParseError, parse  # 240 ms, loaded with the first GS1 code

    if _BRACKETS.match(text):
        text = _BRACKETS.sub(rf"{GROUP_SEPARATOR}\1", text).lstrip(GROUP_SEPARATOR)
    elif _LINK.match(text):
        text = _plain_link(text)
    try:
        found = parse(text)
    except (ParseError, ValueError):
        return {}
    source = found.gs1_digital_link_uri or found.gs1_message
    strings = source.element_strings if source else ()
    return {element.ai.ai[:3] if element.decimal is not None else element.ai.ai: element for element in strings}


def _plain_link(text: str) -> str:
    """A link as it is read: small codes have it in capitals, older ones have words for the identifiers."""
    link = _LINK.match(text)
    assert link is not None
    rest = text[link.end(1) :]
    for word, number in _WORDS_OF_LINKS:
        rest = re.sub(word, number, rest, flags=re.IGNORECASE)
    return link[1].lower() + rest


def _text(parts: dict[str, Any], ai: str) -> str:
    return str(parts[ai].value) if ai in parts else ""


def _weight(parts: dict[str, Any]) -> int | None:
    """Net weight in grams, of kilograms or pounds."""
    if "310" in parts:
        return int((parts["310"].decimal * 1000).to_integral_value())
    if "320" in parts:
        return int((parts["320"].decimal * 45_359_237 / 100_000).to_integral_value())
    return None


def _price(parts: dict[str, Any]) -> int | None:
    """The amount payable in minor units of the shop's currency."""
    amount = parts.get("392") or parts.get("393")
    return int((amount.decimal * 10 ** minor_digits()).to_integral_value()) if amount else None
