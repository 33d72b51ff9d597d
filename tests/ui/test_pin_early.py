"""A PIN typed before the names are read: it waits for the one it can be meant for, and is never a wrong try."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.actor import system_actor
from app.staff.models import Person
from app.staff.people import add_person
from tests.conftest import Stores
from tests.ui.till_shop import TillShop, till_shop


def _wrong_tries(shop: TillShop) -> int:
    return shop.ask(lambda: sum(person.wrong_tries for person in Person.select()))  # type: ignore[no-any-return]


def _second_manager() -> None:
    add_person(system_actor(), "Ida Byrne", "manager", "852963")


@pytest.mark.parametrize("managers", [1, 2])
def test_a_pin_typed_before_the_managers_are_read_is_never_a_wrong_try(
    stores: Stores, qtbot: Any, managers: int
) -> None:
    with till_shop(stores, qtbot, prepare=_second_manager if managers == 2 else None) as till:
        from app.core.refusal import NotPermitted

        allowed: list[Any] = []
        refusal = NotPermitted("orders.discount", limit=1500, asked=5000)
        actor = till.window.desk.actor
        till.window.ask_manager(refusal, actor, allowed.append, lambda: None)
        pad = till.window.sheet.pad

        QTest.keyClicks(pad, "471100")
        till.settle()

        if managers == 1:
            till.wait(lambda: allowed)
        else:
            assert "too early" in pad.words.text() and till.sheet == "override"
            till.press("Esc")
        assert _wrong_tries(till) == 0


def test_keys_at_the_door_before_the_names_are_there_ask_nobody_for_a_pin(stores: Stores, qtbot: Any) -> None:
    with till_shop(stores, qtbot) as till:
        page = till.window.session.page
        till.window.session.lock()

        QTest.keyClicks(page.pad, "99")
        QTest.keyClick(page.pad, Qt.Key.Key_Down)
        till.settle()

        assert "too early" in page.pad.words.text()
        assert page.pad.dots.accessibleName() == "0 of 4 digits"
        till.type("4711")
        till.wait(lambda: not till.window.session.is_locked)
        assert _wrong_tries(till) == 0


def test_names_that_come_again_leave_the_chosen_one_and_what_is_typed(stores: Stores, qtbot: Any) -> None:
    with till_shop(stores, qtbot) as till:
        page = till.window.session.page
        till.press("F12")
        till.wait(lambda: page._tiles)
        till.window.session.lock()
        ruth = next(tile for tile in page._tiles if tile.tile.name.startswith("Ruth"))
        page.choose(ruth)
        till.type("471")

        till.settle()
        till.type("100")

        till.wait(lambda: not till.window.session.is_locked)
        assert till.window.desk.actor.name == "Ruth Hartwell"


def test_a_pin_can_be_pasted(stores: Stores, qtbot: Any) -> None:
    with till_shop(stores, qtbot) as till:
        till.press("F12")
        till.wait(lambda: till.window.session.is_locked)
        QApplication.clipboard().setText("4711")

        till.press("Ctrl+V")

        till.wait(lambda: not till.window.session.is_locked)
