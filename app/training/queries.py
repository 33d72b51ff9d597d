"""What screens read about the exercises: how far a lesson is, and who has done what."""

from __future__ import annotations

from typing import Any, NamedTuple

from peewee import fn

from app.core.db import driver_connection, path_of
from app.training.learn import CARRIED, count_run
from app.training.lessons import BY_CODE, Count
from app.training.models import LessonRun

OUR_TABLE = "SELECT count(*) FROM sqlite_master WHERE name = 'lesson_run'"
DONE = f"SELECT {', '.join(CARRIED)} FROM lesson_run WHERE done_at IS NOT NULL ORDER BY id"


class Best(NamedTuple):
    """How somebody did a lesson: how often, the quickest time, the fewest mistakes, and when last."""

    times: int
    quickest_ms: int
    fewest_mistakes: int
    last_at: int


class Learner(NamedTuple):
    """Who has done which lessons."""

    person: int
    who: str
    lessons: tuple[str, ...]
    last_at: int


def progress(run_id: int) -> Count | None:
    """How far a lesson is; None when it was thrown away with its copy."""
    run = LessonRun.get_or_none(LessonRun.id == run_id)
    return None if run is None else count_run(run)


def done_by(person: int) -> dict[str, Best]:
    """Lesson -> how a person did it in this copy and those before."""
    took = LessonRun.done_at - LessonRun.began_at
    query: Any = (
        LessonRun.select(
            LessonRun.lesson, fn.COUNT(LessonRun.id), fn.MIN(took), fn.MIN(LessonRun.mistakes),
            fn.MAX(LessonRun.done_at),
        ).where(LessonRun.person_ref == person, LessonRun.done_at.is_null(False)).group_by(LessonRun.lesson).tuples()
    )  # fmt: skip
    return {lesson: Best(*(int(value) for value in rest)) for lesson, *rest in query if lesson in BY_CODE}


def learners_in(url: str) -> list[Learner]:
    """Who has learned what in a practice copy that is not the open store, the last one first."""
    found: dict[int, Learner] = {}
    for person, who, lesson, _station, _began, done_at, _mistakes in finished_in(url):
        before = found.get(person, Learner(person, who, (), 0))
        lessons = before.lessons if lesson in before.lessons else (*before.lessons, lesson)
        found[person] = Learner(person, who, lessons, max(done_at, before.last_at))
    return sorted(found.values(), key=lambda one: -one.last_at)


def finished_in(url: str) -> list[tuple[int, str, str, str, int, int, int]]:
    """The lessons that were done in a practice copy, as `carry_over` takes them; none when there is no such copy."""
    if not path_of(url).exists():
        return []
    connection = driver_connection(url, read_only=True)
    try:
        if not connection.execute(OUR_TABLE).fetchone()[0]:
            return []  # a copy of an older Kontor
        return list(connection.execute(DONE).fetchall())
    finally:
        connection.close()
