"""How an order stands with its money: one pure function of the sums, read by screens, commands and reports alike."""

from __future__ import annotations

from enum import StrEnum


class PaymentStatus(StrEnum):
    """The words for an order's money; never typed, always worked out."""

    UNPAID = "unpaid"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    OVERPAID = "overpaid"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"
    COD_DUE = "cod_due"
    CHARGED_BACK = "charged_back"


def payment_status(
    total_minor: int,
    paid_minor: int,
    refunded_minor: int = 0,
    *,
    on_delivery: bool = False,
    charged_back_minor: int = 0,
    fee_kept_minor: int = 0,
) -> PaymentStatus:
    """The status from an order's total, what came in, what went back and whether the rest is paid at the door.

    All in minor units and not negative; an order that was paid too much and got the surplus back is paid.  Of one that was
    called off, with `fee_kept_minor`, nothing but the fee is to be paid.
    """
    if charged_back_minor > 0:
        return PaymentStatus.CHARGED_BACK
    kept = paid_minor - refunded_minor
    if fee_kept_minor and not refunded_minor:
        total_minor = fee_kept_minor
    if refunded_minor > 0 and not (paid_minor > total_minor and kept >= total_minor):
        return PaymentStatus.REFUNDED if kept <= 0 else PaymentStatus.PARTLY_REFUNDED
    if kept >= total_minor:
        return PaymentStatus.PAID if kept == total_minor else PaymentStatus.OVERPAID
    if on_delivery:
        return PaymentStatus.COD_DUE
    return PaymentStatus.PARTLY_PAID if kept > 0 else PaymentStatus.UNPAID
