"""Cancelling: allowed until a parcel has left; holds are given back, fulfillments stopped, payments told to refund."""

from __future__ import annotations

from app.catalog.coupons import give_back_coupons
from app.core.actor import Actor
from app.core.command import command, note
from app.core.db import hold
from app.core.events import ask, emit
from app.core.i18n import _
from app.core.refusal import NoReason, Refusal, StateChanged
from app.ledger.models import Transfer
from app.orders.advance import advance, advance_fulfillment, hold_order_goods, state_of
from app.orders.confirm import forget_promises
from app.orders.events import MayCancel, OrderCancelled
from app.orders.hold import LONGEST_REASON
from app.orders.layaway import agreed_fee
from app.orders.models import Fulfillment, Order
from app.orders.states import DONE_FULFILLMENT, LEFT_THE_HOUSE, OPEN_ORDER, FulfillmentState, OrderState


class CannotCancel(Refusal):
    """Something speaks against cancelling; `reasons` are sentences."""

    def __init__(self, order_id: int, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons), order_id=order_id, reasons=reasons)
        self.reasons = reasons


@command("orders.cancel")
def cancel_order(by: Actor, order_id: int, reason: str, waive_fee: bool = False) -> None:
    """Cancel an open order and send back what was paid, less the fee that was agreed for a layaway.

    Refused with NoReason, CannotCancel (a parcel left, or a room above says why), StateChanged when the order is no
    longer open, and NotPermitted: `orders.cancel_paid` when money was taken and the person may not give it back,
    `orders.waive_fee` when the fee is not to be kept.
    """
    hold(Order, order_id)
    fee = agreed_fee(order_id)
    if has_money(order_id):
        by.check("orders.cancel_paid")
        if fee and waive_fee:
            by.check("orders.waive_fee")
            note(fee_waived_minor=fee)
    cancel(order_id, reason, fee_minor=0 if waive_fee else fee)


def reasons_against_cancelling(order_id: int) -> list[str]:
    """What speaks against cancelling, in sentences; the button and the command ask the same."""
    reasons = []
    states = {row[0] for row in Fulfillment.select(Fulfillment.state).where(Fulfillment.order == order_id).tuples()}
    if states & LEFT_THE_HOUSE:
        reasons.append(_("A parcel has left the shop. Take it back as a return instead."))
    if FulfillmentState.FAILED in states:
        reasons.append(_("A parcel is on its way back. Book it in first."))
    return reasons + [str(reason) for reason in ask(MayCancel(order_id))]


def cancel(order_id: int, reason: str, *, old: OrderState | None = None, fee_minor: int = 0) -> None:
    """The step behind cancelling and rejecting; `old` is the state that the order must still be in.

    Of what was paid `fee_minor` is kept; the shop that cancels by itself keeps nothing.
    """
    if not reason.strip():
        raise NoReason
    hold_order_goods(order_id)
    state = old or state_of(order_id)
    if state not in OPEN_ORDER:
        raise StateChanged("order", order_id)
    if reasons := reasons_against_cancelling(order_id):
        raise CannotCancel(order_id, reasons)
    advance(order_id, state, OrderState.CANCELLED)
    Order.update(is_on_hold=False).where(Order.id == order_id).execute()
    stop_fulfillments(order_id)
    forget_promises(order_id)
    give_back_coupons(order_id)
    note(order_id=order_id, reason=reason.strip())
    emit(OrderCancelled(order_id, reason.strip()[:LONGEST_REASON], fee_minor))


def stop_fulfillments(order_id: int) -> None:
    """Stop what is under way; picking and packing hear it and ask for a put-back."""
    open_parts = Fulfillment.select(Fulfillment.id, Fulfillment.state).where(
        Fulfillment.order == order_id, Fulfillment.state.not_in([state.value for state in DONE_FULFILLMENT])
    )
    found = list(open_parts.order_by(Fulfillment.no).tuples())
    for fulfillment_id, state in found:
        advance_fulfillment(fulfillment_id, FulfillmentState(state), FulfillmentState.CANCELLED)


def has_money(order_id: int) -> bool:
    """Whether any money moved for this order."""
    return Transfer.select().where(Transfer.order_ref == order_id).exists()
