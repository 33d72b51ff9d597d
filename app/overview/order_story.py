"""Everything that the order screen shows, for orders of every age: head, stages, items, cards and the timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from app.aftersales.models import Case
from app.catalog.models import Product
from app.core import clock
from app.core.i18n import _
from app.core.money import format_money
from app.core.photos import PhotoRow, photos_of_order
from app.customers.models import Customer
from app.delivery.age import age_of
from app.delivery.models import Carrier, Proof, Run, Shipment
from app.feedback.models import Feedback
from app.orders.completeness import Doubt, check_order
from app.orders.line_kinds import LineKind, option_words, pieces_of
from app.orders.models import Order, OrderLine
from app.orders.names import line_name
from app.orders.queries import FulfillmentRow, NoteRow, OrderDetail, order_detail
from app.orders.states import DONE_FULFILLMENT, FulfillmentState, Method, OrderState, PayPlan
from app.overview.next_step import NextStep, least_far, next_step
from app.overview.order_stages import Stage, stages_of
from app.overview.timeline import Moment, timeline_of
from app.packing.models import Parcel, ParcelState
from app.payments.queries import OrderMoney, PaymentRow, order_money, payments_of
from app.payments.send_back import Back, backs_of
from app.returns.models import Return
from app.review.models import RiskScore

_F, _O = FulfillmentState, OrderState
LOW_RISK, HIGH_RISK = 40, 70  # points from which a score is amber and red


class Item(NamedTuple):
    """A line with its picture and how far its goods are; quantities in base units."""

    line_id: int
    no: int
    product_id: int | None
    sku: str
    name: str
    unit: str
    art: str
    quantity: int
    packed: int
    accepted: int
    returned: int
    backordered: int
    unit_price_e4: int
    price_per: int
    discount_minor: int
    discount_name: str
    total_minor: int
    note: str
    kind: LineKind
    of_no: int | None  # the line that it goes with
    words: str = ""  # that were typed for an option; they stand in its name


class CustomerCard(NamedTuple):
    """Who ordered; the counts are those of a known customer."""

    customer_id: int | None
    name: str
    phone: str
    email: str
    language: str
    orders: int
    spent_minor: int
    returns: int
    since: int | None


class DeliveryCard(NamedTuple):
    """How one part of the order travels."""

    fulfillment: FulfillmentRow
    shipment_id: int | None
    carrier: str
    tracking: str
    tracking_url: str
    run_id: int | None
    run: str
    driver: str
    vehicle: str
    stop: int
    shelf: str
    pickup_code: str
    eta_at: int | None
    tries: int
    cod_minor: int
    taken_by: str
    parcels: tuple[str, ...]
    weight_grams: int

    @property
    def is_late(self) -> bool:
        """Later than promised, or expected to be."""
        due, done = self.fulfillment.due_at, self.fulfillment.delivered_at
        return due is not None and (done or self.eta_at or clock.now_ms()) > due


class DoorCheck(NamedTuple):
    """One thing to be asked before the goods count as accepted."""

    key: str
    text: str
    done: bool


class Linked(NamedTuple):
    """A return, case or feedback of the order; an order that replaces its goods, or that it replaces."""

    kind: str
    ref: int
    number: str
    state: str


@dataclass(frozen=True)
class OrderStory:
    """The order screen, whole."""

    order: OrderDetail
    status: str  # one word of `STATUS` for the chip
    stages: tuple[Stage, ...]
    items: tuple[Item, ...]
    customer: CustomerCard
    deliveries: tuple[DeliveryCard, ...]
    money: OrderMoney
    payments: tuple[PaymentRow, ...]
    backs: tuple[Back, ...]  # refunds that a terminal or the online provider has not confirmed
    risk: int | None
    risk_reasons: tuple[dict[str, Any], ...]
    doubts: tuple[Doubt, ...]  # what keeps it from being confirmed
    door: tuple[DoorCheck, ...]
    notes: tuple[NoteRow, ...]
    linked: tuple[Linked, ...]
    timeline: tuple[Moment, ...]
    photos: tuple[PhotoRow, ...]
    next: NextStep | None


def order_story(order_id: int) -> OrderStory:
    """All that is known of one order, in some twenty statements however long it is; NotFound when there is none."""
    order, money = order_detail(order_id), order_money(order_id)
    deliveries = _deliveries(order)
    risk = RiskScore.select(RiskScore.score, RiskScore.reasons).where(RiskScore.order == order_id).tuples().first()
    least = least_far(part.state for part in order.fulfillments)
    doubts = tuple(check_order(order_id)) if order.state == _O.PLACED else ()
    return OrderStory(
        order=order, status=status_of(order.state, least, is_on_hold=order.is_on_hold),
        stages=stages_of(order, money, deliveries), items=_items(order), customer=_customer(order),
        deliveries=deliveries, money=money, payments=tuple(payments_of(order_id)),
        backs=tuple(backs_of(order_id)), risk=risk[0] if risk else None,
        risk_reasons=tuple(risk[1]) if risk else (),
        doubts=doubts, door=_door(order, deliveries), notes=order.notes, linked=_linked(order_id),
        timeline=timeline_of(order_id), photos=photos_of_order(order_id),
        next=next_step(
            order.state, order.method, least, is_on_hold=order.is_on_hold, owed_minor=money.owed_minor,
            is_incomplete=bool(doubts), is_layaway=order.pay_plan == PayPlan.LAYAWAY,
        ),
    )  # fmt: skip


def status_of(state: OrderState, least: FulfillmentState | None, *, is_on_hold: bool = False) -> str:
    """The word of the status chip: the order's own state, or how far its goods are while they are under way."""
    if is_on_hold and state in (_O.PLACED, _O.IN_REVIEW, _O.CONFIRMED):
        return "on_hold"
    if state == _O.CONFIRMED and least is not None and least != _F.CANCELLED:
        return str(least)
    return str(state)


