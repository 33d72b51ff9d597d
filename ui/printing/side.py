"""The right column of the print studio: the chosen paper's state, printer, copies, settings, and what F9 does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.core import clock
from app.core.i18n import _, ngettext
from ui.common.boxes import Divider, HBox, KeyValue, Panel, Scroll, VBox
from ui.common.buttons import Button
from ui.common.chips import Chip
from ui.common.inputs import ComboField, Stepper, TextField
from ui.common.labels import Icon, Label
from ui.printing import jobs
from ui.printing.queue import kind_words, state_look
from ui.printing.receipt_card import ReceiptCard

if TYPE_CHECKING:
    from app.core.outbox import Wish
    from app.staff.queries import StationRow

WIDTH = 340
MOST_COPIES = 200
A4_MM = 200


class Side(Panel):
    """What is known about a paper and what can be done with it.

    Signals:
        go: the blue button.
        withdraw, save, typed: take a waiting paper back, save it as PDF, a product was searched.
        changed: a setting; carries its name and value.
    """

    go = Signal()
    withdraw = Signal()
    save = Signal()
    choose = Signal()
    changed = Signal(str, object)

    def __init__(self) -> None:
        self._title = Label("", 18, 600, name="print.title")
        self._chip = Chip("", "grey", name="print.chip.status")
        self._reason = Label("", 13, 500, "bad_text", wrap=True, name="print.reason")
        self._facts = [KeyValue(words) for words in (_("Queued"), _("Tries"), _("Printer"))]
        self.stand_in = ComboField(_("Print at"), [], "print.field.station")
        self.copies = Stepper(1, name="print.field.copies", minimum=1, maximum=MOST_COPIES, height=36)
        self._copies = HBox(Label(_("Copies"), 13, 500, "text2"), None, self.copies)
        self.choose_button = Button(
            _("Choose products"), icon="magnifying-glass", key="F3", height=40, name="print.button.choose"
        ).grow()
        self.receipts = ReceiptCard()
        self.prefix = TextField(_("Parcel codes begin with"), name="print.field.prefix")
        self._label_settings = VBox(self.prefix)
        self._fits = Label("", 13, 500, "text", wrap=True, name="print.fits")
        self._fits_icon = Icon("check-circle-fill", 18, "ok")
        self._why = Label("", 13, 600, "accent_text", align="center", wrap=True, name="print.why")
        self.primary = Button(_("Print"), kind="primary", key="F9", height=56, name="print.primary").grow()
        self.save_button = Button(_("Save as PDF"), icon="file-pdf", height=44, name="print.button.save").grow()
        self.mail_button = Button(
            _("E-mail"), icon="envelope-simple", key="E", height=44, name="print.button.mail"
        ).grow()
        self.invoice_button = Button(
            _("Invoice"), icon="receipt", key="I", height=44, name="print.button.invoice"
        ).grow()
        self.withdraw_button = Button(_("Withdraw"), kind="danger", key="Del", height=44, name="print.button.withdraw")
        page = VBox(
            HBox((self._title, 1), self._chip, gap=8), self._reason, *self._facts, self.stand_in, self._copies,
            self.choose_button, Divider(), self.receipts, self._label_settings, None, gap=10,
        )  # fmt: skip
        super().__init__(
            "surface", (Scroll(page), 1), HBox(self._fits_icon, (self._fits, 1), gap=8), self.primary, self._why,
            HBox((self.save_button, 1), (self.withdraw_button, 1), gap=8),
            HBox((self.mail_button, 1), (self.invoice_button, 1), gap=8), margins=(18, 20, 16, 20), gap=10,
            name="print.side",
        )  # fmt: skip
        self.setFixedWidth(WIDTH)
        self._connect()

    def _connect(self) -> None:
        self.primary.clicked.connect(self.go)
        self.save_button.clicked.connect(self.save)
        self.withdraw_button.clicked.connect(self.withdraw)
        self.choose_button.clicked.connect(self.choose)
        self.receipts.changed.connect(self.changed)
        self.prefix.edit.editingFinished.connect(
            lambda: self.prefix.edit.isModified() and self.changed.emit("packing.parcel_prefix", self.prefix.text())
        )

    # -- what is shown

    def show_templates(self, templates: jobs.Templates, *, may_change: bool) -> None:
        """How papers are set up; those who may not change it only see it."""
        self.receipts.show_values(templates.values, templates.choices, may_change=may_change)
        if not self.prefix.edit.hasFocus():
            self.prefix.set_text(templates.prefix)
            self.prefix.edit.setModified(False)
        self.prefix.setEnabled(may_change)

    def show_stations(self, stations: list[StationRow], own: str) -> None:
        """Where a failed paper can be printed instead."""
        items: list[tuple[object, str]] = [("", _("This station"))]
        self.stand_in.set_items([*items, *((row.code, row.name) for row in stations if row.code != own)])

    def show_paper(self, slot: str, wish: Wish | None, printer: str, product: bool) -> None:
        """The chosen slot and the paper in it."""
        state = str(wish.state) if wish is not None else ""
        titles = {jobs.LABEL: _("Shipping label"), jobs.SHELF: _("Shelf label")}
        self._title.set_text(kind_words(wish.kind) if wish and slot == jobs.RECEIPT else titles.get(slot, _("Receipt")))
        shelf = slot == jobs.SHELF
        about = wish is not None and not shelf
        self._chip.setVisible(about)
        if wish is not None:
            self._chip.set_look(*state_look(wish))
        self._reason.set_text(wish.reason if wish is not None and state in ("failed", "unknown", "queued") else "")
        self._reason.setVisible(bool(self._reason.text()) and about)
        for fact in self._facts[:2]:
            fact.setVisible(about)
        if wish is not None:
            self._facts[0].set_value(clock.format_moment(wish.created_at))
            self._facts[1].set_value(str(wish.tries))
            self._facts[1].setVisible(about and wish.tries > 1)
        self._facts[2].set_value(printer or _("none at this station"), "text" if printer else "warn_text")
        self.stand_in.setVisible(about and state in ("failed", "unknown"))
        self._copies.setVisible(shelf)
        self.choose_button.setVisible(shelf)
        self.receipts.setVisible(slot == jobs.RECEIPT)
        self._label_settings.setVisible(slot == jobs.LABEL)
        bill = about and wish is not None and wish.kind in BILLS and wish.order_ref is not None
        self.receipts.gift.setVisible(about and wish is not None and wish.kind == "receipt")
        self.mail_button.setVisible(bill)
        self.invoice_button.setVisible(bill)
        self.withdraw_button.setVisible(about and state in ("queued", "failed"))
        text, why, ready = self._what(slot, wish, product)
        self.primary.set_text(text)
        self.primary.setEnabled(ready)
        self._why.set_text(why)
        self._why.setVisible(bool(why))

    def _what(self, slot: str, wish: Wish | None, product: bool) -> tuple[str, str, bool]:
        """What F9 does, why it cannot, and whether it can."""
        if slot == jobs.SHELF:
            count = self.copies.value()
            words = ngettext("Print {count} label", "Print {count} labels", count).format(count=count)
            return words, "" if product else _("Choose a product with F3"), product
        if wish is None:
            return _("Print"), _("Choose a paper in the queue"), False
        state, again = str(wish.state), is_made_again(wish)
        if state in ("failed", "unknown"):
            return _("Try again"), _("It comes out as a copy") if state == "unknown" else "", True
        if state in ("queued", "sent"):
            return _("Print"), _("It prints as soon as the printer is ready"), False
        if not again:
            return _("Print again"), _("This paper is printed again where it was made"), False
        return _("Print gift receipt") if self.receipts.gift.isChecked() else _("Print a copy"), "", True

    def show_fits(self, shot: jobs.Shot | None, error: str = "") -> None:
        """How much paper it takes, or why it cannot be drawn."""
        self._fits_icon.set_icon("warning-circle-fill" if error else "check-circle-fill", "bad_text" if error else "ok")
        self._fits_icon.setVisible(bool(error or shot))
        if error:
            self._fits.set_text(error)
        elif shot is None:
            self._fits.set_text("")
        elif shot.pages > 1 or shot.width_mm >= A4_MM:
            said = ngettext("{count} page", "{count} pages", shot.pages).format(count=shot.pages)
            self._fits.set_text(said)
        else:
            self._fits.set_text(
                _("Fits: {lines} lines, {length} mm of paper").format(lines=shot.lines, length=round(shot.length_mm))
            )
        self.save_button.setEnabled(shot is not None)


BILLS = ("receipt", "gift_receipt", "invoice", "credit_note")
AGAIN = ("receipt", "gift_receipt", "label", "packing_slip", "invoice", "credit_note")


def is_made_again(wish: Wish) -> bool:
    """Whether a paper that came out can be printed again from here."""
    return wish.kind == "account_receipt" or (wish.order_ref is not None and wish.kind in AGAIN)
