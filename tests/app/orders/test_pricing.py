"""The money engine: exact to the cent, whatever comes in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.orders.pricing import DiscountTooLarge, LineInput, price_lines

line_inputs = st.builds(
    LineInput,
    quantity=st.integers(1, 80_000),
    unit_price_e4=st.integers(0, 5_000_000),
    price_per=st.sampled_from([1, 100, 1000]),
    tax_bp=st.sampled_from([0, 900, 1350, 2300]),
    discount_minor=st.just(0),
    discount_bp=st.integers(0, 10_000),
    offered_minor=st.just(0),
    taxes=st.just(()),
    relief=st.just(()),
    is_net=st.just(False),
    is_fixed=st.booleans(),
)


def charge(amount_minor: int) -> list[LineInput]:
    """A delivery with 23% in it, when there is one."""
    return [LineInput(1, amount_minor * 100, 1, 2300, is_fixed=True)] if amount_minor else []


@settings(max_examples=150, deadline=None)
@given(st.lists(line_inputs, min_size=1, max_size=40), st.integers(0, 10_000), st.integers(0, 5_000))
def test_parts_equal_the_whole(lines, percent, charges):
    priced = price_lines(lines, order_discount_bp=percent, charges=charge(charges))
    assert sum(line.total_minor for line in priced.lines) + charges == priced.total_minor
    assert sum(line.order_discount_minor for line in priced.lines) == priced.discount_minor
    assert sum(line.gross_minor - line.discount_minor for line in priced.lines) == priced.goods_minor
    assert sum(tax.gross_minor for tax in priced.taxes) == priced.total_minor
    assert sum(tax.tax_minor for tax in priced.taxes) == priced.tax_minor
    for line in priced.lines:
        assert line.gross_minor - line.discount_minor - line.order_discount_minor == line.total_minor >= 0
        assert 0 <= line.tax_minor <= line.total_minor
    for line, part in zip(lines, priced.lines, strict=True):
        assert not (line.is_fixed and part.order_discount_minor)


@settings(max_examples=150, deadline=None)
@given(st.lists(line_inputs, min_size=1, max_size=20), st.integers(0, 10_000), st.randoms())
def test_the_order_of_the_lines_does_not_matter_for_the_totals(lines, percent, random):
    shuffled = list(lines)
    random.shuffle(shuffled)
    assert price_lines(lines, order_discount_bp=percent)[1:] == price_lines(shuffled, order_discount_bp=percent)[1:]


def test_a_line_is_rounded_once_half_up_away_from_zero():
    assert price_lines([LineInput(1, 50)]).total_minor == 1  # half a cent
    assert price_lines([LineInput(3, 10)]).total_minor == 0  # 0.3 cent
    assert price_lines([LineInput(-1, 50)]).total_minor == -1
    assert price_lines([LineInput(250, 189_900, 1000)]).total_minor == 475  # 250 g at 18.99 a kilo


def test_the_phone_order_of_the_pictures_adds_up():
    lines = [LineInput(1, 640_000, 1, 2300), LineInput(4, 98_000, 1, 2300), LineInput(3, 320_000, 1, 2300),
             LineInput(1, 710_000, 1, 2300), LineInput(2, 115_000, 1, 2300)]  # fmt: skip
    priced = price_lines(lines, charges=charge(490))
    assert (priced.goods_minor, priced.total_minor) == (29320, 29810)
    assert priced.tax_minor in range(5572, 5577)


def test_a_percentage_and_an_amount_off_add_up():
    priced = price_lines([LineInput(1, 100_000, 1, 2300, 100, 1000)], order_discount_bp=5000, order_discount_minor=1)
    assert priced.lines[0].discount_minor == 200
    assert priced.discount_minor == 401
    assert priced.total_minor == 399


@pytest.mark.parametrize("given_off", [{"order_discount_minor": 1001}, {"order_discount_minor": -1}])
def test_more_off_than_the_goods_cost_is_refused(given_off):
    with pytest.raises(DiscountTooLarge):
        price_lines([LineInput(1, 100_000)], **given_off)
    with pytest.raises(DiscountTooLarge):
        price_lines([LineInput(1, 100_000, discount_minor=1001)])


def test_an_empty_order_costs_nothing():
    assert price_lines([]).total_minor == 0