def _items(order: OrderDetail) -> tuple[Item, ...]:
    query: Any = (
        OrderLine.select(OrderLine.id, Product.art, line_name())
        .left_outer_join(Product, on=(Product.id == OrderLine.product))
        .where(OrderLine.order == order.id).tuples()
    )  # fmt: skip
    shown: dict[int, tuple[str | None, str]] = {line_id: (art, name) for line_id, art, name in query}
    packed = _packed(order)
    return tuple(
        Item(
            line.id, line.no, line.product_id, line.sku, _called(line, shown[line.id][1]), line.unit, shown[line.id][0] or "",
            line.quantity,
            line.quantity if order.method == Method.TAKEN else packed[line.id], line.accepted, line.returned,
            line.backordered, line.unit_price_e4, line.price_per, line.discount_minor, line.discount_name,
            line.total_minor, "" if line.kind == LineKind.OPTION else line.note, line.kind, line.of_no,
            line.note if line.kind == LineKind.OPTION else "",
        )
        for line in sorted(order.lines, key=lambda line: (line.of_no or line.no, line.no))
    )  # fmt: skip


def _called(line: Any, name: str) -> str:
    """An option stands with a plus and its words below its goods."""
    return option_words(name, line.note) if line.kind == LineKind.OPTION else name


def _packed(order: OrderDetail) -> dict[int, int]:
    """How much of each line is packed; of a kit as many as its scarcest part is enough for."""
    packed = {line.id: line.packed for line in order.lines}
    for kit in order.lines:
        parts = [line for line in order.lines if line.kind == LineKind.PART and line.of_no == kit.no]
        if parts:
            packed[kit.id] = min(part.packed * kit.quantity // part.quantity for part in parts)
    return packed


def _customer(order: OrderDetail) -> CustomerCard:
    name = (order.customer_id, order.customer_name, order.phone, order.email, order.language)
    if order.customer_id is None:
        return CustomerCard(*name, 0, 0, 0, None)
    known: Any = (
        Customer.select(Customer.order_count, Customer.spent_minor, Customer.created_at)
        .where(Customer.id == order.customer_id).tuples().get()
    )  # fmt: skip
    returns = Return.select().where(Return.customer == order.customer_id).count()
    return CustomerCard(*name, known[0], known[1], returns, known[2])


_SHIPMENT = (
    Shipment.fulfillment, Shipment.id, Carrier.name, Shipment.tracking, Carrier.tracking_url, Run.id, Run.number,
    Run.driver_name, Run.vehicle, Shipment.stop, Shipment.shelf, Shipment.pickup_code, Shipment.eta_at,
    Shipment.tries, Shipment.cod_minor, Proof.name,
)  # fmt: skip


def _deliveries(order: OrderDetail) -> tuple[DeliveryCard, ...]:
    ids = [part.id for part in order.fulfillments]
    if not ids:
        return ()
    query: Any = (
        Shipment.select(*_SHIPMENT)
        .left_outer_join(Carrier).switch(Shipment).left_outer_join(Run).switch(Shipment)
        .left_outer_join(Proof, on=(Proof.shipment == Shipment.id))
        .where(Shipment.fulfillment.in_(ids)).tuples()
    )  # fmt: skip
    shipped = {row[0]: row[1:] for row in query}
    closed: Any = (
        Parcel.select(Parcel.fulfillment, Parcel.code, Parcel.weight_grams)
        .where(Parcel.fulfillment.in_(ids), Parcel.state != ParcelState.VOID).order_by(Parcel.no).tuples()
    )  # fmt: skip
    parcels = list(closed)
    return tuple(_card(part, shipped.get(part.id), [row[1:] for row in parcels if row[0] == part.id])
                 for part in order.fulfillments)  # fmt: skip


def _card(part: FulfillmentRow, shipment: tuple[Any, ...] | None, parcels: list[tuple[str, int]]) -> DeliveryCard:
    codes, weight = tuple(code for code, _grams in parcels), sum(grams for _code, grams in parcels)
    row = shipment or (None, "", "", "", None, "", "", "", 0, "", "", None, 0, 0, "")
    ref, carrier, tracking, url, run_id, run, driver, vehicle, stop, shelf, pickup, eta, tries, cod, taken_by = row
    return DeliveryCard(
        part, ref, carrier or "", tracking or "", (url or "").replace("{tracking}", tracking or ""), run_id, run or "",
        driver or "", vehicle or "", stop, shelf, pickup, eta, tries, cod, taken_by or "", codes,
        weight or part.weight_grams,
    )  # fmt: skip


def _door(order: OrderDetail, deliveries: tuple[DeliveryCard, ...]) -> tuple[DoorCheck, ...]:
    """What the driver or the counter asks at the handover; done once all parts are accepted."""
    if order.method == Method.TAKEN or order.state in (_O.CANCELLED, _O.DRAFT):
        return ()
    open_parts = [card for card in deliveries if card.fulfillment.state not in DONE_FULFILLMENT]
    done = bool(deliveries) and not open_parts
    parts = [card.fulfillment.pieces for card in deliveries if card.fulfillment.state != _F.CANCELLED]
    pieces = sum(parts) if parts else sum(pieces_of(line.kind, line.quantity, line.unit) for line in order.lines)
    cod = sum(card.cod_minor for card in deliveries)
    checks = [
        DoorCheck("pieces", _("{count} pieces counted").format(count=pieces), done),
        DoorCheck("undamaged", _("Goods undamaged"), done),
        DoorCheck("proof", _("Photo or signature"), done or any(card.taken_by for card in deliveries)),
    ]
    age, is_checked = age_of(order.id)
    if age and order.method == Method.CARRIER:  # nobody of ours stands at the door
        checks.append(DoorCheck("age", _("Carrier: age {age}+").format(age=age), done))
    elif age:
        checks.append(DoorCheck("age", _("Age {age}+ checked").format(age=age), is_checked))
    if cod:
        checks.append(DoorCheck("cash", _("{amount} in cash").format(amount=format_money(cod)), done))
    return tuple(checks)


def _linked(order_id: int) -> tuple[Linked, ...]:
    replacing = Case.select(Case.replacement).where(Case.order == order_id, Case.replacement.is_null(False))
    replaced = Case.select(Case.order).where(Case.replacement == order_id)
    found: list[tuple[str, Any]] = [
        ("order", Order.select(Order.id, Order.number, Order.state).where(Order.id.in_(replacing))),
        ("order", Order.select(Order.id, Order.number, Order.state).where(Order.id.in_(replaced))),
        ("case", Case.select(Case.id, Case.number, Case.state).where(Case.replacement == order_id)),
        ("return", Return.select(Return.id, Return.number, Return.state).where(Return.order == order_id)),
        ("case", Case.select(Case.id, Case.number, Case.state).where(Case.order == order_id)),
        ("feedback", Feedback.select(Feedback.id, Feedback.token, Feedback.score).where(Feedback.order == order_id)),
    ]
    return tuple(
        Linked(kind, ref, number, "" if state is None else str(state))
        for kind, query in found
        for ref, number, state in query.tuples()
    )
