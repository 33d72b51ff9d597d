"""A QR code on screen: dark on white in every look, with the quiet zone that telephones need."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.i18n import _
from ui.common import paint
from ui.theme import theme

QUIET = 4


class QrCode(QWidget):
    """Shows a text as a square code; nothing while there is no text."""

    def __init__(self, name: str, side: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.text, self._side = "", side
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def show_text(self, text: str) -> None:
        """Show another text."""
        self.text = text
        self.setAccessibleName(_("Code to pay by: {text}").format(text=text))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        side = float(min(self.width(), self.height()))
        paint_qr(painter, QRectF((self.width() - side) / 2, 0, side, side), self.text)
        painter.end()


def paint_qr(painter: QPainter, rect: QRectF, text: str) -> None:
    """Paint a code into a square, in whole dots so that no line is blurred."""
    if not text:
        return
    from printing.codes import square

    cells = square(text)
    paint.box(painter, rect, 8, "paper")
    dot = int(rect.width() // (len(cells) + 2 * QUIET))
    if dot < 1:
        return
    left = rect.left() + (rect.width() - dot * len(cells)) / 2
    top = rect.top() + (rect.height() - dot * len(cells)) / 2
    ink = theme().color("print")
    for y, row in enumerate(cells):
        for x, dark in enumerate(row):
            if dark:
                painter.fillRect(int(left) + x * dot, int(top) + y * dot, dot, dot, ink)
