"""A payment was keyed as the wrong tender: what it really was, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from app.core.i18n import _
from app.core.money import format_money
from app.payments.tender import Tender
from ui.common.boxes import VBox
from ui.common.choices import Segmented
from ui.common.inputs import TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.orders.words import tender_word

if TYPE_CHECKING:
    from ui.common.desk import Desk

CHOICES = (Tender.CASH, Tender.CARD, Tender.STORE_CREDIT, Tender.ON_ACCOUNT)


def may_be_put_right(payments: Iterable[Any]) -> list[Any]:
    """The payments whose tender only the till's keys decided."""
    return [pay for pay in payments if pay.tender in CHOICES and pay.state == "approved" and pay.amount_minor > 0]


class TenderSheet(Sheet):
    """Which payment of a sale or order, what it really was, and why."""

    def __init__(self, desk: Desk, payments: list[Any], number: str) -> None:
        super().__init__(desk.surface, _("Paid otherwise"), _("Sale {number}").format(number=number), width=560,
                         name="tender")  # fmt: skip
        self._desk = desk
        items = [(str(row.id), f"{tender_word(row.tender)} {format_money(row.amount_minor)}") for row in payments]
        self._keyed = {str(row.id): row.tender for row in payments}
        self.payment = Segmented(items, "tender.payment", items[0][0])
        self.tender = Segmented((), "tender.to")
        self.code = TextField(_("Authorization code of the slip"), name="tender.field.code", optional=True)
        self.reason = TextField(_("Why"), name="tender.field.reason")
        self.reason.submitted.connect(self._go)
        self.payment.chosen.connect(self._offer)
        self.tender.chosen.connect(self._ask_code)
        after = _("After the close of its shift the Z report stays as it is: a new entry stands for the payment.")
        self.set_body(
            VBox(Label(_("This payment"), 13, 600, "text2"), self.payment, gap=6),
            VBox(Label(_("was really"), 13, 600, "text2"), self.tender, gap=6),
            self.code, self.reason, Label(after, 13, 400, "text3", wrap=True),
        )  # fmt: skip
        self.set_primary(_("Put it right"), self._go)
        self._offer()

    def _offer(self) -> None:
        """What it can have been instead; most often it was a card."""
        keyed = self._keyed[self.payment.current()]
        others = [tender for tender in CHOICES if tender != keyed]
        usual = Tender.CARD if keyed != Tender.CARD else Tender.CASH
        self.tender.set_items([(tender.value, tender_word(tender)) for tender in others], usual)
        self._ask_code()

    def _ask_code(self) -> None:
        self.code.setVisible(self.tender.current() == Tender.CARD)

    def _go(self) -> None:
        from app.payments.change_tender import change_tender

        self.primary.setEnabled(False)
        self._desk.write(
            self, change_tender, int(self.payment.current()), self.tender.current(), self.reason.text(),
            self.code.text() if self.code.isVisibleTo(self) else "", done=self._done, failed=self._refused, urgent=True,
        )  # fmt: skip

    def _done(self, _none: Any) -> None:
        self.accept()
        self._desk.toast(_("The tender is put right."))

    def _refused(self, error: BaseException) -> None:
        self.primary.setEnabled(True)
        self._desk.feedback("wrong")
        self.reason.set_error(str(error))
        self.reason.focus()


def ask_tender(desk: Desk, payments: Iterable[Any], number: str) -> None:
    """Ask how one of these payments was really made, or say that none can be put right."""
    rows = may_be_put_right(payments)
    if not rows:
        desk.toast(_("No payment here was keyed in: nothing can be put right."))
        return
    sheet = TenderSheet(desk, rows, number)
    sheet.open(sheet.reason.edit)
