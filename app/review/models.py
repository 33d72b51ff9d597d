"""Tables: risk rules, reviews and their reasons, trust and block lists, goods that are easily sold on."""

from __future__ import annotations

from enum import StrEnum

import peewee

from app.catalog.models import Product
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
    changed_at = Moment(default=0)


class Listed(Row):
    """Somebody or something that the shop trusts or blocks; an entry taken off stays, for the past names it."""

    key = peewee.CharField(max_length=200, index=True)  # what:value, as gather.list_keys writes it
    is_trusted = peewee.BooleanField()
    shown = peewee.CharField(max_length=160)  # the value as people know it
    note = peewee.CharField(max_length=200, default="")
    who = peewee.CharField(max_length=80, default="")
    made_at = Moment()
    is_active = peewee.BooleanField(default=True)


class Resold(Row):
    """A product that is easily sold on: several of it in one order speak against the order."""

    product = peewee.ForeignKeyField(Product, on_delete="RESTRICT", primary_key=True)


class Review(Row):
    """An order that was stopped, with its score and what spoke for and against it."""

    id = peewee.BigAutoField()
    order = peewee.ForeignKeyField(Order, on_delete="RESTRICT", unique=True)
    state = Choice(ReviewState, default=ReviewState.OPEN)
    score = peewee.IntegerField()
    reasons = Facts()  # [{"code", "points", "facts"}]
    cleared = Facts(default=list)  # what was asked and found in order: [{"code", "points", "who", "at", "note"}]
    rules_at = Moment(default=0)  # when the rules were last changed that stopped it
    entered_by = peewee.IntegerField()
    made_at = Moment()
    deadline_at = Moment()
    leaves_at = Moment(null=True)  # the departure that the deadline is for
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
    measures = Facts(null=True)  # {code: [value, times]}: what every rule measured, whatever its limit was
    address_key = peewee.CharField(max_length=80, default="")
    card_key = peewee.CharField(max_length=120, default="")
    made_at = Moment(index=True)


class Usual(Row):
    """What is usual for a product, kept as orders are confirmed; row 0 is for whole orders."""

    product = peewee.IntegerField(primary_key=True)
    orders = peewee.BigIntegerField(default=0)
    quantity = peewee.BigIntegerField(default=0)
    largest = peewee.BigIntegerField(default=0)  # quantity in one order; of row 0 the total in minor units
    value_minor = peewee.BigIntegerField(default=0)
