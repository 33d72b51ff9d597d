"""Instalments that are due, late or still to come, each plan with its parts; remind, call, take a payment, give up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core import clock
from app.core.i18n import _, ngettext
from app.core.money import format_money
from ui.common.boxes import Divider, EmptyState, HBox, KeyValue, Panel, VBox
from ui.common.buttons import Button
from ui.common.choices import Segmented
from ui.common.inputs import MoneyField
from ui.common.keys import Key
from ui.common.labels import Icon, Label, MoneyLabel
from ui.common.sheet import Sheet
from ui.common.table import Cell, Column, LiveTable
from ui.counter.line_sheets import WordSheet

if TYPE_CHECKING:
    from ui.common.desk import Desk

DUE, LATE, ALL = "due", "late", "all"
WEEK = 7


class InstalmentsPanel(Panel):
    """List of plans with what may be done about the chosen one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._plans: list[Any] = []
        self._text, self._wanted = "", 0
        items = [(DUE, _("Due")), (LATE, _("Late")), (ALL, _("All"))]
        self.filter = Segmented(items, "cod.plans.filter", DUE, px=12)
        self._week = MoneyLabel(0, 20, 600, align="left", name="cod.plans.week")
        self._late = MoneyLabel(0, 20, 600, align="left", name="cod.plans.late")
        self._rest = MoneyLabel(0, 20, 600, align="left", name="cod.plans.rest")
        column = Column("", _plan_cell, None, kind="avatar")
        self.table = LiveTable([column], "cod.plans", key="id", row_height=74, head=False,
                               accessible=_("Instalments"))  # fmt: skip
        self.table.set_empty(EmptyState("calendar-check", _("Nothing is due"), ""))
        self._icon, self._told = Icon("chat-text", 18, "accent_text"), Label("", 13, 500, elide=True)
        self._call = Button(_("Call"), icon="phone", height=44, name="cod.button.call").grow()
        self.remind = Button(_("Remind"), key="M", height=44, name="cod.button.remind").grow()
        self.pay = Button(_("Take payment"), key="P", height=44, name="cod.button.pay_plan").grow()
        sums = Panel(
            "sunken", (_figure(_("Due this week"), self._week), 1), (_figure(_("Late"), self._late), 1),
            (_figure(_("Not yet due"), self._rest), 1), row=True, margins=(10, 16),
        )  # fmt: skip
        head = HBox(None, self.filter, margins=(8, 16))
        foot = Panel(
            "sunken", HBox(self._icon, (self._told, 1), gap=8),
            HBox((self._call, 1), (self.remind, 1), gap=8), self.pay, margins=16, gap=8,
        )  # fmt: skip
        super().__init__(
            "surface", head, Divider(), sums, Divider(), (self.table, 1), foot, gap=0, name="cod.plans_panel"
        )
        self.filter.chosen.connect(lambda _key: self._show_rows())
        self.table.chosen.connect(self._on_plan)
        self.table.opened.connect(lambda _plan: self.take_payment())
        self.pay.clicked.connect(self.take_payment)
        self.remind.clicked.connect(self.send_reminder)
        self._call.clicked.connect(self._show_phone)

    def keys(self) -> list[Key]:
        """Remind, give up, show the order of the chosen plan."""
        if self.table.current() is None:
            return []
        return [
            Key("M", _("Remind"), self.send_reminder, False), Key("X", _("Give the plan up"), self.ask_give_up, False),
        ]  # fmt: skip

    # -- what is shown

    def refresh(self) -> None:
        """Read the plans anew."""

        def load() -> list[Any]:
            from app.payments.plan_reads import plans

            return plans()

        self._desk.read(self, load, self._show, merge="plans")

    def _show(self, plans: list[Any]) -> None:
        self._plans = plans
        self.filter.set_count(DUE, sum(_is_due(plan) for plan in plans))
        self.filter.set_count(LATE, sum(plan.late_minor > 0 for plan in plans))
        self.filter.set_count(ALL, len(plans))
        late = sum(plan.late_minor for plan in plans)
        self._week.set_minor(sum(plan.due_within(WEEK) for plan in plans))
        self._late.set_minor(late)
        self._late.set_token("bad_text" if late else "text")
        self._rest.set_minor(sum(plan.open_minor for plan in plans))
        self._show_rows()

    def _show_rows(self) -> None:
        which, text = self.filter.current(), self._text.casefold()
        fits = {DUE: _is_due, LATE: lambda plan: plan.late_minor > 0, ALL: lambda _plan: True}[which]
        rows = [plan for plan in self._plans if fits(plan) and text in f"{plan.name} {plan.number}".casefold()]
        self.table.set_rows(rows)
        if self._wanted and any(plan.id == self._wanted for plan in rows):
            self.table.select_id(self._wanted)
            self._wanted = 0
        elif self.table.current() is None and rows:
            self.table.select_at(0)
        self._on_plan(self.table.current())

    def find(self, text: str) -> None:
        """Show only the plans that a typed text fits."""
        self._text = text
        self._show_rows()

    def show_plan(self, plan_id: int) -> None:
        """Show one plan, whatever the filter."""
        self._wanted = plan_id
        self.filter.set_current(ALL)
        self.refresh()

    def _on_plan(self, plan: Any) -> None:
        for button in (self._call, self.remind, self.pay):
            button.setEnabled(plan is not None)
        self._icon.setVisible(plan is not None)
        self._told.set_text("" if plan is None else _told(plan))

    # -- acts

    def take_payment(self) -> None:
        """P: the next part, what is late, or all of the rest."""
        plan = self.table.current()
        if plan is None:
            return
        if self._desk.shift is None:
            self._desk.window.notice.warn(_("Money goes into a drawer. Open this till with its float first."))
            return
        from ui.counter.payment.other_bills import pay_plan

        PartSheet(self._desk, plan, lambda minor: pay_plan(self._desk, plan.id, minor)).open_ready()

    def send_reminder(self) -> None:
        """M: the customer is reminded of the next part now."""
        plan = self.table.current()
        if plan is None:
            return
        from app.notices.instalments import remind_plan

        said = _("{name} is reminded of {amount}").format(
            name=plan.name, amount=format_money(plan.late_minor or plan.next_minor)
        )
        self._desk.write(self, remind_plan, plan.id, done=lambda _sent: self._desk.toast(said), once=True)

    def ask_give_up(self) -> None:
        """X: nobody pays; all of the rest is due and no new plan is made."""
        plan = self.table.current()
        if plan is None:
            return
        from app.payments.instalments import give_up_plan

        def take(reason: str) -> None:
            self._desk.write(self, give_up_plan, plan.id, reason, done=lambda _rest: self.refresh())

        title = _("Give up: {amount} is due at once").format(amount=format_money(plan.open_minor))
        WordSheet(self._desk.surface, title, _("Why"), _("Give the plan up"), take, name="give_up", needed=True).open()

    def _show_phone(self) -> None:
        plan = self.table.current()
        if plan is not None:
            self._told.set_text(plan.phone or _("No phone number"))


