"""Digits for a PIN: dots above, a number block below; the last digit sends it, a scanned badge replaces it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QPropertyAnimation, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.core.i18n import _
from ui.common import paint
from ui.common.announce import announce
from ui.common.buttons import Button
from ui.common.labels import Label
from ui.theme import theme

LEAST_DIGITS, MOST_DIGITS = 4, 6  # of a PIN whose owner is not known yet


class Dots(QWidget):
    """As many circles as the PIN has digits, filled as they are typed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._length, self._typed, self._wrong = LEAST_DIGITS, 0, False
        self._has_focus = False
        self.setFixedHeight(40)
        self._shake = QPropertyAnimation(self, b"pos", self)
        self._shake.setDuration(240)
        theme().changed.connect(self.update)

    def show_digits(self, typed: int, length: int, *, wrong: bool = False) -> None:
        """Fill so many of so many dots; red after a wrong PIN."""
        self._typed, self._length, self._wrong = typed, length, wrong
        self.setAccessibleName(_("{typed} of {length} digits").format(typed=typed, length=length))
        self.update()
        if wrong and theme().motion:
            at = self.pos()
            for share, dx in ((0, 0), (0.25, -8), (0.5, 8), (0.75, -5), (1, 0)):
                self._shake.setKeyValueAt(share, at + QPointF(dx, 0).toPoint())
            self._shake.start()

    def set_focused(self, focused: bool) -> None:
        """Draw the ring that says that digits go here."""
        self._has_focus = focused
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        step = 44 if self._length <= 4 else 34
        first = self.width() / 2 - step * (self._length - 1) / 2
        for place in range(self._length):
            full = place < self._typed
            token = "bad" if self._wrong else "accent" if full else "control"
            painter.setPen(QPen(theme().color(token), 2))
            painter.setBrush(theme().color(token if full and not self._wrong else "surface"))
            painter.drawEllipse(QPointF(first + place * step, self.height() / 2), 9, 9)
        if self._has_focus:
            paint.focus_ring(painter, QRectF(self.rect()), 10)
        painter.end()


class PinPad(QWidget):
    """A field for a PIN that takes digits from the keyboard, the pad, or a paste.

    Signals:
        entered: all digits are there; carries them.
        cleared: Esc with nothing typed.
    """

    entered = Signal(str)
    cleared = Signal()

    def __init__(self, name: str, *, key_size: QSize = QSize(104, 76), gap: int = 12) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(_("PIN"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._digits, self._length, self._busy = "", 0, False
        self.dots = Dots(f"{name}.dots")
        self.words = Label("", 13, 500, "text2", align="center", wrap=True, name=f"{name}.words")
        self.words.setMinimumHeight(40)  # two lines: why somebody is locked, or may not allow it
        grid = QGridLayout()
        grid.setSpacing(gap)
        for place, key in enumerate(("7", "8", "9", "4", "5", "6", "1", "2", "3", "back", "0", "go")):
            grid.addWidget(self._button(name, key, key_size), place // 3, place % 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addWidget(self.dots)
        column.addLayout(grid)
        self.wait()

    def _button(self, name: str, key: str, size: QSize) -> Button:
        looks = {"back": ("", "backspace", "default"), "go": ("", "arrow-right-bold", "primary")}
        text, icon, kind = looks.get(key, (key, "", "default"))
        said = {"back": _("Delete last digit"), "go": _("Sign in")}.get(key, key)
        button = Button(text, icon=icon, kind=kind, height=size.height(), px=24, name=f"{name}.{key}", accessible=said)
        button.setFixedWidth(size.width())
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.press(key))
        return button

    def wait(self) -> None:
        """Nobody is asked yet: digits that come meanwhile are kept and count as no try."""
        self._digits, self._length, self._busy = "", 0, False
        self.words.set_text(_("One moment, the names are coming."))
        self.words.set_token("text2")
        self.dots.show_digits(0, LEAST_DIGITS)

    def ask(self, length: int, words: str = "", *, only: bool = False) -> None:
        """Start anew for a PIN of so many digits.

        What was typed before the name was there is taken if it could be meant for nobody else (`only`); else it is
        dropped, and the pad says so.
        """
        early = self._digits if not self._length else ""
        self._digits, self._length, self._busy = "", length, False
        self.words.set_text(words or _("Enter the PIN, {length} digits").format(length=length))
        self.words.set_token("text2")
        self.dots.show_digits(0, length)
        if early and only:
            for digit in early:
                self.press(digit)
        elif early:
            self.words.set_text(_("That was too early. Choose the name, then type the PIN."))
            self.words.set_token("warn_text")

    def refuse(self, words: str) -> None:
        """The PIN was wrong, or the person is locked: say so and start anew."""
        self._digits, self._busy = "", False
        self.words.set_text(words)
        self.words.set_token("bad_text")
        self.dots.show_digits(0, self._length, wrong=True)
        announce(self, words)

    def press(self, key: str) -> None:
        """A digit, "back" or "go"."""
        if self._busy:
            return
        most = self._length or MOST_DIGITS
        if key == "back":
            self._digits = self._digits[:-1]
        elif key.isdigit() and len(self._digits) < most:
            self._digits += key
        self.dots.show_digits(len(self._digits), self._length or max(LEAST_DIGITS, len(self._digits)))
        if len(self._digits) == self._length:
            self._busy = True
            self.entered.emit(self._digits)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.dots.set_focused(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.dots.set_focused(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        if event.matches(QKeySequence.StandardKey.Paste):
            for digit in QGuiApplication.clipboard().text().strip():
                self.press(digit)
        elif text.isdigit() and text.isascii():
            self.press(text)
        elif key == Qt.Key.Key_Backspace:
            self.press("back")
        elif key == Qt.Key.Key_Escape and self._digits:
            self._digits = ""
            self.dots.show_digits(0, self._length or LEAST_DIGITS)
        elif key == Qt.Key.Key_Escape:
            self.cleared.emit()
            super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)
