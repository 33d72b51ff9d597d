"""What comes after the present stop of a walk: the next three bins in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.core.i18n import _
from ui.common import paint
from ui.common.boxes import fill
from ui.common.labels import Label
from ui.common.thumb import thumb_pixmap
from ui.picking.words import name_of, quantity_text
from ui.theme import theme

if TYPE_CHECKING:
    from app.picking.queries import Stop


class ThenCard(QWidget):
    """A stop that comes later."""

    def __init__(self) -> None:
        super().__init__()
        self._stop: Stop | None = None
        self._is_end = False
        self.setFixedHeight(72)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def set_stop(self, stop: Stop | None, *, is_end: bool = False) -> None:
        """Show another stop, the end of the walk, or nothing."""
        self._stop, self._is_end = stop, is_end
        if stop is not None:
            self.setAccessibleName(f"{stop.place}, {name_of(stop)}, {self._take()}")
        elif is_end:
            self.setAccessibleName(", ".join(_end_words()))
        self.update()

    def _take(self) -> str:
        assert self._stop is not None
        left = quantity_text(self._stop.wanted - self._stop.taken, self._stop.unit)
        return _("take {count}").format(count=left)

    def paintEvent(self, event: QPaintEvent) -> None:
        stop = self._stop
        if stop is None and not self._is_end:
            return
        painter = paint.start(self)
        paint.box(painter, QRectF(self.rect()), 12, "surface", "border")
        if stop is not None:
            self._paint_stop(painter, stop)
        else:
            theme().paint_icon(painter, "package", QRectF(16, 20, 32, 32), "text2")
            self._paint_words(painter, 64, *_end_words())
        painter.end()

    def _paint_stop(self, painter: QPainter, stop: Stop) -> None:
        rect = QRectF(self.rect())
        wide = paint.advance(stop.place, 20, 600) + 2
        paint.text(painter, QRectF(14, 0, wide, rect.height()), stop.place, px=20, weight=600)
        x = 14 + wide + 12
        painter.drawPixmap(int(x), 14, thumb_pixmap(stop.art, 44, name_of(stop)))
        self._paint_words(painter, x + 56, name_of(stop), self._take())

    def _paint_words(self, painter: QPainter, x: float, title: str, detail: str) -> None:
        room = max(0.0, self.width() - x - 12)
        paint.text(painter, QRectF(x, 16, room, 20), title, px=13, weight=500)
        paint.text(painter, QRectF(x, 37, room, 18), detail, px=12, token="text3")


def _end_words() -> tuple[str, str]:
    return _("To the packing table"), _("This is the last bin")


class ThenRow(QWidget):
    """The next three stops, or where the walk ends."""

    def __init__(self) -> None:
        super().__init__()
        self._head = Label(_("Then"), 13, 600, "text2")
        self._cards = [ThenCard() for _place in range(3)]
        fill(QHBoxLayout(self), (self._head, *((card, 1) for card in self._cards)), 0, 12)

    def show_stops(self, stops: tuple[Stop, ...]) -> None:
        """Show what comes then."""
        for at, card in enumerate(self._cards):
            card.set_stop(stops[at] if at < len(stops) else None, is_end=at == len(stops))
