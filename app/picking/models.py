"""Tables: pick lists (batches), their tasks in the order of the walk, totes."""

from __future__ import annotations

from enum import StrEnum

import peewee

from app.catalog.models import Product
from app.core.db import Row
from app.core.fields import Choice, Moment, Quantity
from app.inventory.models import Place
from app.orders.models import Fulfillment, FulfillmentLine


class BatchState(StrEnum):
    """One walk through the bins."""

    OPEN = "open"
    PICKING = "picking"
    DONE = "done"
    CANCELLED = "cancelled"


class Batch(Row):
    """One walk for one order or several, each into its tote."""

    id = peewee.BigAutoField()
    number = peewee.CharField(max_length=20, unique=True)
    state = Choice(BatchState, default=BatchState.OPEN)
    picker = peewee.IntegerField(null=True)
    picker_name = peewee.CharField(max_length=80, default="")
    made_at = Moment()
    started_at = Moment(null=True)
    done_at = Moment(null=True)


class Tote(Row):
    """A carrying box; it belongs to one fulfillment from the pick to the pack."""

    code = peewee.CharField(max_length=20, unique=True)
    fulfillment = peewee.ForeignKeyField(Fulfillment, null=True, unique=True, on_delete="RESTRICT")


class TaskState(StrEnum):
    """One grab."""

    OPEN = "open"
    DONE = "done"
    SHORT = "short"
    SKIPPED = "skipped"  # later in the walk
    CANCELLED = "cancelled"


class PickTask(Row):
    """Take so many of a product out of one bin for one order."""

    id = peewee.BigAutoField()
    batch = peewee.ForeignKeyField(Batch, on_delete="RESTRICT", index=False, backref="tasks")
    position = peewee.IntegerField()
    place = peewee.ForeignKeyField(Place, null=True, on_delete="RESTRICT")
    product = peewee.ForeignKeyField(Product, on_delete="RESTRICT")
    fulfillment = peewee.ForeignKeyField(Fulfillment, on_delete="RESTRICT")
    line = peewee.ForeignKeyField(FulfillmentLine, on_delete="RESTRICT")
    tote = peewee.CharField(max_length=20, default="")
    quantity = Quantity(positive=True)
    picked = Quantity(not_negative=True, default=0)
    state = Choice(TaskState, default=TaskState.OPEN)
    reason = peewee.CharField(max_length=40, default="")
    done_at = Moment(null=True)

    class Meta:
        indexes = ((("batch", "position"), False),)
        constraints = [peewee.Check("picked <= quantity")]


class PutBackTask(Row):
    """Picked goods that an amended order wants no more: from the tote or box of their fulfillment into a bin."""

    id = peewee.BigAutoField()
    fulfillment = peewee.ForeignKeyField(Fulfillment, on_delete="RESTRICT", backref="put_backs")
    product = peewee.ForeignKeyField(Product, on_delete="RESTRICT")
    place = peewee.ForeignKeyField(Place, on_delete="RESTRICT")
    quantity = Quantity(positive=True)
    made_at = Moment()
    done_at = Moment(null=True)


class PickError(Row):
    """A wrong scan at a bin, kept for the reports."""

    batch = peewee.ForeignKeyField(Batch, on_delete="RESTRICT")
    task = peewee.ForeignKeyField(PickTask, null=True, on_delete="RESTRICT")
    code = peewee.CharField(max_length=80)
    kind = peewee.CharField(max_length=20)  # wrong_item, wrong_bin, over, unknown
    who = peewee.IntegerField()
    made_at = Moment()
