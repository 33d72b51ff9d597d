"""Money: not a cent is lost or made, whichever way it is rounded, spread, shown or typed."""

from __future__ import annotations

import contextlib
import timeit
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import money
from app.core.i18n import language
from app.core.money import NotAnAmount, format_money, parse_money, round_div, spread

amounts = st.integers(-(10**12), 10**12)
rates = st.integers(0, 10_000)


@pytest.fixture
def use_currency():
    """Another currency for one test."""
    yield money.use_currency
    money.use_currency("EUR")


@given(number=amounts, divisor=st.integers(1, 10**6))
def test_rounding_is_nearest_and_the_same_on_both_sides_of_nought(number, divisor):
    rounded = round_div(number, divisor)

    assert abs(Fraction(number, divisor) - rounded) <= Fraction(1, 2)
    assert round_div(-number, divisor) == -rounded
    assert round_div(number, -divisor) == -rounded


def test_halves_are_rounded_away_from_nought():
    assert [round_div(number, 2) for number in (1, 3, 5, -1, -3, -5)] == [1, 2, 3, -1, -2, -3]


@given(total=amounts, weights=st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=40))
def test_shares_always_add_up_to_the_total(total, weights):
    shares = spread(total, weights)

    assert sum(shares) == total
    assert len(shares) == len(weights)
    assert spread(-total, weights) == [-share for share in shares]


@given(total=amounts, weights=st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any))
def test_no_share_is_a_whole_cent_off_and_weightless_lines_get_nothing(total, weights):
    for share, weight in zip(spread(total, weights), weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1
        assert weight or share == 0


def test_left_over_cents_go_to_the_largest_remainders_and_then_to_the_earlier_line():
    assert spread(100, [1, 1, 1]) == [34, 33, 33]
    assert spread(10, [6, 3, 2]) == [5, 3, 2]
    assert spread(5, [0, 0]) == [3, 2]
    assert spread(0, []) == []


@given(gross=amounts, rate=rates)
def test_tax_inside_a_price_is_the_tax_on_top_of_the_rest(gross, rate):
    tax = money.tax_included(gross, rate)

    assert abs(money.tax_on_top(gross - tax, rate) - tax) <= 1
    assert money.tax_included(-gross, rate) == -tax


def test_tax_of_23_percent_in_and_on_top():
    assert money.tax_included(12300, 2300) == 2300
    assert money.tax_on_top(10000, 2300) == 2300


def test_a_line_is_rounded_once():
    assert money.line_minor(3, 33_333) == 1000  # 3 × 3.3333 = 9.9999
    assert money.line_minor(2515, 12_9900, 1000) == 3267  # 2.515 kg at 12.99 for 1 kg = 32.66985
    assert money.line_minor(-3, 33_333) == -1000


@given(total=amounts, step=st.sampled_from([1, 5, 10, 50, 100]), mode=st.sampled_from(list(money.CashRounding)))
def test_cash_can_be_paid_in_the_coins_there_are(total, step, mode):
    line = money.cash_rounding(total, step, mode)

    assert (total + line) % step == 0
    assert abs(line) < step


def test_cash_is_rounded_to_the_nearer_five_cents():
    assert [money.cash_rounding(total, 5) for total in (1152, 1153, 1157, 1158)] == [-2, 2, -2, 2]
    assert money.cash_rounding(1151, 5, "up") == 4
    assert money.cash_rounding(1154, 5, "down") == -4


def test_amounts_are_shown_with_the_sign_before_the_figure_and_a_true_minus():
    assert format_money(115_399) == "€1,153.99"
    assert format_money(-2500) == "−€25.00"
    assert format_money(2500, sign=True) == "+€25.00"
    assert format_money(0, sign=True) == "€0.00"
    assert format_money(5) == "€0.05"
    assert money.format_figure(-115_399) == "−1,153.99"
    assert money.format_unit_price(125_000) == "€12.50"
    assert money.format_unit_price(825) == "€0.0825"


def test_another_currency_is_shown_so_that_it_cannot_be_mixed_up():
    assert format_money(1539, "JPY") == "¥1,539"
    assert format_money(1539, "KWD") == "KWD\N{NO-BREAK SPACE}1.539"
    assert format_money(153_990, "CNY") == "CN¥1,539.90"


def test_the_shops_own_currency_has_its_short_sign_or_the_one_that_was_set(use_currency):
    use_currency("CNY")
    assert format_money(153_990) == "¥1,539.90"
    use_currency("JPY", "円")
    assert format_money(1539) == "円\N{NO-BREAK SPACE}1,539"
    assert parse_money("1,539") == 1539
    assert money.line_minor(2, 100_0000) == 200


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("1,153.99", 115_399), ("12", 1200), ("12.5", 1250), (",50", 50), (".5", 50), ("1.153,99", 115_399),
        ("1,153", 115_300), ("12,5", 1250), ("€3", 300), ("3 €", 300), ("1.50 EUR", 150), ("-5", -500),
        ("−€5.00", -500), ("€ -5", -500), ("1 234,50", 123_450), ("12'345.60", 1_234_560), ("１２．５０", 1250),
        ("12。5", 1250), (" 7 ", 700), ("1,000,000", 100_000_000), ("12.", 1200),
    ],
)  # fmt: skip
def test_amounts_are_understood_as_people_type_them(typed, minor):
    assert parse_money(typed) == minor


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "abc", "1\x00", "1\n2", "1.234", "1,2,3", "1,23,456", "1.2.3,4", "..", ".", "€", "--5", "1e5",
        "0x10", "1,153.9,9", "٣", "999999999999999", "10000000000.01", "5 5 5", "1" * 41, "NaN", "12.5.", "1;2",
        "5391234000012",
    ],
)  # fmt: skip
def test_what_is_not_clearly_an_amount_is_refused(typed):
    with pytest.raises(NotAnAmount) as refused:
        parse_money(typed)

    assert refused.value.code == "not_an_amount"
    assert str(refused.value).isprintable()


@given(minor=amounts)
def test_what_is_shown_is_understood_again(minor):
    assert parse_money(format_money(minor)) == minor
    assert parse_money(money.format_figure(minor)) == minor


@given(text=st.text(max_size=50))
def test_no_text_at_all_breaks_the_reading_of_amounts(text):
    with contextlib.suppress(NotAnAmount):
        assert abs(parse_money(text)) <= money.LARGEST


def test_showing_an_amount_costs_next_to_nothing():
    assert language() == "en"
    format_money(1)

    best = min(timeit.repeat(lambda: format_money(115_399), number=1000, repeat=7))

    assert best < 0.006  # 6 us each on a busy machine, 1.3 on a quiet one
