"""A thread that keeps one line open: it comes back by itself after the device was unplugged."""

import logging
import threading
import time

from app.core.i18n import _
from devices.lines import Line, LineBroken, open_line
from devices.state import OnState, State

log = logging.getLogger(__name__)

FIRST_WAIT_S = 0.1
LONGEST_WAIT_S = 0.25  # a clerk who plugs the scanner in again scans at once
GOOD_RUN_S = 2.0
JOIN_S = 5.0


class LineThread:
    """Opens the line, serves it until it breaks, and tries again; says each change of state once."""

    def __init__(self, url: str, on_state: OnState | None) -> None:
        self.url = url
        self._on_state = on_state
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"{type(self).__name__} {url}", daemon=True)
        self._told: tuple[State, str] | None = None

    def start(self) -> None:
        """Begin; the first state follows within the connect limit."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread and let go of the device; no callback comes after this returns."""
        self._stop.set()
        self.wake()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(JOIN_S)

    def serve(self, line: Line) -> None:
        """Talk to the device until self._stop is set; LineBroken when it is gone."""
        raise NotImplementedError

    def lost(self) -> None:
        """The line broke: forget what was half done."""

    def wake(self) -> None:
        """Shorten a wait of serve(), if it has one that a stop should end."""

    def ready_words(self) -> str:
        """The words for a device that works."""
        return _("Ready")

    def tell(self, state: State, words: str) -> None:
        """Pass the state on when it is news."""
        if self._told == (state, words) or self._stop.is_set():
            return
        self._told = (state, words)
        if self._on_state:
            self._on_state(state, words)

    def _run(self) -> None:
        wait_s = FIRST_WAIT_S
        while not self._stop.is_set():
            began = time.monotonic()
            try:
                self._serve_once()
            except LineBroken as broken:
                self.lost()
                self.tell(State.BAD, str(broken))
            except Exception:
                # A callback's bug must not silence the device for the rest of the day.
                log.exception("device %s stumbled", self.url)
                self.lost()
                self.tell(State.BAD, _("The device met an error of the program and starts again."))
            served_well = time.monotonic() - began > GOOD_RUN_S
            wait_s = FIRST_WAIT_S if served_well else min(wait_s * 2, LONGEST_WAIT_S)
            self._stop.wait(wait_s)

    def _serve_once(self) -> None:
        line = open_line(self.url)
        try:
            self.tell(State.OK, self.ready_words())
            self.serve(line)
        finally:
            line.close()
