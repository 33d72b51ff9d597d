"""What `verify` re-computes of the rollups: they equal a recount of the orders, refunds and returns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.analysis.models import StepTime
from app.analysis.recount import Sums, kept, recount
from app.core.checks import check


@check("rollups")
def rollups() -> Iterator[str]:
    """Sales by hour, product and country are what the orders say; rows that came to nought do not matter."""
    there, counted = kept(), recount()
    for name in there._fields:
        yield from _differences(name, getattr(there, name), getattr(counted, name))


@check("step times")
def step_times() -> Iterator[str]:
    """No step took longer than its longest time.

    They are not counted anew: a step that is done twice stamps its fulfillment twice, and the first time is only here.
    """
    wrong = (
        (StepTime.times < 1)
        | (StepTime.longest_ms > StepTime.total_ms)
        | (StepTime.total_ms > StepTime.longest_ms * StepTime.times)
    )
    rows: Any = StepTime.select(StepTime.day, StepTime.step).where(wrong).tuples()
    for day, step in rows:
        yield f"step times {day} {step}: the sum does not fit the longest time"


def _differences(name: str, there: Sums, counted: Sums) -> Iterator[str]:
    for key in sorted(there.keys() | counted.keys()):
        before, after = there.get(key, []), counted.get(key, [])
        if before != after and (any(before) or any(after)):
            yield f"{name} {' '.join(map(str, key))}: kept {before}, counted {after}"
