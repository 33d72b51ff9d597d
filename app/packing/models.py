"""Tables: cartons and parcels."""

from __future__ import annotations

from enum import StrEnum

import peewee

from app.core.db import Row
from app.core.fields import Choice, Moment, Quantity
from app.orders.models import Fulfillment, FulfillmentLine


class Carton(Row):
    """A box that goods are packed in; inner sizes in millimetres."""

    code = peewee.CharField(max_length=20, unique=True)
    name = peewee.CharField(max_length=60)
    length_mm = peewee.IntegerField()
    width_mm = peewee.IntegerField()
    height_mm = peewee.IntegerField()
    weight_grams = Quantity(not_negative=True)
    max_grams = Quantity(positive=True)
    is_active = peewee.BooleanField(default=True)


class ParcelState(StrEnum):
    """A box on the packing table."""

    OPEN = "open"
    CLOSED = "closed"  # weighed and labelled
    VOID = "void"


class Parcel(Row):
    """One box of a fulfillment; its label code is what everybody scans from here on."""

    id = peewee.BigAutoField()
    fulfillment = peewee.ForeignKeyField(Fulfillment, on_delete="RESTRICT", backref="parcels")
    no = peewee.IntegerField(default=1)
    code = peewee.CharField(max_length=30, unique=True)
    state = Choice(ParcelState, default=ParcelState.OPEN)
    carton = peewee.ForeignKeyField(Carton, null=True, on_delete="RESTRICT")
    expected_grams = Quantity(not_negative=True, default=0)
    weight_grams = Quantity(not_negative=True, default=0)
    weight_reason = peewee.CharField(max_length=200, default="")
    packer = peewee.IntegerField(default=0)
    packer_name = peewee.CharField(max_length=80, default="")
    started_at = Moment()
    closed_at = Moment(null=True)


class ParcelLine(Row):
    """What went into the box."""

    parcel = peewee.ForeignKeyField(Parcel, on_delete="RESTRICT", index=False, backref="lines")
    line = peewee.ForeignKeyField(FulfillmentLine, on_delete="RESTRICT")
    quantity = Quantity(positive=True)

    class Meta:
        indexes = ((("parcel", "line"), True),)
