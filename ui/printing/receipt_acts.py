"""What can be done with a receipt beside printing it: mail it, make an invoice of it, give the gift receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.core.i18n import N_, _
from ui.common.boxes import HBox
from ui.common.inputs import CheckBox, NoteField, TextField
from ui.common.keys import Key
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.common.why_sheet import WhySheet
from ui.printing.jobs import RECEIPT

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.printing.tab import PrintTab

EXPLAINED = (
    "receipt",
    "account_receipt",
    "return_slip",
    "invoice",
    "credit_note",
)  # papers whose amount opens to its steps


class ReceiptActs(QObject):
    """The acts of the chosen receipt in the print studio."""

    def __init__(self, tab: PrintTab) -> None:
        super().__init__(tab)
        self._tab, self._desk = tab, tab.desk

    def keys(self) -> list[Key]:
        """Their keys, while a receipt is shown."""
        gift = self._tab.side.receipts.gift
        return [
            Key("E", _("E-mail"), self.mail), Key("I", _("Invoice"), self.make_invoice),
            Key("G", _("Gift receipt"), gift.click),
        ]  # fmt: skip

    def reprint(self, number: str) -> None:
        """F9: the very receipt again, marked COPY with its count."""
        from app.counter.void import reprint

        def told(again: Any) -> None:
            said = _("Receipt {number}, copy {copy}") if again.copy else _("Receipt {number}")
            self._desk.toast(said.format(number=again.receipt, copy=again.copy))

        self._desk.write(self._tab, reprint, number, done=told, once=True)

    def reprint_account(self, number: str) -> None:
        """F9: the paper of a debt's payment again, marked COPY with its count."""
        from app.payments.receipts import reprint_account

        def told(copy: int) -> None:
            self._desk.toast(_("Receipt {number}, copy {copy}").format(number=number, copy=copy))

        self._desk.write(self._tab, reprint_account, number, done=told)

    def show_why(self) -> None:
        """Ctrl+W: the steps of the amount on the shown paper."""
        from app.overview.why_paper import why_paper

        wish = self._tab.shown(RECEIPT)
        if wish is None or wish.kind not in EXPLAINED:
            self._desk.feedback("attention")
            return
        kind, facts, order_id, of = wish.kind, dict(wish.payload), wish.order_ref, wish.title
        self._desk.read_for_sheet(
            self._tab,
            lambda: why_paper(kind, facts, order_id),
            lambda why: WhySheet(self._desk.surface, why, of=of).open(),
        )

    def mail(self) -> None:
        """E: the receipt by e-mail, or the invoice or credit note that is shown."""
        wish = self._tab.shown(RECEIPT)
        if wish is not None and wish.order_ref:
            paper = wish.kind if wish.kind in MAIL_TITLES else "receipt"
            MailSheet(self._desk, self._tab, wish.order_ref, paper).open()

    def make_invoice(self) -> None:
        """I: an invoice for the receipt, made later."""
        wish = self._tab.shown(RECEIPT)
        if wish is not None and wish.order_ref:
            InvoiceSheet(self._desk, self._tab, wish.order_ref, wish.title).open()

    def open_drawer(self) -> None:
        """D: the drawer without a sale, with a reason."""
        from ui.payments.cash_sheet import CashSheet

        sheet = CashSheet(self._desk, self._tab)
        sheet.kind.choose("no_sale")
        sheet.open(sheet.reason.edit)

    def choose_logo(self) -> None:
        """Another picture for the head of receipts."""
        dialog = QFileDialog(self._tab, _("Logo"))
        dialog.setProperty("own_keys", True)
        dialog.setNameFilter(_("Pictures") + " (*.png)")
        dialog.fileSelected.connect(lambda path: self._tab.change_setting("documents.logo_file", path))
        dialog.open()


MAIL_TITLES = {
    "receipt": N_("E-mail the receipt"), "invoice": N_("E-mail the invoice"),
    "credit_note": N_("E-mail the credit note"),
}  # fmt: skip


