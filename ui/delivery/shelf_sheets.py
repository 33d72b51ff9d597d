"""The pickup shelf: putting goods on it, and handing them over against the code or a checked name."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from ui.common.boxes import HBox, Panel, VBox
from ui.common.buttons import Button
from ui.common.inputs import TextField
from ui.common.labels import Icon, Label
from ui.common.sheet import Sheet
from ui.common.signature import SignaturePad
from ui.counter.questions import ask_age_again
from ui.delivery import words

if TYPE_CHECKING:
    from ui.common.desk import Desk


def ask_shelf(desk: Desk, owner: QObject, card: Any) -> None:
    """Ask for the place on the shelf, the emptiest one proposed, and print the pickup slip's code as a toast."""

    def load() -> str:
        from app.delivery.queries import free_shelf

        return free_shelf()

    desk.read_for_sheet(owner, load, lambda free: ShelfSheet(desk, owner, card, free).open())


class ShelfSheet(Sheet):
    """Where the goods lie until the customer comes; a scanned bin fills the field."""

    def __init__(self, desk: Desk, owner: QObject, card: Any, free: str) -> None:
        super().__init__(
            desk.surface, _("Put order {number} on the shelf").format(number=card.order_number), card.customer,
            width=480, name="delivery.shelf",
        )  # fmt: skip
        self._desk, self._owner, self._card = desk, owner, card
        self.field = TextField(_("Shelf"), name="delivery.field.shelf", icon="storefront", height=44, px=18, weight=600)
        self.field.set_text(free)
        self.field.submitted.connect(self.go_on)
        told = Label(_("The customer is told at once, with the pickup code."), 13, 400, "text2", wrap=True)
        self.set_body(self.field, told)
        self.set_primary(_("Put on the shelf"), self._put)

    def open(self, focus: Any = None) -> Sheet:
        """Open with the proposed shelf selected."""
        super().open(focus or self.field.edit)
        self.field.focus()
        return self

    def on_code(self, text: str) -> None:
        """A scanned place of the shelf."""
        self.field.set_text(text)
        self._put()

    def _put(self) -> None:
        from app.delivery.shelf import put_on_shelf

        desk, owner, card, shelf = self._desk, self._owner, self._card, self.field.text()
        if not shelf:
            self.field.set_error(_("Say on which shelf it lies."))
            return

        def told(code: str) -> None:
            desk.feedback("done")
            desk.toast(_("Order {number} is on shelf {shelf}, pickup code {code}").format(
                number=card.order_number, shelf=shelf, code=code))  # fmt: skip

        desk.write(owner, put_on_shelf, card.fulfillment_id, shelf, done=told)
        self.accept()


class CollectSheet(Sheet):
    """Hand over at the shelf: the code is typed or scanned, or somebody checks a name."""

    def __init__(self, desk: Desk, owner: QObject, card: Any, code: str = "") -> None:
        super().__init__(
            desk.surface, _("Hand over order {number}").format(number=card.order_number), card.customer, width=600,
            name="delivery.collect",
        )  # fmt: skip
        self._desk, self._owner, self._card = desk, owner, card
        where = Panel("accent_tint", Icon("storefront", 26, "accent_text"),
                      VBox(Label(_("Fetch it from shelf"), 12, 500, "text2"), Label(card.shelf or "–", 28, 600), gap=0),
                      None, edge="accent_edge", radius=10, margins=(10, 16), gap=14, row=True)  # fmt: skip
        self.code = TextField(
            _("Pickup code"), name="delivery.field.code", icon="barcode", height=44, px=18, weight=600,
            help=_("The customer says or shows it, such as P40712."), optional=True,
        )  # fmt: skip
        self.name = TextField(
            _("Without a code: name on the ID you checked"), name="delivery.field.name", icon="identification-card",
            optional=True,
        )  # fmt: skip
        self.pad = SignaturePad("delivery.signature", height=130, hint=_("Customer signs here"))
        clear = Button(_("Clear signature"), kind="ghost", icon="eraser", height=32, name="delivery.button.clear")
        clear.clicked.connect(self.pad.clear)
        self.code.set_text(code)
        self.code.submitted.connect(self.go_on)
        self.name.submitted.connect(self.go_on)
        self.set_body(where, self.code, self.name, self.pad, HBox(None, clear))
        self.set_primary(_("Hand over"), self._hand_over)

    def on_code(self, text: str) -> None:
        """The code from the customer's phone or slip."""
        self.code.set_text(text)
        self._hand_over()

    def _hand_over(self, age_checked: bool = False) -> None:
        from app.delivery.proof import ProofData
        from app.delivery.shelf import collect

        code, name = self.code.text(), self.name.text()
        if not code and not name:
            self.code.set_error(_("Ask for the code, or check a name and type it."))
            self.code.focus()
            return
        desk, card = self._desk, self._card
        signed = base64.b64encode(self.pad.png_bytes()).decode()
        proof = ProofData(name or card.customer, signed)

        def told(_nothing: Any) -> None:
            self.accept()
            desk.feedback("done")
            desk.toast(_("Order {number} was collected").format(number=card.order_number))

        desk.write(
            self, collect, card.fulfillment_id, code, name, proof, age_checked, done=told, failed=self._refused
        )  # fmt: skip

    def _refused(self, error: BaseException) -> None:
        if getattr(error, "code", "") == "not_paid_yet":
            self.accept()
            self._desk.feedback("attention")
            order_id = self._card.order_id
            self._desk.window.notice.warn(
                str(error), [(_("Show the order"), lambda: self._desk.open("order", order_id))]
            )
            return
        if getattr(error, "code", "") == "age_not_asked":
            ask_age_again(self._desk, self, error, lambda: self._hand_over(age_checked=True))
            return
        self._desk.feedback("wrong")
        self.code.set_error(str(error))
        (self.name if self.code.text() and not self.name.text() else self.code).focus()


def ask_take_off(desk: Desk, owner: QObject, card: Any) -> Sheet:
    """Nobody came: the goods stand packed again."""
    from ui.delivery.ask_reason import ask_reason

    def take(reason: str) -> None:
        from app.delivery.shelf import take_off_shelf

        said = _("Order {number} is off the shelf and waits packed").format(number=card.order_number)
        desk.write(owner, take_off_shelf, card.fulfillment_id, reason, done=lambda _none: desk.toast(said))

    return ask_reason(
        desk, _("Take order {number} off the shelf").format(number=card.order_number),
        (_("Nobody came"), _("Customer wants it sent"), _("Customer does not want it")), _("Take off the shelf"), take,
        subtitle=words.place_text(card),
    )  # fmt: skip
