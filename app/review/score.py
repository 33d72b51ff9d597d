"""Scoring orders as they are placed: gathers the facts with a few prepared statements and keeps what is usual."""

from __future__ import annotations

from typing import Any

import peewee

from app.core import canonical, clock, settings
from app.core.command import touch
from app.core.events import listens
from app.core.prepared import prepared
from app.orders.completeness import check_order
from app.orders.events import OrderAmended, OrderCancelled, OrderConfirmed, OrderPlaced, OrderTakenBack, ShouldReview
from app.orders.models import Order, OrderLine
from app.orders.states import Method, OrderState, PayPlan
from app.review.judge import Earlier, LineFacts, OrderFacts, Score, judge
from app.review.models import Review, ReviewState, RiskScore, Usual
from app.review.rules import active_rules
from app.review.words import headline

WHOLE_ORDER = 0  # the row of `Usual` for orders as such
EARLIER = 50  # orders of the customer that are looked at


@prepared
def _order(order):
    return Order.select(
        Order.method, Order.pay_plan, Order.customer, Order.total_minor, Order.discount_minor, Order.placed_at,
        Order.entered_by, Order.price_overridden, Order.doubts, Order.promised_at,
    ).where(Order.id == order)  # fmt: skip


@prepared
def _lines(order):
    return (
        OrderLine.select(
            OrderLine.name, OrderLine.quantity, OrderLine.total_minor, Usual.orders, Usual.quantity, Usual.largest,
            Usual.value_minor, OrderLine.discount_minor, OrderLine.order_discount_minor,
        )
        .join(Usual, peewee.JOIN.LEFT_OUTER, on=(Usual.product == OrderLine.product))
        .where(OrderLine.order == order)
    )  # fmt: skip


@prepared
def _earlier(customer, order):
    return (
        Order.select(Order.placed_at, Order.total_minor, Order.state)
        .where(Order.customer == customer, Order.id < order, Order.placed_at.is_null(False))
        .order_by(Order.placed_at.desc())
        .limit(EARLIER)
    )


@prepared
def _usual(product):
    return Usual.select(Usual.orders, Usual.value_minor).where(Usual.product == product)


@prepared
def _sold(order):
    return (
        OrderLine.select(OrderLine.product, peewee.fn.SUM(OrderLine.quantity), peewee.fn.SUM(OrderLine.total_minor))
        .where(OrderLine.order == order, OrderLine.product.is_null(False))
        .group_by(OrderLine.product)
        .order_by(OrderLine.product)  # always in the same order, so that two stations never wait for each other
    )


@prepared
def _learn(product, quantity, largest, value):
    new = peewee.EXCLUDED
    larger = peewee.Case(None, ((new.largest > Usual.largest, new.largest),), Usual.largest)
    return Usual.insert(product=product, orders=1, quantity=quantity, largest=largest, value_minor=value).on_conflict(
        conflict_target=[Usual.product],
        update={
            Usual.orders: Usual.orders + 1, Usual.quantity: Usual.quantity + new.quantity, Usual.largest: larger,
            Usual.value_minor: Usual.value_minor + new.value_minor,
        },
    )  # fmt: skip


@prepared
def _unlearn(quantity, value, product):
    return Usual.update(
        orders=Usual.orders - 1, quantity=Usual.quantity - quantity, value_minor=Usual.value_minor - value
    ).where(Usual.product == product)


@prepared
def _keep_score(order, score, reasons, made_at):
    new = peewee.EXCLUDED
    return RiskScore.insert(order=order, score=score, reasons=reasons, made_at=made_at).on_conflict(
        conflict_target=[RiskScore.order], update={RiskScore.score: new.score, RiskScore.reasons: new.reasons}
    )


@prepared
def _open_review(order):
    return Review.select(Review.state, Review.reasons, Review.score).where(Review.order == order)


def score(order_id: int) -> Score:
    """The points of an order by the shop's rules, with the facts that prove them."""
    return judge(facts_of(order_id), active_rules())


