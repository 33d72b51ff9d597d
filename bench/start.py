"""Bar 8: cold start in a process of its own: first paint, frame, ready to scan, beside a bare window.

python bench/start.py [--products N] [--times N]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, done)
def done():
    print(*(time.time(), time.process_time()) * 3, flush=True)
    import os
    os._exit(0)
window = Window()
window.resize(1440, 900)
window.show()
app.exec()
"""
KONTOR = """
import os, sys, time
sys.path.insert(0, {root!r})
marks = []
def mark():
    marks.extend((time.time(), time.process_time()))
from ui.shell import first_paint
from PySide6.QtCore import QTimer
class Watched(first_paint.Outline):
    def __init__(self, *args):
        super().__init__(*args)
        self.painted.connect(self.watch)
    def watch(self):
        mark()
        from ui.shell import start
        class Station(start.Station):
            def show(self):
                self.window.first_painted.connect(mark)
                QTimer.singleShot(1, self.look)
                return super().show()
            def look(self):
                tab = self.window.tab
                if tab is not None and tab.isVisible() and self.window.focusWidget() is self.window.scan_box:
                    QTimer.singleShot(0, self.tell)
                else:
                    QTimer.singleShot(1, self.look)
            def tell(self):
                mark()
                print(*marks, flush=True)
                os._exit(0)
        start.Station = Station
first_paint.Outline = Watched
first_paint.run_window({url!r}, 'till-1', role='counter')
"""
WHAT = ("paint", "frame", "ready")  # the outline, the whole frame with its texts, the first tab with the scan box


def main() -> int:
    """Measure and tell."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--products", type=int, default=1_000_000)
    asked.add_argument("--times", type=int, default=15)
    options = asked.parse_args()
    from app.core import db
    from bench.big_shop import big_shop
    from bench.common import calibration_ms, spread, tell

    url = db.url_of(big_shop(options.products))
    kontor = KONTOR.format(root=str(ROOT), url=url)
    taken: dict[str, list[list[float]]] = {"bare": [], "kontor": []}
    for turn in range(options.times + 1):
        bare, mine = _run(BARE), _run(kontor)
        if turn:  # the first one warms the disk
            taken["bare"].append(bare)
            taken["kontor"].append(mine)
    for place, what in enumerate(WHAT):
        for clock in (0, 1):
            floor, ours = ([one[2 * place + clock] for one in taken[who]] for who in ("bare", "kontor"))
            told = spread(ours, 1)
            tell(
                "8 start", what=what, clock=("wall", "cpu")[clock], products=options.products, unit="ms",
                platform=os.environ.get("QT_QPA_PLATFORM", "default"), floor=spread(floor, 1)["median"],
                ratio=round(told["median"] / spread(floor, 1)["median"], 2), best=round(min(ours), 1),
                best_ratio=round(min(ours) / min(floor), 2), calibration_ms=calibration_ms(), **told,
            )  # fmt: skip
    return 0


def _run(program: str) -> list[float]:
    """For each of WHAT: milliseconds from the start of the process, and those that it worked itself."""
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=120, env=_installed()
    )
    marks = [float(word) * 1000 for word in done.stdout.split()[-2 * len(WHAT) :]]
    return [mark - began * 1000 * (place % 2 == 0) for place, mark in enumerate(marks)]


def _installed() -> dict[str, str]:
    """As after an installation: compiled once, whatever the shell of who measures says."""
    from bench.big_shop import FOLDER

    others = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return others | {"PYTHONPYCACHEPREFIX": str(FOLDER / "compiled")}


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
