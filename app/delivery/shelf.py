"""Pickup: packed goods wait on a shelf until the customer comes with the code, or with a name that fits."""

from __future__ import annotations

import secrets

from app.core import settings
from app.core.actor import Actor
from app.core.command import command, note
from app.core.events import ask, emit
from app.core.i18n import N_, _
from app.core.prepared import prepared
from app.core.refusal import Refusal, StateChanged, check_reason
from app.delivery.age import check_age
from app.delivery.events import Delivered, DeliveryFailed, OnShelf
from app.delivery.models import Shipment
from app.delivery.proof import ProofData, keep_proof
from app.delivery.shipments import hand_out, happened, shipment_of, stop_of, travel_of
from app.orders.advance import advance_fulfillment, check_not_held
from app.orders.events import IsPaid
from app.orders.models import Fulfillment
from app.orders.states import FulfillmentState, PayPlan

settings.declare(
    "delivery.pickup_days", 7, N_("Days on the pickup shelf"),
    N_("After them the goods go back and the customer is asked."), least=1, most=90,
)  # fmt: skip


class NoShelf(Refusal):
    """Nobody said on which shelf it lies."""


class NotTheCustomer(Refusal):
    """Neither the pickup code nor a name was checked."""


class NotPaidYet(Refusal):
    """The goods are handed over when they are paid."""


@prepared
def _code_in_use(code):
    return (
        Shipment.select(Shipment.id).join(Fulfillment)
        .where(Shipment.pickup_code == code, Fulfillment.state == FulfillmentState.READY_FOR_PICKUP.value)
    )  # fmt: skip


@command("delivery.put_on_shelf")
def put_on_shelf(by: Actor, fulfillment_id: int, shelf: str) -> str:
    """Put packed goods on the pickup shelf; returns the code that the customer will say."""
    if not shelf.strip():
        raise NoShelf(_("Say on which shelf it lies."))
    travel = travel_of(fulfillment_id)
    check_not_held(travel.order_id)
    advance_fulfillment(fulfillment_id, FulfillmentState.PACKED, FulfillmentState.READY_FOR_PICKUP)
    shipment_id, code = shipment_of(fulfillment_id), _fresh_code()
    Shipment.update(shelf=shelf.strip(), pickup_code=code, run=None, stop=0).where(Shipment.id == shipment_id).execute()
    happened(shipment_id, "on_shelf", shelf.strip())
    emit(OnShelf(travel.order_id, fulfillment_id, shipment_id, code))
    note(shelf=shelf.strip())
    return code


@command("delivery.collect")
def collect(
    by: Actor, fulfillment_id: int, code: str = "", checked_name: str = "", proof: ProofData | None = None,
    age_checked: bool = False,
) -> None:  # fmt: skip
    """Hand goods from the shelf to the customer, who says the code, or whose name somebody checked.

    Refused with NotTheCustomer, NotPaidYet (unless the order is on account), AgeNotAsked and StateChanged.
    """
    travel = travel_of(fulfillment_id)
    stop = stop_of(shipment_id := shipment_of(fulfillment_id))
    if stop.state != FulfillmentState.READY_FOR_PICKUP:
        raise StateChanged("fulfillment", fulfillment_id)
    said = "".join(code.split()).upper()
    if said != stop.pickup_code and (said or not checked_name.strip()):
        raise NotTheCustomer(_("The pickup code does not fit. Ask for a name and check it."))
    check_not_held(travel.order_id)
    if travel.pay_plan != PayPlan.ON_ACCOUNT and not ask(IsPaid(travel.order_id)):
        raise NotPaidYet(_("This order is not paid yet. Take the payment first."), order_id=travel.order_id)
    check_age(fulfillment_id, travel.order_id, is_checked=age_checked)
    advance_fulfillment(fulfillment_id, FulfillmentState.READY_FOR_PICKUP, FulfillmentState.COLLECTED)
    hand_out(fulfillment_id, travel.order_id)
    keep_proof(shipment_id, proof or ProofData(checked_name.strip() or _("Pickup code")), order_id=travel.order_id)
    happened(shipment_id, "collected", checked_name.strip())
    emit(Delivered(travel.order_id, fulfillment_id, shipment_id))
    note(by_code=bool(said), name=checked_name.strip(), age_checked=age_checked)


@command("delivery.take_off_shelf")
def take_off_shelf(by: Actor, fulfillment_id: int, reason: str) -> None:
    """Nobody came for it: the goods stand packed again, to be sent, cancelled or put on the shelf once more.

    NoReason without one, StateChanged when they do not lie there.
    """
    check_reason(reason)
    advance_fulfillment(fulfillment_id, FulfillmentState.READY_FOR_PICKUP, FulfillmentState.FAILED)
    stop = stop_of(shipment_id := shipment_of(fulfillment_id))
    advance_fulfillment(fulfillment_id, FulfillmentState.FAILED, FulfillmentState.PACKED, left_at=None)
    Shipment.update(shelf="", pickup_code="", tries=Shipment.tries + 1).where(Shipment.id == shipment_id).execute()
    happened(shipment_id, "not_collected", reason)
    emit(DeliveryFailed(stop.order_id, fulfillment_id, shipment_id, "not_collected", reason, stop.tries + 1))
    note(reason=reason)


def _fresh_code() -> str:
    """A code that nothing else on the shelf has; short enough to say on the phone."""
    while True:
        code = f"P{secrets.randbelow(90_000) + 10_000}"
        if _code_in_use.one(code) is None:
            return code
