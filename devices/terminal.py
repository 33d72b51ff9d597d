"""Card terminals: one interface, and the terminal beside the till whose code the clerk types in.

Only the amount goes to a terminal, and only the outcome comes back; a card's full number never enters the
program.  A payment whose answer is missing is in doubt, never declined, and one key never charges twice.
"""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from app.core.i18n import _


class PayState(StrEnum):
    """What became of the money."""

    APPROVED = "approved"
    DECLINED = "declined"
    IN_DOUBT = "in_doubt"
    REVERSED = "reversed"


@dataclass(frozen=True)
class PayRequest:
    """One attempt to take (or give back) money; the key names it for ever.

    sent_before says that an earlier run of the program may have sent this key already, so that an
    unreachable terminal is no proof that nothing was charged.  code is the payment code that the customer shows on a
    telephone instead of a card; it is never kept or logged.
    """

    key: str
    amount_minor: int
    currency: str
    sent_before: bool = False
    code: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not self.key or self.amount_minor <= 0:
            raise ValueError("a card payment needs a key and an amount above nought")


@dataclass(frozen=True)
class PayOutcome:
    """The terminal's word; reason is a sentence for the clerk unless the payment was approved.

    was_sent is False when the request certainly never left, so that the same key may be sent later.
    """

    state: PayState
    auth_code: str = ""
    masked_pan: str = ""
    scheme: str = ""
    reference: str = ""
    reason: str = ""
    was_sent: bool = True


class Terminal(Protocol):
    """A card terminal; every call may take as long as the customer, so call it from a thread."""

    def pay(self, request: PayRequest) -> PayOutcome:
        """Take the amount; a key that was sent before is only asked about, never charged again."""

    def refund(self, request: PayRequest, paid_reference: str) -> PayOutcome:
        """Give the amount back to the card of an earlier payment; a key refunds once."""

    def ask(self, key: str) -> PayOutcome:
        """Find out what became of a payment in doubt; stays IN_DOUBT while nobody knows."""

    def reverse(self, key: str) -> PayOutcome:
        """Undo a payment, also one still running: REVERSED, or IN_DOUBT when no answer came."""


class KeyUsedOtherwise(ValueError):
    """The same key came with another amount: a mistake in the program, not at the till."""


class SentKeys:
    """Remembers what each key was used for while the program runs."""

    def __init__(self) -> None:
        self._used: dict[str, tuple[int, str]] = {}
        self._running: set[str] = set()
        self._lock = threading.Lock()

    def take(self, request: PayRequest) -> bool:
        """Claim a key for sending; False when it is taken.  Raises KeyUsedOtherwise for another amount."""
        content = (request.amount_minor, request.currency)
        with self._lock:
            known = self._used.get(request.key)
            if known is not None and known != content:
                raise KeyUsedOtherwise(request.key)
            if known is not None:
                return False
            self._used[request.key] = content
            self._running.add(request.key)
            return True

    def running(self, key: str) -> bool:
        """Is another thread still waiting for this key's answer?"""
        with self._lock:
            return key in self._running

    def done(self, key: str) -> None:
        """The answer is known, or nobody waits for it any longer."""
        with self._lock:
            self._running.discard(key)

    def give_back(self, key: str) -> None:
        """The key was certainly not sent: it may be used again."""
        with self._lock:
            self._used.pop(key, None)
            self._running.discard(key)


def looks_like_card_number(text: str) -> bool:
    """Could this be a card's full number, which must not be kept anywhere?"""
    digits = re.sub(r"[ -]", "", text)
    if not re.fullmatch(r"[0-9]{12,19}", digits):
        return False
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


@dataclass(frozen=True)
class TypedAnswer:
    """What the clerk read off the terminal; done is False when it declined or was cancelled."""

    done: bool
    auth_code: str = ""
    last_four: str = ""
    scheme: str = ""


class TypedWrong(ValueError):
    """What the clerk typed cannot be an authorization code; str() is a sentence for them."""


