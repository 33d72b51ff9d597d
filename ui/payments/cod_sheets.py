"""Small sheets of the cash-on-delivery page: what came in for a stop, and a customer paying debts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core import clock
from app.core.i18n import N_, _, ngettext
from app.core.money import format_money
from ui.common.boxes import KeyValue
from ui.common.choices import Segmented
from ui.common.inputs import MoneyField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet

if TYPE_CHECKING:
    from ui.common.desk import Desk

MOST_BILLS = 6
TENDERS = (("cash", N_("Cash")), ("card", N_("Card")))


def ask_counted(desk: Desk, stop: Any, counted_minor: int, take: Callable[[int], None]) -> Sheet:
    """Ask what really came in for a stop."""
    sheet = Sheet(desk.surface, _("Cash of order {number}").format(number=stop.number), stop.customer, width=460,
                  name="cod.counted")  # fmt: skip
    field = MoneyField(_("Handed in"), name="cod.field.counted", minor=counted_minor, height=52, px=22)

    def save() -> None:
        minor = field.minor()
        if minor is None or minor < 0:
            field.set_error(_("Type what was handed in."))
            field.focus()
            return
        sheet.accept()
        take(minor)

    field.submitted.connect(save)
    sheet.set_body(KeyValue(_("Due"), format_money(stop.due_minor)),
                   KeyValue(_("Taken at the door"), format_money(stop.collected_minor)), field)  # fmt: skip
    sheet.set_primary(_("Note it"), save)
    sheet.open(field.edit)
    field.focus()
    return sheet


def _bills(account: Any) -> list[KeyValue]:
    """The open bills, the oldest first; more than fit are added up."""
    bills = account.bills if account else ()
    shown = [
        KeyValue(
            _("{number} of {day}, due {due}").format(
                number=bill.number or _("Carried over"), day=clock.format_day(bill.made_on),
                due=clock.format_day(bill.due_on),
            ),
            format_money(bill.open_minor), token="bad_text" if bill.due_on < account.today else "text",
        )
        for bill in bills[:MOST_BILLS]
    ]  # fmt: skip
    if rest := bills[MOST_BILLS:]:
        more = ngettext("{n} more bill", "{n} more bills", len(rest)).format(n=len(rest))
        shown.append(KeyValue(more, format_money(sum(bill.open_minor for bill in rest))))
    return shown


class DebtSheet(Sheet):
    """A customer pays what stands on account, or a part of it."""

    def __init__(self, desk: Desk, owner: QObject, debt: Any) -> None:
        super().__init__(
            desk.surface, _("{name} pays").format(name=debt.who), _("On account"), width=520, name="cod.debt"
        )
        self._desk, self._owner, self._debt = desk, owner, debt
        self.tender = Segmented([(key, _(title)) for key, title in TENDERS], "cod.debt.tender")
        self.tender.chosen.connect(lambda _key: self._show())
        self.amount = MoneyField(_("Amount"), name="cod.field.amount", minor=debt.balance_minor, height=52, px=22)
        self.auth = TextField(
            _("Authorization code"), name="cod.field.auth", icon="credit-card",
            help=_("From the terminal’s slip, after the card was accepted."),
        )  # fmt: skip
        self._told = Label("", 13, 400, "text2", wrap=True)
        self.amount.submitted.connect(self.go_on)
        self.auth.submitted.connect(self.go_on)
        self.amount.changed.connect(self._say)
        self.bind("Alt+C", lambda: self._choose("cash"))
        self.bind("Alt+K", lambda: self._choose("card"))
        self.set_body(
            KeyValue(_("Owes"), format_money(debt.balance_minor)),
            *_bills(debt.account),
            self.tender,
            self.amount,
            self.auth,
            self._told,
        )
        self.set_primary("", self._pay)
        self._show()

    def open_ready(self) -> None:
        """Open with the amount selected."""
        self.open(self.amount.edit)
        self.amount.focus()

    def _choose(self, tender: str) -> None:
        self.tender.set_current(tender)
        self._show()

    def _show(self) -> None:
        cash = self.tender.current() == "cash"
        self.auth.setVisible(not cash)
        is_open = self._desk.shift is not None and self._desk.shift.state == "open"
        self._told.set_text(_("Cash needs an open till at this station.") if cash and not is_open else "")
        self._say()

    def _say(self) -> None:
        minor = self.amount.minor()
        self.primary.set_text(_("Take {amount}").format(amount=format_money(minor)) if minor else _("Take payment"))

    def _pay(self) -> None:
        from app.payments.pay import settle_account
        from app.payments.tender import Tender, TenderInput

        minor = self.amount.minor() or 0
        if minor <= 0:
            self.amount.set_error(_("Type an amount of more than nought."))
            self.amount.focus()
            return
        tender = Tender(self.tender.current())
        if tender == Tender.CARD and not self.auth.text():
            self.auth.set_error(_("Type the authorization code of the card payment."))
            self.auth.focus()
            return
        tenders = (TenderInput(tender, minor, auth_code=self.auth.text() if tender == Tender.CARD else ""),)
        desk, debt = self._desk, self._debt

        def told(paid: Any) -> None:
            self.accept()
            desk.feedback("done")
            said = _("{name} paid {amount}, {left} is left").format(
                name=debt.who, amount=format_money(paid.paid_minor), left=format_money(paid.left_minor)
            )
            desk.toast(said)

        desk.write(self, settle_account, debt.customer_id, tenders, done=told, failed=self._refused)

    def _refused(self, error: BaseException) -> None:
        self._desk.feedback("wrong")
        self.amount.set_error(str(error))
        self.amount.focus()
