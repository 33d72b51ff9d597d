"""A small warehouse with two orders to pick, one picked tote and a carton, for the tests of picking and packing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app import shop
from app.core import changes, checks, clock, settings
from app.core.actor import system_actor
from app.packing.cartons import add_carton
from app.picking.release import add_totes, release_batch
from app.picking.scan import pick_scan
from app.staff.models import Station, StationKind
from app.staff.people import add_person
from tests.app.picking.orders import make_order, part_of
from tests.conftest import NOON, Stores
from tests.factories import make_product, manager, packer
from tests.ui.driver import Driver


class PickShop(Driver):
    """The window of the packing station; `ids` are the orders, batches and cartons by name."""

    ids: dict[str, int]

    def close(self) -> None:
        """End the window, also what it wanted to be told about the store."""
        super().close()
        told = self.running._on_commit
        if told in changes._listeners:
            changes._listeners.remove(told)

    def go(self, mode: str, tab: str = "pick") -> Any:
        """Show a mode and wait until it has read what it shows."""
        found = self.window.show_tab(tab, mode)
        self.settle()
        self.front()
        return found

    def front(self) -> None:
        """Bring the window to the front again, as a person does who works in it."""
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)
        self.settle()

    def scan(self, code: str) -> None:
        """Scan; in a test time stands still, so the guard against bouncing scanners would take each twice for one."""
        self.window.router.configure(max_gap_ms=35, min_length=3, prefix="", repeat_ms=0)
        super().scan(code)

    def press(self, cap: str) -> None:
        """Press a key in the window's front."""
        self.front()
        super().press(cap)

    def state(self) -> str:
        """The state of the walk's screen."""
        return str(self.find("pick.state").property("state"))

    def toast(self) -> str:
        """What was said last."""
        return self.window.toasts.history[-1].text if self.window.toasts.history else ""

    def sheet(self) -> str:
        """The name of the sheet in front, or nothing."""
        return self.window.sheet.objectName() if self.window.sheet is not None else ""


def fill_shop() -> dict[str, int]:
    """Mugs in A-01-1, a kettle in B-02-1: orders one and two are on a list, three is picked, four is ready."""
    mug = make_product("MUG-1", on_hand=24, code="5390000000012", bin="A-01-1", weight=300)
    make_product("MUG-2", on_hand=24, bin="A-01-2", weight=300)
    kettle = make_product("KET-9", on_hand=20, bin="B-02-1", weight=900)
    add_person(system_actor(), "Ruth Hartwell", "manager", "471100")
    add_person(system_actor(), "Piotr Zając", "warehouse", "4714")
    Station.create(code="pack-1", name="Packing P1", kind=StationKind.PACKING, series="P")
    carton = add_carton(manager, "CTN-M", "M", 320, 240, 160, 200, 15_000)
    add_carton(manager, "CTN-L", "L", 400, 300, 250, 400, 15_000)
    add_totes(manager, ("TOTE-1", "TOTE-2", "TOTE-3", "TOTE-4"))
    one, two = make_order((mug, 2), (kettle, 1)), make_order((mug, 1), name="Niall Roche")
    three, four = make_order((kettle, 1), (mug, 2), name="Sam Ward"), make_order((mug, 1), name="Ida Lund")
    batch = release_batch(packer, (part_of(one), part_of(two)), ("TOTE-1", "TOTE-2")).batch_id
    picked = release_batch(packer, (part_of(three),), ("TOTE-3",)).batch_id
    pick_scan(packer, picked, "5390000000012", 2)
    pick_scan(packer, picked, "KET-9")
    return {"one": one, "two": two, "three": three, "four": four, "batch": batch, "carton": carton, "mug": mug}


@contextmanager
def pick_shop(stores: Stores, qtbot: Any, *, role: str = "warehouse") -> Iterator[PickShop]:
    """The small warehouse at half past two; afterwards everything in it must add up."""
    url = stores.fresh()
    with clock.frozen(NOON):
        shop.open_shop(url)
        settings.forget()
        made = fill_shop()
        shop.close_shop()
        running = PickShop(qtbot, url, role=role, station="pack-1")
        running.ids = made
        try:
            running.settle()
            yield running
        finally:
            running.close()
        shop.open_shop(url)
        assert list(checks.run_checks()) == []
        shop.close_shop()
    stores.drop(url)
