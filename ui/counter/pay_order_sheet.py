"""Takes the money for an order that was placed before: at pickup, or a rest that is still due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import HBox
from ui.common.buttons import Segmented
from ui.common.inputs import MoneyField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet

if TYPE_CHECKING:
    from ui.common.desk import Desk

CASH, CARD = "cash", "card"


class PayOrderSheet(Sheet):
    """Cash with change, or a card with its authorisation code, for all that is due on one order."""

    def __init__(self, desk: Desk, order_id: int) -> None:
        super().__init__(desk.surface, _("Take payment"), width=560, name="payment.order")
        self._desk, self._order_id, self._due = desk, order_id, 0
        self.due = Label("", 40, 600, align="right", name="payment.due")
        self.tender = Segmented([(CASH, _("Cash")), (CARD, _("Card"))], "payment.tender", CASH)
        self.given = MoneyField(_("Customer gives"), name="payment.amount")
        self.code = TextField(_("Authorization code of the slip"), name="payment.field.auth_code")
        self.change = Label("", 20, 600, "ok_text", align="right", name="payment.change")
        self.tender.chosen.connect(lambda _key: self._show())
        self.given.changed.connect(lambda *_text: self._show())
        self.set_body(
            HBox(Label(_("To pay"), 16, 500, "text2"), None, self.due), self.tender, self.given, self.code, self.change
        )
        self.set_primary(_("Take it"), self._pay)
        self._load()

    def _load(self) -> None:
        def read() -> tuple[int, int]:
            from app.payments.order_account import owed
            from app.payments.tender import cash_due

            due = owed(self._order_id)
            return due, cash_due(due)

        def show(found: tuple[int, int]) -> None:
            self._due, self._cash_due = found
            self._show()

        self._cash_due = 0
        self._desk.read(self, read, show)

    def _show(self) -> None:
        cash = self.tender.current() == CASH
        self.given.setVisible(cash)
        self.code.setVisible(not cash)
        due = self._cash_due if cash else self._due
        self.due.set_text(format_money(due))
        change = (self.given.minor() or due) - due
        self.change.set_text(_("Change {amount}").format(amount=format_money(change)) if cash and change > 0 else "")
        self.primary.setEnabled(due > 0)

    def _pay(self) -> None:
        from app.payments.pay import pay_order
        from app.payments.tender import Tender, TenderInput

        if self.tender.current() == CASH:
            given = self.given.minor() or self._cash_due
            tender = TenderInput(Tender.CASH, self._due, given_minor=given)
        else:
            tender = TenderInput(Tender.CARD, self._due, auth_code=self.code.text().strip())
        self.primary.setEnabled(False)
        self._desk.write(self, pay_order, self._order_id, [tender], done=self._paid, failed=self._refused, urgent=True)

    def _paid(self, paid: Any) -> None:
        self.accept()
        self._desk.feedback("done")
        self._desk.toast(_("{amount} taken").format(amount=format_money(paid.paid_minor)))

    def _refused(self, error: BaseException) -> None:
        self.primary.setEnabled(True)
        (self.given if self.tender.current() == CASH else self.code).set_error(str(error))
        self._desk.feedback("wrong")
