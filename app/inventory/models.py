"""Tables: places, the stock ledger, what lies where, and what is reserved.

What lies in a bin is the sum of its moves; a mistake is put right by an opposite move.
"""

from __future__ import annotations

from enum import StrEnum

import peewee

from app.catalog.models import Product
from app.core.db import Row
from app.core.fields import Amount, Choice, Moment, Quantity


class PlaceKind(StrEnum):
    """Any end of a stock move; only bins count as on hand."""

    BIN = "bin"
    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    LOSS = "loss"
    FOUND = "found"
    STAGING = "staging"  # picked goods on their way to the packing table
    REPAIR = "repair"
    INSPECTION = "inspection"  # returned goods that nobody has looked at yet


class Place(Row):
    """A bin or another end of a move; bins are walked in the order of `walk`."""

    code = peewee.CharField(max_length=40, unique=True)
    kind = Choice(PlaceKind)
    zone = peewee.CharField(max_length=20, default="")
    walk = peewee.IntegerField(default=0)
    x_mm = peewee.IntegerField(default=0)
    y_mm = peewee.IntegerField(default=0)


class StockMove(Row):
    """Goods of one product going from one place to another; never changed afterwards."""

    id = peewee.BigAutoField()
    product = peewee.ForeignKeyField(Product, on_delete="RESTRICT", index=False)
    source = peewee.ForeignKeyField(Place, on_delete="RESTRICT", backref="moves_out", index=False)
    target = peewee.ForeignKeyField(Place, on_delete="RESTRICT", backref="moves_in", index=False)
    quantity = Quantity(positive=True)
    reason = peewee.CharField(max_length=24)  # goods_in, sale, pick, found, count, return, waste, move, ...
    order_ref = peewee.BigIntegerField(null=True)
    who = peewee.IntegerField(default=0)
    note = peewee.CharField(max_length=200, default="")
    unit_cost_e4 = Amount(null=True)
    lot = peewee.CharField(max_length=60, null=True)
    serial = peewee.CharField(max_length=60, null=True)
    expires_on = peewee.CharField(max_length=10, null=True)
    moved_at = Moment()

    class Meta:
        append_only = True
        constraints = [peewee.Check("source_id <> target_id")]
        indexes = ((("product", "moved_at"), False),)


class BinStock(Row):
    """What lies in one place, kept beside the ledger; on hand never goes below nought."""

    product = peewee.ForeignKeyField(Product, on_delete="RESTRICT", index=False)
    place = peewee.ForeignKeyField(Place, on_delete="RESTRICT")
    on_hand = Quantity(not_negative=True)

    class Meta:
        primary_key = peewee.CompositeKey("product", "place")


class Stock(Row):
    """On hand in all bins and reserved, for one product; available is the difference."""

    product = peewee.ForeignKeyField(Product, on_delete="RESTRICT", primary_key=True)
    on_hand = Quantity(not_negative=True, default=0)
    reserved = Quantity(not_negative=True, default=0)
    incoming = Quantity(not_negative=True, default=0)
    home = peewee.ForeignKeyField(Place, null=True, on_delete="RESTRICT")  # the bin it is picked from and put back to

    class Meta:
        constraints = [peewee.Check("reserved <= on_hand")]


class HoldState(StrEnum):
    """What became of reserved goods."""

    HELD = "held"
    TAKEN = "taken"
    RELEASED = "released"


class Reservation(Row):
    """Goods promised to an order line or a basket; a basket's run out at `until_at`."""

    id = peewee.BigAutoField()
    product = peewee.ForeignKeyField(Product, on_delete="RESTRICT")
    quantity = Quantity(positive=True)
    order_ref = peewee.BigIntegerField(null=True, index=True)
    line_ref = peewee.BigIntegerField(null=True, index=True)
    basket = peewee.CharField(max_length=60, null=True, index=True)
    state = Choice(HoldState, default=HoldState.HELD)
    until_at = Moment(null=True)
    made_at = Moment()


class CountState(StrEnum):
    """A blind count: shown only after it is closed."""

    OPEN = "open"
    COUNTED = "counted"
    ACCEPTED = "accepted"
    DROPPED = "dropped"


class Count(Row):
    """One bin to be counted, by whom and why."""

    place = peewee.ForeignKeyField(Place, on_delete="RESTRICT")
    state = Choice(CountState, default=CountState.OPEN)
    reason = peewee.CharField(max_length=60, default="")
    asked_at = Moment()
    counted_at = Moment(null=True)
    who = peewee.IntegerField(default=0)


class CountLine(Row):
    """What was counted of one product, beside what the books said at that moment."""

    count = peewee.ForeignKeyField(Count, on_delete="RESTRICT", index=False, backref="lines")
    product = peewee.ForeignKeyField(Product, on_delete="RESTRICT")
    expected = Quantity(not_negative=True)
    counted = Quantity(not_negative=True)

    class Meta:
        indexes = ((("count", "product"), True),)
