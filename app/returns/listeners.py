"""What returns do when goods come back by themselves, and what they answer when an order is to be cancelled."""

from __future__ import annotations

from typing import Any

from app.core.events import emit, listens
from app.core.i18n import _
from app.delivery.models import Shipment, ShipmentEvent
from app.orders.events import FulfillmentMoved, MayAmend, MayCancel
from app.orders.models import FulfillmentLine
from app.orders.states import FulfillmentState
from app.returns.advance import step
from app.returns.events import ReturnReceived
from app.returns.goods import take_in
from app.returns.models import Return, ReturnState
from app.returns.open import ReturnInput, open_step, sold_order
from app.returns.policy import ReturnReason
from app.returns.states import OPEN


@listens(FulfillmentMoved)
def _came_back(event: FulfillmentMoved) -> None:
    """Goods that were refused or could not be handed over wait at the inspection, as a return of their order."""
    if event.new != FulfillmentState.RETURNED:
        return
    reason = _why(event.fulfillment_id)
    left = FulfillmentLine.quantity - FulfillmentLine.short
    rows: Any = FulfillmentLine.select(FulfillmentLine.line, left).where(
        FulfillmentLine.fulfillment == event.fulfillment_id, left > 0
    )
    lines = [ReturnInput(line, quantity, reason.value) for line, quantity in rows.tuples()]
    order = sold_order(event.order_id)
    return_id = open_step(order, lines, state=ReturnState.APPROVED, note_text=_("Came back undelivered"))
    step(return_id, ReturnState.APPROVED, ReturnState.RECEIVED)
    take_in(return_id, event.order_id)
    emit(ReturnReceived(return_id, event.order_id))


@listens(MayCancel)
def _against_cancelling(question: MayCancel) -> str:
    return _open_return(question.order_id)


@listens(MayAmend)
def _against_amending(question: MayAmend) -> str:
    return _open_return(question.order_id)


def _open_return(order_id: int) -> str:
    match = (Return.order == order_id) & Return.state.in_([state.value for state in OPEN])
    number = Return.select(Return.number).where(match).scalar()
    return _("Return {number} of this order is open. Settle it first.").format(number=number) if number else ""


def _why(fulfillment_id: int) -> ReturnReason:
    """Refused, or nobody at home, by the last thing that happened on the way."""
    kind = (
        ShipmentEvent.select(ShipmentEvent.kind)
        .join(Shipment)
        .where(Shipment.fulfillment == fulfillment_id, ShipmentEvent.kind.in_(["refused", "not_home"]))
        .order_by(ShipmentEvent.at.desc(), ShipmentEvent.id.desc())
        .limit(1)
        .scalar()
    )
    return ReturnReason.NOT_AT_HOME if kind == "not_home" else ReturnReason.REFUSED
