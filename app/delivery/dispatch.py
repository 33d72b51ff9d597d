"""Leaving the house: runs of the shop's own drivers, and parcels handed to a carrier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.core import clock, settings
from app.core.actor import Actor
from app.core.canonical import decode
from app.core.command import command, note, touch
from app.core.events import emit
from app.core.i18n import N_, _
from app.core.numbers import next_number
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal, StateChanged
from app.delivery.events import ShipmentLeft
from app.delivery.models import Carrier, Run, RunState, Shipment
from app.delivery.route import Point, arrivals, order_stops
from app.delivery.shipments import Stop, cod_of, hand_out, happened, shipment_of, stop_of, travel_of
from app.delivery.track import Match, normal_number, recognise_tracking
from app.orders.advance import advance_fulfillment, check_not_held
from app.orders.models import Fulfillment, Order
from app.orders.states import FulfillmentState, Method
from app.payments import cod
from app.staff.models import Person

settings.declare(
    "delivery.minutes_per_km", 3, N_("Minutes for a kilometre"), N_("Of the shop's own drivers."), least=1, most=60
)
settings.declare(
    "delivery.minutes_per_stop", 5, N_("Minutes at a door"), N_("From parking to driving on."), least=0, most=120
)
settings.declare(
    "delivery.unknown_minutes", 15, N_("Minutes to an unknown place"), N_("When an address has no coordinates."),
    least=1, most=240,
)  # fmt: skip
settings.declare(
    "delivery.shop_at", "", N_("Where runs start"), N_("Latitude and longitude of the shop, such as 53.3498, -6.2603."),
)  # fmt: skip


class NothingToDeliver(Refusal):
    """The run would be empty."""


class WrongWay(Refusal):
    """The goods are to be collected, or stand on another run."""


class WrongTracking(Refusal):
    """The number is not one of this carrier; `matches` are the couriers that it could be of."""

    def __init__(self, number: str, carrier: str, matches: Sequence[Match]) -> None:
        names = list(dict.fromkeys(match.courier_name for match in matches))
        sentence = _("{number} is no number of {carrier}.").format(number=number, carrier=carrier)
        if names:
            sentence += " " + _("It looks like one of {names}.").format(names=", ".join(names))
        super().__init__(sentence, tracking=number, matches=[match._asdict() for match in matches])


class TrackingUsed(Refusal):
    """Another parcel has this number."""


class Planned(NamedTuple):
    """A new run."""

    run_id: int
    number: str
    stops: int


class _Door(NamedTuple):
    shipment_id: int
    point: Point | None


@prepared
def _run(run):
    return Run.select(Run.number, Run.state, Run.driver, Run.driver_name).where(Run.id == run)


@prepared
def _doors(run):
    return (
        Shipment.select(Shipment.id, Order.address, Fulfillment.id)
        .join(Fulfillment)
        .join(Order)
        .where(Shipment.run == run)
        .order_by(Shipment.stop, Shipment.id)
    )


@prepared
def _set_stop(stop, shipment):
    return Shipment.update(stop=stop).where(Shipment.id == shipment)


@prepared
def _set_left(eta, cod_minor, shipment):
    return Shipment.update(eta_at=eta, cod_minor=cod_minor).where(Shipment.id == shipment)


@prepared
def _give_to_carrier(carrier, tracking, shipment):
    return Shipment.update(carrier=carrier, tracking=tracking, run=None, stop=0).where(Shipment.id == shipment)


@prepared
def _same_tracking(tracking, shipment):
    return Shipment.select(Shipment.id).where(Shipment.tracking == tracking, Shipment.id != shipment).limit(1)


@prepared
def _carrier(code):
    return Carrier.select(Carrier.id, Carrier.name, Carrier.courier).where(Carrier.code == code, Carrier.is_active)


@command("delivery.plan_run")
def plan_run(by: Actor, driver_id: int, vehicle: str, fulfillment_ids: tuple[int, ...] = ()) -> Planned:
    """Make a run of packed fulfillments for a driver, in a short order of stops.

    Refused with NothingToDeliver, WrongWay (to be collected, or on another run), OnHold and StateChanged (not packed).
    """
    driver = Person.get_or_none(Person.id == driver_id)
    if driver is None:
        raise NotFound("person", driver_id)
    if not fulfillment_ids:
        raise NothingToDeliver(_("Choose at least one parcel for the run."))
    number = f"R-{next_number('run', 101)}"
    run_id = int(Run.insert(
        number=number, driver=driver_id, driver_name=driver.name, vehicle=vehicle.strip(), made_at=clock.now_ms()
    ).execute())  # fmt: skip
    for fulfillment_id in dict.fromkeys(fulfillment_ids):
        _put_on(run_id, fulfillment_id)
    stops = _sort(run_id)
    touch("run", run_id)
    note(run=number, driver=driver.name, stops=stops)
    return Planned(run_id, number, stops)


@command("delivery.put_on_run")
def put_on_run(by: Actor, run_id: int, fulfillment_ids: tuple[int, ...]) -> int:
    """Put more parcels on a planned run; returns how many stops it has now."""
    number = _planned(run_id)
    for fulfillment_id in dict.fromkeys(fulfillment_ids):
        _put_on(run_id, fulfillment_id)
    stops = _sort(run_id)
    touch("run", run_id)
    note(run=number, stops=stops)
    return stops


@command("delivery.take_off_run")
def take_off_run(by: Actor, shipment_id: int) -> None:
    """Take a parcel off a run that has not left."""
    stop = stop_of(shipment_id)
    if stop.run_id is None or stop.state != FulfillmentState.PACKED:
        raise StateChanged("shipment", shipment_id)
    number = _planned(stop.run_id)
    Shipment.update(run=None, stop=0).where(Shipment.id == shipment_id).execute()
    for kind, ref in (("run", stop.run_id), ("shipment", shipment_id), ("order", stop.order_id)):
        touch(kind, ref)
    note(run=number, order_id=stop.order_id)


@command("delivery.sort_run")
def sort_run(by: Actor, run_id: int, shipment_ids: tuple[int, ...] = ()) -> None:
    """Put the stops of a planned run into an order of one's own, or into the shortest when none is given."""
    number = _planned(run_id)
    if not shipment_ids:
        _sort(run_id)
    else:
        mine = {row[0] for row in _doors.all(run_id)}
        if mine != set(shipment_ids):
            raise StateChanged("run", run_id)
        _set_stop.run_many((no, shipment_id) for no, shipment_id in enumerate(shipment_ids, 1))
    touch("run", run_id)
    note(run=number)


