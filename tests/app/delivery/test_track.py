"""Tracking numbers: whose they can be, and which digit gives a mistake away."""

from __future__ import annotations

import pytest

from app.delivery.track import normal_number, recognise_tracking


@pytest.mark.parametrize(
    ("number", "courier"),
    [
        ("1Z5R89390357567127", "ups"), ("RR123456785IE", "s10"), ("3318810025", "dhl"), ("JJD0099999999", "dhl"),
        ("TBA000000000000", "amazon"), ("0073938000549297", "canada_post"), ("D576002440000001718010", "canpar"),
    ],
)  # fmt: skip
def test_a_number_is_recognised_by_its_shape_and_check_digit(number, courier):
    assert courier in {match.courier for match in recognise_tracking(number)}


@pytest.mark.parametrize(
    ("number", "courier"),
    [
        ("1Z5R89390357567128", "ups"), ("RR123456786IE", "s10"), ("RR123456785QQ", "s10"), ("3318810010", "dhl"),
        ("0073938000549292", "canada_post"), ("", "ups"), ("x" * 100, "ups"),
    ],
)  # fmt: skip
def test_a_wrong_digit_or_country_is_not_of_that_courier(number, courier):
    assert courier not in {match.courier for match in recognise_tracking(number)}


def test_blanks_and_small_letters_do_not_matter():
    assert normal_number(" 1z 5r8 939 03 5756 7127 ") == "1Z5R89390357567127"
    assert recognise_tracking("1z 5r8 939 03 5756 7127")[0].courier == "ups"


def test_a_number_of_the_post_names_the_post_of_its_country():
    match = recognise_tracking("RR123456785IE")[0]

    assert match.courier_name.lower().startswith("an post")
    assert match.has_check_digit


def test_a_number_that_fits_several_couriers_leaves_the_choice():
    couriers = {match.courier for match in recognise_tracking("02931503799192766595")}

    assert len(couriers) >= 1
    assert all(match.number == "02931503799192766595" for match in recognise_tracking("02931503799192766595"))


def test_the_page_to_follow_a_number_has_the_number_in_it():
    assert "1Z5R89390357567127" in recognise_tracking("1Z5R89390357567127")[0].tracking_url
