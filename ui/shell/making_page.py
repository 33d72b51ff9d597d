"""What stands in place of the frame while a store is made: what is being done, how far it is, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _
from app.core.refusal import Refusal
from ui.common.boxes import Bar, EmptyState, HBox, VBox
from ui.common.buttons import Button
from ui.common.labels import Label

WIDTH = 460


class StoppedByHand(Refusal):
    """The person stopped it; what was there before is still there."""


class MakingPage(QWidget):
    """Says what is made; the bar and Esc come with the first step that is told.

    Signals:
        told: how many of how many steps are done; sent by the thread that makes.
    """

    told = Signal(int, int)

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.setObjectName("shell.making")
        self.setAccessibleName(f"{title}. {text}")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.is_stopped = False
        self._bar, self._line = Bar(), Label("", 13, 400, "text3", align="center")
        self._bar.setFixedWidth(WIDTH)
        self._stop = Button(_("Stop copying"), key="Esc", height=44, name="shell.making.stop")
        self._stop.clicked.connect(self.stop)
        self._more = VBox(self._bar, self._line, HBox(None, self._stop, None), gap=12)
        self._more.hide()
        box = QVBoxLayout(self)
        box.addStretch(1)
        box.addWidget(EmptyState("hourglass-medium", title, text, name="shell.page"))
        box.addWidget(self._more, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
        self.told.connect(self._show)

    def step(self, done: int, whole: int) -> None:
        """Take in how far it is, on any thread; StoppedByHand once somebody pressed Esc."""
        if self.is_stopped:
            raise StoppedByHand(_("Stopped. Nothing was changed."))
        self.told.emit(done, whole)

    def stop(self) -> None:
        """Stop at the next step."""
        self.is_stopped = True
        self._stop.setEnabled(False)
        self._line.set_text(_("It stops …"))

    def _show(self, done: int, whole: int) -> None:
        self._more.show()
        self._bar.set_fraction(done / whole if whole else 0)
        if not self.is_stopped:
            self._line.set_text(_("{done} of {total}").format(done=f"{done:,}", total=f"{whole:,}"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._more.isVisible():
            self.stop()
        else:
            super().keyPressEvent(event)
