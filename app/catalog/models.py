"""Tables: products, their codes, parts and options, categories, taxes, promotions with their coupons, and price lists."""

from __future__ import annotations

from enum import StrEnum

import peewee

from app.catalog.offers import ALL_WEEK, WHOLE_DAY, OfferKind, Stacking
from app.catalog.tax_book import TaxKind, TaxPlace
from app.core.db import Row
from app.core.fields import Amount, Choice, Facts, Moment, Quantity


class Unit(StrEnum):
    """The base unit that a product's quantities are counted in."""

    PIECE = "piece"
    GRAM = "gram"
    MILLILITRE = "millilitre"
    MILLIMETRE = "millimetre"


class Tax(Row):
    """What a product is taxed with: a percentage (23 % = 2300), an amount a piece, or a group of such taxes.

    `rate_bp` and `amount_e4` hold from the beginning; what changed later stands in its rates, each from a day on.
    """

    code = peewee.CharField(max_length=20, unique=True)
    name = peewee.CharField(max_length=60)
    rate_bp = peewee.IntegerField()
    letter = peewee.CharField(max_length=4, default="")  # beside the lines of a receipt
    kind = Choice(TaxKind, default=TaxKind.PERCENT)
    place = Choice(TaxPlace, default=TaxPlace.SHOP)
    amount_e4 = Amount(not_negative=True, default=0)  # of a tax by piece
    is_compound = peewee.BooleanField(default=False)  # taken on the taxes before it in a group, too
    is_active = peewee.BooleanField(default=True)


class TaxRate(Row):
    """The rate (or amount a piece) of a tax from a business day on."""

    tax = peewee.ForeignKeyField(Tax, on_delete="CASCADE", index=False, backref="rates")
    from_day = peewee.CharField(max_length=10)
    rate_bp = peewee.IntegerField(default=0)
    amount_e4 = Amount(not_negative=True, default=0)

    class Meta:
        indexes = ((("tax", "from_day"), True),)


class TaxMember(Row):
    """A tax in a group, in the order in which they are taken."""

    group = peewee.ForeignKeyField(Tax, on_delete="CASCADE", index=False, backref="members")
    tax = peewee.ForeignKeyField(Tax, on_delete="RESTRICT", backref="groups")
    no = peewee.IntegerField()

    class Meta:
        indexes = ((("group", "tax"), True),)


class TaxRegime(Row):
    """How some customers are taxed instead: abroad, exempt, or with other rates; the note stands on their papers."""

    name = peewee.CharField(max_length=60, unique=True)
    note = peewee.CharField(max_length=200, default="")
    keeps_others = peewee.BooleanField(default=True)  # taxes that it does not name stay; else they fall away
    is_active = peewee.BooleanField(default=True)


class TaxSwap(Row):
    """What a regime makes of a tax: another tax, another rate of the same, or nothing."""

    regime = peewee.ForeignKeyField(TaxRegime, on_delete="CASCADE", index=False, backref="swaps")
    tax = peewee.ForeignKeyField(Tax, on_delete="RESTRICT")
    to_tax = peewee.ForeignKeyField(Tax, null=True, on_delete="RESTRICT")
    rate_bp = peewee.IntegerField(null=True)

    class Meta:
        indexes = ((("regime", "tax"), True),)


class Category(Row):
    """A shelf label of the catalog, in the order of the quick-key row."""

    code = peewee.CharField(max_length=40, unique=True)
    name = peewee.CharField(max_length=80)
    name_zh = peewee.CharField(max_length=80, default="")
    position = peewee.IntegerField(default=0)
    tax = peewee.ForeignKeyField(Tax, null=True, on_delete="RESTRICT")  # what its new products start with


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
    is_kit = peewee.BooleanField(default=False)  # moves the stock of its parts, none of its own
    has_variants = peewee.BooleanField(default=False)  # not sold itself: one of its variants is chosen
    variant_of = peewee.ForeignKeyField("self", null=True, on_delete="RESTRICT", backref="variants")
    variant_no = peewee.IntegerField(default=0)  # place among the variants
    attributes = Facts(null=True)  # of a variant: {"Size": "M"}
    deposit = peewee.ForeignKeyField("self", null=True, on_delete="RESTRICT", backref="deposit_of")  # bottle, crate
    is_gift_card = peewee.BooleanField(default=False)  # its lines load a card instead of selling goods
    allow_found = peewee.BooleanField(default=True)  # the clerk may sell a piece in hand that the books do not show
    age_limit = peewee.IntegerField(default=0)
    needs_serial = peewee.BooleanField(default=False)  # asked at the till, one piece a line
    quick_key = peewee.IntegerField(null=True)  # place among the favourites
    reorder_point = Quantity(not_negative=True, default=0)
    order_up_to = Quantity(not_negative=True, default=0)


class KitPart(Row):
    """So many base units of a product in one piece of a kit."""

    kit = peewee.ForeignKeyField(Product, on_delete="RESTRICT", backref="parts")
    part = peewee.ForeignKeyField(Product, on_delete="RESTRICT", index=True)
    quantity = Quantity(positive=True, default=1)

    class Meta:
        indexes = ((("kit", "part"), True),)
        constraints = [peewee.Check("kit_id <> part_id")]


