"""A customer's story: what was ordered, liked, brought back, is owed, and was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from peewee import fn

from app.aftersales.models import Case
from app.catalog.models import Product
from app.catalog.names import product_name
from app.core.refusal import NotFound
from app.customers.models import Address, Customer, CustomerGroup
from app.feedback.models import Feedback
from app.orders.models import Order, OrderLine
from app.orders.queries import OrderRow, orders_of
from app.orders.states import OrderState
from app.payments.queries import customer_money
from app.returns.models import Return

LATEST = 50
FAVOURITES = 6


class Favourite(NamedTuple):
    """A product that the customer keeps buying."""

    product_id: int
    sku: str
    name: str
    art: str
    times: int
    quantity: int


class Brought(NamedTuple):
    """A return of the customer."""

    id: int
    number: str
    order_id: int | None
    state: str
    refund_minor: int
    made_at: int


class Said(NamedTuple):
    """What the customer answered after an order."""

    order_id: int
    score: int
    comment: str
    answered_at: int


class Asked(NamedTuple):
    """A case of the customer."""

    id: int
    number: str
    kind: str
    state: str
    subject: str
    made_at: int


@dataclass(frozen=True)
class CustomerStory:
    """One customer whole; amounts in minor units."""

    id: int
    name: str
    phone: str
    email: str
    card: str
    group: str
    language: str
    note: str
    since: int
    last_order_at: int | None
    order_count: int
    spent_minor: int
    points: int
    owes_minor: int
    credit_minor: int
    credit_limit_minor: int
    addresses: tuple[dict[str, Any], ...]
    orders: tuple[OrderRow, ...]
    favourites: tuple[Favourite, ...]
    returns: tuple[Brought, ...]
    feedback: tuple[Said, ...]
    cases: tuple[Asked, ...]


def customer_story(customer_id: int) -> CustomerStory:
    """All that is known of a customer, in nine statements; NotFound when there is none."""
    row: Any = (
        Customer.select(
            Customer.name, Customer.phone, Customer.email, Customer.card, CustomerGroup.name, Customer.language,
            Customer.note, Customer.created_at, Customer.last_order_at, Customer.order_count, Customer.spent_minor,
            Customer.points, Customer.credit_limit_minor,
        ).left_outer_join(CustomerGroup).where(Customer.id == customer_id).tuples().first()
    )  # fmt: skip
    if row is None:
        raise NotFound("customer", customer_id)
    owes, credit = customer_money(customer_id)
    mine = Address.select().where(Address.customer == customer_id).order_by(Address.is_main.desc(), Address.id)
    return CustomerStory(
        customer_id, row[0], row[1] or "", row[2] or "", row[3] or "", row[4] or "", row[5], row[6], row[7], row[8],
        row[9], row[10], row[11], owes_minor=owes, credit_minor=credit, credit_limit_minor=row[12],
        addresses=tuple(mine.dicts()), orders=tuple(orders_of(customer_id, LATEST)),
        favourites=_favourites(customer_id), returns=_returns(customer_id),
        feedback=_feedback(customer_id), cases=_cases(customer_id),
    )  # fmt: skip


def _favourites(customer_id: int) -> tuple[Favourite, ...]:
    times = fn.COUNT(fn.DISTINCT(Order.id))
    query: Any = (
        OrderLine.select(
            Product.id, Product.sku, product_name(), Product.art, times, fn.SUM(OrderLine.quantity - OrderLine.returned)
        )
        .join(Order).switch(OrderLine).join(Product)
        .where(Order.customer == customer_id, Order.state != OrderState.CANCELLED)
        .group_by(Product.id, Product.sku, Product.name, Product.name_zh, Product.art)
        .order_by(times.desc(), fn.SUM(OrderLine.total_minor).desc(), Product.id).limit(FAVOURITES).tuples()
    )  # fmt: skip
    return tuple(
        Favourite(ref, sku, name, art, int(count), int(quantity)) for ref, sku, name, art, count, quantity in query
    )


def _returns(customer_id: int) -> tuple[Brought, ...]:
    query: Any = (
        Return.select(Return.id, Return.number, Return.order, Return.state, Return.refund_minor, Return.made_at)
        .where(Return.customer == customer_id).order_by(Return.made_at.desc()).limit(LATEST).tuples()
    )  # fmt: skip
    return tuple(Brought(*row) for row in query)


def _feedback(customer_id: int) -> tuple[Said, ...]:
    query: Any = (
        Feedback.select(Feedback.order, Feedback.score, Feedback.comment, Feedback.answered_at)
        .join(Order).where(Order.customer == customer_id, Feedback.score.is_null(False))
        .order_by(Feedback.answered_at.desc()).limit(LATEST).tuples()
    )  # fmt: skip
    return tuple(Said(*row) for row in query)


def _cases(customer_id: int) -> tuple[Asked, ...]:
    query: Any = (
        Case.select(Case.id, Case.number, Case.kind, Case.state, Case.subject, Case.made_at)
        .where(Case.customer == customer_id).order_by(Case.made_at.desc()).limit(LATEST).tuples()
    )  # fmt: skip
    return tuple(Asked(*row) for row in query)
