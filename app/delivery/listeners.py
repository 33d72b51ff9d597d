"""What delivery answers when an order is to be cancelled or changed, and what it does when it was."""

from __future__ import annotations

from app.core.command import touch
from app.core.events import listens
from app.core.i18n import _
from app.core.prepared import prepared
from app.delivery.models import Run, RunState, Shipment
from app.orders.events import FulfillmentMoved, MayAmend
from app.orders.models import Fulfillment
from app.orders.states import FulfillmentState


@prepared
def _planned(order):
    return (
        Shipment.select(Run.number).join(Run).switch(Shipment).join(Fulfillment)
        .where(Fulfillment.order == order, Run.state == RunState.PLANNED.value).limit(1)
    )  # fmt: skip


@prepared
def _shipment(fulfillment):
    return Shipment.select(Shipment.id, Shipment.run).where(Shipment.fulfillment == fulfillment)


@listens(MayAmend)
def _against_amending(question: MayAmend) -> str:
    row = _planned.one(question.order_id)
    return _("A parcel of this order is on run {run}. Take it off first.").format(run=row[0]) if row else ""


@listens(FulfillmentMoved)
def _take_off(event: FulfillmentMoved) -> None:
    """Goods of a stopped order go on no run and wait on no shelf."""
    if event.new != FulfillmentState.CANCELLED:
        return
    row = _shipment.one(event.fulfillment_id)
    if row is None:
        return
    shipment_id, run_id = row
    Shipment.update(run=None, stop=0, shelf="", pickup_code="").where(Shipment.id == shipment_id).execute()
    touch("shipment", shipment_id)
    if run_id:
        touch("run", run_id)
