"""Tables: suppliers, purchase orders and goods in."""

from __future__ import annotations

from enum import StrEnum

import peewee

from app.catalog.models import Product
from app.core.db import Row
from app.core.fields import Amount, Choice, Moment, Quantity


class Supplier(Row):
    """Who we buy from, and how many days it takes."""

    code = peewee.CharField(max_length=40, unique=True)
    name = peewee.CharField(max_length=120)
    email = peewee.CharField(max_length=160, default="")
    lead_days = peewee.IntegerField(default=7)


class SupplierProduct(Row):
    """What a supplier sells us, under which code and at which cost."""

    supplier = peewee.ForeignKeyField(Supplier, on_delete="RESTRICT")
    product = peewee.ForeignKeyField(Product, on_delete="RESTRICT", unique=True)
    code = peewee.CharField(max_length=60, default="")
    cost_e4 = Amount(not_negative=True, default=0)


class PurchaseState(StrEnum):
    """How far a purchase order is."""

    DRAFT = "draft"
    SENT = "sent"
    PARTLY_RECEIVED = "partly_received"
    RECEIVED = "received"
    CANCELLED = "cancelled"


class Purchase(Row):
    """An order to a supplier."""

    number = peewee.CharField(max_length=20, unique=True)
    supplier = peewee.ForeignKeyField(Supplier, on_delete="RESTRICT")
    state = Choice(PurchaseState, default=PurchaseState.DRAFT)
    created_at = Moment()
    expected_at = Moment(null=True)
    who = peewee.IntegerField(default=0)


class PurchaseLine(Row):
    """So many of one product, and how many came."""

    purchase = peewee.ForeignKeyField(Purchase, on_delete="RESTRICT", index=False, backref="lines")
    product = peewee.ForeignKeyField(Product, on_delete="RESTRICT")
    quantity = Quantity(positive=True)
    received = Quantity(not_negative=True, default=0)
    cost_e4 = Amount(not_negative=True, default=0)

    class Meta:
        indexes = ((("purchase", "product"), True),)
