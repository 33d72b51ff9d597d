"""Codes at the counter that are more than a number: what is kept of them, and what a short text never does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.catalog.scanned import EMBEDDED, embedded_item_code
from app.core import settings
from app.core.actor import system_actor
from tests.conftest import Stores
from tests.factories import make_product
from tests.ui.till_shop import TillShop, till_shop

BOX_A, BOX_B = "01053999999999961726123110LOT-A", "01053999999999961726123110LOT-B"
PATTERN = "21IIIIIWWWWWC"


def _prepare() -> None:
    settings.change_setting(system_actor(), EMBEDDED, [PATTERN])
    make_product("PHONE", price="300.00", on_hand=9, needs_serial=True)
    make_product("OOLONG", price="36.00", unit="gram", price_per=1_000, on_hand=5_000)


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot, prepare=_prepare) as running:
        yield running


def _answer(till: TillShop, words: str) -> None:
    """Press the button of the amber bar with these words."""
    button = next(one for one in till.window.notice._buttons if one.label() == words)
    button.click()
    till.settle()


def test_a_gs1_code_that_is_attached_is_known_with_every_lot_afterwards(till: TillShop) -> None:
    till.scan(BOX_A)
    assert till.window.notice.text.startswith("5399999999996 is not known")
    _answer(till, "Attach to a product")
    till.wait_sheet("attach_code")
    till.type("skl")
    till.wait(lambda: till.window.sheet.list.rows)
    till.press("F9")
    till.wait(lambda: till.lines() == [("SKL-26", 1)])
    assert till.till.ticket.lines[0].lot == "LOT-A"

    till.scans(BOX_B, "5399999999996")

    assert [(line.item.sku, line.lot) for line in till.till.ticket.lines] == [
        ("SKL-26", "LOT-A"), ("SKL-26", "LOT-B"), ("SKL-26", ""),
    ]  # fmt: skip


def test_a_product_taken_up_by_a_gs1_code_is_kept_under_its_number_alone(till: TillShop) -> None:
    till.scan(BOX_A)
    _answer(till, "Add as product")
    till.wait_sheet("new_product")
    till.type("Honey")
    till.press("Tab")
    till.type("7.50")
    till.press("F9")
    till.wait(lambda: till.sheet in ("", "in_hand"))
    till.settle()
    if till.sheet == "in_hand":
        till.press("F9")
    assert till.lines() == [("5399999999996", 1)]


def test_what_the_scale_weighed_is_taken_up_by_weight(till: TillShop) -> None:
    code = _scale_label("2100077", 250)
    till.scan(code)
    _answer(till, "Add as product")
    sheet = till.wait_sheet("new_product")
    assert "kilogram" in sheet.price.edit.accessibleName()
    till.type("Olives")
    till.press("Tab")
    till.type("12")
    till.press("F9")
    till.wait(lambda: till.lines() == [(embedded_item_code("2100077"), 250)])
    assert till.find("sell.total").minor == 300


def test_a_number_whose_last_digit_is_wrong_is_not_offered_as_if_it_were_right(till: TillShop) -> None:
    till.scan("5391234503501")
    assert "last digit does not fit" in till.window.notice.text


def test_a_star_and_a_number_that_nobody_entered_count_before_the_next_scan(till: TillShop) -> None:
    till.scan("MUG-1")
    till.type("*4")
    till.scan("SKL-26")
    assert till.lines() == [("MUG-1", 4), ("SKL-26", 1)]
    assert till.window.scan_box.text() == ""


def test_a_lone_digit_and_enter_sell_nothing_but_say_how_to_count(till: TillShop) -> None:
    till.scan("MUG-1")
    till.type("2")
    till.press("Enter")
    assert till.lines() == [("MUG-1", 1)]
    assert "type *2" in till.find("sell.hint").text()


def test_a_bounced_scan_is_said_even_when_it_comes_before_the_first_was_looked_up(till: TillShop) -> None:
    router = till.window.router
    router._guard.__init__(60_000)
    router.take("MUG-1")
    router.take("MUG-1")
    till.settle()
    assert till.find("sell.hint").text() == "×1 kept, press + for two"
    till.type("+")
    assert till.lines() == [("MUG-1", 2)]


def test_enter_alone_never_sells_a_weight_that_nobody_weighed(till: TillShop) -> None:
    till.scan("OOLONG")
    sheet = till.wait_sheet("quantity")
    till.press("Enter")
    till.press("F9")
    assert till.lines() == []
    assert sheet.isVisible()
    till.type("250")
    till.press("Enter")
    assert till.lines() == [("OOLONG", 250)]


def test_the_question_about_more_than_the_books_have_says_how_many_that_would_be(till: TillShop) -> None:
    till.type("999*")
    till.scan("MUG-1")
    till.wait_sheet("in_hand")
    words = " ".join(label.text() for label in till.window.sheet.findChildren(type(till.window.sheet.title)))
    assert "999 of" in words
    assert "have 24" in words


def test_plus_on_a_piece_with_a_serial_number_asks_for_the_next_number(till: TillShop) -> None:
    till.scan("PHONE")
    till.wait_sheet("serial")
    till.scan("SN-1001")
    till.wait(lambda: till.lines() == [("PHONE", 1)])
    till.type("+")
    till.wait_sheet("serial")
    till.scan("sn-1001")
    assert till.window.sheet.field.error() == "This piece is on the ticket already."
    till.window.router._guard.__init__(0)
    till.scan("SN-1002")
    till.wait(lambda: till.lines() == [("PHONE", 1), ("PHONE", 1)])
    till.press("F6")
    till.wait_sheet("serial")


def _scale_label(item: str, grams: int) -> str:
    from app.catalog.codes import gtin_check_digit

    body = f"{item}{grams:05}"
    return f"{body}{gtin_check_digit(body)}"
