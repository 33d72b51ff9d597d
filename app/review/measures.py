"""What each rule measures in an order: one number to hold against the rule's limit, with the facts that prove it.

A measure knows no limit, so that past orders can be held against other limits without being looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from app.review.facts import Earlier, LineFacts, OrderFacts

ENOUGH_ORDERS = 50  # before that nobody knows what is usual in this shop
ENOUGH_OF_A_PRODUCT = 10
ASSUMED_MINOR = 25_000  # a usual order, as long as nothing is known
MANY_PIECES = 1_000  # far more than usual, as long as nothing is known of the product
HUGE = 20  # times the usual order
MOST_TIMES = 30  # one line does not stand for a whole order
DEAREST = 3  # times the usual price that still teaches
MINUTE_MS = 60_000
THROWAWAY = frozenset(
    {
        "10minutemail.com", "guerrillamail.com", "mailinator.com", "sharklasers.com", "temp-mail.org", "tempmail.com",
        "throwawaymail.com", "trashmail.com", "yopmail.com", "getnada.com", "dispostable.com", "maildrop.cc",
    }
)  # fmt: skip


class Measure(NamedTuple):
    """What a rule found: a number for its limit, the proof, and how many times its weight counts."""

    value: int
    facts: dict[str, Any]
    times: int = 1


def taught(usual: tuple[int, int, int, int], quantity: int, value_minor: int) -> tuple[int, int, int, int]:
    """What is usual (orders, pieces, most, value) after one more order of a product; the store's own statement agrees.

    A price far beyond the usual one teaches as three times the usual: one slip does not hide the next.
    """
    orders, pieces, largest, value = usual
    if orders >= ENOUGH_OF_A_PRODUCT:
        value_minor = min(value_minor, DEAREST * (value // pieces + 1) * quantity)
    return orders + 1, pieces + quantity, max(largest, quantity), value + value_minor


def measure(order: OrderFacts) -> dict[str, Measure]:
    """Everything that any rule could say about an order, by the rule's code."""
    found = ((code, look(order)) for code, look in _LOOKS.items())
    return {code: said for code, said in found if said is not None}


def _mean(order: OrderFacts) -> int:
    return order.shop_value_minor // order.shop_orders if order.shop_orders >= ENOUGH_ORDERS else 0


def _contradiction(order: OrderFacts) -> Measure | None:
    return Measure(1, {"doubts": list(order.contradictions)}) if order.contradictions else None


def _amount(order: OrderFacts) -> Measure | None:
    mean = _mean(order)
    times = order.total_minor // (mean or ASSUMED_MINOR)
    facts = {"total_minor": order.total_minor, "usual_minor": mean}
    return Measure(times, facts, 2 if times >= HUGE else 1) if times > 1 else None


def _quantity(order: OrderFacts) -> Measure | None:
    """The worst line that is many times what anybody takes, and worth something."""
    worth = _mean(order) * 3 // 4
    worst: tuple[int, LineFacts] | None = None
    for line in order.lines:
        if line.usual_orders < ENOUGH_OF_A_PRODUCT:
            times = line.quantity // 10 if line.quantity >= MANY_PIECES and line.usual_orders == 0 else 0
        elif line.quantity <= 3 * line.usual_largest or line.total_minor < worth:
            continue
        else:
            times = line.quantity * line.usual_orders // max(line.usual_quantity, 1)
        if times > 1 and (worst is None or times > worst[0]):
            worst = times, line
    if worst is None:
        return None
    line = worst[1]
    usual = line.usual_quantity // line.usual_orders if line.usual_orders else 0
    facts = {"name": line.name, "quantity": line.quantity, "usual": usual, "largest": line.usual_largest}
    return Measure(worst[0], facts)


def _own_quantity(order: OrderFacts) -> Measure | None:
    """The worst line that is many times what this customer ever took of it."""
    worth = _mean(order) // 4
    worst: tuple[int, LineFacts] | None = None
    for line in order.lines:
        if (
            line.own_orders < 2
            or line.total_minor < worth
            or line.quantity * line.usual_orders < 5 * line.usual_quantity
        ):
            continue
        times = line.quantity // max(line.own_largest, 1)
        if times > 1 and (worst is None or times > worst[0]):
            worst = times, line
    if worst is None:
        return None
    line = worst[1]
    return Measure(worst[0], {"name": line.name, "quantity": line.quantity, "own_largest": line.own_largest})


