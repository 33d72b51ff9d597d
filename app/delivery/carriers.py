"""Carriers: who carries parcels for the shop, and whose tracking numbers they use."""

from __future__ import annotations

from typing import NamedTuple

from app.core.actor import Actor
from app.core.command import command, note
from app.core.i18n import _
from app.core.refusal import NoName, NotFound, Refusal
from app.delivery.models import Carrier
from app.delivery.track import courier_names


class CarrierKnown(Refusal):
    """Another carrier has this code."""


class UnknownCourier(Refusal):
    """Nobody knows the tracking numbers of this courier."""


class CarrierRow(NamedTuple):
    """A carrier; `courier` names the rules of its tracking numbers, empty when there are none."""

    id: int
    code: str
    name: str
    courier: str
    tracking_url: str


@command("delivery.add_carrier")
def add_carrier(by: Actor, code: str, name: str, courier: str = "", tracking_url: str = "") -> int:
    """Add a carrier; `tracking_url` has %s where the number goes.  Returns its id.  NoName, CarrierKnown."""
    _check_courier(courier)
    bare = code.strip().lower()
    if not bare or not name.strip():
        raise NoName
    if Carrier.get_or_none(Carrier.code == bare):
        raise CarrierKnown(_("There is a carrier {code} already.").format(code=bare), code=bare)
    note(carrier=bare)
    row = Carrier.insert(code=bare, name=name.strip(), courier=courier, tracking_url=tracking_url.strip())
    return int(row.execute())


@command("delivery.change_carrier")
def change_carrier(
    by: Actor, carrier_id: int, name: str, courier: str = "", tracking_url: str = "", is_active: bool = True
) -> None:
    """Change a carrier, or take it out of use; NotFound when there is none, NoName without a name."""
    _check_courier(courier)
    if not name.strip():
        raise NoName
    changed = Carrier.update(
        name=name.strip(), courier=courier, tracking_url=tracking_url.strip(), is_active=is_active
    ).where(Carrier.id == carrier_id)
    if not changed.execute():
        raise NotFound("carrier", carrier_id)
    note(carrier=carrier_id, is_active=is_active)


def carriers() -> list[CarrierRow]:
    """The carriers in use, by name."""
    columns = (Carrier.id, Carrier.code, Carrier.name, Carrier.courier, Carrier.tracking_url)
    rows = Carrier.select(*columns).where(Carrier.is_active).order_by(Carrier.name)
    return [CarrierRow(*row) for row in rows.tuples()]


def _check_courier(courier: str) -> None:
    if courier and courier not in courier_names():
        raise UnknownCourier(_("Nobody knows the tracking numbers of {courier}.").format(courier=courier))
