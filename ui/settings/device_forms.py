"""What each kind of device needs to be set up, and the form of one device with its test."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction

from app.core.i18n import N_, _
from ui.common.boxes import Card, HBox, Panel, VBox
from ui.common.buttons import Button
from ui.common.inputs import ComboField, TextField
from ui.common.labels import Icon, Label
from ui.common.menu import Menu
from ui.settings.device_test import DeviceTester
from ui.theme import theme

if TYPE_CHECKING:
    from ui.common.desk import Desk


class Choice(NamedTuple):
    """A choice of a device: the name of an option or of a target's property, what it is called, and what it may be."""

    key: str
    title: str
    values: tuple[tuple[str, str], ...]
    in_target: bool = False


class Kind(NamedTuple):
    """One kind of device: how it is called, and which choices it has besides its address."""

    key: str
    title: str
    icon: str
    hint: str
    example: str
    choices: tuple[Choice, ...] = ()


KINDS = (
    Kind("scanner", N_("Barcode scanner"), "barcode", N_("A scanner that types needs nothing here."),
         "keyboard: · serial:///dev/ttyACM0"),
    Kind("printer", N_("Receipt printer"), "printer", N_("ESC/POS over network, USB or serial line."),
         "tcp://192.168.1.50:9100 · usb://04b8:0202",
         (Choice("width_mm", N_("Paper"), (("80", N_("80 mm paper")), ("58", N_("58 mm paper"))), True),)),
    Kind("label_printer", N_("Label printer"), "tag", N_("Shelf and parcel labels."),
         "tcp://192.168.1.51:9100",
         (Choice("tongue", N_("Language"), (("zpl", N_("ZPL (Zebra)")), ("escpos", N_("ESC/POS"))), True),)),
    Kind("scale", N_("Scale"), "scales", N_("Serial scale at the counter or the packing table."),
         "serial:///dev/ttyUSB0?baud=9600",
         (Choice("protocol", N_("Protocol"), (
             ("toledo8217", "Toledo 8217"), ("sma", "SMA SCP-0499"), ("mtsics", "MT-SICS"),
             ("continuous", N_("Sends all the time")))),)),
    Kind("display", N_("Pole display"), "monitor", N_("Two lines for the customer."), "serial:///dev/ttyS0?baud=9600",
         (Choice("command_set", N_("Commands"), (("epson", "ESC/POS"), ("cd5220", "CD5220"))),
          Choice("encoding", N_("Characters"), (
              ("cp858", N_("Western, with €")), ("cp850", N_("Western")), ("cp437", N_("US")), ("cp1252", "Windows 1252"),
              ("cp866", N_("Cyrillic")), ("gb18030", N_("Chinese")))))),
    Kind("terminal", N_("Card terminal"), "credit-card", N_("Over the network, or its code is typed."),
         "tcp://192.168.1.60:20007 · typed:"),
)  # fmt: skip
PLUGGED = {"scanner": False, "printer": True, "label_printer": True, "scale": False, "display": False}  # prints or not
TEST = 80  # px of the button that tests a device, so that what they say stands in one column
TARGET_NUMBERS = ("width_mm", "columns", "drawer_pin")


def picture_of(icon: str) -> Panel:
    """What a device looks like, before its name."""
    well = Panel("hover", Icon(icon, 28, "text"), radius=12, margins=14)
    well.setFixedSize(56, 56)
    return well


