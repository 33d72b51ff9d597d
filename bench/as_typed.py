"""Bar 7 at the counter itself: from one more letter to the painted list of what it finds.

Products in the scan box, among 1,000,000; customers in the field of F3, among 200,000.

python bench/as_typed.py [--products N] [--customers N] [--times N]
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def main() -> int:
    """Measure and tell."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--products", type=int, default=1_000_000)
    asked.add_argument("--customers", type=int, default=200_000)
    asked.add_argument("--times", type=int, default=100)
    options = asked.parse_args()
    from app.core import db
    from app.customers.queries import find_customers
    from bench.big_shop import big_shop
    from bench.search import questions
    from bench.window import Window
    from ui.counter import finding

    sys.setswitchinterval(0.0005)  # as `main.py` runs the window
    window = Window(db.url_of(big_shop(options.products, copy=False)))
    results = window.shown.tab.counter.results
    field = _Field(window, window.shown.scan_box, results.list)
    for kind, texts in questions(options.times).items():
        field.measure(f"product, {kind}", options.products, texts, finding.search)
    window.close()
    window = Window(db.url_of(big_shop(1_000, customers=options.customers, copy=False)))
    window.shown.tab.counter.actions_.ask_customer()
    window.running.settle()
    sheet = window.shown.sheet
    field = _Field(window, sheet.search.edit, sheet.list)
    for kind, texts in _people(options.times, options.customers).items():
        field.measure(f"customer, {kind}", options.customers, texts, lambda text: find_customers(text, 6))
    window.close()
    return 0


class _Field:
    """A field that searches as one types, and the list below it."""

    def __init__(self, window: Any, box: Any, found: Any) -> None:
        from bench.window import Painted

        self._window, self._box, self._shows = window, box, found.show_rows
        self._painted = Painted(found), Painted(found.parentWidget())  # the list, or that there is nothing
        self._before: int | None = None  # paints when the answer came; the next one shows it
        found.show_rows = self._on_answer

    def measure(self, kind: str, among: int, texts: list[str], find: Callable[[str], Any]) -> None:
        """Type the last letter of each text."""
        from bench.common import calibration_ms, spread, tell

        texts = [text for text in texts if len(text) > 1]
        asked = self._window.ask(lambda: [_cpu_ms(lambda: find(text)) for text in texts])  # noqa: B023
        walls, cpus = [], []
        for text in texts:
            self._begin(text[:-1])
            began, used = time.perf_counter(), time.process_time()
            self._type(text[-1])
            walls.append((time.perf_counter() - began) * 1000)
            cpus.append((time.process_time() - used) * 1000)
        tell("7 typing", typed=kind, among=among, unit="ms", found_cpu=spread(asked[1:]), cpu=spread(cpus),
             calibration_ms=calibration_ms(), **spread(walls))  # fmt: skip

    def _begin(self, text: str) -> None:
        self._box.clear()
        self._box.insert(text)
        self._window.running.settle()

    def _type(self, letter: str) -> None:
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent

        self._before = None
        press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
        self._window.app.sendEvent(self._box, press)  # past the router, which holds a key back for 35 ms
        self._window.wait(lambda: self._before is not None and self._paints() > self._before)

    def _paints(self) -> int:
        return sum(one.count for one in self._painted)

    def _on_answer(self, rows: Any) -> None:
        self._before = self._paints()
        self._shows(rows)


def _cpu_ms(act: Callable[[], Any]) -> float:
    used = time.thread_time()
    act()
    return (time.thread_time() - used) * 1000


def _people(times: int, customers: int) -> dict[str, list[str]]:
    """What is typed to find a customer: a name as it grows, a telephone number, a mail address, nobody."""
    from bench.big_shop import FIRST, LAST, person_of

    chosen = random.Random(5)

    def some(make: Callable[[], str]) -> list[str]:
        return [make() for _ in range(times)]

    def somebody() -> tuple[str, str, str, str]:
        return person_of(chosen.randrange(1, customers + 1))

    return {
        "part of a name": some(lambda: chosen.choice(LAST)[: chosen.randrange(2, 6)]),
        "first name and part of the last": some(lambda: f"{chosen.choice(FIRST)} {chosen.choice(LAST)[:3]}"),
        "telephone number": some(lambda: "0" + somebody()[1][4 : chosen.randrange(9, 14)]),
        "e-mail": some(lambda: somebody()[2].split("@")[0]),
        "card": some(lambda: somebody()[3]),
        "nobody": some(lambda: chosen.choice(LAST)[:3] + "".join(chosen.choices("qxzjvk", k=4))),
        "one letter off": some(lambda: _swapped(chosen, chosen.choice(LAST))),
    }


def _swapped(chosen: random.Random, name: str) -> str:
    place = chosen.randrange(1, len(name) - 1)
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
