"""A small warehouse with two orders to pick, one picked tote and a carton, for the tests of picking and packing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.core.actor import system_actor
from app.packing.cartons import add_carton
from app.picking.release import add_totes, release_batch
from app.picking.scan import pick_scan
from app.staff.models import Station, StationKind
from app.staff.people import add_person
from tests.app.picking.orders import make_order, part_of
from tests.conftest import Stores
from tests.factories import make_product, manager, packer
from tests.ui.driver import Driver, open_window


class PickShop(Driver):
    """The window of the packing station; `ids` are the orders, batches and cartons by name."""

    @property
    def ids(self) -> dict[str, int]:
        """What the shop was filled with."""
        return dict(self.made)

    def go(self, mode: str, tab: str = "pick") -> Any:
        """Show a mode and wait until it has read what it shows."""
        found = self.window.show_tab(tab, mode)
        self.settle()
        return found

    def scan(self, code: str) -> None:
        """Scan; in a test time stands still, so the guard against bouncing scanners would take each twice for one."""
        self.window.router.configure(max_gap_ms=35, min_length=3, prefix="", repeat_ms=0)
        super().scan(code)

    def state(self) -> str:
        """The state of the walk's screen."""
        return str(self.find("pick.state").property("state"))


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
    """The window on the small warehouse."""
    with open_window(
        stores, lambda url: PickShop(qtbot, url, role=role, station="pack-1"), fill_shop, fill_shop
    ) as running:
        yield running
