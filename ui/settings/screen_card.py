"""Which screen of this station shows the customer the sale."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication

from app.core import settings
from app.core.i18n import _
from ui.common.boxes import Card, HBox, VBox
from ui.common.buttons import Button
from ui.common.inputs import ComboField
from ui.common.labels import Icon, Label
from ui.display.screens import AUTO, NEVER, SETTING, Displays

if TYPE_CHECKING:
    from ui.common.desk import Desk


class ScreenCard(Card):
    """By itself, never, or one of the screens by its name; it follows at once."""

    def __init__(self, desk: Desk, saved: Callable[[str], None]) -> None:
        self._desk, self._saved = desk, saved
        self._wish = AUTO
        name = "setup.device.customer_screen"
        self.choice = ComboField(_("Shown on"), [], f"{name}.choice")
        self.choice.combo.setAccessibleName(_("Customer’s screen"))
        self.state = Label("", 14, 600, "text3", wrap=True, name=f"{name}.state")
        self.state.setFixedWidth(200)
        self.icon = Icon("circle-dashed", 20, "text3")
        self.open_button = Button(_("Open it"), name=f"{name}.open")
        self.open_button.clicked.connect(self._open)
        told = _("Lines, total and payment on a second screen; in one window where there is only one screen.")
        words = VBox(Label(_("Customer’s screen"), 16, 600), Label(told, 13, 400, "text2", wrap=True), gap=2)
        super().__init__(
            HBox(Icon("monitor", 28, "text"), (words, 1), self.icon, self.state, self.open_button, gap=16), self.choice,
            gap=12, name=name,
        )  # fmt: skip
        self.choice.changed.connect(self._save)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._on_screens)
        app.screenRemoved.connect(self._on_screens)

    def load(self) -> None:
        """Read what is set at this station."""
        station = self._desk.station
        self._desk.read(self, lambda: str(settings.read(SETTING, station)), self._show, merge="customer_screen")

    def _on_screens(self, _screen: Any) -> None:
        self._show(self._wish)

    def _show(self, wish: str) -> None:
        self._wish = wish
        sizes = {one.name(): one.size() for one in QGuiApplication.screens()}
        named = [(name, f"{name} · {size.width()} × {size.height()}") for name, size in sizes.items()]
        if wish not in (AUTO, NEVER, *sizes):
            named.append((wish, _("{screen}, not connected").format(screen=wish)))
        self.choice.set_items([(AUTO, _("The screen beside the till’s")), (NEVER, _("None")), *named])
        self.choice.set_current(wish)
        if wish == NEVER:
            self._say("circle-dashed", "text3", _("Not shown"))
        elif wish not in (AUTO, *sizes):
            self._say("warning-circle-fill", "warn_text", _("This screen is not connected"))
        elif len(sizes) < 2:
            self._say("circle-dashed", "text3", _("Only one screen is connected"))
        else:
            self._say("check-circle-fill", "ok_text", _("{n} screens are connected").format(n=len(sizes)))

    def _say(self, icon: str, token: str, text: str) -> None:
        self.icon.set_icon(icon, token)
        self.state.set_text(text)
        self.state.set_token(token)

    def _save(self) -> None:
        wish = str(self.choice.current() or AUTO)
        if wish == self._wish:
            return

        def done(_nothing: Any) -> None:
            self._saved(SETTING)
            self._show(wish)

        self._desk.write(self, settings.change_setting, SETTING, wish, self._desk.station, done=done)

    def _open(self) -> None:
        Displays.of(self._desk).show()
