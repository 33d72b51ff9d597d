"""A slider: a knob on a line, moved by mouse, arrows, Home and End; its marks show where things happened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy

from ui.common import paint
from ui.theme import theme

KNOB = 20.0


class Slider(QAbstractSlider):
    """Steps from 0 to `count`-1; the marks below the line are (step, is_bad).

    Signals: valueChanged, as of every slider of Qt.
    """

    def __init__(self, name: str, accessible: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._marks: Sequence[tuple[int, bool]] = ()
        theme().changed.connect(self.update)

    def set_steps(self, count: int, marks: Sequence[tuple[int, bool]] = ()) -> None:
        """Set how many steps there are, and what happened at which of them."""
        self._marks = marks
        self.setRange(0, max(count - 1, 0))
        self.setPageStep(max(count // 10, 1))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, theme().control(44))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, theme().control(44))

    def _x(self, step: int) -> float:
        room = self.width() - KNOB - 4
        return KNOB / 2 + 2 + room * (step / max(self.maximum(), 1))

    def _step(self, x: float) -> int:
        room = max(self.width() - KNOB - 4, 1)
        return min(max(round((x - KNOB / 2 - 2) / room * self.maximum()), 0), self.maximum())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        self.setSliderDown(True)
        self.setValue(self._step(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setValue(self._step(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter: QPainter = paint.start(self)
        middle = self.height() / 2 - 5
        line = QRectF(2, middle - 2, self.width() - 4, 4)
        paint.box(painter, line, 2, "hover", "border")
        at = self._x(self.value())
        paint.box(painter, QRectF(2, middle - 2, at - 2, 4), 2, "accent")
        for step, is_bad in self._marks:
            mark = QRectF(self._x(step) - 1, middle + 14, 2, 10 if is_bad else 6)
            painter.fillRect(mark, theme().color("bad" if is_bad else "control"))
        knob = QRectF(at - KNOB / 2, middle - KNOB / 2, KNOB, KNOB)
        paint.box(painter, knob, KNOB / 2, "accent")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("surface"))
        painter.drawEllipse(QPointF(at, middle), 3.5, 3.5)
        if self.hasFocus():
            paint.focus_ring(painter, knob.adjusted(-3, -3, 3, 3), KNOB / 2 + 3)
        painter.end()
