"""The shop's server goes away and comes back under an open window, which says so and goes on by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app import shop
from app.core import clock, settings
from app.core.actor import system_actor
from app.staff.people import add_person
from app.staff.time_clock import clock_in
from app.staff.times import in_since
from tests.conftest import NOON
from tests.postgres_server import PostgresServer
from tests.ui.driver import Driver


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    made = PostgresServer()
    made.sql("CREATE DATABASE shop")
    with clock.frozen(NOON):
        shop.new_shop(made.url("shop"))
        add_person(system_actor(), "Maya Kelly", "counter", "4711")
        shop.close_shop()
        settings.forget()
        yield made
    made.stop()


@pytest.fixture
def till(server: PostgresServer, qtbot: Any) -> Iterator[Driver]:
    running = Driver(qtbot, server.url("shop"))
    yield running
    running.close()


def clocked_in(till: Driver) -> bool:
    person = till.window.desk.actor.person_id
    return till.ask(lambda: in_since(person)) is not None


def test_the_window_says_that_the_server_is_away_refuses_what_cannot_be_kept_and_goes_on_by_itself(till, server):
    desk, window = till.window.desk, till.window
    assert not till.shows("shell.server")

    server.pause()

    till.wait(lambda: till.shows("shell.server"))
    assert till.find("shell.server").accessibleName() == "The server is away"
    desk.write(till.tab, clock_in)
    till.wait(lambda: window.notice.text)
    assert window.notice.text == "The connection to the server was lost; nothing was saved. Try again."
    till.press("F1")
    till.press("Esc")
    told: list[int] = []
    desk.when_back(till.tab, lambda: told.append(1))

    server.go_on()

    till.wait(lambda: not till.shows("shell.server"))
    assert till.toast() == "The server is back"
    assert told == [1]
    assert not clocked_in(till)
    desk.write(till.tab, clock_in)
    till.settle()
    assert clocked_in(till)
    till.running.ask(till.running._seat.check)


def test_the_door_says_it_too_and_lets_people_in_once_the_server_is_back(till, server):
    till.window.session.lock()
    till.settle()

    server.pause()
    till.wait(lambda: till.shows("shell.server"))
    till.type("4711")
    till.wait(lambda: "nothing was saved" in till.window.session.page.pad.words.text())
    server.go_on()
    till.wait(lambda: not till.shows("shell.server"))
    till.settle()
    till.type("4711")

    till.wait(lambda: not till.window.session.is_locked)
    assert till.window.desk.actor.name == "Maya Kelly"
