"""Bar 4: a counter sale of 3 lines in cash: CPU, wall beside the bare driver, and how many fsyncs.

python bench/sale.py [--times N] [--products N]
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

CHECKPOINT_EVERY = 50


def main() -> int:
    """Measure and tell."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--times", type=int, default=1_000)
    asked.add_argument("--products", type=int, default=20_000)
    asked.add_argument("--only-kontor", action="store_true", help="no floor, marks for the trace")
    options = asked.parse_args()
    if options.only_kontor:
        _Sales(options.products).marked(options.times)
        return 0
    from bench.common import calibration_ms, spread, tell
    from bench.floor_sale import FloorSale

    with tempfile.TemporaryDirectory() as folder:
        sales, floor = _Sales(options.products), FloorSale(Path(folder) / "floor.db", options.products)
        taken: dict[str, list[float]] = {name: [] for name in ("cpu", "wall", "floor cpu", "floor wall")}
        for no in range(1, options.times + 1):  # in turn, so that a slow disk falls on both alike
            products = sales.choose()
            _timed(sales.sell(products), taken["cpu"], taken["wall"])
            _timed(partial(floor.sell, no, products), taken["floor cpu"], taken["floor wall"])
            if no % CHECKPOINT_EVERY == 0:
                sales.checkpoint()
                floor.checkpoint()
        sales.close()
        floor.close()
    told = {name: spread(values[50:]) for name, values in taken.items()}
    for what in ("cpu", "wall"):
        mine, bare = told[what], told[f"floor {what}"]
        tell(
            "4 sale", what=what, unit="ms", ratio=round(mine["median"] / bare["median"], 2), floor=bare["median"],
            calibration_ms=calibration_ms(), **mine,
        )  # fmt: skip
    tell("4 sale", what="fsyncs a sale", **_fsyncs())
    return 0


class _Sales:
    """A till that sells, with nothing but the service layer."""

    def __init__(self, products: int) -> None:
        from app import shop
        from app.core import db
        from app.payments.shift import open_shift
        from bench.big_shop import big_shop, clerk

        self._chosen, self._products, self._by = random.Random(1), products, clerk
        shop.open_shop(db.url_of(big_shop(products)))
        open_shift(clerk, 15_000)

    def choose(self) -> list[int]:
        """Three different products."""
        return self._chosen.sample(range(1, self._products + 1), 3)

    def ticket(self, products: list[int]) -> Any:
        """What the till hands over, made before the clock runs: the window has it when Pay is pressed."""
        from app.counter.lookup import look_up
        from app.counter.ticket import Ticket
        from app.payments.models import Tender
        from app.payments.tender import TenderInput
        from bench.big_shop import ean_of

        ticket = Ticket()
        for product in products:
            ticket.add(look_up(ean_of(product))[0].item, 1)
        total = ticket.totals().total_minor
        return ticket.to_sale([TenderInput(Tender.CASH, total, given_minor=total + 500 - total % 500)])

    def sell(self, products: list[int]) -> Callable[[], Any]:
        """The act of one sale, to be run with the clock on."""
        from app.counter.sell import sell

        sale = self.ticket(products)
        return lambda: sell(self._by, sale, key=sale.uid)

    def marked(self, times: int) -> None:
        """Sales with a mark before each, for the trace."""
        from bench.fsyncs import mark

        for _ in range(times):
            act = self.sell(self.choose())
            mark()
            act()
        mark()
        self.close()

    def checkpoint(self) -> None:
        """As the reader's thread does when the till is idle."""
        from app.core import db

        db.checkpoint()

    def close(self) -> None:
        """Close the store."""
        from app import shop

        shop.close_shop()


def _timed(act: Callable[[], Any], cpu: list[float], wall: list[float]) -> None:
    began, used = time.perf_counter(), time.process_time()
    act()
    cpu.append((time.process_time() - used) * 1000)
    wall.append((time.perf_counter() - began) * 1000)


def _fsyncs() -> dict[str, Any]:
    """Out of 200 sales: how many had exactly one."""
    from bench.fsyncs import count

    found = count([str(Path(__file__).resolve()), "--only-kontor", "--times", "200", "--products", "20000"])
    if found is None:
        return {"unknown": "strace is not installed"}
    sales = found[:-1]
    return {"sales": len(sales), "with_one": sales.count(1), "in_all": sum(sales)}


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
