"""Where the customer looks: a window on the second screen, opened and put away as screens come and go, and the pole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen

from ui.display.pole import Pole
from ui.display.window import CustomerDisplay

if TYPE_CHECKING:
    from app.core.changes import Changed
    from ui.common.desk import Desk

AUTO, NEVER = "auto", "never"
SETTING = "station.customer_screen"
LOOK_MS, TRIES = 500, 6  # a busy desktop may miss that a window fills its screen: it is told again


def screen_for(wish: str, screens: Sequence[QScreen], till: QScreen | None) -> QScreen | None:
    """The screen for the customer: the one that is wished by name, else the first; never the one of the till."""
    others = [screen for screen in screens if screen is not till]
    if wish == NEVER:
        return None
    return next((screen for screen in others if wish in (AUTO, screen.name())), None)


class Displays(QObject):
    """What the customer sees of this station: a window on the second screen, a pole with two lines, or nothing.

    Signals:
        moved: the window was opened, put away or moved, or a screen came or went.
    """

    moved = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._window: CustomerDisplay | None = None
        self._filled: QScreen | None = None  # the screen that the window fills
        self._wish = AUTO
        self._began = False
        self._by_hand = False  # somebody opened it where it does not open by itself
        self._tries = 0  # how often the desktop may still be told that the window fills its screen
        self.pole = Pole(desk)
        desk.window.destroyed.connect(self._close)
        desk.changed.connect(self._on_changes)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._on_screen)
        app.screenRemoved.connect(self._on_screen_gone)

    @classmethod
    def of(cls, desk: Desk) -> Displays:
        """The displays of this station, made when they are first asked for."""
        found = desk.findChild(cls)
        return found if found is not None else cls(desk)

    @property
    def is_shown(self) -> bool:
        """Whether the customer has a window to sign on."""
        return self._window is not None and self._window.isVisible()

    @property
    def window(self) -> CustomerDisplay | None:
        """The customer's window, once it was opened."""
        return self._window

    @property
    def screen(self) -> QScreen | None:
        """The screen that the customer's window fills."""
        return self._filled if self.is_shown else None

    def begin(self) -> None:
        """At the start of work: where there is a second screen, the customer's window opens by itself."""
        if self._began:
            return
        self._began = True
        handle = self._desk.window.windowHandle()
        if handle is not None:
            handle.screenChanged.connect(lambda _screen: self._on_screen())
        self._read()

    def show(self) -> CustomerDisplay:
        """Open the customer's window by hand: full screen on the second screen, else one that can be moved there."""
        self._by_hand = True
        window = self._make()
        target = self._target()
        if target is not None:
            self._fill(target)
        else:
            self._put_away()
            window.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus, False)  # it is moved, and filled by F11
            window.show()
        self.moved.emit()
        return window

    def _make(self) -> CustomerDisplay:
        if self._window is None:
            self._window = CustomerDisplay(self._desk)
            self._window.gone.connect(self.moved)
        return self._window

    def _read(self) -> None:
        station = self._desk.station

        def wish() -> str:
            from app.core.settings import PRACTICE, read

            return NEVER if read(PRACTICE) else str(read(SETTING, station))

        def use(found: str) -> None:
            if found != self._wish:
                self._wish, self._by_hand = found, False
            self.follow()

        self._desk.read(self, wish, use, merge="customer_screen")

    def follow(self) -> None:
        """Bring the window to the screen it belongs on now, or put it away."""
        target = self._target()
        if target is None:
            self._put_away()
        else:
            self._make()
            self._fill(target)
        self.moved.emit()

    def _target(self) -> QScreen | None:
        wish = AUTO if self._by_hand and self._wish == NEVER else self._wish
        return screen_for(wish, QGuiApplication.screens(), self._desk.window.screen())

    def _fill(self, screen: QScreen) -> None:
        window = self._window
        assert window is not None
        if window.isVisible() and window.isFullScreen() and self._filled is screen:
            return
        self._filled = screen
        window.hide()
        window.setWindowState(Qt.WindowState.WindowNoState)  # else the desktop brings it back where it was
        window.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus)  # the keys belong to the till
        window.setScreen(screen)
        window.setGeometry(screen.geometry())
        window.setWindowState(Qt.WindowState.WindowFullScreen)
        window.show()  # showFullScreen() would ask for the keys
        self._tries = TRIES
        QTimer.singleShot(LOOK_MS, self, self._insist)

    def _insist(self) -> None:
        """Tell a desktop that gave the window a frame once more that it fills its screen."""
        window, screen = self._window, self._filled
        if window is None or screen is None or not window.isVisible() or not self._tries:
            return
        self._tries -= 1
        if window.frameGeometry().size() != screen.geometry().size():
            window.setWindowState(Qt.WindowState.WindowNoState)
            window.setGeometry(screen.geometry())
            window.setWindowState(Qt.WindowState.WindowFullScreen)
            QTimer.singleShot(LOOK_MS, self, self._insist)

    def _put_away(self) -> None:
        """Hide a window that fills a screen; else it would lie over the till."""
        if self._window is not None and self._filled is not None:
            self._filled = None
            self._window.hide()
            self._window.setWindowState(Qt.WindowState.WindowNoState)

    def _on_changes(self, told: list[Changed]) -> None:
        if self._began and any(change.kind == "setting" for change in told):
            self._read()

    def _on_screen(self, _screen: Any = None) -> None:
        """A screen came, or the till's window went to another one; the desktop needs a moment to arrange them."""
        if self._began:
            QTimer.singleShot(0, self, self.follow)

    def _on_screen_gone(self, gone: QScreen) -> None:
        """The desktop moves what was on that screen over the till: put it away before it is seen there."""
        if self._filled is gone:
            self._put_away()
        self._on_screen()

    def _close(self) -> None:
        window, self._window = self._window, None
        if window is not None and shiboken6.isValid(window):
            window.close()
            window.deleteLater()
