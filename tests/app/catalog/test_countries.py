"""What is proposed to a new shop in a country."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest

from app.catalog.countries import Usual, country_of_zone, usual_in
from app.core import i18n, settings


@pytest.mark.parametrize(
    ("country", "usual"),
    [("IE", Usual("EUR", "Europe/Dublin", 2300, True, 5)), ("CN", Usual("CNY", "Asia/Shanghai", 1300, True, 1)),
     ("US", Usual("USD", "America/New_York", None, False, 1)), ("NZ", Usual("NZD", "Pacific/Auckland", 1500, True, 10))],
)  # fmt: skip
def test_a_country_brings_what_is_usual_there(country, usual):
    assert usual_in(country) == usual


@pytest.mark.parametrize(
    ("country", "rate_bp"),
    [("FI", 2550), ("SK", 2300), ("EE", 2400), ("RO", 2100), ("CH", 810), ("SG", 900), ("IL", 1800), ("TR", 2000)],
)
def test_rates_that_changed_of_late_are_those_of_2026(country, rate_bp):
    assert usual_in(country).rate_bp == rate_bp


def test_whatever_is_proposed_can_be_set():
    """In every country that can be chosen, in both languages."""
    known = {one.name: one for one in settings.declared("shop.")}
    zones = available_timezones()
    try:
        for language in ("en", "zh_CN"):
            i18n.use_language(language)
            countries, currencies = known["shop.country"].choices(), known["shop.currency"].choices()
            for country in countries:
                usual = usual_in(country)
                assert usual.currency in currencies and usual.zone in zones, country
        assert (countries["DE"], currencies["EUR"]) == ("德国", "EUR · 欧元")
    finally:
        i18n.use_language("en")


@pytest.mark.parametrize(
    ("zone", "country"), [("Europe/Berlin", "DE"), ("Asia/Shanghai", "CN"), ("UTC", ""), ("Etc/UTC", ""), ("?", "")]
)
def test_the_clock_of_a_computer_tells_its_country(zone, country):
    assert country_of_zone(zone) == country
