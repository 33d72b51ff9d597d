"""What is owed to the shop: customers on account, the latest bills first, and couriers who were found short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core import clock
from app.core.i18n import _, ngettext
from app.core.money import format_money
from ui.common.boxes import Divider, EmptyState, HBox, Panel, VBox
from ui.common.buttons import Button
from ui.common.choices import Segmented
from ui.common.keys import Key
from ui.common.labels import Label, MoneyLabel
from ui.common.table import Cell, Column, LiveTable
from ui.payments.cod_sheets import DebtSheet

if TYPE_CHECKING:
    from ui.common.desk import Desk

WIDE, NARROW = 400, 340


class OwedPanel(Panel):
    """List of debts with what may be done about the chosen one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._debts: list[Any] = []
        self._text = ""
        items = [("all", _("All")), ("late", _("Late")), ("customer", _("Customers")), ("courier", _("Couriers"))]
        self.filter = Segmented(items, "cod.owed.filter", px=12)
        self._total = MoneyLabel(0, 20, 600, align="left", name="cod.owed.total")
        self._late = MoneyLabel(0, 20, 600, align="left", name="cod.owed.late")
        self._over = MoneyLabel(0, 20, 600, "bad_text", align="left")
        self.table = LiveTable(_columns(), "cod.owed", key=lambda debt: (debt.kind, debt.who), row_height=60, head=False,
                               accessible=_("Who owes money"))  # fmt: skip
        self.table.set_empty(EmptyState("notebook", _("Nobody owes anything"), ""))
        self._told = Label("", 13, 500, elide=True)
        self.pay = Button(_("Take payment"), key="P", height=44, name="cod.button.pay").grow()
        self._show_customer = Button(_("Orders"), icon="list-bullets", height=44, name="cod.button.orders").grow()
        self.remind = Button(_("Remind"), key="M", height=44, name="cod.button.remind_bills").grow()
        sums = Panel("sunken", (VBox(Label(_("Owed to the shop"), 12, 400, "text3"), self._total, gap=0), 1),
                     (VBox(Label(_("Late"), 12, 400, "text3"), self._late, gap=0), 1),
                     (VBox(Label(_("Over the limit"), 12, 400, "text3"), self._over, gap=0), 1), row=True,
                     margins=(10, 16))  # fmt: skip
        head = HBox(None, self.filter, margins=(8, 16))
        foot = Panel(
            "sunken", self._told, HBox((self._show_customer, 1), (self.remind, 1), gap=8), self.pay, margins=16, gap=8
        )
        super().__init__(
            "surface", head, Divider(), sums, Divider(), (self.table, 1), foot, gap=0, name="cod.owed_panel"
        )
        self.setFixedWidth(WIDE)
        self.filter.chosen.connect(lambda _key: self._show_rows())
        self.table.chosen.connect(self._on_debt)
        self.table.opened.connect(lambda _debt: self.take_payment())
        self.pay.clicked.connect(self.take_payment)
        self.remind.clicked.connect(self.send_reminder)
        self._show_customer.clicked.connect(self._open_customer)

    def keys(self) -> list[Key]:
        """Remind the chosen customer of what is late."""
        debt = self.table.current()
        return [Key("M", _("Remind"), self.send_reminder, False)] if debt is not None and debt.late_minor else []

    def refresh(self) -> None:
        """Read the debts anew."""

        def load() -> list[Any]:
            from app.overview.courier_cash import debts

            return debts()

        self._desk.read(self, load, self._show, merge="debts")

    def _show(self, debts: list[Any]) -> None:
        self._debts = debts
        for key in ("all", "late", "customer", "courier"):
            self.filter.set_count(key, sum(_fits(debt, key) for debt in debts))
        late = sum(debt.late_minor for debt in debts)
        self._late.set_minor(late)
        self._late.set_token("bad_text" if late else "text")
        self._total.set_minor(sum(debt.balance_minor for debt in debts))
        over = sum(max(debt.balance_minor - debt.limit_minor, 0) for debt in debts if debt.kind == "customer")
        self._over.set_minor(over)
        self._over.set_token("bad_text" if over else "text")
        self._show_rows()

    def _show_rows(self) -> None:
        kind, text = self.filter.current(), self._text.casefold()
        rows = [debt for debt in self._debts if _fits(debt, kind) and text in debt.who.casefold()]
        self.table.set_rows(rows)
        if self.table.current() is None and rows:
            self.table.select_at(0)
        if not rows:
            self._on_debt(None)

    def find(self, text: str) -> None:
        """Show only the debts that a typed text fits."""
        self._text = text
        self._show_rows()

    def _on_debt(self, debt: Any) -> None:
        is_customer = debt is not None and debt.kind == "customer"
        self.pay.setEnabled(is_customer)
        self._show_customer.setEnabled(is_customer)
        self.remind.setEnabled(debt is not None and debt.late_minor > 0)
        if debt is None:
            self._told.set_text("")
        elif is_customer:
            self._told.set_text(" · ".join((debt.phone or _("No phone number"), _reminded(debt.account))))
        else:
            self._told.set_text(_("Brings it with the next run, or by the payroll"))

    def take_payment(self) -> None:
        """P: the customer pays debts."""
        debt = self.table.current()
        if debt is not None and debt.kind == "customer":
            from ui.counter.payment.other_bills import pay_account

            DebtSheet(self._desk, debt, lambda minor: pay_account(self._desk, debt.customer_id, minor)).open_ready()

    def send_reminder(self) -> None:
        """M: the customer is written to about the bills that are late."""
        debt = self.table.current()
        if debt is None or not debt.late_minor:
            return
        from app.notices.bills import remind_bill

        said = _("{name} is reminded of {amount}").format(name=debt.who, amount=format_money(debt.late_minor))

        def done(_sent: int) -> None:
            self._desk.toast(said)
            self.refresh()

        self._desk.write(self, remind_bill, debt.customer_id, done=done, once=True)

    def _open_customer(self) -> None:
        debt = self.table.current()
        if debt is not None and debt.customer_id is not None:
            self._desk.open("customer", debt.customer_id)