class DeviceForm(Card):
    """One device of this station: address, choice, Save, Test with a real result."""

    def __init__(
        self, desk: Desk, kind: Kind, tester: DeviceTester, save: Callable[[str, dict[str, Any] | None], None]
    ) -> None:
        self._desk, self._kind, self._tester, self._save_device = desk, kind, tester, save
        self._known: dict[str, Any] = {}
        name = f"setup.device.{kind.key}"
        self.url = TextField(name=f"{name}.url", placeholder=kind.example, accessible=_("Address"))
        self.choices = {choice.key: _combo(kind, choice) for choice in kind.choices}
        self.state_icon = Icon("circle-dashed", 20, "text3")
        self.state = Label(_("Not set up"), 14, 600, "text3", wrap=True, name=f"{name}.state")
        self._save = Button(_("Save"), name=f"{name}.save")
        self.test = Button(_("Test"), name=f"{name}.test")
        self.test.setMinimumWidth(TEST)
        self.find = Button(_("Find"), icon="magnifying-glass", name=f"{name}.find")
        if kind.key not in PLUGGED:
            self.find.hide()
        self.find.clicked.connect(self.look)
        self._remove = Button(_("Remove"), kind="ghost", name=f"{name}.remove")
        self._save.clicked.connect(self.save)
        self.test.clicked.connect(self.run_test)
        self._remove.clicked.connect(lambda: save(kind.key, None))
        self.url.submitted.connect(self.save)
        words = VBox(Label(_(kind.title), 16, 600), Label(_(kind.hint), 13, 400, "text2", wrap=True), gap=2)
        top = HBox(picture_of(kind.icon), (words, 1), self.state_icon, self.state, self.test, gap=14)
        line = HBox((self.url, 1), self.find, *self.choices.values(), self._save, self._remove, gap=8)
        super().__init__(top, line, gap=12, name=name)
        self._tested = False
        tester.told.connect(self._told)

    def show_device(self, known: dict[str, Any] | None, health: tuple[str, str] | None) -> None:
        """Show what is set up and how it is."""
        self._known = known or {}
        if not self.url.edit.hasFocus():
            self.url.set_text(self._known.get("url", ""))
        for choice in self._kind.choices:
            box = self._known.get("target" if choice.in_target else "options", {})
            self.choices[choice.key].set_current(str(box.get(choice.key, choice.values[0][0])))
        self.test.setVisible(bool(known))
        self._remove.setVisible(bool(known))
        if not known:
            self._say("circle-dashed", "text3", _("Not set up"))
        elif health:
            self.show_health(*health)

    def show_health(self, state: str, words: str) -> None:
        """What the device says by itself; a test's result is not covered by routine good news."""
        if self._tested and state == "ok":
            return
        looks = {"ok": ("check-circle-fill", "ok_text"), "warn": ("warning-circle-fill", "warn_text"),
                 "bad": ("warning-circle-fill", "bad_text")}  # fmt: skip
        self._say(*looks.get(state, ("circle-dashed", "text3")), words or _("Set up"))

    def look(self) -> None:
        """What is plugged into this computer, to choose from instead of typing an address."""
        prints = PLUGGED[self._kind.key]

        def search() -> list[Any]:
            from devices.found import serial_ports, usb_printers

            return [*(usb_printers() if prints else ()), *serial_ports()]

        self._desk.read(self, search, self._offer)

    def _offer(self, found: list[Any]) -> None:
        if not found:
            self.url.set_error(_("Nothing is plugged in here. A network printer prints its address on its self-test."))
            return
        self.menu = Menu(self)
        self.menu.setObjectName(f"{self.objectName()}.found")
        self.menu.setFont(theme().font(14))
        for one in found:
            action = QAction(one.title, self.menu)
            action.triggered.connect(lambda _checked=False, url=one.url: self._take(url))
            self.menu.addAction(action)
        self.menu.setActiveAction(self.menu.actions()[0])
        self.menu.popup(self.find.mapToGlobal(QPoint(0, self.find.height() + 4)))

    def _take(self, url: str) -> None:
        self.url.set_text(url)
        self.save()

    def save(self) -> None:
        """Keep address and choice of this device."""
        url = self.url.text()
        if not url:
            self.url.set_error(_("Type the address, such as {example}").format(example=self._kind.example))
            return
        device = {"url": url, "name": self._kind.key, "options": dict(self._known.get("options", {})),
                  "target": dict(self._known.get("target", {}))}  # fmt: skip
        for choice in self._kind.choices:
            value: Any = self.choices[choice.key].current()
            value = int(value) if choice.key in TARGET_NUMBERS else value
            device["target" if choice.in_target else "options"][choice.key] = value
        self._save_device(self._kind.key, device)

    def run_test(self) -> None:
        """Try the device for real."""
        self._tested = False
        self._say("hourglass-medium", "accent_text", _("Testing"))
        self._tester.test(self._kind.key, self._known)

    def _told(self, kind: str, state: str, words: str) -> None:
        if kind == self._kind.key:
            self._tested = False
            self.show_health(state, words)
            self._tested = True  # the result stays until the device is tried or set up anew
            self.test.set_text(_("Test again"))

    def _say(self, icon: str, token: str, text: str) -> None:
        self.state_icon.set_icon(icon, token)
        self.state.set_text(text)
        self.state.set_token(token)
        self.state.setFixedWidth(200)


def _combo(kind: Kind, choice: Choice) -> ComboField:
    values = [(key, _(title)) for key, title in choice.values]
    # The first choice of a kind is what most devices of it need.
    made = ComboField("", values, f"setup.device.{kind.key}.{choice.key}")
    made.combo.setAccessibleName(f"{_(kind.title)}, {_(choice.title)}")
    theme().set_tip(made.combo, _(choice.title))
    made.setFixedWidth(150 if len(kind.choices) > 1 else 190)
    return made
