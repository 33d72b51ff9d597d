"""A small shop with a few orders and its window, for the tests of Orders, Phone order and Review."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from app import shop
from app.core import changes, checks, clock, settings
from app.core.actor import system_actor
from app.customers.models import Address, Customer
from app.orders.draft import DraftLine, OrderDraft
from app.orders.place import Placed, place_order
from app.orders.states import Channel, Method, PayPlan
from app.staff.people import add_person
from tests.conftest import NOON, Stores
from tests.factories import clerk, make_customer, make_product
from tests.ui.driver import Driver

STREET = {"line1": "14 Seapoint Terrace", "line2": "", "city": "Blackrock", "region": "Co. Dublin",
          "postcode": "A94 X5R7", "country": "IE", "note": ""}  # fmt: skip


class OrdersShop(Driver):
    """The window on the small shop, with short ways to what a test looks at."""

    ids: dict[str, int]
    numbers: dict[str, str]

    def close(self) -> None:
        """End the window, also what it wanted to be told about the store."""
        super().close()
        told = self.running._on_commit
        if told in changes._listeners:
            changes._listeners.remove(told)

    @property
    def sheet(self) -> str:
        """The name of the sheet in front, or nothing."""
        return self.window.sheet.objectName() if self.window.sheet is not None else ""

    def wait_sheet(self, name: str) -> Any:
        """The sheet of this name, once it is in front."""
        self.wait(lambda: self.sheet == name)
        self.settle()
        return self.window.sheet

    def toast(self) -> str:
        """What was said last."""
        return self.window.toasts.history[-1].text if self.window.toasts.history else ""

    def go(self, tab: str, mode: str = "") -> Any:
        """Show a tab and wait until it has read what it shows."""
        found = self.window.show_tab(tab, mode)
        self.settle()
        self.to_front()
        return found

    def to_front(self) -> None:
        """The customer's display may have been opened in front of the window meanwhile."""
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            self.wait(self.window.isActiveWindow)

    def press(self, cap: str) -> None:
        """Press one key, with the window in front."""
        self.to_front()
        super().press(cap)

    def type(self, text: str) -> None:
        """Type, with the window in front."""
        self.to_front()
        super().type(text)

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
    """The small shop at half past two; afterwards everything in it must add up."""
    url = stores.fresh()
    with clock.frozen(NOON):
        shop.open_shop(url)
        settings.forget()
        made = fill_shop()
        if more is not None:
            more(made)
        shop.close_shop()
        running = OrdersShop(qtbot, url, role=role)
        running.ids = {name: made[name].order_id for name in made if hasattr(made[name], "order_id")}
        running.numbers = {name: made[name].number for name in running.ids}
        try:
            running.settle()
            yield running
        finally:
            running.close()
        shop.open_shop(url)
        assert list(checks.run_checks()) == []
        shop.close_shop()
    stores.drop(url)
