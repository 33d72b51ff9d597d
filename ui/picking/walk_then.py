"""What comes after the present stop of a walk: the next three bins in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent
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
        self.setFixedHeight(72)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def set_stop(self, stop: Stop | None) -> None:
        """Show another stop, or nothing."""
        self._stop = stop
        if stop is not None:
            self.setAccessibleName(f"{stop.place}, {name_of(stop)}, {self._take()}")
        self.update()

    def _take(self) -> str:
        assert self._stop is not None
        left = quantity_text(self._stop.wanted - self._stop.taken, self._stop.unit)
        return _("take {count}").format(count=left)

    def paintEvent(self, event: QPaintEvent) -> None:
        stop = self._stop
        if stop is None:
            return
        painter = paint.start(self)
        rect = QRectF(self.rect())
        paint.box(painter, rect, 12, "surface", "border")
        wide = paint.advance(stop.place, 20, 600) + 2
        paint.text(painter, QRectF(14, 0, wide, rect.height()), stop.place, px=20, weight=600)
        x = 14 + wide + 12
        painter.drawPixmap(int(x), 14, thumb_pixmap(stop.art, 44, name_of(stop)))
        room = max(0.0, rect.right() - x - 68)
        paint.text(painter, QRectF(x + 56, 16, room, 20), name_of(stop), px=13, weight=500)
        paint.text(painter, QRectF(x + 56, 37, room, 18), self._take(), px=12, token="text3")
        painter.end()


class ThenRow(QWidget):
    """The next three stops."""

    def __init__(self) -> None:
        super().__init__()
        self._head = Label(_("Then"), 13, 600, "text2")
        self._cards = [ThenCard() for _place in range(3)]
        fill(QHBoxLayout(self), (self._head, *((card, 1) for card in self._cards)), 0, 12)

    def show_stops(self, stops: tuple[Stop, ...]) -> None:
        """Show what comes then."""
        self._head.set_text(_("Then") if stops else _("Last bin"))
        for at, card in enumerate(self._cards):
            card.set_stop(stops[at] if at < len(stops) else None)
