"""The card's part of the payment sheet: the terminal is asked, its answers become tenders, doubts stay until settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import _
from app.core.money import format_money
from app.payments.tender import Tender
from ui.counter.payment.bill import Bill, Part
from ui.counter.payment.charge import Charge
from ui.counter.payment.context import Context
from ui.counter.payment.view import PaymentLayout

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.counter.till import Till


class CardPayments(PaymentLayout):
    """Takes card money into the bill and gives it back."""

    def __init__(self, desk: Desk, till: Till, context: Context) -> None:
        super().__init__(desk, till, context)
        self.bill = Bill(till.ticket.totals().total_minor, step_minor=context.step_minor, mode=context.mode)
        self.is_busy = False
        self.charge = Charge(desk, self)
        self._doubtful: Any = None
        self.card_page.cancelled.connect(self.charge.cancel)
        self.card_page.asked.connect(lambda: self.charge.ask_again(self._doubtful))
        self.card_page.settled.connect(lambda yes: self.charge.settle_by_hand(self._doubtful, yes))
        self.sum.dropped.connect(self.drop)
        self.charge.approved.connect(self._on_approved)
        self.charge.declined.connect(self._on_declined)
        self.charge.doubtful.connect(self._on_doubt)
        self.charge.reversed.connect(self._on_reversed)

    def show_bill(self) -> None:
        """Show the figures anew; the sheet knows how."""
        raise NotImplementedError

    def choose(self, letter: str) -> None:
        """Go on with a way to pay; the sheet knows how."""
        raise NotImplementedError

    def _finish_now(self) -> None:
        raise NotImplementedError

    def _take_up_cards(self) -> None:
        """Card money that the terminal took before (a crash, or back from this sheet) is part of the bill."""
        known = {part.payment_id for part in self.bill.parts}
        for card in self._context.cards:
            if card.state == "approved" and card.id not in known and card.amount_minor <= self.bill.left_minor:
                self.bill.add(Part(Tender.CARD, card.amount_minor, payment_id=card.id, word=card.masked_pan))
            elif card.state != "approved":
                self._doubtful = card
        if self._doubtful is not None:
            self.card_page.show_state("doubt", _("An earlier try did not end."))

    def drop(self, place: int) -> None:
        """The × of a tender; card money goes back to the card first."""
        if self.is_busy or place >= len(self.bill.parts):
            return
        part = self.bill.parts[place]
        if part.payment_id:
            self._show_banner(
                _("The card is asked to take {amount} back.").format(amount=format_money(part.amount_minor)), "warn"
            )
            self.charge.give_back(part.payment_id)
            return
        del self.bill.parts[place]
        self.choose("C")

    def _charge(self, amount_minor: int) -> None:
        self.charge.start(self._till.ticket.uid, amount_minor)
        self.card_page.show_state("waiting")
        self.back.setEnabled(False)
        self.show_bill()

    def _on_approved(self, payment_id: int, amount_minor: int, digits: str) -> None:
        self.back.setEnabled(True)
        self.card_page.show_state("ready")
        self._doubtful = None
        if amount_minor <= self.bill.left_minor:
            self.bill.add(
                Part(
                    Tender.CARD,
                    amount_minor,
                    payment_id=payment_id,
                    word=_("{card}, approved").format(card=digits).strip(", "),
                )
            )
        self.amount.clear()
        self._desk.feedback("done")
        if self.bill.left_minor:
            self.choose("C")
        else:
            self._finish_now()

    def _on_declined(self, words: str) -> None:
        self.back.setEnabled(True)
        self._doubtful = None
        self._desk.feedback("wrong")
        self.card_page.show_state("declined", words)
        self.show_bill()

    def _on_doubt(self, payment_id: int, words: str) -> None:
        from app.payments.terminal import card_payment

        self.back.setEnabled(True)
        self._desk.feedback("wrong")
        self.card_page.show_state("doubt", words)
        self.show_bill()

        def keep(row: Any) -> None:
            self._doubtful = row

        self._desk.read(self, lambda: card_payment(payment_id), keep)

    def _on_reversed(self, payment_id: int) -> None:
        self.bill.parts = [part for part in self.bill.parts if part.payment_id != payment_id]
        self.banner.hide()
        self.choose("C")

    def _show_banner(self, sentence: str, tone: str = "bad") -> None:
        icon = "warning-circle-fill" if tone == "bad" else "hourglass-medium"
        self.banner.set_banner(icon, tone, sentence)
        self.banner.show()
