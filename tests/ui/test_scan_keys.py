"""What a keyboard scanner really sends: Shift with each capital, Ctrl with a separator; the window takes it as one code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt

from tests.conftest import Stores
from tests.ui.till_shop import TillShop, till_shop


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot) as running:
        yield running


@pytest.mark.parametrize(
    "code", ["STAFF-1001", "T1-000007", "aB+c/D$%", "\x1d0105391234503500\x1d10LOT", "KONTOR-Test-1234"]
)
def test_a_code_with_capitals_and_separators_is_one_scan(till: TillShop, code: str) -> None:
    heard: list[str] = []
    till.window.router.scanned.connect(heard.append)

    till.scan(code)

    assert heard == [code]
    assert till.window.scan_box.text() == ""


def test_a_command_card_works_as_its_key(till: TillShop) -> None:
    till.scan("MUG-1")

    till.scan("KEY-F9")

    assert till.sheet == "payment"


def test_capitals_that_a_person_types_reach_the_field(till: TillShop) -> None:
    till.press("F2")

    till.type("Mug ABC")

    assert till.window.scan_box.text() == "Mug ABC"


@pytest.mark.parametrize(
    ("key", "text", "held"),
    [
        (Qt.Key.Key_Return, "\r", Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_J, "\n", Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_a_line_feed_behind_the_enter_of_a_scanner_presses_nothing(
    till: TillShop, key: Qt.Key, text: str, held: Qt.KeyboardModifier
) -> None:
    till.scans("MUG-1")
    till.find("sell.primary").setFocus()
    ends: list[int] = []
    till.window.router.scanned.connect(lambda _code: ends.append(till.window.router._ended_ms))

    till.scans("SKL-26")
    till._send(key, held, text, ends[0] + 4)
    till.settle()

    assert till.sheet == "" and till.lines() == [("MUG-1", 1), ("SKL-26", 1)]
    till.press("Return")
    till.wait_sheet("payment")
