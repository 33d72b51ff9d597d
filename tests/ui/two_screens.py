"""The window at work on a desktop whose second screen is plugged and pulled; says where the customer's window is.

Run by test_two_screens in a process of its own, with a real desktop: the other tests have none.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from app.core import settings
from app.core.actor import system_actor
from ui.display.screens import SETTING, Displays
from ui.shell.start import Station
from ui.theme import theme

CUSTOMERS, WAIT_MS = "CUSTOMER", 15_000
PLACE = "800/300x600/200+1280+0"


class Desktop:
    """The running till and what its customer sees."""

    def __init__(self, url: str) -> None:
        self.app = QApplication([])
        theme().apply(self.app)
        self.running = Station(url, "till-1", role="counter")
        self.window = self.running.show()
        self.until(lambda: self.window.tab is not None)
        self.running.settle()
        self.displays = Displays.of(self.running.desk)

    def until(self, true: Callable[[], Any]) -> None:
        """Wait for something to become true, while the window lives."""
        end = QDeadlineTimer(WAIT_MS)
        while not true():
            if end.hasExpired():
                sys.exit(f"never came true: {self.places()}")
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)

    def places(self) -> str:
        """Where the windows are, for the one who reads why the walk stopped."""
        shown = self.displays.window
        customer = shown.frameGeometry() if shown is not None else None
        return f"the customer's window fills {self.filled()} at {customer}; the keys go to {self.app.activeWindow()}"

    def filled(self) -> str:
        """The screen that the customer's window fills, or nothing."""
        screen = self.displays.screen
        return screen.name() if screen is not None else ""

    def tell(self, step: str, wanted: str) -> None:
        """Wait for the customer's window to fill a screen, and say how things are."""
        self.until(lambda: self.filled() == wanted)
        self.until(lambda: not wanted or self.shown().frameGeometry().getRect() == (1280, 0, 800, 600))
        self.until(lambda: self.app.activeWindow() is self.window)
        print(json.dumps([step, self.filled()]), flush=True)

    def shown(self) -> Any:
        """The customer's window."""
        return self.displays.window

    def choose(self, wish: str) -> None:
        """Choose the customer's screen as Settings does."""
        by = system_actor("till-1")
        self.running.desk.write(self.window, settings.change_setting, SETTING, wish, "till-1", actor=by)
        self.running.settle()


def main(url: str) -> None:
    """Plug, pull, choose."""
    desktop = Desktop(url)
    desktop.tell("start", CUSTOMERS)
    subprocess.run(["xrandr", "--delmonitor", CUSTOMERS], check=True)
    desktop.tell("pulled", "")
    subprocess.run(["xrandr", "--setmonitor", CUSTOMERS, PLACE, "none"], check=True, stdout=subprocess.DEVNULL)
    desktop.tell("plugged", CUSTOMERS)
    desktop.choose("never")
    desktop.tell("never", "")
    desktop.choose(CUSTOMERS)
    desktop.tell("by name", CUSTOMERS)
    desktop.choose("another")
    desktop.tell("not connected", "")
    desktop.window.hide()
    desktop.running.stop()


if __name__ == "__main__":
    main(sys.argv[1])
