"""Deposits: taken with their goods at the till and on the phone, and paid back for the empties alone."""

from __future__ import annotations

import pytest

from app.catalog.products import BadProduct, change_product
from app.catalog.promotions import PromotionInput, save_promotion
from app.core.checks import run_checks
from app.counter.lookup import look_up
from app.counter.sell import sell
from app.counter.ticket import NotOnTicket, Ticket
from app.inventory import stock
from app.inventory.queries import find_sellable
from app.orders.line_kinds import LineKind
from app.orders.place import place_order
from app.payments.models import Tender
from app.payments.tender import TenderInput
from app.returns.models import Outcome
from app.returns.quick import QuickLine, quick_return
from app.returns.without_receipt import LooseLine, return_without_receipt
from tests.app.returns.conftest import drawer, lines_of
from tests.factories import clerk, make_product, manager
from ui.orders.call import Call


def make_water() -> tuple[int, int]:
    """Water at 1.00 with a bottle at 0.25; returns both."""
    bottle = make_product("BOTTLE", price="0.25", is_stocked=False)
    water = make_product("WATER", price="1.00", on_hand=20)
    change_product(manager, water, {"deposit_id": bottle})
    return water, bottle


def scan(ticket: Ticket, quantity: int = 1) -> None:
    ticket.add(look_up("WATER")[0].item, quantity)


def shown(ticket: Ticket) -> list[tuple[str, int]]:
    return [(line.item.sku, line.quantity) for line in ticket.lines]


def test_a_deposit_comes_and_goes_with_its_goods_and_no_offer_touches_it(till):
    make_water()
    save_promotion(manager, PromotionInput("Half", percent_bp=5_000))
    ticket = Ticket()
    scan(ticket, 2)
    scan(ticket)
    assert shown(ticket) == [("WATER", 3), ("BOTTLE", 3)]
    assert ticket.totals().total_minor == 150 + 75
    ticket.set_quantity(1, 2)
    assert shown(ticket) == [("WATER", 2), ("BOTTLE", 2)]
    deposit = ticket.lines[1].no
    for change in (
        lambda: ticket.remove(deposit), lambda: ticket.set_quantity(deposit, 1), lambda: ticket.set_price(deposit, 0),
    ):  # fmt: skip
        with pytest.raises(NotOnTicket):
            change()
    assert shown(Ticket.from_body(ticket.to_body())) == shown(ticket)
    ticket.remove(1)
    assert shown(ticket) == []
    assert ticket.undo() and shown(ticket) == [("WATER", 2), ("BOTTLE", 2)]


def test_empties_alone_are_paid_back_with_the_receipt_and_without_it(till):
    water, bottle = make_water()
    ticket = Ticket()
    scan(ticket, 4)
    sold = sell(clerk, ticket.to_sale([TenderInput(Tender.CASH, 500)]), key=ticket.uid)
    assert (sold.total_minor, drawer()) == (500, 50_500)

    empties = next(line for line in lines_of(sold.order_id) if line.product_id == bottle)
    done = quick_return(clerk, sold.order_id, [QuickLine(empties.id, 3)], Outcome.REFUND)
    loose = return_without_receipt(clerk, [LooseLine(bottle, 2, 2_500)], None, "empties",
                                   Tender.CASH)  # fmt: skip

    assert (done.given_minor, loose.credited_minor) == (75, 50)
    assert drawer() == 50_500 - 125
    assert stock.available(water) == 16
    assert list(run_checks()) == []


def test_a_phone_order_has_the_deposit_that_the_caller_was_told(till):
    make_water()
    call = Call("call-1", began_at=1).with_product(find_sellable("WATER")[0], 6)
    assert (call.goods_minor, call.sum_of(LineKind.DEPOSIT), call.offers_minor, call.total_minor) == (600, 150, 0, 750)
    assert Call.from_body(call.body()).total_minor == 750
    placed = place_order(clerk, call.draft())
    assert placed.total_minor == 750
    assert [(line.sku, line.quantity) for line in lines_of(placed.order_id)] == [("WATER", 6), ("BOTTLE", 6)]
    assert list(run_checks()) == []


def test_only_a_product_without_stock_can_be_a_deposit(store):
    water, bottle = make_water()
    with pytest.raises(BadProduct):
        change_product(manager, bottle, {"deposit_id": water})
    with pytest.raises(BadProduct):
        change_product(manager, bottle, {"is_stocked": True})
