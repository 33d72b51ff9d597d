"""How the payment sheet is laid out: tenders left, amount with notes and keypad in the middle, the sum right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from app.core.i18n import _
from app.core.money import format_money
from ui.common.boxes import Banner, Divider, HBox, Panel, VBox
from ui.common.buttons import Button
from ui.common.inputs import CheckBox, Keypad, MoneyField, TextField
from ui.common.labels import Label, MoneyLabel
from ui.common.pay_ends import terminal_of
from ui.common.sheet import Sheet
from ui.counter.payment.context import Context, tender_rows
from ui.counter.payment.pages import AccountPage, CardPage, CashPage, GiftPage
from ui.counter.payment.plan_page import PlanPage
from ui.counter.payment.side import Sum, TenderList
from ui.counter.payment.signing import DebtPage, Signing

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.counter.till import Till


class PaymentLayout(Sheet):
    """The widgets; what they do is the payment sheet's."""

    def __init__(self, desk: Desk, till: Till, context: Context) -> None:
        self.payable = context.payable
        super().__init__(
            desk.surface, self.payable.title, self.payable.name, width=1180, height=680, name="payment",
            foot_height=60,
        )  # fmt: skip
        self._desk, self._till, self._context = desk, till, context
        self.link = ""  # an address that the customer pays by
        self._build()

    def _build(self) -> None:
        context = self._context
        has_terminal = terminal_of(self._desk) is not None
        words = _("Terminal ready") if has_terminal else _("Type the code of the slip")
        self.tenders = TenderList(tender_rows(context, terminal=words))
        self.sum = Sum(_("This sale") if self.payable.is_sale else _("This payment"))
        self.cash = CashPage(context.rates)
        self.card_page = CardPage(has_terminal=has_terminal, has_link=context.online, tips=context.tips)
        self.gift = GiftPage(context.credit_minor)
        self.account = AccountPage(context.account_free_minor, context.limit_minor, self.payable.name)
        self.plan_page = PlanPage(context)
        self.debt_page = DebtPage()
        self.signing = Signing()
        self.pages = QStackedWidget()
        for page in (self.cash, self.card_page, self.gift, self.account):
            self.pages.addWidget(page)
        self.set_body(
            HBox(self.tenders, Divider(upright=True), (self._middle(), 1), Divider(upright=True), self.sum, gap=0),
            margins=0,
        )
        self._build_foot(self.payable.email)
        self.primary.setMinimumWidth(300)

    def _middle(self) -> Panel:
        self._to_pay, self._due = Label("", 14, 500, "text2"), MoneyLabel(0, 20, 600, name="payment.due")
        self.amount = MoneyField(_("Customer gives"), name="payment.amount", height=68, px=34)
        self.banner = Banner("warning-circle-fill", "bad", "", name="payment.banner")
        self.banner.hide()
        self.pad = Keypad("payment.keypad")
        right = VBox(Label(_("Keypad"), 12, 600, "text3"), self.pad, None, gap=8)
        both = HBox((self.pages, 1), (right, 1), gap=20)
        amounts = VBox(HBox(self._to_pay, None, self._due, gap=8), self.amount, (both, 1), gap=10)
        self._stages = QStackedWidget()
        self._stages.addWidget(amounts)
        self._stages.addWidget(self.plan_page)
        self._stages.addWidget(self.debt_page)
        return Panel("surface", self.banner, (self._stages, 1), self.signing, margins=(20, 24), gap=10)

    def show_stage(self, letter: str) -> None:
        """The instalments have the whole middle, and what is signed; all else shares amount and keypad."""
        signs = self.signing.isVisibleTo(self)
        page: QWidget = self.plan_page if letter == "I" else self.debt_page if signs else self._stages.widget(0)
        self._stages.setCurrentWidget(page)

    def _build_foot(self, email: str) -> None:
        self.prints = CheckBox(_("Print receipt"), "payment.field.print", checked=True)
        words = _("E-mail to {address}").format(address=email) if email else _("E-mail receipt")
        self.mails = CheckBox(words, "payment.field.mail", checked=bool(email))
        self._address = email
        self.email = TextField(name="payment.field.email", height=40, placeholder=_("name@example.com"))
        self.email.hide()
        if not email:
            self.mails.toggled.connect(self.email.setVisible)
            self.mails.toggled.connect(lambda on: self.email.focus() if on else None)
        self.mails.setVisible(self.payable.is_sale)
        self.let_go = Button("", key="W", height=44, name="payment.button.let_go")
        self.leave = Button(_("Leave the rest open"), key="L", height=44, name="payment.button.leave")
        self.let_go.hide()
        self.leave.hide()
        self.set_foot(self.prints, self.mails, (self.email, 1), None, self.let_go, self.leave)
        for tick in (self.prints, self.mails):
            tick.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_ends(self, rest_minor: int, *, may_leave: bool) -> None:
        """What may be done with a rest: let a few cents go, or leave it for later."""
        self.let_go.set_text(_("Let {amount} go").format(amount=format_money(rest_minor)))
        self.let_go.setVisible(bool(rest_minor))
        self.leave.setVisible(may_leave)
