"""Lists and labels of the house: pick lists, run sheets, shelf labels, purchase orders, command cards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from peewee import fn

from app.catalog.models import Product, ProductCode, Promotion
from app.core import clock, settings
from app.core.i18n import _, ngettext, spoken_name
from app.core.money import currency, format_money, format_unit_price, line_minor, round_div
from app.core.refusal import NotFound
from app.delivery.models import Run, Shipment
from app.documents import texts
from app.documents.papers import (
    CommandCard,
    CommandCards,
    PaperLine,
    PickList,
    PickStop,
    PurchasePaper,
    RunSheet,
    RunStop,
    ShelfLabel,
    Totals,
)
from app.documents.parcels import age_words
from app.inventory.models import Place, Stock
from app.orders.models import Fulfillment, FulfillmentLine, Order, OrderLine
from app.orders.options import options_of
from app.orders.wrap import wrap_of, wrap_words
from app.packing.models import Parcel, ParcelState
from app.picking.models import Batch, PickTask, TaskState
from app.purchasing.models import Purchase, PurchaseLine, Supplier, SupplierProduct


def pick_list(batch_id: int, language: str | None = None, copy: int = 0) -> PickList:
    """The walk of a batch on paper; NotFound."""
    batch: Any = Batch.get_or_none(Batch.id == batch_id)
    if batch is None:
        raise NotFound("batch", batch_id)
    query: Any = (
        PickTask.select(
            Place.code, Product.name, Product.name_zh, Product.sku, Product.unit, PickTask.quantity, PickTask.tote,
            Order.number, wrap_of(), options_of(),
        )
        .left_outer_join(Place, on=(PickTask.place == Place.id))
        .switch(PickTask).join(Product)
        .switch(PickTask).join(Fulfillment).join(Order)
        .join(FulfillmentLine, on=(PickTask.line == FulfillmentLine.id))
        .join(OrderLine, on=(FulfillmentLine.line == OrderLine.id))
        .where(PickTask.batch == batch_id, PickTask.state != TaskState.CANCELLED)
        .order_by(PickTask.position, PickTask.id).tuples()
    )  # fmt: skip
    with texts.in_language(language or str(settings.read("shop.language"))) as spoken:
        rows = list(query)
        stops = tuple(
            PickStop(
                bin=bin or "", code=sku,
                name=" · ".join(filter(None, (spoken_name(name, name_zh), chosen, wrap_words(wrap)))),
                quantity=texts.quantity_text(quantity, unit), tote=tote,
            )
            for bin, name, name_zh, sku, unit, quantity, tote, _order, wrap, chosen in rows
        )  # fmt: skip
        pieces = sum(row[5] if row[4] == "piece" else 1 for row in rows)
        return PickList(
            language=spoken, copy_number=copy, shop=texts.shop_head(), number=batch.number,
            at=clock.format_stamp(clock.now_ms()), picker=batch.picker_name,
            orders=tuple(dict.fromkeys(row[7] for row in rows)), stops=stops, pieces=str(pieces), barcode=batch.number,
        )  # fmt: skip


def run_sheet(run_id: int, language: str | None = None, copy: int = 0) -> RunSheet:
    """The driver's list; NotFound."""
    run: Any = Run.get_or_none(Run.id == run_id)
    if run is None:
        raise NotFound("run", run_id)
    boxes = Parcel.select(fn.COUNT(Parcel.id)).where(
        Parcel.fulfillment == Shipment.fulfillment, Parcel.state != ParcelState.VOID
    )
    query: Any = (
        Shipment.select(
            Shipment.stop, Order.number, Order.customer_name, Order.address, Order.phone, Shipment.eta_at,
            Shipment.cod_minor, boxes, Shipment.fulfillment,
        )
        .join(Fulfillment).join(Order)
        .where(Shipment.run == run_id).order_by(Shipment.stop, Shipment.id).tuples()
    )  # fmt: skip
    with texts.in_language(language or str(settings.read("shop.language"))) as spoken:
        rows = list(query)
        collect = sum(row[6] for row in rows)
        return RunSheet(
            language=spoken, copy_number=copy, shop=texts.shop_head(), number=run.number,
            at=clock.format_stamp(run.left_at or clock.now_ms()), driver=run.driver_name, vehicle=run.vehicle,
            stops=tuple(_run_stop(place, row) for place, row in enumerate(rows, 1)),
            collect_total=format_money(collect) if collect else "", barcode=run.number,
        )  # fmt: skip


def _run_stop(place: int, row: Sequence[Any]) -> RunStop:
    stop, number, name, address, phone, eta_at, cod, boxes, part = row
    lines = texts.address_lines("", address)
    notes = [age_words(part), str((address or {}).get("note") or ""), phone]
    return RunStop(
        number=stop or place, order_number=number or "", name=name, address=", ".join(line for line in lines if line),
        window=clock.format_clock(eta_at) if eta_at else "", parcels=str(max(boxes, 1)),
        collect=format_money(cod) if cod else "", note=" · ".join(part for part in notes if part),
    )  # fmt: skip


