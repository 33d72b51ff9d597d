"""Badges at the till: another clerk takes over with the ticket open, and nobody can read a badge off the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.core import clock
from app.core.actor import system_actor
from app.staff.models import Person
from app.staff.people import add_person, change_person
from app.staff.pin import LOCKED_AT
from app.staff.sign_in import at_the_door, sign_in
from tests.conftest import Stores
from tests.ui.till_shop import TillShop, till_shop

MAYA, TOM, RUTH = "STAFF-1001", "STAFF-1002", "STAFF-1008"


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot, prepare=_give_badges) as till:
        yield till


def _give_badges() -> None:
    add_person(system_actor(), "Tom Byrne", "counter", "4812", badge=TOM)
    for name, badge in (("Maya Kelly", MAYA), ("Ruth Hartwell", RUTH)):
        change_person(system_actor(), Person.get(Person.name == name).id, badge=badge)


def _traces(till: TillShop) -> str:
    return " ".join(trace.code for trace in till.window.scan_box.traces)


def test_a_badge_changes_the_clerk_and_the_ticket_stays(till: TillShop) -> None:
    till.scans("MUG-1", TOM)
    till.wait(lambda: till.window.desk.actor.name == "Tom Byrne")
    assert till.lines() == [("MUG-1", 1)]


def test_no_badge_can_be_read_off_the_scan_box(till: TillShop) -> None:
    """Who reads a manager's badge there prints it, and approves their own discounts."""
    till.scans("MUG-1", RUTH)
    till.wait(lambda: till.window.desk.actor.name == "Ruth Hartwell")
    till.scans(RUTH)
    till.press("F12")
    till.wait(lambda: till.window.session.is_locked)
    till.scans(TOM)
    till.wait(lambda: not till.window.session.is_locked)

    assert _traces(till) == "MUG-1"


def test_a_locked_badge_over_someone_elses_work_says_why_nobody_came_in(till: TillShop) -> None:
    def guess() -> None:
        tom = Person.get(Person.badge == TOM)
        now = clock.now_ms()
        for wrong in range(LOCKED_AT):  # each after the wait of the one before
            with clock.frozen(now + wrong * clock.HOUR_MS):
                sign_in(at_the_door("till-1"), tom.id, "0000")

    who = till.window.desk.actor.name
    till.ask(guess)
    till.scans(TOM)

    till.wait(lambda: "Locked after too many wrong PINs" in till.window.notice.text)
    assert till.window.desk.actor.name == who