class PartSheet(Sheet):
    """How much of a plan is paid now."""

    def __init__(self, desk: Desk, plan: Any, take: Any) -> None:
        super().__init__(desk.surface, _("{name} pays").format(name=plan.name),
                         _("Order {number}").format(number=plan.number), width=520, name="plan.part")  # fmt: skip
        self._take, self._plan = take, plan
        start = plan.late_minor or plan.next_minor
        self.amount = MoneyField(_("Amount"), name="plan.field.amount", minor=start, height=60, px=26)
        self.amount.submitted.connect(self.go_on)
        choices = [(_("Next part"), plan.next_minor, "1"), (_("All of the rest"), plan.open_minor, "2")]
        if plan.late_minor and plan.late_minor != plan.next_minor:
            choices.insert(0, (_("What is late"), plan.late_minor, "3"))
        row = HBox(gap=8)
        for title, minor, key in choices:
            words = f"{title} {format_money(minor)}"
            button = Button(words, key=f"Alt+{key}", height=48, name=f"plan.button.{key}").grow()
            button.clicked.connect(lambda _checked=False, minor=minor: self._set(minor))
            self.bind(f"Alt+{key}", lambda minor=minor: self._set(minor))
            row.add((button, 1))
        self.set_body(KeyValue(_("Still to pay"), format_money(plan.open_minor)), self.amount, row)
        self.set_primary(_("Take payment"), self._go)

    def open_ready(self) -> None:
        """Open with the amount selected."""
        self.open(self.amount.edit)
        self.amount.focus()

    def _set(self, minor: int) -> None:
        self.amount.set_minor(minor)
        self.amount.focus()

    def _go(self) -> None:
        minor = self.amount.minor() or 0
        if not 0 < minor <= self._plan.open_minor:
            self.amount.set_error(
                _("Between nothing and {amount} is still to be paid.").format(
                    amount=format_money(self._plan.open_minor)
                )
            )
            self.amount.focus()
            return
        self.accept()
        self._take(minor)


def _figure(title: str, label: MoneyLabel) -> VBox:
    return VBox(Label(title, 12, 400, "text3"), label, gap=0)


def _is_due(plan: Any) -> bool:
    return bool(plan.late_minor or plan.due_within(WEEK))


def _told(plan: Any) -> str:
    if plan.state == "defaulted":
        return _("Given up: {reason}").format(reason=plan.end_reason)
    if not plan.reminders:
        return plan.phone or _("No phone number")
    said = ngettext("{name} got {n} reminder", "{name} got {n} reminders", plan.reminders)
    return said.format(name=plan.name, n=plan.reminders)


def _plan_cell(plan: Any) -> Cell:
    first = plan.parts[0].no - 1
    done = sum(not part.open_minor for part in plan.parts) + first
    tones = ["ok"] * first + [_tone(plan, part) for part in plan.parts]
    where = _("{number} · {done} of {all}").format(number=plan.number, done=done, all=len(plan.parts) + first)
    return Cell(
        plan.name, where, color_index=sum(map(ord, plan.name)), weight=600, mark=_mark(plan),
        amount=format_money(plan.late_minor or plan.next_minor), steps=tuple(tones),
    )  # fmt: skip


def _tone(plan: Any, part: Any) -> str:
    if not part.open_minor:
        return "ok"
    return "bad" if part.due_on < plan.today else "border"


def _mark(plan: Any) -> tuple[str, str, str]:
    if plan.state == "defaulted":
        return "", _("given up"), "bad"
    if plan.days_late:
        return "", ngettext("{n} day late", "{n} days late", plan.days_late).format(n=plan.days_late), "bad"
    day = _("due {day}").format(day=clock.format_weekday(plan.next_due_on))
    return "", day, "warn" if plan.due_within(2) else "grey"
