"""What the tests of returns share: an open till, sales across the counter, delivered orders."""

from __future__ import annotations

from itertools import count
from types import MappingProxyType
from typing import Any

import pytest

from app.core.actor import Actor
from app.core.command import command
from app.counter.sale import Sale, SaleLine
from app.counter.sell import sell
from app.inventory import stock
from app.inventory.models import PlaceKind
from app.ledger import accounts
from app.ledger.post import balance
from app.orders.advance import advance_fulfillment
from app.orders.models import Fulfillment, FulfillmentLine, OrderLine
from app.orders.states import FulfillmentState
from app.payments.models import Tender
from app.payments.shift import open_shift
from app.payments.tender import TenderInput
from tests.factories import clerk

_tickets = count(1)
_codes = count(20_001)
junior = Actor(
    7, "Dara Byrne", "counter", "till-1", frozenset({"returns.open", "returns.quick", "returns.settle"}),
    MappingProxyType({"refund_minor": 10_000}),
)  # fmt: skip


@pytest.fixture
def till(store: str) -> str:
    """The store with an open till and 500.00 in its drawer."""
    open_shift(clerk, 50_000)
    return store


def sold(*lines: tuple[int, int], by: Actor = clerk, tender: Tender = Tender.CASH, **more: Any) -> int:
    """A counter sale paid by one tender; returns the order's id."""
    sale = Sale(f"ticket-{next(_tickets)}", tuple(SaleLine(*line) for line in lines), **more)
    total = total_of(sale)
    code = f"A{next(_codes)}" if tender == Tender.CARD else ""
    paid = TenderInput(tender, total, auth_code=code, masked_pan="**** 3319")
    return sell(by, Sale(**(sale.__dict__ | {"tenders": (paid,)}))).order_id


def total_of(sale: Sale) -> int:
    """What a sale will cost, from the counter's own prices."""
    from app.counter.goods import goods_of
    from app.counter.prices import price_sale

    return price_sale(clerk, sale, goods_of(sale.lines), group_bp=0)[0].total_minor


def lines_of(order_id: int) -> list[OrderLine]:
    """The lines of an order, first line first."""
    return list(OrderLine.select().where(OrderLine.order == order_id).order_by(OrderLine.no))


def drawer() -> int:
    """What the ledger says lies in the drawer."""
    return balance(accounts.drawer("till-1"))


@command("tests.send_out")
def send_out(by: Actor, order_id: int, *states: str) -> None:
    """Move an order's goods out of the house as picking, packing and delivery would."""
    part = Fulfillment.get(Fulfillment.order == order_id)
    customer = stock.special_place(PlaceKind.CUSTOMER)
    for line in FulfillmentLine.select().where(FulfillmentLine.fulfillment == part.id):
        stock.take_out(line.product_id, line.quantity, target=customer, reason="sale", promised=True, order_id=order_id)
        stock.use_hold(line.line_id, line.quantity)
    old = FulfillmentState(part.state)
    way = ("picking", "picked", "packing", "packed", *states)
    for new in map(FulfillmentState, way):
        advance_fulfillment(part.id, old, new)
        old = new
