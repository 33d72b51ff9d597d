"""Tables: rollups, kept in the transaction of the order and always equal to a recount."""

from __future__ import annotations

import peewee

from app.core.db import Row
from app.core.fields import Amount, Moment, Quantity


class SalesHour(Row):
    """Orders, pieces and money of one hour, channel and person (refunds counted apart)."""

    day = peewee.CharField(max_length=10)
    hour = peewee.IntegerField()
    channel = peewee.CharField(max_length=12)
    person = peewee.IntegerField()
    orders = peewee.IntegerField(default=0)
    pieces = Quantity(default=0)
    total_minor = Amount(default=0)
    tax_minor = Amount(default=0)
    refunded_minor = Amount(default=0)

    class Meta:
        primary_key = peewee.CompositeKey("day", "hour", "channel", "person")


class SalesProduct(Row):
    """Pieces and money of one product on one day."""

    day = peewee.CharField(max_length=10)
    product = peewee.IntegerField()
    quantity = Quantity(default=0)
    total_minor = Amount(default=0)
    cost_minor = Amount(default=0)
    returned = Quantity(default=0)
    refunded_minor = Amount(default=0)

    class Meta:
        primary_key = peewee.CompositeKey("day", "product")
        indexes = ((("product", "day"), False),)


class SalesCountry(Row):
    """Orders and money by month and country of the address."""

    month = peewee.CharField(max_length=7)
    country = peewee.CharField(max_length=2)
    orders = peewee.IntegerField(default=0)
    pieces = Quantity(default=0)
    total_minor = Amount(default=0)
    refunded_minor = Amount(default=0)

    class Meta:
        primary_key = peewee.CompositeKey("month", "country")


class StepTime(Row):
    """How long each step of the cycle took, day by day."""

    day = peewee.CharField(max_length=10)
    step = peewee.CharField(max_length=24)
    times = peewee.IntegerField(default=0)
    total_ms = peewee.BigIntegerField(default=0)
    longest_ms = peewee.BigIntegerField(default=0)

    class Meta:
        primary_key = peewee.CompositeKey("day", "step")


class ExceptionLog(Row):
    """Voids, refunds, no-sales, discounts, overrides and the like, by person."""

    id = peewee.BigAutoField()
    at = Moment(index=True)
    day = peewee.CharField(max_length=10, index=True)
    kind = peewee.CharField(max_length=24)
    person = peewee.IntegerField()
    who = peewee.CharField(max_length=80)
    station = peewee.CharField(max_length=40, default="")
    amount_minor = Amount(default=0)
    order_ref = peewee.BigIntegerField(null=True)
    approved_by = peewee.CharField(max_length=80, default="")
    detail = peewee.CharField(max_length=200, default="")
