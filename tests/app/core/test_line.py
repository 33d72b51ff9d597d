"""A server that goes away and comes back: what happens to each thread's line, and to a command in its middle."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from app import shop
from app.core import clock, db, settings
from app.core.actor import system_actor
from app.core.changes import Changed, Watch
from app.core.command import command, touch
from app.core.line import ServerAway, ServerDatabase
from app.core.outbox import Outbox, wish
from tests.conftest import NOON
from tests.postgres_server import PostgresServer

BY = system_actor("till-1")
_numbers = count(1)
_between: list[Callable[[], object]] = []


@command("tests.line")
def keep_something(by: Any, name: str) -> int:
    """Keep a wish and then let happen what a test wants to happen in the middle."""
    made = wish("receipt", name, {}, title=name)
    if _between:
        _between.pop(0)()
        touch("tests", int(db.db.execute_sql("SELECT 1").fetchone()[0]))
    return made


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """A server of this file's own, which is stopped and started."""
    made = PostgresServer()
    made.sql("CREATE DATABASE template_shop")
    shop.new_shop(made.url("template_shop"))
    shop.close_shop()
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def _store(server: PostgresServer) -> Iterator[None]:
    name = f"shop_{next(_numbers)}"
    server.sql(f"CREATE DATABASE {name} TEMPLATE template_shop STRATEGY FILE_COPY")
    with clock.frozen(NOON):
        shop.open_shop(server.url(name))
        settings.forget()
        yield
        shop.close_shop()
    _between.clear()


def titles() -> list[str]:
    return [row.title for row in Outbox.select().order_by(Outbox.id)]


def test_after_a_restart_each_thread_goes_on_with_its_next_statement(server):
    """Also one that did nothing meanwhile; a thread that never had a line gets none."""
    before, told, go_on = threading.Event(), [], threading.Event()

    def other() -> None:
        with db.connected():
            titles()
            before.set()
            go_on.wait(60)
            told.append(titles())

    thread = threading.Thread(target=other)
    thread.start()
    before.wait(60)
    keep_something(BY, "one")

    server.restart()
    keep_something(BY, "two")
    go_on.set()
    thread.join()

    assert told == [["one", "two"]]
    failures: list[str] = []
    stranger = threading.Thread(target=lambda: failures.append(_name_of(titles)))
    stranger.start()
    stranger.join()
    assert failures == ["InterfaceError"]


def _name_of(act: Callable[[], object]) -> str:
    try:
        act()
    except Exception as error:
        return type(error).__name__
    return ""


def test_a_command_in_the_middle_is_done_once_when_the_server_is_back_at_once(server):
    _between.append(server.restart)

    keep_something(BY, "one", key="k1")

    assert titles() == ["one"]
    assert keep_something(BY, "one", key="k1") == Outbox.get().id
    assert titles() == ["one"]


def test_while_the_server_is_away_all_is_refused_in_a_plain_sentence_and_nothing_is_kept(server):
    keep_something(BY, "one")
    _between.append(server.pause)

    with pytest.raises(ServerAway, match=r"^The connection to the server was lost; nothing was saved\. Try again\.$"):
        keep_something(BY, "two")
    for act in (titles, lambda: keep_something(BY, "three"), lambda: keep_something(BY, "four", key="k4")):
        with pytest.raises(ServerAway):
            act()
    server.go_on()
    _rested()

    assert titles() == ["one"]
    assert keep_something(BY, "four", key="k4")
    assert titles() == ["one", "four"]


class Unheard(ServerDatabase):
    """Keeps what is committed, and breaks before it can say so, as often as it is told."""

    times = 1

    def commit(self) -> None:
        if Unheard.times <= 0:
            return super().commit()
        Unheard.times -= 1
        self._state.conn.execute("COMMIT")
        self._state.conn.close()
        raise ServerAway(in_doubt=True)


def test_when_the_line_breaks_at_the_very_end_the_key_tells_whether_it_was_kept(monkeypatch):
    """Kept by the server, and its answer is lost: with a key it is found, without one nobody claims anything."""
    monkeypatch.setattr(db.db.obj, "__class__", Unheard)
    with pytest.raises(ServerAway, match="Look whether it is there before you try again"):
        keep_something(BY, "one")
    assert titles() == ["one"]
    Unheard.times = 1

    made = keep_something(BY, "two", key="k2")

    assert titles() == ["one", "two"]
    assert made == Outbox.get(Outbox.title == "two").id


def test_the_watch_listens_again_and_tells_what_was_missed(server):
    watch = Watch()
    assert watch.poll() == []

    server.pause()
    for _look in range(2):
        with pytest.raises(ServerAway):
            _look_until_it_is_known(watch)
    server.go_on()
    _rested()
    made = keep_something(BY, "one")

    assert _is_told(watch, Changed("outbox", made))
    made = keep_something(BY, "two")
    assert _is_told(watch, Changed("outbox", made))
    watch.close()


def _is_told(watch: Watch, change: Changed) -> bool:
    """Whether a change is heard of; the server tells it when it comes to it."""
    for _look in range(100):
        if change in watch.poll():
            return True
        db.db.execute_sql("SELECT pg_sleep(0.05)")
    return False


def _look_until_it_is_known(watch: Watch) -> None:
    """The first look may only hear that the line is being closed."""
    while True:
        watch.poll()


def _rested() -> None:
    """This thread has a line again, without the moment in which nobody is asked."""
    assert db.db.obj.comes_back()
