"""Tables: products, their codes, categories, taxes and promotions."""

from __future__ import annotations

from enum import StrEnum

import peewee

from app.core.db import Row
from app.core.fields import Amount, Choice, Moment, Quantity


class Unit(StrEnum):
    """The base unit that a product's quantities are counted in."""

    PIECE = "piece"
    GRAM = "gram"
    MILLILITRE = "millilitre"
    MILLIMETRE = "millimetre"


class Tax(Row):
    """A tax rate in basis points (23 % = 2300); prices include it unless the shop says otherwise."""

    code = peewee.CharField(max_length=20, unique=True)
    name = peewee.CharField(max_length=60)
    rate_bp = peewee.IntegerField()


class Category(Row):
    """A shelf label of the catalog, in the order of the quick-key row."""

    code = peewee.CharField(max_length=40, unique=True)
    name = peewee.CharField(max_length=80)
    name_zh = peewee.CharField(max_length=80, default="")
    position = peewee.IntegerField(default=0)


class Product(Row):
    """One sellable thing (a SKU); a price is for `price_per` base units (1 piece, 1000 g)."""

    sku = peewee.CharField(max_length=60, unique=True)
    name = peewee.CharField(max_length=200, index=True)
    name_zh = peewee.CharField(max_length=200, default="")
    category = peewee.ForeignKeyField(Category, null=True, on_delete="RESTRICT")
    unit = Choice(Unit, default=Unit.PIECE)
    price_e4 = Amount(not_negative=True)
    price_per = Quantity(positive=True, default=1)
    cost_e4 = Amount(not_negative=True, default=0)
    tax = peewee.ForeignKeyField(Tax, on_delete="RESTRICT")
    weight_grams = Quantity(not_negative=True, default=0)  # of one piece; nought is unknown
    length_mm = peewee.IntegerField(default=0)
    width_mm = peewee.IntegerField(default=0)
    height_mm = peewee.IntegerField(default=0)
    art = peewee.CharField(max_length=200, default="")
    brand = peewee.CharField(max_length=80, default="")
    is_stocked = peewee.BooleanField(default=True)  # carriage, fees and vouchers move no stock
    is_active = peewee.BooleanField(default=True)
    allow_found = peewee.BooleanField(default=True)  # the clerk may sell a piece in hand that the books do not show
    age_limit = peewee.IntegerField(default=0)
    needs_serial = peewee.BooleanField(default=False)  # asked at the till, one piece a line
    quick_key = peewee.IntegerField(null=True)  # place among the favourites
    reorder_point = Quantity(not_negative=True, default=0)
    order_up_to = Quantity(not_negative=True, default=0)


class ProductCode(Row):
    """A code that scans as so many base units of a product; one code may stand for several products."""

    code = peewee.CharField(max_length=80)
    product = peewee.ForeignKeyField(Product, on_delete="RESTRICT", backref="codes")
    quantity = Quantity(positive=True, default=1)

    class Meta:
        indexes = ((("code", "product"), True),)


class Promotion(Row):
    """A percentage off a product, a category, or everything, between two moments."""

    name = peewee.CharField(max_length=80)
    product = peewee.ForeignKeyField(Product, null=True, on_delete="RESTRICT")
    category = peewee.ForeignKeyField(Category, null=True, on_delete="RESTRICT")
    percent_bp = peewee.IntegerField()
    starts_at = Moment(default=0)
    ends_at = Moment(null=True)
    is_active = peewee.BooleanField(default=True)
