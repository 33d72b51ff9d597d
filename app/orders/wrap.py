"""Gift wrap: a service beside the goods, for one line or for all of them, with its price and tax from the settings."""

from __future__ import annotations

from typing import Any

import peewee

from app.catalog.events import ProductChanged
from app.catalog.models import Product, Tax
from app.catalog.products import NewProduct, keep_product
from app.core import settings
from app.core.actor import Actor
from app.core.command import command, touch
from app.core.events import emit
from app.core.i18n import N_, _
from app.core.money import minor_digits
from app.orders.line_kinds import LineKind
from app.orders.models import OrderLine

PRICE = settings.declare(
    "orders.wrap_price_minor", 350, N_("Gift wrap costs"), N_("In cents, for one line or for the whole sale; 0 is free."),
    least=0, most=100_000,
)  # fmt: skip
TAX = settings.declare(
    "orders.wrap_tax_bp", 2300, N_("Tax on gift wrap"), N_("In basis points: 2300 is 23%. One of the shop's rates."), least=0,
    most=10_000,
)  # fmt: skip
SKU = "GIFT-WRAP"
LONGEST_MESSAGE = 200


@command("orders.wrap_goods")
def wrap_goods(by: Actor) -> str:
    """The SKU under which gift wrap is sold, at the price and tax of the settings; it is made at the first wrap."""
    price_e4, tax = int(settings.read(PRICE)) * 10_000 // 10 ** minor_digits(), _tax()
    row = Product.select(Product.id, Product.price_e4, Product.tax).where(Product.sku == SKU).tuples().first()
    if row is None:
        keep_product(by, NewProduct(SKU, "Gift wrap", price_e4, tax, name_zh="礼品包装", is_stocked=False))
    elif row[1:] != (price_e4, tax):
        Product.update(price_e4=price_e4, tax=tax).where(Product.id == row[0]).execute()
        touch("product", row[0])
        emit(ProductChanged(row[0]))
    return SKU


def wrap_of(line: Any = OrderLine) -> peewee.Expression:
    """The message on the gift wrap of an order line, for the columns of a query; NULL when it is not wrapped.

    A part of a kit is wrapped with its kit, and every line with a sale that is wrapped as a whole.
    """
    wrap = OrderLine.alias()
    mine = wrap.of_no.is_null() | (wrap.of_no == peewee.fn.COALESCE(line.of_no, line.no))
    return wrap.select(peewee.fn.MAX(wrap.note)).where(
        wrap.order == line.order, wrap.kind == LineKind.WRAP.value, mine
    )  # fmt: skip


def wrap_words(message: str | None) -> str:
    """What whoever picks and packs is told; empty when nothing is wrapped."""
    if message is None:
        return ""
    return _("Gift wrap: “{message}”").format(message=message) if message else _("Gift wrap")


def _tax() -> int:
    """The rate of the settings, or the highest one when the shop has it no more."""
    wanted = settings.read(TAX)
    query = Tax.select(Tax.id).order_by((Tax.rate_bp == wanted).desc(), Tax.rate_bp.desc(), Tax.id)
    return int(query.limit(1).scalar())
