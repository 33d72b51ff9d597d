"""Starting the window: the frame is painted first, then the store is opened beside it, then somebody signs in."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.core.i18n import N_, _
from app.core.seats import Seat, SeatTaken
from ui.common.desk import Desk
from ui.common.worker import Worker
from ui.shell.scan_router import ScanRouter
from ui.shell.seat_page import SeatKeeper
from ui.shell.server_line import ServerLine
from ui.shell.session import Session
from ui.shell.window import MainWindow
from ui.theme import theme

log = logging.getLogger(__name__)
Make = Callable[[str, Callable[[int, int], None]], None]
MAKING = N_("The sample shop takes half a minute, once a day.")
POLL_MS = 100
CHECKPOINT_EVERY = 3  # polls
WAIT_FOR_STORE_S = 120
LAST = 9  # behind every other job
_WAIT = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


class Station:
    """One running window with its threads; `stop()` ends them in order."""

    def __init__(
        self, url: str, station: str, *, role: str = "", make: Make | None = None,
        making: str = "", own_look: bool = False, own_language: bool = False,
    ) -> None:  # fmt: skip
        """`make` makes the store first (the sample shop) and tells its steps, meanwhile `making` is shown; `role` signs
        its first person in.

        With `own_look` the window takes the look that is set for this station, with `own_language` it speaks that of
        the shop at the door and then that of who signs in.
        """
        self._own_look, self._own_language, self._making = own_look, own_language, making or MAKING
        self.url, self.station, self._role, self._make = url, station, role, make
        self._page: Any = None  # what is shown while the store is made
        self._opened = threading.Event()
        self._told: list[Any] = []
        self._watch: Any = None
        self._seat = Seat(station)
        self._polls = 0
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.window = MainWindow(ScanRouter(app))
        self.porter: Any = None
        self.refunder: Any = None
        self.stand_ins: Any = None  # the devices of a practice window
        self._failure: Exception | None = None
        self._is_whole = False  # what nobody waits for at the door is there too
        self.on_loaded: Callable[[], None] = lambda: None  # all that will ever be loaded at a start is there
        self._stop_hearing: Callable[[], None] = lambda: None

    def show(self) -> MainWindow:
        """Show the frame; the rest follows once it is painted."""
        self.window.first_painted.connect(self.begin)
        self.window.show()
        return self.window

    def begin(self) -> None:
        """Start the threads, open the store and show the door."""
        if self._make is not None:
            from ui.shell.making_page import MakingPage

            self._page = MakingPage(_("Making the shop"), _(self._making))
            self.window.pages.addWidget(self._page)
            self.window.pages.setCurrentWidget(self._page)
            self._page.setFocus()
        writer = Worker("writer", opening=self._open, closing=self._close)
        reader = Worker("reader", opening=self._join, closing=self._leave, spare=self._look, spare_every_ms=POLL_MS)
        self.writer, self.reader = writer, reader
        self.desk = Desk(self.window, writer, reader, self.station)
        self.session = Session(self.window, self.desk)
        self.window.attach(self.desk, self.session)
        self._keeper = SeatKeeper(self.desk, self._seat, writer)
        self._server = ServerLine(self.desk)
        self.desk.seat_lost.connect(lambda taken: self._keeper.wait(taken, self._seat.take, self.session.show_door))
        writer.run(lambda: None, done=lambda _nothing: self._on_open())

    def stop(self) -> None:
        """Finish what is queued and close the store."""
        if self.porter is not None:
            self.porter.stop()
            self.refunder.stop()
        if getattr(self, "desk", None) is not None:
            if self.desk.hub is not None:
                self.desk.hub.stop()
            if self.stand_ins is not None:
                self.stand_ins.stop()
            self.reader.stop()
            self.writer.stop()
        self.window.router.stop()

    def settle(self, rounds: int = 4) -> None:
        """Wait, with the window alive, until everything that was asked is done and shown (pictures and tests)."""
        app = QApplication.instance()
        assert app is not None
        while hasattr(self, "desk") and self._failure is None and not self._is_whole:
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
        for _round in range(rounds):
            for worker in (self.writer, self.reader) if hasattr(self, "writer") else ():
                finished: list[bool] = []
                worker.run(lambda: True, done=finished.append, rank=LAST)
                while not finished:
                    app.processEvents(_WAIT)  # sleeps until the answer comes; with a time limit it would spin
            app.processEvents()

    def ask(self, question: Callable[[], Any]) -> Any:
        """The answer of a query, run on the reader's thread while the window lives (pictures and tests)."""
        answers: list[Any] = []
        self.reader.run(question, done=answers.append, failed=answers.append)
        app = QApplication.instance()
        assert app is not None
        while not answers:
            app.processEvents(_WAIT)
        if isinstance(answers[0], BaseException):
            raise answers[0]
        return answers[0]

    # -- on the threads

    def _open(self) -> None:
        """The writer opens the store, makes it first when asked to, and says what a crash left in doubt."""
        from app import shop

        try:
            if self._make is not None:
                self._make(self.url, self._page.step)
            shop.open_shop(self.url)
            from app.core import changes, ports

            ports.set_renderer(_render)
            self._stop_hearing = changes.subscribe(self._on_commit)
            self._sit_down()
        except Exception as error:
            self._failure = error
            if not self._is_stopped() and not isinstance(error, SeatTaken):
                log.exception("the store could not be opened")
        finally:
            self._opened.set()

    def _sit_down(self) -> None:
        """Nobody else works as this station; what its last window left undone is in doubt.  SeatTaken."""
        from app import shop

        self._seat.take()
        shop.recover(self.station)

    def _is_stopped(self) -> bool:
        return self._page is not None and bool(self._page.is_stopped)

    def _close(self) -> None:
        from app.core import db

        self._stop_hearing()
        self._seat.leave()
        db.disconnect()

    def _join(self) -> None:
        """The reader waits until the store is open and takes its own connection."""
        self._opened.wait(WAIT_FOR_STORE_S)
        from app.core import changes, db

        if db.store_url():
            db.connect()
            self._watch = changes.Watch()

    def _leave(self) -> None:
        from app.core import db

        if self._watch is not None:
            self._watch.close()
        db.disconnect()

    def _look(self) -> None:
        """In a quiet moment: what did others change, and move the log into the file."""
        if self._watch is None:
            return
        told = self._server.hear(self._watch)
        self._keeper.look(is_server_away=told is None)
        if told:
            self.desk.changed.emit(told)
        self._polls += 1
        if told is not None and self._polls % CHECKPOINT_EVERY == 0:
            from app.core.db import checkpoint

            checkpoint()

    def _on_commit(self, told: list[Any]) -> None:
        self.desk.changed.emit(list(told))

    # -- on the window's thread

    def _on_open(self) -> None:
        if self._failure is not None and self._is_stopped():
            self.window.close()
            return
        if isinstance(self._failure, SeatTaken):
            self._keeper.wait(self._failure, self._sit_down, self._on_seat)
            return
        if self._failure is not None:
            self._show_failure(self._failure)
            return
        self.desk.read(self.window, self._settings, self._use_settings)
        self.desk.read(self.window, self._is_new, self._welcome)
        if self._role:
            self.desk.read(self.window, self._first_of_role, self.session.sign_in)
        self._when_idle()

    def _on_seat(self) -> None:
        """The other computer has left: begin as if nothing had been in the way."""
        self._failure = None
        self._on_open()

    def _when_idle(self) -> None:
        """What nobody waits for at the door: devices, duties, and the rooms, one after another."""

        def go_on() -> None:
            if self._role and self.window.tab is None:
                self._when_idle()
            else:
                QTimer.singleShot(0, self._open_the_rest)

        self.reader.run(lambda: None, owner=self.window, done=lambda _nothing: go_on(), rank=LAST)

    def _open_the_rest(self) -> None:
        """Beside the window, on whose own thread the first scans would wait for it."""
        from app import shop

        sys.setswitchinterval(0.0005)  # a busy Python thread would make a scan ten times slower at the default 5 ms
        self.writer.run(_load_devices, owner=self.window, done=lambda _nothing: self._start_the_rest(), rank=LAST)
        for room in shop.ROOMS:
            self.writer.run(lambda room=room: shop.open_room(room), rank=LAST)
        self.writer.run(lambda: None, owner=self.window, done=lambda _nothing: self.on_loaded(), rank=LAST)

    def _start_the_rest(self) -> None:
        from ui.shell.caretaker import Caretaker
        from ui.shell.devices import start_devices

        start_devices(self)
        Caretaker(self.desk)
        self._is_whole = True

    @staticmethod
    def _is_new() -> bool:
        from app.staff.queries import nobody_works_here

        return nobody_works_here()

    def _welcome(self, is_new: bool) -> None:
        """The door, or the wizard when nobody works in this store yet."""
        if not is_new:
            self.session.show_door()
            return
        from ui.settings.here import here
        from ui.settings.wizard import Wizard

        wizard = Wizard(self.desk)
        wizard.finished.connect(lambda person: self._leave_wizard(wizard, person))
        self.window.pages.addWidget(wizard)
        self.window.pages.setCurrentWidget(wizard)
        wizard.begin(here())

    def _leave_wizard(self, wizard: QWidget, person: int) -> None:
        """In with the first manager; the frame speaks what was chosen meanwhile."""

        def enter(found: dict[str, Any]) -> None:
            self._use_settings(found)
            self.session.sign_in(person) if person else self.session.show_door()
            self.window.pages.removeWidget(wizard)
            wizard.deleteLater()

        self.desk.read(self.window, self._settings, enter)

    def _show_failure(self, failure: Exception) -> None:
        """No store, no work: say what happened and what to do."""
        self._show_page(
            "warning-circle",
            _("The shop could not be opened"),
            _("{reason}\n\nNothing was changed. Close Kontor, put the matter right, or restore a backup.").format(
                reason=failure
            ),
        )

    def _show_page(self, icon: str, title: str, text: str) -> None:
        """One sentence in place of the frame."""
        from ui.common.boxes import EmptyState

        page = EmptyState(icon, title, text, name="shell.page")
        self.window.pages.addWidget(page)
        self.window.pages.setCurrentWidget(page)

    def _first_of_role(self) -> int:
        from app.staff.queries import tiles

        return min(tile.id for tile in tiles() if tile.role == self._role)

    def _settings(self) -> dict[str, Any]:
        from app.core.settings import PRACTICE, read

        names = ("scanner.max_gap_ms", "scanner.min_length", "scanner.prefix", "scanner.repeat_ms", "scanner.layout",
                 "station.theme", "station.sounds", "station.touch", "station.dense",
                 "station.text_scale_percent")  # fmt: skip
        return {name: read(name, self.station) for name in names} | {
            "language": read("shop.language"),
            "practice": read(PRACTICE),
        }

    def _use_settings(self, found: dict[str, Any]) -> None:
        self.window.router.configure(
            max_gap_ms=found["scanner.max_gap_ms"], min_length=found["scanner.min_length"],
            prefix=found["scanner.prefix"], repeat_ms=found["scanner.repeat_ms"],
            layout=found["scanner.layout"],
        )  # fmt: skip
        if self._own_language and self.session.spoken.follow(found["language"]):
            self.session.renew_page()
        if found["practice"]:
            self.window.show_practice()
        self.window.sounds.on = found["station.sounds"]
        if self._own_look:
            self.session.look.follow(found["station.theme"])
        theme().set_sizes(
            touch=found["station.touch"], dense=found["station.dense"], scale=found["station.text_scale_percent"] / 100
        )


def _load_devices() -> None:
    import devices.hub  # noqa: F401
    import printing.spooler  # noqa: F401


def _render(paper: Any, medium: str) -> bytes:
    """Printing is loaded with the first paper."""
    from printing.render import render

    return render(paper, medium)
