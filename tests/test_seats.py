"""One window a station on a server: two computers with one station name would share a drawer and its numbers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app import shop
from app.core import db
from app.core.actor import system_actor
from app.core.seats import Seat, SeatTaken
from app.staff.people import add_person
from tests.conftest import PostgresStores
from ui.shell.seat_page import SeatPage
from ui.shell.start import Station
from ui.theme import theme

OTHER = """
import sys
from app.core import db
from app.core.seats import Seat
db.open_store(sys.argv[1])
seat = Seat("till-1", "BACK-OFFICE")
seat.take()
print("seated", flush=True)
sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def servers(quick_folder: Path) -> Iterator[PostgresStores]:
    """A server of this file's own, whichever store the other tests use."""
    made = PostgresStores(quick_folder)
    yield made
    made.close()


def one_clerk() -> None:
    add_person(system_actor(), "Maya Kelly", "counter", "4711")


@pytest.fixture
def url(servers: PostgresStores) -> str:
    return servers.filled(one_clerk, one_clerk)[0]


@pytest.fixture
def other(url: str) -> Iterator[subprocess.Popen[str]]:
    """Another computer that works as till 1."""
    running = subprocess.Popen([sys.executable, "-c", OTHER, url], stdin=-1, stdout=-1, text=True)
    assert running.stdout is not None and running.stdout.readline() == "seated\n"
    yield running
    running.kill()
    running.wait()


def seated_once_free(seat: Seat) -> bool:
    """Whether the seat falls free: the server sees within a moment that a program ended."""
    for _turn in range(200):
        try:
            seat.take()
        except SeatTaken:
            with db.connected():
                db.db.execute_sql("SELECT pg_sleep(0.05)")
            continue
        return True
    return False


def test_a_second_computer_is_told_who_works_as_the_station_and_is_let_in_when_that_one_dies(url, other):
    db.open_store(url)
    mine, beside = Seat("till-1"), Seat("till-2")
    with pytest.raises(SeatTaken, match="BACK-OFFICE works as the station till-1 already"):
        mine.take()
    beside.take()
    beside.check()

    other.kill()

    assert seated_once_free(mine)
    mine.check()
    with pytest.raises(SeatTaken):
        Seat("till-1").take()
    for seat in (mine, beside):
        seat.leave()
    Seat("till-1").take()
    shop.close_shop()


def test_after_a_broken_line_the_seat_is_taken_anew_unless_somebody_sits_there(url):
    db.open_store(url)
    mine, theirs = Seat("till-1"), Seat("till-1", "BACK-OFFICE")
    mine.take()

    def cut() -> None:
        """What a network does that goes away."""
        db.db.execute_sql(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND application_name LIKE 'Kontor on %%' AND datname = current_database()"
        )

    cut()
    mine.check()
    mine.check()
    with pytest.raises(SeatTaken):
        theirs.take()
    cut()
    theirs.take()
    mine.check()
    with pytest.raises(SeatTaken, match="BACK-OFFICE"):
        mine.check()
    theirs.leave()
    mine.check()
    with pytest.raises(SeatTaken):
        theirs.take()
    mine.leave()
    shop.close_shop()


def test_in_a_file_a_seat_is_always_free(store):
    if not db.is_postgres():
        first, second = Seat("till-1"), Seat("till-1")
        first.take()
        second.take()
        second.check()


def test_the_window_says_who_is_there_and_opens_when_they_have_gone(url, other, qtbot: Any):
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme().apply(app)
    running = Station(url, "till-1")
    window = running.show()
    qtbot.waitUntil(lambda: isinstance(window.pages.currentWidget(), SeatPage), timeout=20_000)
    assert "BACK-OFFICE" in window.pages.currentWidget().accessibleDescription() + _words(window)
    assert running.desk.actor is None

    other.kill()

    qtbot.waitUntil(lambda: running.session.is_locked, timeout=30_000)
    running.settle()
    theirs = Seat("till-1", "LAPTOP")
    with pytest.raises(SeatTaken):
        theirs.take()
    running.desk.seat_lost.emit(SeatTaken("till-1", "LAPTOP"))
    assert isinstance(window.pages.currentWidget(), SeatPage)
    qtbot.waitUntil(lambda: running.session.is_locked, timeout=30_000)
    running.settle()
    window.hide()
    running.stop()
    window.router.deleteLater()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _words(window: Any) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(label.text() for label in window.pages.currentWidget().findChildren(QLabel))
