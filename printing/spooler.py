"""Sends print jobs, one thread a printer: never says done without paper, never waits in the window.

The spooler knows no database: who starts it hands it jobs and is told each job's outcome, on the spooler's thread.
A job whose outcome is unknown may lie on the paper already; it is printed again only as a copy (`Job.again`).
"""

import logging
import queue
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count

from app.core.clock import now_ms
from app.core.i18n import N_, _
from app.core.refusal import Refusal
from app.documents.papers import Paper
from devices.lines import Line, LineBroken, open_line, turn
from devices.printers import PrinterState, confirm_printed, printer_words, query_printer
from printing.render import as_copy, label_bytes, receipt_bytes, render
from printing.zebra_status import confirm_labels, query_label_printer

log = logging.getLogger(__name__)

KICK_LIVES_MS = 10_000
_TURN_S = 5.0
_CONFIRM_S = 8.0
_BYTES_A_SECOND = 6_000  # a slow head; a long paper gets more time before its outcome is called unknown


class JobKind(StrEnum):
    """What a job is; drawers go first."""

    RECEIPT = "receipt"
    LABEL = "label"
    SLIP = "slip"
    DRAWER = "drawer"


class OutcomeState(StrEnum):
    """DONE: on paper. FAILED: surely not on paper. UNKNOWN: perhaps, or half of it."""

    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


class PrinterTongue(StrEnum):
    """What a printer understands."""

    ESCPOS = "escpos"
    ZPL = "zpl"
    PDF = "pdf"


@dataclass(frozen=True)
class Outcome:
    """How a job ended; `reason` is a sentence for the clerk, `final` says that trying again makes no sense."""

    state: OutcomeState
    reason: str = ""
    final: bool = False


@dataclass(frozen=True)
class PrinterTarget:
    """A printer of the shop: where it is, what it understands and how wide it prints.

    `answers` is off for printers that cannot say how they are; then a job is done when its bytes are gone.
    `picture` burns whole receipts as the preview shows them instead of using the printer's own letters.
    """

    name: str
    url: str
    tongue: PrinterTongue = PrinterTongue.ESCPOS
    width_mm: int = 80
    columns: int | None = None
    profile: str = "default"
    picture: bool = False
    answers: bool = True
    drawer_pin: int = 2

    @property
    def blind(self) -> bool:
        """Whether nobody will answer on this line."""
        return not self.answers or self.tongue is PrinterTongue.PDF or self.url.startswith("file:")


@dataclass(frozen=True)
class Job:
    """One thing to print: a paper, or finished bytes; `reference` is the caller's own (an outbox id)."""

    kind: JobKind
    printer: str
    paper: Paper | None = None
    data: bytes = b""
    copies: int = 1
    expires_at: int | None = None  # UTC ms; a drawer kick dies after ten seconds in any case
    reference: object = None
    queued_at: int = field(default_factory=now_ms)

    def again(self) -> "Job":
        """The job for a second try after an unknown outcome: its paper is marked COPY.

        Finished bytes cannot be marked and come as they are; a drawer is never kicked twice.
        """
        assert self.kind is not JobKind.DRAWER, "a drawer kick is never repeated"
        return replace(self, paper=as_copy(self.paper), queued_at=now_ms()) if self.paper else self

    @property
    def dies_at(self) -> int | None:
        """When it must not be sent any more, in UTC ms."""
        if self.kind is not JobKind.DRAWER:
            return self.expires_at
        own = self.queued_at + KICK_LIVES_MS
        return own if self.expires_at is None else min(own, self.expires_at)


def job_bytes(job: Job, target: PrinterTarget) -> bytes:
    """What is sent to the printer for a job. Raises a Refusal when the paper cannot be printed there."""
    if job.kind is JobKind.DRAWER:
        from printing.escpos_bytes import kick

        return kick(target.drawer_pin)
    if job.paper is None:
        return job.data * job.copies
    match target.tongue:
        case PrinterTongue.ZPL:
            data = label_bytes(job.paper, pictures=target.picture)
        case PrinterTongue.PDF:
            data = render(job.paper, "pdf")
        case _:
            data = receipt_bytes(
                job.paper,
                width_mm=target.width_mm,
                profile=target.profile,
                columns=target.columns,
                picture=target.picture,
            )
    return data * job.copies


def ask_state(line: Line, target: PrinterTarget) -> PrinterState:
    """How the printer at the other end is, in its own tongue."""
    return query_label_printer(line) if target.tongue is PrinterTongue.ZPL else query_printer(line)


def print_job(job: Job, line: Line, target: PrinterTarget, *, confirm_s: float = _CONFIRM_S) -> Outcome:
    """Print a job over an open line and say what became of it; blocks for seconds at most, never raises.

    Nothing is sent while the printer says that it cannot print, so old jobs do not pour out of a new roll.
    """
    try:
        data = job_bytes(job, target)
    except Refusal as refusal:
        return Outcome(OutcomeState.FAILED, str(refusal), final=True)
    if job.kind is JobKind.DRAWER:
        return _kick(job, line, data)
    if late := _too_late(job):
        return late
    if not target.blind:
        state = ask_state(line, target)
        if state not in (PrinterState.READY, PrinterState.PAPER_LOW):
            return Outcome(OutcomeState.FAILED, printer_words(state)[1])
    try:
        line.write(data)
    except LineBroken as broken:
        return Outcome(OutcomeState.UNKNOWN, str(broken))
    return Outcome(OutcomeState.DONE) if target.blind else _confirmed(line, target, confirm_s, len(data))


