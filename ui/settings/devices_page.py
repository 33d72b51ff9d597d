"""Devices of this station: an address each, and a test that says what really happened."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from app.core import settings
from app.core.i18n import _
from ui.common.boxes import HBox
from ui.common.labels import Icon, Label
from ui.settings.device_forms import KINDS, DeviceForm
from ui.settings.device_test import DeviceTester
from ui.settings.drawer_card import DrawerCard
from ui.settings.page import Page
from ui.settings.screen_card import ScreenCard

if TYPE_CHECKING:
    from ui.common.desk import Desk


class DeviceSet:
    """The forms of devices with what they share; the wizard shows some of them."""

    def __init__(
        self, desk: Desk, owner: Any, saved: Any, actor: Any = None, *,
        shown: Collection[str] = tuple(kind.key for kind in KINDS),
    ) -> None:  # fmt: skip
        self._desk, self._owner, self._saved, self._actor = desk, owner, saved, actor
        self.found: dict[str, Any] = {}
        self.tester = DeviceTester(desk, owner)
        # A form that nobody shows would have no parent, and live on after its window.
        self.forms = {kind.key: DeviceForm(desk, kind, self.tester, self.save) for kind in KINDS if kind.key in shown}
        self.drawer = DrawerCard(self)
        desk.device_signals.health.connect(self.show_health)

    def load(self) -> None:
        """Read what is set up at this station."""
        station = self._desk.station
        self._desk.read(
            self._owner, lambda: dict(settings.read("station.devices", station)), self._show, merge="devices"
        )

    def _show(self, found: dict[str, Any]) -> None:
        self.found = found
        health = self._desk.hub.health() if self._desk.hub is not None else {}
        for kind, form in self.forms.items():
            form.show_device(found.get(kind), health.get(kind) if kind in found else None)
        self.drawer.show_printer(found.get("printer"))

    def show_health(self) -> None:
        """A device changed by itself."""
        health = self._desk.hub.health() if self._desk.hub is not None else {}
        for kind, form in self.forms.items():
            if kind in self.found and kind in health:
                form.show_health(*health[kind])

    def save(self, kind: str, device: dict[str, Any] | None) -> None:
        """Keep one device, or take it out, and start the devices anew."""
        wanted = {key: one for key, one in self.found.items() if key != kind}
        if device is not None:
            wanted[kind] = device

        def applied(_nothing: Any) -> None:
            self.load()
            self._saved("station.devices")

        def done(_nothing: Any) -> None:
            self.tester.apply(wanted, applied)

        self._desk.write(
            self._owner, settings.change_setting, "station.devices", wanted, self._desk.station, done=done,
            actor=self._actor,
        )  # fmt: skip


class DevicesPage(Page):
    """Section "Devices"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk, "devices", _("Devices"), _("For this station. Press Test to be sure that each one works.")
        )
        self.devices = DeviceSet(desk, self, self.saved)
        forms = self.devices.forms
        self.add(forms["scanner"], forms["printer"], self.devices.drawer)
        self.add(*(form for kind, form in forms.items() if kind not in ("scanner", "printer")))
        self.screen = ScreenCard(desk, self.saved)
        self.add(self.screen)
        self.add_settings(_("When the receipt printer fails"), ["station.stand_in"])
        hint = _("A changed printer gets the papers that wait for it at once.")
        self.add(HBox(Icon("info", 18, "text3"), (Label(hint, 13, 400, "text2", wrap=True), 1), gap=8))

    def load(self) -> None:
        super().load()
        self.devices.load()
        self.screen.load()
