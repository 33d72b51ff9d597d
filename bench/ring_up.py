"""A sale of 20 lines by the scanner alone, paid in cash and printed: acts of the hand, and seconds of the program."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

LINES = 20


def main() -> int:
    """Run it on a shop of its own and print what it took."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from app.core import clock, db
    from resources.sample.build import build_sample_shop
    from ui.shell.start import Station
    from ui.shots.shot import NOON
    from ui.theme import theme

    app = QApplication.instance() or QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder, clock.frozen(NOON):
        url = db.url_of(Path(folder) / "shop.kontor")
        build_sample_shop(url)
        db.close_store()
        clock.freeze(NOON)
        theme().apply(app)  # type: ignore[arg-type]
        running = Station(url, "till-1", role="counter")
        sys.setswitchinterval(0.0005)  # as the program does
        running.show()
        running.settle(5)
        codes = running.ask(_codes)
        acts, seconds = ring_up(running, codes[:LINES])
        sys.stdout.write(
            f"{LINES} lines, paid and printed: {acts} scans, no other key, {seconds:.2f} s of the program\n"
        )
        running.window.hide()
        running.stop()
        clock.freeze(None)
    return 0


def _codes() -> list[str]:
    """Codes of goods that are there and need no question."""
    from app.catalog.queries import categories
    from app.inventory.queries import sellable_keys

    rows = [row for category in categories() for row in sellable_keys(category.id, 200)]
    return [row.sku for row in rows if row.available > 20 and not row.age_limit and row.unit == "piece"]


def ring_up(running, codes: list[str]) -> tuple[int, float]:  # type: ignore[no-untyped-def]
    """Scan the goods and the card "pay cash"; the number of scans, and seconds until the receipt is queued."""
    router, till = running.window.router, running.window.tab.counter.till
    began = time.perf_counter()
    for code in codes:
        router.take(code)
        _wait(running, lambda: till.ticket.lines and till.ticket.lines[-1].item.sku == code)  # noqa: B023
    router.take("KEY-CASH")
    _wait(running, lambda: till.last is not None)
    seconds = time.perf_counter() - began
    receipt = till.last.sold.receipt
    assert running.ask(lambda: _is_queued(receipt)), "the receipt is not in the print queue"
    return len(codes) + 1, seconds


def _is_queued(receipt: str) -> bool:
    from app.core.outbox import recent

    return any(wish.payload.get("receipt") == receipt for wish in recent(["receipt"]))


def _wait(running, until) -> None:  # type: ignore[no-untyped-def]
    """Let the window live until something is true."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    end = time.monotonic() + 20
    while not until():  # asleep between the events: a busy loop would hold up the thread that looks the code up
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        assert time.monotonic() < end, "nothing came of it"


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
