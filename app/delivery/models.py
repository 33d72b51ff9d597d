"""Tables: carriers, runs of the own drivers, shipments, their events and proofs."""

from __future__ import annotations

from enum import StrEnum

import peewee

from app.core.db import Row
from app.core.fields import Amount, Choice, Facts, Moment, Quantity
from app.orders.models import Fulfillment, FulfillmentLine


class Carrier(Row):
    """Who carries parcels for us; `courier` names its tracking-number rules."""

    code = peewee.CharField(max_length=20, unique=True)
    name = peewee.CharField(max_length=80)
    courier = peewee.CharField(max_length=40, default="")
    tracking_url = peewee.CharField(max_length=200, default="")
    is_active = peewee.BooleanField(default=True)


class RunState(StrEnum):
    """A driver's round."""

    PLANNED = "planned"
    OUT = "out"
    BACK = "back"
    SETTLED = "settled"


class Run(Row):
    """One round of one driver with its stops."""

    id = peewee.BigAutoField()
    number = peewee.CharField(max_length=20, unique=True)
    state = Choice(RunState, default=RunState.PLANNED)
    driver = peewee.IntegerField()
    driver_name = peewee.CharField(max_length=80)
    vehicle = peewee.CharField(max_length=40, default="")
    made_at = Moment()
    left_at = Moment(null=True)
    back_at = Moment(null=True)


class Shipment(Row):
    """A fulfillment on its way: with a driver, a carrier, or on the pickup shelf."""

    id = peewee.BigAutoField()
    fulfillment = peewee.ForeignKeyField(Fulfillment, on_delete="RESTRICT", unique=True)
    carrier = peewee.ForeignKeyField(Carrier, null=True, on_delete="RESTRICT")
    tracking = peewee.CharField(max_length=60, null=True, index=True)
    run = peewee.ForeignKeyField(Run, null=True, on_delete="RESTRICT", backref="stops")
    stop = peewee.IntegerField(default=0)
    shelf = peewee.CharField(max_length=20, default="")
    pickup_code = peewee.CharField(max_length=12, default="", index=True)
    eta_at = Moment(null=True)
    tries = peewee.IntegerField(default=0)
    cod_minor = Amount(not_negative=True, default=0)
    track_token = peewee.CharField(max_length=24, unique=True)
    made_at = Moment()


class ShipmentEvent(Row):
    """Something that happened on the way."""

    shipment = peewee.ForeignKeyField(Shipment, on_delete="RESTRICT", backref="events")
    at = Moment()
    kind = peewee.CharField(max_length=24)  # left, scanned, late, tried, delivered, collected, refused, not_home, lost
    text = peewee.CharField(max_length=300, default="")
    who = peewee.CharField(max_length=80, default="")


class Proof(Row):
    """Who took the goods, and how that can be shown."""

    shipment = peewee.ForeignKeyField(Shipment, on_delete="RESTRICT", unique=True)
    name = peewee.CharField(max_length=120)
    signature_png = peewee.BlobField(null=True)
    photo = peewee.CharField(max_length=300, default="")
    checklist = Facts(default=dict)
    at = Moment()


class AcceptanceLine(Row):
    """How much of a line the customer took, and in which condition."""

    shipment = peewee.ForeignKeyField(Shipment, on_delete="RESTRICT", index=False)
    line = peewee.ForeignKeyField(FulfillmentLine, on_delete="RESTRICT")
    accepted = Quantity(not_negative=True)
    condition = peewee.CharField(max_length=20, default="good")  # good, damaged, missing, wrong
    note = peewee.CharField(max_length=200, default="")

    class Meta:
        indexes = ((("shipment", "line"), True),)
