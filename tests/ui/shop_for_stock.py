"""People, a shop filled by the test, and its window, for the tests of stock and settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtWidgets import QApplication

from app import shop
from app.core import checks, clock, settings
from app.staff import people as staff
from app.staff import stations
from tests.conftest import NOON, Stores
from tests.factories import manager
from tests.ui.driver import WAIT_MS, Driver

PINS = {"manager": "482915", "warehouse": "4829"}


class StockShop(Driver):
    """The window on the shop; keys and scans go to it even when the platform forgot which window is active."""

    def _send(self, *event: Any) -> None:
        if QApplication.activeWindow() is None:
            with self.qtbot.waitActive(self.window, timeout=WAIT_MS):
                self.window.activateWindow()
        super()._send(*event)

    def scans(self, *codes: str) -> None:
        """Scan one after the other, each as a new act of the hand."""
        for code in codes:
            self.window.router._guard.__init__(0)
            self.scan(code)

    def wait_sheet(self, name: str) -> Any:
        """The sheet of this name, once it is in front."""
        self.wait(lambda: self.window.sheet is not None and self.window.sheet.objectName() == name)
        self.settle()
        return self.window.sheet


def people() -> None:
    """A manager, a packer and the till."""
    stations.add_station(manager, "till-1", "Till 1")
    for role, name in (("manager", "Ruth Hartwell"), ("warehouse", "Piotr Zając")):
        staff.add_person(manager, name, role, PINS[role])


@contextmanager
def stock_shop(
    stores: Stores, qtbot: Any, fill: Callable[[], Any], tab: str, mode: str = "", role: str = "manager"
) -> Iterator[StockShop]:
    """The shop at half past two, filled by the test; afterwards everything in it must add up."""
    url = stores.fresh()
    with clock.frozen(NOON):
        shop.open_shop(url)
        settings.forget()
        fill()
        shop.close_shop()
        running = StockShop(qtbot, url, role=role)
        try:
            if tab:
                running.window.show_tab(tab, mode)
            running.settle()
            yield running
        finally:
            running.close()
        shop.open_shop(url)
        assert list(checks.run_checks()) == []
        shop.close_shop()
    stores.drop(url)
