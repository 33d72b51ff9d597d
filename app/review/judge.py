"""How risky an order is: a pure function of its facts, so that it can be tested and replayed without a store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from app.review.rules import Weighted

ENOUGH_ORDERS = 50  # before that nobody knows what is usual in this shop
ENOUGH_OF_A_PRODUCT = 10
LARGE_MINOR = 200_000  # a large order, as long as nothing is known
MANY_PIECES = 1_000  # far more than usual, as long as nothing is known of the product
HUGE = 20  # times the usual order


class LineFacts(NamedTuple):
    """A line, and what was usual for its product before (nought orders: nothing is known)."""

    name: str
    quantity: int
    total_minor: int
    usual_orders: int = 0
    usual_quantity: int = 0
    usual_largest: int = 0
    usual_value_minor: int = 0


class Earlier(NamedTuple):
    """An order of the same customer before this one."""

    placed_at: int
    total_minor: int
    is_cancelled: bool


class OrderFacts(NamedTuple):
    """All that the rules look at; amounts in minor units, times in ms."""

    total_minor: int
    placed_at: int
    lines: tuple[LineFacts, ...]
    has_customer: bool = False
    earlier: tuple[Earlier, ...] = ()  # newest first
    is_cash_on_delivery: bool = False
    given_off_minor: int = 0
    list_minor: int = 0  # before anything was given off
    is_price_overridden: bool = False
    doubts: tuple[tuple[str, str], ...] = ()  # code, sentence
    contradictions: tuple[dict[str, Any], ...] = ()
    shop_orders: int = 0
    shop_value_minor: int = 0


class Reason(NamedTuple):
    """One rule that spoke, with the plain facts that prove it."""

    code: str
    points: int
    facts: dict[str, Any]


class Score(NamedTuple):
    """The points of an order, never below nought, and what they are made of, the weightiest first."""

    points: int
    reasons: tuple[Reason, ...]


def judge(order: OrderFacts, rules: Mapping[str, Weighted]) -> Score:
    """Add up what speaks for and against an order."""
    found: list[Reason] = []
    for code, look in _LOOKS.items():
        rule = rules.get(code)
        if rule:
            found += (Reason(code, rule.weight * times, facts) for times, facts in look(order, rule.limit))
    found.sort(key=lambda reason: -abs(reason.points))
    return Score(max(sum(reason.points for reason in found), 0), tuple(found))


Found = Iterator[tuple[int, dict[str, Any]]]  # how many times the weight counts, and the proof


def _mean(order: OrderFacts) -> int:
    return order.shop_value_minor // order.shop_orders if order.shop_orders >= ENOUGH_ORDERS else 0


def _contradiction(order: OrderFacts, limit: int) -> Found:
    if order.contradictions:
        yield 1, {"doubts": list(order.contradictions)}


def _amount(order: OrderFacts, limit: int) -> Found:
    mean = _mean(order)
    if mean and order.total_minor >= limit * mean:
        yield 2 if order.total_minor >= HUGE * mean else 1, {"total_minor": order.total_minor, "usual_minor": mean}
    elif not mean and order.total_minor >= LARGE_MINOR:
        yield 2 if order.total_minor >= 10 * LARGE_MINOR else 1, {"total_minor": order.total_minor, "usual_minor": 0}


def _quantity(order: OrderFacts, limit: int) -> Found:
    """The worst line that is many times what anybody takes, and worth something."""
    worth = _mean(order) * 3 // 4
    worst: tuple[int, LineFacts] | None = None
    for line in order.lines:
        if line.usual_orders < ENOUGH_OF_A_PRODUCT:
            times = limit if line.quantity >= MANY_PIECES and line.usual_orders == 0 else 0
        elif line.quantity <= 3 * line.usual_largest or line.total_minor < worth:
            continue
        else:
            times = line.quantity * line.usual_orders // max(line.usual_quantity, 1)
        if times >= limit and (worst is None or times > worst[0]):
            worst = times, line
    if worst:
        line = worst[1]
        usual = line.usual_quantity // line.usual_orders if line.usual_orders else 0
        yield 1, {"name": line.name, "quantity": line.quantity, "usual": usual, "largest": line.usual_largest}


def _price(order: OrderFacts, limit: int) -> Found:
    """A line whose price each is many times the usual one: a comma in the wrong place, or a sum typed by hand."""
    worth = _mean(order) * 2 // 5
    for line in order.lines:
        if line.usual_orders < ENOUGH_OF_A_PRODUCT or line.total_minor < max(worth, 1) or not line.usual_value_minor:
            continue
        if line.total_minor * line.usual_quantity >= limit * line.usual_value_minor * line.quantity:
            yield 1, {
                "name": line.name, "each_minor": line.total_minor // line.quantity,
                "usual_minor": line.usual_value_minor // line.usual_quantity,
            }  # fmt: skip
            return


def _first_order(order: OrderFacts, limit: int) -> Found:
    mean = _mean(order)
    if order.has_customer and not order.earlier and order.total_minor >= max(limit, 3 * mean):
        yield 1, {"total_minor": order.total_minor, "usual_minor": mean}


def _cash_on_delivery(order: OrderFacts, limit: int) -> Found:
    if order.is_cash_on_delivery and order.total_minor >= max(limit, 3 * _mean(order)):
        yield 1, {"total_minor": order.total_minor, "limit_minor": limit}


def _shortly_before(order: OrderFacts, minutes: int) -> Iterator[Earlier]:
    for earlier in order.earlier[:5]:
        if not earlier.is_cancelled and order.placed_at - earlier.placed_at <= minutes * 60_000:
            yield earlier


def _repeat(order: OrderFacts, limit: int) -> Found:
    worth = _mean(order)
    for earlier in _shortly_before(order, limit):
        if earlier.total_minor != order.total_minor and order.total_minor >= worth:
            yield 1, {"minutes": (order.placed_at - earlier.placed_at) // 60_000, "total_minor": earlier.total_minor}
            return


def _same_again(order: OrderFacts, limit: int) -> Found:
    worth = _mean(order) // 5
    for earlier in _shortly_before(order, limit):
        if earlier.total_minor == order.total_minor and order.total_minor > worth:
            yield 1, {"minutes": (order.placed_at - earlier.placed_at) // 60_000, "total_minor": earlier.total_minor}
            return


def _cancelled(order: OrderFacts, limit: int) -> Found:
    gone = sum(earlier.is_cancelled for earlier in order.earlier)
    if gone >= limit:
        yield 1, {"cancelled": gone, "orders": len(order.earlier)}


def _address(order: OrderFacts, limit: int) -> Found:
    said = [sentence for code, sentence in order.doubts if code == "address"]
    if said:
        yield 1, {"sentence": said[0]}


def _phone(order: OrderFacts, limit: int) -> Found:
    said = [sentence for code, sentence in order.doubts if code == "phone"]
    if said:
        yield 1, {"sentence": said[0]}


def _discount(order: OrderFacts, limit: int) -> Found:
    if order.list_minor > 0 and order.given_off_minor * 10_000 >= limit * order.list_minor:
        yield 1, {"off_minor": order.given_off_minor, "percent_bp": order.given_off_minor * 10_000 // order.list_minor}


def _overridden(order: OrderFacts, limit: int) -> Found:
    if order.is_price_overridden:
        yield 1, {}


def _known(order: OrderFacts, limit: int) -> Found:
    kept = [earlier.total_minor for earlier in order.earlier if not earlier.is_cancelled]
    if len(kept) >= limit and order.total_minor <= 2 * max(kept):
        yield 1, {"orders": len(kept), "largest_minor": max(kept)}


_LOOKS = {
    "contradiction": _contradiction, "amount": _amount, "quantity_unusual": _quantity, "price_unusual": _price,
    "first_order": _first_order, "cash_on_delivery": _cash_on_delivery, "repeat_minutes": _repeat,
    "same_again": _same_again, "cancelled_before": _cancelled, "address_doubt": _address, "phone_doubt": _phone,
    "discount_large": _discount, "price_overridden": _overridden, "known_customer": _known,
}  # fmt: skip
