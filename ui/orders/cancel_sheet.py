"""Cancelling: why, what happens to the goods and the money, and a red button that names the amount."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.i18n import N_, _
from app.core.money import format_money
from ui.common.boxes import Banner, VBox
from ui.common.inputs import RadioRow, TextField
from ui.common.labels import Label
from ui.common.pickers import CheckBox
from ui.common.sheet import Sheet
from ui.orders.pay_back_sheet import offer_pay_back

if TYPE_CHECKING:
    from ui.common.desk import Desk

REASONS = (
    ("customer", N_("Customer does not want it any more")), ("stock", N_("We cannot get the goods")),
    ("twice", N_("Ordered twice")), ("other", N_("Another reason")),
)  # fmt: skip


def ask_cancel(desk: Desk, owner: QObject, story: Any) -> Sheet:
    """Ask why and say what cancelling does."""
    sheet = CancelSheet(desk, owner, story)
    return sheet.open(sheet.back)


class CancelSheet(Sheet):
    """Why an order is off, what goes back, and what is kept by agreement unless a manager waives it."""

    def __init__(self, desk: Desk, owner: QObject, story: Any) -> None:
        order = story.order
        title = _("Cancel order {number}").format(number=order.number)
        super().__init__(
            desk.surface, title, order.customer_name, width=560, name="cancel", back_text=_("Keep the order")
        )  # fmt: skip
        self._desk, self._owner, self._order = desk, owner, order
        self._paid = story.money.paid_minor - story.money.refunded_minor
        self._fee = min(order.cancel_fee_minor, self._paid)
        self._reasons = RadioRow([(key, _(words)) for key, words in REASONS], "cancel.reason", upright=True)
        self._field = TextField(_("In words"), name="cancel.field.reason", optional=True)
        self._money = Banner("wallet", "warn" if self._paid else "ok", "", " ", name="cancel.money")
        self._waive = CheckBox(_("Waive the fee: a manager allows it"), name="cancel.waive")
        self._waive.setVisible(bool(self._fee))
        self._waive.toggled.connect(self._show_back)
        goods = Label(_("Reserved goods are free again; what was picked is put back."), 14, 400, "text2", wrap=True)
        why = VBox(Label(_("Why?"), 13, 500, "text2"), self._reasons, gap=6)
        self.set_body(why, self._field, self._money, self._waive, goods)
        self._show_back()

    def _show_back(self) -> None:
        fee = 0 if self._waive.isChecked() else self._fee
        self._money.set_banner("wallet", "warn" if self._paid else "ok", *_money_words(self._paid, fee))
        words = _("Cancel and pay back {amount}").format(amount=format_money(self._paid - fee))
        self.set_primary(words if self._paid > fee else _("Cancel order"), self._cancel, kind="bad")

    def _cancel(self) -> None:
        from app.orders.cancel import cancel_order

        key, order, desk = self._reasons.current(), self._order, self._desk
        reason = self._field.text() or _(dict(REASONS)[key])
        if key == "other" and not self._field.text():
            self._field.set_error(_("Say why, so that the others know."))
            self._field.focus()
            return
        self.accept()
        said = _("Order {number} is cancelled").format(number=order.number)

        def told(_nothing: None) -> None:
            desk.toast(said)
            offer_pay_back(desk, self._owner, order.id, order.number, reason)

        waived = (True,) if self._waive.isChecked() else ()
        desk.write(self._owner, cancel_order, order.id, reason, *waived, done=told)


def _money_words(kept_minor: int, fee_minor: int) -> tuple[str, str]:
    if not kept_minor:
        return _("Nothing was paid yet"), _("There is nothing to pay back.")
    title = _("{amount} go back to the customer").format(amount=format_money(kept_minor - fee_minor))
    if fee_minor:
        return title, _("{fee} of {paid} are kept, as agreed when the goods were laid away.").format(
            fee=format_money(fee_minor), paid=format_money(kept_minor)
        )
    return title, _("The same way it was paid; what cannot go back becomes store credit.")
