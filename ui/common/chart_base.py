"""What all charts share: the value under the mouse or the arrow keys, a summary in words, and the rows behind them."""

from collections.abc import Callable
from math import floor, log10

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.common import paint
from ui.theme import theme

Format = Callable[[float], str]


def plain(value: float) -> str:
    """Write a number with thousands and without a fraction that is nought."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Return at most so many round values that span from low to high, as 0, 2000, 4000, 6000."""
    span = max(high - low, 1e-9)
    rough = span / max(1, most - 1)
    power = 10 ** floor(log10(rough))
    step = next((power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough - 1e-12), power * 10)
    first = floor(low / step + 1e-9) * step
    found = [first]
    while found[-1] < high - 1e-9 and len(found) < most + 1:
        found.append(found[-1] + step)
    return found


class Chart(QWidget):
    """A picture of numbers: left and right walk through its points, Enter or a click opens the list behind one."""

    opened = Signal(int)

    def __init__(self, name: str = "", *, title: str = "", height: int = 220) -> None:
        super().__init__()
        self.setObjectName(name)
        self._title = title
        self.setAccessibleName(title)
        self._at = -1
        self.setMinimumHeight(height)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

        theme().changed.connect(self.update)

    # -- what each chart answers

    def count(self) -> int:
        """Return how many points can be walked through."""
        raise NotImplementedError

    def rows(self) -> list[tuple[str, ...]]:
        """Return the numbers as a table, its first row the heads, for "Show as table"."""
        raise NotImplementedError

    def point_text(self, at: int) -> str:
        """Return what is said of one point."""
        raise NotImplementedError

    def place_of(self, at: int) -> QPointF:
        """Return where the words of a point belong."""
        raise NotImplementedError

    def at_place(self, x: float, y: float) -> int:
        """Return the point under the mouse, or -1."""
        raise NotImplementedError

    def draw(self, painter: QPainter) -> None:
        """Draw the chart itself."""
        raise NotImplementedError

    # -- shared

    def set_summary(self, text: str) -> None:
        """Say in one sentence what the chart shows, for those who do not see it."""
        self.setAccessibleDescription(text)
        self.setAccessibleName(f"{self._title}. {text}".strip(". "))

    def summary(self) -> str:
        """Return the sentence of set_summary."""
        return self.accessibleDescription()

    def current(self) -> int:
        """Return the point that is shown, or -1."""
        return self._at

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        if self.count():
            self.draw(painter)
            if 0 <= self._at < self.count():
                self._draw_words(painter)
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()), 8)
        painter.end()

    def _draw_words(self, painter: QPainter) -> None:
        text = self.point_text(self._at)
        width = min(paint.advance(text, 12, 600) + 20, self.width())
        spot = self.place_of(self._at)
        x = min(max(0.0, spot.x() - width / 2), self.width() - width)
        y = spot.y() - 40 if spot.y() >= 44 else spot.y() + 12
        rect = QRectF(x, min(y, self.height() - 28.0), width, 28)
        paint.box(painter, rect, 7, "ink")
        middle = Qt.AlignmentFlag.AlignHCenter
        paint.text(painter, rect, text, px=12, weight=600, token="onink", align=middle)

    def _show(self, at: int) -> None:
        if at != self._at:
            self._at = at
            if at >= 0 and self.hasFocus():
                self.setAccessibleName(f"{self._title}. {self.point_text(at)}".strip(". "))
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        last = self.count() - 1
        if key in step and last >= 0:
            self._show(min(last, max(0, self._at + step[key])))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and last >= 0:
            self._show(0 if key == Qt.Key.Key_Home else last)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at >= 0:
            self.opened.emit(self._at)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._show(self.at_place(event.position().x(), event.position().y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.at_place(event.position().x(), event.position().y())
        if at >= 0:
            self._show(at)
            self.opened.emit(at)

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._show(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._at < 0 and self.count() and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._show(self.count() - 1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show(-1)
