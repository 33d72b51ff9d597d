"""Codes of products: world-wide numbers (GTIN) in one form for all their lengths, the shop's own as they are.

A UPC-12, an EAN-13 and a GTIN-14 of the same goods differ in leading zeros only, so they are kept without them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import peewee

from app.catalog.deposits import is_deposit
from app.catalog.events import ProductChanged
from app.catalog.find import index_product
from app.catalog.models import Product, ProductCode, Tax
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import emit
from app.core.i18n import _
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal

GTIN_LENGTHS = (8, 12, 13, 14)
LONGEST_CODE = 80


class BadCheckDigit(Refusal):
    """A digit of the number is wrong: its check digit does not fit."""

    def __init__(self, code: str) -> None:
        super().__init__(_("{code} has a wrong digit. Scan it, or type it again.").format(code=code), gtin=code)


class CodeEmpty(Refusal):
    """A code has one to eighty characters."""


class BadQuantity(Refusal):
    """A code stands for one base unit or more."""


class CodeKnown(Refusal):
    """The product has this code already, or another product has it and nobody said that this is meant."""


class CodeHit(NamedTuple):
    """A product behind a code; `quantity` base units are what one scan of the code stands for."""

    product_id: int
    sku: str
    name: str
    name_zh: str
    price_e4: int
    price_per: int
    cost_e4: int
    unit: str
    tax_bp: int
    quantity: int
    category_id: int | None
    art: str
    weight_grams: int
    age_limit: int
    allow_found: bool
    is_stocked: bool
    is_active: bool
    needs_serial: bool
    is_kit: bool = False
    has_variants: bool = False
    variant_of: int | None = None
    deposit_id: int | None = None
    is_gift_card: bool = False
    is_deposit: bool = False  # of other goods
    tax_id: int = 0


def gtin_check_digit(body: str) -> int:
    """The check digit behind these digits: weights 3 and 1 from the right, the same for all lengths."""
    odd, even = body[::-2], body[-2::-2]
    return -(3 * sum(map(int, odd)) + sum(map(int, even))) % 10


def is_gtin(code: str) -> bool:
    """Whether a text is a world-wide number: 8, 12, 13 or 14 digits, and the last one fits."""
    return (
        len(code) in GTIN_LENGTHS and code.isascii() and code.isdigit() and gtin_check_digit(code[:-1]) == int(code[-1])
    )


def looks_like_gtin(code: str) -> bool:
    """Whether a text has the shape of a world-wide number, its check digit aside."""
    return len(code) in GTIN_LENGTHS and code.isascii() and code.isdigit()


def normal_code(code: str) -> str:
    """The one form in which a code is kept and looked up.

    A GTIN loses leading zeros down to 13 digits, or to 8 when it is a GTIN-8; a GTIN-14 of a case (first digit 1 to
    9) stays.  Anything else is only freed from blanks around it and put into capitals.
    """
    bare = code.strip()
    if not is_gtin(bare):
        return bare.upper()
    whole = bare.zfill(14)
    if whole[0] != "0":
        return whole
    return whole[6:] if whole.startswith("000000") else whole[1:]


def expand_upc_e(code: str) -> str | None:
    """The UPC-A behind eight digits of a UPC-E, or None when they are none."""
    if len(code) != 8 or not (code.isascii() and code.isdigit()) or code[0] not in "01":
        return None
    system, body, last, check = code[0], code[1:6], code[6], code[7]
    if last in "012":
        middle = body[:2] + last + "0000" + body[2:5]
    elif last == "3":
        middle = body[:3] + "00000" + body[3:5]
    elif last == "4":
        middle = body[:4] + "00000" + body[4]
    else:
        middle = body + "0000" + last
    whole = system + middle + check
    return whole if is_gtin(whole) else None


def _hit_columns(quantity: Any) -> tuple[Any, ...]:
    return (
        Product.id, Product.sku, Product.name, Product.name_zh, Product.price_e4, Product.price_per, Product.cost_e4,
        Product.unit, Tax.rate_bp, quantity, Product.category, Product.art, Product.weight_grams, Product.age_limit,
        Product.allow_found, Product.is_stocked, Product.is_active, Product.needs_serial, Product.is_kit,
        Product.has_variants, Product.variant_of, Product.deposit, Product.is_gift_card, is_deposit(), Product.tax,
    )  # fmt: skip


@prepared(rows=CodeHit)
def _find_code(typed: str, normal: str) -> Any:
    return (
        ProductCode.select(*_hit_columns(ProductCode.quantity))
        .join(Product)
        .join(Tax)
        .where((ProductCode.code == typed) | (ProductCode.code == normal))
        .order_by(Product.is_active.desc(), Product.name, Product.id)
    )  # fmt: skip


@prepared(rows=CodeHit)
def _variants(parent: int) -> Any:
    columns = _hit_columns(peewee.Value(1, converter=False))
    return (
        Product.select(*columns).join(Tax).where(Product.variant_of == parent)
        .order_by(Product.is_active.desc(), Product.variant_no, Product.id)
    )  # fmt: skip


@prepared(rows=CodeHit)
def _hit_of(product: int) -> Any:
    return Product.select(*_hit_columns(peewee.Value(1, converter=False))).join(Tax).where(Product.id == product)


def hit_of(product_id: int) -> CodeHit:
    """A product as a scan of its own code would find it; NotFound when there is none such."""
    found: CodeHit | None = _hit_of.one(product_id)
    if found is None:
        raise NotFound("product", product_id)
    return found


def variants_of(product_id: int) -> list[CodeHit]:
    """The variants of a parent, those on sale first."""
    found: list[CodeHit] = _variants.all(product_id)
    return found


def find_code(code: str) -> list[CodeHit]:
    """The products behind a typed or scanned code; several when one code stands for several, active ones first.

    A parent's code stands for its variants.
    """
    hits: list[CodeHit] = _find_code.all(code.strip(), normal_code(code))
    if any(hit.has_variants for hit in hits):
        hits = [one for hit in hits for one in (_variants.all(hit.product_id) if hit.has_variants else [hit])]
    return hits if len(hits) < 2 else list({hit.product_id: hit for hit in reversed(hits)}.values())[::-1]


@command("catalog.add_code")
def add_code(by: Actor, product_id: int, code: str, quantity: int = 1, *, shared: bool = False) -> None:
    """Let a product be found by a code that stands for so many base units (a case of 12: 12).

    BadCheckDigit for a mistyped GTIN; CodeKnown when another product has the code and `shared` does not say that
    one code is to stand for several products.
    """
    keep_code(product_id, code, quantity, shared=shared)
    index_product(product_id)
    emit(ProductChanged(product_id))
    note(product=product_id, code=normal_code(code), quantity=quantity)


@command("catalog.remove_code")
def remove_code(by: Actor, product_id: int, code: str) -> None:
    """Take a code off a product; NotFound when it has no such code."""
    match = (ProductCode.code == code.strip()) | (ProductCode.code == normal_code(code))
    if not ProductCode.delete().where(ProductCode.product == product_id, match).execute():
        raise NotFound("code", code)
    index_product(product_id)
    touch("product", product_id)
    emit(ProductChanged(product_id))
    note(product=product_id, code=code)


def keep_code(product_id: int, code: str, quantity: int = 1, *, shared: bool = False, own: bool = False) -> None:
    """The step behind `add_code`; `own` is for the shop's SKU, which may look like a GTIN without being one."""
    if quantity < 1:
        raise BadQuantity(_("A quantity is at least 1."), quantity=quantity)
    if not Product.select().where(Product.id == product_id).exists():
        raise NotFound("product", product_id)
    normal = normal_code(code)
    if not 0 < len(normal) <= LONGEST_CODE:
        raise CodeEmpty(_("A code has 1 to {n} characters.").format(n=LONGEST_CODE))
    if not own and looks_like_gtin(normal) and not is_gtin(normal):
        raise BadCheckDigit(normal)
    for hit in find_code(normal):
        if hit.product_id == product_id:
            raise CodeKnown(_("{name} has this code already.").format(name=hit.name), product_id=product_id)
        if not shared:
            sentence = _("{code} is a code of {name}.").format(code=normal, name=hit.name)
            raise CodeKnown(sentence, product_id=hit.product_id)
    ProductCode.insert(product=product_id, code=normal, quantity=quantity).execute()
    touch("product", product_id)
