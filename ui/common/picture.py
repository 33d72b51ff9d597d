"""Photos and signatures on the screen: one in a frame, and all of a record large, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.i18n import _
from ui.common import paint
from ui.common.boxes import HBox
from ui.common.buttons import Button
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.theme import theme

if TYPE_CHECKING:
    from ui.common.desk import Desk

FRAME = 104
LARGE_FRAME = 200  # from here on an empty frame says what is missing
AROUND = 280  # px of a photo sheet that are not the photo
LARGE = 1400  # px a photo is read at to be looked at


class Shown(NamedTuple):
    """A photo with what stands below it."""

    path: Path
    words: str


def read_image(path: Path, px: int) -> QImage:
    """A picture no larger than it is shown, turned as the camera was held; any thread may call this."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    whole = reader.size()
    if whole.isValid() and max(whole.width(), whole.height()) > px:
        reader.setScaledSize(whole.scaled(px, px, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


class Picture(QWidget):
    """A picture in a frame; with `opens` a click, Enter or Space emits `clicked`."""

    clicked = Signal()

    def __init__(self, name: str, accessible: str, *, height: int = FRAME, opens: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._image = QImage()
        self._fills, self._opens, self._ground = False, opens, "paper"
        if opens:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_image(self, image: QImage, *, fills: bool, ground: str = "paper") -> None:
        """Show a picture; a photo fills the frame, a signature stands in it whole, on paper."""
        self._image, self._fills, self._ground = image, fills, ground
        self.update()

    def has_image(self) -> bool:
        """Whether there is something to see."""
        return not self._image.isNull()

    def sizeHint(self) -> QSize:
        return QSize(180, self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._opens:
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._opens and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect = QRectF(self.rect())
        if self._image.isNull():
            paint.box(painter, rect, 8, "sunken", "border")
            self._paint_empty(painter, rect)
        else:
            paint.box(painter, rect, 8, self._ground, "border")
            room = rect.adjusted(1, 1, -1, -1) if self._fills else rect.adjusted(14, 12, -14, -12)
            how = Qt.AspectRatioMode.KeepAspectRatioByExpanding if self._fills else Qt.AspectRatioMode.KeepAspectRatio
            size = self._image.size().scaled(room.size().toSize(), how)
            spot = QRectF(0, 0, size.width(), size.height())
            spot.moveCenter(room.center())
            painter.setClipRect(room)
            painter.drawImage(spot, self._image)
            painter.setClipping(False)
        if self.hasFocus():
            paint.focus_ring(painter, rect, 8)
        painter.end()

    def _paint_empty(self, painter: QPainter, rect: QRectF) -> None:
        """A camera, and in a large frame the words for it."""
        middle = rect.center()
        theme().paint_icon(painter, "camera", QRectF(middle.x() - 14, middle.y() - 22, 28, 28), "text3")
        if rect.height() >= LARGE_FRAME:
            words = QRectF(rect.left(), middle.y() + 12, rect.width(), 22)
            paint.text(painter, words, self.accessibleName(), px=14, token="text3", align=Qt.AlignmentFlag.AlignHCenter)


class PhotoStrip(HBox):
    """The photos of a record side by side; a click or Enter on one opens all of them large."""

    def __init__(self, desk: Desk, name: str, *, height: int = 72, most: int = 4) -> None:
        super().__init__(gap=8, name=name)
        self._desk, self._name, self._height, self._most = desk, name, height, most
        self._photos: tuple[Shown, ...] = ()
        self.hide()

    def show_photos(self, photos: Sequence[Shown]) -> None:
        """Show other photos; those of the same paths stay as they are."""
        from ui.common.boxes import clear

        if tuple(photos) == self._photos:
            return
        self._photos = tuple(photos)
        clear(self.box)
        self.setVisible(bool(photos))
        for at, photo in enumerate(photos[-self._most :], max(0, len(photos) - self._most)):
            frame = Picture(f"{self._name}.{at}", photo.words, height=self._height, opens=True)
            theme().set_tip(frame, photo.words)
            frame.clicked.connect(lambda at=at: self.look(at))
            self.box.addWidget(frame, 1)
            self._desk.read(
                frame, lambda path=photo.path: read_image(path, 320),
                lambda image, frame=frame: frame.show_image(image, fills=True),
            )  # fmt: skip

    def look(self, at: int = 0) -> None:
        """Open the photos large, from one on."""
        if self._photos:
            PhotoViewer(self._desk, self._photos, at).open()


class PhotoViewer(Sheet):
    """Photos one after the other; Left and Right turn."""

    def __init__(self, desk: Desk, photos: Sequence[Shown], at: int = 0) -> None:
        super().__init__(desk.surface, _("Photos"), width=960, name="photos", back_text=_("Close"))
        self._desk, self._photos, self._at = desk, photos, at
        # As large as the window leaves room for, beside title, words and buttons.
        self._frame = Picture("photos.picture", "", height=max(200, min(520, desk.surface.height() - AROUND)))
        self._words = Label("", 14, 500, "text2", align="center")
        before = Button(_("Before"), icon="caret-left", key="Left", height=40, name="photos.button.before")
        after = Button(_("Next"), icon="caret-right", key="Right", height=40, name="photos.button.next")
        before.clicked.connect(lambda: self.turn(-1))
        after.clicked.connect(lambda: self.turn(1))
        self.bind("Left", lambda: self.turn(-1))
        self.bind("Right", lambda: self.turn(1))
        self.set_body(self._frame, HBox(before, (self._words, 1), after, gap=12))
        for button in (before, after):
            button.setVisible(len(photos) > 1)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.turn(0)

    def turn(self, by: int) -> None:
        """Show another photo."""
        self._at = (self._at + by) % len(self._photos)
        photo = self._photos[self._at]
        self.set_subtitle(_("{done} of {total}").format(done=self._at + 1, total=len(self._photos)))
        self._words.set_text(photo.words)
        self._frame.setAccessibleName(photo.words)
        self._desk.read(
            self, lambda: read_image(photo.path, LARGE), lambda image: self._show(image), merge="photo", urgent=True
        )

    def _show(self, image: QImage) -> None:
        self._frame.show_image(image, fills=False, ground="sunken")
        if image.isNull():
            self._words.set_text(_("This photo is not where it was kept. Look for the folder of the photos."))
