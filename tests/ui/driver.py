"""Drives the real window by keys and scans: what a person's hands and a scanner would send."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from ui.shell.start import Station
from ui.theme import theme

WAIT_MS = 20_000
HUMAN_MS, SCANNER_MS = 120, 4
_clock = count(1_000_000, 10_000)  # event times in ms, far enough apart that no two acts run together


class Driver:
    """The window on a store, with a person signed in; `close()` ends it."""

    def __init__(self, qtbot: Any, url: str, *, role: str = "counter", station: str = "till-1") -> None:
        self.qtbot = qtbot
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme().apply(app)
        self.running = Station(url, station, role=role)
        self.window = self.running.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow, timeout=WAIT_MS)
        self.wait(lambda: self.window.tab is not None or not role)
        self.settle()

    def close(self) -> None:
        """Close the window and end its threads."""
        self.window.hide()
        self.running.stop()
        self.window.deleteLater()
        QApplication.processEvents()

    # -- hands

    def press(self, cap: str) -> None:
        """Press one key such as "F9", "Ctrl+K", "Down" or "A"."""
        combination = QKeySequence(cap)[0]
        key = combination.key()
        text = cap if len(cap) == 1 else {"Space": " ", "Return": "\r", "Enter": "\r", "Tab": "\t"}.get(cap, "")
        self._send(key, combination.keyboardModifiers(), text, next(_clock))
        self.flush()

    def type(self, text: str) -> None:
        """Type like a person, key by key."""
        at = next(_clock)
        for place, char in enumerate(text):
            self._send(Qt.Key(ord(char.upper())), Qt.KeyboardModifier.NoModifier, char, at + place * HUMAN_MS)
        self.flush()

    def scan(self, code: str) -> None:
        """Scan like a keyboard scanner: fast keys and Enter, whatever has the focus."""
        at = next(_clock)
        for place, char in enumerate(code):
            self._send(Qt.Key(ord(char.upper())), Qt.KeyboardModifier.NoModifier, char, at + place * SCANNER_MS)
        self._send(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", at + len(code) * SCANNER_MS)
        self.settle()

    def flush(self) -> None:
        """Let the router decide that held keys were typed, then let everything settle."""
        self.window.router._tick()
        self.settle()

    def _send(self, key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str, at: int) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifiers, text)
            event.setTimestamp(at)
            QApplication.sendEvent(QApplication.focusWindow() or self.window.windowHandle(), event)

    # -- eyes

    def find(self, name: str, kind: type[Any] = QWidget) -> Any:
        """The widget of this objectName that is shown."""
        found = [
            widget
            for top in QApplication.topLevelWidgets()
            for widget in [*top.findChildren(kind, name), *([top] if top.objectName() == name else [])]
            if widget.isVisible()
        ]
        assert found, f"no {name} is shown; there are {self.names()}"
        return found[-1]

    def shows(self, name: str) -> bool:
        """True when a widget of this objectName is visible."""
        tops = QApplication.topLevelWidgets()
        return any(w.isVisible() for top in tops for w in [*top.findChildren(QWidget, name)])

    def names(self) -> list[str]:
        """The names of everything that is shown, for a helpful failure."""
        found = (w.objectName() for w in self.window.findChildren(QWidget) if w.isVisible())
        return sorted({name for name in found if name and not name.startswith("qt_")})

    def wait(self, until: Callable[[], Any]) -> None:
        """Wait for something to become true, while the window lives."""
        self.qtbot.waitUntil(lambda: bool(until()), timeout=WAIT_MS)

    def settle(self) -> None:
        """Wait until both threads have done what was asked and the window has shown it."""
        self.running.settle()

    # -- the store, read by the window's own reader

    def ask(self, question: Callable[[], Any]) -> Any:
        """The answer of a query, run on the reader's thread."""
        return self.running.ask(question)
