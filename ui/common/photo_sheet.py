"""Taking a photo: what the station's camera saved last, or a file that is chosen, looked at before it is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from app.core.i18n import _
from app.core.photos import CAMERA, ENDINGS
from ui.common.boxes import HBox
from ui.common.buttons import Button
from ui.common.labels import Icon, Label
from ui.common.picture import Picture, read_image
from ui.common.sheet import Sheet

if TYPE_CHECKING:
    from ui.common.desk import Desk

LOOK_EVERY_MS = 700
PREVIEW = 900


class Camera(NamedTuple):
    """The folder that the camera saves into, and its newest picture with the time it was saved; "" without one."""

    folder: str
    newest: str = ""
    saved_at: float = 0.0


def look_into(station: str) -> Camera:
    """What the camera of a station saved last."""
    from app.core.settings import read

    folder = str(read(CAMERA, station))
    if not folder or not Path(folder).is_dir():
        return Camera(folder)
    taken = [(file.stat().st_mtime, str(file)) for file in Path(folder).iterdir() if file.suffix.lower() in ENDINGS]
    return Camera(folder, *reversed(max(taken))) if taken else Camera(folder)


class PhotoSheet(Sheet):
    """Shows the picture that would be kept; a new one of the camera takes its place by itself."""

    def __init__(self, desk: Desk, title: str, subtitle: str, keep: Callable[[str], None]) -> None:
        super().__init__(desk.surface, title, subtitle, width=760, name="photo")
        self._desk, self._keep = desk, keep
        self.path = ""
        self._first: Camera | None = None
        self._frame = Picture("photo.picture", _("No photo yet"), height=400)
        self._icon = Icon("camera", 18, "text3")
        self._words = Label("", 14, 400, "text2", wrap=True, name="photo.words")
        choose = Button(_("Choose a file"), icon="folder-open", key="F2", height=40, name="photo.button.file")
        choose.clicked.connect(self.choose)
        self.bind("F2", self.choose)
        self.set_body(self._frame, HBox(self._icon, (self._words, 1), choose, gap=10))
        self.set_primary(_("Keep the photo"), self._take)
        self.primary.setEnabled(False)
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._look()

    # -- the camera

    def _look(self) -> None:
        station = self._desk.station
        self._desk.read(self, lambda: look_into(station), self._seen, merge="camera")

    def _seen(self, camera: Camera) -> None:
        if self._first is None:
            self._first = camera
            self._words.set_text(
                _("Take the photo now; it appears here by itself.") if camera.folder
                else _("Choose the picture. In Settings a folder of the camera can be named; then it comes by itself.")
            )  # fmt: skip
        elif camera.newest and camera.saved_at > max(self._first.saved_at, 0.0) and camera.newest != self.path:
            self._first = camera
            self.show_file(camera.newest)

    # -- a file

    def choose(self) -> None:
        """F2: a picture from anywhere."""
        dialog = QFileDialog(self, self.title.text())
        dialog.setProperty("own_keys", True)
        dialog.setNameFilter(_("Pictures") + " (" + " ".join(f"*{ending}" for ending in ENDINGS) + ")")
        if self._first is not None and self._first.folder:
            dialog.setDirectory(self._first.folder)
        dialog.fileSelected.connect(self.show_file)
        dialog.open()

    def show_file(self, path: str) -> None:
        """Show the picture that would be kept; what is none is said at once."""

        def show(image: QImage) -> None:
            good = not image.isNull()
            self.path = path if good else ""
            self._frame.show_image(image, fills=False)
            self._frame.setAccessibleName(Path(path).name if good else _("No photo yet"))
            self._icon.set_icon(
                "check-circle-fill" if good else "warning-circle-fill", "ok_text" if good else "bad_text"
            )
            self._words.set_text(
                Path(path).name if good else _("{file} is no picture that can be shown.").format(file=Path(path).name)
            )
            self.primary.setEnabled(good)
            if good:
                self.primary.setFocus()

        self._desk.read(self, lambda: read_image(Path(path), PREVIEW), show, merge="preview")

    def _take(self) -> None:
        if self.path:
            self.accept()
            self._keep(self.path)