@command("delivery.leave_run")
def leave_run(by: Actor, run_id: int) -> int:
    """The driver leaves: every stop gets its time, cash on delivery becomes due; returns how many stops.

    Refused with NothingToDeliver, and StateChanged when the run has left or a parcel is not packed any more.
    """
    row = _run.one(run_id)
    if row is None:
        raise NotFound("run", run_id)
    number, _state, driver, _name = row
    now = clock.now_ms()
    left = Run.update(state=RunState.OUT, left_at=now).where(Run.id == run_id, Run.state == RunState.PLANNED)
    if not left.execute():
        raise StateChanged("run", run_id)
    doors = [_Door(shipment, _point(address)) for shipment, address, _fulfillment in _doors.all(run_id)]
    if not doors:
        raise NothingToDeliver(_("There is no parcel on this run."))
    etas = arrivals(
        now, shop_point(), [door.point for door in doors], minutes_per_km=settings.read("delivery.minutes_per_km"),
        minutes_per_stop=settings.read("delivery.minutes_per_stop"),
        unknown_minutes=settings.read("delivery.unknown_minutes"),
    )  # fmt: skip
    for door, eta in zip(doors, etas, strict=True):
        send(stop_of(door.shipment_id), f"driver:{driver}", eta=eta)
    touch("run", run_id)
    note(run=number, stops=len(doors))
    return len(doors)


@command("delivery.hand_to_carrier")
def hand_to_carrier(by: Actor, fulfillment_id: int, carrier: str, tracking: str = "") -> int:
    """Give packed goods to a carrier (its code) with their tracking number; returns the shipment.

    A number that is not the carrier's is refused with WrongTracking, one that another parcel has with TrackingUsed.
    """
    travel = travel_of(fulfillment_id)
    check_not_held(travel.order_id)
    if travel.method == Method.PICKUP:
        raise WrongWay(_("This order is collected here. Change how it travels first."), fulfillment_id=fulfillment_id)
    shipment_id = shipment_of(fulfillment_id)
    carrier_id, number = _check_tracking(carrier, tracking, shipment_id)
    _give_to_carrier.run(carrier_id, number, shipment_id)
    send(stop_of(shipment_id), f"carrier:{carrier.strip().lower()}", eta=None)
    note(carrier=carrier, tracking=number)
    return shipment_id


