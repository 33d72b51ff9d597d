"""Phone numbers: typed in any way, kept in the one international form (E.164), shown as people dial them."""

from __future__ import annotations

from typing import Any

from app.core import settings
from app.core.i18n import _
from app.core.refusal import Refusal


class BadPhone(Refusal):
    """This cannot be dialed."""

    def __init__(self, text: str) -> None:
        super().__init__(_("{text} is no phone number. Check the digits.").format(text=text), field="phone", text=text)


def normal_phone(text: str, country: str = "") -> str:
    """A typed number as +353871234567; without an international prefix it is in `country`, by default the shop's.

    BadPhone when it is too short or too long for its country.
    """
    number = _parse(text, country)
    if number is None or not _lib().is_possible_number(number):
        raise BadPhone(text)
    return str(_lib().format_number(number, _lib().PhoneNumberFormat.E164))


def show_phone(e164: str, country: str = "") -> str:
    """A kept number as people dial it: without the prefix at home, with it abroad."""
    number = _parse(e164, country)
    if number is None:
        return e164
    lib = _lib()
    at_home = lib.region_code_for_number(number) == _country(country)
    form = lib.PhoneNumberFormat.NATIONAL if at_home else lib.PhoneNumberFormat.INTERNATIONAL
    return str(lib.format_number(number, form))


def is_mobile(e164: str) -> bool:
    """Whether a message can be sent to the number (where mobile and fixed numbers cannot be told apart: yes)."""
    number, kinds = _parse(e164, ""), _lib().PhoneNumberType
    return number is not None and _lib().number_type(number) in (kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE)


def _parse(text: str, country: str) -> Any:
    lib = _lib()
    try:
        return lib.parse(text, _country(country))
    except lib.NumberParseException:
        return None


def _country(country: str) -> str:
    return str(country or settings.read("shop.country")).upper()


def _lib() -> Any:
    import phonenumbers  # 80 ms, loaded with the first number

    return phonenumbers