def _bulk(order: OrderFacts) -> Measure | None:
    """How many times the usual quantity the whole order is, weighed by what the lines are worth."""
    mean = _mean(order)
    if not mean or order.total_minor < mean:
        return None
    sums = 0
    for line in order.lines:
        if line.usual_orders >= ENOUGH_OF_A_PRODUCT:
            times = line.quantity * line.usual_orders * 100 // max(line.usual_quantity, 1)
            sums += line.total_minor * min(times, MOST_TIMES * 100)
    times = sums // max(order.total_minor, 1) // 100
    return Measure(times, {"times": times, "lines": len(order.lines)}) if times > 1 else None


def _price(order: OrderFacts) -> Measure | None:
    """A line whose price each is many times the usual one: a comma in the wrong place, or a sum typed by hand."""
    worth = _mean(order) * 2 // 5
    worst: tuple[int, LineFacts] | None = None
    for line in order.lines:
        if line.usual_orders < ENOUGH_OF_A_PRODUCT or line.total_minor < max(worth, 1) or not line.usual_value_minor:
            continue
        times = line.total_minor * line.usual_quantity // (line.usual_value_minor * line.quantity)
        if times > 1 and (worst is None or times > worst[0]):
            worst = times, line
    if worst is None:
        return None
    line = worst[1]
    each, usual = line.total_minor // line.quantity, line.usual_value_minor // line.usual_quantity
    return Measure(worst[0], {"name": line.name, "each_minor": each, "usual_minor": usual})


def _first_order(order: OrderFacts) -> Measure | None:
    mean = _mean(order)
    if not order.has_customer or order.earlier or order.total_minor < 2 * mean:
        return None
    return Measure(order.total_minor, {"total_minor": order.total_minor, "usual_minor": mean})


def _cash_on_delivery(order: OrderFacts) -> Measure | None:
    if not order.is_cash_on_delivery or order.total_minor < 3 * _mean(order):
        return None
    return Measure(order.total_minor, {"total_minor": order.total_minor})


def _gaps(order: OrderFacts) -> Iterator[tuple[int, Earlier]]:
    """Minutes to the orders of the same customer that stand, the nearest first."""
    for earlier in order.earlier[:5]:
        if not earlier.is_cancelled:
            yield max(order.placed_at - earlier.placed_at, 0) // MINUTE_MS, earlier


def _repeat(order: OrderFacts) -> Measure | None:
    if order.total_minor < _mean(order):
        return None
    for minutes, earlier in _gaps(order):
        if earlier.total_minor != order.total_minor:
            return Measure(minutes, _before(minutes, earlier))
    return None


def _same_again(order: OrderFacts) -> Measure | None:
    if order.total_minor <= (_mean(order) or ASSUMED_MINOR) // 5:
        return None
    for minutes, earlier in _gaps(order):
        if earlier.total_minor == order.total_minor:
            return Measure(minutes, _before(minutes, earlier))
    return None


def _before(minutes: int, earlier: Earlier) -> dict[str, Any]:
    return {"minutes": minutes, "total_minor": earlier.total_minor, "order_ids": [earlier.order_id]}


def _same_contact(order: OrderFacts) -> Measure | None:
    """Somebody else ordered with the same address, phone, mail or card."""
    if not order.near:
        return None
    nearest = max(order.near, key=lambda near: near.placed_at)
    minutes = max(order.placed_at - nearest.placed_at, 0) // MINUTE_MS
    return Measure(minutes, {
        "minutes": minutes, "same": nearest.same, "other": nearest.name,
        "order_ids": [near.order_id for near in order.near],
    }, 2 if nearest.same == "card" else 1)  # fmt: skip


def _cancelled(order: OrderFacts) -> Measure | None:
    gone = [earlier.order_id for earlier in order.earlier if earlier.is_cancelled]
    facts = {"cancelled": len(gone), "orders": len(order.earlier), "order_ids": gone}
    return Measure(len(gone), facts) if gone else None


def _refused(order: OrderFacts) -> Measure | None:
    gone = [earlier for earlier in order.earlier if earlier.was_refused]
    if not gone:
        return None
    facts = {"refused": len(gone), "at": gone[0].placed_at, "order_ids": [earlier.order_id for earlier in gone]}
    return Measure(len(gone), facts)


