"""How the payment sheet is laid out: tenders left, amount with notes and keypad in the middle, the sum right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QStackedWidget

from app.core.i18n import _
from ui.common.boxes import Banner, Divider, HBox, Panel, VBox
from ui.common.inputs import CheckBox, Keypad, MoneyField, TextField
from ui.common.labels import Label, MoneyLabel
from ui.common.sheet import Sheet
from ui.counter.payment.charge import Charge
from ui.counter.payment.context import Context, tender_rows
from ui.counter.payment.pages import AccountPage, CardPage, CashPage, GiftPage
from ui.counter.payment.side import Sum, TenderList

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.counter.till import Till


class PaymentLayout(Sheet):
    """The widgets; what they do is the payment sheet's."""

    def __init__(self, desk: Desk, till: Till, context: Context) -> None:
        buyer = till.ticket.buyer
        super().__init__(
            desk.surface, _("Payment"), buyer.name if buyer else "", width=1180, height=680, name="payment"
        )
        self._desk, self._till, self._context = desk, till, context
        self._build()

    def _build(self) -> None:
        context, card = self._context, self._till.card
        has_terminal = Charge.terminal_of(self._desk) is not None
        self.tenders = TenderList(
            tender_rows(
                context, has_customer=self._till.ticket.buyer is not None,
                has_address=card is not None and card.has_address,
                terminal=_("Terminal ready") if has_terminal else _("Type the code of the slip"),
            )
        )  # fmt: skip
        self.sum = Sum()
        self.cash, self.card_page = CashPage(), CardPage(has_terminal=has_terminal)
        self.gift = GiftPage(context.credit_minor)
        name = self._till.ticket.buyer.name if self._till.ticket.buyer else ""
        self.account = AccountPage(context.account_free_minor, context.limit_minor, name)
        self.pages = QStackedWidget()
        for page in (self.cash, self.card_page, self.gift, self.account):
            self.pages.addWidget(page)
        self.set_body(
            HBox(self.tenders, Divider(upright=True), (self._middle(), 1), Divider(upright=True), self.sum, gap=0),
            margins=0,
        )
        self._build_foot(card.email if card is not None else "")
        self.primary.setMinimumWidth(300)

    def _middle(self) -> Panel:
        self._to_pay, self._due = Label("", 14, 500, "text2"), MoneyLabel(0, 20, 600, name="payment.due")
        self.amount = MoneyField(_("Customer gives"), name="payment.amount", height=68, px=34)
        self.banner = Banner("warning-circle-fill", "bad", "", name="payment.banner")
        self.banner.hide()
        self.pad = Keypad("payment.keypad")
        right = VBox(Label(_("Keypad"), 12, 600, "text3"), self.pad, None, gap=8)
        both = HBox((self.pages, 1), (right, 1), gap=20)
        return Panel(
            "surface", HBox(self._to_pay, None, self._due, gap=8), self.amount, self.banner, (both, 1),
            margins=(20, 24), gap=10,
        )  # fmt: skip

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
        self.set_foot(self.prints, self.mails, (self.email, 1), None)
        for tick in (self.prints, self.mails):
            tick.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
