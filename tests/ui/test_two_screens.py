"""A real desktop with two screens: the customer's window fills the second one, and goes when it goes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Stores
from tests.ui.till_shop import open_till
from tests.ui.two_screens import CUSTOMERS, PLACE

TOOLS = ("Xvfb", "xrandr", "openbox")
HOUSE = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, TOOLS)), reason="needs a desktop without a screen: " + ", ".join(TOOLS)
)


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a desktop of 1280 x 800 with 800 x 600 beside it, and a window manager at work."""
    ready = tmp_path / "ready"
    os.mkfifo(ready)
    read, write = os.pipe()
    room = ["-screen", "0", "2080x800x24", "-noreset", "-nolisten", "tcp"]
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), *room], pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as told:
        display = told.readline().strip()
    env = {**os.environ, "DISPLAY": f":{display}", "QT_QPA_PLATFORM": "xcb"}
    manager: subprocess.Popen[bytes] | None = None
    try:
        for name, place, output in (("TILL", "1280/300x800/200+0+0", "screen"), (CUSTOMERS, PLACE, "none")):
            subprocess.run(["xrandr", "--setmonitor", name, place, output], env=env, check=True, capture_output=True)
        told_ready = ["--startup", f"sh -c 'echo ready > {ready}'"]
        manager = subprocess.Popen(["openbox", *told_ready], env=env, stderr=subprocess.DEVNULL)
        ready.read_text()  # waits: a window that is there before its manager is neither placed nor active
        yield env
    finally:
        for process in filter(None, (manager, server)):
            process.terminate()
            process.wait()


def test_the_customers_window_fills_the_second_screen_and_never_lies_over_the_till(
    desktop: dict[str, str], stores: Stores
) -> None:
    url, _made = stores.filled(open_till, open_till)
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.two_screens", url], cwd=HOUSE, env=desktop, capture_output=True, text=True,
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        ["start", CUSTOMERS], ["pulled", ""], ["plugged", CUSTOMERS], ["never", ""], ["by name", CUSTOMERS],
        ["not connected", ""],
    ]  # fmt: skip
    stores.drop(url)
