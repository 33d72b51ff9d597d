"""A small shop with an open till and its window, for the tests of the Sell tab."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from app.core.actor import Actor, system_actor
from app.core.command import command
from app.customers.models import Customer, CustomerGroup, PointsFor
from app.customers.points import move_points
from app.payments.shift import open_shift
from app.staff.people import add_person
from tests.conftest import Stores
from tests.factories import make_customer, make_product
from tests.ui.driver import Driver, open_window

TILL = "till-1"


class TillShop(Driver):
    """The window on the small shop, with short ways to what a test looks at."""

    def __init__(self, qtbot: Any, url: str, **named: Any) -> None:
        super().__init__(qtbot, url, **named)
        self.window.scan_box.setFocus()

    @property
    def counter(self) -> Any:
        """The counter of the Sell tab."""
        return self.window.tab.counter

    @property
    def till(self) -> Any:
        """The open ticket with what belongs to it."""
        return self.counter.till

    def lines(self) -> list[tuple[str, int]]:
        """SKU and quantity of each line."""
        return [(line.item.sku, line.quantity) for line in self.till.ticket.lines]

    def scans(self, *codes: str) -> None:
        """Scan one after the other, each as a new act of the hand."""
        for code in codes:
            self.window.router._guard.__init__(0)
            self.scan(code)


@command("tests.give_points")
def _give_points(by: Actor, customer_id: int, count: int) -> None:
    move_points(customer_id, count, PointsFor.CARRIED)


def fill_shop() -> None:
    """Products with stock, one for adults, one sold out, two that share a code; a member; an open till."""
    make_product("MUG-1", price="14.90", on_hand=24, quick_key=1)
    make_product("SKL-26", price="49.50", on_hand=5, quick_key=2)
    make_product("KNF-18", price="39.00", on_hand=3, age_limit=18)
    make_product("STV-0", price="71.00", on_hand=0, quick_key=3)
    make_product("TWIN-A", price="5.00", on_hand=9, code="7770001")
    twin = make_product("TWIN-B", price="6.00", on_hand=9)
    from app.catalog.codes import add_code

    add_code(system_actor(), twin, "7770001", shared=True)
    group = CustomerGroup.create(code="member", name="Member", discount_bp=500)
    customer = make_customer(card="CARD-77")
    Customer.update(group=group.id, credit_limit_minor=50_000).where(Customer.id == customer).execute()
    _give_points(system_actor(), customer, 1_240)
    from app.catalog.find import index_products
    from app.customers.customers import index_customer

    index_products()
    index_customer(customer)
    add_person(system_actor(), "Maya Kelly", "counter", "4711")
    add_person(system_actor(), "Ruth Hartwell", "manager", "471100")


def open_till() -> None:
    """The same with 150.00 in the drawer."""
    fill_shop()
    open_shift(system_actor(TILL), 15_000)


@contextmanager
def till_shop(
    stores: Stores, qtbot: Any, *, is_open: bool = True, prepare: Callable[[], object] | None = None,
    role: str = "counter",
) -> Iterator[TillShop]:  # fmt: skip
    """The window on the small shop, with what `prepare` adds; afterwards everything in it must add up."""
    fill = open_till if is_open else fill_shop
    more = None if prepare is None else lambda _made: prepare()
    with open_window(stores, lambda url: TillShop(qtbot, url, station=TILL, role=role), fill, fill, more) as running:
        yield running
