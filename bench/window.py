"""The real window on a store, without a person: keys are sent to it, and its paints are watched."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.shell.start import Station
from ui.theme import theme

WAIT_S = 120.0
KEY_MS = 4  # between two keys of a scanner


def application() -> QApplication:
    """The one application of this process."""
    app = QApplication.instance() or QApplication(["kontor-bench"])
    assert isinstance(app, QApplication)
    return app


class Painted(QObject):
    """Counts the paints of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


class Window:
    """A station that is signed in and shows its first tab."""

    def __init__(self, url: str, role: str = "counter") -> None:
        self.app = application()
        theme().apply(self.app)
        self.running = Station(url, "till-1", role=role)
        self.shown = self.running.show()
        self.shown.activateWindow()
        self.wait(lambda: self.shown.tab is not None)
        self.running.settle()
        self._at = 1_000_000

    def wait(self, until: Callable[[], bool]) -> None:
        """Let the window live until something is true."""
        end = time.perf_counter() + WAIT_S
        while not until():  # asleep between the events: a busy loop would count as work, and hold the readers up
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            assert time.perf_counter() < end, "the window did not get there"

    def ask(self, question: Callable[[], Any]) -> Any:
        """The answer of a query, run on the reader's thread."""
        return self.running.ask(question)

    def keys(self, code: str) -> None:
        """The keys of a scanned code, without its Enter."""
        self._at += 10_000
        for char in code:
            self._send(Qt.Key(ord(char.upper())), char)

    def enter(self) -> None:
        """The Enter behind the code."""
        self._send(Qt.Key.Key_Return, "\r")

    def close(self) -> None:
        """Close the window and end its threads."""
        self.shown.hide()
        self.running.stop()
        self.app.processEvents()

    def _send(self, key: Qt.Key, text: str) -> None:
        self._at += KEY_MS
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(self._at)
            self.app.sendEvent(self.app.focusWindow() or self.shown.windowHandle(), event)
