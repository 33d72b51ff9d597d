"""The caretaker: what a shop does by itself while a station is open, every few minutes, as commands of the program."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from ui.common.worker import LATER

if TYPE_CHECKING:
    from ui.common.desk import Desk

ROUND_EVERY_MS = 5 * 60_000
CLOCK_MOVED_MS = 60_000


class Caretaker(QObject):
    """Frees what baskets and unpaid orders held too long, accepts quiet deliveries, closes what is finished, reminds."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._clocks = _clocks()
        self._timer = QTimer(self, interval=ROUND_EVERY_MS)
        self._timer.timeout.connect(self.go_round)
        self._timer.start()

    def go_round(self) -> None:
        """Queue one round behind everything else."""
        from app.core.actor import system_actor

        by = system_actor(self._desk.station)
        self._look_at_the_clock(by)
        for duty in _duties():
            self._desk.writer.run(lambda duty=duty: duty(by), owner=self, failed=self._desk.explain, rank=LATER)

    def _look_at_the_clock(self, by: Any) -> None:
        """The wall clock and one that nobody can set go at the same pace, or somebody set the first."""
        from app.analysis.exceptions import note_clock

        before, self._clocks = self._clocks, _clocks()
        moved_ms = (self._clocks[0] - before[0]) - (self._clocks[1] - before[1])
        if abs(moved_ms) > CLOCK_MOVED_MS:
            self._desk.writer.run(lambda: note_clock(by, moved_ms), owner=self, failed=self._desk.explain, rank=LATER)


def _clocks() -> tuple[int, int]:
    """The wall clock and the time since the computer started, asleep or not, in ms."""
    since = time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()
    return time.time_ns() // 1_000_000, round(since * 1000)


def _duties() -> tuple[Callable[..., Any], ...]:
    from app.archive.close import close_finished
    from app.delivery.accept import accept_quietly
    from app.notices.bills import remind_bills
    from app.notices.instalments import remind_instalments
    from app.notices.unpaid import look_after_unpaid
    from app.orders.baskets import release_expired_baskets

    return (
        release_expired_baskets, accept_quietly, close_finished, remind_instalments, remind_bills, look_after_unpaid,
    )  # fmt: skip