def _columns() -> list[Column]:
    return [
        Column("", _who, None, kind="avatar"),
        Column("", _sum, 120, kind="two", align="right"),
    ]


def _fits(debt: Any, which: str) -> bool:
    return which in ("all", debt.kind) or (which == "late" and debt.late_minor > 0)


def _reminded(account: Any) -> str:
    """How often the customer was written to, and that somebody should call when that is enough."""
    if not account.reminders:
        return _("Not reminded yet") if account.late else _("Nothing is late")
    times = ngettext("{n} reminder", "{n} reminders", account.reminders).format(n=account.reminders)
    return _("{reminders}, last on {day}").format(reminders=times, day=clock.format_day(account.reminded_at))


def _who(debt: Any) -> Cell:
    color = sum(map(ord, debt.who))
    if debt.kind == "courier":
        return Cell(debt.who, _("courier, found short"), color_index=color)
    days = debt.account.days_late
    if days:
        told = ngettext("{amount} late, {n} day", "{amount} late, {n} days", days)
        return Cell(debt.who, told.format(amount=format_money(debt.late_minor), n=days), color_index=color)
    due = debt.account.bills[0].due_on if debt.account.bills else debt.account.today
    return Cell(debt.who, _("due on {day}").format(day=clock.format_day(due)), color_index=color)


def _sum(debt: Any) -> Cell:
    if debt.kind == "courier":
        return Cell(format_money(debt.balance_minor), "", weight=600)
    over = debt.balance_minor > debt.limit_minor
    limit = _("limit {amount}").format(amount=format_money(debt.limit_minor))
    return Cell(format_money(debt.balance_minor), limit, weight=600, token="bad_text" if over else "text")
