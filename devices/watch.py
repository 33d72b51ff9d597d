"""A thread that looks at a device now and then and says how it is."""

import logging
import threading
from collections.abc import Callable

from app.core.i18n import _
from devices.state import OnState, State

log = logging.getLogger(__name__)

JOIN_S = 10.0


class Watch:
    """Calls look() at once, every every_s seconds, and whenever look_now() is called.

    look() returns a state and its words, or None when it could not tell just now.  on_state hears of
    changes only, on the watch's thread.
    """

    def __init__(self, look: Callable[[], tuple[State, str] | None], on_state: OnState, *, every_s: float) -> None:
        self._look, self._on_state, self._every_s = look, on_state, every_s
        self._stop, self._nudge = threading.Event(), threading.Event()
        self._told: tuple[State, str] | None = None
        self._thread = threading.Thread(target=self._run, name=type(self).__name__, daemon=True)

    def start(self) -> None:
        """Begin; the first state follows as soon as the device has answered or failed to."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; no callback comes after this returns."""
        self._stop.set()
        self._nudge.set()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(JOIN_S)

    def look_now(self) -> None:
        """Look at once, such as after a job failed or somebody closed the cover."""
        self._nudge.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._nudge.clear()
            self._tell(self._look_safely())
            if not self._stop.is_set():
                self._nudge.wait(self._every_s)

    def _look_safely(self) -> tuple[State, str] | None:
        try:
            return self._look()
        except Exception:
            # A bug in one driver must not leave the bar green for the rest of the day.
            log.exception("%s stumbled", type(self).__name__)
            return State.BAD, _("The device met an error of the program.")

    def _tell(self, seen: tuple[State, str] | None) -> None:
        if seen is None or seen == self._told or self._stop.is_set():
            return
        self._told = seen
        self._on_state(*seen)
