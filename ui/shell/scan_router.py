"""One scan router for the whole program: keyboard scanners, serial scanners and typed codes, whatever has the focus.

It listens to the native window that has the keyboard: every key comes by there before any widget, also those of
dialogs and menus, and nothing else that widgets tell each other does.

Printable keys are held back for one scanner gap (35 ms) until it is clear whether a person or a scanner sends them.
A person's keys are then played on to where they belong; a scanner's never reach a field or a button.  Screens have
no QShortcut, which Qt would look up before a key comes by here: their keys are told by `on_key`.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from app.core import clock
from devices.layout import Layout, keyboard_layout
from devices.wedge import BurstFilter, Pending, RepeatGuard, Scan

_COMMAND_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_WITH_OTHERS = frozenset((
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_AltGr, Qt.Key.Key_Mode_switch, Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
))  # fmt: skip
_ENDS = ("\r", "\n", "\t")
_SEPARATOR = "\x1d"  # between the parts of a GS1 code; scanners send it as Ctrl+]


class ScanRouter(QObject):
    """Filters the keys of the window that has the keyboard, and knows when somebody last did something.

    Signals:
        scanned: a whole code, from whichever scanner.
        repeated: the same code again within the guard's window; it was not counted.
    """

    scanned = Signal(str)
    repeated = Signal(str)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.on_key: Callable[[QKeyEvent], bool] = lambda _event: False  # the shell's keys; True when it took one
        self.is_ours: Callable[[], bool] = lambda: True  # False for a window that reads its own keys
        self._burst = BurstFilter()
        self._guard = RepeatGuard()
        self._layout: Layout | None = None  # of a computer that is not set to the scanner's US keyboard
        self._held: list[QKeyEvent] = []
        self._ended_ms = -1_000_000  # when the last scan came to its end
        self.last_act_ms = clock.now_ms()
        self._timer = QTimer(self, singleShot=True, interval=40)
        self._timer.timeout.connect(self._tick)
        app.focusWindowChanged.connect(self._listen)
        self._listen(app.focusWindow())

    def stop(self) -> None:
        """Hear no more keys."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusWindowChanged.disconnect(self._listen)
        for window in app.topLevelWindows():
            window.removeEventFilter(self)

    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # twice is once

    def configure(self, *, max_gap_ms: int, min_length: int, prefix: str, repeat_ms: int, layout: str = "us") -> None:
        """Set what the test scan of this station has measured."""
        self._burst = BurstFilter(min_length=min_length, max_gap_ms=max_gap_ms, prefix=prefix)
        self._guard = RepeatGuard(repeat_ms)
        self._layout = keyboard_layout(layout) if layout != "us" else None
        self._timer.setInterval(max_gap_ms + 5)

    def take(self, code: str) -> None:
        """A code from a serial scanner, a camera or a test."""
        if self._guard.is_new(code, _now_ms()):
            self.scanned.emit(code)
        else:
            self.repeated.emit(code)

    def _take_keys(self, text: str) -> None:
        """A code that came as keys: what another keyboard layout made of it is put right."""
        self.take(self._layout.repair(text) if self._layout else text)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress:
            self.last_act_ms = clock.now_ms()
            assert isinstance(event, QKeyEvent)
            return self.is_ours() and self._press(event)
        if kind == QEvent.Type.KeyRelease:
            return bool(self._held)
        if kind == QEvent.Type.MouseButtonPress:
            self.last_act_ms = clock.now_ms()
        return False

    def _press(self, event: QKeyEvent) -> bool:
        if self._held and event.key() in _WITH_OTHERS:
            return False  # a scanner presses Shift for each capital: that ends no burst
        now = event.timestamp() or _now_ms()
        if not self._held and event.text() in _ENDS and now - self._ended_ms <= self._timer.interval():
            return (
                True  # a scanner that ends each code with Enter and line feed: the second end is no Enter of a person
            )
        if not _is_plain_text(event) and not (self._held and event.text() in ("\r", "\n", "\t")):
            self._give_back()
            return self._shell_takes(event)
        self._held.append(_copy(event))
        for decision in self._burst.feed(event.text(), now, auto_repeat=event.isAutoRepeat()):
            if isinstance(decision, Scan):
                self._held.clear()
                self._timer.stop()
                self._ended_ms = now
                self._take_keys(decision.text)
            elif isinstance(decision, Pending):
                self._timer.start()
            else:
                self._replay(len(decision.text))
        return True

    def _tick(self) -> None:
        for decision in self._burst.tick(self._burst.deadline_ms() or _now_ms()):
            if isinstance(decision, Scan):
                self._held.clear()
                self._take_keys(decision.text)
                return
        self._replay(len(self._held))

    def _give_back(self) -> None:
        """A key that no scanner sends came in between: what is held was typed."""
        self._burst.reset()
        self._timer.stop()
        self._replay(len(self._held))

    def _replay(self, keys: int) -> None:
        """Play the first held keys on to where they belong: the shell, else the widget that has the focus."""
        ready, self._held = self._held[:keys], self._held[keys:]
        for press in ready:
            if not self._shell_takes(press):
                target = _target()
                if target is not None:
                    QApplication.sendEvent(target, press)

    def _shell_takes(self, event: QKeyEvent) -> bool:
        return QApplication.activePopupWidget() is None and self.on_key(event)


def _target() -> QWidget | None:
    menu = QApplication.activePopupWidget()
    return (menu.focusWidget() or menu) if menu else QApplication.focusWidget() or QApplication.activeWindow()


def _copy(event: QKeyEvent) -> QKeyEvent:
    """A key event to keep; what `clone()` returns belongs to nobody and is never freed (100 bytes a key)."""
    copy = QKeyEvent(
        event.type(), event.key(), event.modifiers(), event.nativeScanCode(), event.nativeVirtualKey(),
        event.nativeModifiers(), event.text(), event.isAutoRepeat(), event.count(),
    )  # fmt: skip
    copy.setTimestamp(event.timestamp())
    return copy


def _is_plain_text(event: QKeyEvent) -> bool:
    text = event.text()
    return text == _SEPARATOR or (bool(text) and text.isprintable() and not event.modifiers() & _COMMAND_KEYS)


def _now_ms() -> int:
    return time.monotonic_ns() // 1_000_000
