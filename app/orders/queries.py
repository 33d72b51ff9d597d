"""What screens read of orders: lists with their counts, one order whole, and what can be promised to a caller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import peewee
from peewee import Case, fn

from app.core import clock, search
from app.core.refusal import NotFound
from app.orders.line_kinds import LineKind
from app.orders.models import Fulfillment, FulfillmentLine, Note, Order, OrderLine, Revision
from app.orders.states import DONE_FULFILLMENT, Channel, FulfillmentState, Method, OrderState, PayPlan

PAGE = 200
F, O = FulfillmentState, OrderState
RANK = list(FulfillmentState)  # in the order of the goods' way
VIEWS = (
    "all", "new", "review", "open", "to_pick", "packed", "on_the_way", "late", "backorder", "on_hold", "layaway",
    "done", "cancelled",
)  # fmt: skip


class OrderRow(NamedTuple):
    """One line of the order list; `fulfillment` is the part that is least far, None before confirmation."""

    id: int
    number: str
    placed_at: int
    channel: Channel
    method: Method
    state: OrderState
    is_on_hold: bool
    hold_reason: str
    customer_id: int | None
    customer_name: str
    phone: str
    city: str
    pieces: int
    lines: int
    backordered: int
    fulfillment: FulfillmentState | None
    parts: int
    pay_plan: PayPlan
    total_minor: int
    promised_at: int | None
    is_late: bool
    awaits_money: bool
    fee_kept_minor: int


class LineRow(NamedTuple):
    """A line as the order screen shows it, with how far its goods are."""

    id: int
    no: int
    product_id: int | None
    sku: str
    name: str
    unit: str
    quantity: int
    unit_price_e4: int
    price_per: int
    list_price_e4: int
    discount_minor: int
    discount_name: str
    order_discount_minor: int
    total_minor: int
    tax_bp: int
    tax_minor: int
    reserved: int
    backordered: int
    returned: int
    note: str
    serial: str
    kind: LineKind
    of_no: int | None
    picked: int
    packed: int
    accepted: int


class FulfillmentRow(NamedTuple):
    """A part of the order that travels together, with the times of its steps."""

    id: int
    no: int
    state: FulfillmentState
    method: Method
    pieces: int
    weight_grams: int
    due_at: int | None
    made_at: int
    ready_at: int | None
    picked_at: int | None
    packed_at: int | None
    left_at: int | None
    delivered_at: int | None
    accepted_at: int | None


class NoteRow(NamedTuple):
    """A word of the team."""

    who: str
    made_at: int
    text: str


class RevisionRow(NamedTuple):
    """What an amendment changed."""

    no: int
    made_at: int
    who: str
    difference: dict[str, Any]


@dataclass(frozen=True)
class OrderDetail:
    """One order whole, except for its money, which payments tell."""

    id: int
    number: str
    channel: Channel
    state: OrderState
    is_on_hold: bool
    hold_reason: str
    revision: int
    customer_id: int | None
    customer_name: str
    phone: str
    email: str
    language: str
    method: Method
    address: dict[str, Any] | None
    pay_plan: PayPlan
    currency: str
    goods_minor: int
    discount_minor: int
    discount_name: str
    delivery_minor: int
    fee_minor: int
    tax_minor: int
    added_minor: int
    tax_regime: str
    total_minor: int
    cancel_fee_minor: int
    fee_kept_minor: int
    promised_at: int | None
    entered_by: int
    entered_name: str
    station: str
    import_key: str | None
    note: str
    price_overridden: bool
    placed_at: int | None
    confirmed_at: int | None
    completed_at: int | None
    closed_at: int | None
    lines: tuple[LineRow, ...]
    fulfillments: tuple[FulfillmentRow, ...]
    notes: tuple[NoteRow, ...]
    revisions: tuple[RevisionRow, ...]

    @property
    def is_late(self) -> bool:
        """Promised for a time that has passed, and still under way."""
        return is_late(self.state, self.promised_at)


def is_late(state: OrderState, promised_at: int | None) -> bool:
    """Whether an order is under way after the time that it was promised for."""
    return state in (O.PLACED, O.IN_REVIEW, O.CONFIRMED) and promised_at is not None and promised_at < clock.now_ms()


def order_list(
    view: str = "all",
    text: str = "",
    page: int = 0,
    *,
    since: int = 0,
    channel: Channel | None = None,
    size: int = PAGE,
    oldest_first: bool = False,
) -> list[OrderRow]:
    """One page of a saved view, newest first unless told otherwise.

    `since` (ms) and `channel` narrow it, `text` finds by number or name.
    """
    query = _rows().where(view_condition(view), Order.number.is_null(False))
    if text.strip():
        query = query.where(Order.id.in_(search.find("order", text, size) or [0]))
    if since:
        query = query.where(Order.placed_at >= since)
    if channel:
        query = query.where(Order.channel == channel)
    order = (Order.placed_at, Order.id) if oldest_first else (Order.placed_at.desc(), Order.id.desc())
    return [_row(row) for row in query.order_by(*order).paginate(page + 1, size).tuples()]


def view_counts(*, since: int = 0, channel: Channel | None = None) -> dict[str, int]:
    """How many orders each saved view holds, in one statement."""
    sums = [fn.COALESCE(fn.SUM(Case(None, ((view_condition(view), 1),), 0)), 0) for view in VIEWS]
    query = Order.select(*sums).where(Order.number.is_null(False))
    if since:
        query = query.where(Order.placed_at >= since)
    if channel:
        query = query.where(Order.channel == channel)
    return dict(zip(VIEWS, map(int, query.tuples().first()), strict=True))


def view_condition(view: str) -> Any:
    """What makes an order belong to a saved view; one order may be in several."""
    assert view in VIEWS, f"there is no view {view}"
    under_way = Order.state == O.CONFIRMED
    return {
        "all": Order.state != O.DRAFT,
        "new": Order.state == O.PLACED,
        "review": Order.state == O.IN_REVIEW,
        "open": Order.state.in_([O.PLACED, O.IN_REVIEW, O.CONFIRMED]),
        "to_pick": under_way & _has_part(F.READY, F.PICKING, F.PICKED),
        "packed": under_way & _has_part(F.PACKING, F.PACKED, F.READY_FOR_PICKUP),
        "on_the_way": under_way & _has_part(F.DISPATCHED, F.DELIVERED, F.FAILED),
        "late": Order.state.in_([O.PLACED, O.IN_REVIEW, O.CONFIRMED]) & (Order.promised_at < clock.now_ms()),
        "backorder": under_way & _has_part(F.WAITING),
        "on_hold": (Order.is_on_hold == True) & (Order.state.in_([O.PLACED, O.IN_REVIEW, O.CONFIRMED])),  # noqa: E712
        "layaway": (Order.pay_plan == PayPlan.LAYAWAY) & Order.state.in_([O.PLACED, O.IN_REVIEW, O.CONFIRMED]),
        "done": Order.state.in_([O.COMPLETED, O.ARCHIVED]),
        "cancelled": Order.state == O.CANCELLED,
    }[view]


def order_detail(order_id: int) -> OrderDetail:
    """One order with its lines, fulfillments, notes and revisions; NotFound when there is none."""
    own = [name for name in OrderDetail.__dataclass_fields__ if name in Order._meta.fields]
    columns = [Order.customer.column if name == "customer_id" else getattr(Order, name) for name in own]
    row = Order.select(*columns, Order.customer).where(Order.id == order_id).tuples().first()
    if row is None:
        raise NotFound("order", order_id)
    return OrderDetail(
        **dict(zip(own, row, strict=False)), customer_id=row[-1], lines=tuple(order_lines(order_id)),
        fulfillments=tuple(fulfillments_of(order_id)), notes=tuple(_notes(order_id)),
        revisions=tuple(_revisions(order_id)),
    )  # fmt: skip


def order_lines(order_id: int) -> list[LineRow]:
    """The lines of an order, with what is picked, packed and accepted of each."""
    own = [getattr(OrderLine, "product" if name == "product_id" else name) for name in LineRow._fields[:-3]]
    stopped = (F.CANCELLED.value, F.RETURNED.value)
    going = (FulfillmentLine.line == OrderLine.id) & FulfillmentLine.fulfillment.in_(
        Fulfillment.select(Fulfillment.id).where(Fulfillment.order == order_id, Fulfillment.state.not_in(stopped))
    )
    sums = [
        fn.COALESCE(fn.SUM(column), 0)
        for column in (FulfillmentLine.picked, FulfillmentLine.packed, FulfillmentLine.accepted)
    ]
    query = (
        OrderLine.select(*own, *sums)
        .join(FulfillmentLine, peewee.JOIN.LEFT_OUTER, on=going)
        .where(OrderLine.order == order_id)
        .group_by(*own)
        .order_by(OrderLine.no)
    )
    return [LineRow(*row[:-3], *map(int, row[-3:])) for row in query.tuples()]


def fulfillments_of(order_id: int) -> list[FulfillmentRow]:
    """The fulfillments of an order by number, stopped ones among them."""
    columns = [getattr(Fulfillment, name) for name in FulfillmentRow._fields]
    query = Fulfillment.select(*columns).where(Fulfillment.order == order_id).order_by(Fulfillment.no)
    return [FulfillmentRow(*row) for row in query.tuples()]


def find_order(number: str) -> int | None:
    """The id of the order with this number."""
    row = Order.select(Order.id).where(Order.number == number.strip()).tuples().first()
    return row[0] if row else None


def orders_of(customer_id: int, limit: int = 20) -> list[OrderRow]:
    """What a customer ordered before, newest first."""
    query = _rows().where(Order.customer == customer_id, Order.number.is_null(False))
    return [_row(row) for row in query.order_by(Order.placed_at.desc()).limit(limit).tuples()]


def rows_where(*conditions: Any, limit: int = PAGE) -> list[OrderRow]:
    """The orders that fit conditions of a room above, newest first."""
    query = _rows().where(*conditions).order_by(Order.placed_at.desc(), Order.id.desc()).limit(limit)
    return [_row(row) for row in query.tuples()]


def _notes(order_id: int) -> list[NoteRow]:
    query = Note.select(Note.who, Note.made_at, Note.text).where(Note.order == order_id).order_by(Note.made_at)
    return [NoteRow(*row) for row in query.tuples()]


def _revisions(order_id: int) -> list[RevisionRow]:
    columns = (Revision.no, Revision.made_at, Revision.who, Revision.difference)
    query = Revision.select(*columns).where(Revision.order == order_id).order_by(Revision.no)
    return [RevisionRow(*row) for row in query.tuples()]


def _has_part(*states: FulfillmentState) -> Any:
    mine = (Fulfillment.order == Order.id) & Fulfillment.state.in_([state.value for state in states])
    return fn.EXISTS(Fulfillment.select(Fulfillment.id).where(mine))


def _rows() -> Any:
    """The columns of the list; sums over lines and parts are looked up for the rows of the page only."""
    mine = OrderLine.order == Order.id
    pieces = Case(None, ((OrderLine.is_stocked == False, 0), (OrderLine.unit == "piece", OrderLine.quantity)), 1)  # noqa: E712
    done = [state.value for state in DONE_FULFILLMENT]
    rank = Case(Fulfillment.state, tuple((state.value, place) for place, state in enumerate(RANK)), 0)
    open_first = Case(None, ((Fulfillment.state.in_(done), rank + 100),), rank)
    of_order = (Fulfillment.order == Order.id) & (Fulfillment.state != F.CANCELLED.value)
    return Order.select(
        Order.id, Order.number, Order.placed_at, Order.channel, Order.method, Order.state, Order.is_on_hold,
        Order.hold_reason, Order.customer, Order.customer_name, Order.phone, Order.address,
        OrderLine.select(fn.COALESCE(fn.SUM(pieces), 0)).where(mine),
        OrderLine.select(fn.COUNT(OrderLine.id)).where(mine),
        OrderLine.select(fn.COALESCE(fn.SUM(OrderLine.backordered), 0)).where(mine),
        Fulfillment.select(fn.MIN(open_first)).where(of_order),
        Fulfillment.select(fn.COUNT(Fulfillment.id)).where(of_order),
        Order.pay_plan, Order.total_minor, Order.promised_at, Order.awaits_money,
        Order.fee_kept_minor,
    )  # fmt: skip


def _row(row: tuple[Any, ...]) -> OrderRow:
    address, pieces, lines, backordered, rank, parts, pay_plan, total, promised_at, awaits_money, kept = row[11:]
    stage = None if rank is None else RANK[int(rank) % 100]
    late = is_late(row[5], promised_at)
    city = (address or {}).get("city", "")
    rest = (city, int(pieces), int(lines), int(backordered), stage, int(parts), pay_plan, total, promised_at, late)
    return OrderRow._make((*row[:11], *rest, bool(awaits_money), kept))
