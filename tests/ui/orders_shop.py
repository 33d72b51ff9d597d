"""A small shop with a few orders and its window, for the tests of Orders, Phone order and Review."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from app.core import clock
from app.core.actor import system_actor
from app.customers.models import Address, Customer
from app.orders.draft import DraftLine, OrderDraft
from app.orders.place import Placed, place_order
from app.orders.states import Channel, Method, PayPlan
from app.staff.people import add_person
from tests.conftest import NOON, Stores
from tests.factories import clerk, make_customer, make_product
from tests.ui.driver import Driver, open_window

STREET = {"line1": "14 Seapoint Terrace", "line2": "", "city": "Blackrock", "region": "Co. Dublin",
          "postcode": "A94 X5R7", "country": "IE", "note": ""}  # fmt: skip


class OrdersShop(Driver):
    """The window on the small shop, with short ways to what a test looks at."""

    @property
    def ids(self) -> dict[str, int]:
        """The orders by name."""
        return {name: one.order_id for name, one in self.made.items() if hasattr(one, "order_id")}

    @property
    def numbers(self) -> dict[str, str]:
        """The orders' numbers by name."""
        return {name: self.made[name].number for name in self.ids}

    def go(self, tab: str, mode: str = "") -> Any:
        """Show a tab and wait until it has read what it shows."""
        found = self.window.show_tab(tab, mode)
        self.settle()
        return found

    def state(self, name: str) -> str:
        """The state of an order as it stands in the store."""

        def ask() -> str:
            from app.orders.queries import order_detail

            return str(order_detail(self.ids[name]).state)

        return str(self.ask(ask))


def place(lines: tuple[DraftLine, ...], customer: int | None, *, phone: str = "", **more: Any) -> Placed:
    """An order as it came in."""
    values: dict[str, Any] = {
        "channel": Channel.PHONE, "method": Method.OWN_DRIVER, "pay_plan": PayPlan.ON_DELIVERY, "address": STREET,
        "delivery_minor": 490, "promised_at": NOON + 90 * clock.MINUTE_MS,
    }  # fmt: skip
    return place_order(clerk, OrderDraft(customer_id=customer, phone=phone, lines=lines, **(values | more)))


def fill_shop() -> dict[str, Any]:
    """Products, a regular and three orders: one to pick, one late, one that waits to be confirmed."""
    mug = make_product("MUG-1", price="14.90", on_hand=24, code="5390000000012")
    kettle = make_product("KET-9", price="64.00", on_hand=20)
    flask = make_product("FLK-75", price="32.00", on_hand=2)
    from app.catalog.find import index_products
    from app.customers.customers import index_customer

    index_products()
    customer = make_customer("Siobhán Brady", phone="+353855550177", may_sms=True)
    Customer.update(order_count=14, credit_limit_minor=20_000).where(Customer.id == customer).execute()
    Address.update(region="Co. Dublin").where(Address.customer == customer).execute()
    index_customer(customer)
    add_person(system_actor(), "Maya Kelly", "counter", "4711")
    add_person(system_actor(), "Ruth Hartwell", "manager", "471100")
    with clock.frozen(NOON - 50 * clock.MINUTE_MS):
        late = place((DraftLine(mug, 2),), customer, promised_at=NOON - 20 * clock.MINUTE_MS)
    with clock.frozen(NOON - 40 * clock.MINUTE_MS):
        ready = place((DraftLine(kettle, 1), DraftLine(mug, 1)), customer)
    with clock.frozen(NOON - 30 * clock.MINUTE_MS):
        waiting = place((DraftLine(mug, 1),), None, phone="+353855550188", customer_name="Conor Brady", address=None)
    assert (late.state, ready.state, waiting.state) == ("confirmed", "confirmed", "placed")
    return {"late": late, "ready": ready, "waiting": waiting, "products": (mug, kettle, flask), "customer": customer}


@contextmanager
def orders_shop(
    stores: Stores, qtbot: Any, *, role: str = "manager", more: Callable[[dict[str, Any]], None] | None = None
) -> Iterator[OrdersShop]:  # fmt: skip
    """The window on the small shop."""
    with open_window(stores, lambda url: OrdersShop(qtbot, url, role=role), fill_shop, fill_shop, more) as running:
        yield running
