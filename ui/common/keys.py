"""Keys of a screen: what each cap means, shown in the key bar and on F1, dispatched in one place by the shell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

REPEATS = ("Up", "Down", "Left", "Right", "PgUp", "PgDown", "Tab", "Backspace", "Del", "+", "-", "J", "K")
KEY_CODE = "KEY-"  # begins the codes of command cards: a key's cap, or a word of the screen, follows
TEXT_INPUTS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)


@dataclass(frozen=True)
class Key:
    """One cap with its words; a cap of one letter or digit acts only while no text field has the focus."""

    cap: str
    text: str
    action: Callable[[], None]
    shown: bool = True  # in the key bar; hidden keys are still on F1

    @property
    def is_letter(self) -> bool:
        """True for caps that a text field would take as text."""
        return len(self.cap) == 1 or self.cap in ("Space", "Del", "Home", "End", "Enter", "Backspace")

    def fits(self, event: QKeyEvent) -> bool:
        """True when a key press is this cap."""
        return QKeySequence(self.cap) == _sequence(event)


def _sequence(event: QKeyEvent) -> QKeySequence:
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key(event.key())
    if key == Qt.Key.Key_Return:
        key = Qt.Key.Key_Enter
    if len(event.text()) == 1 and not event.text().isalnum() and event.text().isprintable():
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier  # + is Shift+= on many boards
    return QKeySequence(QKeyCombination(modifiers, key))


def is_plain_enter(event: QKeyEvent) -> bool:
    """True for Enter on either block, alone."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held


def repeats(event: QKeyEvent) -> bool:
    """True for keys that go on while they are held: they step or rub out; every other key acts once a press."""
    return any(QKeySequence(cap) == _sequence(event) for cap in REPEATS)


def is_pressed_by(event: QKeyEvent, focus: QWidget | None) -> bool:
    """True for Space and Enter on what can be pressed: they are its own before they are the screen's."""
    presses = isinstance(focus, QAbstractButton) or (focus is not None and bool(focus.property("presses")))
    return presses and (is_plain_enter(event) or (event.key() == Qt.Key.Key_Space and not event.modifiers()))


def press(event: QKeyEvent, focus: QWidget | None) -> bool:
    """Press the button that has the focus, once however long the key is held; False when it is no button."""
    if not isinstance(focus, QAbstractButton) or not focus.isEnabled():
        return False
    if not event.isAutoRepeat():
        focus.click()
    return True


def takes_text(widget: QWidget | None) -> bool:
    """True when typed letters belong to this widget."""
    return isinstance(widget, TEXT_INPUTS) and widget.isEnabled() and not getattr(widget, "isReadOnly", lambda: False)()
