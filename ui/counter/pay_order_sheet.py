"""Takes the money for an order that was placed before: a deposit, at pickup, or a rest that is still due."""

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
    """Cash with change, or a card with its authorisation code, for all that is due on one order or a part of it."""

    def __init__(self, desk: Desk, order_id: int) -> None:
        super().__init__(desk.surface, _("Take payment"), width=560, name="payment.order")
        self._desk, self._order_id, self._due = desk, order_id, 0
        self.due = Label("", 40, 600, align="right", name="payment.due")
        self.tender = Segmented([(CASH, _("Cash")), (CARD, _("Card"))], "payment.tender", CASH)
        self.part = MoneyField(
            _("Pays now"), name="payment.part", help=_("Empty is all of it; less is a deposit."), height=48
        )
        self.given = MoneyField(_("Customer gives"), name="payment.amount")
        self.code = TextField(_("Authorization code of the slip"), name="payment.field.auth_code")
        self.change = Label("", 20, 600, "ok_text", align="right", name="payment.change")
        self.tender.chosen.connect(lambda _key: self._show())
        for field in (self.part, self.given):
            field.changed.connect(lambda *_text: self._show())
        self.set_body(
            HBox(Label(_("To pay"), 16, 500, "text2"), None, self.due),
            self.part,
            self.tender,
            self.given,
            self.code,
            self.change,
        )  # fmt: skip
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

    def _pays(self) -> int:
        """What is paid of the order now."""
        typed = self.part.minor()
        return self._due if not self.part.text() or typed is None else typed

    def _to_give(self) -> int:
        """What has to lie on the counter for it, in coins that are in use."""
        from app.payments.tender import cash_due

        return self._cash_due if self._pays() == self._due else cash_due(self._pays())

    def _show(self) -> None:
        cash = self.tender.current() == CASH
        self.given.setVisible(cash)
        self.code.setVisible(not cash)
        self.due.set_text(format_money(self._cash_due if cash and self._pays() == self._due else self._due))
        due = self._to_give() if cash else self._pays()
        change = (self.given.minor() or due) - due
        self.change.set_text(_("Change {amount}").format(amount=format_money(change)) if cash and change > 0 else "")
        self.primary.setEnabled(due > 0)

    def _pay(self) -> None:
        from app.payments.pay import pay_order
        from app.payments.tender import Tender, TenderInput

        amount = self._pays()
        if not 0 < amount <= self._due:
            self.part.set_error(
                _("From {least} to {most}.").format(least=format_money(1), most=format_money(self._due))
            )
            self._desk.feedback("wrong")
            return
        if self.tender.current() == CASH:
            given = self.given.minor() or 0
            tender = TenderInput(Tender.CASH, amount, given_minor=given)
        else:
            tender = TenderInput(Tender.CARD, amount, auth_code=self.code.text().strip())
        self.primary.setEnabled(False)
        self._desk.write(self, pay_order, self._order_id, [tender], done=self._paid, failed=self._refused, urgent=True)

    def _paid(self, paid: Any) -> None:
        self.accept()
        self._desk.feedback("done")
        taken, left = format_money(paid.paid_minor), format_money(paid.left_minor)
        words = _("{amount} taken, {left} is left to pay") if paid.left_minor else _("{amount} taken")
        self._desk.toast(words.format(amount=taken, left=left))

    def _refused(self, error: BaseException) -> None:
        self.primary.setEnabled(True)
        (self.given if self.tender.current() == CASH else self.code).set_error(str(error))
        self._desk.feedback("wrong")
