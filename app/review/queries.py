"""What the review screen reads: the queue, one order with its reasons and proofs, and how the day went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import peewee
from peewee import Case, fn

from app.core import clock, settings
from app.core.refusal import NotFound
from app.customers.models import Customer
from app.orders.models import Order, OrderLine
from app.orders.names import line_name, names_spoken
from app.orders.states import Channel, Method, OrderState, PayPlan
from app.review.models import Resold, Review, ReviewState, RiskScore, Usual
from app.review.words import Said, headline, say

AMBER, RED = 40, 70  # points from which a score is shown so


class QueueRow(NamedTuple):
    """A stopped order in the list, the most urgent first."""

    order_id: int
    number: str
    score: int
    customer_name: str
    total_minor: int
    headline: str
    channel: Channel
    placed_at: int
    deadline_at: int
    state: ReviewState
    first_name: str
    decided_at: int | None
    decided_name: str
    decision_note: str


class BasketLine(NamedTuple):
    """A line, beside what is usual for its product."""

    product_id: int | None
    name: str
    quantity: int
    total_minor: int
    usual: int


@dataclass(frozen=True)
class ReviewDetail:
    """Everything that a decision needs."""

    order_id: int
    number: str
    state: ReviewState
    score: int
    reasons: tuple[Said, ...]
    channel: Channel
    method: Method
    pay_plan: PayPlan
    customer_id: int | None
    customer_name: str
    customer_since: int | None
    phone: str
    email: str
    address: dict[str, Any] | None
    past_orders: int
    past_minor: int
    past_cancelled: int
    total_minor: int
    placed_at: int
    deadline_at: int
    promised_at: int | None
    entered_by: int
    entered_name: str
    first_name: str
    decided_name: str
    decision_note: str
    basket: tuple[BasketLine, ...]
    leaves_at: int | None = None
    rules_at: int = 0
    hold_from: int = 0
    card_name: str = ""
    card: str = ""
    card_country: str = ""
    three_d_secure: bool | None = None
    phone_confirmed_at: int | None = None
    resold: tuple[tuple[str, int], ...] = ()


class Counts(NamedTuple):
    """How many wait, and how the day went: so many of so many passed on their own."""

    open: int
    held: int
    passed_today: int
    looked_at_today: int
    median_decide_ms: int


def queue(view: str = "open", limit: int = 200) -> list[QueueRow]:
    """Stopped orders: `open` and `held` by deadline, `decided` newest first."""
    states = {"open": [ReviewState.OPEN], "held": [ReviewState.HELD]}.get(
        view, [ReviewState.APPROVED, ReviewState.REJECTED]
    )
    query = (
        Review.select(
            Review.order, Order.number, Review.score, Order.customer_name, Order.total_minor, Review.reasons,
            Order.channel, Order.placed_at, Review.deadline_at, Review.state, Review.first_name, Review.decided_at,
            Review.decided_name, Review.decision_note, Review.cleared,
        )
        .join(Order)
        .where(Review.state.in_([state.value for state in states]))
        .order_by(
            Review.decided_at.desc() if view == "decided" else Review.deadline_at, Review.score.desc(), Review.order
        )
        .limit(limit)
    )  # fmt: skip
    rows = list(query.tuples())
    names = names_spoken([row[0] for row in rows])
    return [
        QueueRow._make((*row[:5], headline(_standing(row[5], row[14]), names=names.get(row[0])), *row[6:14]))
        for row in rows
    ]


def _standing(reasons: list[dict[str, Any]], cleared: list[dict[str, Any]]) -> list[dict[str, Any]]:
    gone = {tick["code"] for tick in cleared}
    return [reason for reason in reasons if reason["code"] not in gone] or reasons


def review_detail(order_id: int) -> ReviewDetail:
    """One stopped order with its reasons in words; NotFound when it was never stopped."""
    review = Review.select(Review, Order).join(Order).where(Review.order == order_id).first()
    if review is None:
        raise NotFound("review", order_id)
    order = review.order
    past, spent, cancelled = _past(order)
    names = names_spoken([order_id]).get(order_id)
    return ReviewDetail(
        order_id=order_id, number=order.number, state=review.state, score=review.score,
        reasons=tuple(say(reason, review.cleared, names) for reason in review.reasons), channel=order.channel,
        method=order.method, pay_plan=order.pay_plan, customer_id=order.customer_id, customer_name=order.customer_name,
        customer_since=_since(order.customer_id), phone=order.phone, email=order.email, address=order.address,
        past_orders=past, past_minor=spent, past_cancelled=cancelled, total_minor=order.total_minor,
        placed_at=order.placed_at, deadline_at=review.deadline_at, promised_at=order.promised_at,
        entered_by=review.entered_by, entered_name=order.entered_name, first_name=review.first_name,
        decided_name=review.decided_name, decision_note=review.decision_note, basket=tuple(_basket(order_id)),
        leaves_at=review.leaves_at, rules_at=review.rules_at, hold_from=settings.read("review.hold_from"),
        resold=tuple(_resold(order_id)), **_told(order.signals or {}),
    )  # fmt: skip


def _told(signals: dict[str, Any]) -> dict[str, Any]:
    """What the web shop or terminal told of the card and the phone."""
    paid = [card for card in signals.get("cards", ()) if card[2]]
    return {
        "card_name": signals.get("card_name", ""), "card": f"{paid[-1][0]} ·· {paid[-1][1]}" if paid else "",
        "card_country": signals.get("card_country", ""), "three_d_secure": signals.get("three_d_secure"),
        "phone_confirmed_at": signals.get("phone_confirmed_at"),
    }  # fmt: skip


def _resold(order_id: int) -> list[tuple[str, int]]:
    query = (
        OrderLine.select(line_name(), fn.SUM(OrderLine.quantity)).join(Resold, on=(Resold.product == OrderLine.product))
        .where(OrderLine.order == order_id).group_by(OrderLine.product, OrderLine.name)
    )  # fmt: skip
    return [(str(name), int(quantity)) for name, quantity in query.tuples()]


def score_of(order_id: int) -> tuple[int, tuple[Said, ...]] | None:
    """The kept score of any order that was looked at, stopped or not; None for a counter sale."""
    row = RiskScore.select(RiskScore.score, RiskScore.reasons).where(RiskScore.order == order_id).tuples().first()
    names = names_spoken([order_id]).get(order_id)
    return (row[0], tuple(say(reason, (), names) for reason in row[1])) if row else None


def counts() -> Counts:
    """The numbers of the tab and of the line below the queue."""
    waiting = dict(Review.select(Review.state, fn.COUNT(Review.id)).group_by(Review.state).tuples())
    start = clock.day_start_ms(clock.today())
    looked = RiskScore.select().where(RiskScore.made_at >= start).count()
    stopped = Review.select().where(Review.made_at >= start).count()
    spans = sorted(
        row[0]
        for row in Review.select(Review.decided_at - Review.made_at).where(Review.decided_at >= start).tuples()
    )  # fmt: skip
    median = spans[len(spans) // 2] if spans else 0
    passed = max(looked - stopped, 0)
    return Counts(waiting.get(ReviewState.OPEN, 0), waiting.get(ReviewState.HELD, 0), passed, looked, median)


def _past(order: Order) -> tuple[int, int, int]:
    """How many orders the customer had before, their sum, and how many of them were cancelled."""
    if order.customer_id is None:
        return 0, 0, 0
    gone = Order.state == OrderState.CANCELLED
    row = (
        Order.select(
            fn.COUNT(Order.id), fn.COALESCE(fn.SUM(Case(None, ((gone, 0),), Order.total_minor)), 0),
            fn.COALESCE(fn.SUM(Case(None, ((gone, 1),), 0)), 0),
        )
        .where(Order.customer == order.customer_id, Order.id < order.id, Order.placed_at.is_null(False))
        .tuples().first()
    )  # fmt: skip
    return int(row[0]), int(row[1]), int(row[2])


def _since(customer_id: int | None) -> int | None:
    if customer_id is None:
        return None
    return Customer.select(Customer.created_at).where(Customer.id == customer_id).scalar()


def _basket(order_id: int) -> list[BasketLine]:
    query = (
        OrderLine.select(OrderLine.product, line_name(), OrderLine.quantity, OrderLine.total_minor, Usual.orders,
                         Usual.quantity)
        .join(Usual, peewee.JOIN.LEFT_OUTER, on=(Usual.product == OrderLine.product))
        .where(OrderLine.order == order_id)
        .order_by(OrderLine.total_minor.desc(), OrderLine.no)
    )  # fmt: skip
    return [BasketLine._make((*row[:4], row[5] // row[4] if row[4] else 0)) for row in query.tuples()]
