"""Quotes: made from a ticket, held to their day, fetched once."""

from __future__ import annotations

import pytest

from app.catalog.products import change_price
from app.core import clock
from app.core.outbox import recent
from app.counter.quote_taken import QuoteOver, take_quote
from app.counter.quotes import make_quote, quotes
from app.counter.sell import sell
from app.counter.ticket import Ticket
from app.documents.build import papers_of
from app.orders.draft import NoLines
from tests.app.payments.till import boss, cash, open_till, ticket_of
from tests.conftest import NOON
from tests.factories import make_product


def test_a_quote_holds_its_prices_and_is_taken_once(store):
    mug = make_product("MUG", price="12.00", on_hand=5)
    open_till()
    ticket = ticket_of("MUG")
    number = make_quote(boss, ticket.to_body())
    change_price(boss, mug, 130_000)

    again = Ticket.from_body(take_quote(boss, number.lower()))

    assert again.totals().total_minor == 1_200
    assert again.uid != ticket.uid
    assert number in again.note
    sold = sell(boss, again.to_sale([cash(1_200)]), key=again.uid)
    assert sold.total_minor == 1_200
    assert quotes() == []
    with pytest.raises(QuoteOver, match="taken already"):
        take_quote(boss, number)


def test_after_its_day_a_quote_has_todays_prices_only(store):
    mug = make_product("MUG", price="12.00", on_hand=5)
    number = make_quote(boss, ticket_of("MUG").to_body(), 3)
    change_price(boss, mug, 130_000)

    with clock.frozen(clock.at_local("2026-11-25", "23:59")):
        assert not quotes()[0].is_over
    with clock.frozen(NOON + 5 * clock.DAY_MS):
        assert quotes()[0].is_over
        with pytest.raises(QuoteOver, match="held until 25 Nov"):
            take_quote(boss, number)
        again = Ticket.from_body(take_quote(boss, number, at_todays_prices=True))

    assert again.totals().total_minor == 1_300


def test_a_quote_prints_with_its_day_and_code(store):
    make_product("MUG", price="12.00")
    number = make_quote(boss, ticket_of("MUG", "MUG").to_body(), 7)

    wish = recent(["quote"])[0]
    paper = papers_of("quote", wish.payload)[0]

    assert (paper.title, paper.barcode, paper.totals.total_minor) == ("Quote", number, 2_400)
    assert "hold until 29 Nov" in paper.notes[0]


def test_an_empty_ticket_is_no_quote(store):
    with pytest.raises(NoLines):
        make_quote(boss, Ticket("t").to_body())
