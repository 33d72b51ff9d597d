"""The right column of the packing table: the label as it will be printed, and the button with its reason."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.i18n import _
from ui.common import paint
from ui.common.boxes import HBox, Panel
from ui.common.buttons import Button
from ui.common.chips import Chip
from ui.common.labels import Icon, Label
from ui.theme import theme

WIDTH = 380


class PaperPicture(QWidget):
    """A printed paper, scaled down to the room there is, on white with a thin edge."""

    def __init__(self, name: str, *, top: bool = True) -> None:
        super().__init__()
        self.setObjectName(name)
        self._picture: QPixmap | None = None
        self._shown: QPixmap | None = None
        self._top = top
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(340, 500)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 120)

    def set_png(self, data: bytes | None) -> None:
        """Show a PNG, or nothing."""
        self._picture = None
        if data:
            picture = QPixmap()
            picture.loadFromData(data, "PNG")
            self._picture = picture if not picture.isNull() else None
        self._shown = None
        self.setProperty("state", "shown" if self._picture else "empty")
        self.update()

    @property
    def has_picture(self) -> bool:
        """Whether a paper is shown."""
        return self._picture is not None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._picture is None:
            paint.box(painter, rect, 6, "sunken", "border")
            painter.end()
            return
        ratio = self.devicePixelRatioF()
        room = rect.size() * ratio
        if self._shown is None or abs(self._shown.width() - room.width()) > 1:
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self._shown = self._picture.scaled(room.toSize(), keep, smooth)
            self._shown.setDevicePixelRatio(ratio)
        wide, high = self._shown.width() / ratio, self._shown.height() / ratio
        top = rect.top() if self._top else rect.top() + (rect.height() - high) / 2
        spot = QRectF(rect.left() + (rect.width() - wide) / 2, top, wide, high)
        painter.drawPixmap(spot.topLeft(), self._shown)
        paint.box(painter, spot, 2, None, "strong")
        painter.end()

    def resizeEvent(self, event: object) -> None:
        self._shown = None


class PackSide(Panel):
    """Label preview, what happens by itself, F9 and why it is off."""

    def __init__(self) -> None:
        self.chip = Chip("", "grey", "printer")
        self.label = PaperPicture("pack.label")
        self.label.setAccessibleName(_("Shipping label"))
        self._info = Label("", 13, 400, "text2", wrap=True, name="pack.info")
        self.primary = Button(_("Print label"), kind="primary", key="F9", height=64, name="pack.primary").grow()
        self.reason = Label("", 13, 600, "accent_text", align="center", wrap=True, name="pack.why")
        super().__init__(
            "surface", HBox(Label(_("Label"), 15, 600), None, self.chip, gap=8), (self.label, 1),
            HBox(Icon("info", 18, "text3"), (self._info, 1), gap=8), self.primary, self.reason, margins=(16, 20),
            gap=9, name="pack.side",
        )  # fmt: skip
        self.setFixedWidth(WIDTH)

    def show_ready(self, text: str, info: str, reason: str, *, kind: str = "primary", enabled: bool = True) -> None:
        """What F9 does, and why it cannot yet."""
        self.primary.set_text(text)
        self.primary.set_kind(kind)
        self.primary.setEnabled(enabled)
        self._info.set_text(info)
        self.reason.set_text(reason)
        self.reason.set_token("bad_text" if kind == "bad" else "accent_text" if not enabled else "text2")

    def show_printer(self, state: str) -> None:
        """How the label printer is; labels wait when there is none."""
        looks = {
            "ok": (_("Printer ready"), "ok"), "warn": (_("Printer needs care"), "warn"),
            "bad": (_("Printer does not work"), "bad"), "none": (_("No label printer here"), "grey"),
        }  # fmt: skip
        words, tone = looks.get(state, looks["none"])
        self.chip.set_look(words, tone, "printer")
