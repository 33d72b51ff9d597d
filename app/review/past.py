"""Past orders held against rules: how many they would have stopped, and how many of those went wrong.

Each order keeps what every rule measured when it was placed, so the answer is what would have happened, not a guess
with today's knowledge; trying another limit is plain arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from peewee import fn

from app.core import clock
from app.core.i18n import N_
from app.delivery.models import Shipment, ShipmentEvent
from app.orders.models import Fulfillment, Order, OrderLine
from app.orders.states import FulfillmentState, OrderState, PayPlan
from app.payments.models import Payment, PaymentState
from app.returns.models import Return, ReturnLine
from app.returns.policy import ReturnReason
from app.review.models import RiskScore
from app.review.rules import Weighted, fits

UNPAID_AFTER_DAYS = 21
CHECK_EVERY = 500  # orders between two looks whether somebody still wants the answer


class Wrong(StrEnum):
    """How an order ended badly, the worst first."""

    CHARGED_BACK = "charged_back"
    REFUSED = "refused"
    LOST = "lost"
    UNPAID = "unpaid"
    CANCELLED = "cancelled"
    RETURNED = "returned"


WRONG_WORDS = {
    Wrong.CHARGED_BACK: N_("charged back"), Wrong.REFUSED: N_("refused at the door"), Wrong.LOST: N_("came back or lost"),
    Wrong.UNPAID: N_("never paid"), Wrong.CANCELLED: N_("cancelled"), Wrong.RETURNED: N_("sent back, no reason"),
}  # fmt: skip


class PastOrder(NamedTuple):
    """An order that was looked at: what the rules measured, and how it ended (None: well)."""

    order_id: int
    number: str
    customer_name: str
    placed_at: int
    total_minor: int
    measures: dict[str, list[int]]
    wrong: Wrong | None


class Trial(NamedTuple):
    """What rules would have done with past orders."""

    orders: int
    held: int
    held_wrong: int
    wrong: int
    held_ids: tuple[int, ...]

    @property
    def held_good(self) -> int:
        """Orders that would have been stopped although all was well."""
        return self.held - self.held_wrong


def past_orders(newest: int = 1_000) -> list[PastOrder]:
    """The newest orders that were measured, with how they ended; six statements, however many orders."""
    query = (
        RiskScore.select(
            Order.id, Order.number, Order.customer_name, Order.placed_at, Order.total_minor, RiskScore.measures,
            Order.state, Order.pay_plan,
        )
        .join(Order)
        .where(RiskScore.measures.is_null(False))
        .order_by(RiskScore.order.desc())
        .limit(newest)
    )  # fmt: skip
    rows = list(query.tuples())
    if not rows:
        return []
    oldest = rows[-1][0]
    refused, failed, back = _refused(oldest), _failed(oldest), _sent_back(oldest)
    charged, unpaid = _money(oldest)
    found = []
    for row in rows:
        order_id = row[0]
        wrong = None
        if order_id in charged:
            wrong = Wrong.CHARGED_BACK
        elif order_id in refused:
            wrong = Wrong.REFUSED
        elif order_id in failed:
            wrong = Wrong.LOST
        elif row[6] == OrderState.CANCELLED:
            wrong = Wrong.CANCELLED
        elif order_id in unpaid and row[7] != PayPlan.ON_ACCOUNT:
            wrong = Wrong.UNPAID
        elif order_id in back:
            wrong = Wrong.RETURNED
        found.append(PastOrder._make((*row[:5], row[5] or {}, wrong)))
    return found


class Play(NamedTuple):
    """Past orders in which one limit is in play; the rest is counted already, so that a slider can ask at every step."""

    code: str  # empty: the limit is the number of points from which orders stop
    orders: int
    wrong: int
    always: tuple[tuple[int, bool], ...]  # held at any limit: order, went wrong
    depends: tuple[tuple[int, int, bool, bool], ...]  # value, order, went wrong, held when the rule speaks

    def at(self, limit: int) -> Trial:
        """What would have been held with this limit."""
        held = list(self.always)
        for value, order, bad, when_it_speaks in self.depends:
            speaks = fits(self.code, value, limit) if self.code else value >= limit
            if speaks is when_it_speaks:
                held.append((order, bad))
        return Trial(self.orders, len(held), sum(bad for _o, bad in held), self.wrong, tuple(o for o, _b in held))

    def steps(self, limit: int, most: int = 40) -> list[int]:
        """Limits worth trying: the values that occurred, thinned out evenly, with the limit that holds."""
        values = sorted({value for value, *_rest in self.depends})
        if values:  # one step beyond the last value, where the rule is silent
            values.append(values[-1] + max(values[-1] // 10, 1))
        kept = values if len(values) <= most else [values[at * (len(values) - 1) // (most - 1)] for at in range(most)]
        return sorted({*kept, limit})


def play_points(
    orders: Sequence[PastOrder], rules: Mapping[str, Weighted], wanted: Callable[[], bool] = lambda: True
) -> Play | None:
    """All rules together: the limit is the number of points from which orders stop."""
    depends = []
    for at, order in enumerate(orders):
        if at % CHECK_EVERY == 0 and not wanted():
            return None
        points = _points(order, rules)
        if points > 0:
            depends.append((points, order.order_id, order.wrong is not None, True))
    return Play("", len(orders), _wrong(orders), (), tuple(depends))


def play_alone(orders: Sequence[PastOrder], code: str) -> Play:
    """One rule alone, whatever its weight: which orders it would have spoken about."""
    depends = tuple(
        (order.measures[code][0], order.order_id, order.wrong is not None, True)
        for order in orders
        if code in order.measures
    )
    return Play(code, len(orders), _wrong(orders), (), depends)


def play_together(
    orders: Sequence[PastOrder], code: str, rules: Mapping[str, Weighted], hold_from: int,
    wanted: Callable[[], bool] = lambda: True,
) -> Play | None:  # fmt: skip
    """All rules, with the limit of one of them in play."""
    others = {name: rule for name, rule in rules.items() if name != code}
    weight = rules[code].weight if code in rules else 0
    always, depends = [], []
    for at, order in enumerate(orders):
        if at % CHECK_EVERY == 0 and not wanted():
            return None
        without, bad = _points(order, others), order.wrong is not None
        value, times = order.measures.get(code, (0, 0))
        silent, speaking = without >= hold_from, without + weight * times >= hold_from
        if silent and speaking:
            always.append((order.order_id, bad))
        elif silent or speaking:
            depends.append((value, order.order_id, bad, speaking))
    return Play(code, len(orders), _wrong(orders), tuple(always), tuple(depends))


def _points(order: PastOrder, rules: Mapping[str, Weighted]) -> int:
    return sum(
        rules[code].weight * times
        for code, (value, times) in order.measures.items()
        if code in rules and fits(code, value, rules[code].limit)
    )


def _wrong(orders: Sequence[PastOrder]) -> int:
    return sum(order.wrong is not None for order in orders)


def _refused(oldest: int) -> set[int]:
    query = (
        ShipmentEvent.select(Fulfillment.order).distinct().join(Shipment).join(Fulfillment)
        .where(Fulfillment.order >= oldest, ShipmentEvent.kind == "refused")
    )  # fmt: skip
    return {row[0] for row in query.tuples()}


def _failed(oldest: int) -> set[int]:
    bad = [FulfillmentState.RETURNED.value, FulfillmentState.LOST.value]
    query = Fulfillment.select(Fulfillment.order).where(Fulfillment.order >= oldest, Fulfillment.state.in_(bad))
    return {row[0] for row in query.tuples()}


def _money(oldest: int) -> tuple[set[int], set[int]]:
    """Orders whose payment was charged back, and orders delivered long ago that nobody paid."""
    back = Payment.select(Payment.order).where(
        Payment.order >= oldest, Payment.state == PaymentState.REVERSED, Payment.amount_minor > 0
    )
    charged = {row[0] for row in back.distinct().tuples()}
    before = clock.now_ms() - UNPAID_AFTER_DAYS * clock.DAY_MS
    delivered = Fulfillment.select(Fulfillment.order).where(
        Fulfillment.order >= oldest, Fulfillment.delivered_at.is_null(False), Fulfillment.delivered_at < before
    )
    paid = Payment.select(Payment.order).where(
        Payment.order >= oldest, Payment.state == PaymentState.APPROVED, Payment.amount_minor > 0
    )
    owing = Order.select(Order.id).where(
        Order.id.in_(delivered), Order.total_minor > 0, Order.id.not_in(paid)
    )  # fmt: skip
    return charged, {row[0] for row in owing.tuples()}


def _sent_back(oldest: int) -> set[int]:
    """Orders of which everything came back because somebody changed their mind."""
    whole = (
        OrderLine.select(OrderLine.order)
        .where(OrderLine.order >= oldest)
        .group_by(OrderLine.order)
        .having(fn.SUM(OrderLine.quantity - OrderLine.returned) == 0)
    )
    query = (
        Return.select(Return.order).distinct().join(ReturnLine)
        .where(Return.order >= oldest, ReturnLine.reason == ReturnReason.CHANGED_MIND, Return.order.in_(whole))
    )  # fmt: skip
    return {row[0] for row in query.tuples()}
