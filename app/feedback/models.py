"""Table: what customers were asked and what they said."""

from __future__ import annotations

import peewee

from app.core.db import Row
from app.core.fields import Moment
from app.orders.models import Order


class Feedback(Row):
    """One question after a delivery; the token stands in the link and the QR code."""

    id = peewee.BigAutoField()
    order = peewee.ForeignKeyField(Order, on_delete="RESTRICT", unique=True)
    token = peewee.CharField(max_length=24, unique=True)
    asked_at = Moment()
    answered_at = Moment(null=True)
    score = peewee.IntegerField(null=True)  # 1 to 5
    comment = peewee.TextField(default="")
    case_ref = peewee.BigIntegerField(null=True)
