"""Short ways to packed goods and to people who carry them, for the tests of delivery."""

from __future__ import annotations

from app.core import clock
from app.delivery.dispatch import leave_run, plan_run
from app.delivery.models import Shipment
from app.orders.models import FulfillmentLine
from app.packing.close import close_parcel
from app.packing.scan import pack_scan
from app.packing.start import start_packing
from app.packing.weight import expected_weight
from app.staff.models import Person, Role
from tests.app.picking.orders import make_order, pick_all
from tests.factories import clerk, packer


def make_driver(name: str = "Dara Byrne") -> int:
    """A person who drives."""
    row = Person.get_or_none(Person.name == name)
    if row:
        return int(row.id)
    return int(Person.create(name=name, role=Role.WAREHOUSE, pin_hash="x", created_at=clock.now_ms()).id)


def pack_all(*order_ids: int) -> list[int]:
    """Pick and pack the first fulfillment of each order in one box; returns the fulfillments."""
    parts = pick_all(*order_ids)
    for part in parts:
        box = start_packing(packer, part).parcel_id
        for line in FulfillmentLine.select().where(FulfillmentLine.fulfillment == part, FulfillmentLine.picked > 0):
            pack_scan(packer, box, line.product.sku, line.picked)
        close_parcel(packer, box, None, expected_weight(box, None).grams)
    return parts


def make_packed(*lines: tuple[int, int], **more: object) -> int:
    """A packed fulfillment of a new order of (product, quantity)."""
    return pack_all(make_order(*lines, **more))[0]


def send_out(*parts: int) -> list[int]:
    """Put packed fulfillments on a run that leaves; returns the shipments in the order given."""
    run = plan_run(clerk, make_driver(), "van 2", parts).run_id
    leave_run(clerk, run)
    return [shipment_id(part) for part in parts]


def shipment_id(part: int) -> int:
    """The shipment of a fulfillment."""
    return int(Shipment.get(Shipment.fulfillment == part).id)
