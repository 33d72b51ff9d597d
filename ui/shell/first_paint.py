"""The way into the window: its outline is on the screen before anything else is loaded, then the window itself.

Nothing but Qt and the colour tables may be imported at the top of this file.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow

from ui.theme.tokens import DARK, LIGHT

SIZE = 1440, 900
RAIL_WIDTH, BAR_HEIGHT = 88, 68  # as in ui/shell/rail.py and topbar.py


class Outline(QMainWindow):
    """The window's surfaces without anything on them; the window takes its place.

    Signals:
        painted: it is on the screen.
    """

    painted = Signal()

    def __init__(self, colors: dict[str, str]) -> None:
        super().__init__()
        self.setWindowTitle("Kontor")
        self.setObjectName("shell.outline")
        room = self.screen().availableGeometry()
        if room.width() < SIZE[0] or room.height() < SIZE[1]:
            self.setWindowState(Qt.WindowState.WindowMaximized)  # nothing lies beyond the edge of a small screen
        self.resize(min(SIZE[0], room.width()), min(SIZE[1], room.height()))
        # A painter would cost as much as Qt's own start: its first call builds every name of the Qt namespace in Python.
        self.setStyleSheet(f"QMainWindow {{ background: {colors['app']} }}")
        self._surface("rail", colors["rail"], 0, RAIL_WIDTH, SIZE[1])
        self._surface("bar", colors["surface"], RAIL_WIDTH, SIZE[0] - RAIL_WIDTH, BAR_HEIGHT)
        self._is_painted = False

    def _surface(self, name: str, color: str, left: int, width: int, height: int) -> None:
        surface = QFrame(self)
        surface.setObjectName(f"shell.outline.{name}")
        surface.setStyleSheet(f"background: {color}")
        surface.setGeometry(left, 0, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)


def run_window(
    url: str, station: str, *, role: str = "", make: Callable[[str, Callable[[int, int], None]], None] | None = None,
    look: str = "", language: str = "", making: str = "",
) -> int:  # fmt: skip
    """Open the window and stay until it is closed; returns the exit status.

    `making` is the sentence that is shown while `make` makes the store, as marked by `N_`.
    """
    if make is None:
        gc.disable()  # until all is loaded: there is no garbage yet, only much to look through
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Kontor")
    outline = Outline(DARK if look == "dark" else LIGHT)
    opened: list[Callable[[], None]] = []  # how what was opened is stopped

    def open_window() -> None:
        from ui.shell.only_one import OnlyOne

        only = OnlyOne(url, station, app)
        if not only.is_first:
            outline.close()
            app.quit()
            return
        from ui.shell.start import Station
        from ui.theme import theme

        if language:
            from app.core.i18n import use_language

            use_language(language)
        if look:
            theme().set_mode(look)
        theme().apply(app)
        running = Station(
            url, station, role=role, make=make, making=making, own_look=not look, own_language=not language
        )
        running.on_loaded = _keep_what_is_loaded
        opened.append(running.stop)
        if outline.isMaximized():
            running.window.setWindowState(Qt.WindowState.WindowMaximized)
        else:
            running.window.setGeometry(outline.geometry())
        running.window.first_painted.connect(outline.deleteLater)
        only.called.connect(lambda: _come_forward(running.window))
        running.show()

    outline.painted.connect(open_window)
    outline.show()
    status = app.exec()
    for stop in opened:
        stop()
    return int(status)


def _come_forward(window: QMainWindow) -> None:
    """The program was started a second time: this is the window that was looked for."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.raise_()
    window.activateWindow()


def _keep_what_is_loaded() -> None:
    """Modules and screens stay: looking through them for garbage would stop a scan for a tenth of a second."""
    gc.freeze()
    gc.enable()
