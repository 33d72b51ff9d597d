"""Begin and end a lesson in the practice copy, and bring along what was learned when it is begun anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _
from app.core.practice import is_practice
from app.core.refusal import NotFound, Refusal, StateChanged
from app.training.evidence import acts_since, last_entry, ticket_at
from app.training.goods import Code, codes_for
from app.training.lessons import BY_CODE, Count, count_steps
from app.training.models import LessonRun

CARRIED = ("person_ref", "who", "lesson", "station", "began_at", "done_at", "mistakes")


class OnlyInPractice(Refusal):
    """There are no exercises in the real shop."""


class NotDoneYet(Refusal):
    """The journal does not show that all steps were done."""


class Begun(NamedTuple):
    """A lesson that runs, and what it is done with."""

    run_id: int
    lesson: str
    codes: tuple[Code, ...]


@command("training.begin_lesson")
def begin_lesson(by: Actor, code: str) -> Begun:
    """Begin a lesson: what is done at this station from now on counts for it.  OnlyInPractice, NotReady."""
    if not is_practice():
        raise OnlyInPractice(_("Exercises are for the practice window: Ctrl+P opens it."))
    lesson = BY_CODE.get(code)
    if lesson is None:
        raise NotFound("lesson", code)
    codes = tuple(codes_for(lesson.kinds, by.station))
    run = LessonRun.create(
        person_ref=by.person_id, who=by.name, lesson=code, station=by.station, from_id=last_entry(),
        began_at=clock.now_ms(),
    )  # fmt: skip
    touch("lesson", run.id)
    note(lesson=code)
    return Begun(int(run.id), code, codes)


@command("training.finish_lesson")
def finish_lesson(by: Actor, run_id: int, refusals: int) -> int:
    """Note that a lesson was done, after looking into the journal once more; returns the mistakes.

    `refusals` is how often the window said no meanwhile.  NotDoneYet, and StateChanged when it was noted before.
    """
    run = LessonRun.get_or_none(LessonRun.id == run_id)
    if run is None:
        raise NotFound("lesson", run_id)
    count = count_run(run)
    if count.done < len(BY_CODE[run.lesson].steps):
        raise NotDoneYet(_("The journal does not show all steps of this exercise yet."), done=count.done)
    mistakes = count.slips + max(refusals, 0)
    ended = LessonRun.update(done_at=clock.now_ms(), mistakes=mistakes)
    if not ended.where(LessonRun.id == run_id, LessonRun.done_at.is_null()).execute():
        raise StateChanged("lesson", run_id)
    touch("lesson", run_id)
    note(lesson=run.lesson, who=run.who, mistakes=mistakes)
    return mistakes


@command("training.carry_over")
def carry_over(by: Actor, rows: Sequence[tuple[int, str, str, str, int, int, int]]) -> int:
    """Bring what was learned in the practice copy of before into a new one; returns how many lessons."""
    if not is_practice():
        raise OnlyInPractice(_("Exercises are for the practice window: Ctrl+P opens it."))
    for row in rows:
        LessonRun.create(**dict(zip(CARRIED, row, strict=True)), from_id=0)
    note(lessons=len(rows))
    return len(rows)


def count_run(run: LessonRun) -> Count:
    """How far a try is by now."""
    acts = [act for act in acts_since(run.from_id, run.station) if not act.what.startswith("training.")]
    return count_steps(BY_CODE[run.lesson].steps, acts, ticket_at(run.station))
