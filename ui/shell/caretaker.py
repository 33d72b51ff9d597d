"""The caretaker: what a shop does by itself while a station is open, every few minutes, as commands of the program."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from ui.common.worker import LATER

if TYPE_CHECKING:
    from ui.common.desk import Desk

ROUND_EVERY_MS = 5 * 60_000


class Caretaker(QObject):
    """Frees what baskets held too long, accepts deliveries that nobody complained about, closes what is finished, reminds."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._timer = QTimer(self, interval=ROUND_EVERY_MS)
        self._timer.timeout.connect(self.go_round)
        self._timer.start()

    def go_round(self) -> None:
        """Queue one round behind everything else."""
        from app.core.actor import system_actor

        by = system_actor(self._desk.station)
        for duty in _duties():
            self._desk.writer.run(lambda duty=duty: duty(by), owner=self, failed=self._desk.explain, rank=LATER)


def _duties() -> tuple[Callable[..., Any], ...]:
    from app.archive.close import close_finished
    from app.delivery.accept import accept_quietly
    from app.notices.instalments import remind_instalments
    from app.orders.baskets import release_expired_baskets

    return release_expired_baskets, accept_quietly, close_finished, remind_instalments
