"""Tables: returns and their lines."""

from __future__ import annotations

from enum import StrEnum

import peewee

from app.catalog.models import Product
from app.core.db import Row
from app.core.fields import Amount, Choice, Moment, Quantity
from app.customers.models import Customer
from app.orders.models import Order, OrderLine


class ReturnState(StrEnum):
    """Goods on their way back."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    RECEIVED = "received"
    INSPECTED = "inspected"
    SETTLED = "settled"


class Outcome(StrEnum):
    """What the customer gets."""

    REFUND = "refund"
    EXCHANGE = "exchange"
    STORE_CREDIT = "store_credit"
    REPAIR = "repair"
    BACK_TO_CUSTOMER = "back_to_customer"


class Disposition(StrEnum):
    """What inspection decides for a piece."""

    RESTOCK = "restock"
    REPAIR = "repair"
    SUPPLIER = "supplier"
    WASTE = "waste"
    B_STOCK = "b_stock"  # sound but not new: kept aside


class Return(Row):
    """Goods that come back, with or without the sale they belong to."""

    id = peewee.BigAutoField()
    number = peewee.CharField(max_length=20, unique=True)
    order = peewee.ForeignKeyField(Order, null=True, on_delete="RESTRICT", backref="returns")
    customer = peewee.ForeignKeyField(Customer, null=True, on_delete="RESTRICT")
    state = Choice(ReturnState)
    without_receipt = peewee.BooleanField(default=False)
    outcome = Choice(Outcome, null=True)
    refund_minor = Amount(not_negative=True, default=0)  # what the goods (and charges) are credited with
    charges_minor = Amount(not_negative=True, default=0)  # delivery and fee in it, when the whole order comes back
    exchange_order = peewee.BigIntegerField(null=True)
    reason = peewee.CharField(max_length=200, default="")
    who = peewee.IntegerField(default=0)
    who_name = peewee.CharField(max_length=80, default="")
    made_at = Moment()
    received_at = Moment(null=True)
    inspected_at = Moment(null=True)
    settled_at = Moment(null=True)


class ReturnLine(Row):
    """So much of a sold line, why, and what becomes of it."""

    id = peewee.BigAutoField()
    return_ = peewee.ForeignKeyField(Return, on_delete="RESTRICT", backref="lines", column_name="return_id")
    order_line = peewee.ForeignKeyField(OrderLine, null=True, on_delete="RESTRICT")
    product = peewee.ForeignKeyField(Product, null=True, on_delete="RESTRICT")
    name = peewee.CharField(max_length=200)
    quantity = Quantity(positive=True)
    reason = peewee.CharField(max_length=40)
    condition = peewee.CharField(max_length=40, default="")
    disposition = Choice(Disposition, null=True)
    refund_minor = Amount(not_negative=True, default=0)  # what this line is credited with
    fee_minor = Amount(not_negative=True, default=0)  # kept by policy; refund + fee is what was paid for the goods
    tax_bp = peewee.IntegerField(default=0)
    tax_minor = Amount(not_negative=True, default=0)  # contained in refund + fee


class ReturnTax(Row):
    """What a line that came back gives back of one tax, for a sold line that has more than the plain percentage."""

    id = peewee.BigAutoField()
    line = peewee.ForeignKeyField(ReturnLine, on_delete="CASCADE", backref="taxes")
    code = peewee.CharField(max_length=20)
    name = peewee.CharField(max_length=60)
    letter = peewee.CharField(max_length=4, default="")
    rate_bp = peewee.IntegerField(default=0)
    base_minor = Amount(default=0)
    tax_minor = Amount(default=0)
