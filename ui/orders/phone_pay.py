"""The right of a phone order: how it is paid, what is still open, how the customer hears of it, and the total."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from app.core.i18n import _, ngettext
from app.core.money import format_money
from app.orders.line_kinds import LineKind
from ui.common.boxes import Divider, HBox, KeyValue, Panel, Scroll, VBox, clear
from ui.common.buttons import Button
from ui.common.inputs import CheckBox
from ui.common.labels import Icon, Label, MoneyLabel
from ui.orders.call import Call
from ui.orders.choice_card import ChoiceCard
from ui.orders.phone_questions import Plan, Question


class PayColumn(Panel):
    """Shows a call's right side.

    Signals:
        plan_chosen: on_delivery, on_account, at_pickup, now.
        told_changed: by which ways the customer is told.
        confirmed: the blue button.
        tax_wanted: another tax regime, or the customer's again.
        drop_wanted: nothing off the whole order any more.
    """

    plan_chosen = Signal(str)
    told_changed = Signal(object)
    confirmed = Signal()
    tax_wanted = Signal()
    drop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("surface", name="order_entry.pay")
        self.setFixedWidth(340)
        self._questions: list[Question] = []
        self._is_low = False
        self._shown_plans: tuple[str, tuple[Plan, ...]] = ("", ())
        self._plans = VBox(gap=8)
        self._checks = VBox(gap=2)
        self.sms = CheckBox(_("SMS"), "order_entry.check.sms", px=13)
        self.mail = CheckBox(_("E-mail"), "order_entry.check.mail", px=13)
        for box in (self.sms, self.mail):
            box.clicked.connect(self._tell)
        self._top = VBox(
            Label(_("How will they pay?"), 13, 600, "text2"), self._plans, 8,
            Label(_("Ready to confirm?"), 13, 600, "text2"), self._checks, 8,
            Label(_("Tell the customer by"), 13, 600, "text2"), HBox(self.sms, self.mail, None, gap=12), None,
            margins=20, gap=8,
        )  # fmt: skip
        self._sums = VBox(gap=6)
        self.total = MoneyLabel(0, 32, 600, name="order_entry.total")
        self.primary = Button(
            _("Confirm order"), kind="primary", key="F9", height=60, px=18, name="order_entry.primary"
        ).grow()
        self.primary.clicked.connect(self.confirmed.emit)
        self._hint = Label(_("F9 jumps to the first open question"), 12, 400, "text3", align="center")
        self._foot = VBox(
            Divider(), self._sums, HBox(Label(_("Total"), 18, 600), None, self.total), self.primary, self._hint,
            margins=(0, 20, 14, 20), gap=8,
        )  # fmt: skip
        self._foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.box.setSpacing(0)
        self.box.addWidget(Scroll(self._top, name="order_entry.right"), 1)
        self.box.addWidget(self._foot)

    def set_room(self, *, narrow: bool, low: bool) -> None:
        """Stand closer where the window is small; where it is low, what is answered shares one line."""
        self.setFixedWidth(286 if narrow else 340)
        edge = 14 if narrow else 20
        self._top.box.setContentsMargins(edge, 12 if low else 20, edge, 8 if low else 20)
        self._top.box.setSpacing(5 if low else 8)
        self._plans.box.setSpacing(6 if low else 8)
        self._foot.box.setContentsMargins(edge, 0, edge, 10 if low else 14)
        self._foot.box.setSpacing(5 if low else 8)
        if low != self._is_low:
            self._is_low = low
            self._show_questions()

    def _tell(self) -> None:
        ways = tuple(key for key, box in (("sms", self.sms), ("mail", self.mail)) if box.isChecked())
        self.told_changed.emit(ways)

    def show_call(self, call: Call, plans: list[Plan], questions: list[Question], *, is_done: bool) -> None:
        """Show the ways to pay, the checklist and the sums."""
        self._show_plans(call, plans)
        self._questions = questions
        self._show_questions()
        self.sms.setChecked("sms" in call.told)
        self.mail.setChecked("mail" in call.told)
        self.mail.setEnabled(bool(call.email))
        self._show_sums(call)
        if not is_done:
            is_open = any(not question.done for question in questions)
            ready = _("Places it and tells the customer")
            self._hint.set_text(_("F9 jumps to the first open question") if is_open else ready)

    def _show_questions(self) -> None:
        clear(self._checks.box)
        rows = [(question.done, question.text) for question in self._questions]
        done = [said for is_done, said in rows if is_done]
        if self._is_low and len(done) > 1:
            told = _("{done} of {all} done").format(done=len(done), all=len(rows))
            rows = [(True, told), *(row for row in rows if not row[0])]
        for is_done, said in rows:
            mark = "check-circle-fill" if is_done else "warning-circle-fill"
            label = Label(said, 13, 500, "text" if is_done else "warn_text", wrap=True)
            self._checks.add(HBox(Icon(mark, 18, "ok_text" if is_done else "warn_text"), (label, 1), gap=8))

    def _show_plans(self, call: Call, plans: list[Plan]) -> None:
        wanted = (call.pay_plan, tuple(plans))
        if wanted == self._shown_plans:
            return  # a card that has the focus keeps it
        self._shown_plans = wanted
        clear(self._plans.box)
        for plan in plans:
            card = ChoiceCard(
                plan.title, (plan.detail,), name=f"order_entry.plan.{plan.key}", why_not=plan.why_not,
                on_click=lambda key=plan.key: self.plan_chosen.emit(key),
            )  # fmt: skip
            card.set_chosen(plan.key == call.pay_plan)
            self._plans.add(card)

    def show_done(self) -> None:
        """The order is placed: F9 leads to the next caller."""
        self._hint.set_text(_("F9 begins the next call"))

    def focus_plans(self) -> None:
        """Put the focus on the first way to pay that fits."""
        for card in self._plans.findChildren(ChoiceCard):
            if not card.is_off:
                card.setFocus()
                return

    @staticmethod
    def _row(key: str, value: str, token: str, change: Button) -> HBox:
        """A line of the sums with the key that changes it."""
        return HBox((Label(key, 14, 400, "text3", elide=True), 1), change, Label(value, 14, 500, token), gap=8)

    def _drop_button(self) -> Button:
        button = Button(
            "", kind="ghost", key="Alt+X", height=24, name="order_entry.button.whole_off",
            accessible=_("Take the discount off the order"),
        )  # fmt: skip
        button.clicked.connect(self.drop_wanted)
        return button

    def _tax_button(self, regime: str, why: str) -> Button:
        said = _("Taxed by hand: {regime}, {why}").format(regime=regime, why=why)
        button = Button(
            "", kind="ghost", key="Ctrl+J", height=24, name="order_entry.button.regime", accessible=said
        )  # fmt: skip
        button.clicked.connect(self.tax_wanted)
        return button

    def _show_sums(self, call: Call) -> None:
        clear(self._sums.box)
        counted = " · ".join((
            ngettext("{n} line", "{n} lines", len(call.lines)).format(n=len(call.lines)),
            ngettext("{n} piece", "{n} pieces", call.pieces).format(n=call.pieces),
        ))  # fmt: skip
        self._sums.add(KeyValue(counted, format_money(call.goods_minor), px=14))
        for kind, title in ((LineKind.DEPOSIT, _("Deposit")), (LineKind.WRAP, _("Gift wrap"))):
            if minor := call.sum_of(kind):
                self._sums.add(KeyValue(title, format_money(minor), px=14))
        if call.offers_minor:
            less = KeyValue(call.group if call.from_ticket and not call.offers else _("Promotions"), px=14)
            less.set_value(format_money(-call.offers_minor), "ok_text")
            self._sums.add(less)
        for code in call.idle_coupons:
            waits = KeyValue(_("Coupon {code}").format(code=code), px=14)
            waits.set_value(_("not yet"), "text3")
            self._sums.add(waits)
        if call.off_whole_minor:
            usual = _("Discount") if call.from_ticket else _("Group discount")
            name, off = call.off_whole_name or usual, format_money(-call.off_whole_minor)
            if call.from_ticket:
                self._sums.add(self._row(name, off, "ok_text", self._drop_button()))
            else:
                self._sums.add(KeyValue(name, off, px=14, token="ok_text"))
        if call.method in ("own_driver", "carrier"):
            self._sums.add(KeyValue(_("Delivery"), format_money(call.charge_minor), px=14))
        if call.fee_minor:
            self._sums.add(KeyValue(_("Fee"), format_money(call.fee_minor), px=14))
        if call.by_hand:
            _id, name, why = call.by_hand
            self._sums.add(self._row(f"{name} · {why}", "", "text", self._tax_button(name, why)))
        if call.relieved_minor:
            gone = KeyValue(_("Tax not charged"), px=14)
            gone.set_value(format_money(-call.relieved_minor), "ok_text")
            self._sums.add(gone)
        if call.priced.added_minor:
            self._sums.add(KeyValue(_("Tax on top"), format_money(call.priced.added_minor), px=14))
        priced = call.priced
        if (inside := priced.tax_minor - priced.added_minor) or not priced.added_minor:
            self._sums.add(KeyValue(_("Tax included"), format_money(inside), weight=400, token="text3"))
        self.total.set_minor(call.total_minor)
        self.primary.setAccessibleName(_("Confirm order, {total}, F9").format(total=format_money(call.total_minor)))
