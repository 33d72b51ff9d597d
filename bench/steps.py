"""Bar 5: one order of 3 lines from placing to paid through the service layer, beside a floor of peewee models.

    python bench/steps.py [--times N]

The nine steps: place (promises the goods), release, pick (a scan a line), begin packing, pack (a scan a line), close,
hand to the carrier (posts the sale), deliver, pay.  A scan is an act of its own, so there are more commits than steps.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PRODUCTS = 1_000
CHECKPOINT_EVERY = 25
ADDRESS = {"line1": "14 Seapoint Terrace", "city": "Blackrock", "postcode": "A94 X5R7", "country": "IE"}


def main() -> int:
    """Measure and tell."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--times", type=int, default=300)
    asked.add_argument("--only-kontor", action="store_true", help="no floor, marks for the trace")
    options = asked.parse_args()
    if options.only_kontor:
        _marked(options.times)
        return 0
    from bench.common import calibration_ms, spread, tell
    from bench.floor_steps import FloorSteps

    with tempfile.TemporaryDirectory() as folder:
        order, floor = _Orders(), FloorSteps(Path(folder) / "floor.db")
        cpu: list[float] = []
        wall: list[float] = []
        bare: list[float] = []
        for no in range(1, options.times + 1):
            began, used = time.perf_counter(), time.process_time()
            order.run()
            cpu.append((time.process_time() - used) * 1000)
            wall.append((time.perf_counter() - began) * 1000)
            used = time.process_time()
            floor.run(no)
            bare.append((time.process_time() - used) * 1000)
            if no % CHECKPOINT_EVERY == 0:
                order.checkpoint()
                floor.checkpoint()
        order.close()
        floor.close()
    found, least = spread(cpu[20:]), spread(bare[20:])
    tell(
        "5 steps", what="cpu an order", unit="ms", ratio=round(found["median"] / least["median"], 2), floor=least,
        wall=spread(wall[20:]), calibration_ms=calibration_ms(), **found,
    )  # fmt: skip
    for name, values in order.cpu.items():
        tell("5 steps", what=name, unit="ms cpu", each_order=len(values) // options.times, **spread(values))
    tell("5 steps", what="fsyncs a step", **_fsyncs())
    return 0


class _Orders:
    """Guests who order three things each."""

    def __init__(self) -> None:
        from app import shop
        from app.core import db
        from app.core.actor import system_actor
        from app.delivery.carriers import add_carrier
        from bench.big_shop import big_shop

        self.cpu: dict[str, list[float]] = {}
        self.marking = False
        self._chosen = random.Random(1)
        shop.open_shop(db.url_of(big_shop(PRODUCTS)))
        add_carrier(system_actor("office"), "post", "Post")

    def run(self) -> None:
        """One order through all steps."""
        from app.delivery.deliver import deliver
        from app.delivery.dispatch import hand_to_carrier
        from app.delivery.proof import ProofData
        from app.orders.place import place_order
        from app.packing.close import close_parcel
        from app.packing.scan import pack_scan
        from app.packing.start import start_packing
        from app.packing.weight import expected_weight
        from app.payments.pay import record_online
        from app.picking.release import release_batch
        from app.picking.scan import pick_scan
        from bench.big_shop import clerk as by
        from bench.big_shop import ean_of

        products = sorted(self._chosen.sample(range(1, PRODUCTS + 1), 3))
        with self._step("place"):
            placed = place_order(by, self._draft(products))
        assert placed.state == "confirmed", placed.state
        fulfillment = self._fulfillment(placed.order_id)
        with self._step("release"):
            batch = release_batch(by, (fulfillment,)).batch_id
        for product in products:
            with self._step("pick scan"):
                pick_scan(by, batch, ean_of(product), 2)
        with self._step("start packing"):
            parcel = start_packing(by, fulfillment).parcel_id
        for product in products:
            with self._step("pack scan"):
                pack_scan(by, parcel, ean_of(product), 2)
        with self._step("close parcel"):
            close_parcel(by, parcel, None, expected_weight(parcel, None).grams)
        with self._step("dispatch"):
            shipment = hand_to_carrier(by, fulfillment, "post")
        with self._step("deliver"):
            deliver(by, shipment, ProofData("Eimear O’Connor"), age_checked=True)
        with self._step("pay"):
            record_online(by, placed.order_id, placed.total_minor, f"WEB-{placed.number}")

    def checkpoint(self) -> None:
        """As the reader's thread does when the shop is idle."""
        from app.core import db

        db.checkpoint()

    def close(self) -> None:
        """Close the store."""
        from app import shop

        shop.close_shop()

    def _draft(self, products: list[int]) -> Any:
        from app.orders.draft import DraftLine, OrderDraft
        from app.orders.states import Channel, Method, PayPlan

        return OrderDraft(
            Channel.ONLINE, Method.CARRIER, PayPlan.PAID_ONLINE, customer_name="Eimear O’Connor",
            phone="+353 87 555 0101", email="e@shop.example", address=ADDRESS,
            lines=tuple(DraftLine(product, 2) for product in products),
        )  # fmt: skip

    def _fulfillment(self, order: int) -> int:
        from app.orders.models import Fulfillment

        return int(Fulfillment.get(Fulfillment.order == order).id)

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        if self.marking:
            from bench.fsyncs import mark

            mark()
        used = time.process_time()
        yield
        self.cpu.setdefault(name, []).append((time.process_time() - used) * 1000)
        if self.marking:
            mark()


def _marked(times: int) -> None:
    orders = _Orders()
    orders.marking = True
    for _ in range(times):
        orders.run()
    orders.close()


def _fsyncs() -> dict[str, Any]:
    """Out of the commands of 20 orders: how many had exactly one."""
    from bench.fsyncs import count

    found = count([str(Path(__file__).resolve()), "--only-kontor", "--times", "20"])
    if found is None:
        return {"unknown": "strace is not installed"}
    steps = found[::2]  # each step lies between two marks
    return {"commands": len(steps), "with_one": steps.count(1), "in_all": sum(steps)}


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
