"""What all scripts share: figures with median and p99, the calibration loop, peak memory, JSON lines."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any


class Timings:
    """Wall times of named steps, in ms."""

    def __init__(self) -> None:
        self.steps: dict[str, array[float]] = defaultdict(lambda: array("d"))

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a block."""
        began = time.perf_counter()
        yield
        self.steps[name].append((time.perf_counter() - began) * 1000)

    def table(self) -> dict[str, dict[str, float]]:
        """How often each step ran, its median and p95 in ms and its share of the whole in seconds."""
        return {
            name: {"n": len(taken), "median_ms": round(median(taken), 3), "p95_ms": round(quantile(taken, 0.95), 3),
                   "total_s": round(sum(taken) / 1000, 1)}
            for name, taken in self.steps.items()
        }  # fmt: skip


def quantile(values: Sequence[float], part: float) -> float:
    """The value that this part of the values does not go above."""
    ranked = sorted(values)
    return ranked[min(int(len(ranked) * part), len(ranked) - 1)]


def spread(values: Sequence[float], digits: int = 3) -> dict[str, float]:
    """Median, p95 and p99 of measured values."""
    return {
        "median": round(median(values), digits), "p95": round(quantile(values, 0.95), digits),
        "p99": round(quantile(values, 0.99), digits),
    }  # fmt: skip


def wall_ms(act: Callable[[], Any], times: int) -> list[float]:
    """Wall time of each of so many runs, in ms."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def calibration_ms() -> float:
    """The best CPU time of a fixed loop: how fast this machine is right now."""
    best = 1e9
    for _ in range(5):
        began = time.process_time()
        total = 0
        for number in range(200_000):
            total += number * number % 7
        best = min(best, (time.process_time() - began) * 1000)
    return round(best, 1)


def peak_mb() -> float:
    """The most memory that this process has held, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


def resident_mb() -> float:
    """The memory that this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1_048_576, 1)


def tell(figure: str, **facts: Any) -> None:
    """One JSON line."""
    print(json.dumps({"figure": figure, **facts}, ensure_ascii=False), flush=True)
