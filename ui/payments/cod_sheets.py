"""Small sheets of the cash-on-delivery page: what came in for a stop, and how much a customer pays of a debt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.core import clock
from app.core.i18n import _, ngettext
from app.core.money import format_money
from ui.common.boxes import HBox, KeyValue
from ui.common.buttons import Button
from ui.common.inputs import MoneyField
from ui.common.sheet import Sheet

if TYPE_CHECKING:
    from ui.common.desk import Desk

MOST_BILLS = 6


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
    """How much a customer pays of what stands on account; by which tenders is asked next."""

    def __init__(self, desk: Desk, debt: Any, take: Callable[[int], Any]) -> None:
        super().__init__(
            desk.surface, _("{name} pays").format(name=debt.who), _("On account"), width=520, name="cod.debt"
        )
        self._debt, self._take = debt, take
        self.amount = MoneyField(_("Amount"), name="cod.field.amount", minor=debt.balance_minor, height=60, px=26)
        self.amount.submitted.connect(self.go_on)
        choices = [(_("All of it"), debt.balance_minor, "1")]
        if debt.late_minor and debt.late_minor != debt.balance_minor:
            choices.append((_("What is late"), debt.late_minor, "2"))
        row = HBox(gap=8)
        for title, minor, key in choices:
            button = Button(
                f"{title} {format_money(minor)}", key=f"Alt+{key}", height=48, name=f"cod.debt.{key}"
            ).grow()
            button.clicked.connect(lambda _checked=False, minor=minor: self._set(minor))
            self.bind(f"Alt+{key}", lambda minor=minor: self._set(minor))
            row.add((button, 1))
        owes = KeyValue(_("Owes"), format_money(debt.balance_minor))
        self.set_body(owes, *_bills(debt.account), self.amount, row)
        self.set_primary(_("Take payment"), self._go)

    def open_ready(self) -> None:
        """Open with the amount selected."""
        self.open(self.amount.edit)
        self.amount.focus()

    def _set(self, minor: int) -> None:
        self.amount.set_minor(minor)
        self.amount.focus()

    def _go(self) -> None:
        minor, most = self.amount.minor() or 0, self._debt.balance_minor
        if not 0 < minor <= most:
            words = _("Between nothing and {amount} is still to be paid.")
            self.amount.set_error(words.format(amount=format_money(most)))
            self.amount.focus()
            return
        self.accept()
        self._take(minor)
