"""The program's own way in, in a process of its own."""

from __future__ import annotations

import subprocess
import sys

from app.core.actor import system_actor
from app.staff.people import add_person
from tests.conftest import Stores

PROGRAM = """
import gc, sys
from PySide6.QtCore import QTimer
from ui.shell import first_paint, start
whole = first_paint._keep_what_is_loaded
def loaded():
    rooms = sum(name.startswith("app.") for name in sys.modules)
    assert not gc.isenabled() and "printing.spooler" in sys.modules and rooms > 150, rooms
    whole()
    print(gc.isenabled(), gc.get_freeze_count() > 50_000, flush=True)
    QTimer.singleShot(0, first_paint.QApplication.quit)
first_paint._keep_what_is_loaded = loaded
sys.exit(first_paint.run_window(sys.argv[1], "till-1", role="counter"))
"""


def _one_clerk() -> None:
    add_person(system_actor(), "Maya Kelly", "counter", "4711")


def test_what_is_loaded_at_the_start_is_never_looked_through_for_garbage(stores: Stores) -> None:
    """A full look takes a tenth of a second, and it would come in the midst of a scan."""
    url, _made = stores.filled(_one_clerk, _one_clerk)

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, url], capture_output=True, text=True, timeout=120, check=False
    )

    assert (done.returncode, done.stdout.split()) == (0, ["True", "True"]), done.stderr


TWICE = """
import sys
from PySide6.QtCore import QTimer
from ui.shell import first_paint
def forward(_window):
    print("forward", flush=True)
    QTimer.singleShot(0, first_paint.QApplication.quit)
first_paint._come_forward = forward
first_paint._keep_what_is_loaded = lambda: print("open", flush=True)
sys.exit(first_paint.run_window(sys.argv[1], sys.argv[2], role="counter"))
"""


def test_who_starts_the_program_twice_gets_the_window_that_is_there(stores: Stores) -> None:
    """Two windows of one till would take turns with its tickets; after a crash nothing stands in the way."""
    url, _made = stores.filled(_one_clerk, _one_clerk)
    command = [sys.executable, "-c", TWICE, url]
    killed = subprocess.Popen([*command, "till-1"], stdout=subprocess.PIPE, text=True)
    assert killed.stdout is not None and killed.stdout.readline() == "open\n"
    killed.kill()
    killed.wait()

    first = subprocess.Popen([*command, "till-1"], stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None and first.stdout.readline() == "open\n"
    second = subprocess.run([*command, "till-1"], capture_output=True, text=True, timeout=120, check=False)

    assert (second.returncode, second.stdout) == (0, "")
    assert first.stdout.readline() == "forward\n"
    assert first.wait(60) == 0
