"""Scans while a sheet is open: none is lost, and the sheet says where it goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import Stores
from tests.ui.till_shop import TillShop, till_shop


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot) as running:
        yield running


def told(till: TillShop) -> str:
    """What the sheet in front says of a scan."""
    return str(till.window.sheet._told.text()) if till.window.sheet._tells.isVisible() else ""


@pytest.mark.parametrize("cap", ["F3", "F6", "F7", "F8", "Ctrl+K", "Ctrl+L", "Ctrl+G", "Ctrl+U", "Alt+T", "F4"])
def test_goods_scanned_into_a_sheet_wait_and_are_on_the_ticket_when_it_is_closed(till: TillShop, cap: str) -> None:
    till.scan("MUG-1")
    till.press(cap)
    till.wait(lambda: till.window.sheet is not None)
    till.scans("SKL-26", "MUG-1")
    till.wait(lambda: told(till) == "2 scans wait. What was scanned goes on the ticket when this is closed.")
    assert till.lines() == [("MUG-1", 1)]
    till.press("Escape")
    till.wait(lambda: till.lines() == [("MUG-1", 2), ("SKL-26", 1)])


@pytest.mark.parametrize("cap", ["F1", "Ctrl+W"])
def test_what_only_shows_something_gives_way_to_a_scan(till: TillShop, cap: str) -> None:
    till.scan("MUG-1")
    till.press(cap)
    till.wait(lambda: till.window.sheet is not None)
    till.scans("SKL-26")
    till.wait(lambda: till.lines() == [("MUG-1", 1), ("SKL-26", 1)])
    assert till.window.sheet is None


def test_one_more_piece_during_the_payment_is_on_the_sale_after_esc_and_the_tenders_stay(till: TillShop) -> None:
    till.scan("MUG-1")
    till.press("F9")
    till.wait_sheet("payment")
    till.type("5")
    till.press("F9")
    till.wait(lambda: len(till.window.sheet.bill.parts) == 1)
    till.scans("SKL-26")
    till.wait(lambda: told(till).startswith("1 scan waits. Esc: it goes on this sale"))
    till.press("Escape")
    till.wait(lambda: till.lines() == [("MUG-1", 1), ("SKL-26", 1)])
    till.press("F9")
    sheet = till.wait_sheet("payment")
    assert (sheet.bill.total_minor, len(sheet.bill.parts)) == (6_440, 1)


def test_what_the_next_customer_had_scanned_during_a_payment_begins_the_next_sale_when_asked(till: TillShop) -> None:
    till.scan("MUG-1")
    till.press("F9")
    till.wait_sheet("payment")
    till.scans("SKL-26")
    till.wait(lambda: told(till) != "")
    till.type("20")
    till.press("F9")
    till.wait(lambda: till.window.sheet is None and till.till.last is not None)
    till.wait(lambda: till.window.notice.text == "1 piece was scanned while the sale was paid.")
    assert till.lines() == []  # the change is read first
    till.press("Ctrl+1")
    till.wait(lambda: till.lines() == [("SKL-26", 1)])


def test_the_next_scan_brings_what_waited_before_it_and_forget_forgets_it(till: TillShop) -> None:
    for forget in (False, True):
        till.scan("MUG-1")
        till.press("F9")
        till.wait_sheet("payment")
        till.scans("SKL-26")
        till.wait(lambda: told(till) != "")
        till.type("200")
        till.press("F9")
        till.wait(lambda: till.window.sheet is None and till.window.notice.text != "")
        if forget:
            till.press("Ctrl+2")
        till.scans("TWIN-B")
        wanted = [("TWIN-B", 1)] if forget else [("SKL-26", 1), ("TWIN-B", 1)]
        till.wait(lambda wanted=wanted: till.lines() == wanted)
        while till.lines():
            till.press("Del")


def test_a_screen_where_waiting_would_mislead_says_to_close_the_sheet_first(stores: Stores, qtbot: Any) -> None:
    with till_shop(stores, qtbot, role="manager") as till:
        till.window.desk.go("orders")
        till.press("Ctrl+K")
        till.wait_sheet("palette")
        till.scan("MUG-1")
        assert told(till) == "Close this first, then scan again."
        till.press("Escape")
        till.window.desk.go("sell")
        assert till.lines() == []
