"""What review tells the rooms above it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CustomerAsked:
    """A stopped order waits for the customer's answer to a question; notices sends it."""

    order_id: int
    question: str


@dataclass(frozen=True)
class OrderApproved:
    """Somebody let a stopped order go on."""

    order_id: int


@dataclass(frozen=True)
class OrderRejected:
    """Somebody turned a stopped order down."""

    order_id: int
    reason: str
