"""The big panel of a walk: which bin to go to, readable from three metres, with the way there drawn below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.i18n import _
from ui.common import paint
from ui.theme import theme

if TYPE_CHECKING:
    from app.picking.queries import Rack, Stop

BIN_PX = 176
RADIUS = 18
PAD = 32
MAP_HEIGHT = 184
MOST_AISLES = 8
FILLS = {"go": "accent", "ok": "ok", "short": "amber"}


class BinPanel(QWidget):
    """Blue while there is somewhere to go, green for the moment in which the last piece was scanned."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pick.bin")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._state, self._title, self._detail = "go", "", ""
        self._stop: Stop | None = None
        self._from: Stop | None = None
        self._racks: Sequence[Rack] = ()
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(560, 480)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 260)

    def set_racks(self, racks: Sequence[Rack]) -> None:
        """Show where the racks stand."""
        self._racks = racks
        self.update()

    def show_stop(self, stop: Stop, before: Stop | None) -> None:
        """Show the bin of a stop and the way from the one before."""
        self._stop, self._from = stop, before
        self.set_state("go")

    def set_state(self, state: str, title: str = "", detail: str = "") -> None:
        """Turn green (ok) or amber (short) for a moment, with other words; go shows the way again."""
        self._state, self._title, self._detail = state, title, detail
        self.setProperty("state", state)
        if self._stop is not None:
            spoken = ", ".join(part for part in (self._head(), self._stop.place, self._words()) if part)
            self.setAccessibleName(spoken)
        self.update()

    @property
    def place(self) -> str:
        """The bin that is shown."""
        return self._stop.place if self._stop else ""

    def _head(self) -> str:
        return self._title or _("Go to bin")

    def _words(self) -> str:
        if self._detail:
            return self._detail
        return place_words(self._stop.place, self._stop.zone) if self._stop else ""

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect = QRectF(self.rect())
        paint.box(painter, rect, RADIUS, FILLS[self._state])
        if self._stop is not None:
            ink = "onamber" if self._state == "short" else "ontext"
            inner = rect.adjusted(PAD, 20, -PAD, -20)
            below = self._paint_words(painter, inner, ink)
            room = inner.bottom() - below
            if room > 90 and self._state == "go":
                height = min(MAP_HEIGHT, room - 12)
                self._paint_map(painter, QRectF(inner.left(), inner.bottom() - height, inner.width(), height))
        painter.end()

    def _paint_words(self, painter: QPainter, rect: QRectF, ink: str) -> float:
        """Head, bin and detail; returns where the next thing may begin."""
        scale = theme().scale
        head = QRectF(rect.left(), rect.top(), rect.width(), 34 * scale)
        paint.text(painter, head, self._head(), px=22, weight=600, token=ink)
        assert self._stop is not None
        px = BIN_PX
        while px > 48 and QFontMetricsF(self._font(px)).horizontalAdvance(self._stop.place) > rect.width():
            px -= 4
        while px > 72 and px * 1.1 > rect.height() * 0.62:
            px -= 4
        painter.setFont(self._font(px))
        painter.setPen(theme().color(ink))
        line = QRectF(rect.left(), head.bottom(), rect.width(), px * 1.12)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._stop.place)
        words = QRectF(rect.left(), line.bottom() + 4, rect.width(), 30 * scale)
        paint.text(painter, words, self._words(), px=20, weight=500, token=ink)
        return words.bottom()

    @staticmethod
    def _font(px: int) -> QFont:
        font = theme().font(px, 700)
        font.setPixelSize(px)
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 97)
        return font

    def _paint_map(self, painter: QPainter, rect: QRectF) -> None:
        """Aisles as columns of racks; the wanted rack is white, the way to it a dashed line."""
        assert self._stop is not None
        aisles = self._aisles()
        if not aisles:
            return
        wide = rect.width() / len(aisles)
        most = max(len(racks) for _zone, racks in aisles)
        step = (rect.height() - 36) / max(most, 1)
        spots: dict[tuple[int, int, str], QRectF] = {}
        for column, (zone, racks) in enumerate(aisles):
            x = rect.left() + column * wide
            head = QRectF(x, rect.top(), wide - 26, 16)
            paint.text(painter, head, zone, px=12, weight=600, token="ontext", align=Qt.AlignmentFlag.AlignHCenter)
            for row, rack in enumerate(racks):
                spot = QRectF(x, rect.top() + 22 + row * step, wide - 26, step - min(6, step * 0.25))
                spots[(rack.x_mm, rack.y_mm, rack.zone)] = spot
                hit = (rack.x_mm, rack.y_mm, rack.zone) == self._key(self._stop)
                paint.box(painter, spot, 4, "ontext" if hit else paint.faded("ontext", 60))
                if hit and spot.height() >= 13:
                    name = rack.code.rpartition("-")[0] or rack.code
                    middle = Qt.AlignmentFlag.AlignHCenter
                    paint.text(painter, spot, name, px=12, weight=700, token="logo_leg", align=middle)
        self._paint_way(painter, rect, spots)

    @staticmethod
    def _key(stop: Stop) -> tuple[int, int, str]:
        return stop.x_mm, stop.y_mm, stop.zone

    def _aisles(self) -> list[tuple[str, list[Rack]]]:
        """The aisles nearest to the wanted one, at most eight."""
        zones: dict[str, list[Rack]] = {}
        for rack in self._racks:
            zones.setdefault(rack.zone, []).append(rack)
        names = list(zones)
        assert self._stop is not None
        if self._stop.zone not in zones:
            return []
        first = max(0, min(names.index(self._stop.zone) - MOST_AISLES // 2, len(names) - MOST_AISLES))
        return [(name, zones[name]) for name in names[first : first + MOST_AISLES]]

    def _paint_way(self, painter: QPainter, rect: QRectF, spots: dict[tuple[int, int, str], QRectF]) -> None:
        assert self._stop is not None
        goal = spots.get(self._key(self._stop))
        if goal is None:
            return
        color = theme().color("amber")
        pen = QPen(color, 3)
        pen.setDashPattern([1.6, 1.6])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        x, y, foot = goal.right() + 9, goal.center().y(), rect.bottom() - 5
        start = spots.get(self._key(self._from)) if self._from else None
        begin = QPointF(start.right() + 9, start.center().y()) if start else QPointF(rect.left(), foot)
        path = QPainterPath(begin)
        if start is None or abs(begin.x() - x) > 2:
            path.lineTo(begin.x(), foot)
            path.lineTo(x, foot)
        path.lineTo(x, y + 7)
        painter.setPen(pen)
        painter.drawPath(path)
        paint.dot(painter, begin, 5.5, "amber")
        down = start is not None and abs(begin.x() - x) <= 2 and begin.y() < y
        tip = -7 if not down else 7
        painter.drawPolygon(QPolygonF([QPointF(x - 7, y - tip), QPointF(x + 7, y - tip), QPointF(x, y + tip)]))


def place_words(code: str, zone: str) -> str:
    """A bin's code in words, when it is built as aisle-bay-shelf."""
    parts = code.split("-")
    if len(parts) == 3 and parts[1].isdigit() and parts[2].isdigit():
        return _("Aisle {aisle} · bay {bay} · shelf {shelf}").format(
            aisle=parts[0], bay=int(parts[1]), shelf=int(parts[2])
        )
    return _("Zone {zone}").format(zone=zone) if zone else ""
