"""Couriers' cash by keys: counted stop by stop, every difference with an owner, then handed in; debts are paid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.customers.models import Customer
from app.delivery.deliver import deliver, return_run
from app.delivery.dispatch import leave_run, plan_run
from app.delivery.models import Run
from app.delivery.proof import ProofData
from app.ledger import accounts
from app.ledger.post import balance
from app.orders.models import Order
from app.orders.states import PayPlan
from app.payments.models import Claim
from app.payments.shift import open_shift
from tests.app.delivery.parcels import pack_all, shipment_id
from tests.app.picking.orders import make_order
from tests.conftest import Stores
from tests.factories import clerk, make_product
from tests.ui.courier_shop import CourierShop, at_till, courier_shop

FILLED: dict[str, Any] = {}


def fill(staff: dict[str, int]) -> dict[str, Any]:
    """A run that is back with the cash of two doors; a customer who owes on account; an open till."""
    FILLED.clear()
    FILLED.update(staff)
    open_shift(at_till(staff["maya"]), 15_000)
    lamp = make_product("LAMP", on_hand=20, price="25.00")
    orders = [make_order((lamp, count), pay_plan=PayPlan.ON_DELIVERY, name=name)
              for count, name in ((2, "Patrick Lynch"), (1, "Oisín Murphy"))]  # fmt: skip
    parts = pack_all(*orders)
    FILLED["run"] = plan_run(clerk, staff["dara"], "Van 2", tuple(parts)).run_id
    leave_run(clerk, FILLED["run"])
    for part, cash in zip(parts, (5000, 2500), strict=True):
        deliver(clerk, shipment_id(part), ProofData("Somebody", collected_minor=cash))
    return_run(clerk, FILLED["run"])
    FILLED["orders"] = [Order.get_by_id(order).number for order in orders]
    return dict(FILLED)


@pytest.fixture
def office(stores: Stores, qtbot: Any) -> Iterator[CourierShop]:
    with courier_shop(stores, qtbot, fill, role="manager", tab="settle", mode="cod") as running:
        FILLED.update(running.made)
        yield running


def claim_states(office: CourierShop) -> list[tuple[str, str]]:
    rows = office.ask(lambda: [(row.state.value, row.difference_owner) for row in Claim.select().order_by(Claim.id)])
    return list(rows)


def type_counted(office: CourierShop, amount: str) -> None:
    office.press("F6")
    office.wait_sheet("cod.counted")
    office.type(amount)
    office.press("F9")
    office.wait(lambda: office.sheet == "")


def test_cash_that_matches_is_handed_in_and_the_run_is_settled(office):
    assert office.find("cod.expected").text() == "€75.00"
    assert "It goes into this drawer" in office.texts()
    office.press("F9")
    office.wait(lambda: claim_states(office) == [("settled", ""), ("settled", "")])
    office.wait(lambda: office.ask(lambda: Run.get_by_id(FILLED["run"]).state.value) == "settled")
    assert office.ask(lambda: balance(accounts.drawer("till-1"))) == 22_500
    assert office.ask(lambda: balance(accounts.claim(f"driver:{FILLED['dara']}"))) == 0


@pytest.mark.parametrize(("key", "owner"), [("A", "customer"), ("B", "courier"), ("C", "write_off")])
def test_a_difference_must_get_an_owner_before_it_is_handed_in(office, key, owner):
    type_counted(office, "40")
    assert office.find("cod.difference").text() == "−€10.00"
    assert "First say who owes the €10.00" in office.texts()
    assert not office.find("cod.primary").isEnabled()
    office.press("F9")
    assert "First say who owes the €10.00" in office.window.notice.text
    assert claim_states(office) == [("with_driver", ""), ("with_driver", "")]
    office.press(key)
    assert office.find("cod.primary").isEnabled()
    office.press("F9")
    office.wait(lambda: claim_states(office) == [("settled", owner), ("settled", "")])
    assert office.ask(lambda: balance(accounts.drawer("till-1"))) == 21_500


def test_what_a_courier_still_owes_is_listed(office):
    type_counted(office, "40")
    office.press("B")
    office.press("F9")
    office.press("Ctrl+D")
    office.wait(lambda: [debt.who for debt in office.tab.cod.owed.table.rows()] == ["Dara Murray"])
    assert office.find("cod.owed.total").text() == "€10.00"


def test_a_decision_falls_when_another_amount_is_typed(office):
    type_counted(office, "40")
    office.press("C")
    type_counted(office, "45")
    assert "First say who owes the €5.00" in office.texts()
    type_counted(office, "50")
    assert office.find("cod.primary").isEnabled() and not office.shows("cod.question")


def test_a_scanned_run_sheet_or_order_shows_its_stop(office):
    office.scan(FILLED["orders"][1])
    office.wait(lambda: office.tab.cod.stops.current().number == FILLED["orders"][1])
    office.window.desk.go("settle", "shift")
    office.tab.on_code(office.ask(lambda: Run.get_by_id(FILLED["run"]).number))
    office.wait(lambda: office.tab.mode == "cod" and office.tab.cod.couriers.current().run_id == FILLED["run"])


def test_a_customer_pays_what_stands_on_account(stores, qtbot):
    def owe(staff: dict[str, int]) -> None:
        open_shift(at_till(staff["maya"]), 15_000)
        lamp = make_product("LAMP", on_hand=20, price="25.00")
        order = make_order((lamp, 4), pay_plan=PayPlan.PAID_ONLINE, name="Mark Evans")
        customer = Order.get_by_id(order).customer_id
        Customer.update(credit_limit_minor=50_000).where(Customer.id == customer).execute()
        from app.payments.pay import pay_order
        from app.payments.tender import Tender, TenderInput

        pay_order(at_till(staff["maya"]), order, (TenderInput(Tender.ON_ACCOUNT, 10_000),))
        FILLED["customer"] = customer

    with courier_shop(stores, qtbot, owe, tab="settle", mode="cod") as till:
        till.press("Ctrl+D")
        assert till.find("cod.owed.total").text() == "€100.00"
        till.press("P")
        till.wait_sheet("cod.debt")
        till.type("60")
        till.press("F9")
        till.wait_sheet("payment")
        till.press("F9")
        till.wait(lambda: till.find("cod.owed.total").text() == "€40.00")
        assert till.ask(lambda: balance(accounts.customer(FILLED["customer"]))) == 4000
        assert till.ask(lambda: balance(accounts.drawer("till-1"))) == 21_000
