"""One question with its answers beside each other, one of them framed: why, what condition, where to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ui.common import paint
from ui.common.boxes import HBox, fill
from ui.common.labels import Label
from ui.theme import theme

LARGE, SMALL = 13, 12  # px of an answer's words, where there is room and where there is little
EDGE, GAP = 8, 4


class Answer(QAbstractButton):
    """One answer with the key that chooses it; on, it has a blue frame."""

    def __init__(self, text: str, key: str, name: str) -> None:
        super().__init__()
        self._key = key
        self.setObjectName(name)
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setAccessibleDescription(key)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(round(self._needs(SMALL)), theme().control(44))

    def _needs(self, px: int) -> float:
        return (
            paint.advance(self.text().replace("&&", "&"), px, 600) + paint.cap_size(self._key).width() + 2 * EDGE + GAP
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect, on = QRectF(self.rect()), self.isChecked()
        fill = "selected" if on else "hover" if self.underMouse() else "surface"
        paint.box(painter, rect, 8, fill, "accent" if on else "strong", 2 if on else 1)
        words = self.text().replace("&&", "&")
        cap = paint.cap_size(self._key)
        px = LARGE if self._needs(LARGE) <= rect.width() else SMALL
        room = rect.width() - cap.width() - 2 * EDGE - GAP + 2
        wide = min(paint.advance(words, px, 600 if on else 500) + 2, room)
        line = QRectF(rect.left() + EDGE + max(0.0, (room - wide) / 2), 0, wide, rect.height())
        token = "accent_text" if on else "text"
        paint.text(painter, line, words, px=px, weight=600 if on else 500, token=token)
        spot = QRectF(
            rect.right() - cap.width() - EDGE, rect.center().y() - cap.height() / 2, cap.width(), cap.height()
        )
        paint.key_cap(painter, spot, self._key, faint=not on)
        if self.hasFocus():
            paint.focus_ring(painter, rect.adjusted(3, 3, -3, -3), 6)
        painter.end()


class ChoiceRow(QWidget):
    """A question and its answers.

    Signals:
        chosen: the key of the answer that was touched.
    """

    chosen = Signal(str)

    def __init__(self, question: str, answers: Sequence[tuple[str, str, str]], name: str) -> None:
        """`answers` are triples of code, words and key cap."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(question)
        self._answers: dict[str, Answer] = {}
        for code, words, key in answers:
            answer = Answer(words, key, f"{name}.{code}")
            answer.clicked.connect(lambda _checked=False, code=code: self._touch(code))
            self._answers[code] = answer
        row = HBox(*((one, 1) for one in self._answers.values()), gap=8)
        fill(QVBoxLayout(self), (Label(question, 12, 600, "text3"), row), 0, 5)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_current(self, code: str) -> None:
        """Frame one answer, or none."""
        for key, answer in self._answers.items():
            answer.setChecked(key == code)
            answer.update()

    def _touch(self, code: str) -> None:
        self.set_current(code)
        self.chosen.emit(code)
