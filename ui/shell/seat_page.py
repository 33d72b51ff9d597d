"""What stands in front of everything while another computer works as this station; it goes away with the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.core.i18n import _
from app.core.seats import Seat, SeatTaken
from ui.common.boxes import EmptyState
from ui.common.worker import Worker

if TYPE_CHECKING:
    from ui.common.desk import Desk

TRY_EVERY_MS = 3_000
CHECK_EVERY = 50  # quiet moments of the reader: five seconds


class SeatPage(EmptyState):
    """No key and no scan goes past it."""

    def __init__(self, reason: str) -> None:
        super().__init__("warning-circle", _("This station is in use"), reason, name="shell.seat")

    def on_code(self, _code: str) -> None:
        """Nothing is sold here now."""


class SeatKeeper(QObject):
    """Shows the page while the seat is taken, tries again, and goes on when it is free."""

    def __init__(self, desk: Desk, seat: Seat, writer: Worker) -> None:
        super().__init__(desk.window)
        self._desk, self._seat, self._writer = desk, seat, writer
        self._page: SeatPage | None = None
        self._looks = 0
        self._sit_down: Callable[[], object] = seat.take
        self._go_on: Callable[[], None] = lambda: None
        self._timer = QTimer(self, interval=TRY_EVERY_MS, singleShot=True)
        self._timer.timeout.connect(self._try)

    def look(self, *, is_server_away: bool) -> None:
        """In the reader's quiet moments: whether the seat is still ours; SeatTaken is told to whoever listens.

        A server that was away may have given it to another computer: that is looked at first.
        """
        if is_server_away:
            self._looks = -1
            return
        self._looks += 1
        if self._looks % CHECK_EVERY == 0 and self._page is None:
            try:
                self._seat.check()
            except SeatTaken as taken:
                self._desk.seat_lost.emit(taken)

    def wait(self, taken: SeatTaken, sit_down: Callable[[], object], go_on: Callable[[], None]) -> None:
        """Show who has the seat; once it is free `sit_down` runs on the writer, then `go_on`."""
        self._sit_down, self._go_on = sit_down, go_on
        self._desk.actor = None
        self._leave_page()
        self._page = SeatPage(str(taken))
        pages = self._desk.window.pages
        pages.addWidget(self._page)
        pages.setCurrentWidget(self._page)
        self._page.setFocus()
        self._timer.start()

    def _try(self) -> None:
        self._writer.run(self._sit_down, owner=self, done=lambda _nothing: self._seated(), failed=self._still_taken)

    def _still_taken(self, error: BaseException) -> None:
        if not isinstance(error, SeatTaken):
            self._desk.explain(error)
        self._timer.start()

    def _seated(self) -> None:
        self._leave_page()
        self._go_on()

    def _leave_page(self) -> None:
        if self._page is not None:
            self._desk.window.pages.removeWidget(self._page)
            self._page.deleteLater()
            self._page = None
