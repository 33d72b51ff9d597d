"""The three previews of the print studio, drawn by the same code as the print."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.i18n import _
from ui.common import paint
from ui.common.boxes import HBox, VBox, fill
from ui.common.buttons import KeyCap
from ui.common.labels import Label
from ui.picking.pack_side import PaperPicture
from ui.printing import jobs


class Preview(QWidget):
    """A paper with its name and size; a click chooses it.

    Signals:
        chosen: this preview was clicked.
    """

    chosen = Signal()

    def __init__(self, slot: str, cap: str, title: str, empty: str) -> None:
        super().__init__()
        self.setObjectName(f"print.preview.{slot}")
        self._on = False
        self._name = title
        self._title = Label(title, 14, 600)
        self._size = Label("", 12, 400, "text3")
        self._empty = Label(empty, 13, 400, "text3", align="center", wrap=True)
        self.paper = PaperPicture(f"print.paper.{slot}")
        head = HBox(KeyCap(cap), self._title, None, self._size, gap=8)
        fill(QVBoxLayout(self), (head, (self.paper, 1), self._empty), 8, 8)

    def show_shot(self, title: str, shot: jobs.Shot | None) -> None:
        """Show a paper, or that there is none; without a title of its own it is called by its place."""
        title = title or self._name
        self._title.set_text(title)
        self.paper.set_png(shot.png if shot else None)
        self._empty.setVisible(shot is None)
        size = f"{round(shot.width_mm)} × {round(shot.length_mm)} mm" if shot else ""
        self._size.set_text(size)
        self.setAccessibleName(f"{title}, {size}" if size else title)

    def set_on(self, on: bool) -> None:
        """Frame the chosen one in blue."""
        self._on = on
        self.setProperty("state", "on" if on else "")
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._on:
            painter = paint.start(self)
            paint.box(painter, QRectF(self.rect()), 10, "accent_tint", "accent", 2)
            painter.end()


class Previews(QWidget):
    """Receipt left, shipping label and shelf label right.

    Signals:
        chosen: a preview; carries its slot.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.receipt = Preview(jobs.RECEIPT, "1", _("Receipt"), _("No receipt in the queue"))
        self.label = Preview(jobs.LABEL, "2", _("Shipping label"), _("No label in the queue"))
        self.shelf = Preview(jobs.SHELF, "3", _("Shelf label"), _("Choose a product with F3"))
        self._all = {jobs.RECEIPT: self.receipt, jobs.LABEL: self.label, jobs.SHELF: self.shelf}
        right = VBox((self.label, 7), (self.shelf, 3), gap=12)
        fill(QHBoxLayout(self), ((self.receipt, 1), (right, 1)), (12, 16, 12, 16), 12)
        for slot, preview in self._all.items():
            preview.chosen.connect(lambda slot=slot: self.chosen.emit(slot))

    def preview(self, slot: str) -> Preview:
        """The preview of a slot."""
        return self._all[slot]

    def choose(self, slot: str) -> None:
        """Frame one of the three."""
        for name, preview in self._all.items():
            preview.set_on(name == slot)