class OptionGroup(Row):
    """A choice that goes with goods (Grind: whole bean, filter, espresso); at least and at most so many of its options."""

    name = peewee.CharField(max_length=60, unique=True)
    name_zh = peewee.CharField(max_length=60, default="")
    least = peewee.IntegerField(default=0)
    most = peewee.IntegerField(default=1)
    position = peewee.IntegerField(default=0)
    is_active = peewee.BooleanField(default=True)

    class Meta:
        constraints = [peewee.Check("least >= 0 AND most >= 1 AND least <= most")]


class GroupOption(Row):
    """An option: a product with its own price, tax and stock or none, that is sold with other goods."""

    group = peewee.ForeignKeyField(OptionGroup, on_delete="CASCADE", index=False, backref="options")
    product = peewee.ForeignKeyField(Product, on_delete="RESTRICT", index=True)
    position = peewee.IntegerField(default=0)
    asks_words = peewee.BooleanField(default=False)  # the clerk types what is engraved, for example

    class Meta:
        indexes = ((("group", "product"), True),)


class OptionUse(Row):
    """A product, or all products of a category, that a group is asked for."""

    group = peewee.ForeignKeyField(OptionGroup, on_delete="CASCADE", backref="uses")
    product = peewee.ForeignKeyField(Product, null=True, on_delete="RESTRICT")
    category = peewee.ForeignKeyField(Category, null=True, on_delete="RESTRICT")

    class Meta:
        constraints = [peewee.Check("(product_id IS NULL) <> (category_id IS NULL)")]


class ProductCode(Row):
    """A code that scans as so many base units of a product; one code may stand for several products."""

    code = peewee.CharField(max_length=80)
    product = peewee.ForeignKeyField(Product, on_delete="RESTRICT", backref="codes")
    quantity = Quantity(positive=True, default=1)

    class Meta:
        indexes = ((("code", "product"), True),)


class Promotion(Row):
    """An offer of the shop; on the product or category named here, on what its scopes name, or on everything.

    What its columns mean is told by `offers.Offer`.
    """

    name = peewee.CharField(max_length=80)
    product = peewee.ForeignKeyField(Product, null=True, on_delete="RESTRICT")
    category = peewee.ForeignKeyField(Category, null=True, on_delete="RESTRICT")
    percent_bp = peewee.IntegerField(default=0)
    starts_at = Moment(default=0)
    ends_at = Moment(null=True)
    is_active = peewee.BooleanField(default=True)
    kind = Choice(OfferKind, default=OfferKind.PERCENT)
    amount_minor = Amount(not_negative=True, default=0)
    buy = peewee.IntegerField(default=0)
    pay = peewee.IntegerField(default=0)
    min_quantity = peewee.IntegerField(default=0)
    min_minor = Amount(not_negative=True, default=0)
    weekdays = peewee.IntegerField(default=ALL_WEEK)
    from_minute = peewee.IntegerField(default=0)
    to_minute = peewee.IntegerField(default=WHOLE_DAY)
    customer_groups = Facts(null=True)  # ids; none: everybody
    needs_coupon = peewee.BooleanField(default=False)
    stacking = Choice(Stacking, default=Stacking.BEST)
    priority = peewee.IntegerField(default=0)
    most = peewee.IntegerField(default=0)


class PromotionScope(Row):
    """A product or category that a promotion is about; `part` 0 is its scope, from 1 on the parts of a bundle."""

    promotion = peewee.ForeignKeyField(Promotion, on_delete="CASCADE", backref="scopes")
    part = peewee.IntegerField(default=0)
    quantity = peewee.IntegerField(default=1)  # pieces of the part in one bundle
    product = peewee.ForeignKeyField(Product, null=True, on_delete="RESTRICT")
    category = peewee.ForeignKeyField(Category, null=True, on_delete="RESTRICT")


class Coupon(Row):
    """A code that opens a promotion, so many times."""

    code = peewee.CharField(max_length=40, unique=True)
    promotion = peewee.ForeignKeyField(Promotion, on_delete="RESTRICT", backref="coupons")
    most = peewee.IntegerField(default=1)  # nought: as often as anybody likes
    used = peewee.IntegerField(default=0)
    is_active = peewee.BooleanField(default=True)
    made_at = Moment()

    class Meta:
        constraints = [peewee.Check("used >= 0 AND (most = 0 OR used <= most)")]


class CouponUse(Row):
    """One use of a coupon by an order; given back when the sale was voided."""

    coupon = peewee.ForeignKeyField(Coupon, on_delete="RESTRICT", backref="uses")
    order_ref = peewee.BigIntegerField(index=True)
    used_at = Moment()
    is_back = peewee.BooleanField(default=False)


class PriceList(Row):
    """Prices for a customer, a group or everybody, between two moments."""

    name = peewee.CharField(max_length=80)
    customer_ref = peewee.IntegerField(null=True)
    group_ref = peewee.IntegerField(null=True)
    starts_at = Moment(default=0)
    ends_at = Moment(null=True)
    is_active = peewee.BooleanField(default=True)


class PriceListLine(Row):
    """The price of a product in a list, for its `price_per`, from a quantity of base units on."""

    price_list = peewee.ForeignKeyField(PriceList, on_delete="CASCADE", backref="lines")
    product = peewee.ForeignKeyField(Product, on_delete="RESTRICT")
    min_quantity = Quantity(positive=True, default=1)
    price_e4 = Amount(not_negative=True)

    class Meta:
        indexes = ((("price_list", "product", "min_quantity"), True),)
