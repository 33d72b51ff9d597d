"""Offers: what a basket gets, whoever scanned what first, and never more than it costs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalog.choose import best_offers, choose_together
from app.catalog.offer_basket import OfferLine
from app.catalog.offers import Book, ListPrice, Offer, OfferKind, Part, Stacking, Who
from app.core import clock
from app.orders.basket import BasketLine, price_basket

K = OfferKind
ANYONE = Who()


def off(lines, *offers, who=ANYONE):
    """What is given off each line in all."""
    sums = [0] * len(lines)
    for one in best_offers(lines, Book(offers), who):
        sums[one.line] += one.amount_minor
    return sums


def goods(product, quantity, gross, category=None, **more):
    return OfferLine(product, category, quantity, gross, **more)


def only(product, **more):
    return {"products": frozenset({product}), **more}


def test_a_percentage_an_amount_and_a_price():
    lines = [goods(1, 3, 3000), goods(2, 1, 500)]

    assert off(lines, Offer(1, "Tenth", K.PERCENT, 1000, **only(1))) == [300, 0]
    assert off(lines, Offer(1, "Off each", K.AMOUNT, amount_minor=150, **only(1))) == [450, 0]
    assert off(lines, Offer(1, "More than it costs", K.AMOUNT, amount_minor=900)) == [2700, 500]
    assert off(lines, Offer(1, "Each 8.00", K.PRICE, amount_minor=800, **only(1))) == [600, 0]


def test_three_for_two_counts_all_lines_of_a_product_but_not_different_products():
    offer = Offer(1, "3 for 2", K.N_FOR_M, buy=3, pay=2)

    assert off([goods(1, 2, 2000), goods(1, 1, 1000)], offer) in ([1000, 0], [0, 1000])
    assert off([goods(1, 2, 2000), goods(2, 1, 1000)], offer) == [0, 0]
    assert off([goods(1, 7, 7000)], offer) == [2000]


def test_the_cheapest_of_each_set_is_free():
    offer = Offer(1, "Cheapest free", K.CHEAPEST_FREE, buy=3, pay=2)

    assert off([goods(1, 1, 3000), goods(2, 1, 1000), goods(3, 1, 2000)], offer) == [0, 1000, 0]
    assert off([goods(1, 1, 3000), goods(2, 5, 5000)], offer) == [0, 2000]
    half = offer._replace(percent_bp=5000)
    assert off([goods(1, 2, 4000), goods(2, 1, 999)], half) == [0, 500]


def test_a_bundle_costs_its_price_to_the_last_cent():
    breakfast = Offer(1, "Breakfast", K.BUNDLE, amount_minor=1000,
                      parts=(Part(1, frozenset({1})), Part(2, categories=frozenset({9}))))  # fmt: skip
    lines = [goods(1, 1, 601), goods(2, 1, 333, 9), goods(3, 2, 666, 9)]

    given_off = off(lines, breakfast)

    assert sum(given_off) == 601 + 333 + 333 - 1000
    assert off(lines[:2], breakfast) == [0, 0]


def test_a_threshold_spreads_its_amount_to_the_last_cent():
    offer = Offer(1, "Ten off from 50", K.THRESHOLD, amount_minor=1000, min_minor=5000)

    assert sum(off([goods(1, 1, 3333), goods(2, 3, 3333)], offer)) == 1000
    assert off([goods(1, 1, 4999)], offer) == [0]


def test_the_best_offer_holds_and_priority_goes_first():
    ten, twenty = Offer(1, "Ten", K.PERCENT, 1000), Offer(2, "Twenty", K.PERCENT, 2000)

    assert off([goods(1, 1, 1000)], ten, twenty) == [200]
    assert off([goods(1, 1, 1000)], ten._replace(priority=1), twenty) == [100]
    assert off([goods(1, 3, 3000)], twenty, Offer(3, "3 for 2", K.N_FOR_M, buy=3, pay=2)) == [1000]
    assert off([goods(1, 4, 4000)], twenty, Offer(3, "3 for 2", K.N_FOR_M, buy=3, pay=2)) == [1200]


def test_what_comes_on_top_is_off_the_price_that_is_left_unless_an_offer_stands_alone():
    half = Offer(1, "Half", K.PERCENT, 5000)
    top = Offer(2, "On top", K.PERCENT, 1000, stacking=Stacking.ON_TOP)

    assert off([goods(1, 1, 1000)], half, top) == [550]
    assert off([goods(1, 1, 1000)], half._replace(stacking=Stacking.ALONE), top) == [500]


def test_groups_coupons_and_what_a_person_gave():
    members = Offer(1, "Members", K.PERCENT, 3000, groups=frozenset({7}))
    coupon = Offer(2, "Coupon", K.AMOUNT, amount_minor=100, needs_coupon=True)
    line = goods(1, 1, 1000)

    assert off([line], members, coupon) == [0]
    assert off([line], members, coupon, who=Who(None, 7)) == [300]
    assert off([line], members, coupon, who=Who(coupons=frozenset({2}))) == [100]
    assert off([line._replace(is_open=False)], members, who=Who(None, 7)) == [0]
    assert off([line._replace(rule_bp=4000)], members, who=Who(None, 7)) == [0]  # the group's own is better: no offer


def test_a_happy_hour_holds_at_its_hours_and_past_midnight():
    friday = clock.at_local("2026-11-27", "17:30")
    happy = Offer(1, "Happy hour", K.PERCENT, 5000, weekdays=1 << 4, from_minute=17 * 60, to_minute=19 * 60)
    late = happy._replace(from_minute=22 * 60, to_minute=2 * 60)

    assert happy.holds_at(friday)
    assert not happy.holds_at(clock.at_local("2026-11-27", "19:00"))
    assert not happy.holds_at(clock.at_local("2026-11-28", "17:30"))
    assert late.holds_at(clock.at_local("2026-11-28", "01:59"))
    assert not late.holds_at(clock.at_local("2026-11-27", "01:59"))


def test_the_lowest_price_of_the_lists_holds_from_its_quantity_on():
    lists = {1: (ListPrice(90_000, 10, "Trade", None, None, 0, None), ListPrice(80_000, 1, "Friend", 5, None, 0, None))}
    book = Book((), lists)
    line = BasketLine(1, None, 9, 100_000)

    assert price_basket([line], book, ANYONE).total_minor == 9000
    assert price_basket([line, line._replace(quantity=1, at=1)], book, ANYONE).total_minor == 9000
    assert price_basket([line], book, Who(5)).total_minor == 7200
    assert price_basket([line._replace(unit_price_e4=50_000)], book, Who(5)).total_minor == 4500


products = st.integers(1, 6)
some = st.frozensets(products, max_size=3)
parts = st.builds(Part, st.integers(1, 3), st.frozensets(products, min_size=1, max_size=2), st.just(frozenset()))


@st.composite
def offers(draw):
    kind = draw(st.sampled_from(list(K)))
    buy = draw(st.integers(2, 5))
    return Offer(
        0, "Offer", kind, percent_bp=draw(st.integers(1, 10_000)) if kind in (K.PERCENT, K.CHEAPEST_FREE) else 0,
        amount_minor=draw(st.integers(1, 3000)), products=draw(some) if kind is not K.BUNDLE else frozenset(),
        parts=tuple(draw(st.lists(parts, min_size=1, max_size=3))) if kind is K.BUNDLE else (), buy=buy,
        pay=draw(st.integers(0, buy - 1)), min_quantity=draw(st.integers(0, 5)), min_minor=draw(st.integers(0, 5000)),
        stacking=draw(st.sampled_from(list(Stacking))), priority=draw(st.integers(0, 1)), most=draw(st.integers(0, 2)),
        groups=frozenset(), needs_coupon=False,
    )  # fmt: skip


basket_lines = st.builds(
    BasketLine, product_id=products, category_id=st.none(), quantity=st.integers(1, 12),
    list_price_e4=st.integers(0, 300_000).map(lambda price: price * 7), price_per=st.sampled_from([1, 1, 100]),
    is_piece=st.booleans(), at=st.just(0), unit_price_e4=st.none() | st.integers(0, 100_000),
    discount_minor=st.just(0), discount_bp=st.sampled_from([0, 0, 500]), rule_bp=st.sampled_from([0, 0, 1500]),
    rule_name=st.just("Gold"), tax_bp=st.sampled_from([0, 900, 2300]), taxes=st.just(()), relief=st.just(()),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(basket_lines, min_size=1, max_size=8), st.lists(offers(), max_size=6), st.randoms())
def test_no_basket_loses_a_cent_and_the_order_of_scans_does_not_matter(lines, asked, random):
    book = Book(tuple(offer._replace(id=no) for no, offer in enumerate(asked, 1)))

    priced = price_basket(lines, book, ANYONE)
    shuffled = list(lines)
    random.shuffle(shuffled)

    assert price_basket(shuffled, book, ANYONE)[1:] == priced[1:]
    assert sum(part.total_minor for part in priced.lines) == priced.total_minor
    for line, part in zip(lines, priced.lines, strict=True):
        assert 0 <= part.total_minor <= part.gross_minor
        assert part.gross_minor - part.discount_minor == part.total_minor
        if part.offers:
            assert line.is_open
            assert sum(one.amount_minor for one in part.offers) == part.discount_minor
            assert all(one.amount_minor > 0 for one in part.offers)


def test_of_two_lines_that_differ_in_their_tax_alone_the_same_one_gets_the_cent():
    line = BasketLine(product_id=1, category_id=None, quantity=3, list_price_e4=21, price_per=1, is_piece=True)
    book = Book((Offer(1, "4 for nothing", K.N_FOR_M, buy=4),))

    there, back = (
        price_basket([line._replace(tax_bp=rate) for rate in rates], book, ANYONE) for rates in ((0, 900), (900, 0))
    )

    assert there.total_minor == 1
    assert there[1:] == back[1:]


@settings(max_examples=200, deadline=None)
@given(st.lists(basket_lines, min_size=1, max_size=6), st.lists(offers(), max_size=4))
def test_an_offer_more_never_makes_a_basket_dearer(lines, asked):
    """Without priorities and conditions on what others left, each further offer can only help."""
    whole = [o._replace(id=no, priority=0, stacking=Stacking.BEST) for no, o in enumerate(asked, 1)]
    singles = [offer for offer in whole if offer.kind not in (K.BUNDLE, K.CHEAPEST_FREE, K.THRESHOLD)]

    before = price_basket(lines, Book(tuple(singles[:-1])), ANYONE).total_minor
    after = price_basket(lines, Book(tuple(singles)), ANYONE).total_minor

    assert after <= before + len(lines)  # at most a rounding a line


@pytest.mark.parametrize("kind", list(K))
def test_every_kind_is_safe_without_numbers(kind):
    assert sum(off([goods(1, 2, 2000)], Offer(1, "Empty", kind))) <= 2000


@settings(max_examples=300, deadline=None)
@given(st.lists(basket_lines, min_size=1, max_size=8), st.lists(offers(), max_size=8))
def test_lines_that_no_offer_connects_get_the_same_as_all_together_and_a_scan_the_same_as_anew(lines, asked):
    made = tuple(offer._replace(id=no) for no, offer in enumerate(asked, 1))
    book, everything = Book(made), frozenset(offer.id for offer in made)
    seen = [
        OfferLine(line.product_id, None, line.quantity, line.quantity * (line.list_price_e4 // 100 + 1), line.is_piece)
        for line in lines
    ]

    for count in range(1, len(seen) + 1):
        apart = best_offers(seen[:count], book, ANYONE)

    together = choose_together(seen, everything, Book(made), ANYONE)
    assert sorted(apart) == sorted(together) == sorted(best_offers(seen, Book(made), ANYONE))