def send(stop: Stop, holder: str, *, eta: int | None) -> None:
    """The step behind leaving: packed goods go out, what is owed at the door is claimed, everybody is told."""
    check_not_held(stop.order_id)
    amount = cod_of(stop.fulfillment_id, travel_of(stop.fulfillment_id))
    # The sale is posted with the step, so what is owed is read before it.
    advance_fulfillment(stop.fulfillment_id, FulfillmentState.PACKED, FulfillmentState.DISPATCHED)
    hand_out(stop.fulfillment_id, stop.order_id)
    if amount:
        cod.make_claim(stop.order_id, holder, stop.run_id, amount)
    _set_left.run(eta, amount, stop.shipment_id)
    happened(stop.shipment_id, "left")
    emit(ShipmentLeft(stop.order_id, stop.fulfillment_id, stop.shipment_id, stop.run_id, amount))


def check_number(text: str, carrier_name: str, courier: str) -> str:
    """A tracking number in the form in which it is kept; WrongTracking when it cannot be of this courier."""
    number = normal_number(text)
    if not courier:
        return number
    matches = recognise_tracking(number)
    if not any(match.courier == courier for match in matches):
        raise WrongTracking(number, carrier_name, matches)
    return number


def shop_point() -> Point | None:
    """Where runs start, or None when the shop did not say."""
    parts = settings.read("delivery.shop_at").replace(";", ",").split(",")
    try:
        lat, lon = (round(float(part) * 1_000_000) for part in parts)
    except ValueError:
        return None
    return Point(lat, lon)


def _check_tracking(carrier: str, tracking: str, shipment_id: int) -> tuple[int, str | None]:
    row = _carrier.one(carrier.strip().lower())
    if row is None:
        raise NotFound("carrier", carrier)
    carrier_id, name, courier = row
    number = check_number(tracking, name, courier) if tracking.strip() or courier else ""
    check_unused(number, shipment_id)
    return int(carrier_id), number or None


def check_unused(number: str, shipment_id: int) -> None:
    """Raise TrackingUsed when another parcel has this number."""
    if number and _same_tracking.one(number, shipment_id):
        raise TrackingUsed(_("Another parcel has the number {number}.").format(number=number), tracking=number)


def _put_on(run_id: int, fulfillment_id: int) -> None:
    travel = travel_of(fulfillment_id)
    check_not_held(travel.order_id)
    if travel.method == Method.PICKUP:
        raise WrongWay(_("This order is collected here. Change how it travels first."), fulfillment_id=fulfillment_id)
    if travel.state != FulfillmentState.PACKED:
        raise StateChanged("fulfillment", fulfillment_id)
    shipment_id = shipment_of(fulfillment_id)
    stop = stop_of(shipment_id)
    if stop.run_id not in (None, run_id) and _run.one(stop.run_id)[1] == RunState.PLANNED:
        other = _run.one(stop.run_id)[0]
        raise WrongWay(_("This parcel is on run {run} already.").format(run=other), run_id=stop.run_id)
    Shipment.update(run=run_id, stop=10_000, carrier=None, tracking=None).where(Shipment.id == shipment_id).execute()
    touch("shipment", shipment_id)
    touch("order", travel.order_id)


def _sort(run_id: int) -> int:
    doors = [_Door(shipment, _point(address)) for shipment, address, _fulfillment in _doors.all(run_id)]
    order = order_stops(shop_point(), [door.point for door in doors])
    _set_stop.run_many((no, doors[place].shipment_id) for no, place in enumerate(order, 1))
    return len(doors)


def _planned(run_id: int) -> str:
    row = _run.one(run_id)
    if row is None:
        raise NotFound("run", run_id)
    if row[1] != RunState.PLANNED:
        raise StateChanged("run", run_id)
    return str(row[0])


def _point(address: str | None) -> Point | None:
    known = decode(address) if address else {}
    if known.get("lat_e6") is None or known.get("lon_e6") is None:
        return None
    return Point(int(known["lat_e6"]), int(known["lon_e6"]))
