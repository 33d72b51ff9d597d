"""A card terminal on the network, spoken to in lines of JSON.

One connection for each question, one line each way:
    {"op": "charge", "key": K, "amount": 1999, "currency": "EUR"}    take the amount
    {"op": "charge", …, "code": "2588…"}    take it from the telephone whose payment code was scanned
    {"op": "refund", "key": K, "amount": …, "currency": …, "reference": R}    give back
    {"op": "status", "key": K}    {"op": "reverse", "key": K}    {"op": "hello"}
    {"key": K, "state": S, "auth_code": …, "masked_pan": …, "scheme": …, "reference": …, "reason": …}
S is approved, declined, reversed, pending (the customer is at it) or unknown.  A terminal charges a key
once at most, and one that has said "unknown" of a key must refuse that key afterwards: only so is
"unknown" a proof that nothing was charged.
"""

import json
import re
import threading
import time
from typing import Any

from app.core.i18n import _
from devices.lines import CONNECT_S, Line, LineBroken, TcpLine
from devices.state import OnState, State
from devices.terminal import PayOutcome, PayRequest, PayState, SentKeys
from devices.watch import Watch

ANSWER_S = 90.0  # the customer looks for the card and types the PIN
ASK_S = 3.0
ASK_TRIES = 3
BETWEEN_ASKS_S = 0.3
LONGEST_REPLY = 64 * 1024
WATCH_S = 30.0

_STATES = {"approved", "declined", "reversed", "pending", "unknown"}


class _NoAnswer(Exception):
    """The line broke, time ran out, or what came was no answer to the question."""


class TcpTerminal:
    """A terminal at host:port; safe to call from several threads (pay in one, reverse in another)."""

    def __init__(
        self, host: str, port: int, *, answer_s: float = ANSWER_S, ask_s: float = ASK_S, connect_s: float = CONNECT_S
    ) -> None:
        self._host, self._port = host, port
        self._answer_s, self._ask_s, self._connect_s = answer_s, ask_s, connect_s
        self._keys = SentKeys()
        self._closing = threading.Event()

    def close(self) -> None:
        """Stop waiting between questions; payments that wait for an answer end in doubt."""
        self._closing.set()

    def pay(self, request: PayRequest) -> PayOutcome:
        """Take the amount; a key that was sent before is only asked about, never charged again."""
        return self._move("charge", request, {"code": request.code} if request.code else {})

    def refund(self, request: PayRequest, paid_reference: str) -> PayOutcome:
        """Give the amount back to the card of an earlier payment; a key refunds once."""
        return self._move("refund", request, {"reference": paid_reference})

    def ask(self, key: str) -> PayOutcome:
        """Find out what became of a payment: IN_DOUBT while the terminal is away or the customer is at it."""
        try:
            reply = self._question({"op": "status", "key": key}, self._ask_s)
        except (LineBroken, _NoAnswer):
            return _doubt(_("The terminal does not answer. Look at its display before charging again."))
        return _outcome(reply)

    def reverse(self, key: str) -> PayOutcome:
        """Undo a payment, also one still running; IN_DOUBT when the terminal did not confirm it."""
        try:
            reply = self._question({"op": "reverse", "key": key}, self._ask_s)
        except (LineBroken, _NoAnswer):
            return _doubt(_("The terminal did not confirm that the payment was undone."))
        return _outcome(reply)

    def ping(self) -> tuple[State, str]:
        """Say whether the terminal answers, for the station bar."""
        try:
            self._question({"op": "hello", "key": ""}, self._ask_s, any_state=True)
        except LineBroken:
            return State.BAD, _("The card terminal cannot be reached.")
        except _NoAnswer:
            return State.WARN, _("The card terminal is connected but does not answer.")
        return State.OK, _("Card terminal ready")

    def _move(self, op: str, request: PayRequest, more: dict[str, Any]) -> PayOutcome:
        if not self._keys.take(request):
            # Asking while the question is on its way would make the terminal refuse it.
            running = self._keys.running(request.key)
            return _doubt(_("The customer is still paying at the terminal.")) if running else self.ask(request.key)
        try:
            if request.sent_before:
                return self.ask(request.key)
            return self._send(op, request, more)
        finally:
            self._keys.done(request.key)

    def _send(self, op: str, request: PayRequest, more: dict[str, Any]) -> PayOutcome:
        try:
            line = self._connect()
        except LineBroken:
            self._keys.give_back(request.key)
            reason = _("The terminal cannot be reached; nothing was charged.")
            return PayOutcome(PayState.DECLINED, reason=reason, was_sent=False)
        question = {"op": op, "key": request.key, "amount": request.amount_minor, "currency": request.currency}
        deadline = time.monotonic() + self._answer_s
        try:
            reply = self._exchange(line, question | more, self._answer_s)
            outcome = _outcome(reply)
        except _NoAnswer:
            outcome, reply = _doubt(""), {}
        if outcome.state is PayState.IN_DOUBT:
            outcome, reply = self._clear_up(request.key, deadline)
        return _same_amount(outcome, reply, request)

    def _clear_up(self, key: str, deadline: float) -> tuple[PayOutcome, dict[str, Any]]:
        """The answer got lost: ask a few times, and for as long as the customer is still at it."""
        tries = 0
        while tries < ASK_TRIES:
            try:
                reply = self._question({"op": "status", "key": key}, self._ask_s)
            except (LineBroken, _NoAnswer):
                tries += 1
            else:
                if reply["state"] not in ("pending", "unknown"):
                    return _outcome(reply), reply
                # So soon, "unknown" may only mean that the question is still on its way; ask() settles it later.
                waiting = reply["state"] == "pending" and time.monotonic() < deadline
                tries = 0 if waiting else tries + 1
            if self._closing.wait(BETWEEN_ASKS_S):
                break
        return _doubt(_("No answer came. Nobody knows yet whether the card was charged.")), {}

    def _connect(self) -> Line:
        return TcpLine(self._host, self._port, self._connect_s, self._ask_s)

    def _question(self, question: dict[str, Any], wait_s: float, *, any_state: bool = False) -> dict[str, Any]:
        return self._exchange(self._connect(), question, wait_s, any_state=any_state)

    def _exchange(
        self, line: Line, question: dict[str, Any], wait_s: float, *, any_state: bool = False
    ) -> dict[str, Any]:
        try:
            line.write(json.dumps(question).encode() + b"\n")
            raw = _read_line(line, wait_s)
        except LineBroken as broken:
            raise _NoAnswer from broken
        finally:
            line.close()
        try:
            reply = json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise _NoAnswer from error
        if not isinstance(reply, dict) or reply.get("key", "") != question["key"]:
            raise _NoAnswer
        if not any_state and reply.get("state") not in _STATES:
            raise _NoAnswer
        return reply


