"""Bars 1 and 2: from a scanner's Enter to the painted line in the real Sell tab, and a burst without a pause.

python bench/scan.py [--products N] [--times N] [--burst N] [--offers N]

With offers only what they cost is measured: a ticket of 200 lines of the products that the offers are about.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path
from typing import Any

LINES = (10, 200, 1_000)


def main() -> int:
    """Measure and tell."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--products", type=int, default=1_000_000)
    asked.add_argument("--times", type=int, default=200)
    asked.add_argument("--burst", type=int, default=1_000)
    asked.add_argument("--offers", type=int, default=0)
    options = asked.parse_args()
    from app import shop
    from app.core import db
    from app.core.actor import system_actor
    from app.payments.shift import open_shift
    from bench.big_shop import big_shop
    from bench.common import calibration_ms, spread, tell
    from bench.offers import PRODUCTS, keep_offers, some_offers
    from bench.window import Window

    sys.setswitchinterval(0.0005)  # as `main.py` runs the window
    path = big_shop(options.products)
    shop.open_shop(db.url_of(path))
    open_shift(system_actor("till-1"), 15_000)
    if options.offers:
        keep_offers(some_offers(options.offers, random.Random(1)))
    shop.close_shop()
    window = Window(db.url_of(path))
    floor = _Floor(path, options.products)
    platform = window.app.platformName()
    for lines in (200,) if options.offers else LINES:
        till = _Till(window, PRODUCTS if options.offers else options.products)
        till.fill(lines)
        floor.fill(lines)
        walls: dict[str, list[float]] = {"kontor": [], "floor": []}
        cpus: list[float] = []
        for _ in range(options.times):
            used = time.process_time()
            walls["kontor"].append(till.scan())
            cpus.append((time.process_time() - used) * 1000)
            walls["floor"].append(floor.scan())
        found, bare = spread(walls["kontor"][10:]), spread(walls["floor"][10:])
        tell(
            "1 scan", lines=lines, offers=options.offers, products=options.products, platform=platform, unit="ms",
            ratio=round(found["median"] / bare["median"], 2), floor=bare, cpu=spread(cpus),
            calibration_ms=calibration_ms(), **found,
        )  # fmt: skip
        till.empty()
    if not options.offers:
        till = _Till(window, options.products)
        tell("2 burst", platform=platform, **till.burst(options.burst))
        till.empty()
    window.close()
    return 0


class _Till:
    """The Sell tab with its ticket."""

    def __init__(self, window: Any, products: int) -> None:
        from bench.window import Painted

        self._window, self._products = window, products
        self._counter = window.shown.tab.counter
        self._painted = Painted(self._counter.cart.viewport())
        self._painted_before = 0  # paints when the line came; the next one shows it
        self._counter.adding.added.connect(self._on_added)
        self._chosen = iter(random.Random(len(LINES)).sample(range(1, products + 1), min(products, 20_000)))

    def fill(self, lines: int) -> None:
        """Put lines on the ticket, as if they had been scanned."""
        from app.counter.lookup import look_up
        from bench.big_shop import ean_of

        numbers = [next(self._chosen) for _ in range(lines)]
        hits = self._window.ask(lambda: [look_up(ean_of(number))[0] for number in numbers])
        for hit in hits:
            self._counter.till.ticket.add(hit.item, hit.quantity)
        self._counter.till.touch()
        self._window.running.settle()

    def scan(self) -> float:
        """From Enter to the paint that shows the new line, in ms."""
        from bench.big_shop import ean_of

        ticket = self._counter.till.ticket
        wanted = len(ticket.lines) + 1
        self._window.keys(ean_of(next(self._chosen)))
        began = time.perf_counter()
        self._window.enter()
        self._window.wait(lambda: len(ticket.lines) == wanted and self._painted.count > self._painted_before)
        return (time.perf_counter() - began) * 1000

    def burst(self, scans: int) -> dict[str, Any]:
        """So many codes without a pause: how many a second, how many lost or out of order."""
        from bench.big_shop import ean_of

        numbers = [next(self._chosen) for _ in range(scans)]
        ticket = self._counter.till.ticket
        began, used = time.perf_counter(), time.process_time()
        for number in numbers:
            self._window.keys(ean_of(number))
            self._window.enter()
            self._window.app.processEvents()
        self._window.wait(lambda: len(ticket.lines) >= scans)
        before = self._painted.count
        self._counter.cart.viewport().update()
        self._window.wait(lambda: self._painted.count > before)
        seconds, used = time.perf_counter() - began, time.process_time() - used
        got = [line.item.product_id for line in ticket.lines]
        return {
            "scans": scans, "per_second": round(scans / seconds), "per_cpu_second": round(scans / used),
            "lost": scans - len(got),
            "in_order": got == numbers, "all_single": all(line.quantity == 1 for line in ticket.lines),
        }  # fmt: skip

    def _on_added(self, _no: int) -> None:
        self._painted_before = self._painted.count

    def empty(self) -> None:
        """Begin with an empty ticket."""
        self._counter.till.renew()
        self._window.running.settle()


class _Floor:
    """A plain table and the bare driver, in the window's thread."""

    def __init__(self, path: Path, products: int) -> None:
        from app.core import db
        from bench.floor_table import FloorWindow
        from bench.window import Painted

        self._store = db.driver_connection(db.url_of(path), read_only=True)
        self._products, self._chosen = products, random.Random(7)
        self._window = FloorWindow()
        self._painted = Painted(self._window.view.viewport())
        self._window.edit.returnPressed.connect(self._scanned)

    def fill(self, lines: int) -> None:
        """Show so many rows."""
        self._window.model.swap([("5390000000000", "Name", 1, "12.34", "12.34")] * lines)

    def scan(self) -> float:
        """From Enter to the paint, in ms."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        from bench.big_shop import ean_of
        from bench.window import application

        self._window.edit.setText(ean_of(self._chosen.randrange(1, self._products + 1)))
        application().processEvents()
        before, began = self._painted.count, time.perf_counter()
        QTest.keyClick(self._window.edit, Qt.Key.Key_Return)
        while self._painted.count == before:
            application().processEvents()
        return (time.perf_counter() - began) * 1000

    def _scanned(self) -> None:
        sql = ("SELECT c.code, p.name, p.price_e4 FROM product_code c JOIN product p ON p.id = c.product_id"
               " WHERE c.code = ?")  # fmt: skip
        code, name, price = self._store.execute(sql, (self._window.edit.text(),)).fetchone()
        self._window.edit.clear()
        self._window.model.append((code, name, 1, price, price))
        self._window.view.scrollToBottom()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
