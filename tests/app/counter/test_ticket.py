"""The open ticket: lines, quantities, discounts, undo, and coming back from its saved form."""

from __future__ import annotations

import pytest

from app.catalog.codes import gtin_check_digit
from app.catalog.scanned import embedded_item_code
from app.core.refusal import StateChanged
from app.core.settings import change_setting
from app.counter.lines import TicketCoupon
from app.counter.lookup import look_up
from app.counter.save import TicketGone, drop_ticket, open_tickets, park_ticket, recall_ticket, save_ticket
from app.counter.sell import sell
from app.counter.ticket import Buyer, NotOnTicket, Sellable, Ticket
from app.orders.line_kinds import LineKind
from app.orders.pricing import DiscountTooLarge
from tests.app.payments.till import at, cash, maya, open_till, ticket_of
from tests.factories import make_product, manager

MUG = Sellable(1, "MUG", "Mug", 124_900, tax_bp=2300)
TEA = Sellable(2, "TEA", "Tea", 40_000, promotion_bp=1000, promotion_name="Tea week")
SIX = Sellable(1, "MUG", "Mug", 124_900, tax_bp=2300, quantity=6)


def test_one_product_at_one_price_is_one_line_whichever_code_was_scanned():
    ticket = Ticket("t")

    ticket.add(MUG)
    ticket.add(SIX)
    ticket.add(MUG, unit_price_e4=100_000)

    assert [(line.quantity, line.price_e4) for line in ticket.lines] == [(7, 124_900), (1, 100_000)]


def test_a_quantity_may_be_typed_before_or_after_the_scan():
    ticket = Ticket("t")

    ticket.add(SIX, 3 * SIX.quantity)
    ticket.add(TEA)
    ticket.set_quantity(ticket.last_no, 4)

    assert [line.quantity for line in ticket.lines] == [18, 4]
    with pytest.raises(NotOnTicket):
        ticket.set_quantity(1, -1)


def test_the_better_of_promotion_and_group_holds_until_somebody_gives_another_discount():
    ticket = Ticket("t")
    ticket.add(TEA)

    assert ticket.totals().total_minor == 360
    ticket.set_buyer(Buyer(9, "Eimear", 2000, "Gold"))
    assert ticket.totals().total_minor == 320
    ticket.discount_line(1, minor=10, name="Scratched")
    assert ticket.totals().total_minor == 390
    ticket.discount_order(bp=5000)
    assert ticket.totals().total_minor == 195


def test_too_large_a_discount_leaves_the_ticket_as_it_was():
    ticket = Ticket("t")
    ticket.add(MUG)

    with pytest.raises(DiscountTooLarge):
        ticket.discount_order(minor=1250)

    assert ticket.totals().total_minor == 1249
    assert ticket.undo()
    assert not ticket.lines


def test_what_is_taken_off_is_remembered():
    ticket = Ticket("t")
    ticket.add(MUG)
    ticket.add(TEA)

    ticket.remove(1)
    ticket.set_quantity(2, 0)

    assert [(line.name, line.total_minor) for line in ticket.removed] == [("Mug", 1249), ("Tea", 360)]
    with pytest.raises(NotOnTicket):
        ticket.remove(1)


def test_products_read_again_bring_their_new_prices_and_leave_all_that_was_agreed():
    mug = Sellable(1, "MUG", "Mug", 149_000)
    ticket = Ticket()
    ticket.add(mug, 2)
    ticket.add(Sellable(2, "OTHER-2300", "Key copied", 40_000, kind=LineKind.FREE), 1)
    ticket.set_buyer(Buyer(7, "Eimear", group_bp=0))
    ticket.add_coupon(TicketCoupon("SORRY5", 3, "Sorry"))
    ticket.set_regime(4, "paper shown")
    ticket.discount_order(minor=100, name="Scratch")

    ticket.read_prices({1: mug._replace(price_e4=200_000, quantity=6), 2: mug._replace(product_id=2, price_e4=0)})
    assert ticket.totals().total_minor == 4_000 + 400 - 100
    assert [(line.quantity, line.item.name) for line in ticket.lines] == [(2, "Mug"), (1, "Key copied")]
    assert (ticket.buyer.name, ticket.coupons[0].code) == ("Eimear", "SORRY5")
    assert (ticket.regime_by_hand, ticket.order_discount.name) == ((4, "paper shown"), "Scratch")
    assert ticket.undo()
    assert ticket.totals().total_minor == 2_980 + 400 - 100


