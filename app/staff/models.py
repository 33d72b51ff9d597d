"""Tables: people, stations and who is signed in where."""

from __future__ import annotations

from enum import StrEnum

import peewee

from app.core.db import Row
from app.core.fields import Choice, Facts, Moment


class Role(StrEnum):
    """What somebody is here to do; rights and limits hang on it."""

    COUNTER = "counter"
    WAREHOUSE = "warehouse"
    MANAGER = "manager"


class StationKind(StrEnum):
    """What a workplace is set up for."""

    TILL = "till"
    PACKING = "packing"
    OFFICE = "office"


class Person(Row):
    """Somebody who works here; a PIN is kept as an argon2id hash, wrong tries are counted and stored."""

    name = peewee.CharField(max_length=80)
    role = Choice(Role)
    pin_hash = peewee.CharField(max_length=200)
    badge = peewee.CharField(max_length=60, null=True, unique=True)
    is_driver = peewee.BooleanField(default=False)
    is_active = peewee.BooleanField(default=True)
    color = peewee.IntegerField(default=0)
    wrong_tries = peewee.IntegerField(default=0)
    locked_until_at = Moment(default=0)
    limits = Facts(default=dict)  # what differs from the role's limits
    language = peewee.CharField(max_length=8, default="")
    look = peewee.CharField(max_length=8, default="")


class TableView(Row):
    """How a person left a table at a station: columns from left to right, those put away, and the sort."""

    person = peewee.IntegerField()
    station = peewee.CharField(max_length=40)
    name = peewee.CharField(max_length=80)
    columns = Facts()  # all keys in their order
    hidden = Facts()
    sort = peewee.CharField(max_length=40, default="")
    is_falling = peewee.BooleanField(default=False)

    class Meta:
        primary_key = peewee.CompositeKey("person", "station", "name")


class Station(Row):
    """A workplace with its devices; its code stands in journals and receipt series."""

    code = peewee.CharField(max_length=40, unique=True)
    name = peewee.CharField(max_length=80)
    kind = Choice(StationKind)
    series = peewee.CharField(max_length=4, unique=True)  # begins the receipt numbers of this till


class WorkTime(Row):
    """From clocking in to clocking out; a correction says who made it and why, the journal keeps what stood before."""

    id = peewee.BigAutoField()
    person = peewee.ForeignKeyField(Person, on_delete="RESTRICT", backref="times", index=False)
    station = peewee.CharField(max_length=40)
    in_at = Moment()
    out_at = Moment(null=True)
    corrected_by = peewee.CharField(max_length=80, default="")
    reason = peewee.CharField(max_length=200, default="")

    class Meta:
        indexes = ((("person", "in_at"), True),)


# Nobody is clocked in twice, whatever two stations do at the same moment.
WorkTime.add_index(WorkTime.index(WorkTime.person, unique=True, where=WorkTime.out_at.is_null(), name="work_time_open"))
