"""What ties customers to the rooms beside them: whose order has this number, and whom prices, offers and taxes are for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from app.catalog.events import OnlyFor, RegimeGroups
from app.catalog.models import TaxRegime
from app.core.command import note, touch
from app.core.events import listens
from app.core.prepared import prepared
from app.core.refusal import NotFound
from app.customers.events import RegimeChosen, WhoseOrder
from app.customers.models import Customer, CustomerGroup
from app.orders.models import Order


@prepared
def _customer_of(number):
    return Order.select(Order.customer).where(Order.number == number)


@listens(WhoseOrder)
def customer_of_order(question: WhoseOrder) -> int | None:
    """The customer of the order with this number, or None."""
    row = _customer_of.one(question.number)
    return row[0] if row else None


@listens(RegimeGroups)
def tax_groups_by(event: RegimeGroups) -> None:
    """A regime was saved with the groups of customers that it is for; a step of that command.  NotFound."""
    _check_there("customer_group", CustomerGroup, event.groups)
    regime = CustomerGroup.tax_regime_ref
    for now, which in (
        (None, (regime == event.regime_id) & CustomerGroup.id.not_in(event.groups)),
        (event.regime_id, (regime.is_null() | (regime != event.regime_id)) & CustomerGroup.id.in_(event.groups)),
    ):
        changed = [group for (group,) in CustomerGroup.select(CustomerGroup.id).where(which).tuples()]
        CustomerGroup.update(tax_regime_ref=now).where(CustomerGroup.id.in_(changed)).execute()
        for group in changed:
            touch("customer_group", group)
    note(groups=sorted(event.groups))


@listens(RegimeChosen)
def check_regime(event: RegimeChosen) -> None:
    """Raise NotFound when a customer is to have a tax regime that is not there."""
    _check_there("tax_regime", TaxRegime, (event.regime_id,))


@listens(OnlyFor)
def check_whom(event: OnlyFor) -> None:
    """Raise NotFound when prices or an offer are to be for a customer or group that is not there."""
    _check_there("customer", Customer, event.customers)
    _check_there("customer_group", CustomerGroup, event.groups)


def _check_there(kind: str, table: Any, ids: Collection[int]) -> None:
    there = {row[0] for row in table.select(table.id).where(table.id.in_(list(ids))).tuples()}
    if lost := set(ids) - there:
        raise NotFound(kind, min(lost))
