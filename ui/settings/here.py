"""What this computer tells about where the shop is, before anybody has typed anything."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QLocale, QTimeZone

from app.catalog.countries import country_of_zone
from app.core.i18n import languages


class Here(NamedTuple):
    """The language and the country that the computer is set to, as far as we know them."""

    language: str
    country: str


def here() -> Here:
    """What the computer is set to; its clock tells the country when its language does not."""
    locale = QLocale.system()
    country = QLocale.territoryToCode(locale.territory()) if locale.territory() != QLocale.Country.AnyTerritory else ""
    spoken = next((code for code in languages() if QLocale(code).language() == locale.language()), "")
    zone = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    return Here(spoken or "en", country_of_zone(zone) or country)
