"""Draws the icons of resources/icons in any colour and size, sharp on every screen."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
_CACHE_MAX = 3000

_pixmaps: dict[tuple[str, int, int], QPixmap] = {}


@cache
def svg_of(name: str) -> bytes:
    """Return the SVG text of an icon; an unknown name is a mistake in our code."""
    path = ICONS / f"{name}.svg"
    assert path.is_file(), f"no icon {name!r} in resources/icons"
    return path.read_bytes()


def has_icon(name: str) -> bool:
    """Tell whether resources/icons has a picture of that name."""
    return (ICONS / f"{name}.svg").is_file()


def tinted(name: str, color: QColor, pixels: int) -> QPixmap:
    """Return the icon as a square of so many device pixels in one colour, from the cache if it was drawn before."""
    key = (name, color.rgba(), pixels)
    found = _pixmaps.get(key)
    if found is None:
        if len(_pixmaps) > _CACHE_MAX:
            _pixmaps.clear()
        found = _pixmaps[key] = _draw(name, color, pixels)
    return found


def _draw(name: str, color: QColor, pixels: int) -> QPixmap:
    svg = svg_of(name).replace(b"currentColor", color.name().encode())
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return pixmap


def paint(painter: QPainter, name: str, rect: QRectF, color: QColor) -> None:
    """Draw an icon into a rectangle in one colour."""
    ratio = painter.device().devicePixelRatioF() if painter.device() else 1.0
    pixels = max(1, round(rect.width() * ratio))
    pixmap = tinted(name, color, pixels)
    painter.drawPixmap(rect, pixmap, QRectF(pixmap.rect()))
