"""A key that is held, or pressed twice in one go, acts once: what it opened or closed was not seen when it came again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from ui.common.keys import is_plain_enter, repeats, takes_text

if TYPE_CHECKING:
    from ui.shell.window import MainWindow

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
TWICE_MS = 300  # a second press this soon after the first was meant for what stood there at the first


class _Front(NamedTuple):
    """What a key would act on: the sheet in front, and the screen and record below it."""

    sheet: object
    below: tuple[object, ...]


class _Press(NamedTuple):
    """A key press as it was seen first."""

    key: QKeyCombination
    at_ms: int
    front: _Front


class Presses:
    """Remembers the last key and what was in front of it."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._last: _Press | None = None

    def is_echo(self, event: QKeyEvent, focus: QWidget | None) -> bool:
        """True when this press is the one before, once more, and must reach nothing.

        A function key, and Ctrl+Enter, is an act and never meant twice in one go; of the others that is said by what is
        in front now.
        """
        if event.isAutoRepeat() and is_plain_enter(event) and not isinstance(focus, (QPlainTextEdit, QTextEdit)):
            return True
        before, front = self._last, self._front()
        again = before is not None and before.key == event.keyCombination() and _is_soon(event, before.at_ms)
        first = before.front if before is not None and again else front
        self._last = _Press(event.keyCombination(), event.timestamp(), first)
        if not again or (event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat()):
            return False
        if _is_act(event):
            return True
        if first == front:
            return False
        if is_plain_enter(event):
            return True
        if first.sheet != front.sheet:
            return event.isAutoRepeat() or front.sheet is None
        return not takes_text(focus) and not _steps(event)

    def _front(self) -> _Front:
        tab = self._window.tab
        below = (self._window.current, tab.mode, tab.stands_on()) if tab is not None else ()
        return _Front(self._window.sheet, below)


def _is_soon(event: QKeyEvent, before_ms: int) -> bool:
    return event.isAutoRepeat() or (before_ms > 0 and 0 <= event.timestamp() - before_ms < TWICE_MS)


def _is_act(event: QKeyEvent) -> bool:
    is_blue = event.key() in _ENTER and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return is_blue or Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35


def _steps(event: QKeyEvent) -> bool:
    """Keys that go on to the next record, row, tab or mode: pressed twice they go two further."""
    held = event.modifiers()
    if held & Qt.KeyboardModifier.ControlModifier:
        return True
    return repeats(event) or event.key() in (Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Tab)
