"""The rows behind a reason: the tries to pay, the orders, the lines, the entry of a list; what "Show" opens."""

from __future__ import annotations

from typing import Any, NamedTuple

import peewee

from app.core import clock
from app.core.i18n import _
from app.core.money import format_money, format_unit_price
from app.core.refusal import NotFound
from app.orders.completeness import contradiction_words
from app.orders.models import Order, OrderLine
from app.orders.names import line_name, names_spoken
from app.orders.states import OrderState
from app.review.gather import all_keys, facts_of
from app.review.models import Listed, Review, Usual
from app.review.words import Said, say


class Row(NamedTuple):
    """One line of proof; `order_id` leads to an order, `tone` colors its last word."""

    title: str
    detail: str
    value: str
    tone: str = ""
    order_id: int | None = None


class Evidence(NamedTuple):
    """A reason with the rows that prove it."""

    said: Said
    rows: tuple[Row, ...]


def evidence(order_id: int, code: str) -> Evidence:
    """What proves a reason of a stopped order; NotFound when the order bears no such reason."""
    review = Review.get_or_none(Review.order == order_id)
    reason = next((one for one in review.reasons if one["code"] == code), None) if review else None
    if reason is None:
        raise NotFound("reason", code)
    facts = reason["facts"]
    if code == "cards_declined":
        rows = [_card(*card) for card in facts["cards"]]
    elif facts.get("order_ids"):
        rows = _orders(facts["order_ids"])
    elif code == "known_customer":
        rows = _orders([earlier.order_id for earlier in facts_of(order_id).earlier if not earlier.is_cancelled][:20])
    elif code == "contradiction":
        rows = [Row(contradiction_words(doubt), "", "") for doubt in facts["doubts"]]
    elif code in ("blocked", "trusted"):
        rows = _entries(order_id, is_trusted=code == "trusted")
    elif code in ("discount_large", "price_overridden"):
        rows = _below_list(order_id)
    elif code in ("amount", "quantity_unusual", "quantity_own", "bulk", "price_unusual", "resell"):
        rows = _lines(order_id)
    elif code in ("far_from_billing", "address_doubt", "card_name"):
        rows = _addresses(order_id)
    else:
        rows = []
    return Evidence(say(reason, review.cleared, names_spoken([order_id]).get(order_id)), tuple(rows))


def _card(brand: str, last4: str, is_accepted: bool, at: int) -> Row:
    said, tone = (_("approved"), "ok") if is_accepted else (_("declined"), "bad")
    return Row(f"{brand} ·· {last4}", clock.format_clock(at) if at else "", said, tone)


def _orders(ids: list[int]) -> list[Row]:
    query = Order.select(
        Order.id, Order.number, Order.customer_name, Order.placed_at, Order.total_minor, Order.state
    ).where(Order.id.in_(ids)).order_by(Order.placed_at.desc())  # fmt: skip
    return [
        Row(
            _("Order {number}").format(number=number), f"{name} · {clock.format_moment(at)}", format_money(total),
            "bad" if state == OrderState.CANCELLED else "", ref,
        )
        for ref, number, name, at, total, state in query.tuples()
    ]  # fmt: skip


def _lines(order_id: int) -> list[Row]:
    query = (
        OrderLine.select(
            line_name(), OrderLine.quantity, OrderLine.total_minor, Usual.orders, Usual.quantity, Usual.largest
        )
        .join(Usual, peewee.JOIN.LEFT_OUTER, on=(Usual.product == OrderLine.product))
        .where(OrderLine.order == order_id)
        .order_by(OrderLine.total_minor.desc())
        .limit(20)
    )
    found = []
    for name, quantity, total, orders, pieces, largest in query.tuples():
        usual = _("usual {usual}, most {largest}, in {orders} orders").format(
            usual=pieces // orders if orders else 0, largest=largest, orders=orders
        ) if orders else _("Never ordered before")  # fmt: skip
        odd = bool(orders) and quantity * orders > 5 * pieces
        found.append(Row(f"{name} × {quantity}", usual, format_money(total), "warn" if odd or not orders else ""))
    return found


def _entries(order_id: int, *, is_trusted: bool) -> list[Row]:
    """The entries of the list that fit, with who put them there and why."""
    order = Order.get_by_id(order_id)
    keys = all_keys(order.customer_id, order.phone, order.email, order.address, order.signals or {})
    query = Listed.select().where(
        Listed.key.in_(keys), Listed.is_active, Listed.is_trusted == is_trusted
    ).order_by(Listed.id)  # fmt: skip
    return [
        Row(
            row.shown,
            row.note,
            f"{row.who}, {clock.format_day(clock.day_of(row.made_at))}",
            "" if is_trusted else "bad",
        )
        for row in query
    ]


def _below_list(order_id: int) -> list[Row]:
    """The lines on which something was given off, or whose price is not that of the list."""
    columns = (OrderLine, line_name().alias("spoken"))
    query = OrderLine.select(*columns).where(OrderLine.order == order_id).order_by(OrderLine.total_minor.desc())
    found = []
    for line in query:
        off = line.discount_minor + line.order_discount_minor
        said = [_("list price {price}").format(price=format_unit_price(line.list_price_e4))]
        said += [_("{amount} off").format(amount=format_money(off))] if off else []
        said += [line.discount_name] if line.discount_name else []
        lowered = line.unit_price_e4 < line.list_price_e4
        if off or lowered:
            tone = "warn" if lowered else ""
            found.append(
                Row(f"{line.spoken} × {line.quantity}", " · ".join(said), format_money(line.total_minor), tone)
            )
    return found[:20]


def _addresses(order_id: int) -> list[Row]:
    order = Order.get_by_id(order_id)
    signals: dict[str, Any] = order.signals or {}
    places = ((_("Billed to"), signals.get("billing")), (_("Ships to"), order.address))
    found = [Row(title, _one_line(place), str(place.get("country", ""))) for title, place in places if place]
    if signals.get("card_name"):
        found.insert(0, Row(_("Card name"), "", signals["card_name"]))
    return found


def _one_line(place: dict[str, Any]) -> str:
    parts = (place.get("line1"), place.get("line2"), place.get("city"), place.get("postcode"))
    return ", ".join(part for part in parts if part)
