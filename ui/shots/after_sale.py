"""Pictures of what comes beside and after a sale: sales of the shift, scans that wait, what a role may do."""

from __future__ import annotations

from typing import Any

from ui.shots.shot import press


def shift_sales(running: Any) -> None:
    """The sales of this shift, while the next one has begun."""
    running.window.router.take("MUG-350-FOR")
    running.settle(4)
    press("Ctrl+R")(running)
    running.settle(6)


def waiting_scan(running: Any) -> None:
    """One more piece was scanned during the payment."""
    running.window.router.take("MUG-350-FOR")
    running.settle(4)
    press("F9")(running)
    running.settle(6)
    running.window.router.take("SKL-26")
    running.settle(6)


SHOTS: tuple[tuple[Any, ...], ...] = (
    ("02m-shift-sales", "manager", "till-1", "sell", "counter", shift_sales),
    ("03d-waiting-scan", "counter", "till-1", "sell", "counter", waiting_scan),
)
