"""Bar 3: from a barcode to its product in the service layer, among 1,000,000 products, beside the bare driver.

python bench/lookup.py [--products N] [--times N]
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path


def main() -> int:
    """Measure and tell."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--products", type=int, default=1_000_000)
    asked.add_argument("--times", type=int, default=20_000)
    options = asked.parse_args()
    from app import shop
    from app.catalog.codes import find_code
    from app.core import db
    from app.counter.lookup import look_up
    from bench.big_shop import big_shop, ean_of
    from bench.common import calibration_ms, spread, tell

    path = big_shop(options.products, copy=False)
    shop.open_shop(db.url_of(path))
    bare = db.driver_connection(db.url_of(path), read_only=True)
    sql = "SELECT p.id, p.sku, p.name, p.price_e4 FROM product_code c JOIN product p ON p.id = c.product_id WHERE c.code = ?"
    chosen = random.Random(1)
    codes = [ean_of(chosen.randrange(1, options.products + 1)) for _ in range(options.times)]
    ways = {
        "bare driver": lambda code: bare.execute(sql, (code,)).fetchone(),
        "find_code": lambda code: find_code(code)[0],
        "look_up (with the promotion of this moment)": lambda code: look_up(code)[0],
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for code in codes:  # in turn, so that whatever else runs here falls on all alike
        for name, way in ways.items():
            began = time.perf_counter()
            way(code)
            taken[name].append((time.perf_counter() - began) * 1e6)
    floor = spread(taken["bare driver"], 1)
    for name, values in taken.items():
        found = spread(values, 1)
        tell(
            "3 lookup", way=name, products=options.products, unit="us", ratio=round(found["median"] / floor["median"], 2),
            calibration_ms=calibration_ms(), **found,
        )  # fmt: skip
    shop.close_shop()
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
