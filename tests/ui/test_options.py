"""Options by hand: asked at the scan, chosen by digits, typed words, changed on the line, on the receipt and in settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.catalog.models import Product
from app.catalog.options import GroupInput, OptionInput, save_options
from app.core.actor import system_actor
from tests.conftest import Stores
from tests.factories import make_product
from tests.ui.till_shop import TillShop, till_shop
from ui.counter.words import marks_of


def prepare() -> None:
    """Beans are asked for their grind; a mug may have a lid and an engraving."""
    beans = make_product("BEANS", price="12.40", on_hand=20)
    whole, drip = (make_product(sku, price="0.00", is_stocked=False, cost="0.00") for sku in ("WHOLE", "DRIP"))
    lid = make_product("LID", price="2.50", on_hand=9)
    engrave = make_product("ENGRAVE", price="8.00", is_stocked=False, cost="0.00")
    mug = Product.get(Product.sku == "MUG-1").id
    save_options(
        system_actor(), GroupInput("Grind", (OptionInput(whole), OptionInput(drip)), least=1, products=(beans,))
    )
    extras = (OptionInput(lid), OptionInput(engrave, asks_words=True))
    save_options(system_actor(), GroupInput("Extras", extras, most=2, products=(mug,)))


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot, prepare=prepare) as running:
        yield running


def receipt_lines(till: TillShop) -> list[tuple[str, int]]:
    order = till.till.last.sold.order_id

    def read() -> list[tuple[str, int]]:
        from app.documents.bills import receipt

        return [(line.name, line.amount_minor) for line in receipt(order).lines]

    return list(till.ask(read))


def test_a_scan_asks_a_digit_answers_and_the_receipt_says_it(till: TillShop) -> None:
    till.scans("BEANS")
    till.wait_sheet("options")
    assert till.lines() == []
    till.press("2")
    till.wait(lambda: till.lines() == [("BEANS", 1), ("DRIP", 1)])
    assert till.sheet == ""

    till.press("F9")
    till.wait_sheet("payment")
    till.press("F9")
    till.wait(lambda: till.till.last is not None)
    assert receipt_lines(till) == [("Product BEANS", 1_240), ("+ Product DRIP", 0)]


def test_the_next_scan_waits_behind_the_question_and_is_not_lost(till: TillShop) -> None:
    till.scans("BEANS")
    till.wait_sheet("options")
    till.scans("SKL-26", "BEANS")
    assert till.sheet == "options" and till.lines() == []
    till.press("1")
    till.wait(lambda: till.lines()[:3] == [("BEANS", 1), ("WHOLE", 1), ("SKL-26", 1)])
    till.wait_sheet("options")
    till.press("1")
    till.wait(lambda: till.lines() == [("BEANS", 2), ("WHOLE", 2), ("SKL-26", 1)])


def test_esc_takes_the_product_off_again(till: TillShop) -> None:
    till.scans("BEANS")
    till.wait_sheet("options")
    till.press("F9")
    assert till.sheet == "options"
    till.press("Esc")
    till.wait(lambda: till.sheet == "")
    assert till.lines() == []


def test_options_of_a_line_are_chosen_changed_undone_and_shown_with_their_price(till: TillShop) -> None:
    till.scans("MUG-1")
    assert till.sheet == ""
    till.press("Ctrl+M")
    sheet = till.wait_sheet("options")
    till.press("1")
    till.press("2")
    till.type("Anna")
    assert sheet.chosen()[1].words == "Anna"
    till.scan("SKL-26")
    assert sheet.chosen()[1].words == "Anna"
    till.press("F9")
    till.wait(lambda: till.lines()[:3] == [("MUG-1", 1), ("LID", 1), ("ENGRAVE", 1)])
    assert till.lines()[3:] == [("SKL-26", 1)]
    assert till.find("sell.total").minor == 1_490 + 250 + 800 + 4_950
    rows = till.counter.cart.rows
    assert rows.rowCount() == 2
    mug = till.till.ticket.lines[0]
    words = [mark.text for mark in marks_of(till.till.ticket, mug, rows.part(0))]
    assert words == ["+ Product LID €2.50 · + Product ENGRAVE: Anna €8.00"]
    assert rows.part(0).total_minor == 2_540

    till.press("Up")
    till.press("+")
    till.wait(lambda: till.lines()[:3] == [("MUG-1", 2), ("LID", 2), ("ENGRAVE", 2)])
    till.press("Ctrl+M")
    till.wait_sheet("options")
    till.press("1")
    till.press("F9")
    till.wait(lambda: till.lines()[:2] == [("MUG-1", 2), ("ENGRAVE", 2)])
    till.press("Ctrl+Z")
    till.wait(lambda: till.lines()[:3] == [("MUG-1", 2), ("LID", 2), ("ENGRAVE", 2)])
    till.press("Up")
    till.press("Del")
    till.wait(lambda: till.lines() == [("SKL-26", 1)])


def test_an_option_with_words_is_not_taken_without_them(till: TillShop) -> None:
    till.scans("MUG-1")
    till.press("Ctrl+M")
    sheet = till.wait_sheet("options")
    till.press("2")
    till.press("F9")
    assert till.sheet == "options"
    till.type("Ben 12")
    till.press("Return")
    till.wait(lambda: till.sheet == "")
    assert sheet is not till.window.sheet
    assert [line.note for line in till.till.ticket.lines] == ["", "Ben 12"]
