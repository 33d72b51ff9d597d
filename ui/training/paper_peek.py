"""The paper that a printer of the practice window puts out: it comes up in the corner for a while, marked TRAINING."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from ui.common.announce import announce
from ui.common.boxes import Panel
from ui.common.labels import Label
from ui.picking.pack_side import PaperPicture

if TYPE_CHECKING:
    from ui.common.desk import Desk

SHOWN_MS = 9_000
WIDTH, TALLEST = 250, 400
PAD, TITLE = 12, 30
EDGE = 20
RAIL = 88  # as in ui/shell/rail.py
ABOVE_KEYS = 56
DPI = 203


class PaperPeek(Panel):
    """Takes no focus and no scan; a click or the next paper puts it away."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._title = Label("", 13, 600, elide=True)
        self.picture = PaperPicture("training.paper.picture")
        super().__init__(
            "surface",
            self._title,
            (self.picture, 1),
            edge="strong",
            radius=12,
            margins=PAD,
            gap=8,
            name="training.paper",
        )
        self._window: QWidget = desk.surface
        self.setParent(self._window)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedWidth(WIDTH)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self._window.installEventFilter(self)
        self.hide()

    def show_paper(self, title: str, paper: Any) -> None:
        """Draw a paper beside the window's thread and bring it up."""

        def draw() -> bytes:
            from printing.preview import pages
            from printing.raster import png

            return png(pages(paper, dpi=DPI)[0])

        self._desk.read(self, draw, lambda data: self._show(title, data), merge="paper")

    def _show(self, title: str, data: bytes) -> None:
        self._title.set_text(title)
        self.picture.set_png(data)
        drawn = QImage.fromData(data)
        self.setFixedHeight(min(TALLEST, TITLE + 2 * PAD + (WIDTH - 2 * PAD) * drawn.height() // max(drawn.width(), 1)))
        self.setAccessibleName(_("Printed for practice: {title}").format(title=title))
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, self.accessibleName())

    def _place(self) -> None:
        """At the left, where no total and no blue button is."""
        self.move(RAIL + EDGE, self._window.height() - self.height() - ABOVE_KEYS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.hide()
