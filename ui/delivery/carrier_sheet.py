"""Handing a parcel to a carrier: the tracking number is checked as it is typed or scanned, doubts are a choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from ui.common.boxes import Banner, HBox, Panel, VBox
from ui.common.buttons import Button
from ui.common.choices import FilterChips
from ui.common.inputs import TextField
from ui.common.labels import Icon, Label
from ui.common.sheet import Sheet
from ui.delivery import words

if TYPE_CHECKING:
    from ui.common.desk import Desk


def ask_carrier(desk: Desk, owner: QObject, card: Any) -> None:
    """Read the carriers in use, then ask which and with what number."""

    def load() -> tuple[list[Any], int]:
        from app.delivery.age import age_to_check
        from app.delivery.carriers import carriers

        return carriers(), age_to_check(card.fulfillment_id)

    def show(read: tuple[list[Any], int]) -> None:
        found, age = read
        if found:
            CarrierSheet(desk, owner, card, found, age).open_ready()
        else:
            desk.window.notice.refuse(_("There is no carrier yet. Add one under Settings, Delivery."))

    desk.read_for_sheet(owner, load, show)


def ask_tracking(desk: Desk, owner: QObject, card: Any, tracking: str) -> Sheet:
    """Put a wrong tracking number right; the customer gets the new one."""
    sheet = Sheet(
        desk.surface, _("Tracking number of order {number}").format(number=card.order_number), card.carrier, width=520,
        name="delivery.tracking",
    )  # fmt: skip
    field = TextField(_("Tracking number"), name="delivery.field.tracking", icon="barcode", height=44)
    field.set_text(tracking)

    def refused(error: BaseException) -> None:
        desk.feedback("wrong")
        field.set_error(str(error))
        field.focus()

    def told(_nothing: Any) -> None:
        sheet.accept()
        desk.toast(
            _("Order {number} has the number {tracking}").format(number=card.order_number, tracking=field.text())
        )

    def save() -> None:
        from app.delivery.deliver import correct_tracking

        desk.write(sheet, correct_tracking, card.shipment_id, field.text(), done=told, failed=refused)

    field.submitted.connect(save)
    sheet.on_code = lambda text: (field.set_text(text), save())  # type: ignore[attr-defined]
    sheet.set_body(field, Label(_("The customer gets the new number."), 13, 400, "text2"))
    sheet.set_primary(_("Put right"), save)
    return sheet.open(field.edit)


class CarrierSheet(Sheet):
    """Which carrier, and the number on its label."""

    def __init__(self, desk: Desk, owner: QObject, card: Any, carriers: list[Any], age: int = 0) -> None:
        super().__init__(
            desk.surface, _("Hand order {number} to a carrier").format(number=card.order_number),
            words.place_text(card), width=600, name="delivery.carrier",
        )  # fmt: skip
        self._desk, self._owner, self._card = desk, owner, card
        self._carriers = {row.code: row for row in carriers}
        self._matches: list[Any] = []
        self.choice = FilterChips([(row.code, row.name) for row in carriers], "delivery.carrier.choice")
        known = next((row.code for row in carriers if row.name == card.carrier), "")
        if known:
            self.choice.set_current(known)
        self.choice.chosen.connect(lambda _code: self._judge())
        self.field = TextField(
            _("Tracking number"), name="delivery.field.tracking", icon="barcode", height=44,
            help=_("Scan the carrier’s label, or type the number under its bars."),
        )  # fmt: skip
        self.field.changed.connect(self._look)
        self.field.submitted.connect(self.go_on)
        self._icon = Icon("info", 20, "text3")
        self._verdict = Label("", 13, 500, "text2", wrap=True, name="delivery.carrier.verdict")
        self._others = HBox(gap=8)
        self._box = Panel("sunken", HBox(self._icon, (self._verdict, 1), gap=10), self._others, edge="border", radius=10,
                          margins=(10, 14), gap=8)  # fmt: skip
        check = Banner(
            "identification-card", "warn", _("Age check {age}+").format(age=age),
            _("It stands on the label. Choose this service with the carrier: the driver checks at the door, we do not."),
            name="delivery.carrier.age",
        )  # fmt: skip
        check.setVisible(bool(age))
        self.set_body(VBox(Label(_("Carrier"), 13, 500, "text2"), self.choice, gap=6), self.field, self._box, check)
        self.set_primary(_("Hand over"), self._hand_over)
        for digit, row in enumerate(carriers[:9], 1):
            self.bind(f"Alt+{digit}", lambda code=row.code: self._take(code))
        self._judge()

    def open_ready(self) -> None:
        """Open with the caret in the number."""
        self.open(self.field.edit)

    def on_code(self, text: str) -> None:
        """The carrier's label was scanned."""
        self.field.set_text(text)
        self.field.focus()

    # -- the check

    def _look(self) -> None:
        text = self.field.text()

        def load() -> list[Any]:
            from app.delivery.track import recognise_tracking

            return recognise_tracking(text)

        self._desk.read(self, load, self._found, merge="tracking", urgent=True)

    def _found(self, matches: list[Any]) -> None:
        self._matches = matches
        couriers = {match.courier for match in matches}
        fitting = [row for row in self._carriers.values() if row.courier and row.courier in couriers]
        now = self._carriers[self.choice.current()]
        if len(fitting) == 1 and now.courier not in couriers and now.courier:
            self.choice.set_current(fitting[0].code)
        self._judge()

    def _judge(self) -> None:
        row = self._carriers[self.choice.current()]
        while self._others.box.count():
            old = self._others.box.takeAt(0).widget()
            if old is not None:
                old.deleteLater()
        names = list(dict.fromkeys(match.courier_name for match in self._matches))
        mine = [match for match in self._matches if match.courier == row.courier]
        if not self.field.text():
            needed = _("The number can be added later.") if not row.courier else _("The number is checked as you type.")
            self._say("info", "text3", needed)
        elif row.courier and mine:
            proof = _("its check digit fits") if mine[0].has_check_digit else _("its shape fits")
            self._say(
                "check-circle-fill", "ok_text", _("A number of {name}, {proof}.").format(name=row.name, proof=proof)
            )
        elif row.courier:
            looks = _(" It looks like one of {names}.").format(names=", ".join(names[:4])) if names else ""
            self._say("warning-circle-fill", "bad_text", _("No number of {name}.").format(name=row.name) + looks)
        else:
            looks = _("Its numbers are not checked. It looks like one of {names}.").format(names=", ".join(names[:4]))
            self._say(
                "info", "text3", looks if names else _("The numbers of {name} are not checked.").format(name=row.name)
            )
        self._offer(row)

    def _offer(self, row: Any) -> None:
        """When a number fits several carriers of the shop, a person chooses."""
        couriers = {match.courier for match in self._matches}
        others = [other for other in self._carriers.values() if other.courier in couriers and other.code != row.code]
        for other in others[:3]:
            button = Button(_("It is {name}").format(name=other.name), height=32, name=f"delivery.carrier.{other.code}")
            button.clicked.connect(lambda _checked=False, code=other.code: self._take(code))
            self._others.add(button)
        if others:
            self._others.add(None)
        self._others.setVisible(bool(others))

    def _take(self, code: str) -> None:
        self.choice.set_current(code)
        self._judge()

    def _say(self, icon: str, token: str, text: str) -> None:
        self._icon.set_icon(icon, token)
        self._verdict.set_text(text)
        self._verdict.set_token(token if token != "text3" else "text2")

    # -- the act

    def _hand_over(self) -> None:
        from app.delivery.dispatch import hand_to_carrier

        desk, card, row = self._desk, self._card, self._carriers[self.choice.current()]

        def told(_shipment: int) -> None:
            self.accept()
            desk.feedback("done")
            desk.toast(_("Order {number} left with {name}").format(number=card.order_number, name=row.name))

        desk.write(self, hand_to_carrier, card.fulfillment_id, row.code, self.field.text(), done=told,
                   failed=self._refused)  # fmt: skip

    def _refused(self, error: BaseException) -> None:
        self._desk.feedback("wrong")
        self.field.set_error(str(error))
        self.field.focus()
