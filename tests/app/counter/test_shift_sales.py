"""The sales of a till's open shift, found by what one remembers of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.actor import Approval, NotPermitted, system_actor
from app.core.command import content_of
from app.core.outbox import WishState, claim_wish, finish_wish, recent
from app.core.refusal import NoReason
from app.counter.save import drop_ticket, open_tickets, save_ticket, throw_away
from app.counter.sell import check_terms, sell
from app.counter.shift_sales import last_sale, sales_of_shift
from app.counter.void import void_sale
from app.payments.close import close_shift
from app.payments.models import Tender
from app.payments.refund import refund_order
from app.payments.shift import begin_count
from tests.app.payments.till import at, boss, card, cash, maya, open_till, sold, ticket_of
from tests.factories import make_product


def test_a_sale_of_the_shift_is_found_by_number_receipt_amount_clerk_and_card(store):
    make_product("MUG-1", price="14.90", on_hand=50)
    make_product("JUG-1", price="49.50", on_hand=50)
    open_till()
    first = sold("MUG-1")
    second = sold("JUG-1", tenders=[card(4_950)])
    third = sold("MUG-1", by=boss)
    every = sales_of_shift("till-1")
    assert [row.order_id for row in every] == [third.order_id, second.order_id, first.order_id]
    assert every[1].tenders == (Tender.CARD,)
    for text in (second.number, second.receipt, "49.50", "4950", "4242"):
        assert [row.order_id for row in sales_of_shift("till-1", text)] == [second.order_id], text
    assert [row.order_id for row in sales_of_shift("till-1", "ruth")] == [third.order_id]
    assert sales_of_shift("till-1", "nobody") == []


def test_a_void_and_a_refund_are_told_and_the_last_sale_is_the_last_that_stands(store):
    make_product("MUG-1", price="14.90", on_hand=50)
    open_till()
    assert last_sale("till-1") is None
    first, second = sold("MUG-1"), sold("MUG-1", by=boss)
    void_sale(boss, second.order_id, "Wrong mug")
    refund_order(boss, first.order_id, 500, reason="Chipped", goodwill=True)
    assert [(row.is_void, row.came_back) for row in sales_of_shift("till-1")] == [(True, False), (False, True)]
    assert last_sale("till-1").order_id == first.order_id


def test_another_till_and_an_earlier_shift_have_their_own_sales(store):
    make_product("MUG-1", price="14.90", on_hand=50)
    open_till()
    open_till(at("till-2"))
    sold("MUG-1", by=at("till-2"))
    assert sales_of_shift("till-1") == []
    begin_count(at("till-2"))
    close_shift(at("till-2"), {"cash": 20_000 + 1_490})
    assert sales_of_shift("till-2") == []
    open_till(at("till-2"))
    assert sales_of_shift("till-2") == []
    assert sales_of_shift("till-9") == []
    assert last_sale(maya.station) is None


def test_once_the_receipt_is_printed_a_void_needs_a_managers_yes(store):
    make_product("MUG-1", price="14.90", on_hand=50)
    open_till()
    first, second = sold("MUG-1"), sold("MUG-1")
    wish_id = next(wish.id for wish in recent() if wish.title == f"Receipt {second.receipt}")
    assert claim_wish(system_actor("till-1"), wish_id)
    finish_wish(system_actor("till-1"), wish_id, WishState.DONE)
    assert void_sale(maya, first.order_id, "Wrong mug")
    with pytest.raises(NotPermitted, match="The receipt is printed") as refused:
        void_sale(maya, second.order_id, "Wrong mug")
    assert refused.value.right == "counter.void_paid"
    assert void_sale(boss, second.order_id, "Wrong mug")


def test_where_the_shop_wants_it_goods_that_came_off_a_sale_need_a_managers_yes(store):
    make_product("MUG-1", price="14.90", on_hand=50)
    make_product("JUG-1", price="49.50", on_hand=50)
    open_till()
    ticket = ticket_of("MUG-1", "JUG-1")
    ticket.remove(ticket.lines[1].no)
    sale = ticket.to_sale([cash(1_490)])
    careful = replace(maya, rights=maya.rights - {"counter.take_lines_off"})
    for ask in (check_terms, sell):
        with pytest.raises(NotPermitted, match="Taken off this sale: Product JUG-1"):
            ask(careful, sale)
    yes = Approval(3, "Ruth Hartwell", "counter.take_lines_off", content=content_of(sell, (ticket.to_sale(()),), {}))
    assert sell(careful.approved(yes), sale).total_minor == 1_490


def test_who_may_not_throw_a_sale_away_may_still_make_a_quote_of_it(store):
    make_product("MUG-1", price="14.90", on_hand=50)
    open_till()
    careful = replace(maya, rights=maya.rights - {"counter.throw_away"})
    ticket = ticket_of("MUG-1")
    save_ticket(careful, ticket.to_body(), ticket.pieces, 1_490)
    with pytest.raises(NotPermitted):
        throw_away(careful, ticket.uid, "Left the shop")
    with pytest.raises(NoReason):
        throw_away(maya, ticket.uid, " ")
    drop_ticket(careful, ticket.uid, "Quote Q1004")  # as the counter does when it has kept the quote
    assert open_tickets("till-1") == []
