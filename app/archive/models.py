"""Table: where the detail of an archived order was copied to."""

from __future__ import annotations

import peewee

from app.core.db import Row
from app.core.fields import Moment
from app.orders.models import Order


class ArchiveEntry(Row):
    """An archived order: a digest of its detail proves later that nothing changed."""

    order = peewee.ForeignKeyField(Order, on_delete="RESTRICT", primary_key=True)
    archived_at = Moment()
    digest = peewee.CharField(max_length=64)
    words = peewee.TextField(default="")
