"""What `verify` re-computes of the catalog: coupons count their uses, kits have parts, groups have options."""

from __future__ import annotations

from collections.abc import Iterator

from peewee import JOIN, fn

from app.catalog.models import Coupon, CouponUse, GroupOption, KitPart, OptionGroup, Product
from app.core.checks import check


@check("coupons")
def coupons() -> Iterator[str]:
    """Each coupon counts the uses by orders that were not voided."""
    uses = fn.COUNT(CouponUse.id)
    query = (
        Coupon.select(Coupon.code, Coupon.used, uses)
        .join(CouponUse, JOIN.LEFT_OUTER, on=(CouponUse.coupon == Coupon.id) & ~CouponUse.is_back)
        .group_by(Coupon.id, Coupon.code, Coupon.used)
    )
    for code, used, counted in query.tuples():
        if used != counted:
            yield f"coupon {code}: used {used} times, orders say {counted}"


@check("kits")
def kits() -> Iterator[str]:
    """A product is a kit when it has parts; its parts are kept in stock and are no kits, and it has no stock itself."""
    with_parts = {row[0] for row in KitPart.select(KitPart.kit).distinct().tuples()}
    marked = {row[0] for row in Product.select(Product.id).where(Product.is_kit).tuples()}
    for kit in sorted(with_parts ^ marked):
        yield f"product {kit}: its parts and its being a kit do not fit"
    for row in Product.select(Product.sku).where(Product.is_kit, Product.is_stocked).tuples():
        yield f"product {row[0]}: a kit with a stock of its own"
    nested = KitPart.select(KitPart.kit, KitPart.part).join(Product, on=(KitPart.part == Product.id))
    for kit, part in nested.where(Product.is_kit | ~Product.is_stocked).tuples():
        yield f"product {kit}: its part {part} is a kit or has no stock"


@check("variants")
def variants() -> Iterator[str]:
    """A product has variants when some stand under it; it has no stock itself, and no variant has variants."""
    parents = {row[0] for row in Product.select(Product.variant_of).where(Product.variant_of.is_null(False)).tuples()}
    marked = {row[0] for row in Product.select(Product.id).where(Product.has_variants).tuples()}
    for product in sorted(parents ^ marked):
        yield f"product {product}: its variants and its being a parent do not fit"
    wrong = Product.has_variants & (Product.is_stocked | Product.variant_of.is_null(False))
    for row in Product.select(Product.sku).where(wrong).tuples():
        yield f"product {row[0]}: a parent with stock, or a variant with variants"


@check("deposits")
def deposits() -> Iterator[str]:
    """What is taken as a deposit has no stock, no parts and no deposit of its own."""
    deposit = Product.alias()
    wrong = deposit.is_stocked | deposit.is_kit | deposit.has_variants | deposit.deposit.is_null(False)
    query = Product.select(Product.sku, deposit.sku).join(deposit, on=(Product.deposit == deposit.id)).where(wrong)
    for sku, other in query.tuples():
        yield f"product {sku}: its deposit {other} is goods itself"


@check("option groups")
def option_groups() -> Iterator[str]:
    """A group has at least so many options as have to be chosen."""
    there = fn.COUNT(GroupOption.id)
    query = (
        OptionGroup.select(OptionGroup.name, OptionGroup.least, there)
        .join(GroupOption, JOIN.LEFT_OUTER).group_by(OptionGroup.id, OptionGroup.name, OptionGroup.least)
    )  # fmt: skip
    for name, least, count in query.tuples():
        if count < max(least, 1):
            yield f"options {name}: {count} there, {least} to be chosen"
