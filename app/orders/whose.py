"""What ties customers to the rooms beside them: whose order has this number, and which groups a tax regime is for."""

from __future__ import annotations

from app.catalog.events import RegimeGroups
from app.core.command import note, touch
from app.core.events import listens
from app.core.prepared import prepared
from app.customers.events import WhoseOrder
from app.customers.models import CustomerGroup
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
    """A regime was saved with the groups of customers that it is for; a step of that command."""
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
