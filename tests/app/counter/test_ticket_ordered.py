"""A ticket that is taken over into an order: the order costs to the cent what the ticket said, whatever is on it."""

from __future__ import annotations

from contextlib import suppress
from itertools import count

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from app.catalog.book import book
from app.core.actor import Actor, NotPermitted
from app.core.journal import Journal
from app.core.refusal import Refusal
from app.core.settings import change_setting
from app.counter.quote_taken import take_quote
from app.counter.quotes import make_quote
from app.counter.ticket import Ticket
from app.inventory.models import Reservation
from app.orders.draft import DraftLine, NotAnAmount
from app.orders.limits import NotAFreeLine
from app.orders.line_kinds import LineKind
from app.orders.models import FulfillmentLine, Order, OrderLine
from app.orders.place import Placed, place_order
from app.orders.relieve import ReasonMissing
from tests.app.counter.conftest import fill, order_of, place, random_line
from tests.app.orders.conftest import phone_order
from tests.app.payments.till import RIGHTS, boss, maya
from tests.examples import examples
from ui.counter.ordered import against_ordering

_numbers = count(1)
seller = Actor(1, "Maya Kelly", "counter", "till-1", RIGHTS | {"orders.place"}, maya.limits)


@pytest.mark.parametrize(("rounding", "included"), [("line", True), ("document", False), ("line", False)])
def test_the_order_costs_to_the_cent_what_the_ticket_said(shop, rounding, included):
    change_setting(boss, "catalog.tax_rounding", rounding)
    change_setting(boss, "catalog.prices_include_tax", included)
    book()  # the window has read the prices of now

    @hypothesis(max_examples=examples(40), suppress_health_check=list(HealthCheck))
    @given(
        st.lists(random_line, min_size=1, max_size=7), st.sampled_from(["", "percent", "amount"]), st.integers(1, 3_000),
        st.integers(0, 2), st.integers(0, 2), st.booleans(),
    )  # fmt: skip
    def check(lines, off, number, buyer, regime, shown):
        ticket = Ticket(f"t{next(_numbers)}")
        ticket.set_buyer(shop.buyers[buyer])
        fill(ticket, shop, lines)
        with suppress(Refusal):  # more may be given off than is left without tax
            ticket.set_regime(shop.regimes[regime], "Papers shown" if regime else "")
        if shown:
            ticket.add_coupon(shop.coupon)
        with suppress(Refusal):
            ticket.discount_order(**{"percent": {"bp": number}, "amount": {"minor": number}}.get(off, {}), name="Deal")
        if not ticket.lines:
            return
        said, call = ticket.totals(), order_of(ticket)
        assert (call.total_minor, call.priced.tax_minor) == (said.total_minor, said.tax_minor)

        placed = place(call)

        order = Order.get_by_id(placed.order_id)
        assert (placed.total_minor, order.tax_minor, order.discount_minor, order.tax_regime_ref) == (
            said.total_minor, said.tax_minor, said.discount_minor, ticket.regime_id,
        )  # fmt: skip

    check()


def test_a_free_line_is_ordered_under_its_words_and_never_picked_or_reserved(shop):
    ticket = Ticket("free")
    ticket.add(shop.goods[0], 2)
    ticket.add(shop.free[0]._replace(name="Handle mended"), 1, unit_price_e4=125_000)
    call = order_of(ticket)
    assert call.wanted == {shop.goods[0].product_id: 2}

    placed = place(call)

    line = OrderLine.get(OrderLine.order == placed.order_id, OrderLine.kind == LineKind.FREE)
    assert (line.name, line.quantity, line.unit_price_e4, line.tax_bp) == ("Handle mended", 1, 125_000, 2_300)
    assert (line.reserved, line.backordered, line.is_stocked) == (0, 0, False)
    assert [row.product_id for row in FulfillmentLine.select()] == [shop.goods[0].product_id]
    assert [row.product_id for row in Reservation.select()] == [shop.goods[0].product_id]


def test_a_free_line_needs_the_right_of_the_counter_words_a_price_and_no_goods_behind_it(shop):
    free, mug = shop.free[0].product_id, shop.goods[0].product_id

    def order(line: DraftLine, by: Actor = boss) -> Placed:
        return place_order(by, phone_order(line))

    with pytest.raises(NotPermitted) as refused:
        order(DraftLine(free, 1, 10_000, name="Ribbon", kind=LineKind.FREE), seller)
    assert refused.value.right == "counter.free_goods"
    for name in ("", "  ", "x" * 121):
        with pytest.raises(NotAFreeLine):
            order(DraftLine(free, 1, 10_000, name=name, kind=LineKind.FREE))
    for price in (None, 0):
        with pytest.raises(NotAnAmount):
            order(DraftLine(free, 1, price, name="Ribbon", kind=LineKind.FREE))
    with pytest.raises(NotAFreeLine):
        order(DraftLine(mug, 1, 90_000, name="Ribbon", kind=LineKind.FREE))
    assert not Order.select().exists()

    assert order(DraftLine(free, 3, 10_000, name="Ribbon", kind=LineKind.FREE)).total_minor == 300


def test_an_order_is_taxed_by_hand_only_with_a_managers_word_and_a_reason_that_the_journal_keeps(shop):
    ticket = Ticket("export")
    ticket.add(shop.goods[0])
    ticket.set_regime(shop.regimes[1])
    with pytest.raises(ReasonMissing):
        place(order_of(ticket))
    ticket.set_regime(shop.regimes[1], "Passport P123")
    with pytest.raises(NotPermitted) as refused:
        place(order_of(ticket), seller)
    assert refused.value.right == "orders.relieve_tax"
    assert not Order.select().exists()

    placed = place(order_of(ticket))

    order = Order.get_by_id(placed.order_id)
    assert (order.tax_regime_ref, order.tax_regime, order.tax_minor) == (shop.regimes[1], "Export", 0)
    body = Journal.get(Journal.what == "orders.place").body
    assert '"regime":"Export"' in body
    assert '"regime_reason":"Passport P123"' in body


def test_a_quote_keeps_free_lines_and_the_regime_until_it_is_ordered(shop):
    ticket = Ticket("quoted")
    ticket.add(shop.goods[0])
    ticket.add(shop.free[0]._replace(name="Handle mended"), 1, unit_price_e4=125_000)
    ticket.set_regime(shop.regimes[1], "Passport P123")
    number = make_quote(boss, ticket.to_body())

    fetched = Ticket.from_body(take_quote(boss, number))

    assert fetched.regime_by_hand == (shop.regimes[1], "Passport P123")
    assert place(order_of(fetched)).total_minor == ticket.totals().total_minor


def test_a_gift_card_is_sold_and_not_ordered(shop):
    ticket = Ticket("card")
    ticket.add(shop.goods[0])
    assert against_ordering(ticket) == ""
    ticket.add(shop.goods[0]._replace(kind=LineKind.GIFT_CARD), 1, unit_price_e4=100_000)
    assert "gift card" in against_ordering(ticket)
