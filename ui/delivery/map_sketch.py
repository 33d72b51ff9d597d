"""A map drawn from coordinates alone: the shop, the stops in their order and the way between them; no tiles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.i18n import _, ngettext
from ui.common import paint
from ui.theme import theme

SPACE = 44
PIN = 15
DOT = 11
ROADS = (
    ((0.0, 0.30), (0.30, 0.36), (0.60, 0.22), (1.0, 0.14)), ((0.0, 0.66), (0.30, 0.60), (0.55, 0.76), (1.0, 0.70)),
    ((0.20, 0.0), (0.28, 0.40), (0.34, 0.70), (0.32, 1.0)), ((0.52, 0.0), (0.48, 0.40), (0.64, 0.70), (0.68, 1.0)),
    ((0.80, 0.0), (0.84, 0.30), (0.78, 0.66), (0.88, 1.0)),
)  # fmt: skip


class Pin(NamedTuple):
    """A place on the sketch: coordinates in millionths, what stands in it, and its tone."""

    lat: int
    lon: int
    mark: str
    label: str
    tone: str
    is_current: bool = False


class MapSketch(QWidget):
    """Shows where the stops lie to each other; north is up, distances are true to each other."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setMinimumHeight(140)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._pins: list[Pin] = []
        self._lost = 0
        theme().changed.connect(self.update)
        self.setAccessibleName(_("Map"))

    def show_run(self, shop: Any, stops: Sequence[Any], current: int = 0, label: str = "") -> None:
        """Show the shop and the stops of a run; `current` is the shipment that is framed and labelled."""
        pins = [Pin(shop.lat_e6, shop.lon_e6, "shop", _("Shop"), "ink")] if shop is not None else []
        known = [(stop, stop.address.get("lat_e6"), stop.address.get("lon_e6")) for stop in stops]
        for stop, lat, lon in known:
            if lat is None or lon is None:
                continue
            here = stop.shipment_id == current
            pins.append(Pin(int(lat), int(lon), str(stop.stop), label if here else "", _tone(stop), here))
        self._pins = pins
        self._lost = sum(lat is None or lon is None for _stop, lat, lon in known)
        told = ngettext("{count} stop", "{count} stops", len(stops)).format(count=len(stops))
        self.setAccessibleName(_("Map with {stops}").format(stops=told))
        self.update()

    def has_places(self) -> bool:
        """True when there is more to draw than the shop."""
        return any(pin.mark != "shop" for pin in self._pins)

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect = QRectF(self.rect())
        clip = QPainterPath()
        clip.addRoundedRect(rect, 10, 10)
        painter.setClipPath(clip)
        self._paint_ground(painter, rect)
        if self.has_places():
            places = self._places(rect)
            self._paint_way(painter, places)
            for pin, place in zip(self._pins, places, strict=True):
                if not pin.is_current:
                    self._paint_pin(painter, pin, place)
            for pin, place in zip(self._pins, places, strict=True):
                if pin.is_current:
                    self._paint_pin(painter, pin, place)
        else:
            center = Qt.AlignmentFlag.AlignHCenter
            paint.text(
                painter, rect, _("No coordinates are known for these addresses"), px=13, token="text3", align=center
            )
        if self._lost and self.has_places():
            text = ngettext("{count} address is not on the map", "{count} addresses are not on the map", self._lost)
            line = QRectF(14, rect.height() - 30, rect.width() - 28, 22)
            paint.text(painter, line, text.format(count=self._lost), px=12, token="text3")
        painter.setClipping(False)
        paint.box(painter, rect, 10, None, "border")
        painter.end()

    def _paint_ground(self, painter: QPainter, rect: QRectF) -> None:
        painter.fillRect(rect, theme().color("ok_tint"))
        painter.fillRect(rect, paint.faded("surface", 150))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(paint.faded("surface", 255), 8)
        painter.setPen(pen)
        wide, high = rect.width(), rect.height()
        for points in ROADS:
            first, *rest = (QPointF(x * wide, y * high) for x, y in points)
            road = QPainterPath(first)
            road.cubicTo(*rest)
            painter.drawPath(road)

    def _places(self, rect: QRectF) -> list[QPointF]:
        """Coordinates as points: the same scale in both directions, all within the widget."""
        middle = sum(pin.lat for pin in self._pins) / len(self._pins) / 1e6
        shrink = math.cos(math.radians(middle))
        xs = [pin.lon * shrink for pin in self._pins]
        ys = [-pin.lat for pin in self._pins]
        wide, high = max(xs) - min(xs) or 1, max(ys) - min(ys) or 1
        scale = min((rect.width() - 2 * SPACE - 90) / wide, (rect.height() - 2 * SPACE) / high)
        left = (rect.width() - 90 - wide * scale) / 2
        top = (rect.height() - high * scale) / 2
        return [QPointF(left + (x - min(xs)) * scale, top + (y - min(ys)) * scale) for x, y in zip(xs, ys, strict=True)]

    def _paint_way(self, painter: QPainter, places: list[QPointF]) -> None:
        style, cap, join = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        way = QPainterPath(places[0])
        for place in places[1:]:
            way.lineTo(place)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().color("surface"), 8, style, cap, join))
        painter.drawPath(way)
        painter.setPen(QPen(theme().color("accent"), 4, style, cap, join))
        painter.drawPath(way)

    def _paint_pin(self, painter: QPainter, pin: Pin, place: QPointF) -> None:
        radius = PIN if pin.is_current or pin.mark == "shop" else DOT
        painter.setPen(QPen(theme().color("surface"), 3))
        painter.setBrush(theme().color(pin.tone))
        painter.drawEllipse(place, radius, radius)
        spot = QRectF(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius)
        if pin.mark == "shop":
            theme().paint_icon(painter, "storefront-fill", spot.adjusted(6, 6, -6, -6), "onink")
        else:
            center = Qt.AlignmentFlag.AlignHCenter
            paint.text(painter, spot, pin.mark, px=12, weight=700, token="ontext", align=center)
        if pin.label:
            self._paint_label(painter, pin.label, place, radius)

    def _paint_label(self, painter: QPainter, label: str, place: QPointF, radius: float) -> None:
        wide = paint.advance(label, 12, 600) + 16
        x = place.x() + radius + 5
        if x + wide > self.width() - 8:
            x = place.x() - radius - 5 - wide
        box = QRectF(x, place.y() - 13, wide, 26)
        paint.box(painter, box, 7, "surface", "border")
        paint.text(painter, box, label, px=12, weight=600, align=Qt.AlignmentFlag.AlignHCenter)


def _tone(stop: Any) -> str:
    if stop.state in ("failed", "lost", "returned"):
        return "bad"
    if stop.state in ("delivered", "collected", "accepted"):
        return "ok"
    return "accent"
