"""Short ways to an order that is ready to be picked, for the tests of picking, packing and delivery."""

from __future__ import annotations

from app.orders.models import Fulfillment, FulfillmentLine
from app.orders.place import DraftLine, OrderDraft, place_order
from app.orders.states import Channel, FulfillmentState, Method, OrderState, PayPlan
from app.picking.release import release_batch
from app.picking.scan import pick_scan
from tests.factories import clerk, make_customer, packer

ADDRESS = {"line1": "14 Seapoint Terrace", "city": "Blackrock", "postcode": "A94 X5R7", "country": "IE"}


def make_order(
    *lines: tuple[int, int], method: Method = Method.OWN_DRIVER, pay_plan: PayPlan = PayPlan.ON_DELIVERY,
    name: str = "Eimear O’Connor", **more: object,
) -> int:  # fmt: skip
    """A confirmed phone order of (product, quantity); returns its id."""
    draft = OrderDraft(
        Channel.PHONE, method, pay_plan=pay_plan, customer_id=make_customer(name), address=ADDRESS,
        phone="+35312345678",
        lines=tuple(DraftLine(product, quantity) for product, quantity in lines), **more,  # type: ignore[arg-type]
    )  # fmt: skip
    placed = place_order(clerk, draft)
    assert placed.state == OrderState.CONFIRMED, placed
    return placed.order_id


def part_of(order_id: int, no: int = 1) -> int:
    """The id of an order's fulfillment."""
    return int(Fulfillment.get(Fulfillment.order == order_id, Fulfillment.no == no).id)


def state_of(fulfillment_id: int) -> FulfillmentState:
    """Where a fulfillment stands."""
    return Fulfillment.get_by_id(fulfillment_id).state


def lines_of(fulfillment_id: int) -> list[FulfillmentLine]:
    """The lines of a fulfillment."""
    rows = FulfillmentLine.select().where(FulfillmentLine.fulfillment == fulfillment_id)
    return list(rows.order_by(FulfillmentLine.id))


def pick_all(*order_ids: int) -> list[int]:
    """Pick the first fulfillment of each order, one walk each; returns the fulfillments."""
    from app.picking.tasks import current, group

    parts = [part_of(order_id) for order_id in order_ids]
    for part in parts:
        batch = release_batch(packer, (part,)).batch_id
        while now := current(batch):
            left = sum(task.left for task in group(batch, now.place_id, now.product_id))
            pick_scan(packer, batch, now.sku, left)
    return parts
