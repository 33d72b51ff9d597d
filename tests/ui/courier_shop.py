"""A shop with packed parcels, a driver, a carrier and a till, and its window, for the tests of Delivery and Settle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from app.core.actor import Actor, system_actor
from app.delivery.carriers import add_carrier
from app.staff.people import add_person
from app.staff.sign_in import actor_for
from app.staff.stations import add_station
from tests.conftest import Stores
from tests.ui.driver import Driver, open_window

TILL = "till-1"
MANAGER_PIN = "730951"


class CourierShop(Driver):
    """The window with short ways to what a test looks at."""

    def __init__(self, qtbot: Any, url: str, *, role: str, tab: str, mode: str) -> None:
        super().__init__(qtbot, url, role=role, station=TILL)
        self.window.desk.go(tab, mode)
        self.settle()

    def scan(self, code: str) -> None:
        """Scan as a new act of the hand, also when it is the same code."""
        self.window.router._guard.__init__(0)
        super().scan(code)

    def texts(self) -> str:
        """Everything that labels and buttons say now."""
        from PySide6.QtWidgets import QAbstractButton, QLabel

        kinds = (QLabel, QAbstractButton)
        shown = [one.text() for kind in kinds for one in self.window.findChildren(kind) if one.isVisible()]
        return "\n".join(shown)


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
    stores: Stores, qtbot: Any, fill: Callable[[dict[str, int]], Any], *, role: str = "counter", tab: str = "delivery",
    mode: str = "board",
) -> Iterator[CourierShop]:  # fmt: skip
    """The window on the shop that the test has filled."""
    with open_window(
        stores, lambda url: CourierShop(qtbot, url, role=role, tab=tab, mode=mode), fill, lambda: fill(people())
    ) as running:
        yield running
