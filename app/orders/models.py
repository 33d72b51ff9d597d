"""Tables: orders with their lines, and fulfillments, the parts of an order that travel together.

Names, prices, taxes and addresses are copied here when the order is placed: the past never changes.
"""

from __future__ import annotations

from enum import StrEnum

import peewee

from app.catalog.models import Product
from app.core.db import Row
from app.core.fields import Amount, Choice, Facts, Moment, Quantity
from app.customers.models import Customer
from app.orders.line_kinds import LineKind
from app.orders.states import Channel, FulfillmentState, Method, OrderState, PayPlan


class Order(Row):
    """A customer's order of any channel; a counter sale is one that travels in a second."""

    id = peewee.BigAutoField()
    number = peewee.CharField(max_length=20, null=True, unique=True)  # given when placed
    channel = Choice(Channel)
    state = Choice(OrderState, default=OrderState.DRAFT)
    is_on_hold = peewee.BooleanField(default=False)
    hold_reason = peewee.CharField(max_length=200, default="")
    awaits_money = peewee.BooleanField(default=False)  # on hold until enough is paid; goes on by itself then
    revision = peewee.IntegerField(default=1)
    customer = peewee.ForeignKeyField(Customer, null=True, on_delete="RESTRICT", index=False)
    customer_name = peewee.CharField(max_length=160, default="")
    phone = peewee.CharField(max_length=24, default="")
    email = peewee.CharField(max_length=160, default="")
    language = peewee.CharField(max_length=8, default="en")
    method = Choice(Method)
    address = Facts(null=True)  # line1, line2, city, region, postcode, country, note, lat_e6, lon_e6
    pay_plan = Choice(PayPlan, default=PayPlan.NOW)
    currency = peewee.CharField(max_length=3)
    goods_minor = Amount(default=0)  # lines before the order's own discount
    discount_minor = Amount(not_negative=True, default=0)  # off the whole order, spread over the lines
    delivery_minor = Amount(not_negative=True, default=0)
    fee_minor = Amount(not_negative=True, default=0)
    charges_tax_bp = peewee.IntegerField(default=0)  # of delivery and fee, unless they have taxes by name
    charges_tax_minor = Amount(not_negative=True, default=0)  # of delivery and fee; part of the tax
    charges_added_minor = Amount(not_negative=True, default=0)  # what of it came on top; part of what was added
    tax_minor = Amount(default=0)  # contained in the total
    added_minor = Amount(default=0)  # tax that came on top of the prices; part of the tax and of the total
    prices_net = peewee.BooleanField(default=False)  # the prices of the lines are without tax
    tax_rounding = peewee.CharField(max_length=12, default="line")  # or document
    tax_regime_ref = peewee.IntegerField(null=True)  # the regime by which it was taxed, with its name and its note
    tax_regime = peewee.CharField(max_length=60, default="")
    tax_note = peewee.CharField(max_length=200, default="")
    total_minor = Amount(default=0)
    discount_name = peewee.CharField(max_length=80, default="")
    # Of a layaway: what was agreed to be kept of its deposit when it is called off, tax included, and what was kept then.
    cancel_fee_minor = Amount(not_negative=True, default=0)
    fee_kept_minor = Amount(not_negative=True, default=0)
    promised_at = Moment(null=True)
    ship_together = peewee.BooleanField(default=False)  # the customer waits for all rather than getting it in parts
    entered_by = peewee.IntegerField(default=0)
    entered_name = peewee.CharField(max_length=80, default="")
    station = peewee.CharField(max_length=40, default="")
    import_key = peewee.CharField(max_length=120, null=True, unique=True)
    doubts = Facts(null=True)  # what contradicts itself in an imported order: [{"code", …}], gone when approved
    signals = Facts(null=True)  # what the web shop or terminal told of buyer and payment: see orders/draft.py
    note = peewee.TextField(default="")
    price_overridden = peewee.BooleanField(default=False)
    created_at = Moment()
    placed_at = Moment(null=True)
    confirmed_at = Moment(null=True)
    completed_at = Moment(null=True)
    closed_at = Moment(null=True)  # archived or cancelled

    class Meta:
        table_name = "orders"
        indexes = ((("state", "placed_at"), False), (("customer", "placed_at"), False), (("placed_at",), False))


class OrderLine(Row):
    """So many base units of a product, with the price of that day."""

    id = peewee.BigAutoField()
    order = peewee.ForeignKeyField(Order, on_delete="RESTRICT", index=False, backref="lines")
    no = peewee.IntegerField()
    product = peewee.ForeignKeyField(Product, null=True, on_delete="RESTRICT")  # none: a free line
    sku = peewee.CharField(max_length=60, default="")
    name = peewee.CharField(max_length=200)
    unit = peewee.CharField(max_length=12, default="piece")
    quantity = Quantity(positive=True)
    unit_price_e4 = Amount(not_negative=True)
    price_per = Quantity(positive=True, default=1)
    list_price_e4 = Amount(not_negative=True, default=0)
    discount_minor = Amount(not_negative=True, default=0)  # off this line
    discount_name = peewee.CharField(max_length=80, default="")
    order_discount_minor = Amount(not_negative=True, default=0)  # this line's share of the order's discount
    total_minor = Amount()  # quantity x price less both discounts, with its tax
    tax_bp = peewee.IntegerField(default=0)
    tax_minor = Amount(default=0)
    added_minor = Amount(default=0)  # tax on top of the price
    relieved_minor = Amount(not_negative=True, default=0)  # tax in the price that this customer does not pay
    cost_e4 = Amount(not_negative=True, default=0)
    is_stocked = peewee.BooleanField(default=True)
    reserved = Quantity(not_negative=True, default=0)
    backordered = Quantity(not_negative=True, default=0)
    returned = Quantity(not_negative=True, default=0)
    note = peewee.CharField(max_length=200, default="")
    serial = peewee.CharField(max_length=60, default="")
    lot = peewee.CharField(max_length=40, default="")  # as the bars of the goods said
    age_checked = peewee.BooleanField(default=False)
    kind = Choice(LineKind, default=LineKind.GOODS)
    of_no = peewee.IntegerField(null=True)  # the line of the same order that this one goes with

    class Meta:
        indexes = ((("order", "no"), True),)
        constraints = [peewee.Check("returned <= quantity")]


