"""The time clock: coming and going once, corrections with a reason that cannot overlap, hours in a report."""

from __future__ import annotations

import pytest

from app.analysis.reports import make_report
from app.core import clock
from app.core.actor import Actor, system_actor
from app.core.refusal import NotPermitted
from app.staff.people import add_person
from app.staff.sign_in import actor_for
from app.staff.time_clock import AlreadyIn, NotIn, WrongTime, add_time, clock_in, clock_out, correct_time
from app.staff.times import in_since, times
from tests.conftest import NOON

HOUR = clock.HOUR_MS


@pytest.fixture
def staff(store: str) -> tuple[Actor, Actor]:
    """Maya at the counter and Ruth, a manager."""
    maya = add_person(system_actor(), "Maya Kelly", "counter", "4711")
    ruth = add_person(system_actor(), "Ruth Hartwell", "manager", "471100")
    return actor_for(maya, "till-1"), actor_for(ruth, "office")


def test_somebody_comes_and_goes_once(staff):
    maya, _ruth = staff

    clock_in(maya)
    with pytest.raises(AlreadyIn):
        clock_in(maya)
    assert in_since(maya.person_id) == NOON
    with clock.frozen(NOON + 3 * HOUR):
        worked = clock_out(maya)
    with pytest.raises(NotIn):
        clock_out(maya)

    assert worked == 3 * HOUR
    assert in_since(maya.person_id) is None


def test_only_a_manager_corrects_and_only_with_a_reason(staff):
    maya, ruth = staff
    time_id = clock_in(maya)

    with pytest.raises(NotPermitted):
        correct_time(maya, time_id, NOON - HOUR, None, "Forgot")
    with pytest.raises(WrongTime, match="why"):
        correct_time(ruth, time_id, NOON - HOUR, NOON, " ")
    with pytest.raises(WrongTime, match="after coming"):
        correct_time(ruth, time_id, NOON - HOUR, NOON - 2 * HOUR, "Forgot")
    with pytest.raises(WrongTime, match="not come yet"):
        correct_time(ruth, time_id, NOON, NOON + HOUR, "Forgot")
    correct_time(ruth, time_id, NOON - HOUR, NOON, "Forgot to clock out")

    row = times(clock.today(), clock.today())[0]
    assert (row.worked_ms, row.corrected_by, row.reason) == (HOUR, "Ruth Hartwell", "Forgot to clock out")


def test_times_of_one_person_never_overlap(staff):
    maya, ruth = staff
    add_time(ruth, maya.person_id, NOON - 4 * HOUR, NOON - 2 * HOUR, "Forgot")

    with pytest.raises(WrongTime, match="overlaps"):
        add_time(ruth, maya.person_id, NOON - 3 * HOUR, NOON - HOUR, "Twice")
    add_time(ruth, maya.person_id, NOON - 2 * HOUR, NOON - HOUR, "Next to it")
    add_time(ruth, ruth.person_id, NOON - 3 * HOUR, NOON - HOUR, "Somebody else")

    report = make_report("times", clock.today(), clock.today())
    assert sorted(report.column("hours")) == ["2.00", "3.00"]
    assert report.totals[2] == 5 * HOUR
