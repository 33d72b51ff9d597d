"""A pad to sign on with pen, finger or mouse."""

import itertools

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QTabletEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.i18n import _
from ui.common import paint
from ui.theme import theme

Stroke = list[tuple[QPointF, float]]
PEN = 2.6
MARGIN = 12


class SignaturePad(QWidget):
    """Collects strokes; `signed` tells that the first line was drawn or the pad cleared."""

    signed = Signal(bool)

    def __init__(self, name: str, *, height: int = 180, hint: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(_("Signature"))
        self._hint = hint or _("Sign here")
        self._strokes: list[Stroke] = []
        self._drawing = False
        self._height = height
        self.setMinimumHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents, False)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(420, self._height)

    def is_empty(self) -> bool:
        """Tell whether nothing is drawn; a single dot is no signature."""
        return sum(len(stroke) for stroke in self._strokes) < 4

    def clear(self) -> None:
        """Take all strokes away."""
        self._strokes.clear()
        self.signed.emit(False)
        self.update()

    def png_bytes(self) -> bytes:
        """Return the strokes as a PNG, black on white, cropped with a margin; empty bytes when nothing is drawn."""
        if self.is_empty():
            return b""
        points = [point for stroke in self._strokes for point, _pressure in stroke]
        left, right = min(p.x() for p in points), max(p.x() for p in points)
        top, bottom = min(p.y() for p in points), max(p.y() for p in points)
        scale = 2
        size = QSize(round(right - left) + 2 * MARGIN, round(bottom - top) + 2 * MARGIN)
        image = QImage(size * scale, QImage.Format.Format_Grayscale8)
        image.fill(255)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        painter.translate(MARGIN - left, MARGIN - top)
        self._paint_strokes(painter, theme().color("print"))
        painter.end()
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        return bytes(data.data())

    # -- drawing

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position(), 0.5)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position(), 0.5)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drawing = False

    def tabletEvent(self, event: QTabletEvent) -> None:
        kinds = event.Type
        if event.type() == kinds.TabletPress:
            self._begin(event.position(), event.pressure())
        elif event.type() == kinds.TabletMove and self._drawing:
            self._go_to(event.position(), event.pressure())
        elif event.type() == kinds.TabletRelease:
            self._drawing = False
        event.accept()

    def _begin(self, at: QPointF, pressure: float) -> None:
        self._drawing = True
        self._strokes.append([(at, pressure)])
        self.update()

    def _go_to(self, at: QPointF, pressure: float) -> None:
        if not self._drawing:
            return
        empty = self.is_empty()
        self._strokes[-1].append((at, pressure))
        if empty and not self.is_empty():
            self.signed.emit(True)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect = QRectF(self.rect())
        paint.box(painter, rect, 10, "paper", "control")
        y = rect.bottom() - rect.height() * 0.24
        painter.setPen(QPen(theme().color("avatar_0"), 1.5))
        painter.drawLine(QPointF(24, y), QPointF(rect.right() - 24, y))
        if not self._strokes:
            middle = Qt.AlignmentFlag.AlignHCenter
            line = QRectF(0, y - 34, rect.width(), 26)
            paint.text(painter, line, self._hint, px=14, token="tile_text", align=middle)
        self._paint_strokes(painter, theme().color("print"))
        painter.end()

    def _paint_strokes(self, painter: QPainter, color: QColor) -> None:
        round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self._strokes:
            pressure = sum(press for _at, press in stroke) / len(stroke)
            width = PEN * (0.6 + 0.8 * pressure)
            painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, round_cap, round_join))
            painter.drawPath(_smooth([at for at, _press in stroke]))


def _smooth(points: list[QPointF]) -> QPainterPath:
    """A curve through the middles between the points, so that a quick hand draws no corners."""
    path = QPainterPath(points[0])
    if len(points) < 3:
        path.lineTo(points[-1] + QPointF(0.1, 0.1))
        return path
    for here, after in itertools.pairwise(points):
        path.quadTo(here, (here + after) / 2)
    path.lineTo(points[-1])
    return path
