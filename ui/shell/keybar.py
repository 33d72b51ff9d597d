"""The key bar at the foot: what each key does here, every cap also a button; station and clock at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ui.common import paint
from ui.common.keys import Key
from ui.common.labels import Label
from ui.theme import theme
from ui.theme.tokens import TOUCH_EXTRA

HEIGHT = 40
ALWAYS = ("F1", "F9")  # never hidden: all keys, and what goes on


class KeyHint(QAbstractButton):
    """A cap with its word; a click is the key."""

    def __init__(self, key: Key) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(
            QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        )  # the bar's whole height is the key's
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: self._key.action())
        self._name(key)

    def set_key(self, key: Key) -> None:
        """Stand for another key."""
        before, self._key = self._key, key
        if (before.cap, before.text) != (key.cap, key.text):
            self._name(key)
            self.updateGeometry()
            self.update()

    def _name(self, key: Key) -> None:
        self._key = key
        self.setObjectName(f"shell.keybar.{key.cap.lower().replace(' ', '')}")
        self.setAccessibleName(f"{key.text}, {key.cap}")

    def sizeHint(self) -> QSize:
        cap = paint.cap_size(self._key.cap)
        return QSize(round(cap.width() + 6 + paint.advance(self._key.text, 12, 500)) + 2, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        cap = paint.cap_size(self._key.cap)
        middle = self.height() / 2
        paint.key_cap(painter, QRectF(0, middle - cap.height() / 2, cap.width(), cap.height()), self._key.cap)
        words = QRectF(cap.width() + 6, 0, self.width() - cap.width() - 6, self.height())
        paint.text(painter, words, self._key.text, px=12, weight=500, token="text2")
        painter.end()


class KeyBar(QWidget):
    """Caps of the tab that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("shell.keybar")
        self._keys: Sequence[Key] = ()
        self._hints: list[KeyHint] = []
        self.place = Label("", 12, 400, "text3")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(20, 1, 20, 0)
        self._layout.setSpacing(14)
        self._layout.addStretch(1)
        self._layout.addWidget(self.place)
        self._retheme()
        theme().changed.connect(self._retheme)

    def _retheme(self) -> None:
        self.setFixedHeight(HEIGHT + (TOUCH_EXTRA if theme().touch else 0))
        self.update()

    def show_keys(self, keys: Sequence[Key]) -> None:
        """Show other caps; each selection asks for it, and a new button costs far more than a new word on it."""
        self._keys = [key for key in keys if key.shown]
        for hint in [*self._hints[len(self._keys) :], *(hint for hint in self._hints if hint.isDown())]:
            self._drop(hint)  # also the one that is held down: its click belongs to what is left
        for place, key in enumerate(self._keys):
            if place < len(self._hints):
                self._hints[place].set_key(key)
            else:
                self._hints.append(KeyHint(key))
                self._layout.insertWidget(place, self._hints[place])
        self._fit()

    def _drop(self, hint: KeyHint) -> None:
        if hint in self._hints:
            self._hints.remove(hint)
            self._layout.removeWidget(hint)
            hint.setDown(False)
            hint.hide()
            hint.deleteLater()

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def _fit(self) -> None:
        """Hide caps from the end until the rest fits; F1 shows them all."""
        room = self.width() - 40 - self.place.sizeHint().width() - 30
        caps = list(zip(self._keys, self._hints, strict=True))
        room -= sum(hint.sizeHint().width() + 14 for key, hint in caps if key.cap in ALWAYS)
        for key, hint in caps:
            room -= 0 if key.cap in ALWAYS else hint.sizeHint().width() + 14
            hint.setVisible(room > 0 or key.cap in ALWAYS)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("surface"))
        painter.fillRect(0, 0, self.width(), 1, theme().color("border"))
        painter.end()