def _too_late(job: Job) -> Outcome | None:
    if job.dies_at is None or now_ms() < job.dies_at:
        return None
    return Outcome(OutcomeState.FAILED, _("It came too late and was dropped."), final=True)


def _kick(job: Job, line: Line, data: bytes) -> Outcome:
    """A drawer opens without paper too, so the printer is not asked first; nothing proves that it opened."""
    if late := _too_late(job):
        return late
    try:
        line.write(data)
    except LineBroken as broken:
        return Outcome(OutcomeState.UNKNOWN, str(broken), final=True)
    return Outcome(OutcomeState.DONE)


_AFTERWARDS = {
    PrinterState.PAPER_OUT: N_("The paper ran out while printing. Put in a new roll, then print a copy."),
    PrinterState.COVER_OPEN: N_("The cover was opened while printing. Close it, then print a copy."),
}


def _confirmed(line: Line, target: PrinterTarget, confirm_s: float, size: int) -> Outcome:
    """Wait for the printer's word that all of it is on paper."""
    patience = confirm_s + size / _BYTES_A_SECOND
    asked = confirm_labels if target.tongue is PrinterTongue.ZPL else confirm_printed
    state = asked(line, patience)
    if state in (PrinterState.READY, PrinterState.PAPER_LOW):
        return Outcome(OutcomeState.DONE)
    lost = N_("The printer did not say that it has finished. Look whether the paper came out.")
    return Outcome(OutcomeState.UNKNOWN, _(_AFTERWARDS.get(state, lost)))


def _not_set_up(job: Job) -> Outcome:
    """A printer can be set up at any time, so a paper may be tried again; a late kick of a drawer may not."""
    reason = _("The printer {name} is not set up at this station.").format(name=job.printer)
    return Outcome(OutcomeState.FAILED, reason, final=job.kind is JobKind.DRAWER)


class Spooler:
    """Queues and threads, one of each a printer; `finish` is told each job's outcome exactly once."""

    def __init__(
        self,
        targets: Iterable[PrinterTarget],
        finish: Callable[[Job, Outcome], None],
        *,
        opener: Callable[[str], Line] = open_line,
        confirm_s: float = _CONFIRM_S,
    ) -> None:
        self._finish, self._opener, self._confirm_s = finish, opener, confirm_s
        self._numbers = count()
        self._targets: dict[str, PrinterTarget] = {}
        self._queues: dict[str, queue.PriorityQueue[tuple[int, int, Job | None]]] = {}
        self._threads: list[threading.Thread] = []
        self._is_closing = False
        self.configure(targets)

    def configure(self, targets: Iterable[PrinterTarget]) -> None:
        """Take other printers while others print: what waits goes to a printer's new address.

        Jobs that wait for a printer that is gone are handed back as failed.
        """
        wanted = {target.name: target for target in targets}
        for name in self._queues.keys() - wanted.keys():
            self._queues.pop(name).put((-1, next(self._numbers), None))
        self._targets = wanted
        for name in wanted.keys() - self._queues.keys():
            waiting = self._queues[name] = queue.PriorityQueue()
            thread = threading.Thread(target=self._serve, args=(name, waiting), name=f"printer {name}", daemon=True)
            self._threads = [*(running for running in self._threads if running.is_alive()), thread]
            thread.start()

    def submit(self, job: Job) -> None:
        """Queue a job and return at once; an unknown printer is an outcome too."""
        waiting = self._queues.get(job.printer)
        if waiting is None:
            self._finish(job, _not_set_up(job))
            return
        waiting.put((0 if job.kind is JobKind.DRAWER else 1, next(self._numbers), job))

    def waiting(self, printer: str) -> int:
        """How many jobs wait for a printer, not counting the one being printed."""
        return self._queues[printer].qsize()

    def stop(self, timeout_s: float = 10.0) -> None:
        """End after the jobs being printed; those still waiting are handed back as failed."""
        self._is_closing = True
        for waiting in self._queues.values():
            waiting.put((-1, next(self._numbers), None))
        for thread in self._threads:
            thread.join(timeout_s)

    def _serve(self, name: str, waiting: "queue.PriorityQueue[tuple[int, int, Job | None]]") -> None:
        while (job := waiting.get()[2]) is not None:
            target = self._targets.get(name)
            self._tell(job, self._outcome(job, target) if target is not None else _not_set_up(job))
        while not waiting.empty():
            left = waiting.get()[2]
            if left is not None:
                closed = Outcome(OutcomeState.FAILED, _("Kontor was closed before it was printed."))
                self._tell(left, closed if self._is_closing else _not_set_up(left))

    def _tell(self, job: Job, outcome: Outcome) -> None:
        try:
            self._finish(job, outcome)
        except Exception:
            log.exception("nobody took the outcome of a %s job for %s", job.kind, job.printer)

    def _outcome(self, job: Job, target: PrinterTarget) -> Outcome:
        try:
            return self._try(job, target)
        except LineBroken as broken:
            return Outcome(OutcomeState.FAILED, str(broken), final=job.kind is JobKind.DRAWER)
        except Exception:
            # A bug must not end the printer's thread; the job may lie on the paper.
            log.exception("a %s job for %s broke", job.kind, job.printer)
            return Outcome(OutcomeState.UNKNOWN, _("Printing broke off. The details are in the log."))

    def _try(self, job: Job, target: PrinterTarget) -> Outcome:
        with turn(target.url, _TURN_S) as free:
            if not free:
                return Outcome(OutcomeState.FAILED, _("The printer is busy with another program."))
            line = self._opener(target.url)
            try:
                return print_job(job, line, target, confirm_s=self._confirm_s)
            finally:
                line.close()
