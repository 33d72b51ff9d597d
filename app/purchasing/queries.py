"""What screens read of purchases and suppliers."""

from __future__ import annotations

from typing import Any, NamedTuple

import peewee
from peewee import fn

from app.catalog.models import Product
from app.core.refusal import NotFound
from app.inventory.models import Place, Stock
from app.purchasing.models import Purchase, PurchaseLine, PurchaseState, Supplier, SupplierProduct

PAGE = 200


class SupplierRow(NamedTuple):
    """A supplier, how many products come from there and how many purchases are open."""

    id: int
    code: str
    name: str
    email: str
    lead_days: int
    products: int
    open_purchases: int


class PurchaseRow(NamedTuple):
    """A purchase; quantities in base units, the value in 1/10,000 at the lines' cost."""

    id: int
    number: str
    supplier_id: int
    supplier: str
    state: str
    created_at: int
    expected_at: int | None
    who: int
    lines: int
    ordered: int
    received: int


class PurchaseLineRow(NamedTuple):
    """A line of a purchase with the bin where the goods go."""

    id: int
    product_id: int
    sku: str
    supplier_code: str
    name: str
    art: str
    unit: str
    quantity: int
    received: int
    cost_e4: int
    price_per: int
    home_id: int | None
    home: str
    name_zh: str = ""

    @property
    def left(self) -> int:
        """Base units that are still to come."""
        return max(self.quantity - self.received, 0)


class SourceRow(NamedTuple):
    """From whom a product is bought."""

    supplier_id: int
    supplier: str
    code: str
    cost_e4: int
    lead_days: int


class Coming(NamedTuple):
    """Goods of a product on their way: when the next come, and how many."""

    expected_at: int | None
    quantity: int
    number: str


def suppliers() -> list[SupplierRow]:
    """All suppliers by name."""
    products = SupplierProduct.select(fn.COUNT(SupplierProduct.id)).where(SupplierProduct.supplier == Supplier.id)
    on_the_way = (PurchaseState.SENT, PurchaseState.PARTLY_RECEIVED)
    purchases = Purchase.select(fn.COUNT(Purchase.id)).where(
        Purchase.supplier == Supplier.id, Purchase.state.in_(on_the_way)
    )
    query = Supplier.select(
        Supplier.id, Supplier.code, Supplier.name, Supplier.email, Supplier.lead_days, products, purchases
    )
    return [SupplierRow(*row) for row in query.order_by(Supplier.name, Supplier.id).tuples()]


def purchases(*, open_only: bool = True, supplier_id: int | None = None, limit: int = PAGE) -> list[PurchaseRow]:
    """Purchases, those that are due first on top; with the finished ones the newest on top."""
    query = _purchases().limit(limit)
    if supplier_id is not None:
        query = query.where(Purchase.supplier == supplier_id)
    if open_only:
        over = (PurchaseState.RECEIVED, PurchaseState.CANCELLED)
        query = query.where(Purchase.state.not_in(over)).order_by(fn.COALESCE(Purchase.expected_at, 0), Purchase.id)
    else:
        query = query.order_by(Purchase.id.desc())
    return [PurchaseRow._make((*row[:-2], int(row[-2]), int(row[-1]))) for row in query.tuples()]


def purchase_row(purchase_id: int) -> PurchaseRow:
    """One purchase; NotFound when there is none such."""
    row = _purchases().where(Purchase.id == purchase_id).tuples().first()
    if row is None:
        raise NotFound("purchase", purchase_id)
    return PurchaseRow._make((*row[:-2], int(row[-2]), int(row[-1])))


def purchase_named(number: str) -> int | None:
    """The id of the purchase with a scanned or typed number, or None."""
    row = Purchase.get_or_none(Purchase.number == number.strip().upper())
    return int(row.id) if row else None


def purchase_lines(purchase_id: int) -> list[PurchaseLineRow]:
    """The lines of a purchase by the walk to their bins."""
    left = peewee.JOIN.LEFT_OUTER
    query = (
        PurchaseLine.select(
            PurchaseLine.id, PurchaseLine.product, Product.sku, fn.COALESCE(SupplierProduct.code, ""), Product.name,
            Product.art, Product.unit, PurchaseLine.quantity, PurchaseLine.received, PurchaseLine.cost_e4,
            Product.price_per, Stock.home, fn.COALESCE(Place.code, ""), Product.name_zh,
        )
        .join(Product)
        .join_from(Product, SupplierProduct, left, on=(SupplierProduct.product == Product.id))
        .join_from(Product, Stock, left, on=(Stock.product == Product.id))
        .join_from(Stock, Place, left, on=(Place.id == Stock.home))
        .where(PurchaseLine.purchase == purchase_id)
        .order_by(fn.COALESCE(Place.walk, 0), PurchaseLine.id)
    )  # fmt: skip
    return [PurchaseLineRow(*row) for row in query.tuples()]


def source_of(product_id: int) -> SourceRow | None:
    """From whom a product is bought, or None when nobody said."""
    columns = (Supplier.id, Supplier.name, SupplierProduct.code, SupplierProduct.cost_e4, Supplier.lead_days)
    row = SupplierProduct.select(*columns).join(Supplier).where(SupplierProduct.product == product_id).tuples().first()
    return SourceRow(*row) if row else None


def coming(product_id: int) -> list[Coming]:
    """The deliveries that bring more of a product, the next one first."""
    on_the_way = (PurchaseState.SENT, PurchaseState.PARTLY_RECEIVED)
    query = (
        PurchaseLine.select(Purchase.expected_at, PurchaseLine.quantity - PurchaseLine.received, Purchase.number)
        .join(Purchase)
        .where(PurchaseLine.product == product_id, Purchase.state.in_(on_the_way))
        .where(PurchaseLine.received < PurchaseLine.quantity)
        .order_by(fn.COALESCE(Purchase.expected_at, 0), Purchase.id)
    )
    return [Coming(*row) for row in query.tuples()]


def _purchases() -> Any:
    columns = (
        Purchase.id, Purchase.number, Purchase.supplier, Supplier.name, Purchase.state, Purchase.created_at,
        Purchase.expected_at, Purchase.who,
    )  # fmt: skip
    return (
        Purchase.select(
            *columns, fn.COUNT(PurchaseLine.id), fn.COALESCE(fn.SUM(PurchaseLine.quantity), 0),
            fn.COALESCE(fn.SUM(PurchaseLine.received), 0),
        )
        .join(Supplier)
        .join_from(Purchase, PurchaseLine, peewee.JOIN.LEFT_OUTER, on=(PurchaseLine.purchase == Purchase.id))
        .group_by(*columns)
    )  # fmt: skip
