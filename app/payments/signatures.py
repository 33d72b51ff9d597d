"""Signatures of customers for money: what goes on their account, and where the shop wants it a refund to a card."""

from __future__ import annotations

import base64
import binascii
from enum import StrEnum
from typing import Any, NamedTuple

from peewee import fn

from app.core import clock, settings
from app.core.i18n import N_, _
from app.core.refusal import Refusal
from app.payments.models import InstalmentPlan, Payment, PaymentSignature, Tender

PNG = b"\x89PNG\r\n\x1a\n"
LARGEST = 500_000  # bytes; a finger on glass needs a tenth


class Signed(StrEnum):
    """What customers sign for at the counter."""

    NEVER = "never"
    ACCOUNT = "account"
    REFUND = "refund"  # what goes on account, and refunds to a card


WHAT = settings.declare(
    "payments.signed", Signed.NEVER.value, N_("Customers sign"),
    N_("On their display, or on this screen where there is none. Instalments have a setting of their own."),
    choices={
        Signed.NEVER.value: N_("Never"), Signed.ACCOUNT.value: N_("Sales on account"),
        Signed.REFUND.value: N_("Sales on account and refunds to a card"),
    },
)  # fmt: skip


class NotSigned(Refusal):
    """The customer has not signed, or the signature is no picture."""


class Signature(NamedTuple):
    """A signature that is kept with a payment."""

    payment_id: int
    tender: str
    amount_minor: int
    picture: bytes
    at: int


def signs(what: Signed) -> bool:
    """Whether the shop wants a signature for this."""
    wanted = Signed(settings.read(WHAT))
    return wanted == Signed.REFUND or (wanted == what == Signed.ACCOUNT)


def check_signed(signature: str, what: Signed) -> None:
    """Raise NotSigned when the shop wants a signature for this and there is none."""
    if signs(what) and not signature:
        raise NotSigned(_("The customer has not signed."))


def keep_signature(payment_id: int, signature: str) -> None:
    """Keep a picture (base64 of a PNG) with a payment, as a step; NotSigned when it is no picture."""
    if signature:
        PaymentSignature.insert(payment=payment_id, picture=_picture(signature), made_at=clock.now_ms()).execute()


def is_signed() -> Any:
    """A column for queries of payments: whether the customer signed."""
    mine, plan = PaymentSignature.alias(), InstalmentPlan.alias()
    planned = plan.select(plan.id).where(plan.payment == Payment.id, plan.signature != "")
    return fn.EXISTS(mine.select(mine.id).where(mine.payment == Payment.id)) | fn.EXISTS(planned)


def signatures_of(order_id: int) -> list[Signature]:
    """What was signed for an order's payments, refunds and plan, oldest first."""
    query = (
        PaymentSignature.select(
            PaymentSignature.payment, Payment.tender, Payment.amount_minor, PaymentSignature.picture, PaymentSignature.made_at
        )
        .join(Payment).where(Payment.order == order_id).order_by(PaymentSignature.id).tuples()
    )  # fmt: skip
    found = [Signature(row[0], str(row[1]), int(row[2]), bytes(row[3]), int(row[4])) for row in query]
    plan = InstalmentPlan.get_or_none(InstalmentPlan.order == order_id)
    if plan is not None and plan.signature:
        picture = base64.b64decode(plan.signature)
        found.append(Signature(plan.payment_id, Tender.INSTALMENTS, plan.total_minor, picture, plan.made_at))
    return sorted(found, key=lambda one: (one.at, one.payment_id))


def _picture(text: str) -> bytes:
    try:
        picture = base64.b64decode(text, validate=True)
    except binascii.Error:
        picture = b""
    if not picture.startswith(PNG) or len(picture) > LARGEST:
        raise NotSigned(_("The signature could not be read. Sign again."))
    return picture
