"""Money as whole numbers: rounding, spreading, tax, cash rounding, and the one way amounts are shown and read.

`*_minor` is the currency's minor unit (cents), `*_e4` a unit price in 1/10,000 of the main unit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from app.core.i18n import _, language
from app.core.refusal import Refusal

MINUS = "\N{MINUS SIGN}"
LARGEST = 10**12  # what the columns hold; a till that shows more has a fault, not a customer

_currency = "EUR"
_own_symbol: str | None = None


class NotAnAmount(Refusal):
    """The text is not an amount of money."""

    def __init__(self, sentence: str, text: str) -> None:
        super().__init__(sentence, text=text)


class CashRounding(StrEnum):
    """Which way cash is rounded to the smallest coin in use."""

    NEAREST = "nearest"  # halves away from zero
    UP = "up"  # never less than is due
    DOWN = "down"  # never more than is due


# Arithmetic


def round_div(number: int, divisor: int) -> int:
    """number / divisor, rounded half up away from zero."""
    if divisor < 0:
        number, divisor = -number, -divisor
    quotient = (2 * abs(number) + divisor) // (2 * divisor)
    return quotient if number >= 0 else -quotient


def line_minor(quantity: int, unit_price_e4: int, price_per: int = 1) -> int:
    """What `quantity` base units cost when `price_per` of them cost `unit_price_e4`; rounded once, here."""
    return round_div(quantity * unit_price_e4 * 10 ** minor_digits(), price_per * 10_000)


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` by `weights`, exactly: the shares add up to it, and none is a whole unit off its true share.

    Left-over units go to the largest remainders, the earlier line first.  A weight of zero gets nothing unless
    all are zero (then the lines share evenly); weights of both signs work, as for a ticket with a returned line.
    """
    if not weights:
        assert total == 0, "there is nothing to spread an amount over"
        return []
    if total < 0:
        return [-share for share in spread(-total, weights)]
    whole = sum(weights)
    if whole == 0:
        weights = [abs(weight) for weight in weights] if any(weights) else [1] * len(weights)
        whole = sum(weights)
    if whole < 0:
        weights, whole = [-weight for weight in weights], -whole
    parts = [divmod(total * weight, whole) for weight in weights]
    shares = [share for share, _remainder in parts]
    by_remainder = sorted(range(len(parts)), key=lambda place: -parts[place][1])
    for place in by_remainder[: total - sum(shares)]:
        shares[place] += 1
    return shares


def tax_included(gross_minor: int, rate_bp: int) -> int:
    """The tax inside a price that includes it; the rate in basis points (23 % is 2300)."""
    return round_div(gross_minor * rate_bp, 10_000 + rate_bp)


def tax_on_top(net_minor: int, rate_bp: int) -> int:
    """The tax that comes on top of a price without it; the rate in basis points."""
    return round_div(net_minor * rate_bp, 10_000)