def _read_line(line: Line, wait_s: float) -> bytes:
    """Return one line within wait_s; _NoAnswer when it is late, endless or cut off."""
    deadline = time.monotonic() + wait_s
    raw = b""
    while b"\n" not in raw:
        left = deadline - time.monotonic()
        if left <= 0 or len(raw) > LONGEST_REPLY:
            raise _NoAnswer
        raw += line.read(4096, left)
    return raw.split(b"\n", 1)[0]


def _doubt(reason: str) -> PayOutcome:
    return PayOutcome(PayState.IN_DOUBT, reason=reason)


def _outcome(reply: dict[str, Any]) -> PayOutcome:
    """Put a terminal's answer into our words; of a card number only the last four digits are let in."""
    state = reply["state"]
    if state == "pending":
        return _doubt(_("The customer is still paying at the terminal."))
    if state == "unknown":
        return PayOutcome(PayState.DECLINED, reason=_("The terminal knows of no such payment; nothing was charged."))
    reason = _text(reply, "reason")
    if state == "declined" and not reason:
        reason = _("The card was declined.")
    digits = re.sub(r"[^0-9]", "", str(reply.get("masked_pan", "")))[-4:]
    return PayOutcome(
        PayState(state),
        auth_code=_text(reply, "auth_code"),
        masked_pan=f"•••• {digits}" if len(digits) == 4 else "",
        scheme=_text(reply, "scheme"),
        reference=_text(reply, "reference"),
        reason=reason,
    )


def _text(reply: dict[str, Any], name: str) -> str:
    """One short printable text; whatever else a terminal sends is not let in."""
    value = reply.get(name, "")
    text = value if isinstance(value, str) else str(value) if isinstance(value, int) else ""
    return "".join(char for char in text if char.isprintable())[:80]


def _same_amount(outcome: PayOutcome, reply: dict[str, Any], request: PayRequest) -> PayOutcome:
    """An approval of another amount is not the payment that was asked for."""
    if outcome.state is PayState.APPROVED and reply.get("amount", request.amount_minor) != request.amount_minor:
        return _doubt(_("The terminal approved another amount. Look at its slip."))
    return outcome


class TerminalWatch(Watch):
    """Asks a terminal now and then whether it is there."""

    def __init__(self, terminal: TcpTerminal, on_state: OnState, *, every_s: float = WATCH_S) -> None:
        super().__init__(terminal.ping, on_state, every_s=every_s)
