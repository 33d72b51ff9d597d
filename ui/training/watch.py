"""Watches a lesson: asks the journal how far it is, counts what the window refused, and notes the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from app.core import clock

if TYPE_CHECKING:
    from ui.common.desk import Desk

LOOK_EVERY_MS = 1_000  # an open ticket is saved without telling anybody
STUCK_AFTER_MS = 45_000


class Watch(QObject):
    """One lesson at a time, at this station.

    Signals:
        changed: another step, a hint, the end, or nothing runs any more.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.lesson: Any = None  # app.training.lessons.Lesson
        self.codes: tuple[Any, ...] = ()
        self.done = 0
        self.mistakes = 0
        self.took_ms = 0
        self.is_finished = False
        self.shows_hint = False
        self._run_id, self._refusals, self._began_at, self._is_ending = 0, 0, 0, False
        self._quiet = QElapsedTimer()
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        desk.changed.connect(lambda _told: self.look())
        desk.refused.connect(self._on_refused)

    @classmethod
    def of(cls, desk: Desk) -> Watch:
        """The watch of this window, made when it is first asked for."""
        found = desk.findChild(cls)
        return found if found is not None else cls(desk)

    @property
    def is_running(self) -> bool:
        """Whether a lesson is under way or has just ended."""
        return self.lesson is not None

    @property
    def step(self) -> Any:
        """The step that comes next; None when all are done."""
        steps = self.lesson.steps if self.lesson is not None else ()
        return steps[self.done] if self.done < len(steps) else None

    def begin(self, code: str) -> None:
        """Begin a lesson; what the shop lacks for it is said."""
        from app.training.learn import begin_lesson

        self._desk.write(self._desk, begin_lesson, code, done=self.follow)

    def follow(self, begun: Any) -> None:
        """Lead through a lesson that has begun."""
        from app.training.lessons import BY_CODE

        self.lesson, self.codes, self._run_id = BY_CODE[begun.lesson], begun.codes, begun.run_id
        self.done = self.mistakes = self.took_ms = self._refusals = 0
        self.is_finished = self.shows_hint = self._is_ending = False
        self._began_at = clock.now_ms()
        self._quiet.start()
        self._timer.start()
        self._desk.go(self.lesson.tab, self.lesson.mode)
        self.changed.emit()
        self.look()

    def again(self) -> None:
        """The same lesson from the start."""
        if self.lesson is not None:
            self.begin(self.lesson.code)

    def end(self) -> None:
        """Lead through nothing any more; what was not finished does not count."""
        self._timer.stop()
        self.lesson, self.codes = None, ()
        self.changed.emit()

    def hint(self) -> None:
        """Show what to think of at this step."""
        if self.step is not None and not self.shows_hint:
            self.shows_hint = True
            self.changed.emit()

    def look(self) -> None:
        """Ask how far it is."""
        if self.lesson is None or self.is_finished:
            return
        run_id = self._run_id

        def progress() -> Any:
            from app.training.queries import progress

            return run_id, progress(run_id)

        self._desk.read(self, progress, self._show, merge="lesson")

    def _show(self, found: Any) -> None:
        run_id, count = found
        if run_id != self._run_id or self.lesson is None or count is None or self.is_finished:
            return
        before = (self.done, self.mistakes, self.shows_hint)
        if count.done != self.done:
            self._quiet.restart()
            self.shows_hint = False
        elif self._quiet.elapsed() > STUCK_AFTER_MS:
            self.shows_hint = True
        self.done, self.mistakes = count.done, count.slips + self._refusals
        if self.step is None and not self._is_ending:
            self._is_ending = True
            self._finish()
        if before != (self.done, self.mistakes, self.shows_hint):
            self.changed.emit()

    def _finish(self) -> None:
        from app.training.learn import finish_lesson

        def done(mistakes: int) -> None:
            self._timer.stop()
            self.is_finished, self.mistakes = True, mistakes
            self.took_ms = clock.now_ms() - self._began_at
            self._desk.feedback("done")
            self.changed.emit()

        def not_yet(_refusal: BaseException) -> None:
            self._is_ending = False  # a ticket was emptied again

        self._desk.write(self, finish_lesson, self._run_id, self._refusals, done=done, failed=not_yet)

    def _on_refused(self) -> None:
        if self.lesson is not None and not self.is_finished and not self._is_ending:
            self._refusals += 1
            self.look()
