"""Tables: imports of online orders and their staged rows."""

from __future__ import annotations

from enum import StrEnum

import peewee

from app.core.db import Row
from app.core.fields import Choice, Facts, Moment


class ImportState(StrEnum):
    """A file on its way in."""

    PREVIEW = "preview"
    TAKEN = "taken"
    DROPPED = "dropped"


class Import(Row):
    """One file of orders."""

    id = peewee.BigAutoField()
    source = peewee.CharField(max_length=40)
    file_name = peewee.CharField(max_length=200)
    digest = peewee.CharField(max_length=64)
    state = Choice(ImportState, default=ImportState.PREVIEW)
    who = peewee.CharField(max_length=80)
    made_at = Moment()
    taken_at = Moment(null=True)


class ImportRow(Row):
    """One order of the file with its verdict: new, known, held or refused, and why."""

    id = peewee.BigAutoField()
    import_ = peewee.ForeignKeyField(Import, on_delete="RESTRICT", backref="rows", column_name="import_id")
    line_no = peewee.IntegerField()
    name = peewee.CharField(max_length=60)
    verdict = peewee.CharField(max_length=12)  # new, known, held, refused
    reasons = Facts()
    content = Facts()
    order_ref = peewee.BigIntegerField(null=True)
