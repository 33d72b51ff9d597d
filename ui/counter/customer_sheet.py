"""F3: find the customer by name, phone, card or order, or take a new one up with three fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.core.i18n import _, language
from app.core.refusal import Refusal
from ui.common.boxes import HBox, VBox, initials_of
from ui.common.buttons import Button
from ui.common.inputs import CheckBox, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.counter import finding
from ui.counter.pick_list import Pick, PickList
from ui.shell.waiting_scans import WaitingScans

if TYPE_CHECKING:
    from ui.common.desk import Desk


def find_rows(text: str) -> list[Pick]:
    """Customers as rows; read on the reader's thread."""
    from app.customers.phone import show_phone
    from app.customers.queries import find_customers

    def words(row: Any) -> str:
        return " · ".join(filter(None, (show_phone(row.phone) if row.phone else "", row.city, row.email)))

    found = find_customers(text, 6)
    return [Pick(row.id, row.name, words(row), row.group, initials=initials_of(row.name)) for row in found]


class CustomerSheet(Sheet):
    """Search first; what was typed goes on into the form of a new customer."""

    def __init__(self, desk: Desk, take: Callable[[int], None]) -> None:
        super().__init__(desk.surface, _("Customer"), width=620, height=600, name="customer")
        self._desk, self._take = desk, take
        self._is_new, self._known = False, False
        self.search = TextField(
            name="customer.search", icon="magnifying-glass", height=48, px=16, accessible=_("Find a customer"),
            placeholder=_("Name, phone, card or order number"),
        )  # fmt: skip
        self.list = PickList("customer.list", _("Customers found"), most=6, focus=False)
        self.list.picked.connect(self._pick)
        self._hint = Label(_("Type, or scan the customer’s card."), 14, 400, "text3", wrap=True)
        self._new = Button(_("New customer"), icon="user-plus", key="F3", height=44, name="customer.button.new")
        self._new.clicked.connect(self.start_new)
        self._form = self._build_form()
        self.search.changed.connect(self._look)
        self.search.submitted.connect(self._enter)
        self.list.steer_by(self.search.edit)
        self._found = VBox(self.search, self._hint, self.list, None, HBox(self._new, None), gap=10)
        self.set_body((self._found, 1), (self._form, 1))
        self.set_primary(_("Take this customer"), self._enter)
        self.bind("F3", self.start_new)
        self._show_found([])

    def _build_form(self) -> VBox:
        self.name = TextField(_("Name or company"), name="customer.field.name", height=44)
        self.phone = TextField(_("Phone"), name="customer.field.phone", height=44, optional=True)
        self.email = TextField(_("E-mail"), name="customer.field.email", height=44, optional=True)
        self.mail = CheckBox(_("May get receipts and news by e-mail"), "customer.field.may_mail")
        self.sms = CheckBox(_("May get messages by SMS"), "customer.field.may_sms")
        self._same = Label("", 13, 500, "warn_text", wrap=True)
        self._same_list = PickList("customer.same", _("Known already"), most=3)
        self._same_list.picked.connect(self._pick)
        for field in (self.name, self.phone, self.email):
            field.submitted.connect(self.go_on)
            field.changed.connect(self._forget_known)
        form = VBox(self.name, self.phone, self.email, self.mail, self.sms, self._same, self._same_list, None, gap=10)
        form.hide()
        self._same.hide()
        self._same_list.hide()
        return form

    def open(self, focus: Any = None) -> Sheet:
        """Start in the search."""
        return super().open(focus or self.search)

    # -- finding

    def _look(self) -> None:
        text = self.search.text()
        if not text:
            self._show_found([])
            return
        self._desk.read(self, lambda: find_rows(text), self._show_found, merge="find", urgent=True)

    def _show_found(self, rows: list[Pick]) -> None:
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self._hint.setVisible(not rows)
        typed = self.search.text()
        self._hint.set_text(
            _("Nobody is found for “{text}”. Press F3 to take a new customer up.").format(text=typed)
            if typed else _("Type, or scan the customer’s card.")
        )  # fmt: skip
        self.primary.setEnabled(bool(rows) or self._is_new)

    def _enter(self) -> None:
        if self._is_new:
            self._add()
        else:
            self.list.choose()

    def _pick(self, customer_id: int) -> None:
        self.accept()
        self._take(customer_id)

    def on_code(self, code: str) -> None:
        """A customer's card, scanned into the sheet; goods wait until it is closed."""

        def read() -> tuple[list[Pick], bool]:
            rows = find_rows(code)
            return rows, len(rows) != 1 and bool(finding.find(code).offers)

        def show(found: tuple[list[Pick], bool]) -> None:
            rows, is_goods = found
            if is_goods:
                WaitingScans.of(self._desk.window).keep(code)
            elif len(rows) == 1:
                self._desk.feedback("ok")
                self._pick(rows[0].ref)
            else:
                self._desk.feedback("wrong")
                self.search.set_text(code)

        self._desk.read(self, read, show, urgent=True)

    # -- a new one

    def start_new(self) -> None:
        """Show the three fields of a new customer, filled with what was typed."""
        if self._is_new:
            return
        self._is_new = True
        typed = self.search.text()
        field = self.email if "@" in typed else self.phone if typed[:1] in "+0123456789" and typed else self.name
        field.set_text(typed)
        self._found.hide()
        self._form.show()
        self.title.set_text(_("New customer"))
        self.set_primary(_("Add customer"), self._enter)
        self.primary.setEnabled(True)
        self.name.focus()

    def _add(self) -> None:
        from app.customers.customers import NewCustomer, add_customer

        if not self.name.text():
            self.name.set_error(_("Type a name."))
            self.name.focus()
            return
        new = NewCustomer(
            self.name.text(), self.phone.text(), self.email.text(), language="zh_CN" if language() == "zh_CN" else "en",
            may_mail=self.mail.isChecked() and bool(self.email.text()),
            may_sms=self.sms.isChecked() and bool(self.phone.text()),
        )  # fmt: skip
        self.primary.setEnabled(False)
        self._desk.write(
            self, add_customer, new, even_if_known=self._known, done=self._pick, failed=self._refused, urgent=True
        )

    def _refused(self, error: BaseException) -> None:
        self.primary.setEnabled(True)
        self._desk.feedback("wrong")
        if not isinstance(error, Refusal):
            self._desk.explain(error)
            return
        known = list(error.facts.get("customer_ids", ()))
        if known:
            self._offer_known(str(error), known)
            return
        fields = {"phone": self.phone, "email": self.email}
        field = fields.get(str(error.facts.get("field", "")), self.name)
        field.set_error(str(error))
        field.focus()

    def _forget_known(self) -> None:
        """Something else was typed: whether that is known is asked anew."""
        if self._known:
            self._known = False
            self._same.hide()
            self._same_list.hide()
            self.set_primary(_("Add customer"), self._enter)

    def _offer_known(self, sentence: str, ids: list[int]) -> None:
        self._known = True
        self._same.set_text(sentence)
        self._same.show()
        self.set_primary(_("Somebody else, add"), self._enter)

        def load() -> list[Pick]:
            from ui.counter.till import buyer_card

            cards = [buyer_card(customer_id) for customer_id in ids[:3]]
            return [
                Pick(card.customer_id, card.name, " · ".join(filter(None, (card.phone, card.email))), card.group,
                     initials=initials_of(card.name))
                for card in cards
            ]  # fmt: skip

        def show(rows: list[Pick]) -> None:
            self._same_list.show_rows(rows)
            self._same_list.show()
            self._same_list.setFocus()

        self._desk.read(self, load, show)
