"""A day at the counter, from the PIN to the Z report, by keys and scans alone."""

from __future__ import annotations

from typing import Any

from app.inventory import stock
from tests.conftest import Stores
from tests.journeys.walk import CARD, KETTLE, MUG, TILL, Walk, balances, open_shop
from tests.printing.fake_printer import tokenize

FLOAT = 15_000
TOTAL = 8_442  # (64.00 + 2 × 14.90) less 10%
PAPERS = {
    "receipt": ["done"] * 2, "return_slip": ["done"], "z_report": ["done"], "drawer": ["done"] * 3,
    "mail": ["queued"],  # until the shop has a mail server
}  # fmt: skip


def test_a_day_at_the_counter(stores: Stores, qtbot: Any) -> None:
    with open_shop(stores, qtbot) as shop:
        with shop.window() as till:
            till.sign_in("Maya Kelly")
            open_till(till)
            receipt = sell(till)
            check_receipt(till, shop.receipts, receipt)
            take_back(till, receipt)
            till.answer(receipt, 5, "Quick and kind.")
            close_till(till)
            till.wait(lambda: till.wishes() == PAPERS)
            assert b"Z report" in shop.receipts.paper
        with shop.store():
            assert [stock.level(product).on_hand for product in (1, 2)] == [23, 19]
            assert balances(f"cash:{TILL}", "cash:safe") == (0, FLOAT + 8_440 - 1_340)


def open_till(till: Walk) -> None:
    settle = till.go("Alt+8", "settle")
    assert settle.shift.closed.float.isAncestorOf(till.window.focusWidget())
    till.press("Ctrl+A")
    till.type("150")
    till.press("F9")
    till.wait(lambda: till.window.desk.shift is not None)


def sell(till: Walk) -> str:
    """Two scans, a customer, ten percent off, cash; returns the number on the receipt."""
    counter = till.go("Alt+1", "sell").counter
    till.scan(KETTLE)
    till.press("F8")
    till.type("10")
    till.press("F9")
    till.scan(MUG)
    till.press("F8")
    till.type("10")
    till.press("F9")
    till.type("+")
    till.scan(CARD)
    till.wait(lambda: counter.till.card is not None)
    assert till.find("sell.total").minor == TOTAL
    till.press("F9")
    till.wait_sheet("payment")
    till.type("100")
    till.press("F9")
    till.wait(lambda: counter.till.last is not None)
    till.settle()
    assert till.find("sell.change").minor == 10_000 - 8_440
    return str(counter.till.last.sold.receipt)


def check_receipt(till: Walk, printer: Any, receipt: str) -> None:
    till.wait(lambda: till.wishes()["receipt"] == ["done"] and till.wishes()["drawer"] == ["done"])
    read = tokenize(printer.paper)
    assert read.kicks == 1
    assert receipt in read.text
    assert "84.42" in read.text
    assert till.bars_of("receipt") == [receipt]


def take_back(till: Walk, receipt: str) -> None:
    returns = till.go("Alt+9", "returns")
    till.scan(receipt)
    till.wait(lambda: returns.draft is not None)
    till.scan(MUG)
    for cap in ("R", "A", "Z", "1"):
        till.press(cap)
    assert returns.draft.chosen()[0].quantity == 1
    till.press("F9")
    till.wait(lambda: returns.draft is None)
    till.settle()


def close_till(till: Walk) -> None:
    """Count 150.00 + 84.40 − 13.40 = 221.00 note by note, and close without a difference."""
    settle = till.go("Alt+8", "settle")
    till.press("F9")
    till.wait(lambda: settle.shift.page is settle.shift.count)
    for worth, pieces in ((20_000, 1), (10_000, 0), (5_000, 0), (2_000, 1), (1_000, 0), (500, 0), (200, 0), (100, 1)):
        assert till.find(f"shift.denomination.{worth}").isAncestorOf(till.window.focusWidget())
        till.type(str(pieces))
        till.press("Return")
    assert till.find("shift.total").minor == 22_100
    till.press("F9")
    till.wait(lambda: settle.shift.page is settle.shift.compare)
    assert till.find("shift.difference").minor == 0
    till.press("F9")
    till.wait(lambda: settle.shift.page is settle.shift.bank)
    till.press("F9")
    till.wait(lambda: till.window.desk.shift is None)
    till.settle()
