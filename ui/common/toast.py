"""Toasts: one ink bar at the bottom that says what was done and offers to undo it; a list keeps what was said."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from app.core.clock import now_ms
from app.core.i18n import _
from ui.common import paint
from ui.common.announce import announce
from ui.common.labels import Icon, Label
from ui.common.panels import fill
from ui.theme import theme
from ui.theme.tokens import RADIUS_TOAST

PLAIN_MS = 6_000
UNDO_MS = 10_000
KEPT = 100
ABOVE_EDGE = 20


class Said(NamedTuple):
    """One line of the bell list."""

    at: int
    text: str
    tone: str


class _Action(QAbstractButton):
    """The word in the ink bar that undoes or opens."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setText(text)
        self.setObjectName("toast.action")
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_text(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(round(paint.advance(self.text(), 14, 600)) + 20, max(32, theme().target()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect = QRectF(self.rect())
        if self.underMouse():
            paint.box(painter, rect, 7, paint.faded("onink", 30))
        middle = Qt.AlignmentFlag.AlignHCenter
        paint.text(painter, rect, self.text(), px=14, weight=600, token="ink_link", align=middle)
        if self.hasFocus():
            paint.focus_ring(painter, rect, 7, "ink_link")
        painter.end()


class _Bar(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.icon = Icon("check-circle-fill", 20, "onink")
        self.label = Label("", 14, 500, "onink", wrap=False)
        self.action = _Action("")
        self.label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        fill(QHBoxLayout(self), (self.icon, (self.label, 1), self.action), (10, 12, 10, 16), 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        paint.box(painter, QRectF(self.rect()), RADIUS_TOAST, "ink")
        painter.end()


class Toasts(QObject):
    """Says what has just been done, one line at a time; `history` keeps the last hundred for the bell list."""

    said = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._place_in = parent
        self._bar = _Bar(parent)
        self._bar.hide()
        self._undo: Callable[[], object] | None = None
        self._life = PLAIN_MS
        self.history: list[Said] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self._bar.action.clicked.connect(self.undo)
        self._bar.installEventFilter(self)
        self._bar.action.installEventFilter(self)
        parent.installEventFilter(self)
        theme().changed.connect(self._place)

    def show(
        self,
        text: str,
        undo: Callable[[], object] | None = None,
        action_text: str = "",
        *,
        icon: str = "check-circle-fill",
        tone: str = "ok",
    ) -> None:
        """Say a text for 6 s, or for 10 s with a way back; what was said before is replaced."""
        self._undo = undo
        self._bar.label.set_text(text)
        self._bar.icon.set_icon(icon, "onink")
        self._bar.action.setVisible(undo is not None)
        if undo is not None:
            self._bar.action.set_text(action_text or _("Undo"))
        self._bar.setAccessibleName(text)
        self._bar.setProperty("tone", tone)
        self._life = UNDO_MS if undo else PLAIN_MS
        self._keep(Said(now_ms(), text, tone))
        self._place()
        self._bar.show()
        self._bar.raise_()
        self._timer.start(self._life)
        announce(self._bar, text)

    def undo(self) -> bool:
        """Take back what the toast on screen says; False if there is none to take back."""
        undo = self._undo
        self.dismiss()
        if undo is None:
            return False
        undo()
        return True

    def dismiss(self) -> None:
        """Take the toast away; what it said stays in the history."""
        self._timer.stop()
        self._undo = None
        self._bar.hide()

    def is_shown(self) -> bool:
        """Tell whether a toast is on screen."""
        return not self._bar.isHidden()

    def text(self) -> str:
        """Return what the toast on screen says."""
        return self._bar.label.text() if self.is_shown() else ""

    def _keep(self, said: Said) -> None:
        self.history.append(said)
        del self.history[:-KEPT]
        self.said.emit(said)

    def _place(self) -> None:
        room = self._place_in.rect()
        widest = min(640, room.width() - 48)
        self._bar.label.setWordWrap(False)
        hint = self._bar.sizeHint()
        if hint.width() > widest:
            self._bar.label.setWordWrap(True)
            hint = QSize(widest, max(hint.height(), self._bar.heightForWidth(widest)))
        self._bar.resize(hint)
        self._bar.move((room.width() - hint.width()) // 2, room.height() - hint.height() - ABOVE_EDGE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._place_in and kind == QEvent.Type.Resize:
            self._place()
        elif watched in (self._bar, self._bar.action) and self.is_shown():
            if kind in (QEvent.Type.Enter, QEvent.Type.FocusIn):
                self._timer.stop()
            elif kind in (QEvent.Type.Leave, QEvent.Type.FocusOut):
                self._timer.start(self._life)
            elif kind == QEvent.Type.MouseButtonPress and watched is self._bar and isinstance(event, QMouseEvent):
                self.dismiss()
        return super().eventFilter(watched, event)
