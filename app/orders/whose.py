"""Whose order has this number: the search for customers asks, as one types."""

from __future__ import annotations

from app.core.events import listens
from app.core.prepared import prepared
from app.customers.events import WhoseOrder
from app.orders.models import Order


@prepared
def _customer_of(number):
    return Order.select(Order.customer).where(Order.number == number)


@listens(WhoseOrder)
def customer_of_order(question: WhoseOrder) -> int | None:
    """The customer of the order with this number, or None."""
    row = _customer_of.one(question.number)
    return row[0] if row else None
