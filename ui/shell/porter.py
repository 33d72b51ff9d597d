"""The porter: carries wishes from the outbox to the station's printers and to the mail, one at a time, for ever.

It lives on the window's thread and waits for nothing: the store is asked by the worker threads, paper by the
spooler's, messages by a thread of their own.  Without a printer papers stay queued, and the chip says how many wait.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from ui.common.desk import Desk

log = logging.getLogger(__name__)
LOOK_EVERY_MS = 1_000
RETRY_MS = 15_000
PAPERS = {
    "receipt": ("receipt", "printer"), "x_report": ("slip", "printer"), "z_report": ("slip", "printer"),
    "return_slip": ("slip", "printer"), "pickup_slip": ("slip", "printer"), "label": ("label", "label_printer"),
    "shelf_label": ("label", "label_printer"), "packing_slip": ("slip", "printer"), "pick_list": ("slip", "printer"),
    "run_sheet": ("slip", "printer"), "invoice": ("slip", "printer"), "purchase": ("slip", "printer"),
    "command_cards": ("slip", "printer"), "quote": ("receipt", "printer"),
}  # fmt: skip
MESSAGES = ("mail", "sms", "app")


class Porter(QObject):
    """Looks for due wishes when one was queued and once a second.

    Signals:
        counted: how many wishes of this station wait, and whether messages leave.
    """

    counted = Signal(int, bool)
    _ended = Signal(object, object)

    def __init__(self, desk: Desk, printers: dict[str, Any]) -> None:
        """`printers`: device kind -> printing.spooler.PrinterTarget."""
        super().__init__(desk)
        from app.core.actor import system_actor
        from printing.spooler import Spooler

        self._desk, self._printers = desk, printers
        self._by = system_actor(desk.station)
        self._busy: set[int] = set()
        self._online = True
        self._ended.connect(self._on_ended)
        self._spooler = Spooler(list(printers.values()), lambda job, outcome: self._ended.emit(job.reference, outcome))
        self._messenger = self._make_messenger()
        desk.changed.connect(self._on_changes)
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @staticmethod
    def _make_messenger() -> Any:
        from ui.common.worker import Worker

        return Worker("messenger")

    def stop(self) -> None:
        """Finish the paper that is under way."""
        self._timer.stop()
        self._spooler.stop()
        self._messenger.stop()

    def _on_changes(self, told: list[Any]) -> None:
        if any(change.kind == "outbox" for change in told):
            self.look()

    def look(self) -> None:
        """Ask for what is due at this station."""
        kinds = [kind for kind, (_job, device) in PAPERS.items() if device in self._printers]
        kinds += ["drawer"] if "printer" in self._printers else []

        def due() -> tuple[list[Any], int]:
            from app.core import outbox
            from app.notices.send import ready_media

            wishes = outbox.due([*kinds, *ready_media()], station=self._desk.station)
            return wishes, outbox.waiting(self._desk.station)

        self._desk.read(self, due, self._start, merge="due")

    def _start(self, found: tuple[list[Any], int]) -> None:
        wishes, waiting = found
        self.counted.emit(waiting, self._online)
        for wish in wishes:
            if wish.id not in self._busy:
                self._busy.add(wish.id)
                self._claim(wish)

    def _claim(self, wish: Any) -> None:
        from app.core.outbox import claim_wish

        def claimed(taken: bool) -> None:
            if taken:
                self._carry(wish)
            else:
                self._busy.discard(wish.id)

        self._write(lambda: claim_wish(self._by, wish.id), claimed)

    def _carry(self, wish: Any) -> None:
        if wish.kind in MESSAGES:
            self._send(wish)
        elif wish.kind == "drawer":
            self._print(wish, None)
        else:
            self._desk.reader.run(
                lambda: _paper(wish), owner=self, done=lambda paper: self._print(wish, paper),
                failed=lambda error: self._finish(wish.id, "failed", str(error)),
            )  # fmt: skip

    def _print(self, wish: Any, paper: Any) -> None:
        from printing.spooler import Job, JobKind

        kind, device = PAPERS.get(wish.kind, ("drawer", "printer"))
        target = self._printers[device]
        self._spooler.submit(
            Job(JobKind(kind), target.name, paper, reference=wish.id, copies=wish.payload.get("copies", 1))
        )

    def _send(self, wish: Any) -> None:
        from app.notices.send import send

        def failed(error: BaseException) -> None:
            log.warning("a message could not be sent: %s", error)
            self._finish(wish.id, "failed", str(error))

        self._messenger.run(lambda: send(wish), owner=self, done=lambda sent: self._sent(wish, sent), failed=failed)

    def _sent(self, wish: Any, sent: Any) -> None:
        self._online = str(sent.state) != "failed" or sent.final
        retry = None if str(sent.state) != "failed" or sent.final else sent.retry_in_ms
        self._finish(wish.id, str(sent.state), sent.reason, retry)

    def _on_ended(self, wish_id: Any, outcome: Any) -> None:
        """A printer is done with a paper, or cannot: what surely failed is tried again, unless that makes no sense."""
        retry = RETRY_MS if outcome.state == "failed" and not outcome.final else None
        self._finish(wish_id, str(outcome.state), outcome.reason, retry)

    def _finish(self, wish_id: int, state: str, reason: str, retry_in_ms: int | None = None) -> None:
        from app.core.outbox import WishState, finish_wish

        def freed(_nothing: Any) -> None:
            self._busy.discard(wish_id)

        self._write(lambda: finish_wish(self._by, wish_id, WishState(state), reason, retry_in_ms), freed)

    def _write(self, job: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._desk.writer.run(job, owner=self, done=done, failed=self._desk.explain)


def _paper(wish: Any) -> Any:
    """What the paper says now; a wish marked as a copy says so on it."""
    from app.documents.build import paper_for

    return paper_for(wish)
