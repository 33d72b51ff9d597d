"""Small drawing tricks shared by the painted widgets: rounded boxes, key caps, focus rings, elided lines."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QStaticText, QTextLayout

from ui.theme import fonts, theme

INVERTED_FILL = 44
INVERTED_EDGE = 90
KEPT_LINES = 2048  # lines of text that stay laid out: what the screens in use show
_SPARE_BEFORE = {Qt.AlignmentFlag.AlignLeft: 0.0, Qt.AlignmentFlag.AlignHCenter: 0.5, Qt.AlignmentFlag.AlignRight: 1.0}


def start(device) -> QPainter:
    """Begin painting on a widget with smooth edges."""
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    return painter


def box(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | str | None = None,
    edge: QColor | str | None = None,
    width: float = 1,
) -> None:
    """Draw a rounded box by token names or colours; the edge lies inside the rectangle."""
    inset = width / 2 if edge else 0
    rect = rect.adjusted(inset, inset, -inset, -inset)
    painter.setPen(QPen(_as_color(edge), width) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(_as_color(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, radius, radius)


def focus_ring(painter: QPainter, rect: QRectF, radius: float, token: str = "accent") -> None:
    """Draw the 2 px ring that shows the focus, just inside a rectangle."""
    box(painter, rect, radius, None, token, 2)


def _as_color(value: QColor | str) -> QColor:
    return value if isinstance(value, QColor) else theme().color(value)


def text(
    painter: QPainter,
    rect: QRectF,
    value: str,
    *,
    px: int = 14,
    weight: int = 400,
    token: str = "text",
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Draw one line of text, vertically centred and shortened with … where it does not fit."""
    px = round(px * theme().scale)
    room = rect.width()
    line, wide, high = _laid_out(value, px, weight)
    if wide > room + 1:
        line, wide, high = _laid_out(_shortened(value, px, weight, int(room)), px, weight)
    left = rect.left() + (room - wide) * _SPARE_BEFORE[align]
    painter.setFont(fonts.make_font(px, weight, fonts.is_figures(value)))
    painter.setPen(theme().color(token))
    painter.drawStaticText(QPointF(left, rect.top() + (rect.height() - high) / 2), line)


def lines(value: str, width: float, *, px: int = 14, weight: int = 400, most: int = 2) -> list[str]:
    """Break a text into lines of a width; the last of them holds all that is left."""
    layout = QTextLayout(value, theme().font(px, weight, value))
    starts: list[int] = []
    layout.beginLayout()
    while len(starts) < most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    return [value[start:end].strip() for start, end in zip(starts, [*starts[1:], len(value)], strict=True)]


def shortened(value: str, width: float, *, px: int = 14, weight: int = 400) -> str:
    """Return a text as it is drawn in a width: with … at its end where it does not fit."""
    px = round(px * theme().scale)
    return value if _laid_out(value, px, weight)[1] <= width + 1 else _shortened(value, px, weight, int(width))


def advance(value: str, px: int = 14, weight: int = 400) -> float:
    """Return the width in px of a line of text."""
    return _laid_out(value, round(px * theme().scale), weight)[1]


@lru_cache(maxsize=KEPT_LINES)
def _laid_out(value: str, px: int, weight: int) -> tuple[QStaticText, float, float]:
    """A line of text that is ready to be drawn, with its width and height: shaping is the dearest part of a paint."""
    font = fonts.make_font(px, weight, fonts.is_figures(value))
    line = QStaticText(value)
    line.setTextFormat(Qt.TextFormat.PlainText)
    line.prepare(font=font)
    return line, QFontMetricsF(font).horizontalAdvance(value), line.size().height()


@lru_cache(maxsize=KEPT_LINES)
def _shortened(value: str, px: int, weight: int, room: int) -> str:
    metrics = QFontMetricsF(fonts.make_font(px, weight, fonts.is_figures(value)))
    return metrics.elidedText(value, Qt.TextElideMode.ElideRight, room)


def cap_size(key: str, *, large: bool = False) -> QSize:
    """Return the size of a painted key cap."""
    wide = advance(key, 13 if large else 11, 600)
    return QSize(max(round(wide) + 12, 22), round((24 if large else 20) * theme().scale))


def key_cap(painter: QPainter, rect: QRectF, key: str, *, inverted: bool = False, faint: bool = False) -> None:
    """Draw the cap of a key: white with an edge, or see-through on a filled button."""
    large = rect.height() > 22 * theme().scale
    if inverted:
        box(painter, rect, 5, _white(INVERTED_FILL), _white(INVERTED_EDGE))
    else:
        box(painter, rect, 5, "surface", "border" if faint else "strong")
    token = "ontext" if inverted else "text3" if faint else "text2"
    center = Qt.AlignmentFlag.AlignHCenter
    text(painter, rect, key, px=13 if large else 11, weight=600, token=token, align=center)


def _white(alpha: int) -> QColor:
    color = QColor(theme().color("ontext"))
    color.setAlpha(alpha)
    return color


def dot(painter: QPainter, center: QPointF, radius: float, token: str) -> None:
    """Draw a filled circle."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().color(token))
    painter.drawEllipse(center, radius, radius)


def faded(token: str, alpha: int) -> QColor:
    """Return a theme colour with another opacity, 0 to 255."""
    color = QColor(theme().color(token))
    color.setAlpha(alpha)
    return color
