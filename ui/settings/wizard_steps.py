"""The six steps of setting up an empty shop; each writes what is typed when it is left by its blue button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.core import settings
from app.core.i18n import N_, _
from ui.common.boxes import Card
from ui.common.inputs import ComboField, NoteField, NumberField, TextField
from ui.common.labels import Label
from ui.inventory.beside import beside
from ui.inventory.chain import Step, step
from ui.settings.devices_page import DeviceSet
from ui.settings.lists import code_of
from ui.settings.scanner_page import ScannerTest
from ui.settings.wizard_products import ProductsStep
from ui.settings.wizard_shop import ShopStep
from ui.settings.wizard_step import WizardStep

if TYPE_CHECKING:
    from ui.common.desk import Desk


class PeopleStep(WizardStep):
    """The first manager."""

    TITLE, HEAD = N_("People and PINs"), N_("Who runs the shop?")
    HINT = N_("The first person is a manager, who adds everybody else under Settings, People.")

    def __init__(self, desk: Desk, actor: Any) -> None:
        super().__init__(desk, actor)
        self.name = TextField(_("Your name"), name="setup.field.person", height=44)
        self.pin = TextField(_("PIN, six digits"), name="setup.field.pin", height=44)
        self.again = TextField(_("The same PIN again"), name="setup.field.pin_again", height=44)
        for field in (self.pin, self.again):
            field.set_secret()
        self._there = Label("", 14, 500, "ok_text", wrap=True)
        self._there.hide()
        self.body.add(self._there)
        self.body.add(Card(self.name, beside((self.pin, 1), (self.again, 1)), gap=14))
        self.people = 0

    def load(self) -> None:
        def read() -> list[Any]:
            from app.staff.queries import people

            return people()

        def show(rows: list[Any]) -> None:
            self.people = len(rows)
            self._there.setVisible(bool(rows))
            self._there.set_text(_("Already here: {names}").format(names=", ".join(row.name for row in rows)))

        self.desk.read(self, read, show)

    def first(self) -> QWidget:
        return self.name.edit

    def steps(self) -> list[Step] | None:
        from app.staff.people import add_person
        from app.staff.pin import BadPin, check_new_pin

        if self.people and not self.name.text():
            return []
        if not self.name.text():
            self.name.set_error(_("Who is it? Type a name."))
            self.name.focus()
            return None
        try:
            check_new_pin(self.pin.text(), "manager")
        except BadPin as refusal:
            self.pin.set_error(str(refusal))
            self.pin.focus()
            return None
        if self.pin.text() != self.again.text():
            self.again.set_error(_("The two PINs differ."))
            self.again.focus()
            return None
        return [step(add_person, self.name.text(), "manager", self.pin.text())]


class DevicesStep(WizardStep):
    """What is plugged in."""

    TITLE, HEAD = N_("Devices"), N_("What is plugged in?")
    HINT = N_("Type where each one is and press Test to be sure that it works. All of it is optional.")

    def __init__(self, desk: Desk, actor: Any) -> None:
        super().__init__(desk, actor)
        self.scan = ScannerTest(desk, self._keep)
        shown = ("printer", "label_printer", "scale", "terminal")
        self.devices = DeviceSet(desk, self, lambda _name: None, actor, shown=shown)
        self.body.add(self.scan)
        for kind in shown:
            self.body.add(self.devices.forms[kind])
            if kind == "printer":
                self.body.add(self.devices.drawer)

    def load(self) -> None:
        self.devices.load()

    def first(self) -> QWidget:
        """The button: the Enter at the end of a scan that is too slow to be known as one begins the test."""
        return self.scan.button

    def on_code(self, code: str) -> bool:
        """Any scan shows that the scanner works."""
        self.scan.show_read(code)
        return True

    def _keep(self, learned: Any) -> None:
        self.desk.write(
            self, settings.change_setting, "scanner.max_gap_ms", learned.max_gap_ms, self.desk.station, actor=self.actor
        )


class PaymentsStep(WizardStep):
    """Cash rounding and returns."""

    TITLE, HEAD = N_("Payments"), N_("How do people pay?")
    HINT = N_("Cash always works. A card terminal is set up under Devices.")

    def __init__(self, desk: Desk, actor: Any) -> None:
        super().__init__(desk, actor)
        known = {one.name: one for one in settings.declared()}
        mode = known["payments.cash_rounding_mode"]
        self.coin = NumberField(
            _("Smallest coin in use, in cents"), name="setup.field.coin", minimum=1, maximum=10_000,
            help=_("Cash is rounded to it; 1 rounds nothing."),
        )  # fmt: skip
        self.mode = ComboField(_(mode.title), list((mode.choices() or {}).items()), "setup.field.rounding")
        self.days = NumberField(_("Days to return goods"), name="setup.field.return_days", maximum=3650)
        self.body.add(Card(beside((self.coin, 1), (self.mode, 1)), self.days, gap=14))

    def first(self) -> QWidget:
        return self.coin.edit

    NAMES = ("payments.cash_rounding_step_minor", "payments.cash_rounding_mode", "returns.days")

    def load(self) -> None:
        def show(found: list[Any]) -> None:
            self.coin.set_value(found[0])
            self.mode.set_current(found[1])
            self.days.set_value(found[2])

        self.desk.read(self, lambda: [settings.read(name) for name in self.NAMES], show)

    def steps(self) -> list[Step] | None:
        for field in (self.coin, self.days):
            if field.value() is None or not field.check():
                field.set_error(field.error() or _("Type a number."))
                field.focus()
                return None
        values = (self.coin.value(), self.mode.current(), self.days.value())
        return [step(settings.change_setting, name, value) for name, value in zip(self.NAMES, values, strict=True)]


class DeliveryStep(WizardStep):
    """Own drivers and couriers."""

    TITLE, HEAD = N_("Delivery and couriers"), N_("How do goods reach people?")
    HINT = N_("Own drivers and pickup always work. Name the courier that takes your parcels, if there is one.")

    def __init__(self, desk: Desk, actor: Any) -> None:
        super().__init__(desk, actor)
        self.courier = TextField(_("Courier"), name="setup.field.courier", optional=True)
        self.tracking = TextField(
            _("Tracking page"), name="setup.field.tracking", optional=True, help=_("With %s where the number goes.")
        )
        self.slots = NoteField(
            _("Delivery windows"), name="setup.field.slots", help=_("From hour to hour, one a line."), height=84
        )
        self.body.add(Card(beside((self.courier, 1), (self.tracking, 1)), self.slots, gap=14))

    def first(self) -> QWidget:
        return self.courier.edit

    def load(self) -> None:
        self.desk.read(self, lambda: settings.read("orders.slots"), lambda lines: self.slots.set_text("\n".join(lines)))

    def steps(self) -> list[Step] | None:
        from app.delivery.carriers import add_carrier

        lines = [line.strip() for line in self.slots.text().splitlines() if line.strip()]
        found = [step(settings.change_setting, "orders.slots", lines)]
        if self.courier.text():
            name = self.courier.text()
            found.append(step(add_carrier, code_of(name), name, "", self.tracking.text()))
        return found


STEPS: tuple[type[WizardStep], ...] = (ShopStep, PeopleStep, DevicesStep, ProductsStep, PaymentsStep, DeliveryStep)
