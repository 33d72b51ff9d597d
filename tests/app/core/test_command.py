"""Promises of commands: one transaction, one journal entry, one effect for a key."""

from __future__ import annotations

import time
from typing import NamedTuple

import peewee
import pytest

from app.core import canonical, changes, clock, db, journal
from app.core.actor import Actor, Approval, NotPermitted
from app.core.command import command, content_of, note, touch
from app.core.journal import Journal
from app.core.refusal import KeyReused, Refusal
from app.staff.models import Station, StationKind
from tests.factories import clerk


class Made(NamedTuple):
    id: int
    name: str


@command("tests.make")
def make(by: Actor, name: str, fail: bool = False) -> Made:
    station = Station.create(code=name, name=name, kind=StationKind.TILL, series=name[:4])
    touch("station", station.id)
    note(name=name)
    if fail:
        raise Refusal("No.")
    return Made(station.id, name)


@command("tests.make_twice")
def make_twice(by: Actor) -> list[int]:
    return [make(by, "one").id, make(by, "two").id]


@command("tests.take_time")
def take_time(by: Actor) -> list[int]:
    began = clock.now_ms()
    while time.time_ns() // 1_000_000 <= began + 1:
        pass
    return [began, clock.now_ms()]


def test_all_that_one_command_does_has_one_time_so_that_nothing_of_it_falls_into_the_next_hour(store):
    clock.freeze(None)
    began, ended = take_time(clerk)
    assert began == ended == Journal.get().at
    assert clock.now_ms() > ended


def test_a_refused_command_leaves_no_trace(store):
    with pytest.raises(Refusal):
        make(clerk, "till-9", True, key="k1")

    assert Station.select().count() == 0
    assert Journal.select().count() == 0


def test_the_same_key_returns_the_first_answer_and_does_nothing_more(store):
    first = make(clerk, "till-9", key="k1")
    second = make(clerk, "till-9", key="k1")

    assert first == second
    assert isinstance(second, Made)
    assert Station.select().count() == 1


def test_the_same_key_with_other_contents_is_refused(store):
    make(clerk, "till-9", key="k1")

    with pytest.raises(KeyReused):
        make(clerk, "till-8", key="k1")
    assert Station.select().count() == 1


def test_a_refusal_uses_up_no_key(store):
    with pytest.raises(Refusal):
        make(clerk, "till-9", True, key="k1")

    assert make(clerk, "till-9", key="k1").name == "till-9"


def test_a_command_within_a_command_is_a_step_of_it(store):
    assert len(make_twice(clerk)) == 2
    assert [row.what for row in Journal.select()] == ["tests.make_twice"]


def test_nobody_does_what_he_has_no_right_to(store):
    stranger = Actor(9, "Nobody", "counter", "till-1", frozenset())

    with pytest.raises(NotPermitted):
        make(stranger, "till-9")

    approved = stranger.approved(Approval(3, "Ruth Hartwell", "tests.make", "asked nicely"))
    make(approved, "till-9")
    assert journal.story("station", 1)[0].body["approved"]["by"] == "Ruth Hartwell"


@command("tests.two_rights")
def two_rights(by: Actor) -> str:
    by.check("tests.second")
    return "done"


def test_an_act_that_needs_two_rights_takes_both_yeses_in_turn_and_keeps_both_names(store):
    stranger = Actor(9, "Nobody", "counter", "till-1", frozenset())
    content = content_of(two_rights, (), {})
    first = stranger.approved(Approval(3, "Ruth Hartwell", "tests.two_rights", "asked", content=content))
    with pytest.raises(NotPermitted) as refused:
        two_rights(first)
    assert refused.value.right == "tests.second"

    both = first.approved(Approval(4, "Finn Gallagher", "tests.second", "asked again", content=content))

    assert two_rights(both) == "done"
    row = Journal.select().order_by(Journal.id.desc()).get()
    body = canonical.decode(row.body)
    assert (body["approved"]["by"], body["approved_before"][0]["by"]) == ("Finn Gallagher", "Ruth Hartwell")
    with pytest.raises(NotPermitted):
        make(both, "till-9")


def test_listeners_hear_of_a_change_after_the_commit_and_never_of_a_refusal(store):
    heard: list[changes.Changed] = []
    stop = changes.subscribe(heard.extend)
    with pytest.raises(Refusal):
        make(clerk, "till-9", True)
    made = make(clerk, "till-9")
    stop()

    assert heard == [changes.Changed("station", made.id)]


def take_the_guard_off(table: str) -> None:
    """What a thief with the file would do: the triggers that refuse changes are dropped."""
    if db.is_postgres():
        db.db.execute_sql(f'DROP TRIGGER "{table}_never" ON "{table}"')
        return
    for act in ("update", "delete"):
        db.db.execute_sql(f'DROP TRIGGER "{table}_no_{act}"')


def test_what_is_written_in_the_journal_cannot_be_changed(store):
    make(clerk, "a")

    with pytest.raises(peewee.PeeweeException):
        Journal.update(body="{}").execute()
    with pytest.raises(peewee.PeeweeException):
        Journal.delete().execute()


def test_another_process_hears_of_a_change(store):
    watch = changes.Watch()
    assert watch.poll() == []
    made = make(clerk, "till-9")
    told = watch._read_on()  # own commits move no data_version; another process would be woken by it
    watch.close()

    assert changes.Changed("station", made.id) in told


@pytest.mark.parametrize("harm", ["changed", "removed", "cut"])
def test_verify_sees_a_changed_a_removed_and_a_cut_row(store, harm):
    for name in ("a", "b", "c"):
        make(clerk, name)
    take_the_guard_off("journal")
    assert list(journal.check_chains()) == []
    row = Journal.get(Journal.no == (3 if harm == "cut" else 2))
    was = (row.body, row.hash)
    if harm == "changed":
        Journal.update(body=row.body.replace('"b"', '"x"')).where(Journal.no == 2).execute()
    else:
        row.delete_instance()

    assert len(list(journal.check_chains())) >= 1
    if harm == "changed":
        Journal.update(body=was[0]).where(Journal.no == 2).execute()
    else:
        Journal.insert(row.__data__).execute()
