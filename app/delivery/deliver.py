"""At the door: handed over, refused, nobody at home; then once more, or back to the shop for good."""

from __future__ import annotations

from app.core import clock
from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import emit
from app.core.i18n import _
from app.core.money import format_money
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal, StateChanged, TimePassed, check_reason
from app.delivery.age import check_age
from app.delivery.dispatch import check_number, check_unused
from app.delivery.events import (
    Delivered,
    DeliveredWithCash,
    DeliveryFailed,
    EtaChanged,
    ShipmentLost,
    ShipmentReturned,
    TrackingCorrected,
)
from app.delivery.models import Carrier, Run, RunState, Shipment
from app.delivery.proof import ProofData, keep_proof
from app.delivery.shipments import Stop, check_state, happened, stop_of, take_back
from app.orders.advance import advance_fulfillment
from app.orders.models import Fulfillment
from app.orders.states import FulfillmentState
from app.payments import cod

F = FulfillmentState


class TooMuchCash(Refusal):
    """More was collected than is due."""


class NobodyNamed(Refusal):
    """Goods are handed to somebody with a name."""


class StopsOpen(Refusal):
    """Parcels of the run are still on their way."""


@prepared
def _on_the_way(run):
    return Shipment.select(Shipment.id).join(Fulfillment).where(
        Shipment.run == run, Fulfillment.state == FulfillmentState.DISPATCHED.value
    )  # fmt: skip


@command("delivery.deliver")
def deliver(by: Actor, shipment_id: int, proof: ProofData, age_checked: bool = False) -> None:
    """The customer has the goods; cash taken at the door is booked as with the driver or carrier.

    Refused with NobodyNamed, TooMuchCash, BadSignature, AgeNotAsked when our own driver hands over goods with an age
    limit (a carrier asks by its own rules), and StateChanged when the goods are not on their way.
    """
    stop = stop_of(shipment_id)
    old = check_state(stop, F.DISPATCHED, F.LOST)
    if not proof.name.strip():
        raise NobodyNamed(_("Say who took it."))
    if not 0 <= proof.collected_minor <= stop.cod_minor:
        raise TooMuchCash(
            _("Only {amount} is to be collected.").format(amount=format_money(stop.cod_minor)),
            cod_minor=stop.cod_minor, collected_minor=proof.collected_minor,
        )  # fmt: skip
    if stop.carrier_id is None:
        check_age(stop.fulfillment_id, stop.order_id, is_checked=age_checked)
    advance_fulfillment(stop.fulfillment_id, old, F.DELIVERED)
    keep_proof(shipment_id, proof, order_id=stop.order_id)
    happened(shipment_id, "delivered", proof.name)
    emit(Delivered(stop.order_id, stop.fulfillment_id, shipment_id))
    _take_cash(stop, proof.collected_minor)
    _touch_run(stop)
    note(
        name=proof.name, collected_minor=proof.collected_minor, cod_minor=stop.cod_minor, age_checked=age_checked
    )  # fmt: skip


@command("delivery.refused")
def refused(by: Actor, shipment_id: int, reason: str) -> None:
    """The customer does not take the goods; they are on their way back, and nothing is to be collected.  NoReason."""
    check_reason(reason)
    _failed(shipment_id, "refused", reason)


@command("delivery.not_home")
def not_home(by: Actor, shipment_id: int, reason: str = "") -> None:
    """Nobody was there; the goods are on their way back, for the next run or for good."""
    _failed(shipment_id, "not_home", reason)


@command("delivery.try_again")
def try_again(by: Actor, shipment_id: int) -> None:
    """Goods that could not be handed over stand packed in the shop again, ready for the next run or carrier."""
    stop = stop_of(shipment_id)
    check_state(stop, F.FAILED)
    advance_fulfillment(stop.fulfillment_id, F.FAILED, F.PACKED, left_at=None)
    take_back(stop.fulfillment_id, stop.order_id)
    cleared = {"run": None, "stop": 0, "eta_at": None, "cod_minor": 0, "carrier": None, "tracking": None}
    Shipment.update(cleared).where(Shipment.id == shipment_id).execute()
    happened(shipment_id, "came_back")
    note(tries=stop.tries)


@command("delivery.send_back")
def send_back(by: Actor, shipment_id: int, reason: str) -> None:
    """Goods that could not be handed over, or turned up after they were lost, came back for good.

    They wait at the inspection, as a return of their order.  NoReason without one.
    """
    check_reason(reason)
    stop = stop_of(shipment_id)
    old = check_state(stop, F.FAILED, F.LOST)
    happened(shipment_id, "returned", reason)
    advance_fulfillment(stop.fulfillment_id, old, F.RETURNED)
    emit(ShipmentReturned(stop.order_id, stop.fulfillment_id, shipment_id, reason))
    note(reason=reason)


