"""What the phone screen reads: delivery windows with what is left of them, what a caller often buys, stand-ins."""

from __future__ import annotations

from typing import NamedTuple

from peewee import fn

from app.catalog.models import Product
from app.core import clock, settings
from app.core.i18n import N_
from app.inventory.models import Stock
from app.inventory.queries import Sellable, _many
from app.orders.line_kinds import FOLLOWS, LineKind
from app.orders.models import Order, OrderLine
from app.orders.states import Method, OrderState

settings.declare(
    "orders.slots", ["09-12", "12-15", "17-20"], N_("Delivery windows"),
    N_("From hour to hour, one a line; the phone screen offers them for the shop's own drivers."),
)  # fmt: skip
settings.declare(
    "orders.slot_stops", 12, N_("Deliveries in one window"),
    N_("More than so many are not promised for the same window."), least=1, most=500,
)  # fmt: skip
settings.declare(
    "orders.delivery_minor", 490, N_("Charge for a delivery"), N_("In cents; taxed as Taxes says."), least=0, most=100_000
)  # fmt: skip
settings.declare(
    "orders.pickup_minutes", 30, N_("Pickup is ready in"), N_("Minutes that a caller is told to wait."), least=5,
    most=600,
)  # fmt: skip
settings.declare(
    "orders.carrier_days", 2, N_("A parcel takes"), N_("Days that a caller is told to wait."), least=1, most=30
)  # fmt: skip


class Slot(NamedTuple):
    """A delivery window: its day ("2026-11-22"), hours, end (ms), and how many deliveries still fit."""

    day: str
    first: int
    last: int
    ends_at: int
    left: int
    whole: int


def slots(count: int = 6, after: int = 0) -> list[Slot]:
    """The next windows in which the shop's own drivers may come; those that have begun (before `after`) are left out."""
    windows = sorted(window for text in settings.read("orders.slots") if (window := _window(text)) is not None)
    if not windows:
        return []
    now = max(clock.now_ms(), after)
    day = clock.day_of(now)
    found: list[tuple[str, int, int, int]] = []
    while len(found) < count:
        for first, last in windows:
            if clock.at_local(day, f"{first:02}:00") > now and len(found) < count:
                found.append(
                    (day, first, last, clock.at_local(day, f"{last:02}:00") if last < 24 else clock.day_end_ms(day))
                )
        day = clock.add_days(day, 1)
    whole = settings.read("orders.slot_stops")
    taken = _taken([ends_at for _day, _first, _last, ends_at in found])
    return [Slot(*slot, max(0, whole - taken.get(slot[-1], 0)), whole) for slot in found]


def _window(text: str) -> tuple[int, int] | None:
    first, dash, last = text.partition("-")
    if not dash or not first.strip().isdigit() or not last.strip().isdigit():
        return None
    hours = int(first), int(last)
    return hours if 0 <= hours[0] < hours[1] <= 24 else None


def _taken(ends: list[int]) -> dict[int, int]:
    """How many deliveries are promised for each window already."""
    going = [OrderState.PLACED.value, OrderState.IN_REVIEW.value, OrderState.CONFIRMED.value]
    query = (
        Order.select(Order.promised_at, fn.COUNT(Order.id))
        .where(Order.promised_at.in_(ends), Order.method == Method.OWN_DRIVER, Order.state.in_(going))
        .group_by(Order.promised_at)
    )
    return {int(at): int(count) for at, count in query.tuples()}


def often_bought(customer_id: int, limit: int = 3) -> list[Sellable]:
    """The products that a customer bought most often and that are on sale, the most frequent first."""
    times = fn.COUNT(OrderLine.id)
    query = (
        OrderLine.select(OrderLine.product, times)
        .join(Order)
        .switch(OrderLine)
        .join(Product)
        .where(
            Order.customer == customer_id,
            Order.state != OrderState.CANCELLED,
            Product.is_active,
            OrderLine.kind.not_in(sorted((*FOLLOWS, LineKind.FREE))),
        )
        .group_by(OrderLine.product)
        .order_by(times.desc(), OrderLine.product)
        .limit(limit)
    )
    ids = [row[0] for row in query.tuples()]
    return sorted(_many(Product.id.in_(ids)), key=lambda row: ids.index(row.product_id)) if ids else []


def stand_ins(product_id: int, quantity: int, limit: int = 4) -> list[Sellable]:
    """Products of the same category of which so much is free, the nearest in price first."""
    price = Product.select(Product.price_e4).where(Product.id == product_id)
    category = Product.select(Product.category).where(Product.id == product_id)
    distance = fn.ABS(Product.price_e4 - price)
    enough = Stock.on_hand - Stock.reserved >= quantity
    return _many(
        Product.is_active, Product.category == category, Product.id != product_id, enough, order=(distance, Product.id),
        limit=limit,
    )  # fmt: skip
