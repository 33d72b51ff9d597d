"""Lines over time: now solid, before dashed, forecast dashed with its band; and the tiny line of a key figure."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.common import paint
from ui.common.chart_base import Chart, Format, plain, ticks
from ui.theme import theme

LEFT, TOP, RIGHT, BOTTOM = 46.0, 12.0, 14.0, 24.0
BAND_ALPHA = 33


class Series(NamedTuple):
    """One line: its title, values (None = none yet) and kind: now, before, forecast or other with a token."""

    title: str
    values: Sequence[float | None]
    kind: str = "now"
    token: str = ""
    low: Sequence[float | None] = ()
    high: Sequence[float | None] = ()


_TOKENS = {"now": "accent", "before": "control", "forecast": "accent", "other": "teal_text"}
_WIDTHS = {"now": 2.2, "before": 1.8, "forecast": 2.0, "other": 2.0}


class LineChart(Chart):
    """Lines that start at nought; `points=True` marks and labels every point and may start higher."""

    def __init__(self, name: str = "", *, title: str = "", height: int = 220, points: bool = False) -> None:
        super().__init__(name, title=title, height=height)
        self._points = points
        self._labels: Sequence[str] = ()
        self._series: list[Series] = []
        self._format: Format = plain
        self._axis: Format = plain
        self._bad: set[int] = set()
        self._target: tuple[float, str] | None = None
        self._chosen: int | None = None
        self._ticks = [0.0, 1.0]

    def set_series(
        self,
        labels: Sequence[str],
        series: Sequence[Series],
        fmt: Format = plain,
        *,
        axis: Format | None = None,
        bad: Sequence[int] = (),
        target: tuple[float, str] | None = None,
    ) -> None:
        """Show lines over labels; `fmt` writes values, `axis` those at the grid, `bad` points turn red,
        `target` is a line across with its word."""
        self._labels, self._series = labels, list(series)
        self._format, self._axis = fmt, axis or fmt
        self._bad, self._target = set(bad), target
        self._at, self._chosen = -1, None
        values = [v for one in series for part in (one.values, one.high, one.low) for v in part if v is not None]
        values += [target[0]] if target else []
        low = min([0.0, *values]) if not self._points else min(values, default=0)
        self._ticks = ticks(low, max(values, default=1))
        self.update()

    def set_chosen(self, at: int) -> None:
        """Mark the place that something else chose, such as a slider, on every line; before, the end is marked."""
        self._chosen = at
        self.update()

    def count(self) -> int:
        return len(self._labels)

    def rows(self) -> list[tuple[str, ...]]:
        head = ("", *(one.title for one in self._series))
        return [head, *((label, *self._texts(at)) for at, label in enumerate(self._labels))]

    def _texts(self, at: int) -> list[str]:
        values = (one.values[at] if at < len(one.values) else None for one in self._series)
        return ["–" if value is None else self._format(value) for value in values]

    def point_text(self, at: int) -> str:
        texts = zip(self._series, self._texts(at), strict=True)
        if len(self._series) == 1:
            return f"{self._labels[at]}   {next(iter(texts))[1]}"
        shown = (f"{one.title} {text}" for one, text in texts if text != "–")
        return "   ".join((self._labels[at], *shown))

    def place_of(self, at: int) -> QPointF:
        values = [one.values[at] for one in self._series if at < len(one.values) and one.values[at] is not None]
        high = max((value for value in values if value is not None), default=self._ticks[0])
        return QPointF(self._x(at), self._y(high))

    def at_place(self, x: float, y: float) -> int:
        if not self._labels or not LEFT - 12 <= x <= self.width():
            return -1
        return min(range(len(self._labels)), key=lambda at: abs(self._x(at) - x))

    def _left(self) -> float:
        return 24.0 if self._points else LEFT

    def _x(self, at: int) -> float:
        room = self.width() - self._left() - (24.0 if self._points else RIGHT)
        return self._left() + room * at / max(1, len(self._labels) - 1)

    def _y(self, value: float) -> float:
        low, high = self._ticks[0], self._ticks[-1]
        top = TOP + (14 if self._points else 0)
        room = self.height() - top - BOTTOM - (8 if self._points else 0)
        return top + room * (1 - (value - low) / ((high - low) or 1))

    # -- drawing

    def draw(self, painter: QPainter) -> None:
        if not self._points:
            self._draw_grid(painter)
        self._draw_labels(painter)
        for one in self._series:
            self._draw_band(painter, one)
        for one in sorted(self._series, key=lambda one: one.kind == "now"):
            self._draw_series(painter, one)
        if self._target:
            self._draw_target(painter)
        if 0 <= self._at < len(self._labels):
            painter.setPen(QPen(theme().color("control"), 1, Qt.PenStyle.DotLine))
            x = round(self._x(self._at)) + 0.5
            painter.drawLine(QPointF(x, TOP), QPointF(x, self.height() - BOTTOM))

    def _draw_grid(self, painter: QPainter) -> None:
        right = Qt.AlignmentFlag.AlignRight
        for tick in self._ticks:
            y = round(self._y(tick)) + 0.5
            painter.setPen(QPen(theme().color("border"), 1))
            painter.drawLine(QPointF(LEFT, y), QPointF(self.width() - RIGHT, y))
            words = QRectF(0, y - 9, LEFT - 8, 18)
            paint.text(painter, words, self._axis(tick), px=12, token="text3", align=right)

    def _draw_labels(self, painter: QPainter) -> None:
        widest = max((paint.advance(label, 12) for label in self._labels), default=0) + 10
        room = (self.width() - LEFT - RIGHT) / max(1, len(self._labels))
        every = max(1, round(widest / max(1.0, room) + 0.49))
        middle = Qt.AlignmentFlag.AlignHCenter
        for at, label in enumerate(self._labels):
            bad = at in self._bad
            if at % every == 0 or bad:
                wide = paint.advance(label, 12, 600) + 4
                left = min(max(0.0, self._x(at) - wide / 2), max(0.0, self.width() - wide))
                spot = QRectF(left, self.height() - 20, wide, 18)
                token, weight = ("bad_text", 600) if bad else ("text3", 400)
                paint.text(painter, spot, label, px=12, weight=weight, token=token, align=middle)

    def _line(self, values: Sequence[float | None]) -> list[QPointF]:
        return [QPointF(self._x(at), self._y(value)) for at, value in enumerate(values) if value is not None]

    def _draw_band(self, painter: QPainter, one: Series) -> None:
        upper, lower = self._line(one.high), self._line(one.low)
        if upper and lower:
            path = QPainterPath(upper[0])
            for point in (*upper[1:], *reversed(lower)):
                path.lineTo(point)
            path.closeSubpath()
            painter.fillPath(path, paint.faded(one.token or _TOKENS[one.kind], BAND_ALPHA))

    def _draw_series(self, painter: QPainter, one: Series) -> None:
        points = self._line(one.values)
        if not points:
            return
        token = one.token or _TOKENS[one.kind]
        if one.kind == "now" and not self._points:
            self._draw_ground(painter, points, token)
        ends = Qt.PenCapStyle.RoundCap
        pen = QPen(theme().color(token), _WIDTHS[one.kind], Qt.PenStyle.SolidLine, ends, Qt.PenJoinStyle.RoundJoin)
        if one.kind in ("before", "forecast"):
            pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(points)
        if self._points:
            self._draw_points(painter, one, token)
        elif self._chosen is not None or one.kind == "now":
            painter.setPen(QPen(theme().color("surface"), 2.5))
            painter.setBrush(theme().color(token))
            painter.drawEllipse(points[-1 if self._chosen is None else min(self._chosen, len(points) - 1)], 5, 5)

    def _draw_ground(self, painter: QPainter, points: list[QPointF], token: str) -> None:
        bottom = self.height() - BOTTOM
        path = QPainterPath(QPointF(points[0].x(), bottom))
        for point in points:
            path.lineTo(point)
        path.lineTo(QPointF(points[-1].x(), bottom))
        path.closeSubpath()
        shade = QLinearGradient(0, TOP, 0, bottom)
        shade.setColorAt(0, paint.faded(token, 46))
        shade.setColorAt(1, paint.faded(token, 4))
        painter.fillPath(path, shade)

    def _draw_points(self, painter: QPainter, one: Series, token: str) -> None:
        middle = Qt.AlignmentFlag.AlignHCenter
        for at, value in enumerate(one.values):
            if value is None:
                continue
            bad = at in self._bad
            spot = QPointF(self._x(at), self._y(value))
            painter.setPen(QPen(theme().color("surface"), 2))
            painter.setBrush(theme().color("bad" if bad else token))
            painter.drawEllipse(spot, 5 if bad else 4.5, 5 if bad else 4.5)
            words = QRectF(spot.x() - 40, spot.y() - 25, 80, 18)
            shown, weight = ("bad_text", 600) if bad else ("text2", 400)
            paint.text(painter, words, self._format(value), px=12, weight=weight, token=shown, align=middle)

    def _draw_target(self, painter: QPainter) -> None:
        assert self._target is not None
        value, word = self._target
        y = self._y(value)
        pen = QPen(theme().color("warn_text"), 1.4)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.drawLine(QPointF(self._left(), y), QPointF(self.width() - RIGHT, y))
        place = QRectF(self._left() + 6, y - 20, paint.advance(word, 12, 600) + 10, 17)
        painter.fillRect(place, theme().color("surface"))
        paint.text(painter, place.adjusted(4, 0, 0, 0), word, px=12, weight=600, token="warn_text")


class Sparkline(QWidget):
    """The tiny line beside a key figure; green or red by what its direction means."""

    def __init__(self, values: Sequence[float] = (), token: str = "accent", *, width: int = 84, height: int = 28):
        super().__init__()
        self._values, self._token = list(values), token
        self._size = QSize(width, height)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def set_values(self, values: Sequence[float], token: str = "") -> None:
        """Show another line."""
        self._values, self._token = list(values), token or self._token
        self.update()

    def sizeHint(self) -> QSize:
        return self._size

    def paintEvent(self, event: QPaintEvent) -> None:
        if len(self._values) < 2:
            return
        painter = paint.start(self)
        low, high = min(self._values), max(self._values)
        wide, tall = self.width() - 6, self.height() - 6
        last = len(self._values) - 1
        points = [
            QPointF(2 + wide * at / last, 3 + tall * (1 - (value - low) / ((high - low) or 1)))
            for at, value in enumerate(self._values)
        ]
        path = QPainterPath(QPointF(points[0].x(), self.height()))
        for point in (*points, QPointF(points[-1].x(), self.height())):
            path.lineTo(point)
        painter.fillPath(path, paint.faded(self._token, 28))
        ends, joins = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setPen(QPen(theme().color(self._token), 1.8, Qt.PenStyle.SolidLine, ends, joins))
        painter.drawPolyline(points)
        paint.dot(painter, points[-1], 2.8, self._token)
        painter.end()
