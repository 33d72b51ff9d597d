"""Scoring orders as they are placed: judges what was gathered, stops what is doubtful, keeps what is usual."""

from __future__ import annotations

import re
from typing import Any

import peewee

from app.core import canonical, clock, settings
from app.core.command import touch
from app.core.events import listens
from app.core.prepared import prepared
from app.orders.events import OrderAmended, OrderCancelled, OrderConfirmed, OrderPlaced, OrderTakenBack, ShouldReview
from app.orders.models import Order, OrderLine
from app.orders.states import Method, OrderState
from app.review.gather import WHOLE_ORDER, facts_of, keys_of
from app.review.judge import Score, weigh
from app.review.measures import DEAREST, ENOUGH_OF_A_PRODUCT, Measure, measure
from app.review.models import Review, ReviewState, RiskScore, Usual
from app.review.rules import active_rules, rules_changed_at
from app.review.words import headline

ASKED = "asked"  # the reason that a person gave; no rule makes it, and judging anew keeps it
PACKING_MS = 30 * clock.MINUTE_MS  # from the yes to the van
_TRAVELS = (Method.OWN_DRIVER, Method.CARRIER)
_HOUR = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


@prepared
def _order(order):
    return Order.select(Order.method, Order.entered_by, Order.promised_at, Order.total_minor).where(Order.id == order)


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
    # As `measures.taught` says: a slip teaches only so much.
    dearest = DEAREST * (Usual.value_minor / peewee.fn.NULLIF(Usual.quantity, 0) + 1)
    is_slip = (
        (Usual.product != WHOLE_ORDER) & (Usual.orders >= ENOUGH_OF_A_PRODUCT)
        & (new.value_minor > dearest * new.quantity)
    )  # fmt: skip
    worth = peewee.Case(None, ((is_slip, dearest * new.quantity),), new.value_minor)
    return Usual.insert(product=product, orders=1, quantity=quantity, largest=largest, value_minor=value).on_conflict(
        conflict_target=[Usual.product],
        update={
            Usual.orders: Usual.orders + 1, Usual.quantity: Usual.quantity + new.quantity, Usual.largest: larger,
            Usual.value_minor: Usual.value_minor + worth,
        },
    )  # fmt: skip


@prepared
def _unlearn(quantity, value, product):
    less = Usual.value_minor - value
    return Usual.update(
        orders=Usual.orders - 1, quantity=Usual.quantity - quantity,
        value_minor=peewee.Case(None, ((less < 0, 0),), less),
    ).where(Usual.product == product)  # fmt: skip


@prepared
def _keep_score(order, score, reasons, measures, address_key, card_key, made_at):
    new = peewee.EXCLUDED
    return RiskScore.insert(
        order=order, score=score, reasons=reasons, measures=measures, address_key=address_key, card_key=card_key,
        made_at=made_at,
    ).on_conflict(
        conflict_target=[RiskScore.order],
        update={
            RiskScore.score: new.score, RiskScore.reasons: new.reasons, RiskScore.measures: new.measures,
            RiskScore.address_key: new.address_key,
        },
    )  # fmt: skip


@prepared
def _open_review(order):
    return Review.select(Review.state, Review.reasons, Review.cleared, Review.score).where(Review.order == order)


def score(order_id: int) -> Score:
    """The points of an order by the shop's rules, with the facts that prove them."""
    return weigh(measure(facts_of(order_id)), active_rules())


@listens(OrderPlaced)
def _look_at(event: OrderPlaced) -> None:
    """Score what was placed; too many points make a review.  What was taken over the counter is gone already."""
    row = _order.one(event.order_id)
    if row[0] == Method.TAKEN:
        return
    found = _judge(event.order_id)
    if found.points >= settings.read("review.hold_from"):
        _stop(event.order_id, found, entered_by=row[1], promised_at=row[2])


@listens(OrderAmended)
def _look_again(event: OrderAmended) -> None:
    """A changed order is scored anew; one that was approved is stopped again only when it got riskier."""
    found, before = look_again(event.order_id), _open_review.one(event.order_id)
    if before and before[0] in (ReviewState.OPEN, ReviewState.HELD):
        _wait_anew(event.order_id)
        return
    known = standing(canonical.decode(before[1]), []) if before else 0
    if found.points >= settings.read("review.hold_from") and (before is None or found.points > known):
        row = _order.one(event.order_id)
        _stop(event.order_id, found, entered_by=row[1], promised_at=row[2])


