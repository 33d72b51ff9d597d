"""The customer's window: it follows the ticket and takes a rating."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import Stores
from tests.ui.till_shop import TillShop, till_shop
from ui.display.pages import masked
from ui.display.screens import Displays


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot) as running:
        yield running


def test_the_window_follows_the_sale_from_idle_to_thanks(till: TillShop) -> None:
    shown = Displays.of(till.window.desk).show()
    assert shown.state == "idle"
    till.window.activateWindow()
    till.scans("SKL-26")
    assert (shown.state, shown.accessibleName()) == ("sale", "Total €49.50")
    till.press("F9")
    till.wait_sheet("payment")
    till.type("60")
    assert shown.state == "pay"
    assert till.till.payment.change_minor == 1_050
    till.press("F9")
    till.wait(lambda: till.till.last is not None)
    assert shown.state == "thanks"
    shown.grab()


def test_a_rating_is_kept_once(till: TillShop) -> None:
    from app.feedback.queries import feedback_of

    shown = Displays.of(till.window.desk).show()
    till.window.activateWindow()
    till.scans("SKL-26")
    till.press("F9")
    till.wait_sheet("payment")
    till.press("F9")
    till.wait(lambda: till.till.last is not None)
    order = till.till.last.sold.order_id
    shown.rate(4)
    shown.rate(1)
    till.settle()
    assert till.ask(lambda: feedback_of(order)).score == 4


def test_an_address_is_hidden_from_those_behind() -> None:
    assert masked("eimear@oconnor.example") == "e•••@oconnor.example"
