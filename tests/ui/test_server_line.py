"""The shop's server goes away and comes back under an open window, which says so and goes on by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from app import shop
from app.core import clock, outbox, settings
from app.core.actor import system_actor
from app.core.checks import run_checks
from app.core.settings import change_setting
from app.counter.void import void_sale
from app.payments.models import Payment
from app.payments.send_back import backs_of
from app.staff.time_clock import clock_in
from app.staff.times import in_since
from devices.simulators.printer import PrinterFault, SimulatedPrinter
from devices.simulators.terminal import Answer, SimulatedTerminal
from tests.conftest import NOON
from tests.postgres_server import PostgresServer
from tests.ui.till_shop import TILL, TillShop, open_till


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    made = PostgresServer()
    made.sql("CREATE DATABASE shop")
    with clock.frozen(NOON):
        shop.new_shop(made.url("shop"))
        open_till()
        shop.close_shop()
        settings.forget()
        yield made
    made.stop()


@pytest.fixture
def till(server: PostgresServer, qtbot: Any) -> Iterator[TillShop]:
    with window_on(server, qtbot) as running:
        yield running


@pytest.fixture
def card_till(server: PostgresServer, qtbot: Any, terminal: SimulatedTerminal) -> Iterator[TillShop]:
    options = {"ask_s": 0.5, "answer_s": 5.0}
    with window_on(server, qtbot, terminal={"url": terminal.url, "name": "terminal", "options": options}) as running:
        yield running


@contextmanager
def window_on(server: PostgresServer, qtbot: Any, **devices: Any) -> Iterator[TillShop]:
    """The window of a till with these devices; what it did adds up in the end."""
    shop.open_shop(server.url("shop"))
    change_setting(system_actor(TILL), "station.devices", devices, TILL)
    shop.close_shop()
    settings.forget()
    running = TillShop(qtbot, server.url("shop"), station=TILL, role="manager")
    running.wait(lambda: running.window.desk.hub is not None and running.running.refunder is not None)
    running.settle()
    try:
        yield running
        assert running.ask(lambda: list(run_checks())) == []
    finally:
        running.close()


def clocked_in(till: TillShop) -> bool:
    person = till.window.desk.actor.person_id
    return till.ask(lambda: in_since(person)) is not None


def pause(till: TillShop, server: PostgresServer) -> None:
    """The server goes, and the window has found it out."""
    server.pause()
    till.wait(lambda: till.shows("shell.server"))


def go_on(till: TillShop, server: PostgresServer) -> None:
    """The server comes back, and the window has found that out."""
    server.go_on()
    till.wait(lambda: not till.shows("shell.server"))


def payments(till: TillShop) -> list[tuple[str, int]]:
    def read() -> list[tuple[str, int]]:
        rows = Payment.select(Payment.state, Payment.amount_minor).order_by(Payment.id).tuples()
        return [(str(state), int(minor)) for state, minor in rows]

    return till.ask(read)


def charge(till: TillShop) -> None:
    """A mug, charged at the terminal."""
    till.scans("MUG-1")
    till.press("F9")
    till.wait_sheet("payment")
    till.press("K")
    till.press("F9")


def test_the_window_says_that_the_server_is_away_refuses_what_cannot_be_kept_and_goes_on_by_itself(till, server):
    desk, window = till.window.desk, till.window
    assert not till.shows("shell.server")

    server.pause()

    till.wait(lambda: till.shows("shell.server"))
    assert till.find("shell.server").accessibleName() == "The server is away"
    assert till.find("shell.sync").accessibleName() == "No server"
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
    assert till.find("shell.sync").accessibleName() == "Online"
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


def test_a_card_approved_while_the_server_is_away_pays_the_sale_once_it_is_back(card_till, server, terminal):
    terminal.will(Answer.LATE)
    charge(card_till)
    key = f"{card_till.till.ticket.uid}/1"
    assert terminal.wait_state(key, "pending")

    pause(card_till, server)
    terminal.release()
    assert terminal.wait_state(key, "approved")
    card_till.wait(lambda: card_till.window.desk._when_back)
    assert card_till.sheet == "payment"
    go_on(card_till, server)

    card_till.wait(lambda: card_till.till.last is not None)
    assert terminal.charges() == [(key, 1_490)]
    assert payments(card_till) == [("approved", 1_490)]


def test_a_refund_given_while_the_server_is_away_is_kept_and_not_given_twice(card_till, server, terminal):
    charge(card_till)
    card_till.wait(lambda: card_till.till.last is not None)
    card_till.settle()
    order = int(card_till.till.last.sold.order_id)
    terminal.will(Answer.LATE)
    card_till.window.desk.write(card_till.tab, void_sale, order, "Wrong mug")
    card_till.settle()
    [back] = card_till.ask(lambda: backs_of(order))
    assert terminal.wait_state(back.key, "pending")

    pause(card_till, server)
    terminal.release()
    card_till.wait(lambda: len(terminal.charges()) == 2 and card_till.window.desk._when_back)
    go_on(card_till, server)

    card_till.wait(lambda: card_till.ask(lambda: backs_of(order)) == [])
    assert len(terminal.charges()) == 2
    assert payments(card_till) == [("approved", 1_490), ("approved", -1_490)]


def test_a_receipt_printed_while_the_server_is_away_is_not_printed_again(server, qtbot):
    with SimulatedPrinter() as printer:
        with window_on(server, qtbot, printer={"url": printer.url, "name": "printer"}) as till:
            printer.fault = PrinterFault.HANG
            till.scans("MUG-1")
            till.press("F9")
            till.wait_sheet("payment")
            till.press("F9")
            till.wait(lambda: till.till.last is not None)
            till.wait(lambda: till.running.porter._under_way)

            pause(till, server)
            printer.fault = PrinterFault.NONE
            assert printer.wait_printed(b"14.90")
            till.wait(lambda: till.window.desk._when_back)
            go_on(till, server)

            till.wait(lambda: till.ask(lambda: outbox.waiting(TILL)) == 0)
            till.settle()
            assert printer.printed().count(b"MUG-1") == 1
