"""Papers that travel with goods: packing slips, shipping labels, pickup slips, return slips."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import fn

from app.catalog.models import Product
from app.core import clock, settings
from app.core.i18n import _, ngettext, spoken_name
from app.core.money import format_money
from app.core.refusal import NotFound
from app.delivery.age import age_to_check
from app.delivery.models import Carrier, Run, Shipment
from app.documents import texts
from app.documents.papers import PackingSlip, PaperLine, PickupSlip, ReturnSlip, ShippingLabel
from app.orders.kits import kit_name_of, note_of
from app.orders.models import Fulfillment, FulfillmentLine, Order, OrderLine
from app.orders.options import options_of
from app.orders.states import FulfillmentState, Method, PayPlan
from app.orders.wrap import wrap_of, wrap_words
from app.packing.models import Parcel, ParcelLine, ParcelState
from app.payments.order_account import owed
from app.returns.models import Return, ReturnLine
from app.returns.policy import REASONS, ReturnReason

TO_COME = (FulfillmentState.WAITING, FulfillmentState.READY, FulfillmentState.PICKING, FulfillmentState.PICKED)


def packing_slip(parcel_id: int, language: str | None = None, copy: int = 0) -> PackingSlip:
    """What is in a box, and what of the order is still to come; NotFound."""
    parcel, part, order, shipment = _parcel(parcel_id)
    with texts.in_language(language or order.language) as spoken:
        shop = texts.shop_head()
        return PackingSlip(
            language=spoken, copy_number=copy, shop=shop, order_number=order.number or "",
            at=clock.format_stamp(parcel.closed_at or parcel.started_at),
            deliver_to=texts.address_lines(order.customer_name, order.address), lines=_in_box(parcel_id),
            to_follow=_to_follow(order.id, part.id), parcel=parcel.no, parcels=_boxes(part.id),
            weight_grams=parcel.weight_grams, packed_by=parcel.packer_name.split(" ")[0],
            service=_service(part, shipment), message=order.note, footer=_help(shop.lines), barcode=order.number or "",
        )  # fmt: skip


def shipping_label(parcel_id: int, language: str | None = None, copy: int = 0) -> ShippingLabel:
    """The label of a box; NotFound."""
    parcel, part, order, shipment = _parcel(parcel_id)
    with texts.in_language(language or order.language) as spoken:
        address = order.address or {}
        note = str(address.get("note") or "")
        to_collect = _to_collect(order, shipment) if parcel.no == 1 else 0
        return ShippingLabel(
            language=spoken, copy_number=copy, shop=texts.shop_head(),
            to=texts.address_lines(order.customer_name, {**address, "postcode": ""} if address else None),
            order_number=order.number or "", tracking=parcel.code, route_code=str(address.get("postcode") or ""),
            parcel=parcel.no, parcels=_boxes(part.id), weight_grams=parcel.weight_grams or parcel.expected_grams,
            service=_service(part, shipment), when=clock.format_weekday(part.due_at) if part.due_at else "",
            cod=format_money(to_collect, order.currency) if to_collect else "", qr=_track_link(shipment),
            notes=tuple(filter(None, (age_words(part.id), note))),
        )  # fmt: skip


def age_words(fulfillment_id: int) -> str:
    """What whoever brings goods with an age limit has to check at the door."""
    age = age_to_check(fulfillment_id)
    return _("Age check {age}+").format(age=age) if age else ""


def pickup_slip(fulfillment_id: int, language: str | None = None, copy: int = 0) -> PickupSlip:
    """Stuck on goods that wait for their customer; NotFound."""
    part, order, shipment = _part(fulfillment_id)
    with texts.in_language(language or str(settings.read("shop.language"))) as spoken:
        due = max(owed(order.id), 0) if order.pay_plan != PayPlan.ON_ACCOUNT else 0
        days = int(settings.read("delivery.pickup_days")) * clock.DAY_MS
        return PickupSlip(
            language=spoken, copy_number=copy, shop=texts.shop_head(), order_number=order.number or "",
            customer=order.customer_name, shelf=shipment.shelf if shipment else "",
            pieces=ngettext("{n} piece", "{n} pieces", part.pieces).format(n=part.pieces),
            until=_("until {day}").format(day=clock.format_weekday((part.left_at or clock.now_ms()) + days)),
            due=format_money(due, order.currency) if due else "", lines=_goods(FulfillmentLine.fulfillment == part.id),
            barcode=order.number or "",
        )  # fmt: skip


def return_slip(return_id: int, language: str | None = None, copy: int = 0) -> ReturnSlip:
    """Goes with returned goods, or shows the customer what was settled; NotFound."""
    row: Any = Return.select(Return, Order).left_outer_join(Order).where(Return.id == return_id).first()
    if row is None:
        raise NotFound("return", return_id)
    order = row.order if row.order_id else None
    with texts.in_language(language or (order.language if order else str(settings.read("shop.language")))) as spoken:
        shop = texts.shop_head()
        return ReturnSlip(
            language=spoken, copy_number=copy, shop=shop, number=row.number,
            order_number=order.number or "" if order else "", at=clock.format_stamp(row.made_at),
            customer=order.customer_name if order else "", lines=_back(return_id), instructions=_settled(row),
            send_to=() if row.settled_at else (shop.name, *shop.lines), barcode=row.number,
        )  # fmt: skip


def _parcel(parcel_id: int) -> tuple[Any, Any, Any, Any]:
    parcel = Parcel.get_or_none(Parcel.id == parcel_id)
    if parcel is None:
        raise NotFound("parcel", parcel_id)
    return (parcel, *_part(parcel.fulfillment_id))


def _part(fulfillment_id: int) -> tuple[Any, Any, Any]:
    """A fulfillment with its order and shipment, in one statement."""
    row: Any = (
        Fulfillment.select(Fulfillment, Order, Shipment, Carrier, Run)
        .join(Order)
        .switch(Fulfillment)
        .left_outer_join(Shipment, on=(Shipment.fulfillment == Fulfillment.id), attr="sent")
        .left_outer_join(Carrier, on=(Shipment.carrier == Carrier.id), attr="by_carrier")
        .switch(Shipment)
        .left_outer_join(Run, on=(Shipment.run == Run.id), attr="on_run")
        .where(Fulfillment.id == fulfillment_id)
        .first()
    )
    if row is None:
        raise NotFound("fulfillment", fulfillment_id)
    return row, row.order, getattr(row, "sent", None)


def _boxes(fulfillment_id: int) -> int:
    boxes = Parcel.select(fn.COUNT(Parcel.id)).where(
        Parcel.fulfillment == fulfillment_id, Parcel.state != ParcelState.VOID
    )
    return max(int(boxes.scalar()), 1)


def _in_box(parcel_id: int) -> tuple[PaperLine, ...]:
    query = (
        ParcelLine.select(
            OrderLine.name,
            Product.name_zh,
            OrderLine.sku,
            OrderLine.unit,
            ParcelLine.quantity,
            kit_name_of(),
            wrap_of(),
            options_of(),
        )
        .join(FulfillmentLine)
        .join(OrderLine, on=(FulfillmentLine.line == OrderLine.id))
        .left_outer_join(Product, on=(OrderLine.product == Product.id))
        .where(ParcelLine.parcel == parcel_id)
        .order_by(OrderLine.no)
    )
    return _paper_lines(query.tuples())


def _goods(match: Any) -> tuple[PaperLine, ...]:
    query = (
        FulfillmentLine.select(
            OrderLine.name, Product.name_zh, OrderLine.sku, OrderLine.unit,
            FulfillmentLine.quantity - FulfillmentLine.short, kit_name_of(), wrap_of(),
            options_of(),
        )
        .join(Fulfillment)
        .switch(FulfillmentLine)
        .join(OrderLine, on=(FulfillmentLine.line == OrderLine.id))
        .left_outer_join(Product, on=(OrderLine.product == Product.id))
        .where(match)
        .order_by(OrderLine.no)
    )  # fmt: skip
    return _paper_lines(query.tuples())


def _to_follow(order_id: int, fulfillment_id: int) -> tuple[PaperLine, ...]:
    return _goods(
        (Fulfillment.order == order_id)
        & (Fulfillment.id != fulfillment_id)
        & Fulfillment.state.in_([state.value for state in TO_COME])
    )


def _paper_lines(rows: Iterable[Any]) -> tuple[PaperLine, ...]:
    return tuple(
        PaperLine(
            name=spoken_name(name, name_zh),
            quantity=texts.quantity_text(quantity, unit),
            code=sku,
            note=" · ".join(part for part in (note_of(kit) if kit else "", chosen, wrap_words(wrap)) if part),
        )
        for name, name_zh, sku, unit, quantity, kit, wrap, chosen in rows
        if quantity
    )


def _back(return_id: int) -> tuple[PaperLine, ...]:
    query: Any = (
        ReturnLine.select(
            ReturnLine.name, Product.name_zh, Product.sku, Product.unit, ReturnLine.quantity, ReturnLine.reason
        )
        .left_outer_join(Product, on=(ReturnLine.product == Product.id))
        .where(ReturnLine.return_ == return_id)
        .order_by(ReturnLine.id)
        .tuples()
    )
    return tuple(
        PaperLine(
            name=spoken_name(name, name_zh), quantity=texts.quantity_text(quantity, unit or "piece"), code=sku or "",
            note=_(REASONS[ReturnReason(reason)]),
        )
        for name, name_zh, sku, unit, quantity, reason in query
    )  # fmt: skip


def _settled(row: Any) -> tuple[str, ...]:
    """What the customer got, or what to do with the slip."""
    if not row.settled_at:
        return (_("Put this slip in the parcel. We look at the goods and tell you."),)
    if row.outcome in ("exchange", "store_credit") and row.refund_minor:
        credit = _("Credit: {amount}").format(amount=format_money(row.refund_minor))
        return (credit, _("This slip pays at our till until its credit is used up."))
    if row.refund_minor:
        return (_("Refund: {amount}").format(amount=format_money(row.refund_minor)),)
    return ()


def _service(part: Any, shipment: Any) -> str:
    names = {
        Method.PICKUP: _("Pickup"), Method.OWN_DRIVER: _("Van"), Method.CARRIER: _("Carrier"),
        Method.TAKEN: _("Counter"),
    }  # fmt: skip
    carrier, run = getattr(shipment, "by_carrier", None), getattr(shipment, "on_run", None)
    if carrier is not None:
        return str(carrier.name)
    if run is not None:
        return str(run.vehicle or run.number)
    return names[Method(part.method)]


def _to_collect(order: Any, shipment: Any) -> int:
    if shipment is not None and shipment.cod_minor:
        return int(shipment.cod_minor)
    return max(owed(order.id), 0) if order.pay_plan == PayPlan.ON_DELIVERY else 0


def _track_link(shipment: Any) -> str:
    carrier = getattr(shipment, "by_carrier", None)
    if carrier is None or not shipment.tracking or "{tracking}" not in carrier.tracking_url:
        return ""
    return str(carrier.tracking_url.replace("{tracking}", shipment.tracking))


def _help(lines: tuple[str, ...]) -> tuple[str, ...]:
    if not lines:
        return ()
    return (_("Something missing or broken? {contact}, we put it right.").format(contact=lines[-1]),)
