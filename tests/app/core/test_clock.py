"""The clock: days of the shop are right when the clocks change, and times read as people say them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.clock import HOUR_MS, MINUTE_MS, at_local, day_end_ms, day_of, day_start_ms

NOW = 1_795_357_920_000  # Sun 22 Nov 2026, 14:32 in Dublin


@pytest.fixture(autouse=True)
def _stopped():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def use_zone():
    """Another zone for one test."""
    yield clock.use_zone
    clock.use_zone("Europe/Dublin")


def test_a_stopped_clock_stands_still_and_goes_on_afterwards():
    assert clock.now_ms() == NOW
    with clock.frozen(5):
        assert clock.now_ms() == 5
    assert clock.now_ms() == NOW

    clock.freeze(None)

    assert clock.now_ms() != NOW


def test_days_are_an_hour_shorter_and_longer_when_the_clocks_change():
    assert day_end_ms("2026-03-29") - day_start_ms("2026-03-29") == 23 * HOUR_MS
    assert day_end_ms("2026-10-25") - day_start_ms("2026-10-25") == 25 * HOUR_MS
    assert day_end_ms("2026-11-22") - day_start_ms("2026-11-22") == 24 * HOUR_MS


def test_a_summer_evening_belongs_to_the_shops_day_not_to_the_one_of_utc():
    assert day_of(at_local("2026-07-01", "00:30")) == "2026-07-01"
    assert day_of(at_local("2026-07-01", "23:59")) == "2026-07-01"


def test_a_day_without_a_midnight_begins_at_its_first_moment(use_zone):
    use_zone("America/Santiago")  # here the clocks go from 24:00 to 01:00

    start = day_start_ms("2026-09-06")

    assert day_of(start) == "2026-09-06"
    assert day_of(start - 1) == "2026-09-05"


@given(st.integers(0, 4_000_000_000_000))
def test_every_moment_lies_in_its_own_day(at_ms):
    day = day_of(at_ms)

    assert day_start_ms(day) <= at_ms < day_end_ms(day)


@given(st.dates(date(1971, 1, 1), date(2090, 1, 1)), st.integers(-400, 400))
def test_days_are_counted_as_on_a_calendar(day, days):
    later = clock.add_days(day.isoformat(), days)

    assert clock.days_between(day.isoformat(), later) == days


def test_moments_read_as_people_say_them():
    assert clock.format_moment(NOW) == "Today 14:32"
    assert clock.format_moment(at_local("2026-11-21", "16:44")) == "Sat 16:44"
    assert clock.format_moment(at_local("2026-11-26", "09:00")) == "Thu 09:00"
    assert clock.format_moment(at_local("2026-11-14", "16:44")) == "14 Nov"
    assert clock.format_moment(at_local("2025-11-22", "16:44")) == "22 Nov 2025"
    assert clock.format_clock(NOW) == "14:32"
    assert clock.format_day("2026-11-22") == "22 Nov"
    assert clock.format_day(at_local("2027-01-02", "10:00")) == "2 Jan 2027"
    assert clock.format_weekday("2026-11-26") == "Thu 26 Nov"
    assert clock.format_stamp(NOW) == "Sun 22 Nov 2026 14:32"


@pytest.mark.parametrize(
    ("span_ms", "text"),
    [
        (45_000, "45 s"), (62 * MINUTE_MS, "62 min"), (5 * HOUR_MS, "5 h"),
        (5 * HOUR_MS + 10 * MINUTE_MS, "5 h 10 min"), (24 * HOUR_MS, "1 day"),
        (50 * HOUR_MS, "2 days"), (-62 * MINUTE_MS, "62 min"), (0, "0 s"),
    ],
)  # fmt: skip
def test_spans_are_short(span_ms, text):
    assert clock.format_span(span_ms) == text
