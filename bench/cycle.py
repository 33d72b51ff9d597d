"""Drives every invoice of a file through the whole cycle: goods in, order, review, pick, pack, ship, settle, return.

    python bench/cycle.py FILE [--limit N] [--store URL] [--json OUT]

Ends with `verify`; the exit status is 1 when it finds anything, or when the store differs from the file.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def main(words: Sequence[str] | None = None) -> int:
    """Read the arguments, replay, compare, verify; returns the exit status."""
    asked = _arguments().parse_args(words)
    file = Path(asked.file)
    from app.core import db

    with tempfile.TemporaryDirectory(prefix="kontor-cycle-") as folder:
        url = asked.store or db.url_of(Path(folder) / "cycle.kontor")
        found = replay_file(file, url, limit=asked.limit)
    text = json.dumps(found, indent=1, ensure_ascii=False)
    if asked.json:
        Path(asked.json).write_text(text, encoding="utf-8")
        _summary(found)
    else:
        print(text)
    return 1 if found["verify"] or found["differences"] else 0


def replay_file(file: Path, url: str, *, limit: int = 0) -> dict[str, Any]:
    """Replay a file in a new store; everything that is promised, with times and `verify`'s findings."""
    from app import shop
    from app.core import clock
    from bench import ground, online_retail, outcome, replay
    from bench.common import calibration_ms, peak_mb

    began, quick = time.perf_counter(), calibration_ms()
    lines, unread = online_retail.read(file, limit)
    receipts = online_retail.receipts_needed(lines)
    acts = online_retail.acts(lines)
    shop.new_shop(url)
    try:
        first = ground.moment_ms(acts[0].moment) if acts else clock.now_ms()
        with clock.frozen(first - clock.DAY_MS):
            laid = ground.lay_ground(lines, receipts)
        grounded = time.perf_counter()
        player = replay.Replay(laid)
        player.run(acts, _progress(len(acts)))
        played = time.perf_counter()
        found = outcome.outcome(player, receipts, unread)
        gone = {row["row"] for row in found["rejected"]}
        aside = [line for line in lines if line.row in gone]
        found["differences"] = player.stuck + outcome.against_file(found, lines, player.rejected)
        name = file.name.partition(".")[0]
        expected = file.with_name(f"expected_{name}.json")
        if expected.exists() and not limit:
            per_sku = file.with_name(f"expected_{name}_per_sku.csv.gz")
            found["differences"] += outcome.against_expected(found, expected, per_sku, aside)
            found["compared_with"] = expected.name
        found["verify"] = [list(problem) for problem in shop.verify()]
        found["steps"] = player.timings.table()
    finally:
        shop.close_shop()
    found["seconds"] = {
        "ground": round(grounded - began, 1), "replay": round(played - grounded, 1),
        "verify": round(time.perf_counter() - played, 1),
    }  # fmt: skip
    return found | {"peak_mb": peak_mb(), "calibration_ms": quick}


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Replay a file of invoices through the whole cycle.")
    parser.add_argument("file", help="CSV or gzip with the columns of Online Retail")
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="only the first N invoices")
    parser.add_argument("--store", default="", metavar="URL", help="a new store; default: a temporary SQLite file")
    parser.add_argument("--json", default="", metavar="OUT", help="where the result goes; default: the screen")
    return parser


def _progress(acts: int) -> Any:
    began = time.perf_counter()

    def told(done: int) -> None:
        if done % 250 == 0 or done == acts:
            sys.stderr.write(f"\r{done:,} of {acts:,} acts, {time.perf_counter() - began:,.0f} s ")
            sys.stderr.flush()
            if done == acts:
                sys.stderr.write("\n")

    return told


def _summary(found: dict[str, Any]) -> None:
    print(json.dumps({name: found[name] for name in ("invoices", "orders", "totals", "held_for_review")}, indent=1))
    print(json.dumps({name: value for name, value in found["stock"].items() if name != "by_code"}))
    print(json.dumps(found["returns_matching"]))
    for name, row in found["steps"].items():
        print(f"{name:24} n {row['n']:8,}  median {row['median_ms']:8.3f} ms  p95 {row['p95_ms']:8.3f} ms"
              f"  {row['total_s']:8.1f} s")  # fmt: skip
    print(f"rejected: {len(found['rejected'])}; seconds {found['seconds']}; peak {found['peak_mb']} MB")
    for difference in found["differences"]:
        print(f"differs: {difference}")
    for problem in found["verify"]:
        print(f"verify: {': '.join(problem)}")
    print("verify: clean" if not found["verify"] else f"verify: {len(found['verify'])} findings")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
