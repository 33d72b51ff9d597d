"""A bank took a card payment back: which one, and why; the order is owed again, no drawer changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.core.money import format_money
from ui.common.inputs import ComboField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.orders.words import tender_word

if TYPE_CHECKING:
    from ui.common.desk import Desk


def may_be_taken_back(story: Any) -> list[Any]:
    """The payments of an order that a bank can take back."""
    return [
        pay
        for pay in story.payments
        if pay.tender in ("card", "online") and pay.state == "approved" and pay.amount_minor > 0
    ]


class ChargeBackSheet(Sheet):
    """One payment and a reason."""

    def __init__(self, desk: Desk, owner: QObject, story: Any) -> None:
        told = _("Money that the bank moved is outside every drawer. The order is owed again.")
        super().__init__(
            desk.surface, _("The bank took a payment of order {number} back").format(number=story.order.number),
            width=520, name="charge_back",
        )  # fmt: skip
        self._desk, self._owner = desk, owner
        ways = [(pay.id, _payment_words(pay)) for pay in may_be_taken_back(story)]
        self.payment = ComboField(_("Payment"), ways, "charge_back.field.payment")
        self.reason = TextField(
            _("Reason"), name="charge_back.field.reason", placeholder=_("What does the bank's letter say?")
        )
        self.reason.submitted.connect(self.go_on)
        self.set_body(Label(told, 14, 400, "text2", wrap=True), self.payment, self.reason)
        self.set_primary(_("Book it"), self._book)

    def open_ready(self) -> None:
        """Open at the reason, or at the payment where there are several."""
        self.open(self.payment.combo if self.payment.combo.count() > 1 else self.reason.edit)

    def _book(self) -> None:
        from app.payments.refund import charge_back

        reason = self.reason.text()
        if not reason:
            self.reason.set_error(_("Say why, so that the others know."))
            self.reason.focus()
            return

        def told(_nothing: Any) -> None:
            self.accept()
            self._desk.toast(_("Booked: the bank took it back"))

        self._desk.write(self, charge_back, int(self.payment.current()), reason, done=told)


def _payment_words(pay: Any) -> str:
    parts = (tender_word(pay.tender), pay.masked_pan, format_money(pay.amount_minor + pay.tip_minor))
    return " · ".join(part for part in parts if part)
