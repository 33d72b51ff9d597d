"""What customers tell the rooms above, and what they ask them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WhoseOrder:
    """Whose order or receipt has this number?  Answered with the customer's id, or nothing."""

    number: str


@dataclass(frozen=True)
class RegimeChosen:
    """A customer is to be taxed by a regime; whoever keeps them refuses one that is not there."""

    regime_id: int


@dataclass(frozen=True)
class MayForget:
    """Does anything speak against forgetting a customer (an open order, a debt)?  Answered with a sentence."""

    customer_id: int


@dataclass(frozen=True)
class CustomerForgotten:
    """A customer's personal data are gone; copies in other rooms that no law keeps go too."""

    customer_id: int
