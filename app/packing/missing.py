"""A piece is missing at the packing table: it is fetched again, or travels later; and boxes of stopped orders."""

from __future__ import annotations

from app.core.actor import Actor
from app.core.command import command, note, touch
from app.core.events import listens
from app.core.i18n import _
from app.core.prepared import prepared
from app.core.refusal import NotFound, Refusal
from app.inventory.count import queue_count
from app.orders.advance import advance_fulfillment
from app.orders.events import FulfillmentMoved
from app.orders.models import FulfillmentLine
from app.orders.states import FulfillmentState
from app.packing.close import void_box
from app.packing.models import Parcel, ParcelState
from app.packing.scan import find_box, open_box
from app.picking.goods import give_back
from app.picking.models import PickTask
from app.picking.release import Released, fetch_again


class NotMissing(Refusal):
    """So many pieces are not missing from this line."""


@prepared
def _boxes(fulfillment):
    return Parcel.select(Parcel.id).where(Parcel.fulfillment == fulfillment, Parcel.state != ParcelState.VOID.value)


@command("packing.missing_piece")
def missing_piece(by: Actor, parcel_id: int, line_id: int, quantity: int = 1, reason: str = "missing") -> Released:
    """Picked pieces of a line are not in the tote: a walk of their own fetches them, and the tote waits until then.

    Their bin is put on the list of bins to count.  NotMissing when fewer are still to be packed.
    """
    box = open_box(parcel_id)
    mine = (FulfillmentLine.id == line_id) & (FulfillmentLine.fulfillment == box.fulfillment_id)
    line = FulfillmentLine.get_or_none(mine)
    if line is None:
        raise NotFound("line", line_id)
    if not 0 < quantity <= line.picked - line.packed:
        raise NotMissing(_("Only {n} of this are still to be packed.").format(n=line.picked - line.packed))
    task = PickTask.select().where(PickTask.line == line_id, PickTask.picked > 0).order_by(PickTask.id.desc()).get()
    give_back(
        product_id=line.product_id, quantity=quantity, place_id=task.place_id, order_id=box.order_id,
        order_line_id=line.line_id, line_id=line_id,
    )  # fmt: skip
    queue_count(task.place_id, reason)
    advance_fulfillment(box.fulfillment_id, FulfillmentState.PACKING, FulfillmentState.PICKED)
    released = fetch_again(box.fulfillment_id, line_id, line.product_id, task.place_id, quantity)
    touch("parcel", parcel_id)
    note(parcel=box.code, product=line.product_id, quantity=quantity, reason=reason, batch=released.number)
    return released


@listens(FulfillmentMoved)
def _void_boxes(event: FulfillmentMoved) -> None:
    """The labels of stopped goods no longer hold; their boxes are unpacked when they are put back."""
    if event.new != FulfillmentState.CANCELLED:
        return
    boxes = [row[0] for row in _boxes.all(event.fulfillment_id)]
    for parcel_id in boxes:
        void_box(find_box(parcel_id))
    if boxes:
        FulfillmentLine.update(packed=0).where(FulfillmentLine.fulfillment == event.fulfillment_id).execute()
