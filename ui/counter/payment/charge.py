"""Charging a card at the terminal: the attempt is written first, then the terminal is asked on a thread of its own.

A missing answer is in doubt, never declined; the attempt's reference is the terminal's key, so that nothing is
charged twice.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.core.i18n import _
from app.core.money import currency

if TYPE_CHECKING:
    from ui.common.desk import Desk


class Charge(QObject):
    """One card payment of a ticket from the till's side.

    Signals:
        approved: the terminal took the money; carries payment id, amount, last digits.
        declined: it did not; carries its words.
        doubtful: nobody knows; carries the payment id and words.
        reversed: the money went back to the card; carries the payment id.
    """

    approved = Signal(int, int, str)
    declined = Signal(str)
    doubtful = Signal(int, str)
    reversed = Signal(int)
    _answered = Signal(object, object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._payment: Any = None
        self.is_running = False
        self._answered.connect(lambda done, outcome: done(outcome))

    @staticmethod
    def terminal_of(desk: Desk) -> Any:
        """The connected terminal of this station; None when codes are typed."""
        from devices.terminal import TypedTerminal

        terminal = desk.hub.terminal() if desk.hub is not None else None
        return None if terminal is None or isinstance(terminal, TypedTerminal) else terminal

    def start(self, uid: str, amount_minor: int) -> None:
        """Write the attempt and ask the terminal."""
        from app.payments.terminal import create_card_payment

        self.is_running = True
        self._desk.write(
            self, create_card_payment, uid, amount_minor, done=self._send, failed=self._not_begun, urgent=True
        )

    def _not_begun(self, error: BaseException) -> None:
        self.is_running = False
        self.declined.emit(str(error))

    def _send(self, payment: Any) -> None:
        self._payment = payment
        self._desk.write(self, _take_on, payment, done=self._ask, urgent=True)

    def _ask(self, is_ours: bool) -> None:
        from devices.terminal import PayRequest

        payment = self._payment
        if is_ours:
            request = PayRequest(payment.reference, payment.amount_minor, currency())
            self._run(lambda terminal: terminal.pay(request), self._on_outcome)
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

        terminal = self.terminal_of(self._desk)

        def work() -> None:
            try:
                outcome = job(terminal)
            except Exception as error:  # a broken line is no proof that nothing was charged
                outcome = PayOutcome(PayState.IN_DOUBT, reason=str(error))
            self._answered.emit(done, outcome)

        threading.Thread(target=work, name="card", daemon=True).start()

    def _on_outcome(self, outcome: Any) -> None:
        from app.payments.terminal import finish_card_payment

        payment = self._payment
        state = "approved" if outcome.state == "approved" else "in_doubt" if outcome.state == "in_doubt" else "declined"
        self._desk.write(
            self, finish_card_payment, payment.id, state, outcome.auth_code, outcome.masked_pan, outcome.reason,
            done=lambda _row: self._tell(state, outcome), urgent=True,
        )  # fmt: skip

    def _tell(self, state: str, outcome: Any) -> None:
        self.is_running = False
        if state == "approved":
            self.approved.emit(self._payment.id, self._payment.amount_minor, outcome.masked_pan)
        elif state == "in_doubt":
            self.doubtful.emit(self._payment.id, outcome.reason or _("The terminal did not answer."))
        else:
            self.declined.emit(outcome.reason or _("The card was declined."))

    def cancel(self) -> None:
        """Ask the terminal to stop; what it answers to the payment decides."""
        if self.is_running and self._payment is not None:
            reference = self._payment.reference
            self._run(lambda terminal: terminal.reverse(reference), lambda _outcome: None)

    def ask_again(self, payment: Any) -> None:
        """Find out what became of a payment in doubt."""
        from app.payments.terminal import resolve_in_doubt

        self._payment = payment

        def answered(outcome: Any) -> None:
            if outcome.state == "in_doubt":
                self._tell("in_doubt", outcome)
                return
            yes = outcome.state == "approved"
            self._desk.write(
                self, resolve_in_doubt, payment.id, yes, outcome.auth_code, outcome.masked_pan, outcome.reason,
                done=lambda _row: self._tell("approved" if yes else "declined", outcome), urgent=True,
            )  # fmt: skip

        self._run(lambda terminal: terminal.ask(payment.reference), answered)

    def settle_by_hand(self, payment: Any, approved: bool) -> None:
        """The clerk looked at the terminal's own list."""
        from app.payments.terminal import resolve_in_doubt

        self._payment = payment
        outcome = _ByHand()
        self._desk.write(
            self, resolve_in_doubt, payment.id, approved, detail=_("By the terminal’s own list"), urgent=True,
            done=lambda _row: self._tell("approved" if approved else "declined", outcome),
        )  # fmt: skip

    def give_back(self, payment_id: int) -> None:
        """Reverse an approved payment that no bill has taken in."""
        from app.payments.terminal import card_payment

        def reversed_(outcome: Any) -> None:
            from app.payments.terminal import take_back_card

            if outcome.state == "reversed":
                self._desk.write(
                    self, take_back_card, payment_id, _("Paid otherwise"), urgent=True,
                    done=lambda _row: self.reversed.emit(payment_id),
                )  # fmt: skip
            else:
                self.declined.emit(outcome.reason or _("The terminal did not give the money back."))

        self._desk.read(
            self, lambda: card_payment(payment_id),
            lambda row: self._run(lambda terminal: terminal.reverse(row.reference), reversed_),
        )  # fmt: skip


class _ByHand:
    masked_pan = auth_code = reason = ""


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
