"""The four steps on top of a return: what is done, what is now, what comes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.common import paint
from ui.theme import theme

HEIGHT = 66
DISC = 30


class Step(NamedTuple):
    """One step: its words and "done", "now" or "todo"."""

    title: str
    detail: str
    state: str


class Steps(QWidget):
    """Steps side by side with an arrow between them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("returns.steps")
        self._steps: Sequence[Step] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show other steps."""
        self._steps = steps
        now = next((step for step in steps if step.state == "now"), None)
        self.setAccessibleName(", ".join(part for part in (now.title, now.detail) if part) if now else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, round(HEIGHT * theme().scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        painter.fillRect(self.rect(), theme().color("surface"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme().color("border"))
        width = (self.width() - 40) / max(1, len(self._steps))
        for at, step in enumerate(self._steps):
            rect = QRectF(20 + at * width, 0, width, self.height() - 1)
            self._paint_step(painter, step, rect, at + 1)
            if at < len(self._steps) - 1:
                arrow = QRectF(rect.right() - 28, rect.center().y() - 8, 16, 16)
                theme().paint_icon(painter, "caret-right", arrow, "text3")
        painter.end()

    def _paint_step(self, painter: QPainter, step: Step, rect: QRectF, number: int) -> None:
        disc = QRectF(rect.left(), rect.center().y() - DISC / 2, DISC, DISC)
        fill = {"done": "ok", "now": "accent"}.get(step.state, "hover")
        paint.box(painter, disc, DISC / 2, fill)
        if step.state == "done":
            theme().paint_icon(painter, "check-bold", disc.adjusted(7.5, 7.5, -7.5, -7.5), "ontext")
        else:
            token = "ontext" if step.state == "now" else "text3"
            middle = Qt.AlignmentFlag.AlignHCenter
            paint.text(painter, disc, str(number), px=14, weight=700, token=token, align=middle)
        big, small = 19 * theme().scale, 17 * theme().scale
        top = rect.center().y() - (big + small) / 2
        wide = rect.width() - DISC - 48
        title = QRectF(disc.right() + 10, top, wide, big)
        paint.text(painter, title, step.title, px=14, weight=600, token="text" if step.state != "todo" else "text2")
        paint.text(painter, QRectF(disc.right() + 10, top + big, wide, small), step.detail, px=12, token="text3")
