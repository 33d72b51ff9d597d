"""The table of the exercises: who began which lesson when, and how it ended."""

from __future__ import annotations

import peewee

from app.core.db import Row
from app.core.fields import Moment


class LessonRun(Row):
    """One try at a lesson in a practice copy; acts with a larger journal id than `from_id` count for it."""

    id = peewee.BigAutoField()
    person_ref = peewee.BigIntegerField(index=True)
    who = peewee.CharField(max_length=80)
    lesson = peewee.CharField(max_length=40)
    station = peewee.CharField(max_length=40)
    from_id = peewee.BigIntegerField()
    began_at = Moment()
    done_at = Moment(null=True)
    mistakes = peewee.IntegerField(default=0)
