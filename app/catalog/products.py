"""Products: taking them up, changing what is known about them, and their prices."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from app.catalog.book import book
from app.catalog.codes import keep_code
from app.catalog.events import ProductAdded, ProductChanged
from app.catalog.find import index_product
from app.catalog.models import Category, Product, Tax, Unit
from app.core import clock, settings
from app.core.actor import Actor, NotPermitted
from app.core.command import command, note, touch
from app.core.events import emit
from app.core.i18n import _
from app.core.money import format_unit_price, round_div
from app.core.plain import one_line
from app.core.refusal import NotFound, Refusal

PRICES_INCLUDE_TAX = "catalog.prices_include_tax"
CHANGEABLE = frozenset({
    "name", "name_zh", "category_id", "cost_e4", "tax_id", "weight_grams", "length_mm", "width_mm",
    "height_mm", "art", "brand", "is_stocked", "is_active", "allow_found", "age_limit", "needs_serial", "quick_key",
    "reorder_point", "order_up_to", "deposit_id",
})  # fmt: skip
_NAMES = {"name": 200, "name_zh": 200, "brand": 80, "art": 200}  # and how long each may be
_NEVER_NEGATIVE = (
    "price_e4", "cost_e4", "weight_grams", "length_mm", "width_mm", "height_mm", "age_limit", "reorder_point",
    "order_up_to",
)  # fmt: skip


class BadProduct(Refusal):
    """Something about a product cannot be; `facts["field"]` says what."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence, field=field)


class SkuTaken(Refusal):
    """Two products cannot have one SKU."""


@dataclass(frozen=True)
class NewProduct:
    """All that may be said about a product when it is taken up; prices in 1/10,000, for `price_per` base units."""

    sku: str
    name: str
    price_e4: int
    tax_id: int
    name_zh: str = ""
    category_id: int | None = None
    unit: str = "piece"
    price_per: int = 1
    cost_e4: int = 0
    weight_grams: int = 0
    length_mm: int = 0
    width_mm: int = 0
    height_mm: int = 0
    art: str = ""
    brand: str = ""
    is_stocked: bool = True
    allow_found: bool = True
    age_limit: int = 0
    needs_serial: bool = False
    quick_key: int | None = None
    reorder_point: int = 0
    order_up_to: int = 0
    deposit_id: int | None = None
    codes: tuple[tuple[str, int], ...] = field(default=())  # (code, base units)


@command("catalog.add_product")
def add_product(by: Actor, new: NewProduct) -> int:
    """Take up a product with its codes; its SKU is a code too.  Returns the id.

    SkuTaken, BadProduct, or what `add_code` refuses.  A price below cost needs the right to it.
    """
    return keep_product(by, new)


def keep_product(by: Actor, new: NewProduct) -> int:
    """The step behind `add_product`, for commands that take a product up in passing."""
    values = asdict(new) | {"sku": new.sku.strip()} | {name: one_line(getattr(new, name)) for name in _NAMES}
    codes = values.pop("codes")
    _check(values)
    if not values["sku"]:
        raise BadProduct("sku", _("A product needs an SKU."))
    if Product.select().where(Product.sku == values["sku"]).exists():
        raise SkuTaken(_("{sku} is taken. Choose another SKU.").format(sku=values["sku"]), sku=values["sku"])
    check_price(by, new.price_e4, cost_e4=new.cost_e4, tax_bp=_tax_bp(new.tax_id))
    product_id = int(Product.insert(**_columns(values)).execute())
    keep_code(product_id, values["sku"], own=True)
    for code, quantity in codes:
        keep_code(product_id, code, quantity)
    index_product(product_id)
    touch("product", product_id)
    emit(ProductAdded(product_id))
    note(sku=values["sku"], name=values["name"], price_e4=new.price_e4)
    return product_id


