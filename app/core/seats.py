"""A seat: on a server one window at a time works as a station, or two tills would share a drawer and its numbers.

It is a lock that a connection of the window's own holds, so it falls free by itself: at once when the program ends, in
whatever way, and within half a minute when the computer or its network is gone.  A store in a file is one computer's,
which looks after its windows without the store.
"""

from __future__ import annotations

import logging
import socket
from typing import Any

from app.core.i18n import _
from app.core.refusal import Refusal

log = logging.getLogger(__name__)
APP = "Kontor on "
# Seconds and tries after which the server takes a window for gone.
SERVERS = {
    "tcp_keepalives_idle": 10,
    "tcp_keepalives_interval": 5,
    "tcp_keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
_HOLDER = """
    SELECT activity.application_name FROM pg_locks AS lock JOIN pg_stat_activity AS activity ON activity.pid = lock.pid
    WHERE lock.locktype = 'advisory' AND lock.granted AND lock.objsubid = 1 AND activity.datname = current_database()
    AND ((lock.classid::bigint << 32) | lock.objid::bigint) = hashtextextended(%s, 0)
"""


class SeatTaken(Refusal):
    """Another computer works as this station."""

    def __init__(self, station: str, computer: str) -> None:
        sentence = _(
            "{computer} works as the station {station} already. Two tills cannot share one drawer: close Kontor there, or "
            "start it here as another station (--station). When it is closed there, this window goes on by itself."
        )
        super().__init__(sentence.format(computer=computer, station=station), station=station, computer=computer)


class Seat:
    """The one place at a station; `computer` is the name by which others read who has it."""

    def __init__(self, station: str, computer: str = "") -> None:
        self._station, self._computer = station, computer or socket.gethostname()
        self._line: Any = None
        self._is_wanted = False

    def take(self) -> None:
        """Take the seat for as long as this object or the program lives; SeatTaken says who has it."""
        from app.core.db import is_postgres  # what a frame is painted with needs no database

        if not is_postgres():
            return
        self._drop()
        line, name = self._connect(), f"seat:{self._station}"
        if not line.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", (name,)).fetchone()[0]:
            holder = line.execute(_HOLDER, (name,)).fetchone()
            line.close()
            raise SeatTaken(self._station, str(holder[0]).removeprefix(APP) if holder else _("Another computer"))
        self._line, self._is_wanted = line, True

    def check(self) -> None:
        """Whether the seat is still ours: after a broken line it is taken anew, or SeatTaken says who has it now."""
        from psycopg import OperationalError

        from app.core.line import ServerAway

        if not self._is_wanted:
            return
        try:
            if self._line is not None:
                self._line.execute("SELECT 1")
                return
            self.take()
        except (
            OperationalError,
            ServerAway,
        ):  # without the server nothing can be sold here either; tried again next time
            log.warning("the line that holds the seat of %s is broken", self._station)
            self._drop()

    def leave(self) -> None:
        """Give the seat up."""
        self._is_wanted = False
        self._drop()

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def _connect(self) -> Any:
        from app.core.db import db

        name = f"{APP}{self._computer}"[:63]
        line = db.obj.bare_line(application_name=name)
        for setting, value in SERVERS.items():
            line.execute("SELECT set_config(%s, %s, false)", (setting, str(value)))
        return line
