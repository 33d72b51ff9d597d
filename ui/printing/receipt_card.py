"""How receipts are set up, beside their preview: what is typed here shows in the paper at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal

from app.core.i18n import _
from ui.common.boxes import HBox, VBox
from ui.common.buttons import Button
from ui.common.choices import Segmented
from ui.common.inputs import ComboField, NoteField, TextField, Toggle
from ui.common.labels import Label

LIVE_MS = 250
TOGGLES = ("documents.receipt_savings", "documents.receipt_barcode", "documents.thanks")


class ReceiptCard(VBox):
    """The template of receipts.

    Signals:
        changed: a setting; carries its name and value.
        edited: header or footer is being typed, or the gift receipt was switched: draw the paper anew.
        logo_wanted: another picture for the head.
    """

    changed = Signal(str, object)
    edited = Signal()
    logo_wanted = Signal()

    def __init__(self) -> None:
        self.prints = Toggle(_("Print after every sale"), "print.field.always")
        self.mails = Toggle(_("Ask for e-mail first"), "print.field.mail_first")
        self.savings = Toggle(_("Show savings"), "print.field.savings")
        self.barcode = Toggle(_("Return barcode"), "print.field.barcode")
        self.thanks = Toggle(_("Thank the customer"), "print.field.thanks")
        self.gift = Toggle(_("Gift receipt without prices"), "print.field.gift")
        self.language = ComboField(_("Language"), [], "print.field.language")
        self.qr = ComboField(_("QR code"), [], "print.field.qr")
        self.qr_text = TextField(_("Own text of the QR code"), name="print.field.qr_text")
        self.header = NoteField(_("Head of receipts"), name="print.field.header", height=58, optional=True)
        self.footer = NoteField(
            _("Foot of receipts"), name="print.field.footer", height=76, optional=True,
            help=_("Empty: how long goods can be returned."),
        )  # fmt: skip
        self.logo = Button(_("Logo"), icon="image-square", height=36, name="print.button.logo")
        rule = Label(_("By tender and amount: Settings, Selling."), 12, 400, "text3", wrap=True)
        # A side at a time, so that no window is too low for what one looks for.
        self.sides = Segmented(
            [("when", _("Print")), ("layout", _("Layout")), ("texts", _("Texts"))], "print.receipt.sides"
        )
        self._pages = {
            "when": VBox(self.gift, self.prints, self.mails, rule, self.language, gap=8),
            "layout": VBox(
                self.savings, self.barcode, self.thanks, self.qr, self.qr_text, HBox(self.logo, None), gap=8
            ),
            "texts": VBox(self.header, self.footer, gap=8),
        }
        super().__init__(HBox(self.sides, None), *self._pages.values(), gap=10)
        self.show_side("when")
        self._timer = QTimer(self, singleShot=True, interval=LIVE_MS)
        self._timer.timeout.connect(self.edited.emit)
        self._values: dict[str, Any] = {}
        self._connect()

    def show_side(self, key: str) -> None:
        """Show one side of the template."""
        self.sides.set_current(key)
        for name, page in self._pages.items():
            page.setVisible(name == key)

    def _connect(self) -> None:
        self.sides.chosen.connect(self.show_side)
        self.prints.clicked.connect(lambda: self._say_way("print" if self.prints.isChecked() else "ask"))
        self.mails.clicked.connect(lambda: self._say_way("mail" if self.mails.isChecked() else "print"))
        for toggle, name in zip((self.savings, self.barcode, self.thanks), TOGGLES, strict=True):
            toggle.clicked.connect(lambda _on, one=toggle, name=name: self.changed.emit(name, one.isChecked()))
        self.gift.clicked.connect(lambda: self.edited.emit())
        self.language.changed.connect(lambda: self._say("documents.receipt_language", self.language.current()))
        self.qr.changed.connect(lambda: self._say("documents.receipt_qr", self.qr.current()))
        self.qr_text.edit.editingFinished.connect(lambda: self._say("documents.receipt_qr_text", self.qr_text.text()))
        self.header.submitted.connect(self.save)
        self.footer.submitted.connect(self.save)
        self.header.edit.left.connect(self.save)
        self.footer.edit.left.connect(self.save)
        self.header.changed.connect(self._timer.start)
        self.footer.changed.connect(self._timer.start)
        self.logo.clicked.connect(self.logo_wanted.emit)

    def _say_way(self, way: str) -> None:
        for name in ("payments.receipt_cash", "payments.receipt_other"):
            self.changed.emit(name, way)

    def _say(self, name: str, value: Any) -> None:
        if self._values and self._values.get(name) != value:
            self.changed.emit(name, value)

    def save(self) -> None:
        """Keep the lines at the head and the foot, where they differ from what is kept."""
        self._say("documents.receipt_header", lines_of(self.header))
        self._say("documents.receipt_footer", lines_of(self.footer))

    def draft(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Head and foot as they are typed now."""
        return tuple(lines_of(self.header)), tuple(lines_of(self.footer))

    def show_values(self, values: dict[str, Any], choices: dict[str, dict[str, str]], *, may_change: bool) -> None:
        """Show the settings; those who may not change them only see them."""
        self._values = {}
        ways = {values["payments.receipt_cash"], values["payments.receipt_other"]}
        self.prints.setChecked(ways == {"print"})
        self.mails.setChecked(ways == {"mail"})
        for toggle, name in zip((self.savings, self.barcode, self.thanks), TOGGLES, strict=True):
            toggle.setChecked(bool(values[name]))
        for combo, name in ((self.language, "documents.receipt_language"), (self.qr, "documents.receipt_qr")):
            combo.set_items(list(choices[name].items()))
            combo.set_current(values[name])
        self.qr_text.setVisible(values["documents.receipt_qr"] == "own")
        if not self.qr_text.edit.hasFocus():
            self.qr_text.set_text(values["documents.receipt_qr_text"])
        for field, name in ((self.header, "documents.receipt_header"), (self.footer, "documents.receipt_footer")):
            if not field.edit.hasFocus():
                field.set_text("\n".join(values[name]))
        self._values = values
        for widget in (self.prints, self.mails, self.savings, self.barcode, self.thanks, self.language, self.qr,
                       self.qr_text, self.header, self.footer, self.logo):  # fmt: skip
            widget.setEnabled(may_change)


def lines_of(field: NoteField) -> list[str]:
    """What is typed, a line each, without empty ones."""
    return [line.strip() for line in field.text().splitlines() if line.strip()]
