"""Purchases: proposed by what runs low, written, sent and cancelled; what is on its way counts as coming."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from app.catalog.models import Product
from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _
from app.core.numbers import next_number, with_check_digit
from app.core.refusal import NotFound, Refusal, StateChanged
from app.inventory.models import Stock
from app.inventory.stock import ensure_stock
from app.inventory.stock_list import low_stock
from app.purchasing.models import Purchase, PurchaseLine, PurchaseState, Supplier, SupplierProduct

OPEN_STATES = (PurchaseState.SENT, PurchaseState.PARTLY_RECEIVED)


class BadPurchase(Refusal):
    """A purchase that cannot be: no lines, or less than one of something."""


class Suggestion(NamedTuple):
    """A product to buy; without a supplier `supplier_id` is None."""

    supplier_id: int | None
    supplier: str
    product_id: int
    sku: str
    name: str
    available: int
    incoming: int
    reorder_point: int
    quantity: int
    cost_e4: int


class WantedLine(NamedTuple):
    """So many base units to buy; without `cost_e4` (1/10,000) the supplier's cost, else the product's."""

    product_id: int
    quantity: int
    cost_e4: int | None = None


def suggest_order(supplier_id: int | None = None) -> list[Suggestion]:
    """What to buy now, by supplier: enough to come up to the target of each product that runs low.

    What is on its way already counts, so nothing is ordered twice.
    """
    low = {row.product_id: row for row in low_stock() if row.suggested > 0}
    sources = _sources(low)
    found = [
        Suggestion(
            source.supplier_id if source else None, source.supplier.name if source else "", row.product_id, row.sku,
            row.name, row.available, row.incoming, row.reorder_point, row.suggested, source.cost_e4 if source else 0,
        )
        for row in low.values()
        for source in [sources.get(row.product_id)]
    ]  # fmt: skip
    wanted = [row for row in found if supplier_id is None or row.supplier_id == supplier_id]
    return sorted(wanted, key=lambda row: (row.supplier_id is None, row.supplier, row.name))


@command("purchasing.create_purchase")
def create_purchase(by: Actor, supplier_id: int, lines: list[WantedLine], expected_at: int | None = None) -> int:
    """Write a purchase (a draft until it is sent); returns the id.  BadPurchase without lines or below one."""
    supplier = Supplier.get_or_none(Supplier.id == supplier_id)
    if supplier is None:
        raise NotFound("supplier", supplier_id)
    merged = _merge(lines)
    now = clock.now_ms()
    number = f"P{with_check_digit(next_number('purchase'))}"
    purchase_id = int(
        Purchase.insert(
            number=number, supplier=supplier_id, state=PurchaseState.DRAFT, created_at=now, who=by.person_id,
            expected_at=expected_at or now + supplier.lead_days * clock.DAY_MS,
        ).execute()
    )  # fmt: skip
    _write_lines(purchase_id, merged)
    touch("purchase", purchase_id)
    note(number=number, supplier=supplier.name, lines=[[line.product_id, line.quantity] for line in merged])
    return purchase_id


@command("purchasing.change_purchase")
def change_purchase(by: Actor, purchase_id: int, lines: list[WantedLine], expected_at: int | None = None) -> None:
    """Replace the lines of a draft; StateChanged once it is sent."""
    merged = _merge(lines)
    advance(purchase_id, (PurchaseState.DRAFT,), PurchaseState.DRAFT)
    PurchaseLine.delete().where(PurchaseLine.purchase == purchase_id).execute()
    _write_lines(purchase_id, merged)
    if expected_at is not None:
        Purchase.update(expected_at=expected_at).where(Purchase.id == purchase_id).execute()
    note(lines=[[line.product_id, line.quantity] for line in merged])


@command("purchasing.send_purchase")
def send_purchase(by: Actor, purchase_id: int, expected_at: int | None = None) -> None:
    """The supplier has the purchase: its goods count as coming from now on."""
    advance(purchase_id, (PurchaseState.DRAFT,), PurchaseState.SENT)
    purchase = Purchase.get_by_id(purchase_id)
    due_at = expected_at or clock.now_ms() + purchase.supplier.lead_days * clock.DAY_MS
    Purchase.update(expected_at=due_at).where(Purchase.id == purchase_id).execute()
    for line in lines_of(purchase_id):
        change_incoming(line.product_id, line.quantity)
    note(number=purchase.number, expected_at=due_at)


@command("purchasing.cancel_purchase")
def cancel_purchase(by: Actor, purchase_id: int) -> None:
    """What has not come will not come; what came stays.  StateChanged when it is over already."""
    was_sent = Purchase.select().where(Purchase.id == purchase_id, Purchase.state.in_(OPEN_STATES)).exists()
    advance(purchase_id, (PurchaseState.DRAFT, *OPEN_STATES), PurchaseState.CANCELLED)
    open_lines = [line for line in lines_of(purchase_id) if line.received < line.quantity] if was_sent else []
    for line in open_lines:
        change_incoming(line.product_id, line.received - line.quantity)
    note(number=Purchase.get_by_id(purchase_id).number, left=[[row.product_id, row.quantity] for row in open_lines])


def advance(purchase_id: int, old: tuple[PurchaseState, ...], new: PurchaseState) -> None:
    """Take a purchase from one of the old states to the new one, or raise StateChanged."""
    if not Purchase.update(state=new).where(Purchase.id == purchase_id, Purchase.state.in_(old)).execute():
        raise StateChanged("purchase", purchase_id)
    touch("purchase", purchase_id)


def change_incoming(product_id: int, difference: int) -> None:
    """So many more or fewer base units are on their way."""
    if difference:
        ensure_stock(product_id)
        Stock.update(incoming=Stock.incoming + difference).where(Stock.product == product_id).execute()
        touch("product", product_id)


def lines_of(purchase_id: int) -> list[PurchaseLine]:
    """The lines of a purchase in the order of their products, the order in which every command takes them."""
    query = PurchaseLine.select().where(PurchaseLine.purchase == purchase_id)
    return list(query.order_by(PurchaseLine.product))


def _merge(lines: Iterable[WantedLine]) -> list[WantedLine]:
    """One line for each product."""
    merged: dict[int, WantedLine] = {}
    for line in lines:
        wanted = WantedLine(*line)
        if wanted.quantity <= 0:
            raise BadPurchase(_("How many? At least one."), product_id=wanted.product_id)
        if not Product.select().where(Product.id == wanted.product_id).exists():
            raise NotFound("product", wanted.product_id)
        before = merged.get(wanted.product_id)
        merged[wanted.product_id] = before._replace(quantity=before.quantity + wanted.quantity) if before else wanted
    if not merged:
        raise BadPurchase(_("Nothing to order. Add a line."))
    return list(merged.values())


def _write_lines(purchase_id: int, lines: list[WantedLine]) -> None:
    sources = _sources(line.product_id for line in lines)
    for line in lines:
        source = sources.get(line.product_id)
        cost_e4 = line.cost_e4 if line.cost_e4 is not None else source.cost_e4 if source else 0
        PurchaseLine.insert(
            purchase=purchase_id, product=line.product_id, quantity=line.quantity, received=0, cost_e4=cost_e4
        ).execute()


def _sources(product_ids: Iterable[int]) -> dict[int, SupplierProduct]:
    match = SupplierProduct.product.in_(list(product_ids))
    query = SupplierProduct.select(SupplierProduct, Supplier).join(Supplier).where(match)
    return {row.product_id: row for row in query}
