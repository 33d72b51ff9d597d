"""What is looked at after each test: a promise that a test broke is found, in whatever table, as all checks find it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.analysis.models import SalesHour
from app.catalog.models import Product
from app.core.checks import run_checks
from app.core.db import db
from app.core.numbers import Counter
from app.core.photos import Photo, PhotoOf
from app.inventory.models import Stock
from app.ledger.models import Account
from app.orders.models import OrderLine
from app.orders.place import place_order
from app.payments.models import Shift
from tests.app.orders.conftest import phone_order
from tests.app.payments.till import open_till, sold
from tests.conftest import NOON
from tests.factories import clerk, make_product
from tests.promises import broken_promises

WRONGS: dict[str, Callable[[], Any]] = {
    "order lines": lambda: OrderLine.update(total_minor=OrderLine.total_minor + 1),
    "stock": lambda: Stock.update(on_hand=Stock.on_hand + 1),
    "accounts": lambda: Account.update(balance_minor=Account.balance_minor + 1),
    "products": lambda: Product.update(is_kit=True),
    "numbers": lambda: Counter.update(last_no=Counter.last_no + 1).where(Counter.series == "receipt:till-1"),
    "shifts": lambda: Shift.update(float_minor=Shift.float_minor + 1),
    "rollups": lambda: SalesHour.update(orders=7),
    "photos": lambda: Photo.insert(
        of=PhotoOf.RETURN, ref=1, file="gone.png", sha256="0" * 64, size=1, at=NOON, who="Maya"
    ),
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_what_is_broken_in_any_table_is_found_as_all_checks_find_it(store: str, wrong: str) -> None:
    make_product("MUG", price="10.00", on_hand=9)
    open_till()
    sold("MUG")
    place_order(clerk, phone_order((Product.get(Product.sku == "MUG").id, 2)))
    assert broken_promises() == list(run_checks()) == []

    with db.atomic() as transaction:
        WRONGS[wrong]().execute()
        found = broken_promises()
        everything = list(run_checks())
        transaction.rollback()

    assert found == everything != []


def test_a_store_that_nobody_touched_is_asked_nothing(store: str) -> None:
    asked: list[str] = []
    db.query_hooks.append(lambda event: asked.append(event.sql))

    assert broken_promises() == []

    db.query_hooks.pop()
    assert len(asked) <= 2  # which tables there are, and which of them hold a row
