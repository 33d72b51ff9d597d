"""How a payment ends: gift cards that were scanned, a rest that is let go or left, and handing everything over once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from app.core.i18n import N_, _
from app.core.money import format_money
from app.payments.pay_codes import wallet_of
from app.payments.tender import DEBTS, NOTES, Tender
from ui.counter import finding
from ui.counter.payment.bill import Part
from ui.counter.payment.cards import CardPayments
from ui.shell.waiting_scans import WaitingScans


class Ending(CardPayments):
    """What comes after the tenders."""

    ENDS_TICKET: ClassVar[bool] = True
    SCANS_GO: ClassVar[str] = N_("Esc: it goes on this sale. Paid without it, it can begin the next one.")
    _finish: Callable[[list[Part], bool, str], None]
    letter: str

    # -- scans

    def on_code(self, code: str) -> None:
        """A gift card pays, a payment code is charged; goods wait for the end of the sale, or for Esc."""
        if wallet_of(code) is not None:
            self.charge_code(code)
        else:
            self.look_at_gift_card(code)

    def look_at_gift_card(self, code: str) -> None:
        """Read what is left on a gift card and offer it."""
        if not code or self.is_busy or self.charge.is_running:
            return

        def read() -> tuple[Any, bool]:
            from app.payments.queries import gift_card

            row = gift_card(code)
            return row, row is None and self.payable.is_sale and bool(finding.find(code).offers)

        def show(found: tuple[Any, bool]) -> None:
            row, is_goods = found
            if is_goods:
                WaitingScans.of(self._desk.window).keep(code)
            elif row is None or row.is_blocked or row.left_minor <= 0:
                self._desk.feedback("wrong")
                self._show_banner(_no_card(code, row))
            else:
                self._desk.feedback("ok")
                self.gift.show_card(row.code, row.left_minor)
                self.choose("G")

        self._desk.read(self, read, show, urgent=True)

    def _gift_word(self, part: Part) -> str:
        left = (self.gift.card_minor or 0) - self._used_of(Tender.GIFT_CARD, part.amount_minor)
        return _("{code}, {left} left").format(code=self.gift.code.text()[-4:], left=format_money(left))

    def _credit_word(self, part: Part) -> str:
        if part.tender != Tender.STORE_CREDIT:
            return self.payable.name
        left = self._context.credit_minor - self._used_of(Tender.STORE_CREDIT, part.amount_minor)
        return _("{left} left after this").format(left=format_money(left))

    def _used_of(self, tender: Tender, more_minor: int) -> int:
        return more_minor + sum(part.amount_minor for part in self.bill.parts if part.tender == tender)

    # -- a rest

    def let_rest_go(self) -> None:
        """W: the customer has no more coins; a few cents are let go."""
        rest = self.bill.rest(self._context.rest_minor)
        if rest and not self.is_busy and not self.charge.is_running:
            self.bill.add(Part(Tender.WRITE_OFF, rest))
            self.amount.clear()
            self.show_bill()

    def leave_rest(self) -> None:
        """L: what was taken is booked, the rest is paid later."""
        if self.leave.isVisibleTo(self) and not self.is_busy and not self.charge.is_running and not self.is_doubtful():
            self._finish_now()

    # -- the end

    def is_doubtful(self) -> bool:
        """Say so when nobody knows whether a card was charged: whatever pays now could be paid twice."""
        if self.doubtful:
            self._desk.feedback("wrong")
            self.show_card_page()
            self._show_banner(
                _("An earlier payment of this sale is in doubt. Ask the terminal about it first."), "warn"
            )
        return bool(self.doubtful)

    def receipt_address(self) -> str:
        """Where the receipt is mailed, or nothing."""
        wanted = self.payable.is_sale and self.mails.isChecked()
        return (self._address or self.email.text()) if wanted else ""

    def _finish_now(self) -> None:
        """Hand the tenders over, once: a second press finds the sheet busy."""
        if self.payable.is_sale and self.mails.isChecked() and not self.receipt_address():
            self.email.set_error(_("Type where to."))
            self.email.focus()
            return
        if self.signing.terms:
            self.signing.take_pad()
            if not self.signing.is_signed:
                self.show_bill()
                return
        self.is_busy = True
        self.primary.setEnabled(False)
        self.back.setEnabled(False)
        self.primary.set_text(_("Saving the sale") if self.payable.is_sale else _("Saving the payment"))
        self._finish([self._signed(part) for part in self.bill.parts], self.prints.isChecked(), self.receipt_address())

    def _signed(self, part: Part) -> Part:
        if part.tender not in DEBTS:
            return part
        seen = _("ID seen") if part.tender == Tender.INSTALMENTS and self.plan_page.id_seen.isChecked() else ""
        return part._replace(signature=self.signing.signature, id_seen=seen)

    def refuse(self, sentence: str) -> None:
        """The sale was not made: say why; what was taken stays."""
        self.is_busy = False
        self.back.setEnabled(True)
        self._desk.feedback("wrong")
        self._show_banner(sentence)
        # Cash is put on the counter again; what stays is what cannot be taken twice.
        again = NOTES | {Tender.WRITE_OFF}
        self.bill.parts = [part for part in self.bill.parts if part.tender not in again]
        self.choose(self.letter)

    def reject(self) -> None:
        """Back to the ticket; what was taken is kept, a running card payment is not left."""
        if not (self.is_busy or self.charge.is_running):
            super().reject()


def _no_card(code: str, row: Any) -> str:
    if row is None:
        words = _("{code} is no gift card with money on it. Finish or leave the payment first.")
        return words.format(code=code)
    if row.is_blocked:
        return _("Gift card {code} is blocked: {reason}").format(code=row.code, reason=row.block_reason)
    return _("Nothing is left on gift card {code}.").format(code=row.code)