@command("delivery.lose_shipment")
def lose_shipment(by: Actor, shipment_id: int, reason: str) -> None:
    """The goods are lost on the way; nothing is to be collected for them any more.  NoReason without one."""
    check_reason(reason)
    stop = stop_of(shipment_id)
    check_state(stop, F.DISPATCHED)
    advance_fulfillment(stop.fulfillment_id, F.DISPATCHED, F.LOST)
    _drop_cash(stop)
    happened(shipment_id, "lost", reason)
    emit(ShipmentLost(stop.order_id, stop.fulfillment_id, shipment_id, reason))
    _touch_run(stop)
    note(reason=reason)


@command("delivery.set_eta")
def set_eta(by: Actor, shipment_id: int, eta_at: int, reason: str = "", tell: bool = True) -> None:
    """Say when goods on their way will come (ms); with `tell` the customer hears of it.  TimePassed."""
    if eta_at <= clock.now_ms():
        raise TimePassed(eta_at)
    stop = stop_of(shipment_id)
    check_state(stop, F.DISPATCHED, F.PACKED)
    Shipment.update(eta_at=eta_at).where(Shipment.id == shipment_id).execute()
    is_later = stop.eta_at is not None and eta_at > stop.eta_at
    happened(shipment_id, "late" if is_later else "new_time", reason)
    touch("order", stop.order_id)
    emit(EtaChanged(stop.order_id, shipment_id, stop.eta_at, eta_at, reason, tell))
    note(before_at=stop.eta_at, eta_at=eta_at, reason=reason, tell=tell)


@command("delivery.correct_tracking")
def correct_tracking(by: Actor, shipment_id: int, tracking: str) -> None:
    """Put a wrong tracking number right; the customer gets the new one.  WrongTracking, TrackingUsed."""
    stop = stop_of(shipment_id)
    check_state(stop, F.DISPATCHED, F.LOST)
    carrier = Carrier.get_or_none(Carrier.id == stop.carrier_id)
    if carrier is None:
        raise NotFound("carrier", stop.carrier_id or 0)
    number = check_number(tracking, carrier.name, carrier.courier)
    check_unused(number, shipment_id)
    Shipment.update(tracking=number).where(Shipment.id == shipment_id).execute()
    happened(shipment_id, "tracking", number)
    touch("order", stop.order_id)
    emit(TrackingCorrected(stop.order_id, shipment_id, stop.tracking or "", number))
    note(before=stop.tracking, tracking=number)


@command("delivery.note_scan")
def note_scan(by: Actor, shipment_id: int, text: str) -> None:
    """Note what the carrier's tracking says about a parcel."""
    stop = stop_of(shipment_id)
    happened(shipment_id, "scanned", text)
    touch("order", stop.order_id)
    note(text=text)


@command("delivery.return_run")
def return_run(by: Actor, run_id: int) -> None:
    """The driver is back; StopsOpen while a parcel is neither delivered nor failed."""
    if _on_the_way.one(run_id):
        raise StopsOpen(_("A parcel of this run is still on its way. Say what became of it."), run_id=run_id)
    back = Run.update(state=RunState.BACK, back_at=clock.now_ms()).where(Run.id == run_id, Run.state == RunState.OUT)
    if not back.execute():
        raise StateChanged("run", run_id)
    touch("run", run_id)
    note(run_id=run_id)


@command("delivery.settle_run")
def settle_run(by: Actor, run_id: int) -> None:
    """The driver's cash is handed in and counted; StateChanged when the driver is not back, or was settled before."""
    done = Run.update(state=RunState.SETTLED).where(Run.id == run_id, Run.state == RunState.BACK)
    if not done.execute():
        raise StateChanged("run", run_id)
    touch("run", run_id)
    note(run_id=run_id)


def _failed(shipment_id: int, kind: str, reason: str) -> None:
    stop = stop_of(shipment_id)
    check_state(stop, F.DISPATCHED)
    advance_fulfillment(stop.fulfillment_id, F.DISPATCHED, F.FAILED)
    Shipment.update(tries=Shipment.tries + 1).where(Shipment.id == shipment_id).execute()
    _drop_cash(stop)
    happened(shipment_id, kind, reason)
    emit(DeliveryFailed(stop.order_id, stop.fulfillment_id, shipment_id, kind, reason, stop.tries + 1))
    _touch_run(stop)
    note(reason=reason, tries=stop.tries + 1)


def _take_cash(stop: Stop, amount_minor: int) -> None:
    if amount_minor:
        if not cod.collect(stop.order_id, amount_minor):
            # The claim fell when another part of the order was refused or this one was lost; the cash is there now.
            cod.make_claim(stop.order_id, _holder(stop), stop.run_id, amount_minor)
            cod.collect(stop.order_id, amount_minor)
        emit(DeliveredWithCash(stop.order_id, stop.shipment_id, amount_minor))
    elif stop.cod_minor:
        cod.drop_claims(stop.order_id)  # taken on credit: it is still owed, but nobody brings it


def _holder(stop: Stop) -> str:
    if stop.run_id:
        return f"driver:{Run.get_by_id(stop.run_id).driver}"
    return f"carrier:{Carrier.get_by_id(stop.carrier_id).code}"


def _drop_cash(stop: Stop) -> None:
    if stop.cod_minor:
        cod.drop_claims(stop.order_id)


def _touch_run(stop: Stop) -> None:
    if stop.run_id:
        touch("run", stop.run_id)