class OrderOffer(Row):
    """What a promotion, a coupon, a price list or the customer's group took off a line; part of its discount.

    What a price list took off stands here too, but the line's price is that of the list, so it is no discount.
    """

    id = peewee.BigAutoField()
    order = peewee.ForeignKeyField(Order, on_delete="RESTRICT", backref="offers")
    line = peewee.ForeignKeyField(OrderLine, on_delete="CASCADE", backref="offers")
    promotion_ref = peewee.IntegerField(default=0, index=True)
    name = peewee.CharField(max_length=80)
    kind = peewee.CharField(max_length=20)
    percent_bp = peewee.IntegerField(default=0)
    amount_minor = Amount(not_negative=True)


class TaxPartKind(StrEnum):
    """What a tax did to a line."""

    INSIDE = "inside"  # it lies in the price
    ADDED = "added"  # it came on top
    RELIEVED = "relieved"  # it left the price, for this customer does not pay it


class OrderTax(Row):
    """What one tax took of a line that has more than the plain percentage; kept, so that nothing works it out again.

    A plain line has none: its rate and tax stand in the line itself.
    """

    id = peewee.BigAutoField()
    order = peewee.ForeignKeyField(Order, on_delete="RESTRICT", backref="taxes")
    line = peewee.ForeignKeyField(OrderLine, on_delete="CASCADE", backref="taxes")
    no = peewee.IntegerField()  # place among the taxes of the line, in which they are taken
    kind = Choice(TaxPartKind)
    code = peewee.CharField(max_length=20)
    name = peewee.CharField(max_length=60)
    letter = peewee.CharField(max_length=4, default="")
    rate_bp = peewee.IntegerField(default=0)
    amount_e4 = Amount(not_negative=True, default=0)  # for each `price_per` of the line
    is_compound = peewee.BooleanField(default=False)
    base_minor = Amount(default=0)
    tax_minor = Amount(default=0)


class Charge(StrEnum):
    """What an order costs beside its goods."""

    DELIVERY = "delivery"
    FEE = "fee"


class OrderChargeTax(Row):
    """What one tax took of delivery or fee, where these have more than the plain percentage; as `OrderTax` of a line."""

    id = peewee.BigAutoField()
    order = peewee.ForeignKeyField(Order, on_delete="RESTRICT", backref="charge_taxes")
    charge = Choice(Charge)
    no = peewee.IntegerField()
    kind = Choice(TaxPartKind)
    code = peewee.CharField(max_length=20)
    name = peewee.CharField(max_length=60)
    letter = peewee.CharField(max_length=4, default="")
    rate_bp = peewee.IntegerField(default=0)
    amount_e4 = Amount(not_negative=True, default=0)
    is_compound = peewee.BooleanField(default=False)
    base_minor = Amount(default=0)
    tax_minor = Amount(default=0)


class Fulfillment(Row):
    """A part of an order that travels together: one pick, one pack, one delivery."""

    id = peewee.BigAutoField()
    order = peewee.ForeignKeyField(Order, on_delete="RESTRICT", index=False, backref="fulfillments")
    no = peewee.IntegerField(default=1)
    state = Choice(FulfillmentState)
    method = Choice(Method)
    pieces = Quantity(not_negative=True, default=0)
    weight_grams = Quantity(not_negative=True, default=0)  # expected, goods only
    due_at = Moment(null=True)
    made_at = Moment()
    ready_at = Moment(null=True)
    picked_at = Moment(null=True)
    packed_at = Moment(null=True)
    left_at = Moment(null=True)  # dispatched, or put on the pickup shelf
    delivered_at = Moment(null=True)
    accepted_at = Moment(null=True)

    class Meta:
        indexes = ((("order", "no"), True), (("state", "due_at"), False))


class FulfillmentLine(Row):
    """So much of an order line in one fulfillment, and how far it is."""

    id = peewee.BigAutoField()
    fulfillment = peewee.ForeignKeyField(Fulfillment, on_delete="RESTRICT", index=False, backref="lines")
    line = peewee.ForeignKeyField(OrderLine, on_delete="RESTRICT")
    product = peewee.ForeignKeyField(Product, on_delete="RESTRICT")
    quantity = Quantity(positive=True)
    picked = Quantity(not_negative=True, default=0)
    short = Quantity(not_negative=True, default=0)
    packed = Quantity(not_negative=True, default=0)
    accepted = Quantity(not_negative=True, default=0)

    class Meta:
        indexes = ((("fulfillment", "line"), True),)
        constraints = [peewee.Check("picked + short <= quantity"), peewee.Check("packed <= picked")]


class Revision(Row):
    """What an amendment changed in an order after it was confirmed."""

    order = peewee.ForeignKeyField(Order, on_delete="RESTRICT", index=False, backref="revisions")
    no = peewee.IntegerField()
    made_at = Moment()
    who = peewee.CharField(max_length=80)
    difference = Facts()

    class Meta:
        indexes = ((("order", "no"), True),)


class Note(Row):
    """A word of the team about an order."""

    order = peewee.ForeignKeyField(Order, on_delete="RESTRICT", backref="notes")
    who = peewee.CharField(max_length=80)
    made_at = Moment()
    text = peewee.TextField()
