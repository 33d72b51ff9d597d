"""One scan router for the whole program: keyboard scanners, serial scanners and typed codes, whatever has the focus.

Printable keys are held back for one scanner gap (35 ms) until it is clear whether a person or a scanner sends them.
A person's keys are then played on to where they belong; a scanner's never reach a field, a button or a shortcut.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from devices.layout import Layout, keyboard_layout
from devices.wedge import BurstFilter, Pending, RepeatGuard, Scan

_COMMAND_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class ScanRouter(QObject):
    """Filters the application's keys.

    Signals:
        scanned: a whole code, from whichever scanner.
        repeated: the same code again within the guard's window; it was not counted.
    """

    scanned = Signal(str)
    repeated = Signal(str)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.on_key: Callable[[QKeyEvent], bool] = lambda _event: False  # the shell's keys; True when it took one
        self.is_ours: Callable[[QObject], bool] = lambda _receiver: True
        self._burst = BurstFilter()
        self._guard = RepeatGuard()
        self._layout: Layout | None = None  # of a computer that is not set to the scanner's US keyboard
        self._held: list[tuple[QObject, QKeyEvent]] = []
        self._replaying = False
        self._timer = QTimer(self, singleShot=True, interval=40)
        self._timer.timeout.connect(self._tick)
        app.installEventFilter(self)

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

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride):
            return False
        if self._replaying or not self.is_ours(receiver):
            return False
        assert isinstance(event, QKeyEvent)
        if kind == QEvent.Type.ShortcutOverride:
            return self._keep_from_shortcuts(event)
        if kind == QEvent.Type.KeyRelease:
            return bool(self._held)
        return self._press(receiver, event)

    def _keep_from_shortcuts(self, event: QKeyEvent) -> bool:
        if _is_plain_text(event) or self._held:
            event.accept()
            return True
        return False

    def _press(self, receiver: QObject, event: QKeyEvent) -> bool:
        now = event.timestamp() or _now_ms()
        if not _is_plain_text(event) and not (self._held and event.text() in ("\r", "\n", "\t")):
            self._give_back()
            return self._dispatch(receiver, event)
        self._held.append((receiver, event.clone()))
        for decision in self._burst.feed(event.text(), now, auto_repeat=event.isAutoRepeat()):
            if isinstance(decision, Scan):
                self._held.clear()
                self._timer.stop()
                self._take_keys(decision.text)
            elif isinstance(decision, Pending):
                self._timer.start()
            else:
                self._replay(len(decision.text))
        return True

    def _dispatch(self, receiver: QObject, event: QKeyEvent) -> bool:
        """Let the shell have the key first; only the first receiver of a press asks."""
        if isinstance(receiver, QWindow):
            return False  # the widget that has the focus is asked next
        first = receiver is (QApplication.focusWidget() or receiver)
        return first and self.on_key(event)

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
        """Play the first held keys on to where they belong."""
        ready, self._held = self._held[:keys], self._held[keys:]
        self._replaying = True
        try:
            for receiver, press in ready:
                if self.on_key(press):
                    continue
                target = _target(receiver)
                if target is not None:
                    QApplication.sendEvent(target, press)
        finally:
            self._replaying = False


def _target(receiver: QObject) -> QWidget | None:
    focused = QApplication.focusWidget()
    if focused is not None and (isinstance(receiver, QWindow) or not isinstance(receiver, QWidget)):
        return focused
    return receiver if isinstance(receiver, QWidget) else QApplication.activeWindow()


def _is_plain_text(event: QKeyEvent) -> bool:
    text = event.text()
    return bool(text) and (text.isprintable() or text == "\x1d") and not event.modifiers() & _COMMAND_KEYS


def _now_ms() -> int:
    return time.monotonic_ns() // 1_000_000
