"""A sale that was left open at one till goes on at another, once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.core.actor import system_actor
from app.counter.lookup import look_up
from app.counter.save import drop_ticket, park_ticket, recall_ticket, save_ticket
from app.counter.ticket import Ticket
from tests.conftest import Stores
from tests.ui.till_shop import TillShop, till_shop


def _leave_open() -> None:
    """Two skillets on a ticket at the second till, whose computer is dead."""
    ticket = Ticket("left-at-till-2")
    ticket.add(look_up("SKL-26")[0].item, 2)
    save_ticket(system_actor("till-2"), ticket.to_body(), ticket.pieces, ticket.totals().total_minor)


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot, prepare=_leave_open) as running:
        yield running


def test_a_sale_left_open_at_another_till_is_found_with_f5_and_fetched_after_a_question(till: TillShop) -> None:
    till.scan("MUG-1")
    till.press("F5")
    sheet = till.wait_sheet("parked")
    assert [row.below for row in sheet.list.rows] == ["Open at till-2"]
    till.press("F9")
    till.wait_sheet("fetch_open")
    till.press("F9")
    till.wait(lambda: till.lines() == [("SKL-26", 2)])
    assert len(till.till.tickets) == 2


def test_a_no_leaves_the_sale_where_it_is(till: TillShop) -> None:
    from app.counter.save import open_tickets

    till.press("F5")
    till.wait_sheet("parked")
    till.press("F9")
    till.wait_sheet("fetch_open")
    till.press("Escape")
    assert till.lines() == []
    assert len(till.ask(lambda: open_tickets("till-2"))) == 1


def test_a_sale_that_is_fetched_to_another_till_closes_here_and_says_where_it_went(till: TillShop) -> None:
    till.scan("MUG-1")
    till.till.save()
    till.settle()
    uid = till.till.ticket.uid
    till.window.desk.write(till.counter, recall_ticket, uid, actor=system_actor("till-2"))
    till.wait(lambda: till.lines() == [])
    assert "goes on at till-2" in till.window.notice.text
    till.scan("MUG-1")
    assert till.till.ticket.uid != uid


@pytest.mark.parametrize(("act", "said"), [(park_ticket, "was parked as “Mr Doyle”"), (drop_ticket, "was thrown away")])
def test_a_sale_that_is_put_away_at_the_close_leaves_the_counter_before_anybody_pays_it(
    till: TillShop, act: Any, said: str
) -> None:
    till.scan("MUG-1")
    till.till.save()
    till.settle()
    till.window.desk.write(till.counter, act, till.till.ticket.uid, "Mr Doyle")
    till.wait(lambda: till.lines() == [])
    assert said in till.window.notice.text


def test_a_parked_sale_has_a_number_that_it_keeps_and_is_found_by(till: TillShop) -> None:
    till.scan("MUG-1")
    till.press("F4")
    till.press("Enter")
    till.wait(lambda: till.lines() == [])
    till.settle()
    number = till.toast().split()[-1].rstrip(".")
    assert number == "1"

    till.press("F5")
    till.wait_sheet("parked")
    till.type(number)
    till.press("Enter")
    till.wait(lambda: till.lines() == [("MUG-1", 1)])
    till.scan("SKL-26")
    till.press("F4")
    till.press("Enter")
    till.wait(lambda: till.lines() == [])
    till.settle()

    assert till.toast().endswith("as number 1.")
