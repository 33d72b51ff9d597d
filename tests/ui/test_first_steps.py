"""After the wizard an empty shop says what comes next, until it has been done."""

from __future__ import annotations

from typing import Any

from app.core.actor import system_actor
from app.core.settings import change_setting
from app.counter.sell import sell
from app.orders.models import Order
from app.payments.shift import open_shift
from app.staff.people import add_person
from app.staff.practice import begin_practice
from app.training import first_steps
from tests.app.payments.till import boss, cash, ticket_of
from tests.conftest import Stores
from tests.factories import make_product
from tests.ui.driver import Driver, open_window
from tests.ui.till_shop import TILL

ALL = ["goods", "till", "people", "printer", "practice"]


def _manager_alone() -> None:
    add_person(system_actor(), "Ruth Hartwell", "manager", "471100")


def _shown(running: Driver) -> list[str]:
    return [name for name in ALL if running.shows(f"first_steps.{name}")]


def test_a_new_shop_points_to_the_next_steps_and_each_leads_there(stores: Stores, qtbot: Any) -> None:
    with open_window(
        stores, lambda url: Driver(qtbot, url, role="manager", station=TILL), _manager_alone, _manager_alone
    ) as running:
        running.wait(lambda: _shown(running) == ALL)
        for name, tab in (("goods", "stock"), ("till", "settle"), ("people", "settings"), ("printer", "settings")):
            running.find(f"first_steps.{name}").setFocus()
            running.press("Enter")
            assert running.window.current == tab
            running.press("Alt+1")
            running.wait(lambda: _shown(running) == ALL)
        running.find("first_steps.practice").setFocus()
        running.press("Enter")
        running.wait_sheet("practice")
        running.press("Esc")


def test_what_was_done_falls_away_and_at_last_the_card(store: str) -> None:
    _manager_alone()
    assert first_steps.first_steps(TILL) == (False, False, False, False, False)
    make_product("MUG", price="14.90", on_hand=20)
    open_shift(system_actor(TILL), 10_000)
    add_person(system_actor(), "Maya Kelly", "counter", "4711")
    assert first_steps.first_steps(TILL) == (True, True, True, False, False)
    change_setting(system_actor(), "station.devices", {"printer": {"url": "tcp://192.0.2.1:9100"}}, TILL)
    begin_practice(boss, True)
    assert first_steps.first_steps(TILL) is None


def test_a_shop_that_sells_is_not_told_how_to_begin(store: str) -> None:
    _manager_alone()
    make_product("MUG", price="14.90", on_hand=20)
    open_shift(system_actor(TILL), 10_000)
    for _sale in range(first_steps.USED_TO_IT):
        assert first_steps.first_steps(TILL) is not None
        ticket = ticket_of("MUG")
        sell(boss, ticket.to_sale([cash(1490)]), key=ticket.uid)
    assert Order.select().count() == first_steps.USED_TO_IT
    assert first_steps.first_steps(TILL) is None
