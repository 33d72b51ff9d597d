"""The refunder: sends refunds of card and online payments to whoever took them, and asks again while nobody knows."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.i18n import _
from app.core.money import currency, format_money
from ui.common.pay_ends import make_online, terminal_of

if TYPE_CHECKING:
    from ui.common.desk import Desk

LOOK_EVERY_MS = 5_000


class Refunder(QObject):
    """Looks for refunds when one was queued and every few seconds; they are given one after the other.

    Whoever is asked may take as long as the customer, so a thread of its own waits; nobody waits for it at the end.
    """

    _answered = Signal(object, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        from app.core.actor import system_actor

        self._desk = desk
        self._by = system_actor(desk.station)
        self._busy: set[int] = set()
        self._line: deque[tuple[Any, bool]] = deque()
        self._is_asking = False
        self._answered.connect(self._on_outcome)
        self._online: Any = None
        desk.changed.connect(self._on_changes)
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Ask nobody any more; what is under way is asked about at the next start."""
        self._timer.stop()
        if self._online is not None:
            self._online.close()

    def _on_changes(self, told: list[Any]) -> None:
        if any(change.kind in ("outbox", "setting") for change in told):
            self.look()

    def look(self) -> None:
        """Read what this station can send or ask about."""
        has_terminal = terminal_of(self._desk) is not None

        def due() -> list[Any]:
            from app.payments.online import is_set_up
            from app.payments.send_back import backs_due

            return backs_due(self._desk.station, online=is_set_up(), terminal=has_terminal)

        self._desk.read(self, due, self._start, merge="backs")

    def _start(self, found: list[Any]) -> None:
        for back in found:
            if back.wish_id not in self._busy:
                self._busy.add(back.wish_id)
                self._claim(back)

    def _claim(self, back: Any) -> None:
        """One that waits is taken for sending; one that nobody knows about is only asked about."""
        from app.core.outbox import claim_wish

        if back.state == "unknown":
            self._ask(back, sent_before=True)
            return

        def claimed(taken: bool) -> None:
            if taken:
                self._ask(back, sent_before=False)
            else:
                self._busy.discard(back.wish_id)

        def failed(error: BaseException) -> None:
            self._busy.discard(back.wish_id)
            self._desk.explain(error)

        self._desk.writer.run(lambda: claim_wish(self._by, back.wish_id), owner=self, done=claimed, failed=failed)

    def _ask(self, back: Any, *, sent_before: bool) -> None:
        self._line.append((back, sent_before))
        self._next()

    def _next(self) -> None:
        from devices.terminal import PayOutcome, PayRequest, PayState

        if self._is_asking or not self._line:
            return
        self._is_asking = True
        back, sent_before = self._line.popleft()
        request = PayRequest(back.key, back.amount_minor, currency(), sent_before=sent_before)

        def work() -> None:
            try:
                outcome = self._end_of(back).refund(request, back.paid_reference)
            except Exception as error:  # a broken line is no proof that nothing was given
                outcome = PayOutcome(PayState.IN_DOUBT, reason=str(error))
            try:
                self._answered.emit(back, outcome)
            except RuntimeError:
                return  # the window closed meanwhile; at the next start it is asked about

        threading.Thread(target=work, name="refunds", daemon=True).start()

    def _end_of(self, back: Any) -> Any:
        if not back.is_online:
            return terminal_of(self._desk)
        if self._online is None:
            self._online = make_online(self._desk.online_base, lambda *_page: None)
        return self._online

    def _on_outcome(self, back: Any, outcome: Any) -> None:
        self._is_asking = False
        if not outcome.was_sent:
            answer = "not_sent"
        else:
            answer = {"approved": "approved", "in_doubt": "in_doubt"}.get(str(outcome.state), "declined")
        self._finish(back, answer, "" if answer == "approved" else outcome.reason, outcome.auth_code)
        self._next()

    def _finish(self, back: Any, answer: str, reason: str, auth_code: str) -> None:
        from app.payments.send_back import finish_back

        def kept(_row: Any) -> None:
            self._busy.discard(back.wish_id)
            self._tell(back, answer, reason)

        key = str(uuid4())
        self._desk.keep(self, lambda: finish_back(self._by, back.wish_id, answer, reason, auth_code, key=key), kept)

    def _tell(self, back: Any, answer: str, reason: str) -> None:
        """Good news fades; a clear no and a first doubt stay until they are read."""
        desk, amount = self._desk, format_money(back.amount_minor)
        if desk.actor is None:
            return  # the order says it, to whoever looks
        if answer == "approved":
            way = back.masked_pan or (_("the online payment") if back.is_online else _("the card"))
            desk.toast(_("{amount} went back to {way}").format(amount=amount, way=way))
        elif answer == "declined":
            desk.feedback("wrong")
            words = _("The refund of {amount} was declined: {reason} Open the order and pay it back another way.")
            desk.window.notice.refuse(words.format(amount=amount, reason=reason))
        elif back.state != "unknown" and not back.reason:
            words = _("The refund of {amount} is not confirmed: {reason} It is asked for again by itself.")
            desk.window.notice.warn(words.format(amount=amount, reason=reason))
