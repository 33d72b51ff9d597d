"""What changed, told to every open window of this process and of the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from app.core.db import db, is_postgres

log = logging.getLogger(__name__)
CHANNEL = "kontor_changes"


class Changed(NamedTuple):
    """One record that a command touched."""

    kind: str
    id: int


Listener = Callable[[list[Changed]], None]
_listeners: list[Listener] = []


def subscribe(listener: Listener) -> Callable[[], None]:
    """Have `listener` called after each commit, in the thread of the command; returns how to stop it."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener) if listener in _listeners else None


def tell(changes: Iterable[Changed]) -> None:
    """Tell the listeners of this process; what one raises is logged and undoes nothing."""
    told = list(dict.fromkeys(changes))
    if not told:
        return
    for listener in list(_listeners):
        try:
            listener(told)
        except Exception:
            log.exception("a listener of changes failed")


class Watch:
    """Finds out what other processes changed; lives on the reader's thread, outside a transaction.

    SQLite: `data_version` says that someone else committed.  PostgreSQL: NOTIFY wakes a connection of its own.
    Either way the journal rows after the last one seen say what.
    """

    def __init__(self) -> None:
        self._seen = _heads()
        self._version = self._data_version()
        self._ear: Any = self._listen() if is_postgres() else None

    def poll(self) -> list[Changed]:
        """What others changed since the last call (own commits of this process may be among them).

        ServerAway while there is no server; the first call afterwards listens again and tells what was missed.
        """
        if self._ear is not None:
            if not self._hears():
                return []
        else:
            version = self._data_version()
            if version == self._version:
                return []
            self._version = version
        return self._read_on()

    def _hears(self) -> bool:
        """Whether something was said; after a broken line that is not known, so the journal is asked."""
        from psycopg import OperationalError

        try:
            return bool(list(self._ear.notifies(timeout=0)))
        except OperationalError:
            self._ear.close()
            self._ear = self._listen()
            return True

    def close(self) -> None:
        """Give the listening connection back."""
        if self._ear is not None:
            self._ear.close()

    def _read_on(self) -> list[Changed]:
        found: list[Changed] = []
        for station, no in _heads().items():
            seen = self._seen.get(station, 0)
            if no > seen:
                mark = "%s" if is_postgres() else "?"
                rows = db.execute_sql(
                    f"SELECT kind, ref FROM journal_touch WHERE station = {mark} AND no > {mark} AND no <= {mark}",
                    (station, seen, no),
                )
                found += [Changed(*row) for row in rows.fetchall()]
                self._seen[station] = no
        return list(dict.fromkeys(found))

    @staticmethod
    def _data_version() -> int:
        return 0 if is_postgres() else int(db.execute_sql("PRAGMA data_version").fetchone()[0])

    @staticmethod
    def _listen() -> Any:
        ear = db.obj.bare_line()
        ear.execute(f"LISTEN {CHANNEL}")
        return ear


def _heads() -> dict[str, int]:
    """The last journal number of each station."""
    rows = db.execute_sql("SELECT station, no FROM journal_head").fetchall()
    return {str(station): int(no) for station, no in rows}
