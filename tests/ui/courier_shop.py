"""A shop with packed parcels, a driver, a carrier and a till, and its window, for the tests of Delivery and Settle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from app import shop
from app.core import checks, clock, settings
from app.core.actor import Actor, system_actor
from app.delivery.carriers import add_carrier
from app.staff.people import add_person
from app.staff.sign_in import actor_for
from app.staff.stations import add_station
from tests.conftest import NOON, Stores
from tests.ui.driver import Driver

TILL = "till-1"
MANAGER_PIN = "730951"


class CourierShop(Driver):
    """The window with short ways to what a test looks at."""

    def __init__(self, qtbot: Any, url: str, *, role: str, tab: str, mode: str) -> None:
        super().__init__(qtbot, url, role=role, station=TILL)
        self.window.desk.go(tab, mode)
        self.settle()

    def press(self, cap: str) -> None:
        """Press a key in the window that is in front."""
        self._in_front()
        super().press(cap)

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self._in_front()
        super().type(text)

    def scan(self, code: str) -> None:
        """Scan as a new act of the hand, also when it is the same code."""
        self._in_front()
        self.window.router._guard.__init__(0)
        super().scan(code)

    def _in_front(self) -> None:
        if not self.window.isActiveWindow():
            with self.qtbot.waitActive(self.window, timeout=20_000):
                self.window.activateWindow()

    @property
    def tab(self) -> Any:
        """The tab that is shown."""
        return self.window.tab

    @property
    def sheet(self) -> str:
        """The name of the sheet in front, or nothing."""
        return self.window.sheet.objectName() if self.window.sheet is not None else ""

    def wait_sheet(self, name: str) -> Any:
        """The sheet of this name, once it is in front."""
        self.wait(lambda: self.sheet == name)
        self.settle()
        return self.window.sheet

    def texts(self) -> str:
        """Everything that labels and buttons say now."""
        from PySide6.QtWidgets import QAbstractButton, QLabel

        kinds = (QLabel, QAbstractButton)
        shown = [one.text() for kind in kinds for one in self.window.findChildren(kind) if one.isVisible()]
        return "\n".join(shown)

    def toast(self) -> str:
        """What was said last."""
        return str(self.window.toasts.text())


def people() -> dict[str, int]:
    """Maya at the counter, Ruth the manager, Dara and Joe who drive; a till; two carriers."""
    by = system_actor()
    found = {
        "maya": add_person(by, "Maya Kelly", "counter", "4821"),
        "ruth": add_person(by, "Ruth Hartwell", "manager", MANAGER_PIN),
        "dara": add_person(by, "Dara Murray", "warehouse", "1593", is_driver=True),
        "joe": add_person(by, "Joe Cullen", "warehouse", "1594", is_driver=True),
    }
    add_station(by, TILL, "Till 1", "till")
    add_carrier(by, "ups", "UPS", "ups")
    add_carrier(by, "gls", "GLS")
    return found


def at_till(person_id: int) -> Actor:
    """A person signed in at the till."""
    return actor_for(person_id, TILL)


@contextmanager
def courier_shop(
    stores: Stores, qtbot: Any, fill: Callable[[dict[str, int]], None], *, role: str = "counter", tab: str = "delivery",
    mode: str = "board",
) -> Iterator[CourierShop]:  # fmt: skip
    """The shop at half past two, filled by the test; afterwards everything in it must add up."""
    url = stores.fresh()
    with clock.frozen(NOON):
        shop.open_shop(url)
        settings.forget()
        fill(people())
        shop.close_shop()
        running = CourierShop(qtbot, url, role=role, tab=tab, mode=mode)
        try:
            yield running
        finally:
            running.close()
        shop.open_shop(url)
        assert list(checks.run_checks()) == []
        shop.close_shop()
    stores.drop(url)
