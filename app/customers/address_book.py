"""The addresses of a customer; one of them is the main one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.i18n import _
from app.core.refusal import NotFound, Refusal
from app.customers.addresses import tidy_postcode
from app.customers.models import Address, Customer


class BadAddress(Refusal):
    """An address needs a street and a country; whether the post knows it is asked by `check_address`."""


@dataclass(frozen=True)
class NewAddress:
    """Where goods go; coordinates in millionths of a degree."""

    line1: str
    city: str
    country: str
    line2: str = ""
    region: str = ""
    postcode: str = ""
    note: str = ""
    lat_e6: int | None = None
    lon_e6: int | None = None


@command("customers.add_address")
def add_address(by: Actor, customer_id: int, new: NewAddress, *, is_main: bool = False) -> int:
    """Add an address; the first one of a customer is the main one.  Returns the id."""
    if not Customer.select().where(Customer.id == customer_id).exists():
        raise NotFound("customer", customer_id)
    address_id = keep_address(customer_id, new, is_main=is_main)
    touch("customer", customer_id)
    note(customer=customer_id, city=new.city, country=new.country)
    return address_id


@command("customers.change_address")
def change_address(by: Actor, address_id: int, new: NewAddress, *, is_main: bool | None = None) -> None:
    """Write an address anew; orders that are placed keep the one of then."""
    customer_id = _owner(address_id)
    Address.update(**_columns(new)).where(Address.id == address_id).execute()
    if is_main:
        _make_main(customer_id, address_id)
    touch("customer", customer_id)
    note(customer=customer_id, city=new.city, country=new.country)


@command("customers.remove_address")
def remove_address(by: Actor, address_id: int) -> None:
    """Take an address off; orders that are placed keep it."""
    customer_id = _owner(address_id)
    Address.delete().where(Address.id == address_id).execute()
    left = Address.select().where(Address.customer == customer_id).order_by(Address.is_main.desc(), Address.id).first()
    if left is not None:
        _make_main(customer_id, left.id)
    touch("customer", customer_id)
    note(customer=customer_id)


def keep_address(customer_id: int, new: NewAddress, *, is_main: bool = False) -> int:
    """The step behind `add_address`."""
    values = _columns(new)
    is_first = not Address.select().where(Address.customer == customer_id).exists()
    address_id = int(Address.insert(customer=customer_id, is_main=False, **values).execute())
    if is_main or is_first:
        _make_main(customer_id, address_id)
    return address_id


def _columns(new: NewAddress) -> dict[str, Any]:
    values = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(new).items()}
    values["country"] = values["country"].upper()
    if not values["line1"] or len(values["country"]) != 2:
        raise BadAddress(_("An address needs a street and a country."), field="line1")
    return values | {"postcode": tidy_postcode(values["country"], values["postcode"])}


def _owner(address_id: int) -> int:
    row = Address.get_or_none(Address.id == address_id)
    if row is None:
        raise NotFound("address", address_id)
    return int(row.customer_id)


def _make_main(customer_id: int, address_id: int) -> None:
    Address.update(is_main=Address.id == address_id).where(Address.customer == customer_id).execute()