def check_typed(answer: TypedAnswer) -> TypedAnswer:
    """Return the answer tidied up, or raise TypedWrong (also for what looks like a card number)."""
    code, last_four = answer.auth_code.strip().upper(), answer.last_four.strip()
    if any(looks_like_card_number(text) for text in (code, last_four)):
        raise TypedWrong(_("That is a card number. Type only the code from the slip."))
    if answer.done and not re.fullmatch(r"[A-Z0-9]{2,12}", code):
        raise TypedWrong(_("The authorization code has 2 to 12 letters and digits."))
    if last_four and not re.fullmatch(r"[0-9]{4}", last_four):
        raise TypedWrong(_("Type the last four digits of the card."))
    return TypedAnswer(answer.done, code, last_four, answer.scheme.strip())


class TypedTerminal:
    """A terminal that is not connected: the clerk keys in the amount and types what it answered.

    ask_clerk(request, purpose) shows the question and returns the answer, put through check_typed, or None
    when the clerk could not say.  purpose is "pay", "refund", "reverse", or "ask" (what became of it?).  It
    may block; it is called on the caller's thread.
    """

    def __init__(self, ask_clerk: Callable[[PayRequest, str], TypedAnswer | None]) -> None:
        self._ask_clerk = ask_clerk
        self._keys = SentKeys()
        self._requests: dict[str, PayRequest] = {}
        self._outcomes: dict[str, PayOutcome] = {}

    def pay(self, request: PayRequest) -> PayOutcome:
        """Have the clerk charge the card; the same key again gives the first answer."""
        return self._once(request, "pay")

    def refund(self, request: PayRequest, paid_reference: str) -> PayOutcome:
        """Have the clerk refund the card; the same key again gives the first answer."""
        return self._once(request, "refund")

    def ask(self, key: str) -> PayOutcome:
        """Say what the clerk typed for a key, asking again when they could not say."""
        known = self._outcomes.get(key)
        if known is not None and known.state is not PayState.IN_DOUBT:
            return known
        if key in self._requests:
            return self._put_question(self._requests[key], "ask")
        return PayOutcome(PayState.IN_DOUBT, reason=_("Look for this payment on the terminal's own list."))

    def reverse(self, key: str) -> PayOutcome:
        """Have the clerk undo a payment on the terminal."""
        request = self._requests.get(key)
        if request is None:
            return PayOutcome(PayState.IN_DOUBT, reason=_("Look for this payment on the terminal's own list."))
        if self._outcomes.get(key, PayOutcome(PayState.IN_DOUBT)).state is PayState.REVERSED:
            return self._outcomes[key]
        answer = self._ask_clerk(request, "reverse")
        if answer is None or not answer.done:
            return PayOutcome(PayState.IN_DOUBT, reason=_("The clerk could not say whether it was undone."))
        self._outcomes[key] = PayOutcome(PayState.REVERSED)
        return self._outcomes[key]

    def _once(self, request: PayRequest, purpose: str) -> PayOutcome:
        if not self._keys.take(request):
            if self._keys.running(request.key):
                return PayOutcome(PayState.IN_DOUBT, reason=_("The clerk is still asked about this payment."))
            return self.ask(request.key)
        self._requests[request.key] = request
        try:
            return self._put_question(request, "ask" if request.sent_before else purpose)
        finally:
            self._keys.done(request.key)

    def _put_question(self, request: PayRequest, purpose: str) -> PayOutcome:
        answer = self._ask_clerk(request, purpose)
        self._outcomes[request.key] = outcome = self._outcome(request, answer)
        return outcome

    @staticmethod
    def _outcome(request: PayRequest, answer: TypedAnswer | None) -> PayOutcome:
        if answer is None:
            reason = _("The clerk could not say whether the card was charged.")
            return PayOutcome(PayState.IN_DOUBT, reason=reason)
        if not answer.done:
            return PayOutcome(PayState.DECLINED, reason=_("The clerk says that nothing was charged."))
        try:
            answer = check_typed(answer)
        except TypedWrong as wrong:
            return PayOutcome(PayState.IN_DOUBT, reason=str(wrong))
        masked = f"•••• {answer.last_four}" if answer.last_four else ""
        return PayOutcome(PayState.APPROVED, answer.auth_code, masked, answer.scheme, request.key)
