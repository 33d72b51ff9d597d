"""What packing says to an amendment: labelled boxes stay as they are, open ones give back what is wanted no more."""

from __future__ import annotations

from app.core.command import touch
from app.core.events import listens
from app.core.i18n import _
from app.core.prepared import prepared
from app.core.refusal import StateChanged
from app.orders.events import GoodsRefitted, GoodsUnpacked, MayAmend
from app.orders.models import Fulfillment, FulfillmentLine
from app.orders.states import FulfillmentState
from app.packing.models import Parcel, ParcelLine, ParcelState

_HERE = (
    FulfillmentState.PICKED, FulfillmentState.PACKING, FulfillmentState.PACKED, FulfillmentState.READY_FOR_PICKUP
)  # fmt: skip


@prepared
def _labelled(order):
    return (
        Parcel.select(Parcel.code).join(Fulfillment)
        .where(Fulfillment.order == order, Fulfillment.state.in_([state.value for state in _HERE]),
               Parcel.state == ParcelState.CLOSED.value)
        .order_by(Parcel.id).limit(1)
    )  # fmt: skip


@listens(MayAmend)
def _against_amending(question: MayAmend) -> str:
    row = _labelled.one(question.order_id)
    if row is None:
        return ""
    return _("Parcel {code} is closed and has its label. Open it at the packing table first.").format(code=row[0])


@listens(GoodsUnpacked)
def _unpack(event: GoodsUnpacked) -> None:
    """The last box gives first; a line of which nothing is left is in no box any more, not even in a void one."""
    left = event.quantity
    in_boxes = ParcelLine.select(ParcelLine.id, ParcelLine.parcel, ParcelLine.quantity).join(Parcel)
    mine = in_boxes.where(ParcelLine.line == event.line_id, Parcel.state == ParcelState.OPEN)
    for row_id, parcel_id, quantity in list(mine.order_by(ParcelLine.id.desc()).tuples()):
        part = min(left, quantity)
        left -= part
        same = (ParcelLine.id == row_id) & (ParcelLine.quantity == quantity)
        fewer = ParcelLine.delete() if part == quantity else ParcelLine.update(quantity=quantity - part)
        if part and not fewer.where(same).execute():
            raise StateChanged("fulfillment", event.fulfillment_id)
        touch("parcel", parcel_id)
    assert not left, f"fulfillment line {event.line_id}: {left} in no open box"
    if event.is_whole:
        ParcelLine.delete().where(ParcelLine.line == event.line_id).execute()
    FulfillmentLine.update(packed=FulfillmentLine.packed - event.quantity).where(
        FulfillmentLine.id == event.line_id
    ).execute()


@listens(GoodsRefitted)
def _show_again(event: GoodsRefitted) -> None:
    """A box on the table shows its goods anew."""
    boxes = Parcel.select(Parcel.id).join(Fulfillment).where(
        Fulfillment.order == event.order_id, Parcel.state == ParcelState.OPEN
    )  # fmt: skip
    for (parcel_id,) in list(boxes.tuples()):
        touch("parcel", parcel_id)
