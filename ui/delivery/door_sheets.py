"""At the door: delivered with its proof, refused, nobody at home; and what becomes of goods that came back."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import HBox, VBox
from ui.common.buttons import Button
from ui.common.inputs import CheckBox, MoneyField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.common.signature import SignaturePad
from ui.counter.questions import ask_age_again
from ui.delivery import words
from ui.delivery.ask_reason import ask_reason

if TYPE_CHECKING:
    from ui.common.desk import Desk

CHECKS = ("counted", "undamaged", "identity")


class DoorSheet(Sheet):
    """Who took the goods, what was checked, the cash, the signature; the other outcomes stand at the foot."""

    def __init__(self, desk: Desk, owner: QObject, card: Any) -> None:
        super().__init__(
            desk.surface, _("Order {number} at the door").format(number=card.order_number), words.place_text(card),
            width=760, name="delivery.door",
        )  # fmt: skip
        self._desk, self._owner, self._card = desk, owner, card
        self._photo = ""
        self.name = TextField(_("Taken by"), name="delivery.field.name", icon="user", height=44)
        self.name.set_text(card.customer)
        self.cash = MoneyField(
            _("Cash taken"), name="delivery.field.cash", minor=card.cod_minor, height=44, px=18,
            help=_("To collect: {amount}").format(amount=format_money(card.cod_minor)),
        )  # fmt: skip
        self.checks = [
            CheckBox(_(words.CHECKS[key]), f"delivery.check.{key}", checked=key != "identity") for key in CHECKS
        ]
        self.pad = SignaturePad("delivery.signature", height=200)
        self._build()
        self.name.submitted.connect(self.go_on)
        self.cash.submitted.connect(self.go_on)

    def _build(self) -> None:
        clear = Button(_("Clear"), kind="ghost", icon="eraser", height=32, name="delivery.button.clear")
        clear.clicked.connect(self.pad.clear)
        self._picture = Button(_("Add a photo"), icon="camera", key="Alt+P", height=40, name="delivery.button.photo")
        self._picture.clicked.connect(self._choose_photo)
        left = VBox(self.name, self.cash, *self.checks, self._picture, None, gap=12)
        right = VBox(HBox(Label(_("Signature"), 13, 500, "text2"), None, clear), (self.pad, 1), gap=6)
        self.set_body(HBox((left, 1), (right, 1), gap=24))
        if not self._card.cod_minor:
            self.cash.hide()
        self.set_primary(_("Delivered"), self._deliver)
        if self._card.state == "dispatched":
            refuse = Button(_("Refused"), kind="danger", key="Alt+R", height=48, name="delivery.button.refused")
            away = Button(_("Not home"), key="Alt+N", height=48, name="delivery.button.not_home")
            refuse.clicked.connect(self._refuse)
            away.clicked.connect(self._not_home)
            self.set_foot(refuse, away, None)
            self.bind("Alt+R", self._refuse)
            self.bind("Alt+N", self._not_home)
        self.bind("Alt+P", self._choose_photo)

    def _choose_photo(self) -> None:
        dialog = QFileDialog(self, _("Photo of the goods at the door"))
        dialog.setProperty("own_keys", True)
        dialog.setNameFilter(_("Pictures") + " (*.png *.jpg *.jpeg *.webp)")
        dialog.fileSelected.connect(self._take_photo)
        dialog.open()

    def _take_photo(self, path: str) -> None:
        self._photo = path
        self._picture.set_text(Path(path).name)

    def _deliver(self, age_checked: bool = False) -> None:
        from app.delivery.deliver import deliver
        from app.delivery.proof import ProofData

        if not self.name.text():
            self.name.set_error(_("Say who took it."))
            self.name.focus()
            return
        if not self.cash.check():
            self.cash.focus()
            return
        ticked = tuple(key for key, box in zip(CHECKS, self.checks, strict=True) if box.isChecked())
        signature = base64.b64encode(self.pad.png_bytes()).decode()
        proof = ProofData(self.name.text(), signature, self._photo, ticked, (self.cash.minor() or 0))
        desk, card = self._desk, self._card

        def told(_nothing: Any) -> None:
            self.accept()
            desk.feedback("done")
            desk.toast(_("Order {number} is delivered").format(number=card.order_number))

        desk.write(self, deliver, card.shipment_id, proof, age_checked, done=told, failed=self._refused_by_shop)

    def _refused_by_shop(self, error: BaseException) -> None:
        if getattr(error, "code", "") == "age_not_asked":
            ask_age_again(self._desk, self, error, lambda: self._deliver(age_checked=True))
            return
        self._desk.feedback("wrong")
        field = self.cash if getattr(error, "code", "") == "too_much_cash" else self.name
        field.set_error(str(error))
        field.focus()

    def _refuse(self) -> None:
        self.accept()
        ask_failed(self._desk, self._owner, self._card, "refused")

    def _not_home(self) -> None:
        self.accept()
        ask_failed(self._desk, self._owner, self._card, "not_home")


def ask_failed(desk: Desk, owner: QObject, card: Any, kind: str) -> Sheet:
    """Refused or not at home: ask why, then note it; nothing is to be collected any more."""
    refused = kind == "refused"
    reasons = (
        (_("Something is broken"), _("Not what was ordered"), _("Too late"), _("Does not want to pay"))
        if refused
        else (_("Nobody opened"), _("Address not found"), _("Customer asked for another day"))
    )

    def act(reason: str) -> None:
        from app.delivery.deliver import not_home
        from app.delivery.deliver import refused as was_refused

        def told(_nothing: Any) -> None:
            desk.toast(_("Order {number} comes back; it stands under Needs you").format(number=card.order_number))

        desk.write(owner, was_refused if refused else not_home, card.shipment_id, reason, done=told)

    title = _("Order {number} was refused") if refused else _("Nobody at home for order {number}")
    return ask_reason(desk, title.format(number=card.order_number), reasons, _("Note it"), act,
                      subtitle=words.place_text(card), needed=refused)  # fmt: skip


def ask_again(desk: Desk, owner: QObject, card: Any) -> Sheet:
    """Goods that did not arrive: once more, or back for good; lost ones may have arrived after all."""
    lost = card.state == "lost"
    sheet = Sheet(
        desk.surface, _("What becomes of order {number}?").format(number=card.order_number), words.place_text(card),
        width=520, name="delivery.again",
    )  # fmt: skip

    def once_more() -> None:
        from app.delivery.deliver import try_again

        def told(_nothing: Any) -> None:
            desk.toast(_("Order {number} waits for a courier again").format(number=card.order_number))

        sheet.accept()
        desk.write(owner, try_again, card.shipment_id, done=told)

    def delivered() -> None:
        sheet.accept()
        DoorSheet(desk, owner, card).open()

    def for_good() -> None:
        sheet.accept()
        _ask_back(desk, owner, card)

    def speak() -> None:
        from ui.orders.message_sheet import open_message

        sheet.accept()
        open_message(desk, owner, card.order_id)

    first = (_("It arrived after all"), "check-bold", delivered) if lost else (_("Deliver again"), "truck", once_more)
    choices = (
        first,
        (_("Came back for good"), "arrow-u-up-left", for_good),
        (_("Ask the customer"), "chat-text", speak),
    )
    buttons = []
    for digit, (text, icon, act) in enumerate(choices, 1):
        button = Button(text, icon=icon, key=str(digit), height=48, name=f"delivery.again.{digit}").grow()
        button.clicked.connect(lambda _checked=False, act=act: act())
        sheet.bind(str(digit), act)
        buttons.append(button)
    sheet.set_body(Label(words.reason_text(card), 15, 500, "bad_text", wrap=True), VBox(*buttons, gap=8))
    return sheet.open(buttons[0])


def _ask_back(desk: Desk, owner: QObject, card: Any) -> Sheet:
    def act(reason: str) -> None:
        from app.delivery.deliver import send_back

        def told(_nothing: Any) -> None:
            desk.toast(_("Order {number} came back; its goods wait for inspection").format(number=card.order_number))

        desk.write(owner, send_back, card.shipment_id, reason, done=told)

    return ask_reason(
        desk, _("Order {number} came back").format(number=card.order_number),
        (_("Refused"), _("Cannot be delivered"), _("Customer called it off")), _("Send to inspection"), act,
        subtitle=words.place_text(card),
    )  # fmt: skip


def ask_lost(desk: Desk, owner: QObject, card: Any) -> Sheet:
    """The courier cannot find it any more."""

    def act(reason: str) -> None:
        from app.delivery.deliver import lose_shipment

        def told(_nothing: Any) -> None:
            desk.toast(_("Order {number} counts as lost; it stands under Needs you").format(number=card.order_number))

        desk.write(owner, lose_shipment, card.shipment_id, reason, done=told)

    return ask_reason(
        desk, _("Order {number} is lost").format(number=card.order_number),
        (_("The carrier says so"), _("No trace for days"), _("Stolen on the way")), _("Mark lost"), act,
        subtitle=words.place_text(card), kind="bad",
    )  # fmt: skip
