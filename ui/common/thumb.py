"""Product pictures: the shop's own file or a drawing of the sample shop, square on a tile; initials without one."""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageReader, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from ui.common import paint
from ui.theme import theme

PICTURES = Path(__file__).resolve().parents[2] / "resources" / "sample" / "pictures"
_MARGIN = 0.09

MOST_BYTES = 6_000_000  # of drawn pictures kept; a tile of 96 px takes 37,000

_Key = tuple[str, str, int, str]


class _Kept:
    """The pictures drawn last, as many as go into MOST_BYTES."""

    def __init__(self) -> None:
        self._pixmaps: dict[_Key, QPixmap] = {}  # the one longest unused stands first
        self._bytes = 0

    def get(self, key: _Key) -> QPixmap | None:
        found = self._pixmaps.pop(key, None)
        if found is not None:
            self._pixmaps[key] = found
        return found

    def put(self, key: _Key, pixmap: QPixmap) -> None:
        self._pixmaps[key] = pixmap
        self._bytes += _size(pixmap)
        while self._bytes > MOST_BYTES and len(self._pixmaps) > 1:
            self._bytes -= _size(self._pixmaps.pop(next(iter(self._pixmaps))))

    def clear(self) -> None:
        self._pixmaps.clear()
        self._bytes = 0


def _size(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


_kept = _Kept()


def initials_of(name: str) -> str:
    """Return one or two letters that stand for a product or category without a picture."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return ""
    first = words[0]
    if not first.isascii():
        return first[:2]
    return (first[0] + (words[1][0] if len(words) > 1 else "")).upper()


def thumb_pixmap(art: str, px: int, name: str = "", *, tile: str = "tile") -> QPixmap:
    """Return a product's picture of px logical pixels on its tile; `art` is a key, a file or SVG text.

    Without a picture the initials of `name` (or of `art`) stand on the tile.
    """
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    size = round(px * ratio)
    key = (art, initials_of(name or art), size, theme().color(tile).name())
    found = _kept.get(key)
    if found is None:
        found = _draw(art, key[1], size, tile)
        found.setDevicePixelRatio(ratio)
        _kept.put(key, found)
    return found


def forget_pictures() -> None:
    """Read pictures anew, as after a shop's own file has changed."""
    _kept.clear()
    _svg_text.cache_clear()


@lru_cache(maxsize=128)
def _svg_text(art: str) -> bytes | None:
    if art.lstrip().startswith("<svg"):
        return art.encode()
    path = Path(art) if art.endswith(".svg") else PICTURES / f"{art}.svg"
    plain = "/" not in art and "\\" not in art
    if art and (plain or art.endswith(".svg")) and path.is_file():
        return path.read_bytes()
    return None


def _draw(art: str, initials: str, size: int, tile: str) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = paint.start(pixmap)
    paint.box(painter, QRectF(0, 0, size, size), min(10, size * 0.2), tile)
    inner = QRectF(0, 0, size, size).adjusted(*(size * _MARGIN * side for side in (1, 1, -1, -1)))
    svg = _svg_text(art)
    if svg is not None:
        QSvgRenderer(QByteArray(svg)).render(painter, inner)
    elif not _paint_file(painter, art, inner):
        font = theme().font(14, 600)
        font.setPixelSize(max(9, round(size * 0.36)))
        painter.setFont(font)
        painter.setPen(theme().color("tile_text"))
        painter.drawText(QRectF(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, initials)
    painter.end()
    return pixmap


def _paint_file(painter: QPainter, art: str, inner: QRectF) -> bool:
    """Draw the shop's own file, contained in the square; False if it is none that can be read."""
    if not art or not Path(art).is_file():
        return False
    reader = QImageReader(art)
    reader.setAutoTransform(True)
    whole = reader.size()
    if whole.isValid():
        reader.setScaledSize(whole.scaled(inner.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio))
    image: QImage = reader.read()
    if image.isNull():
        return False
    place = QRectF(image.rect())
    place.moveCenter(inner.center())
    painter.drawImage(place, image)
    return True


class Thumb(QWidget):
    """A product's picture of a fixed size."""

    def __init__(self, art: str, px: int = 40, name: str = "", *, tile: str = "tile") -> None:
        super().__init__()
        self._px, self._tile = px, tile
        self.setFixedSize(px, px)
        self.set_art(art, name)
        theme().changed.connect(self.update)

    def set_art(self, art: str, name: str = "") -> None:
        """Show another product; `name` gives the initials when there is no picture."""
        self._art, self._name = art, name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        painter.drawPixmap(0, 0, thumb_pixmap(self._art, self._px, self._name, tile=self._tile))
        painter.end()
