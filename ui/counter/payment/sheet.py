"""The payment sheet: tenders left, the chosen one in the middle, the running sum right; F9 finishes the sale."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeyEvent

from app.core.i18n import _
from app.payments.tender import Tender
from ui.counter.payment.bill import Part, Preview
from ui.counter.payment.cards import CardPayments
from ui.counter.payment.context import Context
from ui.counter.till import PAY, Payment, Till

if TYPE_CHECKING:
    from ui.common.desk import Desk

PLACES = {"C": 0, "K": 1, "G": 2, "A": 3}
Finish = Callable[[list[Part], bool, str], None]


class PaymentSheet(CardPayments):
    """Takes tenders until the bill is covered, then hands them to `finish(parts, print, e-mail)` once."""

    def __init__(self, desk: Desk, till: Till, context: Context, kept: list[Part], finish: Finish) -> None:
        super().__init__(desk, till, context)
        self._finish = finish
        self.letter = "C"
        self.set_primary(_("Finish sale"), self.go)
        self._wire()
        if self.bill.fits(kept):
            self.bill.parts += kept
        self._take_up_cards()
        self.choose("C")

    def _wire(self) -> None:
        for letter in "CKGAID":
            self.bind(letter, lambda letter=letter: self.choose(letter))
            self.bind(f"Alt+{letter}", lambda letter=letter: self.choose(letter))
        self.tenders.chosen.connect(self.choose)
        self.pad.pressed.connect(self._on_pad)
        self.amount.changed.connect(self.show_bill)
        self.amount.submitted.connect(self._enter)
        self.amount.edit.textEdited.connect(self._letters)
        self.cash.given.connect(self._give)
        self.cash.exact.connect(lambda: self._give(self.bill.cash_due()))
        self.cash.other.connect(lambda: (self.amount.clear(), self.amount.focus()))
        self.card_page.code.submitted.connect(self.go)
        self.card_page.last_four.submitted.connect(self.go)
        self.gift.switched.connect(self.show_bill)
        self.gift.coded.connect(self.look_at_gift_card)

    # -- choosing

    def choose(self, letter: str) -> None:
        """Another way to pay."""
        if self.is_busy or self.charge.is_running or letter not in PLACES:
            return
        if not self.tenders.buttons[letter].isEnabled():
            return
        self.letter = letter
        self.tenders.mark(letter)
        self.pages.setCurrentIndex(PLACES[letter])
        titles = {
            "C": _("To pay in cash"),
            "K": _("To pay by card"),
            "G": _("To pay with credit"),
            "A": _("To put on account"),
        }
        self._to_pay.set_text(titles[letter])
        self.amount.set_label(_("Customer gives") if letter == "C" else _("Amount, empty is all of it"))
        self.amount.clear()
        self.show_bill()
        field = self.card_page.code if letter == "K" and not self.card_page.has_terminal else self.amount
        if letter == "G" and not self.gift.is_credit and self.gift.most() is None:
            field = self.gift.code
        field.focus()

    def _letters(self, text: str) -> None:
        """A letter in the amount field chooses a tender, as the caps say."""
        letter = next((sign.upper() for sign in text if sign.upper() in "CKGAID"), "")
        if letter:
            self.amount.edit.setText("".join(sign for sign in text if not sign.isalpha()))
            self.choose(letter)

    # -- figures

    def preview(self) -> Preview:
        """What the amount in the field would do now."""
        if not self.bill.left_minor:
            return Preview()
        typed = self.amount.minor()
        if self.amount.text() and typed is None:
            return Preview(problem=_("This is no amount."))
        if self.letter == "C":
            return self.bill.cash(typed)
        if self.letter == "K":
            return self.bill.plain(Tender.CARD, typed)
        if self.letter == "A":
            return self.bill.plain(
                Tender.ON_ACCOUNT, typed, self._context.account_free_minor - self._used(Tender.ON_ACCOUNT)
            )
        tender = Tender.STORE_CREDIT if self.gift.is_credit else Tender.GIFT_CARD
        most = self.gift.most()
        if most is None:
            return Preview(problem=_("Scan the gift card."))
        return self.bill.plain(tender, typed, most - self._used(tender))

    def _used(self, tender: Tender) -> int:
        return sum(part.amount_minor for part in self.bill.parts if part.tender == tender)

    def show_bill(self) -> None:
        """Show what is left, what the typed amount does, and what F9 does."""
        preview, bill = self.preview(), self.bill
        typed = bool(self.amount.text())
        shown = (
            preview
            if typed or self.letter != "C" or not bill.left_minor
            else Preview(rounding_minor=preview.rounding_minor)
        )
        self.sum.show_bill(bill, shown)
        self._due.set_minor(bill.cash_due() if self.letter == "C" else bill.left_minor)
        self.cash.show_due(bill.cash_due(), self.amount.minor())
        self.primary.set_text(
            self.bill.verb(preview, by_terminal=self.letter == "K" and self.card_page.has_terminal, exact=not typed)
        )
        self.primary.setEnabled(not self.is_busy and not self.charge.is_running)
        self._till.set_stage(PAY, self._customer_view(preview if typed else Preview()))

    def _customer_view(self, preview: Preview) -> Payment:
        given = preview.part.given_minor if preview.part else 0
        return Payment(
            self.letter, self.bill.left_minor, given, self.bill.change_minor + preview.change_minor,
            self.charge.is_running, self.receipt_address(),
        )  # fmt: skip

    def receipt_address(self) -> str:
        """Where the receipt is mailed, or nothing."""
        return (self._address or self.email.text()) if self.mails.isChecked() else ""

    # -- hands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():  # a key held down on Pay must not pay
            event.accept()
            return
        super().keyPressEvent(event)

    def _on_pad(self, key: str) -> None:
        target = self.gift.code if self.gift.code.edit.hasFocus() else self.card_page.code
        if not (self.gift.code.edit.hasFocus() or self.card_page.code.edit.hasFocus()):
            target = self.amount
        target.press(key)

    def _give(self, minor: int) -> None:
        self.amount.set_minor(minor)
        self.amount.focus()

    def _enter(self) -> None:
        """Enter: with nothing typed the exact amount, else as F9."""
        if self.letter == "C" and not self.amount.text() and self.bill.left_minor:
            self._give(self.bill.cash_due())
        else:
            self.go()

    def go(self) -> None:
        """F9: take what is typed; when the bill is covered, finish the sale."""
        if self.is_busy or self.charge.is_running:
            return
        self.banner.hide()
        if self.bill.left_minor and not self._take():
            return
        if not self.bill.left_minor:
            self._finish_now()

    def _take(self) -> bool:
        """Take the chosen tender; False when something is missing or the terminal is asked."""
        preview = self.preview()
        part = preview.part
        if part is None:
            self._missing(preview.problem)
            return False
        if self.letter == "K":
            if self.card_page.has_terminal:
                self._charge(part.amount_minor)
                return False
            typed = self.card_page.typed()
            if typed is None:
                self._desk.feedback("wrong")
                return False
            code, masked = typed
            part = part._replace(auth_code=code, masked_pan=masked, word=masked or code)
        elif self.letter == "G" and not self.gift.is_credit:
            part = part._replace(reference=self.gift.code.text(), word=self.gift.code.text())
        elif self.letter in "GA":
            buyer = self._till.ticket.buyer
            part = part._replace(word=buyer.name if buyer else "")
        self.bill.add(part)
        self.amount.clear()
        self.card_page.code.clear()
        self.card_page.last_four.clear()
        if self.bill.left_minor:
            self.choose("C")
        else:
            self.show_bill()
        return True

    def _missing(self, problem: str) -> None:
        """Jump to what is missing."""
        self._desk.feedback("wrong")
        if self.letter == "G" and not self.gift.is_credit and self.gift.most() is None:
            self.gift.code.set_error(problem)
            self.gift.code.focus()
        else:
            self.amount.set_error(problem)
            self.amount.focus()

    # -- scans

    def on_card(self, word: str) -> bool:
        """The command card "pay cash" takes what is typed, else exactly what is due; other cards are keys."""
        if word != "CASH":
            return super().on_card(word)
        self.choose("C")
        self.go()
        return True

    def on_code(self, code: str) -> None:
        """A gift card pays; anything else does not belong here."""
        self.look_at_gift_card(code)

    def look_at_gift_card(self, code: str) -> None:
        """Read what is left on a gift card and offer it."""
        if not code or self.is_busy or self.charge.is_running:
            return

        def left() -> int:
            from app.payments.queries import gift_card_left

            return gift_card_left(code)

        def show(minor: int) -> None:
            if minor <= 0:
                self._desk.feedback("wrong")
                self._show_banner(
                    _("{code} is no gift card with money on it. Finish or leave the payment first.").format(code=code)
                )
                return
            self._desk.feedback("ok")
            self.gift.show_card(code, minor)
            self.choose("G")

        self._desk.read(self, left, show, urgent=True)

    # -- the end

    def _finish_now(self) -> None:
        """Hand the tenders over, once: a second press finds the sheet busy."""
        if self.mails.isChecked() and not self.receipt_address():
            self.email.set_error(_("Type where to."))
            self.email.focus()
            return
        self.is_busy = True
        self.primary.setEnabled(False)
        self.back.setEnabled(False)
        self.primary.set_text(_("Saving the sale"))
        self._finish(self.bill.parts, self.prints.isChecked(), self.receipt_address())

    def refuse(self, sentence: str) -> None:
        """The sale was not made: say why; what was taken stays."""
        self.is_busy = False
        self.back.setEnabled(True)
        self._desk.feedback("wrong")
        self._show_banner(sentence)
        # Cash is put on the counter again; what stays is what cannot be taken twice.
        self.bill.parts = [part for part in self.bill.parts if part.tender != Tender.CASH]
        self.choose(self.letter)

    def reject(self) -> None:
        """Back to the ticket; what was taken is kept, a running card payment is not left."""
        if not (self.is_busy or self.charge.is_running):
            super().reject()
