"""The language of the door and of each person's windows, kept from one start to the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.core import i18n, settings
from app.core.actor import system_actor
from app.staff.people import add_person
from app.staff.queries import language_of
from tests.conftest import Stores
from tests.ui.driver import Driver, open_window

PIN = "4711"


def _chinese_shop() -> tuple[int, int]:
    by = system_actor()
    settings.change_setting(by, "shop.language", "zh_CN")
    return add_person(by, "Maya Kelly", "counter", PIN), add_person(by, "Wang Fang", "counter", "5822")


@pytest.fixture
def door(stores: Stores, qtbot: Any) -> Iterator[Driver]:
    def start(url: str) -> Driver:
        return Driver(qtbot, url, role="", own_language=True)

    with open_window(stores, start, "a Chinese shop", _chinese_shop) as driver:
        driver.wait(lambda: driver.shows("sign_in.pin") or driver.running.session.is_locked)
        driver.settle()
        yield driver
    i18n.use_language("en")


def come_in(driver: Driver, person: int) -> None:
    driver.running.session.sign_in(person)
    driver.settle()
    driver.wait(lambda: driver.window.tab is not None and not driver.running.session.is_locked)


def nav(driver: Driver) -> str:
    return str(driver.find("shell.nav.sell").accessibleName())


def test_the_door_speaks_the_language_of_the_shop(door: Driver) -> None:
    assert i18n.language() == "zh_CN"
    come_in(door, door.made[1])
    assert "销售" in nav(door) or "收银" in nav(door)


def test_who_chose_another_language_has_it_again_the_next_time(door: Driver) -> None:
    maya, wang = door.made
    come_in(door, maya)
    door.running.session.spoken.choose("en")
    door.wait(lambda: "Sell" in nav(door))
    assert door.ask(lambda: language_of(maya)) == "en"

    door.press("F12")
    door.settle()
    assert i18n.language() == "zh_CN"
    come_in(door, wang)
    assert "Sell" not in nav(door)
    door.press("F12")
    door.settle()
    come_in(door, maya)

    assert "Sell" in nav(door)
