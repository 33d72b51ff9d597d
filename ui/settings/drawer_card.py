"""The cash drawer, which hangs on the receipt printer: opened for a test, and watched where the printer sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import _
from ui.common.boxes import Card, HBox, VBox
from ui.common.buttons import Button
from ui.common.inputs import ComboField
from ui.common.labels import Icon, Label
from ui.settings.device_forms import TEST, picture_of

if TYPE_CHECKING:
    from ui.settings.devices_page import DeviceSet

LEVEL = "drawer_open"


class DrawerCard(Card):
    """Its test opens it; which level of the printer's pin means open is measured, or chosen."""

    def __init__(self, devices: DeviceSet) -> None:
        self._devices = devices
        self._printer: dict[str, Any] | None = None
        self._is_tested = False
        name = "setup.device.drawer"
        self.state = Label("", 14, 600, "text3", wrap=True, name=f"{name}.state")
        self.state.setFixedWidth(200)
        self._icon = Icon("circle-dashed", 20, "text3")
        self.test = Button(_("Open it"), name=f"{name}.test")
        self.test.setMinimumWidth(TEST)
        self.test.clicked.connect(self._run)
        words = VBox(
            Label(_("Cash drawer"), 16, 600), Label(_("Opens through the receipt printer."), 13, 400, "text2"), gap=2
        )
        levels = [("", _("Not watched")), ("low", _("Open when low")), ("high", _("Open when high"))]
        self.level = ComboField("", levels, f"{name}.level")
        self.level.combo.setAccessibleName(_("Drawer open level"))
        self.level.setFixedWidth(190)
        self.measure = Button(_("Measure"), name=f"{name}.measure")
        self.measure.clicked.connect(self._measure)
        told = Label(
            _("Watched: a drawer that stays open for a minute is noted. Close it before you measure."), 13, 400, "text2",
            wrap=True,
        )  # fmt: skip
        self._watch = HBox((told, 1), self.level, self.measure, gap=12)
        super().__init__(
            HBox(picture_of("wallet"), (words, 1), self._icon, self.state, self.test, gap=14), self._watch,
            gap=12, name=name,
        )  # fmt: skip
        self.level.changed.connect(self._choose)
        devices.tester.told.connect(self._told)
        devices.tester.measured.connect(self._keep)

    def show_printer(self, printer: dict[str, Any] | None) -> None:
        """Without a receipt printer there is no drawer."""
        self._printer = printer
        is_there = printer is not None
        self.test.setVisible(is_there)
        self._watch.setVisible(is_there)
        if printer is None:
            self._say("circle-dashed", "text3", _("Set up the receipt printer first"))
            return
        level = printer.get("options", {}).get(LEVEL, "")
        self.level.set_current(level)
        if level:
            self._say("check-circle-fill", "ok_text", _("Watched"))
        elif not self._is_tested:
            self._say("circle-dashed", "text3", _("Not watched"))

    def _run(self) -> None:
        self._devices.tester.open_drawer(self._devices.found["printer"])

    def _measure(self) -> None:
        self._say("hourglass-medium", "accent_text", _("Measuring"))
        self._devices.tester.measure_drawer(self._devices.found["printer"])

    def _choose(self) -> None:
        self._keep(str(self.level.current() or ""))

    def _keep(self, level: str) -> None:
        printer = self._printer
        if printer is None or printer.get("options", {}).get(LEVEL, "") == level:
            return
        options = {key: value for key, value in printer.get("options", {}).items() if key != LEVEL}
        self._devices.save("printer", {**printer, "options": {**options, **({LEVEL: level} if level else {})}})

    def _told(self, kind: str, state: str, words: str) -> None:
        if kind == "drawer":
            self._is_tested = True
            good = state == "ok"
            token = "ok_text" if good else "bad_text"
            self._say("check-circle-fill" if good else "warning-circle-fill", token, words)

    def _say(self, icon: str, token: str, words: str) -> None:
        self._icon.set_icon(icon, token)
        self.state.set_text(words)
        self.state.set_token(token)