class MailSheet(Sheet):
    """Where a receipt, an invoice or its credit notes are mailed to."""

    def __init__(self, desk: Desk, owner: QObject, order_id: int, paper: str = "receipt") -> None:
        super().__init__(desk.surface, _(MAIL_TITLES[paper]), width=520, name="print.mail")
        self._desk, self._owner, self._order, self._paper = desk, owner, order_id, paper
        self.address = TextField(_("E-mail"), name="print.mail.address", icon="envelope-simple", height=48)
        self.address.submitted.connect(self.go_on)
        self.set_body(self.address, Label(_("It leaves after ten seconds, with the paper as a PDF."), 12, 400, "text3"))
        self.set_primary(_("Send"), self._go)
        self._load()

    def _load(self) -> None:
        from app.notices.by_hand import reach

        order_id = self._order
        self._desk.read(self, lambda: reach(order_id).email, lambda email: self.address.set_text(email or ""))

    def _go(self) -> None:
        from app.notices.mail_paper import mail_paper

        address = self.address.text()

        def told(_wish: int) -> None:
            self.accept()
            self._desk.feedback("done")
            self._desk.toast(_("The mail to {address} is on its way").format(address=address))

        self._desk.write(
            self._owner, mail_paper, self._order, self._paper, address, done=told, once=True,
            failed=lambda error: self.address.set_error(str(error)),
        )  # fmt: skip


class InvoiceSheet(Sheet):
    """An invoice made later: whose it is; the amounts are those of the receipt."""

    def __init__(self, desk: Desk, owner: QObject, order_id: int, title: str) -> None:
        super().__init__(desk.surface, _("Invoice"), title, width=640, name="print.invoice")
        self._desk, self._owner, self._order = desk, owner, order_id
        self.buyer = TextField(_("Whose invoice"), name="print.invoice.buyer", icon="identification-card", height=48)
        self.lines = NoteField(_("Address"), name="print.invoice.address", height=96, optional=True)
        self.vat = TextField(_("VAT number of the buyer"), name="print.invoice.vat", height=44, optional=True)
        self.mails = CheckBox(_("Also by e-mail"), "print.invoice.mail")
        self._told = Label(_("The amounts are those of the receipt and cannot differ."), 12, 400, "text3")
        self.set_body(self.buyer, self.lines, HBox((self.vat, 1), self.mails, gap=16), self._told)
        self.set_primary(_("Make and print"), self._go)
        self._load()

    def _load(self) -> None:
        from app.documents.build import invoice
        from app.payments.invoices import invoice_of

        order_id = self._order

        def read() -> tuple[Any, Any]:
            return invoice_of(order_id), invoice(order_id).customer

        def show(found: tuple[Any, Any]) -> None:
            made, customer = found
            if made is not None:
                number, buyer, lines, vat = made
                self.set_subtitle(number)
                self._told.set_text(_("{number} was made already; F9 prints it again.").format(number=number))
            else:
                buyer, *lines = customer or ("",)
                vat = ""
            self.buyer.set_text(buyer)
            self.lines.set_text("\n".join(lines))
            self.vat.set_text(vat)
            for field in (self.buyer, self.lines, self.vat):
                field.setEnabled(made is None)
            self.buyer.focus()

        self._desk.read(self, read, show, failed=lambda error: self.buyer.set_error(str(error)))

    def _go(self) -> None:
        from app.documents.order_papers import print_order
        from app.payments.invoices import make_invoice

        desk, order_id, mails = self._desk, self._order, self.mails.isChecked()

        def made(number: str) -> None:
            self.accept()
            desk.write(self._owner, print_order, order_id, "invoice")
            desk.feedback("done")
            desk.toast(_("Invoice {number} is in the print queue").format(number=number))
            if mails:
                MailSheet(desk, self._owner, order_id, "invoice").open()

        desk.write(
            self._owner, make_invoice, order_id, self.buyer.text(), self.lines.text().splitlines(), self.vat.text(),
            done=made, failed=lambda error: self.buyer.set_error(str(error)), once=True,
        )  # fmt: skip