def test_fifty_steps_are_undone_and_made_again():
    ticket = Ticket("t")
    for _scan in range(60):
        ticket.add(MUG)

    undone = sum(ticket.undo() for _step in range(60))
    left = ticket.lines[0].quantity
    redone = sum(ticket.redo() for _step in range(60))

    assert (undone, left, redone, ticket.lines[0].quantity) == (50, 10, 50, 60)
    ticket.undo()
    ticket.add(TEA)
    assert not ticket.redo()


def test_a_ticket_survives_a_crash_and_a_change_of_station(store):
    make_product("MUG", price="12.49", on_hand=5)
    ticket = ticket_of("MUG", "MUG")
    ticket.set_buyer(Buyer(9, "Eimear", 2000, "Gold"))
    ticket.discount_line(1, bp=500, name="Scratched")
    ticket.set_note("Gift wrap")
    assert save_ticket(maya, ticket.to_body(), ticket.pieces, ticket.totals().total_minor)

    found = Ticket.from_body(open_tickets("till-1")[-1])
    moved = Ticket.from_body(recall_ticket(at("till-2"), ticket.uid))

    assert found.lines == moved.lines == ticket.lines
    assert found.totals() == ticket.totals()
    assert (found.buyer, found.note, found.started_at) == (ticket.buyer, "Gift wrap", ticket.started_at)
    assert open_tickets("till-1") == []


def test_a_late_save_brings_no_sold_ticket_back(store):
    make_product("MUG", price="10.00", on_hand=5)
    open_till()
    ticket = ticket_of("MUG")
    save_ticket(maya, ticket.to_body(), 1, 1000)

    sell(maya, ticket.to_sale([cash(1000)]), key=ticket.uid)

    assert not save_ticket(maya, ticket.to_body(), 1, 1000)
    assert open_tickets("till-1") == []
    with pytest.raises(StateChanged):
        park_ticket(maya, ticket.uid, "Later")
    with pytest.raises(TicketGone):
        recall_ticket(maya, ticket.uid)
    with pytest.raises(TicketGone):
        drop_ticket(maya, ticket.uid)


def test_a_scan_of_a_weighed_or_priced_label_says_how_much(store):
    change_setting(manager, "catalog.embedded_codes", ["21IIIIIWWWWWC", "22IIIIIPPPPPC"])
    make_product("CHEESE", price="19.90", code=embedded_item_code("2112345"), unit="gram", price_per=1000)
    make_product("CAKE", price="5.00", code=embedded_item_code("2254321"))

    weighed, priced = (look_up(f"{body}{gtin_check_digit(body)}")[0] for body in ("211234500350", "225432100450"))

    assert (weighed.quantity, weighed.unit_price_e4) == (350, None)
    assert (priced.quantity, priced.unit_price_e4) == (1, 45_000)


def test_pieces_that_go_by_a_smaller_quantity_or_by_undoing_a_scan_are_remembered_too():
    ticket = Ticket("t-1")
    line = ticket.add(Sellable(1, "MUG", "Mug", 100_000), 5)
    ticket.set_quantity(line.no, 4)
    ticket.set_quantity(line.no, 2)
    assert [(off.name, off.quantity, off.total_minor) for off in ticket.removed] == [("Mug", 3, 3_000)]
    ticket.set_quantity(line.no, 6)
    assert len(ticket.removed) == 1  # more takes nothing back: what went, went
    ticket.add(TEA)
    ticket.undo()
    assert [(off.name, off.quantity) for off in ticket.removed] == [("Mug", 3), ("Tea", 1)]
    assert [(off.name, off.quantity) for off in ticket.to_sale(()).removed] == [("Mug", 3), ("Tea", 1)]
    kept = Ticket.from_body(ticket.to_body())
    assert kept.removed == ticket.removed
    ticket.redo()
    assert [off.name for off in ticket.removed] == ["Mug"]  # it stands on the ticket again


def test_undoing_what_took_a_line_off_forgets_that_it_was_off():
    ticket = Ticket("t-1")
    line = ticket.add(MUG, 2)
    ticket.remove(line.no)
    ticket.undo()
    assert ticket.removed == ()
    ticket.set_quantity(line.no, 1)
    ticket.undo()
    assert ticket.removed == () and ticket.line(line.no).quantity == 2
    ticket.undo()
    ticket.undo()
    assert [(off.name, off.quantity) for off in ticket.removed] == [("Mug", 2)]
