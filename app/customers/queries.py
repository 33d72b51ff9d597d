"""What screens read of customers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import peewee
from peewee import fn

from app.core import search
from app.core.events import ask
from app.core.prepared import among, listed, prepared
from app.core.refusal import NotFound
from app.customers.events import WhoseOrder
from app.customers.models import Address, Customer, CustomerGroup

LEAST_DIGITS = 4  # of a phone number, before anybody is looked for


class CustomerRow(NamedTuple):
    """A customer in a list; amounts in minor units, the discount of the group in hundredths of a percent."""

    id: int
    name: str
    phone: str
    email: str
    card: str
    group_id: int | None
    group: str
    discount_bp: int
    city: str
    postcode: str
    language: str
    points: int
    credit_limit_minor: int
    order_count: int
    spent_minor: int
    last_order_at: int | None
    regime_id: int | None  # of taxes: the customer's own, else the group's


class AddressRow(NamedTuple):
    """An address of a customer; coordinates in millionths of a degree."""

    id: int
    line1: str
    line2: str
    city: str
    region: str
    postcode: str
    country: str
    note: str
    lat_e6: int | None
    lon_e6: int | None
    is_main: bool


class CustomerCard(NamedTuple):
    """All that is known about a customer but the orders."""

    row: CustomerRow
    note: str
    may_mail: bool
    may_sms: bool
    created_at: int
    own_regime_id: int | None
    pay_days: int | None
    addresses: list[AddressRow]


class GroupRow(NamedTuple):
    """A group of customers."""

    id: int
    code: str
    name: str
    discount_bp: int
    customers: int
    regime_id: int | None


def find_customers(text: str, limit: int = 20) -> list[CustomerRow]:
    """The customers that a typed or scanned text means, best first: name, phone from the 4th digit, card, order."""
    typed = text.strip()
    if not typed:
        return []
    ids = [int(row[0]) for row in _by_card.all(typed)]
    ids += [int(customer_id) for customer_id in ask(WhoseOrder(typed))]
    digits = "".join(filter(str.isdecimal, typed))
    if not any(sign.isalpha() for sign in typed):
        # Typed with the nought of home or of abroad, kept without.
        ids += search.find("customer", digits.lstrip("0"), limit) if len(digits) >= LEAST_DIGITS else []
    else:
        ids += search.find("customer", typed, limit)
    if not ids:
        return []
    place = {customer_id: no for no, customer_id in enumerate(dict.fromkeys(ids))}
    return sorted(_by_ids.all(listed(place)), key=lambda row: place[row.id])[:limit]


@prepared
def _by_card(card: str) -> Any:
    return Customer.select(Customer.id).where(Customer.card == card)


@prepared(rows=CustomerRow)
def _by_ids(ids: str) -> Any:
    return _rows().where(among(Customer.id, ids))


def customers(*, after: CustomerRow | None = None, limit: int = 200) -> list[CustomerRow]:
    """A page of all customers by name, from behind `after`."""
    query = _rows().order_by(Customer.name, Customer.id).limit(limit)
    if after is not None:
        query = query.where((Customer.name > after.name) | ((Customer.name == after.name) & (Customer.id > after.id)))
    return [CustomerRow(*row) for row in query.tuples()]


def customer_names(customer_ids: Sequence[int]) -> dict[int, str]:
    """The names of some customers by their ids."""
    rows: Any = Customer.select(Customer.id, Customer.name).where(Customer.id.in_(list(customer_ids))).tuples()
    return dict(rows)


def customer_card(customer_id: int) -> CustomerCard:
    """A customer with addresses, the main one first; NotFound when there is none such."""
    more = (
        Customer.note,
        Customer.may_mail,
        Customer.may_sms,
        Customer.created_at,
        Customer.tax_regime_ref,
        Customer.pay_days,
    )
    found = _rows(*more).where(Customer.id == customer_id).tuples().first()
    if found is None:
        raise NotFound("customer", customer_id)
    return CustomerCard._make((CustomerRow(*found[: -len(more)]), *found[-len(more) :], addresses(customer_id)))


def addresses(customer_id: int) -> list[AddressRow]:
    """The addresses of a customer, the main one first."""
    query = Address.select(
        Address.id, Address.line1, Address.line2, Address.city, Address.region, Address.postcode, Address.country,
        Address.note, Address.lat_e6, Address.lon_e6, Address.is_main,
    ).where(Address.customer == customer_id)  # fmt: skip
    return [AddressRow(*row) for row in query.order_by(Address.is_main.desc(), Address.id).tuples()]


def groups() -> list[GroupRow]:
    """All groups by name."""
    members = Customer.select(fn.COUNT(Customer.id)).where(Customer.group == CustomerGroup.id)
    query = CustomerGroup.select(
        CustomerGroup.id,
        CustomerGroup.code,
        CustomerGroup.name,
        CustomerGroup.discount_bp,
        members,
        CustomerGroup.tax_regime_ref,
    )
    return [GroupRow(*row) for row in query.order_by(CustomerGroup.name).tuples()]


def _rows(*more: Any) -> Any:
    left = peewee.JOIN.LEFT_OUTER
    main = (Address.customer == Customer.id) & Address.is_main
    return (
        Customer.select(
            Customer.id, Customer.name, fn.COALESCE(Customer.phone, ""), fn.COALESCE(Customer.email, ""),
            fn.COALESCE(Customer.card, ""), Customer.group, fn.COALESCE(CustomerGroup.name, ""),
            fn.COALESCE(CustomerGroup.discount_bp, 0), fn.COALESCE(Address.city, ""), fn.COALESCE(Address.postcode, ""),
            Customer.language, Customer.points, Customer.credit_limit_minor, Customer.order_count,
            Customer.spent_minor, Customer.last_order_at,
            fn.COALESCE(Customer.tax_regime_ref, CustomerGroup.tax_regime_ref), *more,
        )
        .join(CustomerGroup, left)
        .join_from(Customer, Address, left, on=main)
    )  # fmt: skip
