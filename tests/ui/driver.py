"""Drives the real window by keys and scans: what a person's hands and a scanner would send."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from app import shop
from app.core import clock, settings
from tests.conftest import NOON, Stores
from tests.promises import broken_promises
from ui.shell.start import Station
from ui.theme import theme

WAIT_MS = 20_000
HUMAN_MS, SCANNER_MS = 120, 4
_clock = count(1_000_000, 10_000)  # event times in ms, far enough apart that no two acts run together


class Driver:
    """The window on a store, with a person signed in; `close()` ends it.

    `made` is what the shop was filled with.
    """

    made: Any = None

    def __init__(
        self, qtbot: Any, url: str, *, role: str = "counter", station: str = "till-1", own_language: bool = False,
        own_look: bool = False,
    ) -> None:  # fmt: skip
        self.qtbot = qtbot
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme().apply(app)
        self.running = Station(url, station, role=role, own_language=own_language, own_look=own_look)
        self.window = self.running.show()
        qtbot.waitExposed(self.window)
        self.wait(lambda: self.window.tab is not None or not role)
        self.settle()
        self.front()

    def close(self) -> None:
        """Close the window, end its threads, and let nothing of it live on into the next test."""
        self.window.hide()
        self.running.stop()
        self.window.router.deleteLater()
        self.window.deleteLater()
        # A deleteLater() outside an event loop waits for the next one, which would be the next window's.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        left = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
        assert not left, f"still open: {left}"

    # -- hands

    def front(self) -> None:
        """Have a window for the keys in front: ours, or one that a person has opened from it.

        The screenless platform has no window manager: it gives the keys to every window that is shown, also to the
        customer's, which asks not to have them, and to nobody when that window goes.  So we do what a window manager
        does, as often as it takes.
        """
        if not _takes_keys(QApplication.activeWindow()):
            self.wait(self._is_in_front)

    def _is_in_front(self) -> bool:
        if not self.window.isActiveWindow():
            self.window.activateWindow()
        return self.window.isActiveWindow()

    def press(self, cap: str) -> None:
        """Press one key such as "F9", "Ctrl+K", "Down" or "A"."""
        self._press(cap, next(_clock))
        self.flush()

    def _press(self, cap: str, at: int, *, is_repeat: bool = False) -> None:
        combination = QKeySequence(cap)[0]
        text = cap if len(cap) == 1 else {"Space": " ", "Return": "\r", "Enter": "\r", "Tab": "\t"}.get(cap, "")
        self._send(combination.key(), combination.keyboardModifiers(), text, at, is_repeat=is_repeat)

    def press_at_once(self, *caps: str, every_ms: int = HUMAN_MS) -> None:
        """Press keys one after the other, so fast that nothing is answered between them."""
        at = next(_clock)
        for place, cap in enumerate(caps):
            self._press(cap, at + place * every_ms)
            self.window.router._tick()
        self.settle()

    def press_twice(self, cap: str) -> None:
        """Press a key, let everything settle, and press it once more, as soon as a finger does that by mistake."""
        at = next(_clock)
        for place in range(2):
            self._press(cap, at + place * HUMAN_MS)
            self.flush()

    def hold(self, cap: str, times: int = 5) -> None:
        """Hold a key down until it has repeated so many times."""
        at = next(_clock)
        for place in range(times):
            self._press(cap, at + 500 * bool(place) + 30 * place, is_repeat=bool(place))
            self.window.router._tick()
        self.settle()

    def type(self, text: str) -> None:
        """Type like a person, key by key."""
        at = next(_clock)
        for place, char in enumerate(text):
            self._send(_key_of(char), Qt.KeyboardModifier.NoModifier, char, at + place * HUMAN_MS)
        self.flush()

    def scan(self, code: str) -> None:
        """Scan like a keyboard scanner: fast keys, Shift for each capital, Ctrl for a separator, and Enter."""
        self._burst(code)
        self.settle()

    def scan_at_once(self, code: str, *caps: str) -> None:
        """Scan, and press keys before the scan is answered."""
        self._burst(code)
        self.press_at_once(*caps)

    def _burst(self, code: str) -> None:
        at = next(_clock)
        for place, char in enumerate(code):
            held, modifier = _held_for(char)
            if held is not None:
                self._send_one(QEvent.Type.KeyPress, held, Qt.KeyboardModifier.NoModifier, "", at + place * SCANNER_MS)
            self._send(_key_of(char), modifier, char, at + place * SCANNER_MS)
            if held is not None:
                self._send_one(QEvent.Type.KeyRelease, held, modifier, "", at + place * SCANNER_MS)
        self._send(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", at + len(code) * SCANNER_MS)

    def flush(self) -> None:
        """Let the router decide that held keys were typed, then let everything settle."""
        self.window.router._tick()
        self.settle()

    def _send(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str, at: int, *, is_repeat: bool = False
    ) -> None:
        self.front()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self._send_one(kind, key, modifiers, text, at, is_repeat=is_repeat)

    def _send_one(
        self, kind: QEvent.Type, key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str, at: int, *,
        is_repeat: bool = False,
    ) -> None:  # fmt: skip
        event = QKeyEvent(kind, key, modifiers, text, is_repeat)
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

    @property
    def tab(self) -> Any:
        """The tab that is shown."""
        return self.window.tab

    @property
    def sheet(self) -> str:
        """The name of the sheet in front, or nothing."""
        return self.window.sheet.objectName() if self.window.sheet is not None else ""

    def wait_sheet(self, name: str) -> Any:
        """The sheet of this name, once it is in front."""
        self.wait(lambda: self.sheet == name)
        self.settle()
        return self.window.sheet

    def toast(self) -> str:
        """What was said last."""
        return str(self.window.toasts.history[-1].text) if self.window.toasts.history else ""

    # -- the store, read by the window's own reader

    def ask(self, question: Callable[[], Any]) -> Any:
        """The answer of a query, run on the reader's thread."""
        return self.running.ask(question)


def _key_of(char: str) -> Qt.Key:
    upper = char.upper()
    return Qt.Key(ord(upper if len(upper) == 1 else char))  # the capital of ß is two letters


def _held_for(char: str) -> tuple[Qt.Key | None, Qt.KeyboardModifier]:
    """What a scanner holds down while it sends a character, as the system tells it."""
    if char == "\x1d":
        return Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier
    if char.isupper() or char in '~!@#$%^&*()_+{}|:"<>?':
        return Qt.Key.Key_Shift, Qt.KeyboardModifier.ShiftModifier
    return None, Qt.KeyboardModifier.NoModifier


def _takes_keys(window: QWidget | None) -> bool:
    return window is not None and not window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


Driven = TypeVar("Driven", bound=Driver)


@contextmanager
def open_window(
    stores: Stores, start: Callable[[str], Driven], by: Hashable, fill: Callable[[], Any],
    more: Callable[[Any], object] | None = None,
) -> Iterator[Driven]:  # fmt: skip
    """A window on a shop that `fill` has filled (once for all tests) and `more` made ready for this test.

    Afterwards everything in the shop must add up.
    """
    url, made = stores.filled(by, fill)
    with clock.frozen(NOON):
        if more is not None:
            shop.open_shop(url)
            more(made)
            shop.close_shop()
        settings.forget()
        running = start(url)
        running.made = made
        try:
            running.settle()
            yield running
        finally:
            running.close()
        shop.open_shop(url)
        assert broken_promises() == []
        shop.close_shop()
    stores.drop(url)
