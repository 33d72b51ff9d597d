"""Finding anything by what somebody types: products, orders, customers and service cases in one list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from app.aftersales.models import Case
from app.catalog.find import find_product_ids
from app.catalog.models import Product
from app.catalog.names import product_name
from app.core import clock, search
from app.core.i18n import _
from app.core.money import format_money, format_unit_price
from app.customers.models import Customer
from app.orders.models import Order
from app.overview.codes import recognise

LEAST_EACH = 2  # of each kind, before the rest of the list is filled with the first kinds


class Found(NamedTuple):
    """One hit: what it is, its id, and two lines to show."""

    kind: str
    ref: int
    title: str
    detail: str


def find_anything(text: str, limit: int = 12) -> list[Found]:
    """The best hits of each kind for a typed or scanned text; what is exactly that code comes first."""
    if not text.strip():
        return []
    exact = recognise(text)
    first = [Found(exact.kind, exact.ref, exact.title, exact.text)] if exact else []
    kinds: list[list[Found]] = [find(text, limit) for find in (_products, _orders, _customers, _cases)]
    # Each kind gets its share; what is left goes to the kinds in their order.
    share = max(LEAST_EACH, limit // len(kinds))
    shared = [hit for found in kinds for hit in found[:share]]
    hits = [*first, *shared, *(hit for found in kinds for hit in found[share:])]
    kept: dict[tuple[str, int], Found] = {}
    for hit in hits:
        if (hit.kind, hit.ref) not in kept:
            kept[hit.kind, hit.ref] = hit
    known = {(hit.kind, hit.ref): hit for found in kinds for hit in found}  # a richer line than the bare code's
    return [known.get(key, hit) for key, hit in list(kept.items())[:limit]]


def _read(ids: list[int], query: Any, make: Callable[..., Found]) -> list[Found]:
    """The rows of some ids, in the order in which they were found."""
    if not ids:
        return []
    rows = {row[0]: make(*row) for row in query.tuples()}
    return [rows[ref] for ref in ids if ref in rows]


def _products(text: str, limit: int) -> list[Found]:
    ids = find_product_ids(text, limit)
    query = Product.select(Product.id, product_name(), Product.sku, Product.price_e4).where(Product.id.in_(ids))
    return _read(
        ids, query, lambda ref, name, sku, price: Found("product", ref, name, f"{sku} · {format_unit_price(price)}")
    )


def _orders(text: str, limit: int) -> list[Found]:
    ids = search.find("order", text, limit)
    query = Order.select(Order.id, Order.number, Order.customer_name, Order.placed_at, Order.total_minor).where(
        Order.id.in_(ids)
    )

    def make(ref: int, number: str, name: str, placed_at: int, total: int) -> Found:
        parts = (name, clock.format_moment(placed_at), format_money(total))
        return Found("order", ref, _("Order {text}").format(text=number), " · ".join(part for part in parts if part))

    return _read(ids, query, make)


def _customers(text: str, limit: int) -> list[Found]:
    ids = search.find("customer", text, limit)
    query = Customer.select(Customer.id, Customer.name, Customer.phone, Customer.email).where(Customer.id.in_(ids))

    def make(ref: int, name: str, phone: str | None, email: str | None) -> Found:
        return Found("customer", ref, name, " · ".join(part for part in (phone, email) if part))

    return _read(ids, query, make)


def _cases(text: str, limit: int) -> list[Found]:
    ids = search.find("case", text, limit)
    query = Case.select(Case.id, Case.number, Case.subject, Case.customer_name).where(Case.id.in_(ids))
    return _read(ids, query, lambda ref, number, subject, name: Found("case", ref, f"{number} {subject}", name))
