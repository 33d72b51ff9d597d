"""What the window says while the shop's server is away, and how it goes on by itself once it is back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.core.i18n import _
from ui.common.labels import Icon, Label
from ui.common.panels import Panel

if TYPE_CHECKING:
    from app.core.changes import Watch
    from ui.common.desk import Desk


class ServerBand(Panel):
    """Over all screens, the door too: nothing can be saved now, and nothing has to be done about it."""

    def __init__(self) -> None:
        self._words, self._more = Label("", 15, 700, "bad_text"), Label("", 13, 500, "bad_text")
        super().__init__(
            "bad_tint", Icon("cloud-slash", 20, "bad_text"), self._words, 8, self._more, None,
            row=True, margins=(9, 20), gap=10, name="shell.server",
        )  # fmt: skip
        self.hide()

    def say(self) -> None:
        """Say it in the language spoken now."""
        self._words.set_text(_("The server is away"))
        self._more.set_text(
            _("Nothing is saved now. Leave the window open: it goes on by itself when the server is back.")
        )
        self.setAccessibleName(self._words.text())
        self.show()


class ServerLine(QObject):
    """Listens to the server on the reader's thread, shows the band on the window's, and has all read anew after it."""

    _is_back = Signal()
    _is_gone = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._band = ServerBand()
        desk.window.whole.insertWidget(0, self._band)
        desk.server_turned.connect(self._turn)
        self._is_back.connect(self._met)
        self._is_gone.connect(desk.miss_server)

    def hear(self, watch: Watch) -> list[Any] | None:
        """What others changed, asked on the reader's thread; None while the server is away."""
        from app.core.db import ask_server
        from app.core.line import ServerAway

        try:
            told = watch.poll()
            if self._desk.is_server_away:
                ask_server()
                self._is_back.emit()
        except ServerAway:
            self._is_gone.emit()
            return None
        return told

    def _met(self) -> None:
        if self._desk.is_server_away:
            self._desk.meet_server()

    def _turn(self, is_back: bool) -> None:
        self._desk.window.topbar.sync.set_server(is_back)
        if not is_back:
            self._band.say()
            return
        self._band.hide()
        self._desk.toast(_("The server is back"))
        self._read_anew()

    def _read_anew(self) -> None:
        """What is in front may have been asked for in vain, the names at the door too."""
        window = self._desk.window
        if window.session.is_locked:
            window.session.show_door()
        window.tab_do(lambda tab: tab.refresh())
        self._desk.changed.emit([])  # who counts does it anew
