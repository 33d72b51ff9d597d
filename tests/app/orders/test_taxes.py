"""Several taxes on a line: contained, on top, by piece, one upon another, rounded by line or by document."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from app.orders.pricing import LineInput, TaxRounding, price_lines
from app.orders.taxes import TaxRule, tax_line

GST = TaxRule("GST", "GST", 500, is_included=False)
QST = TaxRule("QST", "QST", 998, is_included=False)
ONE = Fraction(1)
GONE = TaxRule("VAT", "VAT", 2300, is_relieved=True)


def test_taxes_on_top_of_the_price():
    taxed = tax_line(10_000, ONE, (GST, QST))

    assert (taxed.total_minor, taxed.tax_minor, taxed.added_minor) == (11_498, 1498, 1498)
    assert [(part.code, part.base_minor, part.tax_minor) for part in taxed.parts] == [
        ("GST", 10_000, 500), ("QST", 10_000, 998),
    ]  # fmt: skip


def test_a_compound_tax_is_taken_on_the_taxes_before_it():
    taxed = tax_line(10_000, ONE, (GST, QST._replace(is_compound=True)))

    assert [part.tax_minor for part in taxed.parts] == [500, 1048]
    assert taxed.parts[1].base_minor == 10_500


def test_a_deposit_by_piece_inside_the_price_comes_off_before_the_percentage():
    eco = TaxRule("ECO", "Eco fee", amount_e4=2_500)
    vat = TaxRule("VAT", "VAT", 2000, is_compound=True)
    taxed = tax_line(1230, Fraction(1), (eco, vat))

    assert [part.tax_minor for part in taxed.parts] == [25, 205]
    assert (taxed.total_minor, taxed.added_minor) == (1230, 0)
    assert tax_line(2460, Fraction(2), (eco, vat)).parts[0].tax_minor == 50


def test_rounding_by_document_and_by_line_differ_as_they_do_on_paper():
    tax = (TaxRule("T", "T", 1530, is_included=False),)
    lines = [LineInput(1, 158_900, taxes=tax), LineInput(1, 158_900, taxes=tax)]

    by_line = price_lines(lines)
    by_document = price_lines(lines, rounding=TaxRounding.DOCUMENT)

    assert (by_line.total_minor, by_document.total_minor) == (3178 + 2 * 243, 3178 + 486)
    thirds = [LineInput(1, 1_000, tax_bp=500)] * 3
    assert price_lines(thirds).tax_minor == 0
    assert price_lines(thirds, rounding=TaxRounding.DOCUMENT).tax_minor == 1


def test_a_fixed_tax_larger_than_the_price_is_all_of_it():
    taxed = tax_line(10, ONE, (TaxRule("ECO", "Eco fee", amount_e4=5_000), TaxRule("VAT", "VAT", 2000)))

    assert (taxed.total_minor, taxed.tax_minor) == (10, 10)


def test_goods_that_are_given_away_bear_no_tax_not_even_less_than_nothing():
    rules = (TaxRule("levy", amount_e4=20_000), TaxRule("vat", rate_bp=900, is_included=False))

    assert tax_line(0, Fraction(3), rules)[:3] == (0, 0, 0)
    assert tax_line(100, Fraction(3), rules)[:3] == (100, 100, 0)


def test_a_tax_that_the_customer_does_not_pay_leaves_the_price():
    export = price_lines([LineInput(1, 123_000, relief=(GONE,))])

    assert (export.total_minor, export.tax_minor) == (1000, 0)


rules = st.builds(
    TaxRule, code=st.sampled_from(["A", "B", "C"]), name=st.just("Tax"), rate_bp=st.integers(0, 3000),
    amount_e4=st.sampled_from([0, 0, 1_000]), is_included=st.booleans(), is_compound=st.booleans(),
)  # fmt: skip
several = st.lists(rules, max_size=3, unique_by=lambda rule: rule.code).map(tuple)
inputs = st.builds(
    LineInput, quantity=st.integers(-50, 5_000).filter(bool), unit_price_e4=st.integers(0, 2_000_000),
    price_per=st.sampled_from([1, 100]), tax_bp=st.sampled_from([0, 900, 2300]), discount_minor=st.just(0),
    discount_bp=st.integers(0, 10_000), offered_minor=st.just(0), taxes=several,
    relief=st.sampled_from([(), (), (GONE,)]), is_net=st.booleans(),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(inputs, min_size=1, max_size=12), st.sampled_from(list(TaxRounding)))
def test_taxes_add_up_whatever_they_are(lines, rounding):
    priced = price_lines(lines, rounding=rounding)

    assert sum(part.total_minor for part in priced.lines) == priced.total_minor
    assert sum(part.added_minor for part in priced.lines) == priced.added_minor
    assert priced.goods_minor + priced.added_minor == priced.total_minor
    assert sum(tax.tax_minor for tax in priced.taxes) == priced.tax_minor
    for line, part in zip(lines, priced.lines, strict=True):
        assert part.gross_minor - part.discount_minor + part.added_minor == part.total_minor
        sign = 1 if line.quantity > 0 else -1
        assert sign * part.total_minor >= 0 and sign * part.tax_minor >= 0
        assert abs(part.tax_minor) <= abs(part.total_minor) + (rounding is TaxRounding.DOCUMENT)
        if line.taxes:
            assert sum(one.tax_minor for one in part.parts) == part.tax_minor


@settings(max_examples=200, deadline=None)
@given(st.lists(inputs, min_size=1, max_size=8), st.sampled_from(list(TaxRounding)))
def test_the_opposite_of_a_sale_is_minus_the_sale(lines, rounding):
    back = [line._replace(quantity=-line.quantity) for line in lines]

    sale, refund = price_lines(lines, rounding=rounding), price_lines(back, rounding=rounding)

    assert (refund.total_minor, refund.tax_minor) == (-sale.total_minor, -sale.tax_minor)
