"""Tables: customers, their groups, addresses and points."""

from __future__ import annotations

from enum import StrEnum

import peewee

from app.core.db import Row
from app.core.fields import Amount, Choice, Moment


class CustomerGroup(Row):
    """Customers who get a percentage off every sale."""

    code = peewee.CharField(max_length=20, unique=True)
    name = peewee.CharField(max_length=60)
    discount_bp = peewee.IntegerField(default=0)
    tax_regime_ref = peewee.IntegerField(null=True)  # how these customers are taxed; their own regime goes first


class Customer(Row):
    """A person or firm that buys; phone in E.164, balances live in the ledger."""

    name = peewee.CharField(max_length=160, index=True)
    phone = peewee.CharField(max_length=24, null=True, index=True)
    email = peewee.CharField(max_length=160, null=True, index=True)
    card = peewee.CharField(max_length=40, null=True, unique=True)
    group = peewee.ForeignKeyField(CustomerGroup, null=True, on_delete="RESTRICT")
    language = peewee.CharField(max_length=8, default="en")
    credit_limit_minor = Amount(not_negative=True, default=0)
    pay_days = peewee.IntegerField(null=True)  # a bill on account is due after so many; none: as the shop does
    points = peewee.BigIntegerField(default=0)
    may_mail = peewee.BooleanField(default=False)
    may_sms = peewee.BooleanField(default=False)
    note = peewee.TextField(default="")
    created_at = Moment()
    last_order_at = Moment(null=True)
    order_count = peewee.IntegerField(default=0)
    spent_minor = Amount(default=0)
    tax_regime_ref = peewee.IntegerField(null=True)


class Address(Row):
    """Where a customer gets goods; coordinates in millionths of a degree place the stop on a run."""

    customer = peewee.ForeignKeyField(Customer, on_delete="RESTRICT", backref="addresses")
    line1 = peewee.CharField(max_length=160)
    line2 = peewee.CharField(max_length=160, default="")
    city = peewee.CharField(max_length=80)
    region = peewee.CharField(max_length=80, default="")
    postcode = peewee.CharField(max_length=20, default="")
    country = peewee.CharField(max_length=2)
    note = peewee.CharField(max_length=200, default="")
    lat_e6 = peewee.IntegerField(null=True)
    lon_e6 = peewee.IntegerField(null=True)
    is_main = peewee.BooleanField(default=False)


class PointsFor(StrEnum):
    """Why points came or went."""

    EARNED = "earned"  # by paying
    USED = "used"  # turned into store credit
    TAKEN_BACK = "taken_back"  # the goods came back
    CARRIED = "carried"  # from before there was a ledger, or from another program


class PointMove(Row):
    """Points that a customer got (positive) or gave; the balance beside the customer is their sum."""

    id = peewee.BigAutoField()
    customer = peewee.ForeignKeyField(Customer, on_delete="RESTRICT", backref="point_moves")
    points = peewee.BigIntegerField()
    what = Choice(PointsFor)
    order_ref = peewee.BigIntegerField(null=True, index=True)
    made_at = Moment()

    class Meta:
        append_only = True
        constraints = [peewee.Check("points <> 0")]
