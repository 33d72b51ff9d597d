"""One step in the wizard's list at the left."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from app.core.i18n import _
from ui.common import paint
from ui.theme import theme


class StepMark(QAbstractButton):
    """Number or tick, and its title."""

    def __init__(self, number: int, title: str) -> None:
        super().__init__()
        self._number, self._title, self._state = number, title, "todo"
        self.setObjectName(f"setup.step.{number}")
        self.setAccessibleName(title)
        self.setFixedHeight(46)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_state(self, state: str) -> None:
        """Show "done", "now" or "todo"."""
        self._state = state
        self.setProperty("state", state)
        words = {"done": _("done"), "now": _("now"), "todo": _("to do")}[state]
        self.setAccessibleName(f"{self._number}. {self._title}, {words}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 46)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        disc = QRectF(0, self.height() / 2 - 14, 28, 28)
        paint.box(painter, disc, 14, {"done": "ok", "now": "accent"}.get(self._state, "hover"))
        if self._state == "done":
            theme().paint_icon(painter, "check-bold", disc.adjusted(7, 7, -7, -7), "ontext")
        else:
            token = "ontext" if self._state == "now" else "text3"
            middle = Qt.AlignmentFlag.AlignHCenter
            paint.text(painter, disc, str(self._number), px=13, weight=700, token=token, align=middle)
        line = QRectF(40, 0, self.width() - 44, self.height())
        weight, token = (600, "text") if self._state == "now" else (500, "text" if self._state == "done" else "text2")
        paint.text(painter, line, self._title, px=15, weight=weight, token=token)
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()), 8)
        painter.end()
