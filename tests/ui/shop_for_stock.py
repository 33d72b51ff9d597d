"""People, a shop filled by the test, and its window, for the tests of stock and settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from app.staff import people as staff
from app.staff import stations
from tests.conftest import Stores
from tests.factories import manager
from tests.ui.driver import Driver, open_window

PINS = {"manager": "482915", "warehouse": "4829"}


class StockShop(Driver):
    """The window on the shop."""

    def scans(self, *codes: str) -> None:
        """Scan one after the other, each as a new act of the hand."""
        for code in codes:
            self.window.router._guard.__init__(0)
            self.scan(code)


def people() -> None:
    """A manager, a packer and the till."""
    stations.add_station(manager, "till-1", "Till 1")
    for role, name in (("manager", "Ruth Hartwell"), ("warehouse", "Piotr Zając")):
        staff.add_person(manager, name, role, PINS[role])


@contextmanager
def stock_shop(
    stores: Stores, qtbot: Any, fill: Callable[[], Any], tab: str, mode: str = "", role: str = "manager"
) -> Iterator[StockShop]:
    """The window on the shop that the test has filled."""
    with open_window(stores, lambda url: StockShop(qtbot, url, role=role), fill, fill) as running:
        if tab:
            running.window.show_tab(tab, mode)
            running.settle()
        yield running
