"""The month's stars: the mean in large, and how many of each."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.i18n import _, ngettext
from ui.aftersales.inbox import paint_stars
from ui.common import paint
from ui.common.progress import paint_bar
from ui.theme import theme


class StarsPanel(QWidget):
    """Painted; says itself in words too."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("service.stars")
        self._stars: Any = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def show_stars(self, stars: Any) -> None:
        """Show other stars."""
        self._stars = stars
        answers = ngettext("{n} answer", "{n} answers", stars.answered).format(n=stars.answered)
        mean = f"{stars.mean_e2 / 100:.1f}"
        self.setAccessibleName(_("{mean} of 5 stars, {answers}").format(mean=mean, answers=answers))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, round(84 * theme().scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._stars is None:
            return
        painter = paint.start(self)
        mean = f"{self._stars.mean_e2 / 100:.1f}" if self._stars.answered else "–"
        paint.text(painter, QRectF(0, 8, 90, 36), mean, px=26, weight=600)
        paint_stars(painter, QPointF(0, 58), round(self._stars.mean_e2 / 100))
        most = max(*self._stars.by_score, 1)
        row = (self.height() - 4) / 5
        middle = Qt.AlignmentFlag.AlignHCenter
        for place, count in enumerate(reversed(self._stars.by_score)):
            y = 2 + place * row
            paint.text(painter, QRectF(96, y, 14, row), str(5 - place), px=12, token="text3", align=middle)
            room = self.width() - 116 - 34
            paint_bar(painter, QRectF(116, y + row / 2 - 3, room, 6), count / most, "amber")
            paint.text(painter, QRectF(self.width() - 30, y, 30, row), f"{count:,}", px=12, token="text3",
                       align=Qt.AlignmentFlag.AlignRight)  # fmt: skip
        painter.end()
