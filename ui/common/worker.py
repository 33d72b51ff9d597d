"""The two threads that work with the store; the window's thread never does.

The writer runs commands one after another, scan and sale first; the reader runs queries, merges refreshes of the
same view, moves the log into the file and looks for what other processes changed.  Outcomes come back on the
window's thread.
"""

from __future__ import annotations

import heapq
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)
Done = Callable[[Any], None]
Failed = Callable[[BaseException], None]
URGENT, NORMAL, LATER = 0, 1, 2


@dataclass(order=True)
class _Job:
    rank: int
    turn: int
    run: Callable[[], Any] = field(compare=False)
    owner: QObject | None = field(compare=False)
    done: Done | None = field(compare=False)
    failed: Failed | None = field(compare=False)
    merge: str = field(compare=False, default="")


class Worker(QObject):
    """One thread with a queue; outcomes are delivered on the window's thread while their owner lives.

    Signals:
        failed: a job without a handler of its own raised; carries the exception.
        idle: the queue ran empty.
    """

    failed = Signal(object)
    idle = Signal()
    _finished = Signal(object, object, object)

    def __init__(
        self, name: str, *, opening: Callable[[], None] | None = None, closing: Callable[[], None] | None = None,
        spare: Callable[[], None] | None = None, spare_every_ms: int = 100, parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._turns = count()
        self._queue: list[_Job] = []
        self._wake = threading.Condition()
        self._stopping = False
        self._opening, self._closing, self._spare = opening, closing, spare
        self._spare_s = spare_every_ms / 1000
        self._finished.connect(self._deliver)  # queued, so it arrives on the window's thread
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def run(
        self, job: Callable[[], Any], *, owner: QObject | None = None, done: Done | None = None,
        failed: Failed | None = None, rank: int = NORMAL, merge: str = "",
    ) -> None:  # fmt: skip
        """Queue a job; with `merge`, a waiting job of the same name gives way to this one."""
        with self._wake:
            if merge:
                self._queue = [waiting for waiting in self._queue if waiting.merge != merge]
                heapq.heapify(self._queue)
            heapq.heappush(self._queue, _Job(rank, next(self._turns), job, owner, done, failed, merge))
            self._wake.notify()

    def stop(self) -> None:
        """Finish what is queued, close the connection and end the thread."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        self._thread.join(timeout=30)

    def _work(self) -> None:
        if self._opening:
            self._attempt(_Job(0, 0, self._opening, None, None, None))
        while (job := self._next()) is not None:
            self._attempt(job)
        if self._closing:
            self._attempt(_Job(0, 0, self._closing, None, None, None))

    def _next(self) -> _Job | None:
        while True:
            with self._wake:
                if not self._queue and not self._stopping:
                    self._wake.wait(self._spare_s if self._spare else None)
                if self._queue:
                    return heapq.heappop(self._queue)
                if self._stopping:
                    return None
            if self._spare:
                self._attempt(_Job(LATER, 0, self._spare, None, None, None))

    def _attempt(self, job: _Job) -> None:
        try:
            outcome, error = job.run(), None
        except BaseException as caught:  # whatever it is, it belongs to the window that asked
            outcome, error = None, caught
        if error is not None or job.done is not None:
            self._finished.emit(job, outcome, error)

    def _deliver(self, job: _Job, outcome: Any, error: BaseException | None) -> None:
        if job.owner is not None and not shiboken6.isValid(job.owner):
            return
        if error is None:
            assert job.done is not None
            job.done(outcome)
        elif job.failed is not None:
            job.failed(error)
        else:
            log.debug("a job failed", exc_info=error)
            self.failed.emit(error)