def _cards(order: OrderFacts) -> Measure | None:
    declined = [card for card in order.cards if not card.is_accepted]
    if not declined:
        return None
    times = [card.at for card in order.cards if card.at]
    return Measure(len(declined), {
        "declined": len(declined), "accepted": any(card.is_accepted for card in order.cards),
        "cards": [list(card) for card in order.cards],
        "minutes": (max(times) - min(times)) // MINUTE_MS if times else 0,
    })  # fmt: skip


def _card_name(order: OrderFacts) -> Measure | None:
    """The name on the card has no whole word in common with the customer's."""
    given, own = _words(order.card_name), _words(order.customer_name)
    if not given or not own or given & own:
        return None
    return Measure(1, {"card_name": order.card_name, "customer_name": order.customer_name})


def _words(name: str) -> set[str]:
    return {word for word in name.casefold().replace(".", " ").replace("-", " ").split() if len(word) > 1}


def _far(order: OrderFacts) -> Measure | None:
    if not order.distance_km:
        return None
    facts = {"km": order.distance_km, "billed_in": order.billed_in, "ships_to": order.ships_to}
    return Measure(order.distance_km, facts)


def _express(order: OrderFacts) -> Measure | None:
    return Measure(1, {"service": order.express}) if order.express else None


def _resell(order: OrderFacts) -> Measure | None:
    lines = [line for line in order.lines if line.is_resold]
    if not lines:
        return None
    most = max(lines, key=lambda line: line.quantity)
    return Measure(most.quantity, {"name": most.name, "quantity": most.quantity})


def _doubt(code: str) -> Callable[[OrderFacts], Measure | None]:
    def look(order: OrderFacts) -> Measure | None:
        said = [sentence for found, sentence in order.doubts if found == code]
        return Measure(1, {"sentence": said[0]}) if said else None

    return look


def _email(order: OrderFacts) -> Measure | None:
    if not order.email:
        return None
    name, _at, domain = order.email.strip().lower().rpartition("@")
    if not name or "." not in domain or " " in order.email.strip():
        return Measure(1, {"email": order.email, "kind": "broken"})
    return Measure(1, {"email": order.email, "kind": "throwaway"}) if domain in THROWAWAY else None


def _discount(order: OrderFacts) -> Measure | None:
    if order.list_minor <= 0 or not order.given_off_minor:
        return None
    percent_bp = order.given_off_minor * 10_000 // order.list_minor
    return Measure(percent_bp, {"off_minor": order.given_off_minor, "percent_bp": percent_bp})


def _overridden(order: OrderFacts) -> Measure | None:
    return Measure(1, {}) if order.is_price_overridden else None


def _listed(*, is_trusted: bool) -> Callable[[OrderFacts], Measure | None]:
    def look(order: OrderFacts) -> Measure | None:
        for entry in order.lists:
            if entry.is_trusted is is_trusted:
                return Measure(1, {"what": entry.what, "value": entry.value, "note": entry.note})
        return None

    return look


def _confirmed(order: OrderFacts) -> Measure | None:
    return Measure(1, {"at": order.phone_confirmed_at}) if order.phone_confirmed_at else None


def _known(order: OrderFacts) -> Measure | None:
    kept = [earlier.total_minor for earlier in order.earlier if not earlier.is_cancelled]
    if not kept or order.total_minor > 2 * max(kept):
        return None
    return Measure(len(kept), {"orders": len(kept), "largest_minor": max(kept)})


_LOOKS: dict[str, Callable[[OrderFacts], Measure | None]] = {
    "blocked": _listed(is_trusted=False), "contradiction": _contradiction, "cards_declined": _cards, "amount": _amount,
    "quantity_unusual": _quantity, "quantity_own": _own_quantity, "bulk": _bulk, "price_unusual": _price,
    "first_order": _first_order, "cash_on_delivery": _cash_on_delivery, "far_from_billing": _far,
    "same_again": _same_again, "repeat_minutes": _repeat, "same_contact": _same_contact, "card_name": _card_name,
    "refused_before": _refused, "cancelled_before": _cancelled, "address_doubt": _doubt("address"),
    "phone_doubt": _doubt("phone"), "email_doubt": _email, "express": _express, "resell": _resell,
    "discount_large": _discount, "price_overridden": _overridden, "phone_confirmed": _confirmed,
    "known_customer": _known, "trusted": _listed(is_trusted=True),
}  # fmt: skip
CODES = tuple(_LOOKS)
