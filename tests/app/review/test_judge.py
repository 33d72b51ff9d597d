"""The rules as a pure function: what they stop, what they let pass, and a replay of half a year of real orders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.review.facts import CardTry, Earlier, LineFacts, Near, OnList, OrderFacts
from app.review.judge import judge
from app.review.measures import CODES, Measure, measure, taught
from app.review.rules import RULES, as_delivered, fits
from bench import review

RULES_AS_DELIVERED = as_delivered()
HALF_YEAR = Path(os.environ.get("KONTOR_TEST_DATA", "")) / "online_retail_h1.csv.gz"


def facts(total: int = 5_000, **more: object) -> OrderFacts:
    values = {"lines": (LineFacts("Mug", 1, total, 100, 200, 12, 200 * total),), "shop_orders": 1000,
              "shop_value_minor": 5_000_000} | more  # fmt: skip
    return OrderFacts(total, 1_000_000_000, **values)  # type: ignore[arg-type]


def codes(order: OrderFacts) -> list[str]:
    return [reason.code for reason in judge(order, RULES_AS_DELIVERED).reasons]


def test_an_ordinary_order_has_no_points():
    assert judge(facts(), RULES_AS_DELIVERED) == (0, ())


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (facts(41_000), "amount"),
        (facts(40_000, has_customer=True), "first_order"),
        (facts(30_000, is_cash_on_delivery=True), "cash_on_delivery"),
        (facts(lines=(LineFacts("Mug", 100, 5_000, 100, 200, 12, 10_000),)), "quantity_unusual"),
        (facts(lines=(LineFacts("Manual", 1, 5_000, 100, 200, 12, 10_000),)), "price_unusual"),
        (facts(earlier=(Earlier(999_500_000, 5_000, False),), has_customer=True), "same_again"),
        (facts(earlier=(Earlier(999_500_000, 4_000, False),), has_customer=True), "repeat_minutes"),
        (facts(earlier=(Earlier(1, 4_000, True),) * 2, has_customer=True), "cancelled_before"),
        (facts(doubts=(("phone", "x"), ("address", "Which town?"))), "address_doubt"),
        (facts(doubts=(("phone", "x"),)), "phone_doubt"),
        (facts(given_off_minor=3_000, list_minor=8_000), "discount_large"),
        (facts(is_price_overridden=True), "price_overridden"),
        (facts(contradictions=({"code": "total"},)), "contradiction"),
        (facts(earlier=(Earlier(1, 4_000, False),) * 5, has_customer=True), "known_customer"),
        (facts(cards=(CardTry("Visa", "2210", False, 1),) * 2 + (CardTry("Visa", "0907", True, 2),)), "cards_declined"),
        (facts(distance_km=253), "far_from_billing"),
        (facts(express="Express"), "express"),
        (facts(card_name="R Carter", customer_name="Emily Hoff"), "card_name"),
        (facts(email="someone@mailinator.com"), "email_doubt"),
        (facts(email="someone"), "email_doubt"),
        (facts(near=(Near(999_990_000, 3, "M. Healy", "card"),)), "same_contact"),
        (facts(earlier=(Earlier(1, 4_000, False, 9, True),), has_customer=True), "refused_before"),
        (facts(lines=(LineFacts("Stove", 4, 5_000, 100, 200, 12, 250_000, is_resold=True),)), "resell"),
        (facts(lines=(LineFacts("Mug", 60, 5_000, 100, 200, 30, 20_000, 3, 6),)), "quantity_own"),
        (facts(15_000, lines=(LineFacts("Mug", 24, 15_000, 100, 200, 30, 200_000),)), "bulk"),
        (facts(phone_confirmed_at=999_999_000), "phone_confirmed"),
        (facts(lists=(OnList(False, "phone", "+353", "never paid"),)), "blocked"),
        (facts(lists=(OnList(True, "phone", "+353", "the landlord"),)), "trusted"),
    ],
)
def test_each_rule_speaks_when_it_should(order, code):
    assert code in codes(order)


@pytest.mark.parametrize(
    "order",
    [
        facts(cards=(CardTry("Visa", "2210", False, 1), CardTry("Visa", "0907", True, 2))),
        facts(distance_km=20),
        facts(card_name="E HOFF", customer_name="Emily Hoff"),
        facts(email="emily@hoff.example"),
        facts(lines=(LineFacts("Stove", 3, 5_000, 100, 200, 12, 250_000, is_resold=True),)),
    ],
)
def test_what_is_ordinary_has_no_points(order):
    assert judge(order, RULES_AS_DELIVERED).points == 0


def test_every_rule_has_a_measure_and_every_measure_a_rule():
    assert set(CODES) == set(RULES)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(sorted(RULES)))
def test_a_looser_limit_never_speaks_less(value, limit, code):
    looser = limit + 1 if RULES[code].unit == "minutes" else limit - 1
    assert not fits(code, value, limit) or fits(code, value, looser)


@given(st.integers(1, 10**6), st.integers(1, 10**9))
def test_one_slip_teaches_at_most_three_times_the_usual_price(quantity, value):
    usual = (20, 40, 5, 4_000)  # 1.00 each
    orders, pieces, _most, worth = taught(usual, quantity, value)
    assert (orders, pieces) == (21, 40 + quantity)
    assert worth - 4_000 == min(value, 3 * 101 * quantity)


def test_a_measure_says_what_it_saw_whatever_the_limit():
    found = measure(facts(distance_km=20))
    assert found["far_from_billing"] == Measure(20, {"km": 20, "billed_in": "", "ships_to": ""})


def test_a_rule_that_is_off_is_silent():
    rules = {code: rule for code, rule in RULES_AS_DELIVERED.items() if code != "amount"}
    assert judge(facts(41_000), rules).points == 0


def test_points_never_fall_below_nought():
    assert judge(facts(earlier=(Earlier(1, 4_000, False),) * 5, has_customer=True), RULES_AS_DELIVERED).points == 0


if HALF_YEAR.is_file():

    def test_half_a_year_of_real_orders_stops_the_mistake_and_few_others():
        orders = review.judged(HALF_YEAR)
        undone = review.undone_of(HALF_YEAR.with_name("expected_review_h1.json"))

        found = review.figures(orders, undone)

        assert found["largest_undone"] == "541431"  # 74,215 pieces, undone after 16 minutes
        assert found["largest_undone_held"]
        assert found["share_percent"] < 2
        assert found["undone_held"] >= 14
