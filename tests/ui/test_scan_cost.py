"""What a scan on a long cart costs, in things that can be counted: lines priced, rows painted, statements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import ownedByPython

from app.core.db import db
from app.counter.ticket import State, Ticket, TicketLine
from app.orders import pricing
from tests.conftest import Stores
from tests.ui.till_shop import TillShop, till_shop

LINES = 200


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    """The counter with a ticket of 200 lines."""
    with till_shop(stores, qtbot) as running:
        running.scan("MUG-1")
        item = running.till.ticket.lines[0].item
        lines = tuple(TicketLine(no + 1, item._replace(product_id=10_000 + no), 1) for no in range(LINES))
        running.till.renew(Ticket(state=State(lines=lines)))
        running.settle()
        yield running


class Paints(QObject):
    """The areas of a widget that were painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.heights: list[int] = []
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.heights.append(event.rect().height())
        return False


def test_a_scan_on_a_long_cart_prices_one_line_and_paints_two_rows(till: TillShop) -> None:
    cart = till.counter.cart
    priced = pricing._alone.cache_info().misses
    paints = Paints(cart.viewport())

    till.scans("SKL-26")

    assert till.lines()[-1] == ("SKL-26", 1)
    assert pricing._alone.cache_info().misses <= priced + 1
    assert paints.heights, "the new line was not painted"
    assert max(paints.heights) <= 2 * cart.row_height()  # the new row, and the one that was selected before


def test_a_scan_asks_the_store_three_things_however_long_the_cart_is(
    till: TillShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    execute = db.obj.execute_sql
    monkeypatch.setattr(db.obj, "execute_sql", lambda sql, *more: asked.append(sql) or execute(sql, *more))

    till.scans("SKL-26")

    reads = [sql for sql in asked if sql.startswith("SELECT")]
    assert len(reads) == 3, "the version of the offers, the code with its product, the stock"


def test_a_key_that_is_held_back_is_freed_again(till: TillShop) -> None:
    """An event that Qt cloned is owned by nobody: each scan would keep a kilobyte for ever."""
    held = till.window.router._held
    till._send(Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", 10**9)
    kept = [ownedByPython(event) for event in held]
    till.flush()

    assert kept == [True]
