"""The line to a server, which may go away for a moment: a broken one is opened anew at the next statement.

What was under way when it broke is refused, and so is all else while nobody answers; nothing waits for long.
"""

from __future__ import annotations

import time
from typing import Any

import peewee

from app.core.i18n import _
from app.core.refusal import Refusal

# Seconds and tries after which we take the server for gone.
OURS: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8_000,
}
REST_S = 1.0  # nobody answered: so long the others are refused without asking
PATIENCE_S = 3.0  # so long a command that was under way waits for a server that restarts
STEP_S = 0.1
GONE = ("57P01", "57P02", "57P03", "25P03", "57P05")  # the server says itself that it ends the line


class ServerAway(Refusal):
    """The line to the server is broken and cannot be opened now.

    With `in_doubt` it broke at the very end, and nobody knows whether the work was kept; `was_under_way` when it broke
    in the middle, so that the server has certainly dropped it.
    """

    def __init__(self, *, in_doubt: bool = False, was_under_way: bool = False) -> None:
        sentence = _("The connection to the server was lost; nothing was saved. Try again.")
        if in_doubt:
            sentence = _(
                "The connection to the server was lost while this was saved. Look whether it is there before you try again."
            )
        super().__init__(sentence, in_doubt=in_doubt, was_under_way=was_under_way)
        self.in_doubt, self.was_under_way = in_doubt, was_under_way


class ServerDatabase(peewee.PostgresqlDatabase):
    """A database on a server, with a line for each thread.

    A thread's broken line stays in its place until a new one is open, so that who never opened one gets none.
    """

    _refused_at = float("-inf")

    def is_lost(self) -> bool:
        """True when this thread had a line, and it is broken."""
        return self._state.conn is not None and bool(self._state.conn.closed)

    def cursor(self, named_cursor: Any = None) -> Any:
        if self.is_lost():
            if self.in_transaction():
                raise ServerAway(was_under_way=True)
            self._renew()
        return super().cursor(named_cursor)

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        try:
            return super().execute_sql(sql, params)
        except peewee.DatabaseError as error:
            if not self.breaks(error):
                raise
            if self.in_transaction():
                raise ServerAway(was_under_way=True) from error
            if not sql.lstrip("( \n").upper().startswith(("SELECT", "WITH")):
                raise ServerAway(in_doubt=True) from error
        return super().execute_sql(sql, params)

    def begin(self, isolation_level: Any = None) -> None:
        try:
            super().begin(isolation_level)
        except peewee.DatabaseError as error:
            if not self.breaks(error):
                raise
            super().begin(isolation_level)  # the line was broken before, and nothing hung on it

    def commit(self) -> None:
        if self.is_lost():  # before the word was said
            raise ServerAway(was_under_way=True)
        try:
            super().commit()
        except peewee.DatabaseError as error:
            if not self.breaks(error):
                raise
            raise ServerAway(in_doubt=True) from error

    def rollback(self) -> None:
        if not self.is_lost():  # else the server has done it
            super().rollback()

    def breaks(self, error: BaseException) -> bool:
        """Whether an error of the driver means that this thread's line is broken; it is closed then."""
        line, cause = self._state.conn, getattr(error, "orig", None) or error.__cause__
        state = getattr(cause, "sqlstate", None) or ""
        if line is not None and (state in GONE or state.startswith("08")):
            line.close()
        return self.is_lost()

    def comes_back(self) -> bool:
        """Wait a moment for a server that restarts; True when this thread has a new line."""
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                self._open_anew()
                return True
            except peewee.OperationalError:
                if time.monotonic() >= until:
                    self._refused_at = time.monotonic()
                    return False
            time.sleep(STEP_S)

    def bare_line(self, **options: Any) -> Any:
        """One more line, of the driver's own kind, for a lock or an ear; the caller closes it."""
        import psycopg

        self._check_rest()
        try:
            return psycopg.connect(self.database, autocommit=True, **(OURS | options))
        except psycopg.OperationalError as error:
            self._refused_at = time.monotonic()
            raise ServerAway from error

    def _renew(self) -> None:
        self._check_rest()
        try:
            self._open_anew()
        except peewee.OperationalError as error:
            self._refused_at = time.monotonic()
            raise ServerAway from error

    def _check_rest(self) -> None:
        if time.monotonic() - self._refused_at < REST_S:
            raise ServerAway

    def _open_anew(self) -> None:
        with peewee.__exception_wrapper__:
            line = self._connect()
            line.execute("SELECT 1")  # a server that is about to stop opens lines, too
        self._state.conn.close()
        self._state.set_connection(line)
        self._refused_at = float("-inf")
