"""Charging at a terminal or by a link: the attempt is written first, then the outside is asked on a thread of its own.

A missing answer is in doubt, never declined; the attempt's reference is the terminal's key, so that nothing is
charged twice.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from app.core.i18n import _
from app.core.money import currency
from app.payments.tender import Tender
from ui.common.desk import is_away
from ui.common.pay_ends import make_online, terminal_of

if TYPE_CHECKING:
    from ui.common.desk import Desk


class Wanted(NamedTuple):
    """What is to be charged; `due_minor` is the most that may be, `code` a payment code that was scanned."""

    uid: str
    amount_minor: int
    due_minor: int
    tender: Tender = Tender.CARD
    code: str = ""
    provider: str = ""


class Charge(QObject):
    """One payment of a bill from the till's side.

    Signals:
        approved: the money was taken; carries the payment and the last digits or the scheme.
        declined: it was not; carries the terminal's words.
        doubtful: nobody knows; carries the payment id and words.
        reversed: the money went back; carries the payment id.
        linked: the customer may pay by this address now.
    """

    approved = Signal(object, str)
    declined = Signal(str)
    doubtful = Signal(int, str)
    reversed = Signal(int)
    linked = Signal(str)
    _answered = Signal(object, object)
    _has_page = Signal(str, str, str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._payment: Any = None
        self._code = ""
        self._page_id = ""
        self._link: Any = None
        self.is_running = False
        self._answered.connect(lambda done, outcome: done(outcome))
        self._has_page.connect(self._keep_page)
        self.destroyed.connect(self._stop_waiting)

    # -- taking

    def start(self, wanted: Wanted) -> None:
        """Write the attempt and ask the terminal."""
        from app.payments.terminal import create_card_payment

        if self.is_running:
            return
        self.is_running, self._code, self._page_id = True, wanted.code, ""
        self._desk.write(
            self, create_card_payment, wanted.uid, wanted.amount_minor, wanted.tender, wanted.due_minor,
            wanted.provider, done=self._send, failed=self._not_begun, urgent=True,
        )  # fmt: skip

    def _not_begun(self, error: BaseException) -> None:
        self.is_running = False
        self.declined.emit(str(error))

    def _send(self, payment: Any) -> None:
        self._payment = payment
        self._desk.write(self, _take_on, payment, done=self._ask, failed=self._not_begun, urgent=True)

    def _ask(self, is_ours: bool) -> None:
        from devices.terminal import PayRequest

        payment = self._payment
        if is_ours:
            request = PayRequest(payment.reference, payment.amount_minor, currency(), code=self._code)
            self._code = ""
            self._run(lambda end: end.pay(request), self._on_outcome)
        else:
            self._desk.changed.connect(self._follow)

    def _follow(self, told: list[Any]) -> None:
        """Another worker asks the terminal: read how the payment stands whenever it changes."""
        from app.payments.terminal import card_payment

        payment = self._payment
        if self.is_running and any(change.kind == "payment" and change.id == payment.id for change in told):
            self._desk.read(self, lambda: card_payment(payment.id), self._on_followed, merge="follow", urgent=True)

    def _on_followed(self, row: Any) -> None:
        if self.is_running and row.state in ("approved", "declined", "in_doubt"):
            self._desk.changed.disconnect(self._follow)
            self._tell(str(row.state), _ByHand())

    def _run(self, job: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
        from devices.terminal import PayOutcome, PayState

        online = self._payment is not None and self._payment.tender == Tender.ONLINE
        end_of = self._link_of if online else lambda: terminal_of(self._desk)
        answered = self._answered

        def work() -> None:
            try:
                outcome = job(end_of())
            except Exception as error:  # a broken line is no proof that nothing was charged
                outcome = PayOutcome(PayState.IN_DOUBT, reason=str(error))
            try:
                answered.emit(done, outcome)
            except RuntimeError:
                return  # the window closed meanwhile; at the next start the payment is in doubt and asked about

        threading.Thread(target=work, name="card", daemon=True).start()

    def _on_outcome(self, outcome: Any, key: str = "") -> None:
        """Keep the answer, also over a server that is away for a moment: the card may be charged."""
        from app.payments.terminal import finish_card_payment

        payment, key = self._payment, key or str(uuid4())

        def failed(error: BaseException) -> None:
            if is_away(error):
                self._desk.when_back(self, lambda: self._on_outcome(outcome, key))
            else:
                self._tell("in_doubt", _Unsaved(error))

        state = "approved" if outcome.state == "approved" else "in_doubt" if outcome.state == "in_doubt" else "declined"
        self._desk.write(
            self, finish_card_payment, payment.id, state, outcome.auth_code, outcome.masked_pan, outcome.reason,
            "" if payment.tender == Tender.ONLINE else outcome.reference,
            done=lambda _row: self._tell(state, outcome), failed=failed, urgent=True, key=key,
        )  # fmt: skip

    def _tell(self, state: str, outcome: Any) -> None:
        self.is_running = False
        if state == "approved":
            self.approved.emit(self._payment, outcome.masked_pan or outcome.scheme)
        elif state == "in_doubt":
            self.doubtful.emit(self._payment.id, outcome.reason or _("The terminal did not answer."))
        else:
            self.declined.emit(outcome.reason or _("The card was declined."))

    # -- a link

    def _link_of(self) -> Any:
        """The online provider, which tells the page before the customer may pay it."""
        if self._link is None:
            self._link = make_online(self._desk.online_base, self._has_page.emit)
        return self._link

    def _keep_page(self, key: str, page_id: str, address: str) -> None:
        """Keep the page's number first; only then may the customer see the link."""
        from app.payments.terminal import note_link

        if self._payment is None or key != self._payment.reference:
            return
        self._page_id = page_id
        self._desk.write(
            self, note_link, self._payment.id, page_id, done=lambda _none: self.linked.emit(address), urgent=True
        )

    def _stop_waiting(self) -> None:
        if self._link is not None:
            self._link.close()

    # -- clearing up

    def cancel(self) -> None:
        """Ask the terminal to stop; what it answers to the payment decides."""
        if self.is_running and self._payment is not None:
            self._run(self._reverse_job(self._payment, self._page_id), lambda _outcome: None)

    def ask_again(self, payment_id: int) -> None:
        """Find out what became of a payment in doubt."""
        from app.payments.terminal import card_payment

        self._desk.read(self, lambda: card_payment(payment_id), self._ask_about, urgent=True)

    def _ask_about(self, payment: Any) -> None:
        from devices.terminal import PayRequest

        self._payment, self.is_running = payment, True
        if payment.tender == Tender.ONLINE and payment.provider_ref:
            self._run(lambda link: link.ask(payment.reference, payment.provider_ref), self._on_word)
        elif payment.tender == Tender.ONLINE:
            request = PayRequest(payment.reference, payment.amount_minor, currency(), sent_before=True)
            self._run(lambda link: link.pay(request), self._on_word)
        elif terminal_of(self._desk) is None:
            self._tell("in_doubt", _ByHand(_("No terminal is connected. Look at its own list.")))
        else:
            self._run(lambda terminal: terminal.ask(payment.reference), self._on_word)

    def _on_word(self, outcome: Any) -> None:
        """The terminal's word on a payment in doubt."""
        from app.payments.terminal import resolve_in_doubt

        if outcome.state == "in_doubt":
            self._tell("in_doubt", outcome)
            return
        yes = outcome.state == "approved"
        self._desk.write(
            self, resolve_in_doubt, self._payment.id, yes, outcome.auth_code, outcome.masked_pan, outcome.reason,
            "" if self._payment.tender == Tender.ONLINE else outcome.reference,
            done=lambda _row: self._tell("approved" if yes else "declined", outcome),
            failed=lambda error: self._tell("in_doubt", _Unsaved(error)), urgent=True,
        )  # fmt: skip

    def settle_by_hand(self, payment_id: int, approved: bool) -> None:
        """The clerk looked at the terminal's own list."""
        from app.payments.terminal import card_payment, resolve_in_doubt

        def known(payment: Any) -> None:
            self._payment = payment
            self._desk.write(
                self, resolve_in_doubt, payment.id, approved, detail=_("By the terminal’s own list"), urgent=True,
                done=lambda _row: self._tell("approved" if approved else "declined", _ByHand()),
            )  # fmt: skip

        self._desk.read(self, lambda: card_payment(payment_id), known, urgent=True)

    def give_back(self, payment_id: int) -> None:
        """Reverse an approved payment that no bill has taken in."""
        from app.payments.terminal import card_payment

        def reversed_(outcome: Any) -> None:
            from app.payments.terminal import take_back_card

            self.is_running = False
            if outcome.state == "reversed":
                self._desk.write(
                    self, take_back_card, payment_id, _("Paid otherwise"), urgent=True,
                    done=lambda _row: self.reversed.emit(payment_id),
                )  # fmt: skip
            else:
                self.declined.emit(outcome.reason or _("The terminal did not give the money back."))

        def known(row: Any) -> None:
            self._payment, self.is_running = row, True
            self._run(self._reverse_job(row, row.provider_ref), reversed_)

        self._desk.read(self, lambda: card_payment(payment_id), known)

    @staticmethod
    def _reverse_job(payment: Any, page_id: str) -> Callable[[Any], Any]:
        reference = payment.reference
        if payment.tender == Tender.ONLINE:
            return lambda link: link.reverse(reference, page_id)
        return lambda terminal: terminal.reverse(reference)


class _ByHand:
    masked_pan = auth_code = scheme = ""

    def __init__(self, reason: str = "") -> None:
        self.reason = reason


class _Unsaved(_ByHand):
    """The answer could not be written: it is asked for again."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(str(error))


def _take_on(by: Any, payment: Any, *, key: str) -> bool:
    """Claim the attempt's wish and mark it sent; False when another worker has it."""
    from app.core.outbox import WishState, claim_wish, due, finish_wish
    from app.payments.terminal import mark_card_sent

    for wish in due(("card",), station=by.station):
        if wish.key == f"card:{payment.reference}":
            if not claim_wish(by, wish.id, key=f"{key}:claim"):
                return False
            finish_wish(by, wish.id, WishState.DONE, key=f"{key}:done")
    return bool(mark_card_sent(by, payment.id, key=key))
