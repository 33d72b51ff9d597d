"""What returns tell to the rooms above, inside the transaction."""

from __future__ import annotations

from dataclasses import dataclass

from app.returns.models import Outcome


@dataclass(frozen=True)
class ReturnOpened:
    """A return was registered; `approved` is False while somebody still has to decide about it."""

    return_id: int
    order_id: int | None
    approved: bool


@dataclass(frozen=True)
class ReturnDeclined:
    """A customer's request was turned down."""

    return_id: int
    order_id: int | None
    reason: str


@dataclass(frozen=True)
class ReturnReceived:
    """The goods lie in the shop again and wait to be looked at."""

    return_id: int
    order_id: int | None


@dataclass(frozen=True)
class ReturnSettled:
    """The customer got what was agreed; `amount_minor` is what the goods were credited with."""

    return_id: int
    order_id: int | None
    outcome: Outcome
    amount_minor: int


@dataclass(frozen=True)
class RepairWanted:
    """The goods of a return lie at the repair place; somebody has to repair them and hand them back."""

    return_id: int
    order_id: int | None
    subject: str
