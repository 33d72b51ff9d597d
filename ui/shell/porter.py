"""The porter: carries wishes from the outbox to the station's printers and to the mail, one at a time, for ever.

It lives on the window's thread and waits for nothing: the store is asked by the worker threads, paper by the
spooler's, messages by a thread of their own.  Without a printer papers stay queued, and the chip says how many wait.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from ui.common.desk import is_away

if TYPE_CHECKING:
    from ui.common.desk import Desk

log = logging.getLogger(__name__)
LOOK_EVERY_MS = 1_000
RETRY_MS = 15_000
STAND_IN_AFTER = 2  # tries at the own printer before a named stand-in takes over
PAPERS = {
    "receipt": ("receipt", "printer"), "x_report": ("slip", "printer"), "z_report": ("slip", "printer"),
    "return_slip": ("slip", "printer"), "pickup_slip": ("slip", "printer"), "label": ("label", "label_printer"),
    "shelf_label": ("label", "label_printer"), "packing_slip": ("slip", "printer"), "pick_list": ("slip", "printer"),
    "run_sheet": ("slip", "printer"), "invoice": ("slip", "printer"), "purchase": ("slip", "printer"),
    "command_cards": ("slip", "printer"), "report": ("slip", "printer"), "gift_receipt": ("receipt", "printer"),
    "quote": ("receipt", "printer"), "cash_slip": ("slip", "printer"), "packing_proof": ("slip", "printer"),
    "account_receipt": ("receipt", "printer"), "credit_note": ("slip", "printer"),
}  # fmt: skip
MESSAGES = ("mail", "sms", "app")


class Porter(QObject):
    """Looks for due wishes when one was queued and once a second.

    Signals:
        counted: how many wishes of this station wait, and whether messages leave.
        trouble: the receipt printer's words and how many receipts wait for it; empty when it prints again.
        printed: a paper came out; carries its title and itself.
        doubted: nobody knows whether a paper came out whole; carries its wish and why.
    """

    counted = Signal(int, bool)
    trouble = Signal(str, int)
    printed = Signal(str, object)
    doubted = Signal(object, str)
    _ended = Signal(object, object)

    def __init__(self, desk: Desk, printers: dict[str, Any]) -> None:
        """`printers`: device kind -> printing.spooler.PrinterTarget of that name."""
        super().__init__(desk)
        from app.core.actor import system_actor
        from printing.spooler import Spooler

        self._desk, self._printers = desk, printers
        self._by = system_actor(desk.station)
        self._busy: set[int] = set()
        self._under_way: dict[int, Any] = {}
        self._held_up: set[int] = set()
        self._stand_in = ""
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

    def use(self, printers: dict[str, Any]) -> None:
        """Take the printers as they are set up now: papers that waited for one leave at once."""
        if printers != self._printers:
            self._printers = printers
            self._spooler.configure(printers.values())
            self.look()

    def _on_changes(self, told: list[Any]) -> None:
        if any(change.kind == "outbox" for change in told):
            self.look()

    def look(self) -> None:
        """Ask for what is due at this station."""
        kinds = [kind for kind, (_job, device) in PAPERS.items() if device in self._printers]
        kinds += ["drawer"] if "printer" in self._printers else []

        def due() -> tuple[list[Any], int, str]:
            from app.core import outbox
            from app.core.settings import read
            from app.notices.send import ready_media
            from app.staff.queries import stations

            wishes = outbox.due([*kinds, *ready_media()], station=self._desk.station)
            named, here = str(read("station.stand_in", self._desk.station)), self._desk.station
            known = named and any(row.code == named != here for row in stations())
            return wishes, outbox.waiting(here), named if known else ""

        self._desk.read(self, due, self._start, merge="due")

    def _start(self, found: tuple[list[Any], int, str]) -> None:
        wishes, waiting, self._stand_in = found
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

        def failed(error: Any) -> None:
            self._desk.explain(error)
            if wish.station and is_away(error) and error.facts["in_doubt"]:
                self._finish(wish.id, "failed", str(error), RETRY_MS)  # taken perhaps, and certainly not carried
            else:
                self._busy.discard(wish.id)

        self._desk.writer.run(lambda: claim_wish(self._by, wish.id), owner=self, done=claimed, failed=failed)

    def _carry(self, wish: Any) -> None:
        if wish.kind in MESSAGES:
            self._send(wish)
        elif wish.kind == "drawer":
            self._print(wish, None)
        else:
            self._desk.reader.run(
                lambda: _paper(wish), owner=self, done=lambda paper: self._print(wish, paper),
                failed=lambda error: self._finish(wish.id, "failed", str(error), RETRY_MS if is_away(error) else None),
            )  # fmt: skip

    def _print(self, wish: Any, paper: Any) -> None:
        from printing.spooler import Job, JobKind

        kind, device = PAPERS.get(wish.kind, ("drawer", "printer"))
        self._under_way[wish.id] = wish, paper
        self._spooler.submit(Job(JobKind(kind), device, paper, reference=wish.id, copies=wish.payload.get("copies", 1)))

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
        wish, paper = self._under_way.pop(wish_id, (None, None))
        if paper is not None and outcome.state == "done":
            self.printed.emit(wish.title, paper)
        if paper is not None and outcome.state == "unknown":
            self.doubted.emit(wish, outcome.reason)
        self._finish(wish_id, str(outcome.state), outcome.reason, retry)
        if wish is not None and PAPERS.get(wish.kind, ("", ""))[1] == "printer":
            self._tell_trouble(wish, outcome.reason if retry else "")

    def _tell_trouble(self, wish: Any, words: str) -> None:
        """A receipt that surely failed waits; after some tries it goes to the stand-in, if one is named."""
        before = bool(self._held_up)
        if not words:
            self._held_up.clear()
        elif self._stand_in and wish.tries + 1 >= STAND_IN_AFTER:
            self._held_up.discard(wish.id)
            self._hand_on(wish)
        else:
            self._held_up.add(wish.id)
        if words or before:
            self.trouble.emit(words, len(self._held_up))

    def _hand_on(self, wish: Any) -> None:
        from app.core.outbox import hand_on

        self._write(lambda: hand_on(self._by, [wish.id], self._stand_in), lambda _count: None)

    def _finish(self, wish_id: int, state: str, reason: str, retry_in_ms: int | None = None) -> None:
        from app.core.outbox import WishState, finish_wish

        def freed(_nothing: Any) -> None:
            self._busy.discard(wish_id)

        self._write(lambda: finish_wish(self._by, wish_id, WishState(state), reason, retry_in_ms), freed)

    def _write(self, job: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Keep what became of a wish, however long the server is away: the paper lies there already."""
        self._desk.keep(self, job, done)


def _paper(wish: Any) -> Any:
    """What the paper says now; a wish marked as a copy says so on it."""
    from app.documents.build import paper_for

    return paper_for(wish)