def _wait_anew(order_id: int) -> None:
    """What waits was changed: a first yes was for another order, and it may be due at another time."""
    method, _entered_by, promised_at, _total = _order.one(order_id)
    review = Review.select(Review.made_at).where(Review.order == order_id).tuples().get()
    deadline, leaves_at = deadline_of(review[0], promised_at, travels=method in _TRAVELS)
    Review.update(first_by=None, first_name="", deadline_at=deadline, leaves_at=leaves_at).where(
        Review.order == order_id
    ).execute()


def look_again(order_id: int) -> Score:
    """Judge an order anew and write that into its open review; what was cleared stays so while its reason is the same."""
    found, before = _judge(order_id), _open_review.one(order_id)
    if before and before[0] in (ReviewState.OPEN, ReviewState.HELD):
        asked = [reason for reason in canonical.decode(before[1]) if reason["code"] == ASKED]
        reasons = [*asked, *(reason._asdict() for reason in found.reasons)]
        kept = [tick for tick in canonical.decode(before[2]) if tick["points"] >= _points_of(tick["code"], found)]
        points = standing(reasons, kept)
        Review.update(score=points, reasons=reasons, cleared=kept).where(Review.order == order_id).execute()
        touch("review", order_id)
    return found


def standing(reasons: list[dict[str, Any]], cleared: list[dict[str, Any]]) -> int:
    """The points that are left when some reasons were cleared."""
    gone = {tick["code"] for tick in cleared}
    return max(sum(reason["points"] for reason in reasons if reason["code"] not in gone), 0)


def _points_of(code: str, found: Score) -> int:
    return max((reason.points for reason in found.reasons if reason.code == code), default=0)


def _judge(order_id: int) -> Score:
    """Measure and weigh an order, and keep both."""
    measures: dict[str, Measure] = measure(facts_of(order_id))
    found = weigh(measures, active_rules())
    kept = canonical.encode({code: [said.value, said.times] for code, said in measures.items()})
    reasons = canonical.encode([reason._asdict() for reason in found.reasons])
    _keep_score.run(order_id, found.points, reasons, kept, *keys_of(order_id), clock.now_ms())
    return found


@listens(ShouldReview)
def _is_stopped(question: ShouldReview) -> str | None:
    row = _open_review.one(question.order_id)
    if row is None or row[0] not in (ReviewState.OPEN, ReviewState.HELD):
        return None
    return headline(canonical.decode(row[1])) or str(row[3])


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


def stop_order(order_id: int, *, entered_by: int, promised_at: int | None, also: tuple[dict[str, Any], ...]) -> int:
    """Put an order on the desk for reasons beside those of the rules; a step, returns its points."""
    found = _judge(order_id)
    _stop(order_id, found, entered_by=entered_by, promised_at=promised_at, also=also)
    return standing([*also, *(reason._asdict() for reason in found.reasons)], [])


def _stop(
    order_id: int, found: Score, *, entered_by: int, promised_at: int | None, also: tuple[dict[str, Any], ...] = ()
) -> None:  # fmt: skip
    now = clock.now_ms()
    reasons = [*also, *(reason._asdict() for reason in found.reasons)]
    deadline, leaves_at = deadline_of(now, promised_at, travels=_order.one(order_id)[0] in _TRAVELS)
    values: dict[str, Any] = {
        "state": ReviewState.OPEN, "score": standing(reasons, []), "reasons": reasons,
        "entered_by": entered_by, "made_at": now, "deadline_at": deadline, "leaves_at": leaves_at, "decided_at": None,
        "decided_by": None, "decided_name": "", "decision_note": "", "first_by": None, "first_name": "", "cleared": [],
        "rules_at": rules_changed_at(),
    }  # fmt: skip
    Review.insert(order=order_id, **values).on_conflict(conflict_target=[Review.order], update=values).execute()
    touch("review", order_id)


def deadline_of(now: int, promised_at: int | None, *, travels: bool) -> tuple[int, int | None]:
    """By when a decision is due, and the departure that it makes: an hour before the promise, or in time for the van."""
    deadline = now + settings.read("review.decide_minutes") * clock.MINUTE_MS
    if promised_at is not None:
        deadline = max(min(deadline, promised_at - clock.HOUR_MS), now)
    leaves_at = _next_departure(now + PACKING_MS) if travels else None
    if leaves_at is not None and leaves_at - PACKING_MS <= deadline:
        return leaves_at - PACKING_MS, leaves_at
    return deadline, None


def _next_departure(after: int) -> int | None:
    """The first departure of today or tomorrow from a moment on; None when the shop named none."""
    hours = [text.strip() for text in settings.read("review.leaves_at") if _HOUR.fullmatch(text.strip())]
    today = clock.day_of(after)
    times = [clock.at_local(day, hour) for day in (today, clock.add_days(today, 1)) for hour in hours]
    return min((at for at in times if at > after), default=None)
