"""Charts of the reports: lines, bars, shares; every one can be walked with keys and shown as a table."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from ui.common import paint
from ui.common.chart_base import Chart, Format, plain, ticks
from ui.common.line_chart import LineChart, Series, Sparkline
from ui.common.progress import paint_bar
from ui.theme import theme
from ui.theme.tokens import SERIES

__all__ = ["BarChart", "Chart", "LineChart", "Series", "ShareBar", "ShareRows", "Slice", "Sparkline", "ticks"]


class Slice(NamedTuple):
    """One bar or share: title, value, and a second text if wanted."""

    title: str
    value: float
    detail: str = ""
    token: str = ""


def _token(at: int, one: Slice) -> str:
    return one.token or SERIES[at % len(SERIES)]


def _percent(value: float, total: float) -> str:
    return f"{round(100 * value / total)}%" if total else "0%"


class _Slices(Chart):
    """What charts of single values share."""

    def __init__(self, name: str = "", *, title: str = "", height: int = 220) -> None:
        super().__init__(name, title=title, height=height)
        self._slices: list[Slice] = []
        self._format: Format = plain

    def _take(self, slices: Sequence[tuple], fmt: Format) -> None:
        self._slices = [Slice(*one) for one in slices]
        self._format = fmt
        self._at = -1
        self.set_summary(", ".join(self.point_text(at) for at in range(self.count())))
        self.updateGeometry()
        self.update()

    def count(self) -> int:
        return len(self._slices)

    def total(self) -> float:
        """Return the sum of all values."""
        return sum(one.value for one in self._slices)

    def rows(self) -> list[tuple[str, ...]]:
        total = self.total()
        head = (self._title, "", "%")
        body = ((one.title, self._format(one.value), _percent(one.value, total)) for one in self._slices)
        return [head, *body]

    def point_text(self, at: int) -> str:
        one = self._slices[at]
        return "   ".join(part for part in (one.title, self._format(one.value), one.detail) if part)


class BarChart(_Slices):
    """Upright bars from nought with their values on top; one may be highlighted, one bad."""

    def __init__(self, name: str = "", *, title: str = "", height: int = 220) -> None:
        super().__init__(name, title=title, height=height)
        self._highlight = self._bad = -1
        self._top = 1.0

    def set_bars(self, bars: Sequence[tuple], fmt: Format = plain, *, highlight: int = -1, bad: int = -1) -> None:
        """Show bars (title, value[, detail]); one highlight colour, the others in its tint."""
        self._highlight, self._bad = highlight, bad
        self._take(bars, fmt)
        self._top = ticks(0, max((one.value for one in self._slices), default=1) or 1)[-1]

    def place_of(self, at: int) -> QPointF:
        bar = self._bar(at)
        return QPointF(bar.center().x(), bar.top())

    def at_place(self, x: float, y: float) -> int:
        at = int(x // (self.width() / max(1, self.count())))
        return at if 0 <= at < self.count() else -1

    def _bar(self, at: int) -> QRectF:
        step = self.width() / max(1, self.count())
        width = min(44.0, step * 0.62)
        room = self.height() - 24 - 22
        height = room * max(0.0, self._slices[at].value) / self._top
        return QRectF(step * (at + 0.5) - width / 2, 22 + room - height, width, max(1.0, height))

    def draw(self, painter: QPainter) -> None:
        middle = Qt.AlignmentFlag.AlignHCenter
        step = self.width() / self.count()
        painter.fillRect(QRectF(0, self.height() - 24, self.width(), 1), theme().color("border"))
        for at, one in enumerate(self._slices):
            bar = self._bar(at)
            special = at in (self._highlight, self._bad)
            fill = "bad" if at == self._bad else "accent" if special or self._highlight < 0 else "accent_edge"
            paint.box(painter, bar, min(4.0, bar.height() / 2), one.token or fill)
            words = QRectF(step * at, bar.top() - 20, step, 18)
            shown = "bad_text" if at == self._bad else "text" if special else "text2"
            weight = 600 if special else 500
            if paint.advance(self._format(one.value), 12, weight) <= step + 2 or special:
                paint.text(painter, words, self._format(one.value), px=12, weight=weight, token=shown, align=middle)
            below = QRectF(step * at, self.height() - 20, step, 18)
            token = "bad_text" if at == self._bad else "text3"
            if paint.advance(one.title, 12) <= step + 2 or at % 2 == 0:
                paint.text(painter, below, one.title, px=12, token=token, align=middle)


class ShareBar(_Slices):
    """One bar cut in shares with its legend below: how they paid."""

    def __init__(self, name: str = "", *, title: str = "") -> None:
        super().__init__(name, title=title, height=44)
        self.setMaximumHeight(64)

    def set_shares(self, shares: Sequence[tuple], fmt: Format = plain) -> None:
        """Show shares (title, value[, detail, token]) in the fixed order of colours."""
        self._take(shares, fmt)

    def _spans(self) -> list[QRectF]:
        total = self.total() or 1
        gap = 2.0
        room = self.width() - gap * max(0, self.count() - 1)
        spans, x = [], 0.0
        for one in self._slices:
            width = room * one.value / total
            spans.append(QRectF(x, 4, width, 12))
            x += width + gap
        return spans

    def place_of(self, at: int) -> QPointF:
        return QPointF(self._spans()[at].center().x(), 4)

    def at_place(self, x: float, y: float) -> int:
        return next((at for at, span in enumerate(self._spans()) if span.left() <= x <= span.right()), -1)

    def draw(self, painter: QPainter) -> None:
        total = self.total()
        last = self.count() - 1
        for at, (one, span) in enumerate(zip(self._slices, self._spans(), strict=True)):
            token = _token(at, one)
            if at in (0, last):
                paint.box(painter, span, min(6.0, span.width() / 2), token)
                inner = span.adjusted(min(6.0, span.width()) if at == 0 and last else 0, 0, 0, 0)
                inner = inner.adjusted(0, 0, -min(6.0, inner.width()) if at == last and last else 0, 0)
                if last:
                    painter.fillRect(inner, theme().color(token))
            else:
                painter.fillRect(span, theme().color(token))
        x = 0.0
        for at, one in enumerate(self._slices):
            words = f"{one.title} {_percent(one.value, total)}"
            paint.dot(painter, QPointF(x + 4, 33), 4, _token(at, one))
            width = paint.advance(words, 12, 500) + 2
            paint.text(painter, QRectF(x + 12, 24, width, 18), words, px=12, weight=500, token="text2")
            x += width + 24


class ShareRows(_Slices):
    """Rows with a coloured dot, value, percent and a bar: where orders come from, best sellers, pick speed."""

    ROW = 38

    def __init__(self, name: str = "", *, title: str = "", one_color: bool = False, against_total: bool = True):
        super().__init__(name, title=title, height=self.ROW)
        self._one_color, self._against_total = one_color, against_total

    def set_shares(self, shares: Sequence[tuple], fmt: Format = plain) -> None:
        """Show rows (title, value[, detail, token]); without a detail the percent stands behind the value."""
        self._take(shares, fmt)
        self.setMinimumHeight(round(self.ROW * theme().scale) * max(1, self.count()))

    def _row(self, at: int) -> QRectF:
        height = round(self.ROW * theme().scale)
        return QRectF(0, at * height, self.width(), height)

    def place_of(self, at: int) -> QPointF:
        return QPointF(self.width() / 2, self._row(at).top() + 6)

    def at_place(self, x: float, y: float) -> int:
        at = int(y // round(self.ROW * theme().scale))
        return at if 0 <= at < self.count() else -1

    def draw(self, painter: QPainter) -> None:
        total = self.total()
        whole = total if self._against_total else max((one.value for one in self._slices), default=1)
        for at, one in enumerate(self._slices):
            rect = self._row(at)
            token = one.token or ("accent" if self._one_color else _token(at, one))
            line = QRectF(rect.left(), rect.top(), rect.width(), rect.height() - 16)
            self._draw_row(painter, line, one, token, one.detail or _percent(one.value, total))
            groove = QRectF(rect.left(), line.bottom() + 1, rect.width(), 7)
            paint_bar(painter, groove, one.value / (whole or 1), token)

    def _draw_row(self, painter: QPainter, line: QRectF, one: Slice, token: str, detail: str) -> None:
        x = line.left()
        if not self._one_color:
            paint.dot(painter, QPointF(x + 4, line.center().y()), 4, token)
            x += 16
        right = Qt.AlignmentFlag.AlignRight
        side = paint.advance(detail, 12) + 10
        value = self._format(one.value)
        value_right = line.right() - side
        value_left = value_right - paint.advance(value, 13, 600) - 4
        paint.text(painter, line, detail, px=12, token="text3", align=right)
        spot = QRectF(value_left, line.top(), value_right - value_left, line.height())
        paint.text(painter, spot, value, px=13, weight=600, align=right)
        name = QRectF(x, line.top(), value_left - x - 8, line.height())
        paint.text(painter, name, one.title, px=13, weight=500)
