"""The payment sheet: tenders left, the chosen one in the middle, the running sum right; F9 finishes the sale."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeyEvent

from app.core.i18n import _, ngettext
from app.core.money import format_money
from app.payments.tender import Tender
from ui.counter.payment.bill import Part, Preview
from ui.counter.payment.context import Context
from ui.counter.payment.ending import Ending
from ui.counter.payment.pages import SEND_KEYS
from ui.counter.payment.receipt_choice import ReceiptChoice
from ui.counter.till import PAY, SIGN, Payment, Till
from ui.display.screens import Displays

if TYPE_CHECKING:
    from ui.common.desk import Desk

PLACES = {"C": 0, "K": 1, "G": 2, "A": 3, "I": 3}
Finish = Callable[[list[Part], bool, str], None]


class PaymentSheet(Ending):
    """Takes tenders until the bill is covered, then hands them to `finish(parts, print, e-mail)` once."""

    def __init__(self, desk: Desk, till: Till, context: Context, kept: list[Part], finish: Finish) -> None:
        super().__init__(desk, till, context)
        self._finish = finish
        self.letter = "C"
        self.set_primary(self.payable.finish_word, self.go)
        self._receipts = ReceiptChoice(desk, self, self._address)
        self._wire()
        if self.bill.fits(kept):
            self.bill.parts += kept
        self.take_up_cards()
        self.choose("K" if self.doubtful else "C")

    def _wire(self) -> None:
        for letter in "CKGAID":
            self.bind(letter, lambda letter=letter: self.choose(letter))
            self.bind(f"Alt+{letter}", lambda letter=letter: self.choose(letter))
        for key, act in (("W", self.let_rest_go), ("L", self.leave_rest)):
            self.bind(key, act)
            self.bind(f"Alt+{key}", act)
        for way, key in SEND_KEYS.items():
            self.bind(key, lambda way=way: self.send_link(way))
        self.let_go.clicked.connect(self.let_rest_go)
        self.leave.clicked.connect(self.leave_rest)
        self.tenders.chosen.connect(self.choose)
        self.pad.pressed.connect(self._on_pad)
        self.amount.changed.connect(self.show_bill)
        self.amount.submitted.connect(self._enter)
        self.amount.edit.textEdited.connect(self._letters)
        self.cash.given.connect(self._give)
        self.cash.exact.connect(lambda: self._give(self._least_given()) if self.bill.left_minor else self.go())
        self.cash.other.connect(lambda: (self.amount.clear(), self.amount.focus()))
        self.cash.switched.connect(lambda: self.choose("C"))
        self.card_page.code.submitted.connect(self.go)
        self.card_page.last_four.submitted.connect(self.go)
        self.card_page.tip.submitted.connect(self.go)
        self.card_page.switched.connect(self.show_bill)
        self.gift.switched.connect(self.show_bill)
        self.gift.coded.connect(self.look_at_gift_card)
        self.plan_page.switched.connect(self.show_bill)
        self.signing.switched.connect(self.show_bill)
        self._till.signed.connect(self.signing.take)
        Displays.of(self._desk).moved.connect(self._show_signing)  # pulled out: the customer signs here

    # -- choosing

    def choose(self, letter: str) -> None:
        """Another way to pay."""
        if self.is_busy or self.charge.is_running or letter not in PLACES:
            return
        if not self.tenders.buttons[letter].isEnabled():
            return
        self._show_letter(letter)
        self.amount.set_currency(self.cash.code() if letter == "C" else "")
        self.show_bill()
        field = self.amount
        if letter == "K" and not self.card_page.is_asked:
            field = self.card_page.code
        if letter == "G" and not self.gift.is_credit and self.gift.most() is None:
            field = self.gift.code
        if letter == "I":
            self.setFocus()
        else:
            field.focus()

    def _show_letter(self, letter: str) -> None:
        self.letter = letter
        self.tenders.mark(letter)
        self.show_stage(letter)
        self.pages.setCurrentIndex(PLACES[letter])
        titles = {
            "C": _("To pay in cash"),
            "K": _("To pay by card"),
            "G": _("To pay with credit"),
            "A": _("To put on account"),
        }
        self._to_pay.set_text(titles.get(letter, ""))
        self.amount.set_label(_("Customer gives") if letter == "C" else _("Amount, empty is all of it"))

    def show_card_page(self) -> None:
        """Put the terminal's words in front, whatever was chosen meanwhile."""
        self._show_letter("K")

    def _letters(self, text: str) -> None:
        """A letter in the amount field chooses a tender, as the caps say."""
        letter = next((sign.upper() for sign in text if sign.upper() in "CKGAIDWL"), "")
        if not letter:
            return
        self.amount.edit.setText("".join(sign for sign in text if not sign.isalpha()))
        if letter == "W":
            self.let_rest_go()
        elif letter == "L":
            self.leave_rest()
        else:
            self.choose(letter)

    # -- figures

    def preview(self) -> Preview:
        """What the amount in the field would do now."""
        bill = self.bill
        if not bill.left_minor:
            return Preview()
        if self.letter == "I":
            return self._plan_preview()
        typed = self.amount.minor()
        if self.amount.text() and typed is None:
            return Preview(problem=_("This is no amount."))
        if self.letter == "C":
            code = self.cash.code()
            return bill.foreign(typed, code, self.cash.rates[code]) if code else bill.cash(typed)
        if self.letter == "K":
            return bill.plain(Tender.CARD, typed)
        if self.letter == "A":
            return bill.plain(Tender.ON_ACCOUNT, typed, self._context.account_free_minor - self._debts())
        tender = Tender.STORE_CREDIT if self.gift.is_credit else Tender.GIFT_CARD
        most = self.gift.most()
        if most is None:
            return Preview(problem=_("Scan the gift card."))
        return bill.plain(tender, typed, most - self._used(tender))

    def _plan_preview(self) -> Preview:
        """The plan as a tender: all parts but the first, which is paid today by other means."""
        taken = self.plan_page.offer if self.has_plan else None
        problem = self.plan_page.show_offer(self.bill.left_minor, taken)
        offer = self.plan_page.offer
        if offer is None or taken is not None:
            return Preview(problem=problem)
        preview = self.bill.plain(
            Tender.INSTALMENTS, offer.later_minor, self._context.account_free_minor - self._debts()
        )
        if preview.part is None:
            return preview
        count = len(offer.later)
        words = ngettext("{n} instalment", "{n} instalments", count).format(n=count)
        return Preview(preview.part._replace(parts=count, word=words))

    def _used(self, tender: Tender) -> int:
        card = self.gift.code.text() if tender == Tender.GIFT_CARD else ""
        parts = (part for part in self.bill.parts if part.tender == tender and card in ("", part.reference))
        return sum(part.amount_minor for part in parts)

    def _debts(self) -> int:
        return self._used(Tender.ON_ACCOUNT) + self._used(Tender.INSTALMENTS)

    def _least_given(self) -> int:
        """What covers the bill: exactly in our coins, in whole notes of another currency."""
        code = self.cash.code()
        return self.bill.foreign_due(code, self.cash.rates[code]) if code else self.bill.cash_due()

    @property
    def has_plan(self) -> bool:
        """Whether part of the bill is paid in instalments."""
        return any(part.tender == Tender.INSTALMENTS for part in self.bill.parts)

    def show_bill(self) -> None:
        """Show what is left, what the typed amount does, and what F9 does."""
        preview, bill = self.preview(), self.bill
        part = [preview.part.tender] if preview.part else []
        self._receipts.follow(bill.total_minor, [*(one.tender for one in bill.parts), *part])
        typed = bool(self.amount.text())
        quiet = not typed and self.letter == "C" and bill.left_minor
        shown = Preview(rounding_minor=preview.rounding_minor) if quiet else preview
        self._show_signing()
        waits = bool(self.signing.terms) and not self.signing.is_signed
        unsigned = _("All covered. Waiting for the signature.") if waits else ""
        self.sum.show_bill(bill, shown, waits=_("Waiting for the payment.") if self.charge.is_running else unsigned)
        cash = self.letter == "C" and not self.cash.code()
        self._due.set_minor(bill.cash_due() if cash else bill.left_minor)
        least = self._least_given() if bill.left_minor else 0
        self.cash.show_due(least, self.amount.minor(), self.payable.finish_word)
        self.primary.set_text(self._verb(preview, typed=typed))
        self.primary.setEnabled(not self.is_busy and not self.charge.is_running and not waits)
        self.show_ends(
            bill.rest(self._context.rest_minor) if not self.charge.is_running else 0,
            may_leave=self.payable.may_wait and bool(bill.parts) and bool(bill.left_minor),
        )
        self._show_customer(preview if typed else Preview(), waits=waits)

    def _verb(self, preview: Preview, *, typed: bool) -> str:
        if self.letter == "I" and self.bill.left_minor and preview.part is not None:
            return _("Use this plan")
        return self.bill.verb(
            preview, by_terminal=self.letter == "K" and self.card_page.is_asked, exact=not typed,
            finish=self.payable.finish_word, tip_minor=self.card_page.tip_minor(),
        )  # fmt: skip

    def _show_signing(self) -> None:
        """Once all is covered, what is owed is signed: on the customer display, else on this screen."""
        terms = self._terms()
        on_display = Displays.of(self._desk).is_shown and self.payable.is_sale
        self.signing.follow(terms, on_display=on_display, is_low=self.has_plan)
        self.plan_page.make_room(bool(terms) and not on_display)
        self.debt_page.show_terms(terms)
        if terms and self.has_plan and self.letter != "I" and not self.signing.is_signed:
            self._show_letter("I")
        self.show_stage(self.letter)

    def _terms(self) -> list[str]:
        """What is signed, line by line: the plan, and what goes on account."""
        context = self._context
        if self.bill.left_minor or self.charge.is_running:
            return []
        terms = self.plan_page.terms() if self.has_plan and context.signs else []
        owes = self._used(Tender.ON_ACCOUNT)
        if owes and context.signs_account and self.payable.is_sale:
            terms.insert(0, _("On account: {amount}").format(amount=format_money(owes)))
            if len(terms) == 1:
                terms.append(_("I took the goods and pay what stands on my account."))
        return terms

    def _show_customer(self, preview: Preview, *, waits: bool) -> None:
        """The customer display follows the sale of this till."""
        if not self.payable.is_sale:
            return
        given = preview.part.given_minor if preview.part else 0
        terms = self.signing.terms if waits else ()
        seen = Payment(
            self.letter, self.bill.left_minor, given, self.bill.change_minor + preview.change_minor,
            self.charge.is_running, self.receipt_address(), self.link, terms,
            _("Your instalments") if self.has_plan else _("On your account"),
        )  # fmt: skip
        self._till.set_stage(SIGN if waits else PAY, seen)

    # -- hands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():  # a key held down on Pay must not pay
            event.accept()
            return
        super().keyPressEvent(event)

    def _on_pad(self, key: str) -> None:
        fields = (self.gift.code, self.card_page.code, self.card_page.last_four, self.card_page.tip)
        target = next((field for field in fields if field.edit.hasFocus()), self.amount)
        target.press(key)

    def _give(self, minor: int) -> None:
        self.amount.set_minor(minor)
        self.amount.focus()

    def _enter(self) -> None:
        """Enter: with nothing typed the exact amount, else as F9."""
        if self.letter == "C" and not self.amount.text() and self.bill.left_minor:
            self._give(self._least_given())
        else:
            self.go()

    def go(self) -> None:
        """F9: take what is typed; when the bill is covered, finish the sale."""
        if self.is_busy or self.charge.is_running:
            return
        self.banner.hide()
        if self.is_doubtful() or (self.bill.left_minor and not self._take()):
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
            if self.card_page.is_asked:
                self.charge_card(part.amount_minor)
                return False
            typed = self.card_page.typed()
            if typed is None:
                self._desk.feedback("wrong")
                return False
            code, masked = typed
            part = part._replace(
                auth_code=code, masked_pan=masked, word=masked or code, tip_minor=self.card_page.tip_minor()
            )
            self.card_page.code.clear()
            self.card_page.last_four.clear()
        elif self.letter == "G" and not self.gift.is_credit:
            part = part._replace(reference=self.gift.code.text(), word=self._gift_word(part))
        elif self.letter in "GA":
            part = part._replace(word=self._credit_word(part))
        self.bill.add(part)
        self.amount.clear()
        if self.bill.left_minor:
            self.choose("K" if self.letter == "I" else "C")
        else:
            self.show_bill()
        return True

    def _missing(self, problem: str) -> None:
        """Jump to what is missing."""
        self._desk.feedback("wrong")
        if self.letter == "I":
            self._show_banner(problem or _("The plan is part of the bill already."), "warn")
        elif self.letter == "G" and not self.gift.is_credit and self.gift.most() is None:
            self.gift.code.set_error(problem)
            self.gift.code.focus()
        else:
            self.amount.set_error(problem)
            self.amount.focus()

    def on_card(self, word: str) -> bool:
        """The command card "pay cash" takes what is typed, else exactly what is due; other cards are keys."""
        if word != "CASH":
            return super().on_card(word)
        self.choose("C")
        self.go()
        return True
