"""Tables: risk rules, reviews and their reasons."""

from __future__ import annotations

from enum import StrEnum

import peewee

from app.core.db import Row
from app.core.fields import Choice, Facts, Moment
from app.orders.models import Order


class ReviewState(StrEnum):
    """A doubtful order on the desk."""

    OPEN = "open"
    HELD = "held"
    APPROVED = "approved"
    REJECTED = "rejected"


class Rule(Row):
    """One rule with its weight and limit, on or off."""

    code = peewee.CharField(max_length=40, unique=True)
    weight = peewee.IntegerField()
    limit_value = peewee.BigIntegerField(default=0)
    is_active = peewee.BooleanField(default=True)


class Review(Row):
    """An order that was stopped, with its score and what spoke for and against it."""

    id = peewee.BigAutoField()
    order = peewee.ForeignKeyField(Order, on_delete="RESTRICT", unique=True)
    state = Choice(ReviewState, default=ReviewState.OPEN)
    score = peewee.IntegerField()
    reasons = Facts()  # [{"code", "points", "facts"}]
    entered_by = peewee.IntegerField()
    made_at = Moment()
    deadline_at = Moment()
    decided_at = Moment(null=True)
    decided_by = peewee.IntegerField(null=True)
    decided_name = peewee.CharField(max_length=80, default="")
    decision_note = peewee.CharField(max_length=200, default="")
    first_by = peewee.IntegerField(null=True)  # the first of two persons who said yes to a large order
    first_name = peewee.CharField(max_length=80, default="")

    class Meta:
        indexes = ((("state", "deadline_at"), False), (("decided_at",), False))


class RiskScore(Row):
    """The score of every order that was looked at, stopped or not."""

    order = peewee.ForeignKeyField(Order, on_delete="RESTRICT", primary_key=True)
    score = peewee.IntegerField()
    reasons = Facts()
    made_at = Moment(index=True)


class Usual(Row):
    """What is usual for a product, kept as orders are confirmed; row 0 is for whole orders."""

    product = peewee.IntegerField(primary_key=True)
    orders = peewee.BigIntegerField(default=0)
    quantity = peewee.BigIntegerField(default=0)
    largest = peewee.BigIntegerField(default=0)  # quantity in one order; of row 0 the total in minor units
    value_minor = peewee.BigIntegerField(default=0)
