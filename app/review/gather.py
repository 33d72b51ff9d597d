"""Gathers what is known of an order, for the judge: a few prepared statements, whatever the order's size."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import peewee

from app.core import canonical, clock
from app.core.prepared import prepared
from app.delivery.models import Shipment, ShipmentEvent
from app.orders.completeness import check_order
from app.orders.models import Fulfillment, Order, OrderLine
from app.orders.states import Method, OrderState, PayPlan
from app.review.alike import folded_email, folded_phone, folded_text
from app.review.facts import CardTry, Earlier, LineFacts, Near, OnList, OrderFacts
from app.review.models import Listed, Resold, RiskScore, Usual

WHOLE_ORDER = 0  # the row of `Usual` for orders as such
EARLIER = 50  # orders of the customer that are looked at
NEAR_MS = 2 * clock.DAY_MS  # how far back orders of others are compared
EARTH_KM = 6371
ABROAD_KM = 10_000  # billed in another country, and nobody knows how far that is
KEYS = 10  # five, each as it is written now and as it was before it was folded


@prepared
def _order(order):
    return Order.select(
        Order.method, Order.pay_plan, Order.customer, Order.total_minor, Order.placed_at, Order.price_overridden,
        Order.doubts, Order.customer_name, Order.phone, Order.email, Order.address, Order.signals,
    ).where(Order.id == order)  # fmt: skip


@prepared
def _lines(order):
    return (
        OrderLine.select(
            OrderLine.product, OrderLine.name, OrderLine.quantity, OrderLine.total_minor, Usual.orders, Usual.quantity,
            Usual.largest, Usual.value_minor, OrderLine.discount_minor, OrderLine.order_discount_minor, Resold.product,
        )
        .join(Usual, peewee.JOIN.LEFT_OUTER, on=(Usual.product == OrderLine.product))
        .join(Resold, peewee.JOIN.LEFT_OUTER, on=(Resold.product == OrderLine.product))
        .where(OrderLine.order == order)
    )  # fmt: skip


@prepared
def _earlier(customer, order):
    return (
        Order.select(Order.placed_at, Order.total_minor, Order.state, Order.id)
        .where(Order.customer == customer, Order.id < order, Order.placed_at.is_null(False))
        .order_by(Order.placed_at.desc())
        .limit(EARLIER)
    )


@prepared
def _refused(customer):
    return (
        ShipmentEvent.select(Fulfillment.order).distinct()
        .join(Shipment).join(Fulfillment).join(Order)
        .where(Order.customer == customer, ShipmentEvent.kind == "refused")
    )  # fmt: skip


@prepared
def _own(customer, before, order):
    """Of each product of an order: in how many orders this customer had it before, and the most."""
    wanted = OrderLine.select(OrderLine.product).where(OrderLine.order == order)
    mine = OrderLine.alias()
    return (
        mine.select(mine.product, peewee.fn.COUNT(mine.id), peewee.fn.MAX(mine.quantity))
        .join(Order, on=(mine.order == Order.id))
        .where(Order.customer == customer, Order.id < before, mine.product.in_(wanted))
        .group_by(mine.product)
    )


@prepared
def _near(since, order, address_key, card_key, phone, email):
    same = (
        ((RiskScore.address_key == address_key) & (RiskScore.address_key != ""))
        | ((RiskScore.card_key == card_key) & (RiskScore.card_key != ""))
        | ((Order.phone == phone) & (Order.phone != ""))
        | ((Order.email == email) & (Order.email != ""))
    )
    return (
        RiskScore.select(
            Order.placed_at, Order.id, Order.customer, Order.customer_name, Order.phone, Order.email,
            RiskScore.address_key, RiskScore.card_key,
        )
        .join(Order)
        .where(RiskScore.made_at >= since, RiskScore.order < order, same)
        .order_by(RiskScore.order.desc())
        .limit(20)
    )  # fmt: skip


@prepared
def _lists(one, two, three, four, five, six, seven, eight, nine, ten):
    keys = (one, two, three, four, five, six, seven, eight, nine, ten)
    return (
        Listed.select(Listed.is_trusted, Listed.key, Listed.shown, Listed.note)
        .where(Listed.key.in_(keys), Listed.is_active == True)  # noqa: E712
        .order_by(Listed.is_trusted, Listed.id)
    )  # fmt: skip


@prepared
def _usual(product):
    return Usual.select(Usual.orders, Usual.value_minor).where(Usual.product == product)


def facts_of(order_id: int) -> OrderFacts:
    """All that the rules look at."""
    (method, pay_plan, customer, total, placed_at, overridden, doubts, name, phone, email, place,
     told) = _order.one(order_id)  # fmt: skip
    rows = _lines.all(order_id)
    off = sum(row[8] + row[9] for row in rows)
    shop = _usual.one(WHOLE_ORDER) or (0, 0)
    address = canonical.decode(place) if place else None
    signals = canonical.decode(told) if told else {}
    travels = method in (Method.OWN_DRIVER, Method.CARRIER)
    return OrderFacts(
        total_minor=total, placed_at=placed_at, lines=_line_facts(rows, customer, order_id),
        has_customer=customer is not None, earlier=_before(customer, order_id),
        is_cash_on_delivery=pay_plan == PayPlan.ON_DELIVERY, given_off_minor=off,
        list_minor=sum(row[3] for row in rows) + off, is_price_overridden=bool(overridden),
        doubts=tuple((doubt.code, doubt.sentence) for doubt in check_order(order_id)) if method != Method.TAKEN else (),
        contradictions=tuple(canonical.decode(doubts)) if doubts else (), shop_orders=shop[0], shop_value_minor=shop[1],
        customer_name=name, email=email, near=_others(order_id, customer, name, phone, email, address, signals, placed_at),
        cards=tuple(CardTry(*card) for card in signals.get("cards", ())), card_name=signals.get("card_name", ""),
        distance_km=distance_km(signals.get("billing"), address) if travels else None,
        billed_in=_town(signals.get("billing")), ships_to=_town(address), express=signals.get("express", ""),
        phone_confirmed_at=signals.get("phone_confirmed_at"),
        lists=_on_lists(customer, phone, email, address, signals),
    )  # fmt: skip


def keys_of(order_id: int) -> tuple[str, str]:
    """The address and the card of an order in the form that equal ones share; empty when there is none."""
    row = _order.one(order_id)
    address, signals = row[10] and canonical.decode(row[10]), row[11] and canonical.decode(row[11])
    return address_key(address), card_key(signals or {})


def address_key(address: dict[str, Any] | None) -> str:
    """A street address without its dress: only letters and digits of house, street and postcode, and the country."""
    if not address or not address.get("line1"):
        return ""
    whole = folded_text(f"{address['line1']}{address.get('postcode', '')}")
    return f"{address.get('country', '')}:{''.join(letter for letter in whole if letter.isalnum())}"[:80]


def card_key(signals: dict[str, Any]) -> str:
    """The last four digits of the card that paid and the name on it."""
    last4 = _paid_with(signals)
    return f"{last4}:{folded_text(str(signals.get('card_name', '')))}"[:120] if last4 else ""


def _paid_with(signals: dict[str, Any]) -> str:
    paid = [card for card in signals.get("cards", ()) if card[2]]
    return str(paid[-1][1]) if paid else ""


def list_keys(
    customer: int | None, phone: str, email: str, address: dict[str, Any] | None, signals: dict[str, Any]
) -> dict[str, str]:
    """What of an order can stand on the trust or block list: what -> its key."""
    return _named({
        "customer": str(customer or ""), "phone": folded_phone(phone, (address or {}).get("country", "")),
        "email": folded_email(email), "address": address_key(address), "card": card_key(signals),
    })  # fmt: skip


def all_keys(
    customer: int | None, phone: str, email: str, address: dict[str, Any] | None, signals: dict[str, Any]
) -> list[str]:
    """The keys under which an entry may stand: as they are written now, and as entries were before 0.6."""
    place = address or {}
    street = "".join(letter for letter in f"{place.get('line1', '')}{place.get('postcode', '')}" if letter.isalnum())
    last4, holder = _paid_with(signals), str(signals.get("card_name", "")).casefold().strip()
    before = _named({
        "phone": phone.strip(), "email": email.strip().casefold(), "card": f"{last4}:{holder}"[:120] if last4 else "",
        "address": f"{place.get('country', '')}:{street.casefold()}"[:80] if place.get("line1") else "",
    })  # fmt: skip
    return list(dict.fromkeys([*list_keys(customer, phone, email, address, signals).values(), *before.values()]))


def _named(found: dict[str, str]) -> dict[str, str]:
    return {what: f"{what}:{value}"[:200] for what, value in found.items() if value}


def distance_km(billing: dict[str, Any] | None, shipping: dict[str, Any] | None) -> int | None:
    """How far the goods go from where they are paid; None when that is not known."""
    if not billing or not shipping:
        return None
    parts = [place.get(axis) for place in (billing, shipping) for axis in ("lat_e6", "lon_e6")]
    known = [math.radians(part / 1e6) for part in parts if part is not None]
    if len(known) < len(parts):
        here, there = billing.get("country"), shipping.get("country")
        return ABROAD_KM if here and there and here != there else None
    lat_a, lon_a, lat_b, lon_b = known
    half = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return round(2 * EARTH_KM * math.asin(math.sqrt(half)))


def _town(address: dict[str, Any] | None) -> str:
    return str(address.get("city") or address.get("country") or "") if address else ""


def _line_facts(rows: Iterable[tuple[Any, ...]], customer: int | None, order_id: int) -> tuple[LineFacts, ...]:
    own = {row[0]: (row[1], row[2]) for row in _own.all(customer, order_id, order_id)} if customer else {}
    return tuple(
        LineFacts._make(
            (*row[1:4], *(value or 0 for value in row[4:8]), *own.get(row[0], (0, 0)), row[10] is not None)
        )
        for row in rows
    )  # fmt: skip


def _before(customer: int | None, order_id: int) -> tuple[Earlier, ...]:
    rows = _earlier.all(customer, order_id) if customer else []
    refused = {row[0] for row in _refused.all(customer)} if rows else set()
    return tuple(
        Earlier(at, amount, state == OrderState.CANCELLED, ref, ref in refused) for at, amount, state, ref in rows
    )


def _others(
    order_id: int, customer: int | None, name: str, phone: str, email: str, address: dict[str, Any] | None,
    signals: dict[str, Any], placed_at: int,
) -> tuple[Near, ...]:  # fmt: skip
    """Orders of somebody else, a short while before, that have something in common with this one."""
    where, card = address_key(address), card_key(signals)
    found = []
    for at, ref, buyer, other, its_phone, its_email, its_where, its_card in _near.all(
        placed_at - NEAR_MS, order_id, where, card, phone, email
    ):
        if (buyer == customer and customer is not None) or other.casefold() == name.casefold():
            continue
        pairs = {"card": (card, its_card), "phone": (phone, its_phone), "email": (email, its_email),
                 "address": (where, its_where)}  # fmt: skip
        same = next((what for what, (mine, its) in pairs.items() if mine and mine == its), "")
        found.append(Near(at, ref, other, same))
    return tuple(found)


def _on_lists(
    customer: int | None, phone: str, email: str, address: dict[str, Any] | None, signals: dict[str, Any]
) -> tuple[OnList, ...]:
    keys = all_keys(customer, phone, email, address, signals)
    rows = _lists.all(*keys, *[""] * (KEYS - len(keys))) if keys else []
    return tuple(OnList(bool(trusted), key.partition(":")[0], shown, remark) for trusted, key, shown, remark in rows)
