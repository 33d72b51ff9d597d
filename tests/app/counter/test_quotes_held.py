"""What a quote named holds to the cent: wherever it was made, whatever changed since, wherever it is taken up."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from app.catalog.book import book, forget
from app.catalog.models import Product, Promotion
from app.core import clock
from app.core.actor import Actor
from app.core.command import command
from app.core.refusal import Refusal
from app.core.settings import change_setting
from app.counter.models import Quote
from app.counter.quote_taken import NotToOrder, QuoteOver, take_quote
from app.counter.quotes import fitting, make_quote, quotes
from app.counter.sell import sell
from app.counter.ticket import Ticket
from app.documents.quotes import quote
from app.orders.line_kinds import LineKind
from app.orders.models import Order
from app.payments.models import Tender
from app.payments.tender import TenderInput
from tests.app.counter.conftest import Shop, called, clerk, fill, place, quote_call, random_line, ready
from tests.app.payments.till import boss, open_till
from tests.conftest import NOON
from tests.examples import examples
from tests.factories import make_product
from ui.orders.call import Call
from ui.orders.quoted import call_of

_numbers = count(1)


def prices_of_shop() -> dict[int, int]:
    """The list prices of everything that has one."""
    return dict(Product.select(Product.id, Product.price_e4).where(Product.price_e4 > 0).tuples())


@command("tests.change_shop")
def change_shop(by: Actor, prices: dict[int, int], *, with_offers: bool) -> None:
    """Other prices for everything, and offers or none; in one transaction, so that an example is cheap."""
    for product_id, price in prices.items():
        Product.update(price_e4=price).where(Product.id == product_id).execute()
    Promotion.update(is_active=with_offers).execute()
    forget()


def changed(prices: dict[int, int], number: int) -> None:
    """The shop some days later: all is dearer or cheaper, and half of the times no offer is left."""
    later = {product_id: max(price + (number % 7 - 3) * 1_300, 100) for product_id, price in prices.items()}
    change_shop(boss, later, with_offers=number % 2 == 0)
    book()


def random_ticket(shop: Shop, lines: list[Any], off: str, number: int, buyer: int, shown: bool) -> Ticket:
    """A ticket with random lines, a customer or none, something off the whole or nothing, and a coupon or none."""
    ticket = Ticket(f"h{next(_numbers)}")
    ticket.set_buyer(shop.buyers[buyer])
    fill(ticket, shop, lines)
    if shown:
        ticket.add_coupon(shop.coupon)
    with suppress(Refusal):
        ticket.discount_order(**{"percent": {"bp": number}, "amount": {"minor": number}}.get(off, {}), name="Deal")
    return ticket


@pytest.mark.parametrize(("rounding", "included"), [("line", True), ("document", False)])
@pytest.mark.parametrize("by_phone", [True, False])
def test_an_order_placed_from_a_quote_costs_what_the_quote_said(shop, rounding, included, by_phone):
    change_setting(boss, "catalog.tax_rounding", rounding)
    change_setting(boss, "catalog.prices_include_tax", included)
    book()
    prices = prices_of_shop()

    @hypothesis(max_examples=examples(16), suppress_health_check=list(HealthCheck), deadline=None)
    @given(
        st.lists(random_line, min_size=1, max_size=6), st.sampled_from(["", "percent", "amount"]), st.integers(1, 3_000),
        st.integers(0, 2), st.booleans(), st.integers(0, 13),
    )  # fmt: skip
    @example(
        lines=[(6, 1, "", 1, False)], off="", number=1, buyer=0, shown=True, change=1
    )  # a coupon of an offer that is over
    def check(lines, off, number, buyer, shown, change):
        change_shop(boss, prices, with_offers=True)
        book()
        ticket = random_ticket(shop, lines, off, number, buyer, shown)
        if not ticket.lines:
            return
        if by_phone:
            number_of = quote_call(called(ticket))
        else:
            number_of = make_quote(boss, ticket.to_body())
        said = Quote.get(Quote.number == number_of)
        changed(prices, change)

        call = ready(call_of(take_quote(boss, number_of, as_order=True), delivery_minor=990, cod_fee_minor=0))

        assert Call.from_body(call.body()) == call
        assert call.total_minor == said.total_minor
        placed = place(call, clerk)  # who may give nothing off: all of it was agreed
        assert placed.total_minor == said.total_minor
        assert Order.get_by_id(placed.order_id).delivery_minor == (490 if by_phone else 0)
        assert quote(said.id).totals.total_minor == said.total_minor

    check()


@pytest.mark.parametrize(("rounding", "included"), [("line", True), ("document", False)])
@pytest.mark.parametrize("by_phone", [True, False])
def test_a_quote_sold_at_the_counter_costs_what_it_said_without_its_delivery(shop, rounding, included, by_phone):
    change_setting(boss, "catalog.tax_rounding", rounding)
    change_setting(boss, "catalog.prices_include_tax", included)
    prices = prices_of_shop()
    open_till()

    @hypothesis(max_examples=examples(16), suppress_health_check=list(HealthCheck), deadline=None)
    @given(
        st.lists(random_line, min_size=1, max_size=6), st.sampled_from(["", "percent", "amount"]), st.integers(1, 3_000),
        st.integers(0, 2), st.booleans(), st.integers(0, 13),
    )  # fmt: skip
    def check(lines, off, number, buyer, shown, change):
        change_shop(boss, prices, with_offers=True)
        book()
        ticket = random_ticket(shop, lines, off, number, buyer, shown)
        if not ticket.lines:
            return
        said = ticket.totals().total_minor
        number_of = quote_call(called(ticket)) if by_phone else make_quote(boss, ticket.to_body())
        changed(prices, change)

        again = Ticket.from_body(take_quote(boss, number_of, as_sale=True))

        assert again.totals().total_minor == said
        sale = again.to_sale([TenderInput(Tender.CASH, said)] if said else [])
        assert sell(clerk, sale, key=sale.uid).total_minor == said

    check()


def test_a_ticket_fetched_from_a_quote_costs_what_it_said_though_an_offer_is_over(shop):
    ticket = Ticket("over")
    mug = shop.goods[0]
    ticket.add(mug, 3)
    number, said = make_quote(boss, ticket.to_body()), ticket.totals().total_minor
    assert said == 2 * 999
    changed(prices_of_shop(), 1)

    assert Ticket.from_body(take_quote(boss, number)).totals().total_minor == said


def test_after_its_day_a_call_has_the_prices_and_the_charges_of_the_day(shop):
    ticket = Ticket("late")
    ticket.add(shop.goods[3])
    number = quote_call(called(ticket), 3)
    changed(prices_of_shop(), 6)
    with clock.frozen(NOON + 5 * clock.DAY_MS):
        with pytest.raises(QuoteOver, match="held until"):
            take_quote(boss, number, as_order=True)
        body = take_quote(boss, number, as_order=True, at_todays_prices=True)
        call = ready(call_of(body, delivery_minor=990, cod_fee_minor=0))
        assert call.total_minor == 107 + 39 + 25 + 39 + 990
        assert place(replace(call, promised_at=NOON + 6 * clock.DAY_MS)).total_minor == call.total_minor


def test_the_list_is_of_both_screens_and_found_by_number_customer_and_phone(shop):
    ticket = Ticket("one")
    ticket.set_buyer(shop.buyers[1])
    ticket.add(shop.goods[0])
    at_the_counter = make_quote(boss, ticket.to_body())
    ticket.set_buyer(None)
    by_phone = quote_call(replace(called(ticket), name="Nora Kelly"))

    rows = quotes()

    def found(text: str) -> list[Any]:
        return [row.number for row in fitting(rows, text)]

    assert [(row.number, row.by_phone) for row in rows] == [(by_phone, True), (at_the_counter, False)]
    assert found("nora") == [by_phone]
    assert found("087 555 0123") == [by_phone]
    assert found("trader") == [at_the_counter]
    assert found(at_the_counter.lower()) == [at_the_counter]
    assert found("nobody") == []


def test_a_quote_with_a_gift_card_is_not_taken_as_an_order_and_stays_open(shop):
    ticket = Ticket("card")
    ticket.add(shop.goods[0]._replace(kind=LineKind.GIFT_CARD), 1, unit_price_e4=100_000)
    number = make_quote(boss, ticket.to_body())

    with pytest.raises(NotToOrder):
        take_quote(boss, number, as_order=True)

    assert [row.number for row in quotes()] == [number]


def test_the_paper_of_a_call_names_delivery_and_the_time_as_an_estimate(store):
    make_product("MUG", price="12.00", on_hand=5)
    from tests.app.payments.till import ticket_of

    call = called(ticket_of("MUG"))
    number = quote_call(call)

    paper = quote(Quote.get(Quote.number == number).id)

    assert [(line.name, line.amount_minor) for line in paper.lines][-1] == ("Delivery", 490)
    assert paper.totals.total_minor == 1_690
    assert any("Estimated" in note for note in paper.notes)