def cash_rounding(total_minor: int, step_minor: int, mode: CashRounding | str = CashRounding.NEAREST) -> int:
    """What has to be added to a total so that it can be paid in coins of `step_minor`: the rounding line."""
    assert step_minor > 0, "a coin is worth something"
    mode = CashRounding(mode)
    if mode is CashRounding.NEAREST:
        steps = round_div(total_minor, step_minor)
    elif mode is CashRounding.UP:
        steps = -(-total_minor // step_minor)
    else:
        steps = total_minor // step_minor
    return steps * step_minor - total_minor


# The shop's currency


def use_currency(code: str, symbol: str | None = None) -> None:
    """Set the shop's currency by its ISO code, and its sign when the usual one is not wanted."""
    global _currency, _own_symbol
    _currency, _own_symbol = code, symbol or None
    _style.cache_clear()


def currency() -> str:
    """The ISO code of the shop's currency."""
    return _currency


def currency_symbol(code: str | None = None) -> str:
    """The sign of a currency: the shop's own short (¥), another one so that it cannot be mixed up (CN¥)."""
    return _style(code or _currency, language()).symbol


def minor_digits(code: str | None = None) -> int:
    """How many digits follow the point in a currency: 2 for EUR, 0 for JPY, 3 for KWD."""
    return _precision(code or _currency)


@cache
def _precision(code: str) -> int:
    from babel.numbers import get_currency_precision

    return int(get_currency_precision(code))


@dataclass(frozen=True)
class _Style:
    """How amounts of one currency look in one language."""

    symbol: str
    before: str  # what stands before the figure, the sign of the currency and a blank if any
    after: str
    group: str
    point: str
    digits: int
    scale: int


@cache
def _style(code: str, spoken: str) -> _Style:
    from babel import Locale
    from babel.numbers import get_currency_symbol, get_decimal_symbol, get_group_symbol

    locale = Locale.parse(spoken)
    symbol = get_currency_symbol(code, "en")
    if code == _currency:
        # Only one currency is the shop's own, so the letters that tell two dollars apart are noise.
        symbol = _own_symbol or symbol.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or symbol
    before, after = _around(locale.currency_formats["standard"].pattern.split(";")[0], symbol)
    digits = _precision(code)
    point, group = get_decimal_symbol(locale), get_group_symbol(locale)
    return _Style(symbol, before, after, group, point, digits, 10**digits)


def _around(pattern: str, symbol: str) -> tuple[str, str]:
    """What a locale's pattern puts before and after the figure."""
    before, after = re.split(r"[#0][#0.,]*", pattern, maxsplit=1)
    if symbol[-1].isalpha() and before == "¤":
        before = "¤\N{NO-BREAK SPACE}"  # CHF 5.00, as CLDR spaces letters next to digits
    return before.replace("¤", symbol), after.replace("¤", symbol)


# Shown and read


def format_money(minor: int, currency: str | None = None, *, sign: bool = False) -> str:
    """An amount as the shop shows it: €1,153.99, −€25.00; with `sign` also +€25.00."""
    style = _style(currency or _currency, language())
    mark = MINUS if minor < 0 else "+" if sign and minor else ""
    return f"{mark}{style.before}{_figure(minor, style)}{style.after}"


def format_figure(minor: int, currency: str | None = None) -> str:
    """An amount without the currency's sign, for columns and receipts that name it once: 1,153.99."""
    figure = _figure(minor, _style(currency or _currency, language()))
    return f"{MINUS}{figure}" if minor < 0 else figure


def _figure(minor: int, style: _Style) -> str:
    whole, part = divmod(abs(minor), style.scale)
    figure = f"{whole:,}"
    if style.group != ",":
        figure = figure.replace(",", style.group)
    return f"{figure}{style.point}{part:0{style.digits}d}" if style.digits else figure


def format_unit_price(price_e4: int, currency: str | None = None) -> str:
    """A unit price with as many digits as it needs, at least those of the currency: €12.50, €0.0825."""
    style = _style(currency or _currency, language())
    whole, part = divmod(abs(price_e4), 10_000)
    digits = f"{part:04d}".rstrip("0").ljust(style.digits, "0")
    figure = f"{whole:,}".replace(",", style.group) + (style.point + digits if digits else "")
    return f"{MINUS if price_e4 < 0 else ''}{style.before}{figure}{style.after}"


def parse_money(text: str, currency: str | None = None) -> int:
    """The minor units that a person typed or pasted: "1,153.99", "12", "12.5", ",50", "€ 3"; NotAnAmount if unclear."""
    code = currency or _currency
    return _parse(text, minor_digits(code), code)


def parse_unit_price(text: str, currency: str | None = None) -> int:
    """The 1/10,000 of the main unit that a person typed as a unit price: "0.0825"; NotAnAmount if unclear."""
    return _parse(text, 4, currency or _currency)


def _parse(text: str, digits: int, code: str) -> int:
    style = _style(code, language())
    figure, negative = _bare(text, style.symbol, code)
    whole, part = _halves(figure, style.point, text)
    if len(part) > digits:
        raise NotAnAmount(
            _("{text} has more digits after the point than the currency.").format(text=text.strip()), text
        )
    minor = int(whole or "0") * 10**digits + int(part.ljust(digits, "0") or "0")
    if minor > LARGEST:
        raise NotAnAmount(_("{text} is too large.").format(text=text.strip()), text)
    return -minor if negative else minor


def _bare(text: str, symbol: str, code: str) -> tuple[str, bool]:
    """The figure without sign, currency and blanks at its ends, and whether it is negative."""
    if len(text) > 40 or any(unicodedata.category(letter)[0] == "C" for letter in text):
        raise _unclear(text)
    figure = unicodedata.normalize("NFKC", text).replace("。", ".").strip()
    negative = False
    for _turn in range(2):  # the sign stands before or after the currency: −€5, € -5
        if figure[:1] in ("-", MINUS) and not negative:
            figure, negative = figure[1:].strip(), True
        for mark in (unicodedata.normalize("NFKC", symbol), code):
            figure = figure.removeprefix(mark).removesuffix(mark).strip()
    return figure, negative


def _halves(figure: str, point: str, text: str) -> tuple[str, str]:
    """The digits before and after the decimal point, whichever of the two signs is meant by it."""
    if not re.fullmatch(r"[0-9.,' ]*[0-9][0-9.,' ]*", figure, re.ASCII):
        raise _unclear(text)
    marks = [letter for letter in figure if letter in ".,"]
    if not marks or (len(marks) > 1 and len(set(marks)) == 1):
        whole, part = figure, ""
    elif len(marks) == 1 and marks[0] != point and re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", figure):
        whole, part = figure, ""  # 1,153 where the comma groups
    else:
        whole, _mark, part = figure.rpartition(marks[-1])
        if marks[-1] in whole:
            raise _unclear(text)
    if part and not part.isdigit():
        raise _unclear(text)
    groups = re.split(r"[.,' ]", whole)
    if len(groups) > 1 and not (0 < len(groups[0]) < 4 and all(len(group) == 3 for group in groups[1:])):
        raise _unclear(text)
    return "".join(groups), part


def _unclear(text: str) -> NotAnAmount:
    shown = "".join(letter if letter.isprintable() else "?" for letter in text[:40]).strip()
    sentence = _("{text} is not an amount. Type it like 12.50.").format(text=shown) if shown else _("Type an amount.")
    return NotAnAmount(sentence, text)
