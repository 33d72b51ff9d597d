"""A day of one small shop as keyed commands: the same seed sends the same keys with the same arguments, always.

What a later step needs is read from the answers of earlier ones and from rows that never change again, so that a day
that was cut anywhere can be sent again from its beginning.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.catalog.models import Product
from app.core.actor import system_actor
from app.counter.sale import Sale, SaleLine
from app.counter.sell import sell
from app.delivery.deliver import ProofData, deliver, return_run, settle_run
from app.delivery.dispatch import leave_run, plan_run
from app.delivery.models import Shipment
from app.orders.draft import DraftLine, OrderDraft
from app.orders.models import Fulfillment, FulfillmentLine, OrderLine
from app.orders.place import place_order
from app.orders.states import Channel, Method, PayPlan
from app.packing.close import close_parcel
from app.packing.scan import pack_scan
from app.packing.start import start_packing
from app.payments.close import close_shift
from app.payments.cod import hand_in
from app.payments.models import Tender
from app.payments.refund import refund_order
from app.payments.shift import begin_count, move_cash, open_shift
from app.payments.tender import TenderInput
from app.picking.models import PickTask
from app.picking.release import release_batch
from app.picking.scan import pick_scan
from app.returns.quick import QuickLine, quick_return
from app.staff.people import add_person
from tests.factories import clerk, make_customer, make_product, manager, packer

FLOAT_MINOR = 50_000
ROUNDS = 1
EUROS = (3, 8, 12, 25, 40)  # whole euros, so that cash is never rounded
Send = Callable[..., Any]
boss = replace(manager, station="till-1", limits=clerk.limits | {"refund_minor": 10**9, "till_difference_minor": 0})


def fill_shop() -> None:
    """Goods, a customer and a driver."""
    for place, euros in enumerate(EUROS):
        make_product(f"P-{place}", price=f"{euros}.00", on_hand=500, bin=f"B-{place}", weight=200)
    make_customer()
    add_person(system_actor(), "Dara Murray", "warehouse", "4711")


def play(seed: int, send: Send, rounds: int = ROUNDS) -> None:
    """Send every command of the day; `send(key, command, by, *args)` returns its answer."""
    day = _Day(seed, send)
    day.send("open", open_shift, boss, FLOAT_MINOR)
    for number in range(rounds):
        day.counter(f"{number}")
        day.order(f"{number}")
    day.send("drop", move_cash, boss, "drop", 1_000, "Too much in the drawer")
    day.send("count", begin_count, boss)
    day.send("close", close_shift, boss, {"cash": FLOAT_MINOR + day.drawer_minor - 1_000})


class _Day:
    """The acts, and the cash that the drawer must hold after them."""

    def __init__(self, seed: int, send: Send) -> None:
        self.seed, self._send = seed, send
        self.rng = random.Random(seed)
        self.ids = {row.sku: int(row.id) for row in Product.select(Product.id, Product.sku)}
        self.drawer_minor = 0

    def send(self, name: str, command: Callable[..., Any], by: Any, *args: Any) -> Any:
        """One keyed command."""
        return self._send(f"{self.seed}:{name}", command, by, *args)

    def basket(self) -> tuple[list[tuple[int, int]], int]:
        """Products with quantities, and what they cost in cents."""
        chosen = self.rng.sample(range(len(EUROS)), self.rng.randint(1, 3))
        lines = [(place, self.rng.randint(1, 3)) for place in chosen]
        total = sum(EUROS[place] * 100 * quantity for place, quantity in lines)
        return [(self.ids[f"P-{place}"], quantity) for place, quantity in lines], total

    def counter(self, no: str) -> None:
        """Two sales in cash, one by card; a piece of the first comes back, a euro of the second is given back."""
        sales = []
        for turn, tender in enumerate((Tender.CASH, Tender.CASH, Tender.CARD)):
            lines, total = self.basket()
            paid = TenderInput(tender, total, auth_code="" if tender == Tender.CASH else f"A{no}{turn}")
            uid = f"{self.seed}:{no}:{turn}"
            sale = Sale(uid, tuple(SaleLine(*line) for line in lines), (paid,))
            sales.append(self.send(f"sale:{no}:{turn}", sell, boss, sale))
            self.drawer_minor += total if tender == Tender.CASH else 0
        first = OrderLine.get(OrderLine.order == sales[0].order_id, OrderLine.no == 1)
        self.send(f"return:{no}", quick_return, boss, sales[0].order_id, [QuickLine(int(first.id), 1)])
        self.drawer_minor -= first.unit_price_e4 // 100
        self.send(f"refund:{no}", refund_order, boss, sales[1].order_id, 100, "cash", "A scratch", True)
        self.drawer_minor -= 100

    def order(self, no: str) -> None:
        """A phone order: placed, picked, packed, driven, paid at the door, handed in."""
        lines, total = self.basket()
        draft = OrderDraft(
            Channel.PHONE, Method.OWN_DRIVER, PayPlan.ON_DELIVERY, customer_id=1, phone="+353875550101",
            address={"line1": "14 Seapoint Terrace", "city": "Blackrock", "postcode": "A94 X5R7", "country": "IE"},
            lines=tuple(DraftLine(*line) for line in lines),
        )  # fmt: skip
        order = self.send(f"order:{no}", place_order, clerk, draft).order_id
        part = int(Fulfillment.get(Fulfillment.order == order).id)
        self.pick(no, part)
        self.pack(no, part, sum(quantity for _product, quantity in lines))
        run = self.send(f"run:{no}", plan_run, packer, 1, "van", (part,)).run_id
        self.send(f"leave:{no}", leave_run, packer, run)
        shipment = int(Shipment.get(Shipment.fulfillment == part).id)
        self.send(f"deliver:{no}", deliver, packer, shipment, ProofData("Eimear", collected_minor=total))
        self.send(f"return_run:{no}", return_run, boss, run)
        self.send(f"hand_in:{no}", hand_in, boss, "driver:1", total, run)
        self.send(f"settle:{no}", settle_run, boss, run)
        self.drawer_minor += total

    def pick(self, no: str, part: int) -> None:
        batch = self.send(f"batch:{no}", release_batch, packer, (part,)).batch_id
        for task in list(PickTask.select().where(PickTask.batch == batch).order_by(PickTask.position, PickTask.id)):
            sku = Product.get_by_id(task.product_id).sku
            self.send(f"pick:{no}:{task.id}", pick_scan, packer, batch, sku, task.quantity)

    def pack(self, no: str, part: int, pieces: int) -> None:
        parcel = self.send(f"pack:{no}", start_packing, packer, part).parcel_id
        lines = FulfillmentLine.select().where(FulfillmentLine.fulfillment == part)
        for line in list(lines.order_by(FulfillmentLine.id)):
            sku = Product.get_by_id(line.product_id).sku
            self.send(f"pack:{no}:{line.id}", pack_scan, packer, parcel, sku, line.quantity)
        self.send(f"parcel:{no}", close_parcel, packer, parcel, None, pieces * 200)
