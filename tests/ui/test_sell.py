"""The counter by its own hands: scans, taps, keys and typing, on a real store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.analysis.models import ExceptionLog
from tests.conftest import Stores
from tests.ui.till_shop import TillShop, till_shop


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot) as running:
        yield running


def test_a_scan_adds_a_line_and_the_next_one_grows_it(till: TillShop) -> None:
    till.scans("MUG-1", "MUG-1", "SKL-26")
    assert till.lines() == [("MUG-1", 2), ("SKL-26", 1)]
    assert till.find("sell.total").minor == 7_930
    assert till.find("sell.primary").label() == "Pay €79.30"


def test_a_number_and_a_star_before_a_scan_say_how_many(till: TillShop) -> None:
    till.type("3*")
    till.scan("MUG-1")
    assert till.lines() == [("MUG-1", 3)]
    assert till.window.scan_box.text() == ""


def test_plus_minus_and_delete_act_on_the_newest_line_from_the_scan_box(till: TillShop) -> None:
    till.scans("MUG-1", "SKL-26")
    till.type("+")
    assert till.lines() == [("SKL-26", 2)] or till.lines()[-1] == ("SKL-26", 2)
    till.type("-")
    assert till.lines()[-1] == ("SKL-26", 1)
    till.press("Del")
    assert [sku for sku, _quantity in till.lines()] == ["MUG-1"]
    till.window.toasts.undo()
    assert [sku for sku, _quantity in till.lines()] == ["MUG-1", "SKL-26"]


def test_undo_and_redo_go_step_by_step(till: TillShop) -> None:
    till.scans("MUG-1", "SKL-26")
    till.press("Ctrl+Z")
    assert till.lines() == [("MUG-1", 1)]
    till.press("Ctrl+Shift+Z")
    assert till.lines() == [("MUG-1", 1), ("SKL-26", 1)]


def test_the_age_is_asked_before_the_line_is_added(till: TillShop) -> None:
    till.scan("KNF-18")
    till.wait_sheet("age")
    assert till.lines() == []
    till.press("F9")
    assert till.lines() == [("KNF-18", 1)]
    assert till.till.ticket.needs_age() == 0


def test_a_no_to_the_age_adds_nothing(till: TillShop) -> None:
    till.scan("KNF-18")
    till.wait_sheet("age")
    till.press("N")
    assert till.lines() == []


def test_a_no_to_the_age_is_kept_also_for_a_ticket_that_was_taken_up(till: TillShop) -> None:
    """Inspectors ask for the list of refusals; and what was quoted or ordered is asked about when it is paid."""
    till.scan("KNF-18")
    till.wait_sheet("age")
    till.press("N")
    till.settle()
    till.type("KNF-18")
    till.press("Enter")
    till.wait_sheet("age")
    till.press("F9")
    lines = tuple(line._replace(age_checked=False) for line in till.till.ticket.lines)
    till.till.ticket._change(lines=lines)
    till.press("F9")
    till.wait_sheet("payment")
    till.press("F9")
    till.wait_sheet("age")
    till.press("Esc")
    till.settle()

    rows = till.ask(lambda: [(row.kind, row.detail) for row in ExceptionLog.select()])
    assert rows == [("age", "Product KNF-18 (KNF-18), 18+")] * 2
    assert till.till.last is None


def test_a_piece_the_books_do_not_have_is_sold_when_it_is_in_hand(till: TillShop) -> None:
    till.scan("STV-0")
    till.wait_sheet("in_hand")
    till.press("F9")
    assert till.lines() == [("STV-0", 1)]
    assert till.till.ticket.lines[0].in_hand


def test_several_products_of_one_code_are_chosen_by_picture(till: TillShop) -> None:
    till.scan("7770001")
    till.wait_sheet("chooser")
    till.press("Down")
    till.press("Enter")
    till.settle()
    assert [sku for sku, _quantity in till.lines()] == ["TWIN-B"]


def test_typing_finds_products_and_enter_adds_the_one_below(till: TillShop) -> None:
    till.type("skl")
    till.wait(lambda: till.counter.results.isVisible())
    till.press("Down")
    till.press("Enter")
    till.settle()
    assert till.lines() == [("SKL-26", 1)]
    assert not till.counter.results.isVisible()


def test_a_quick_key_adds_and_says_how_many_are_left(till: TillShop) -> None:
    tile = till.find("tile.MUG-1")
    assert "24 left" in tile.accessibleName()
    tile.click()
    till.settle()
    assert till.lines() == [("MUG-1", 1)]
    assert till.find("tile.STV-0").property("state") == "out"


def test_a_customer_card_attaches_the_customer_and_prices_follow(till: TillShop) -> None:
    till.scans("MUG-1", "CARD-77")
    till.wait(lambda: till.till.card is not None)
    assert till.find("sell.total").minor == 1_415
    assert "Eimear" in till.find("sell.customer").accessibleName()


def test_f3_finds_a_customer_by_name(till: TillShop) -> None:
    till.press("F3")
    till.type("eimear")
    till.wait(lambda: till.window.sheet.list.rows)
    till.press("Enter")
    till.wait(lambda: till.till.card is not None)


def test_f3_twice_takes_a_new_customer_up(till: TillShop) -> None:
    till.scan("MUG-1")
    till.press("F3")
    till.type("zoe new")
    till.press("F3")
    till.press("F9")
    till.wait(lambda: till.till.card is not None)
    assert till.till.card.name.lower() == "zoe new"


def test_a_parked_sale_comes_back_with_f5(till: TillShop) -> None:
    till.scans("MUG-1", "SKL-26")
    till.press("F4")
    till.wait_sheet("park")
    till.type("Blue raincoat")
    till.press("Enter")
    till.wait(lambda: till.shows("sell.parked"))
    assert till.lines() == []
    till.press("F5")
    till.wait_sheet("parked")
    till.press("Enter")
    till.wait(lambda: till.lines() == [("MUG-1", 1), ("SKL-26", 1)])


def test_quantity_price_and_discount_by_their_keys(till: TillShop) -> None:
    till.scan("MUG-1")
    till.press("F6")
    till.type("4")
    till.press("Enter")
    assert till.lines() == [("MUG-1", 4)]
    till.press("F7")
    till.type("10")
    till.press("Enter")
    assert till.find("sell.total").minor == 4_000
    till.press("F8")
    till.type("10")
    till.press("F9")
    assert till.find("sell.total").minor == 3_600


def test_a_quantity_beyond_its_bounds_is_told_with_the_true_bound_and_asked_again(till: TillShop) -> None:
    till.scan("MUG-1")
    till.press("F6")
    field = till.wait_sheet("quantity").field
    for typed in ("9999999999", "1000000001"):
        field.clear()
        till.type(typed)
        till.press("Enter")
        assert till.sheet == "quantity" and field.error() == "From 1 to 1,000,000,000."
        till.press("F9")
        assert till.sheet == "quantity" and field.error() == "From 1 to 1,000,000,000."
    field.clear()
    till.press("Enter")
    assert field.error() == "A quantity is at least 1."
    till.type("3")
    till.press("Enter")

    assert till.lines() == [("MUG-1", 3)]


def test_the_same_scan_twice_at_once_is_counted_once_and_said(till: TillShop) -> None:
    till.scan("MUG-1")
    till.window.router.repeated.emit("MUG-1")
    assert till.find("sell.hint").text() == "×1 kept, press + for two"


def test_the_open_ticket_comes_back_after_a_crash(till: TillShop) -> None:
    from ui.counter.till import Till

    till.scans("MUG-1", "SKL-26")
    till.till.save()
    till.settle()
    again = Till(till.window.desk)
    again.restore()
    till.wait(lambda: len(again.ticket.lines) == 2)
    assert again.ticket.uid == till.till.ticket.uid


def test_an_unknown_code_is_said_loudly(till: TillShop) -> None:
    till.scan("5391234")
    till.wait(lambda: "5391234 is not known" in till.window.notice.text)
    assert till.lines() == []


def test_a_long_ticket_paints_only_what_changed(till: TillShop) -> None:
    from app.counter.ticket import State, Ticket, TicketLine

    till.scan("MUG-1")
    item = till.till.ticket.lines[0].item
    lines = tuple(TicketLine(no + 1, item._replace(product_id=10_000 + no), 1) for no in range(1_000))
    till.till.renew(Ticket(state=State(lines=lines)))
    till.settle()
    cart = till.counter.cart
    assert cart.verticalScrollBar().value() == cart.verticalScrollBar().maximum()
    ticket = till.till.ticket
    ticket.set_quantity(1_000, 2)
    first, last = cart._visible()
    assert cart.rows.show_ticket(ticket, first, last) == [999]