def shelf_labels(product_ids: Iterable[int], language: str | None = None) -> list[ShelfLabel]:
    """The price labels of products, in the order given; a running promotion shows the price before struck through."""
    ids = list(product_ids)
    code = (
        ProductCode.select(ProductCode.code).where(ProductCode.product == Product.id, ProductCode.quantity == 1)
        .order_by(fn.LENGTH(ProductCode.code).desc(), ProductCode.id).limit(1)
    )  # fmt: skip
    now = clock.now_ms()
    for_it = (Promotion.product == Product.id) | (
        Promotion.product.is_null() & (Promotion.category.is_null() | (Promotion.category == Product.category))
    )
    running = (
        Promotion.is_active & (Promotion.starts_at <= now) & (Promotion.ends_at.is_null() | (Promotion.ends_at > now))
    )
    off = Promotion.select(fn.MAX(Promotion.percent_bp)).where(for_it, running)
    query: Any = (
        Product.select(
            Product.id, Product.name, Product.name_zh, Product.sku, Product.unit, Product.price_e4, Product.price_per,
            Product.weight_grams, Place.code, code, off,
        )
        .left_outer_join(Stock, on=(Stock.product == Product.id))
        .left_outer_join(Place, on=(Stock.home == Place.id))
        .where(Product.id.in_(ids)).tuples()
    )  # fmt: skip
    found = {row[0]: row[1:] for row in query}
    with texts.in_language(language or str(settings.read("shop.language"))) as spoken:
        return [_shelf_label(found[product_id], spoken) for product_id in ids if product_id in found]


def _shelf_label(row: Sequence[Any], spoken: str) -> ShelfLabel:
    name, name_zh, sku, unit, price_e4, price_per, grams, bin, code, off_bp = row
    now_e4 = price_e4 - round_div(price_e4 * (off_bp or 0), 10_000)
    per = "" if price_per == 1 else f" / {texts.quantity_text(price_per, unit)}"
    return ShelfLabel(
        language=spoken, name=spoken_name(name, name_zh), price=_price(now_e4) + per,
        unit_price=_per_kilo(now_e4, grams) if unit == "piece" and price_per == 1 else "",
        was=_price(price_e4) if off_bp else "", code=code or sku, caption=f"{sku} · {bin}" if bin else sku,
    )  # fmt: skip


def _price(price_e4: int) -> str:
    """A price as the till takes it: rounded to the coin's cents."""
    return format_money(line_minor(1, price_e4))


def _per_kilo(price_e4: int, grams: int) -> str:
    if grams < 50:
        return ""
    return _("{price} / kg").format(price=format_money(line_minor(1000, price_e4, grams)))


def purchase_paper(purchase_id: int, language: str | None = None, copy: int = 0) -> PurchasePaper:
    """An order to a supplier; NotFound."""
    row: Any = Purchase.select(Purchase, Supplier).join(Supplier).where(Purchase.id == purchase_id).first()
    if row is None:
        raise NotFound("purchase", purchase_id)
    query: Any = (
        PurchaseLine.select(
            Product.name, Product.sku, SupplierProduct.code, Product.unit, Product.price_per, PurchaseLine.quantity,
            PurchaseLine.cost_e4,
        )
        .join(Product)
        .left_outer_join(
            SupplierProduct,
            on=(SupplierProduct.product == Product.id) & (SupplierProduct.supplier == row.supplier_id),
        )
        .where(PurchaseLine.purchase == purchase_id).order_by(PurchaseLine.id).tuples()
    )  # fmt: skip
    with texts.in_language(language or str(settings.read("shop.language"))) as spoken:
        shop = texts.shop_head()
        lines = tuple(_bought(line) for line in query)
        total = sum(line.amount_minor for line in lines)
        return PurchasePaper(
            language=spoken, copy_number=copy, shop=shop, number=row.number, at=clock.format_day(row.created_at),
            supplier=tuple(part for part in (row.supplier.name, row.supplier.email) if part),
            totals=Totals(currency=currency(), total_minor=total, subtotal_minor=total, prices_with_tax=False),
            lines=lines, deliver_by=clock.format_day(row.expected_at) if row.expected_at else "",
            deliver_to=(shop.name, *shop.lines),
            notes=(ngettext("{n} line", "{n} lines", len(lines)).format(n=len(lines)),),
        )  # fmt: skip


def _bought(row: Sequence[Any]) -> PaperLine:
    name, sku, code, unit, price_per, quantity, cost_e4 = row
    return PaperLine(
        name=name, quantity=texts.quantity_text(quantity, unit), unit_price=format_unit_price(cost_e4),
        amount_minor=line_minor(quantity, cost_e4, price_per), code=code or sku,
    )  # fmt: skip


def command_cards(cards: Iterable[CommandCard], language: str | None = None, title: str = "") -> CommandCards:
    """The sheet of codes that the scan router knows as commands; the window hands over its own table of them."""
    with texts.in_language(language or str(settings.read("shop.language"))) as spoken:
        return CommandCards(language=spoken, shop=texts.shop_head(), cards=tuple(cards), title=title)