@command("catalog.change_product")
def change_product(by: Actor, product_id: int, changes: dict[str, Any]) -> None:
    """Change facts of a product by the names of `CHANGEABLE`; prices go by `change_price`; SKU and unit stay.

    BadProduct says which field cannot be so; NotFound when there is no such product.
    """
    assert changes.keys() <= CHANGEABLE, f"cannot change {sorted(changes.keys() - CHANGEABLE)}"
    before = product(product_id)
    values = {name: one_line(value) if isinstance(value, str) else value for name, value in changes.items()}
    _check(values)
    if (before.is_kit or before.has_variants) and values.get("is_stocked"):
        raise BadProduct("is_stocked", _("It has no stock of its own; its parts or variants have."))
    if values.get("deposit_id") and before.deposit_of.exists():
        raise BadProduct("deposit_id", _("This is a deposit itself."))
    if values.get("is_stocked") and before.deposit_of.exists():
        raise BadProduct("is_stocked", _("This is taken as a deposit, so it has no stock."))
    was = {name: before.__data__[name.removesuffix("_id")] for name in values}
    Product.update(**_columns(values)).where(Product.id == product_id).execute()
    index_product(product_id)
    touch("product", product_id)
    emit(ProductChanged(product_id))
    note(sku=before.sku, before=was, after=values)


@command("catalog.change_price")
def change_price(by: Actor, product_id: int, price_e4: int, price_per: int | None = None) -> None:
    """Set the price for `price_per` base units (in 1/10,000); open orders keep theirs.

    NotPermitted below cost without the right `catalog.below_cost`.
    """
    before = product(product_id)
    values = {"price_e4": price_e4, "price_per": before.price_per if price_per is None else price_per}
    _check(values)
    cost_e4 = round_div(before.cost_e4 * values["price_per"], before.price_per)
    check_price(by, price_e4, cost_e4=cost_e4, tax_bp=_tax_bp(before.tax_id))
    Product.update(cost_e4=cost_e4, **values).where(Product.id == product_id).execute()
    touch("product", product_id)
    emit(ProductChanged(product_id))
    note(sku=before.sku, name=before.name, before_e4=before.price_e4, price_e4=price_e4, price_per=values["price_per"])


def check_price(by: Actor, price_e4: int, *, cost_e4: int, tax_bp: int) -> None:
    """Raise NotPermitted when what is left of a price without tax is below cost and `by` may not sell so."""
    net_e4 = round_div(price_e4 * 10_000, 10_000 + tax_bp) if settings.read(PRICES_INCLUDE_TAX) else price_e4
    if net_e4 < cost_e4 and not by.may("catalog.below_cost"):
        raise NotPermitted(
            sentence=_("{price} is below cost. A manager has to allow it.").format(price=format_unit_price(price_e4)),
            right="catalog.below_cost",
        )


def product(product_id: int) -> Product:
    """The row of a product, for steps; NotFound when there is none such."""
    row = Product.get_or_none(Product.id == product_id)
    if row is None:
        raise NotFound("product", product_id)
    return row


def _check(values: dict[str, Any]) -> None:
    """Raise BadProduct for what can never be true."""
    if "name" in values and not values["name"]:
        raise BadProduct("name", _("A product needs a name."))
    for name, longest in _NAMES.items():
        if len(values.get(name, "")) > longest:
            raise BadProduct(name, _("This is too long: up to {n} characters fit.").format(n=longest))
    for name in _NEVER_NEGATIVE:
        if values.get(name, 0) < 0:
            raise BadProduct(name, _("This cannot be below nought."))
    if values.get("price_per", 1) <= 0:
        raise BadProduct("price_per", _("A price is for at least one unit."))
    if "unit" in values and values["unit"] not in set(Unit):
        raise BadProduct("unit", _("Choose pieces, grams, milliliters or millimeters."))
    if "tax_id" in values:
        _tax_bp(values["tax_id"])
    if values.get("deposit_id") and not can_be_deposit(Product.id == values["deposit_id"]).exists():
        raise BadProduct("deposit_id", _("A deposit is a product that is not kept in stock and sold by the piece."))
    if (
        values.get("category_id") is not None
        and not Category.select().where(Category.id == values["category_id"]).exists()
    ):
        raise BadProduct("category_id", _("Choose a category."))


def can_be_deposit(*match: Any) -> Any:
    """The products that may be taken as a deposit with others, as a query."""
    plain = ~(Product.is_stocked | Product.is_kit | Product.has_variants | Product.is_gift_card)
    return Product.select().where(
        plain, Product.is_active, Product.unit == Unit.PIECE, Product.price_per == 1, Product.deposit.is_null(), *match
    )


def _tax_bp(tax_id: int) -> int:
    row = Tax.get_or_none(Tax.id == tax_id)
    if row is None:
        raise BadProduct("tax_id", _("Choose a tax rate."))
    return book().taxes.rate_on(tax_id, clock.today())


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    return {name.removesuffix("_id"): value for name, value in values.items()}
