"""Bar 7: one question to a table of up to 200 rows, among 100,000 and 1,000,000: the index, with stock, and painted.

python bench/search.py [--products N ...] [--times N]
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path
from typing import Any

LIMIT = 200


def main() -> int:
    """Measure and tell."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--products", type=int, nargs="+", default=[100_000, 1_000_000])
    asked.add_argument("--times", type=int, default=200)
    options = asked.parse_args()
    from app import shop
    from app.core import db
    from bench.big_shop import big_shop

    for products in options.products:
        shop.open_shop(db.url_of(big_shop(products, copy=False)))
        for kind, texts in questions(options.times).items():
            _measure(kind, texts, products)
        shop.close_shop()
    return 0


def _measure(kind: str, questions: list[str], products: int) -> None:
    from app.catalog.find import find_product_ids
    from app.core.money import format_unit_price
    from app.inventory.queries import search_sellable
    from bench.common import calibration_ms, spread, tell
    from bench.tables import Row, columns
    from bench.window import Painted, application
    from ui.common.table import LiveTable
    from ui.theme import theme

    app = application()
    theme().apply(app)
    table = LiveTable(columns(), "bench.table")
    table.resize(1000, 700)
    table.show()
    painted = Painted(table.view.viewport())
    ids: list[float] = []
    ids_cpu: list[float] = []
    rows: list[float] = []
    rows_cpu: list[float] = []
    shown: list[float] = []
    shown_cpu: list[float] = []
    for question in questions:
        began, used = time.perf_counter(), time.thread_time()
        find_product_ids(question, LIMIT)
        ids.append((time.perf_counter() - began) * 1000)
        ids_cpu.append((time.thread_time() - used) * 1000)
        before, began, used = painted.count, time.perf_counter(), time.thread_time()
        found = [
            Row(row.product_id, row.sku, row.name, row.available, format_unit_price(row.price_e4))
            for row in search_sellable(question, LIMIT)
        ]
        rows.append((time.perf_counter() - began) * 1000)
        rows_cpu.append((time.thread_time() - used) * 1000)
        table.set_rows(found)
        table.view.viewport().update()
        while painted.count == before:
            app.processEvents()
        shown.append((time.perf_counter() - began) * 1000)
        shown_cpu.append((time.thread_time() - used) * 1000)
    table.close()
    tell(
        "7 search", typed=kind, products=products, unit="ms", limit=LIMIT, index=spread(ids), rows=spread(rows),
        painted=spread(shown), index_cpu=spread(ids_cpu), rows_cpu=spread(rows_cpu), painted_cpu=spread(shown_cpu),
        calibration_ms=calibration_ms(),
    )  # fmt: skip


def questions(times: int) -> dict[str, list[str]]:
    """What people type: a word or two as it grows, one or two letters, and what is not there."""
    from bench.big_shop import CHINESE, WORDS

    chosen = random.Random(3)

    def some(make: Any) -> list[str]:
        return [make() for _ in range(times)]

    def word() -> str:
        return chosen.choice(WORDS)

    return {
        "part of a word": some(lambda: word()[: chosen.randrange(3, 6)]),
        "two words": some(lambda: f"{word()} {word()[:4]}"),
        "one or two letters": some(lambda: word()[: chosen.randrange(1, 3)]),
        "Chinese": some(lambda: "".join(chosen.choices(CHINESE, k=2))),
        "a long and a short word": some(lambda: f"{word()} {word()[:2]}"),
        "no match, a number": some(lambda: f"{chosen.randrange(10**6):06}xqzj"),
        "no match, a word": some(lambda: word()[:3] + "".join(chosen.choices("qxzjvk", k=5))),
        "one letter off": some(lambda: _slip(chosen, word())),
    }


def _slip(chosen: random.Random, word: str) -> str:
    """A word with two letters swapped."""
    place = chosen.randrange(len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