def facts_of(order_id: int) -> OrderFacts:
    """All that the rules look at, in five statements."""
    (method, pay_plan, customer, total, discount, placed_at, _by, overridden, doubts, _promised) = _order.one(order_id)
    rows = _lines.all(order_id)
    lines = tuple(LineFacts(*row[:3], *(value or 0 for value in row[3:7])) for row in rows)
    off = sum(row[7] for row in rows) + discount
    shop = _usual.one(WHOLE_ORDER) or (0, 0)
    earlier = _earlier.all(customer, order_id) if customer else []
    return OrderFacts(
        total_minor=total, placed_at=placed_at, lines=lines, has_customer=customer is not None,
        earlier=tuple(Earlier(at, amount, state == OrderState.CANCELLED) for at, amount, state in earlier),
        is_cash_on_delivery=pay_plan == PayPlan.ON_DELIVERY, given_off_minor=off,
        list_minor=sum(line.total_minor for line in lines) + off, is_price_overridden=bool(overridden),
        doubts=tuple((doubt.code, doubt.sentence) for doubt in check_order(order_id)) if method != Method.TAKEN else (),
        contradictions=tuple(canonical.decode(doubts)) if doubts else (), shop_orders=shop[0], shop_value_minor=shop[1],
    )  # fmt: skip


@listens(OrderPlaced)
def _look_at(event: OrderPlaced) -> None:
    """Score what was placed; too many points make a review.  What was taken over the counter is gone already."""
    row = _order.one(event.order_id)
    if row[0] == Method.TAKEN:
        return
    found = score(event.order_id)
    reasons = canonical.encode([reason._asdict() for reason in found.reasons])
    _keep_score.run(event.order_id, found.points, reasons, clock.now_ms())
    if found.points >= settings.read("review.hold_from"):
        _stop(event.order_id, found, entered_by=row[6], promised_at=row[9])


@listens(OrderAmended)
def _look_again(event: OrderAmended) -> None:
    """A changed order is scored anew; one that was approved is stopped again only when it got riskier."""
    found = score(event.order_id)
    reasons = [reason._asdict() for reason in found.reasons]
    _keep_score.run(event.order_id, found.points, canonical.encode(reasons), clock.now_ms())
    before = _open_review.one(event.order_id)
    if before and before[0] in (ReviewState.OPEN, ReviewState.HELD):
        Review.update(score=found.points, reasons=reasons).where(Review.order == event.order_id).execute()
        touch("review", event.order_id)
    elif found.points >= settings.read("review.hold_from") and (before is None or found.points > before[2]):
        row = _order.one(event.order_id)
        _stop(event.order_id, found, entered_by=row[6], promised_at=row[9])


@listens(ShouldReview)
def _is_stopped(question: ShouldReview) -> str | None:
    row = _open_review.one(question.order_id)
    if row is None or row[0] not in (ReviewState.OPEN, ReviewState.HELD):
        return None
    return headline(canonical.decode(row[1])) or str(row[2])


@listens(OrderConfirmed)
def _learn_from(event: OrderConfirmed) -> None:
    """What was confirmed is usual from now on; a doubtful order never teaches before somebody approved it."""
    sold = _sold.all(event.order_id)
    total = _order.one(event.order_id)[3]
    products = [(product, int(quantity), int(quantity), int(value)) for product, quantity, value in sold]
    _learn.run_many([(WHOLE_ORDER, 1, total, total), *products])


@listens(OrderTakenBack)
def _forget_again(event: OrderTakenBack) -> None:
    """An undone confirmation was none; the largest quantity stays, as nobody knows the one before it."""
    if event.old == OrderState.CONFIRMED:
        total = _order.one(event.order_id)[3]
        sold = [(int(n), int(value), product) for product, n, value in _sold.all(event.order_id)]
        _unlearn.run_many([(1, total, WHOLE_ORDER), *sold])


@listens(OrderCancelled)
def _close(event: OrderCancelled) -> None:
    """An order that is cancelled elsewhere leaves the queue."""
    waiting = Review.state.in_([ReviewState.OPEN.value, ReviewState.HELD.value])
    closed = Review.update(
        state=ReviewState.REJECTED, decided_at=clock.now_ms(), decision_note=event.reason[:200]
    ).where(Review.order == event.order_id, waiting)  # fmt: skip
    if closed.execute():
        touch("review", event.order_id)


def _stop(order_id: int, found: Score, *, entered_by: int, promised_at: int | None) -> None:
    now = clock.now_ms()
    deadline = now + settings.read("review.decide_minutes") * clock.MINUTE_MS
    if promised_at is not None:
        deadline = max(min(deadline, promised_at - clock.HOUR_MS), now)
    values: dict[str, Any] = {
        "state": ReviewState.OPEN, "score": found.points, "reasons": [reason._asdict() for reason in found.reasons],
        "entered_by": entered_by, "made_at": now, "deadline_at": deadline, "decided_at": None, "decided_by": None,
        "decided_name": "", "decision_note": "", "first_by": None, "first_name": "",
    }  # fmt: skip
    Review.insert(order=order_id, **values).on_conflict(conflict_target=[Review.order], update=values).execute()
    touch("review", order_id)
