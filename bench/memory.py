"""Bar 9: memory with every tab opened once, and whether it grows over many scans; beside a bare window.

python bench/memory.py [--products N] [--scans N]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Any

BARE = """
from pathlib import Path
import os
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.show()
app.processEvents()
print(int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1_048_576)
"""
A_TICKET = 50  # lines


def main() -> int:
    """Measure and tell."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--products", type=int, default=100_000)
    asked.add_argument("--scans", type=int, default=10_000)
    options = asked.parse_args()
    from app import shop
    from app.core import db
    from app.core.actor import system_actor
    from app.payments.shift import open_shift
    from app.staff.models import Role
    from app.staff.people import add_person
    from app.staff.pin import pin_length
    from bench.big_shop import big_shop
    from bench.common import resident_mb, tell
    from bench.window import Window
    from ui.shell.tabs import TABS

    bare = subprocess.run([sys.executable, "-c", BARE], check=True, capture_output=True, text=True)
    path = big_shop(options.products)
    shop.open_shop(db.url_of(path))
    add_person(system_actor("office"), "Ruth Hartwell", Role.MANAGER, "739182604"[: pin_length(Role.MANAGER)])
    open_shift(system_actor("till-1"), 15_000)
    shop.close_shop()
    window = Window(db.url_of(path), role="manager")
    signed_in = resident_mb()
    names = [spec.name for spec in TABS]
    for name in names:
        window.running.desk.go(name)
        window.running.settle()
    all_tabs = resident_mb()
    window.running.desk.go("sell")
    window.running.settle()
    steps = [_scan(window, options.products, options.scans // 10) for _ in range(10)]
    tell(
        "9 memory", unit="MB resident", bare=round(float(bare.stdout), 1), signed_in=signed_in, all_tabs=all_tabs,
        tabs=len(names), products=options.products, scans=options.scans, after_scans=steps,
    )  # fmt: skip
    window.close()
    return 0


def _scan(window: Any, products: int, scans: int) -> float:
    """Scan so many pieces, ticket after ticket, and tell what the process holds then."""
    from bench.big_shop import ean_of
    from bench.common import resident_mb

    till = window.shown.tab.counter.till
    for first in range(0, scans, A_TICKET):
        pieces = till.ticket.pieces + A_TICKET
        for number in range(first, first + A_TICKET):
            window.keys(ean_of(number % products + 1))
            window.enter()
            window.app.processEvents()
        window.wait(lambda pieces=pieces: till.ticket.pieces >= pieces)
        till.renew()
        window.running.settle()
    return resident_mb()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
