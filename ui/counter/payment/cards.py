"""The terminal's part of the payment sheet: it is asked, its answers become tenders, doubts stay until settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.i18n import _
from app.core.money import format_money
from app.payments.pay_codes import wallet_name, wallet_of
from app.payments.tender import Tender
from ui.common.pay_ends import terminal_of
from ui.counter.payment.bill import Bill, Part
from ui.counter.payment.charge import Charge, Wanted
from ui.counter.payment.context import Context, title_of
from ui.counter.payment.pages import LINK
from ui.counter.payment.view import PaymentLayout

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.counter.till import Till


class CardPayments(PaymentLayout):
    """Takes money by card, code or link into the bill, and gives it back."""

    def __init__(self, desk: Desk, till: Till, context: Context) -> None:
        super().__init__(desk, till, context)
        self.bill = Bill(context.payable.total_minor, step_minor=context.step_minor, mode=context.mode)
        self.is_busy = False
        self.charge = Charge(desk, self)
        self.doubtful = 0  # the payment that nobody knows the end of
        self._tip_minor = 0
        self._is_taking_up = False  # what the terminal says of a try before a crash finishes nothing by itself
        self.card_page.cancelled.connect(self.charge.cancel)
        self.card_page.asked.connect(self._ask_again)
        self.card_page.sent.connect(self.send_link)
        self.card_page.settled.connect(lambda yes: self.charge.settle_by_hand(self.doubtful, yes))
        self.sum.dropped.connect(self.drop)
        self.charge.approved.connect(self._on_approved)
        self.charge.declined.connect(self._on_declined)
        self.charge.doubtful.connect(self._on_doubt)
        self.charge.reversed.connect(self._on_reversed)
        self.charge.linked.connect(self._on_link)

    def show_bill(self) -> None:
        """Show the figures anew; the sheet knows how."""
        raise NotImplementedError

    def choose(self, letter: str) -> None:
        """Go on with a way to pay; the sheet knows how."""
        raise NotImplementedError

    def _finish_now(self) -> None:
        raise NotImplementedError

    def take_up_cards(self) -> None:
        """Money that the terminal took before (a crash, or back from this sheet) is part of the bill."""
        known = {part.payment_id for part in self.bill.parts}
        for card in self._context.cards:
            if card.state != "approved":
                self.doubtful = card.id
            elif card.id not in known:
                self._take_in(card, card.masked_pan)
        if self.doubtful:
            self.card_page.show_state("doubt", _("An earlier try did not end."))
            if terminal_of(self._desk) is not None:
                self._is_taking_up = True
                self._ask_again()

    def _take_in(self, payment: Any, words: str, tip_minor: int = 0) -> bool:
        """Make an approved payment part of the bill; what is over what is left can only be its tip."""
        over = max(0, payment.amount_minor - self.bill.left_minor)
        tip = max(tip_minor, over if self._context.tips else 0)
        amount = payment.amount_minor - tip
        if not 0 < amount <= self.bill.left_minor or tip > amount:
            self._show_banner(
                _("{amount} was charged before, more than is left. Give it back under More, Card payments.").format(
                    amount=format_money(payment.amount_minor)
                )
            )
            return False
        word = _("{card}, approved").format(card=words).strip(", ")
        if tip:
            word = _("{word}, {tip} tip").format(word=word, tip=format_money(tip))
        tender = Tender(payment.tender)
        self.bill.add(Part(tender, amount, payment_id=payment.id, word=word, tip_minor=tip))
        return True

    def drop(self, place: int) -> None:
        """The × of a tender; money of a card goes back to the card first."""
        if self.is_busy or self.charge.is_running or place >= len(self.bill.parts):
            return
        part = self.bill.parts[place]
        if part.payment_id:
            words = _("{tender} is asked to take {amount} back.")
            self._show_banner(
                words.format(tender=title_of(part.tender), amount=format_money(part.amount_minor + part.tip_minor)),
                "warn",
            )
            self.charge.give_back(part.payment_id)
            return
        del self.bill.parts[place]
        self.choose("C")

    # -- asking

    def charge_card(self, amount_minor: int) -> None:
        """Charge the connected terminal, or show a link."""
        online = self.card_page.way() == LINK
        tender = Tender.ONLINE if online else Tender.CARD
        self._begin(amount_minor, tender, provider="stripe" if online else "")

    def charge_code(self, code: str) -> None:
        """A customer's payment code was scanned: it pays all that is left, or what is typed."""
        wallet = wallet_of(code)
        assert wallet is not None, "only payment codes are charged"
        if self.is_busy or self.charge.is_running or not self.bill.left_minor:
            return
        if terminal_of(self._desk) is None:
            self._desk.feedback("wrong")
            self._show_banner(_("{wallet} needs a connected card terminal.").format(wallet=wallet_name(wallet)))
            return
        typed = self.amount.minor() if self.letter == "K" else None
        self.choose("K")
        amount = typed if typed and typed <= self.bill.left_minor else self.bill.left_minor
        self._begin(amount, Tender.WALLET, code=code, provider=wallet.value)

    def _begin(self, amount_minor: int, tender: Tender, *, code: str = "", provider: str = "") -> None:
        self._tip_minor = 0 if code else self.card_page.tip_minor()
        self.charge.start(
            Wanted(
                self.payable.uid, amount_minor + self._tip_minor, self.bill.left_minor + self._tip_minor, tender, code,
                provider,
            )
        )  # fmt: skip
        prompt = _("The customer looks at the telephone.") if code else ""
        self.card_page.show_state("waiting", prompt)
        self.back.setEnabled(False)
        self.show_bill()

    def _ask_again(self) -> None:
        if self.doubtful and not self.charge.is_running:
            self.charge.ask_again(self.doubtful)
            self.card_page.show_state("asking")

    # -- answers

    def _on_link(self, address: str) -> None:
        payable = self.payable
        told = _("The code is on the customer display too.") if payable.is_sale else ""
        ways = []
        if payable.by_phone:
            ways = [("sms", _("Send by SMS"), payable.phone), ("mail", _("Send by e-mail"), payable.email)]
            told = " · ".join(to for _way, _words, to in ways if to)
        self.card_page.show_link(address, told, [(way, said) for way, said, to in ways if to])
        self.link = address
        self.show_bill()

    def send_link(self, way: str) -> None:
        """Send the link to the caller, in their language; it leaves after the usual seconds."""
        order_id, amount, address = self.payable.order_id, self.bill.left_minor, self.link
        if order_id is None or not address or not {"sms": self.payable.phone, "mail": self.payable.email}[way]:
            return
        from app.core.i18n import speaking
        from app.notices.by_hand import reach, write_by_hand

        def write(to: Any) -> None:
            with speaking(to.language):
                words = _("Pay {amount} for your order {number} here: {link}")
                said = words.format(amount=format_money(amount), number=to.number, link=address)
            told = _("The link is on its way to the customer")
            self._desk.write(
                self, write_by_hand, order_id, way, said, once=True, done=lambda _wish: self._desk.toast(told),
                failed=lambda error: self._show_banner(str(error)),
            )  # fmt: skip

        self._desk.read(self, lambda: reach(order_id), write, urgent=True)

    def _on_approved(self, payment: Any, words: str) -> None:
        was_taking_up = self._is_taking_up
        self._ended()
        self.card_page.show_state("ready")
        taken = self._take_in(payment, words, self._tip_minor)
        self._tip_minor = 0
        self.amount.clear()
        self._desk.feedback("done" if taken else "wrong")
        if self.bill.left_minor or not taken or was_taking_up:
            self.choose("C")
        else:
            self._finish_now()

    def _on_declined(self, words: str) -> None:
        self._ended()
        self.banner.hide()
        self._desk.feedback("wrong")
        self.card_page.show_state("declined", words)
        self.show_card_page()
        self.show_bill()

    def _on_doubt(self, payment_id: int, words: str) -> None:
        self._ended()
        self.doubtful = payment_id
        self._desk.feedback("wrong")
        self.card_page.show_state("doubt", words)
        self.show_card_page()
        self.show_bill()

    def _on_reversed(self, payment_id: int) -> None:
        self._ended()
        self.bill.parts = [part for part in self.bill.parts if part.payment_id != payment_id]
        self.banner.hide()
        self.choose("C")

    def _ended(self) -> None:
        self.back.setEnabled(True)
        self.doubtful, self.link, self._is_taking_up = 0, "", False

    def show_card_page(self) -> None:
        """Put the terminal's words in front, whatever was chosen meanwhile."""
        raise NotImplementedError

    def _show_banner(self, sentence: str, tone: str = "bad") -> None:
        icon = "warning-circle-fill" if tone == "bad" else "hourglass-medium"
        self.banner.set_banner(icon, tone, sentence)
        self.banner.show()
