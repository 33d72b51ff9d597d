"""A small shop with a sale to return, a case to answer and an answer to read, and its window for any role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from app.aftersales.models import CaseKind
from app.aftersales.open import NewCase, open_case
from app.core.actor import Actor, system_actor
from app.counter.sale import Sale, SaleLine
from app.counter.sell import sell
from app.orders.models import Order
from app.payments.models import Tender
from app.payments.shift import open_shift
from app.payments.tender import TenderInput
from app.staff.people import add_person
from tests.conftest import Stores
from tests.factories import clerk, make_customer, make_product
from tests.ui.driver import open_window
from tests.ui.till_shop import TILL, TillShop

MUG, SKILLET = "MUG-1", "SKL-26"


class CareShop(TillShop):
    """The window with the sale that it was made with."""

    @property
    def order(self) -> Order:
        """The sale."""
        return self.made

    def go(self, tab: str) -> Any:
        """Show a tab and wait until it has read what it shows."""
        shown = self.window.show_tab(tab)
        self.settle()
        return shown

    def count(self, model: Any, *match: Any) -> int:
        """How many rows there are."""
        return int(self.ask(lambda: (model.select().where(*match) if match else model.select()).count()))


def sell_some(customer: int | None, *lines: tuple[int, int], total: int, by: Actor = clerk) -> Order:
    """A sale at the counter, paid in cash."""
    sold = sell(
        by,
        Sale(f"ticket-{total}", tuple(SaleLine(*line) for line in lines), (TenderInput(Tender.CASH, total),), customer),
    )
    return Order.get_by_id(sold.order_id)


def fill() -> Order:
    """Two products, a customer who bought three pieces, and a question that waits."""
    mug = make_product(MUG, price="14.90", on_hand=24)
    skillet = make_product(SKILLET, price="49.50", on_hand=5)
    customer = make_customer(name="Nora Kelly", card="CARD-77")
    from app.catalog.find import index_products
    from app.customers.customers import index_customer

    index_products()
    index_customer(customer)
    add_person(system_actor(), "Maya Kelly", "counter", "4711")
    add_person(system_actor(), "Piotr Zając", "warehouse", "4712")
    add_person(system_actor(), "Ruth Hartwell", "manager", "471100")
    open_shift(system_actor(TILL), 15_000)
    order = sell_some(customer, (mug, 2), (skillet, 1), total=7_930)
    open_case(system_actor(), NewCase(CaseKind.COMPLAINT, "One mug is chipped", "It came chipped.", order_id=order.id))
    return order


@contextmanager
def care_shop(
    stores: Stores, qtbot: Any, *, role: str = "counter", more: Callable[[Order], None] | None = None
) -> Iterator[CareShop]:
    """The window on the shop."""
    with open_window(stores, lambda url: CareShop(qtbot, url, role=role, station=TILL), fill, fill, more) as running:
        yield running
