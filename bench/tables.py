"""Bar 10: a table view with 1,000,000 rows: reset and paint, beside a plain QTableView.

python bench/tables.py [--rows N] [--times N]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple


class Row(NamedTuple):
    """One row as a list of the program shows it."""

    id: int
    code: str
    name: str
    quantity: int
    total: str


def columns() -> list[Any]:
    """The columns of such a list."""
    from ui.common.table import Column

    return [Column("Code", "code", 120), Column("Name", "name"), Column("Quantity", "quantity", 90, "right"),
            Column("Total", "total", 120, "right")]  # fmt: skip


def main() -> int:
    """Measure and tell."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--times", type=int, default=20)
    options = asked.parse_args()
    from bench.common import calibration_ms, spread, tell
    from bench.floor_table import FloorWindow
    from bench.window import Painted, application
    from ui.common.table import LiveTable
    from ui.theme import theme

    app = application()
    theme().apply(app)
    table = LiveTable(columns(), "bench.table")
    table.resize(1000, 700)
    table.show()
    floor = FloorWindow()
    mine, bare = Painted(table.view.viewport()), Painted(floor.view.viewport())
    for count in sorted({1_000, options.rows}):
        rows = [Row(no, f"{no:08}", f"Product {no}", 1, "12.00") for no in range(count)]
        plain: list[Any] = [tuple(row) for row in rows]
        walls: dict[str, list[float]] = {"kontor": [], "floor": []}
        for _ in range(options.times):
            walls["kontor"].append(_painted(app, mine, table.set_rows, rows))
            walls["floor"].append(_painted(app, bare, floor.model.swap, plain))
        found, least = spread(walls["kontor"]), spread(walls["floor"])
        tell(
            "10 table", rows=count, platform=app.platformName(), unit="ms",
            ratio=round(found["median"] / least["median"], 2), floor=least, calibration_ms=calibration_ms(), **found,
        )  # fmt: skip
    return 0


def _painted(app: Any, watched: Any, show: Callable[[list[Any]], None], rows: list[Any]) -> float:
    """From the reset to the end of the first paint after it, in ms."""
    show([])
    app.processEvents()
    before, began = watched.count, time.perf_counter()
    show(rows)
    while watched.count == before:
        app.processEvents()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
