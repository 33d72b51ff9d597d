"""Light or dark: the station's at the door, and each person's own behind it, kept from one start to the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.core import settings
from app.core.actor import system_actor
from app.staff.people import NotALook, add_person, choose_look
from app.staff.queries import look_of
from app.staff.sign_in import actor_for
from tests.conftest import Stores
from tests.ui.driver import Driver, open_window
from tests.ui.test_language import come_in
from ui.theme import theme


def _two_clerks() -> tuple[int, int]:
    by = system_actor()
    return add_person(by, "Maya Kelly", "counter", "4711"), add_person(by, "Tom Breen", "counter", "5822")


@pytest.fixture
def door(stores: Stores, qtbot: Any) -> Iterator[Driver]:
    def start(url: str) -> Driver:
        return Driver(qtbot, url, role="", own_look=True)

    with open_window(stores, start, "two clerks", _two_clerks) as driver:
        driver.wait(lambda: driver.running.session.is_locked)
        driver.settle()
        yield driver
    theme().set_mode("light")


def test_a_clerk_who_chose_dark_has_it_again_and_nobody_else(door: Driver) -> None:
    maya, tom = door.made
    come_in(door, maya)
    door.running.session.show_user_menu()
    door.find("popover.theme.dark").click()
    door.settle()
    assert theme().mode == "dark" and door.ask(lambda: look_of(maya)) == "dark"

    door.press("F12")
    door.settle()
    assert theme().mode == "light"
    come_in(door, tom)
    assert theme().mode == "light"
    door.press("F12")
    door.settle()
    come_in(door, maya)

    assert theme().mode == "dark"


def test_who_chose_none_follows_the_station(door: Driver) -> None:
    maya, tom = door.made
    come_in(door, maya)
    door.running.session.look.choose("light")
    door.settle()
    door.running.desk.write(
        door.window, settings.change_setting, "station.theme", "dark", "till-1", actor=system_actor()
    )
    door.settle()
    door.running.session.look.follow("dark")
    assert theme().mode == "light"

    door.press("F12")
    door.settle()
    assert theme().mode == "dark"
    come_in(door, tom)

    assert theme().mode == "dark"


def test_a_word_that_is_no_look_is_refused(store: str) -> None:
    maya, _tom = _two_clerks()
    by = actor_for(maya, "till-1")
    with pytest.raises(NotALook):
        choose_look(by, "pink")

    assert look_of(maya) == ""
