"""What is usual in a country: money, time zone, the standard tax, how prices are written, the smallest coin.

Proposals for a shop that is being set up, which the shop confirms; nothing else reads them.  The rates were compared in
2026 with the public tables ibericode/vat-rates (the European Union and the United Kingdom), valeriansaliou/node-sales-tax
(the rest) and the changes that commerceguys/tax and odoo/odoo took in since (Romania 2025, Israel 2025).
"""

from __future__ import annotations

from typing import NamedTuple

from app.core import clock
from app.core.settings import NO_COUNTRIES

# Standard rates in hundredths of a percent; Thailand's is the lowered one, prolonged year by year.
RATES_BP = {
    "AE": 500, "AR": 2100, "AT": 2000, "AU": 1000, "BE": 2100, "BG": 2000, "CA": 500, "CH": 810, "CL": 1900, "CN": 1300,
    "CY": 1900, "CZ": 2100, "DE": 1900, "DK": 2500, "EE": 2400, "ES": 2100, "FI": 2550, "FR": 2000, "GB": 2000, "GR": 2400,
    "HK": 0, "HR": 2500, "HU": 2700, "IE": 2300, "IL": 1800, "IS": 2400, "IT": 2200, "JP": 1000, "KR": 1000, "LT": 2100,
    "LU": 1700, "LV": 2100, "MC": 2000, "MO": 0, "MT": 1800, "MX": 1600, "NL": 2100, "NO": 2500, "NZ": 1500, "PH": 1200,
    "PL": 2300, "PT": 2300, "RO": 2100, "SE": 2500, "SG": 900, "SI": 2200, "SK": 2300, "TH": 700, "TR": 2000, "TW": 500,
    "UA": 2000, "ZA": 1500,
}  # fmt: skip
TAX_ON_TOP = frozenset(("CA", "US"))  # prices on the shelf do not hold it
# Countries with several zones: that of most people.
ZONES = {
    "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo", "CA": "America/Toronto",
    "CD": "Africa/Kinshasa", "CL": "America/Santiago", "CN": "Asia/Shanghai", "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin", "EC": "America/Guayaquil", "ES": "Europe/Madrid", "ID": "Asia/Jakarta", "KZ": "Asia/Almaty",
    "MN": "Asia/Ulaanbaatar", "MX": "America/Mexico_City", "MY": "Asia/Kuala_Lumpur", "NZ": "Pacific/Auckland",
    "PF": "Pacific/Tahiti", "PG": "Pacific/Port_Moresby", "PT": "Europe/Lisbon", "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv", "US": "America/New_York", "UZ": "Asia/Tashkent",
}  # fmt: skip
# Cash is rounded to it where smaller coins are out of use; in minor units of the currency.
COINS = {
    "AU": 5, "BE": 5, "CA": 5, "CH": 5, "CZ": 100, "DK": 50, "EE": 5, "FI": 5, "HU": 500, "IE": 5, "IT": 5, "LT": 5,
    "NL": 5, "NO": 100, "NZ": 10, "SE": 100, "SG": 5, "SK": 5, "ZA": 10,
}  # fmt: skip


class Usual(NamedTuple):
    """What a shop in this country most likely wants; the rate is None where it is not known or differs by place."""

    currency: str
    zone: str
    rate_bp: int | None
    prices_include_tax: bool
    coin_minor: int


def usual_in(country: str) -> Usual:
    """What is usual in a country, by its two letters."""
    return Usual(
        _currency_of(country),
        _zone_of(country),
        RATES_BP.get(country),
        country not in TAX_ON_TOP,
        COINS.get(country, 1),
    )


def country_of_zone(zone: str) -> str:
    """The country that a time zone lies in, or nothing: a zone such as UTC lies in none."""
    from babel.core import get_global

    found: str = get_global("zone_territories").get(zone, "")
    return found if len(found) == 2 and found not in NO_COUNTRIES else ""


def _currency_of(country: str) -> str:
    from babel.numbers import get_territory_currencies

    found: list[str] = get_territory_currencies(country, tender=True)
    return found[0] if found else "EUR"


def _zone_of(country: str) -> str:
    from babel.core import get_global

    known = get_global("territory_zones").get(country, [])
    return ZONES.get(country) or (known[0] if known else str(clock.shop_zone()))
