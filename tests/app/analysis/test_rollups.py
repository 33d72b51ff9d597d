"""Rollups follow every sale, refund and return, and always equal a recount."""

from __future__ import annotations

from typing import Any

import pytest

from app.analysis.checks import rollups
from app.analysis.exceptions import note_clock
from app.analysis.models import ExceptionLog, SalesCountry, SalesHour, SalesProduct, StepTime
from app.analysis.recount import kept, recount
from app.analysis.steps import Step
from app.core import clock
from app.counter.sell import sell
from app.counter.ticket import Sellable, Ticket
from app.counter.void import last_receipt, reprint, void_sale
from app.orders.amend import Amendment, LineChange, amend_order
from app.orders.cancel import cancel_order
from app.orders.models import Order
from app.orders.place import place_order
from app.orders.queries import order_lines
from app.payments.models import Tender
from app.payments.pay import pay_order
from app.payments.refund import refund_order
from app.payments.shift import move_cash, note_open_drawer, open_shift
from app.payments.tender import TenderInput
from tests.app.orders.conftest import phone_order
from tests.conftest import NOON
from tests.factories import clerk, make_product, manager

TODAY = "2026-11-22"


def sums(model: Any) -> dict[str, int]:
    """All columns that are added up, over all rows."""
    names = [name for name, field in model._meta.fields.items() if field.default == 0]
    return {name: sum(getattr(row, name) for row in model.select()) for name in names}


def sell_one(product: int, quantity: int = 1, *, price: int = 100_000, discount: int = 0) -> int:
    ticket = Ticket()
    ticket.add(Sellable(product, "X", "X", price, tax_bp=2300), quantity)
    if discount:
        ticket.discount_order(minor=discount)
    total = ticket.totals().total_minor
    return sell(clerk, ticket.to_sale([TenderInput(Tender.CASH, total)]), key=ticket.uid).order_id


@pytest.fixture
def till(store: str) -> str:
    open_shift(clerk, 10_000)
    return store


def test_a_counter_sale_counts_at_once(till: str) -> None:
    product = make_product(on_hand=5)
    sell_one(product, 2)
    assert sums(SalesHour) == {
        "orders": 1, "pieces": 2, "total_minor": 2000, "tax_minor": 374, "refunded_minor": 0
    }  # fmt: skip
    row = SalesHour.get()
    assert (row.day, row.hour, row.channel, row.person) == (TODAY, 14, "counter", clerk.person_id)
    assert sums(SalesProduct)["cost_minor"] == 800
    assert not SalesCountry.select().exists()


def test_a_voided_sale_is_taken_out_again(till: str) -> None:
    order = sell_one(make_product(on_hand=5))
    void_sale(clerk, order, "Wrong customer")
    assert set(sums(SalesHour).values()) == {0}
    assert ExceptionLog.get().kind == "void"
    assert list(rollups()) == []


def test_a_phone_order_counts_when_it_is_confirmed_in_the_hour_of_the_call(store: str) -> None:
    placed = place_order(clerk, phone_order((make_product(on_hand=5), 3)))
    assert sums(SalesHour)["orders"] == 1
    assert sums(SalesCountry) == {"orders": 1, "pieces": 3, "total_minor": 3000, "refunded_minor": 0}
    assert SalesCountry.get().country == "IE"
    assert Order.get_by_id(placed.order_id).state == "confirmed"


def test_a_cancelled_order_is_taken_out_with_its_refunds(till: str) -> None:
    placed = place_order(clerk, phone_order((make_product(on_hand=5), 3)))
    pay_order(clerk, placed.order_id, [TenderInput(Tender.CASH, 3000)])
    refund_order(clerk, placed.order_id, 500, reason="Scratched", goodwill=True)
    assert sums(SalesHour)["refunded_minor"] == 500
    cancel_order(clerk, placed.order_id, "Customer called")
    assert set(sums(SalesHour).values()) == {0}
    assert set(sums(SalesCountry).values()) == {0}


def test_an_amended_order_counts_as_it_is_now(store: str) -> None:
    product = make_product(on_hand=9)
    placed = place_order(clerk, phone_order((product, 3), (make_product(on_hand=5), 1)))
    first, second = order_lines(placed.order_id)
    amend_order(clerk, placed.order_id, 1, Amendment(changes=(LineChange(first.id, 5), LineChange(second.id, 0))))
    assert sums(SalesHour)["pieces"] == 5
    assert SalesProduct.select().count() == 1
    assert list(rollups()) == []


def test_a_recount_over_days_and_months_sees_the_edges(till: str) -> None:
    product = make_product(on_hand=50)
    for stamp in ("2026-11-30T23:59:59", "2026-12-01T00:00:00", "2026-12-31T23:59:59", "2027-01-01T00:00:00"):
        day, time = stamp.split("T")
        with clock.frozen(clock.at_local(day, time)):
            place_order(clerk, phone_order((product, 1)))
    december = recount("2026-12-01", "2026-12-31")
    assert sorted(key[0] for key in december.products) == ["2026-12-01", "2026-12-31"]
    assert december.countries[("2026-12", "IE")][0] == 2
    assert recount() == kept()


def test_verify_names_the_rollup_that_was_changed(till: str) -> None:
    sell_one(make_product(on_hand=5))
    SalesHour.update(total_minor=1).execute()
    assert list(rollups()) == [
        f"hours {TODAY} 14 counter 1: kept [1, 1, 1, 187, 0], counted [1, 1, 1000, 187, 0]"
    ]  # fmt: skip
    SalesHour.update(total_minor=1000).execute()


def test_exceptions_are_noted_with_who_and_how_much(till: str) -> None:
    product = make_product(on_hand=9)
    sell_one(product, discount=120)
    move_cash(clerk, "no_sale", 0, "Change for a customer")
    move_cash(manager.__class__(1, "Maya Kelly", "counter", "till-1", frozenset({"*"}), {"paid_out_minor": 900}),
              "pay_out", 300, "Stamps")  # fmt: skip
    found = [(row.kind, row.amount_minor, row.who) for row in ExceptionLog.select().order_by(ExceptionLog.id)]
    assert found == [("discount", 120, "Maya Kelly"), ("no_sale", 0, "Maya Kelly"), ("pay_out", 300, "Maya Kelly")]


def test_money_back_after_hours_and_on_a_copied_receipt_is_noted(till: str) -> None:
    order_id = sell_one(make_product(on_hand=9))
    reprint(clerk, last_receipt("till-1"))
    with clock.frozen(NOON + 8 * clock.HOUR_MS):
        refund_order(clerk, order_id, 100, "cash", "Scratched", True)
    kinds = [row.kind for row in ExceptionLog.select().order_by(ExceptionLog.id)]
    assert kinds == ["goodwill", "own_refund", "out_of_hours", "copy_refunded"]


def test_a_drawer_left_open_and_a_clock_that_was_set_are_noted(till: str) -> None:
    note_open_drawer(clerk, 95)
    note_clock(clerk, -2 * clock.HOUR_MS)
    found = [(row.kind, row.detail) for row in ExceptionLog.select().order_by(ExceptionLog.id)]
    assert found == [("left_open", "Open for 95 seconds"), ("clock", "2 h back")]


def test_the_time_from_placed_to_confirmed_is_kept(store: str) -> None:
    place_order(clerk, phone_order((make_product(on_hand=5), 3)))
    row = StepTime.get()
    assert (row.step, row.times, row.total_ms) == (Step.CONFIRM, 1, 0)
