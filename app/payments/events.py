"""What payments tell to the rooms above, inside the transaction."""

from __future__ import annotations

from dataclasses import dataclass

from app.payments.models import CashMoveKind, Tender


@dataclass(frozen=True)
class PaymentTaken:
    """Money came in for an order that was placed before (a counter sale tells `Sold` instead)."""

    order_id: int
    amount_minor: int
    tenders: tuple[Tender, ...]
    receipt: str  # its number, or empty when none was given


@dataclass(frozen=True)
class MoneyAwaited:
    """An order stays where it is until so much of it is paid."""

    order_id: int
    left_minor: int


@dataclass(frozen=True)
class Refunded:
    """Money went back to a customer; `goodwill` when no goods came back for it."""

    order_id: int
    amount_minor: int
    tenders: tuple[Tender, ...]
    goodwill: bool
    reason: str
    receipt: str


@dataclass(frozen=True)
class InvoiceMade:
    """An order's invoice got its number; what it says stands from now on."""

    order_id: int
    no: int


@dataclass(frozen=True)
class RefundDeclined:
    """A refund that was booked did not reach the card: the money is owed to the customer again."""

    order_id: int
    payment_id: int
    amount_minor: int
    made_at: int  # when the refund was booked, and by whom
    who: int


@dataclass(frozen=True)
class CashMoved:
    """A drop, pay-in, pay-out or no-sale."""

    shift_id: int
    kind: CashMoveKind
    amount_minor: int
    reason: str


@dataclass(frozen=True)
class ShiftClosed:
    """A drawer was counted and its Z report frozen."""

    shift_id: int
    z_number: int
    difference_minor: int


@dataclass(frozen=True)
class TenderChanged:
    """A payment was keyed as the wrong tender and put right."""

    order_id: int
    payment_id: int
    before: Tender
    after: Tender
    amount_minor: int


@dataclass(frozen=True)
class ClaimCollected:
    """Cash on delivery was taken at the door."""

    order_id: int
    claim_id: int
    amount_minor: int


@dataclass(frozen=True)
class ChargedBack:
    """A card holder's bank took a payment back."""

    order_id: int
    payment_id: int
    amount_minor: int


@dataclass(frozen=True)
class PlanGivenUp:
    """Nobody pays an instalment plan any more: all of the rest is due."""

    plan_id: int
    order_id: int
    left_minor: int
