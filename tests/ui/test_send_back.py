"""Refunds leave for the terminal or the provider by themselves: from a void, from Returns, and again after a doubt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.core import secrets
from app.core.actor import system_actor
from app.core.settings import change_setting
from app.payments.models import Payment
from app.payments.online import PROVIDER, SECRET
from devices.simulators.stripe_server import StripeServer
from devices.simulators.terminal import Answer, SimulatedTerminal
from tests.conftest import Stores
from tests.ui.till_shop import TILL, TillShop, till_shop


@pytest.fixture
def till(stores: Stores, qtbot: Any, terminal: SimulatedTerminal) -> Iterator[TillShop]:
    device = {"url": terminal.url, "name": "terminal", "options": {"ask_s": 0.5, "answer_s": 5.0}}

    def prepare() -> None:
        change_setting(system_actor(TILL), "station.devices", {"terminal": device}, TILL)

    with till_shop(stores, qtbot, prepare=prepare, role="manager") as running:
        running.wait(lambda: running.running.refunder is not None)
        yield running


def sell_by_card(till: TillShop) -> int:
    """A mug, charged at the terminal; returns its order."""
    till.scans("MUG-1")
    till.press("F9")
    till.wait_sheet("payment")
    till.press("K")
    till.press("F9")
    till.wait(lambda: till.till.last is not None)
    till.settle()
    return int(till.till.last.sold.order_id)


def void(till: TillShop, order_id: int) -> None:
    from app.counter.void import void_sale

    done: list[Any] = []
    desk = till.window.desk
    desk.write(desk, void_sale, order_id, "Wrong mug", done=done.append)
    till.wait(lambda: done)


def backs(till: TillShop, order_id: int) -> list[str]:
    """The states of the refunds of an order that have not ended."""
    from app.payments.send_back import backs_of

    return till.ask(lambda: [str(back.state) for back in backs_of(order_id)])


def states(till: TillShop) -> list[tuple[str, int]]:
    def read() -> list[tuple[str, int]]:
        query = Payment.select(Payment.state, Payment.amount_minor).order_by(Payment.id)
        return [(str(state), int(minor)) for state, minor in query.tuples()]

    return till.ask(read)


def test_a_void_gives_the_money_back_at_the_terminal_once(till: TillShop, terminal: SimulatedTerminal) -> None:
    order = sell_by_card(till)
    void(till, order)
    till.wait(lambda: len(terminal.charges()) == 2)
    till.wait(lambda: backs(till, order) == [])

    [(paid, _), (back, minor)] = terminal.charges()
    assert (back.startswith(f"{paid}/back"), minor) == (True, 1_490)
    till.wait(lambda: "went back to •••• 4242" in till.toast())
    assert states(till) == [("approved", 1_490), ("approved", -1_490)]


def test_a_return_gives_the_money_back_at_the_terminal(till: TillShop, terminal: SimulatedTerminal) -> None:
    order = sell_by_card(till)
    returns = till.window.show_tab("returns")
    returns.open_record("order", order)
    till.wait(lambda: returns.draft is not None)
    till.settle()
    till.scans("MUG-1")
    till.press("R")
    till.press("A")
    till.press("F9")
    till.wait(lambda: len(terminal.charges()) == 2)
    till.wait(lambda: backs(till, order) == [])


def test_a_refund_that_is_declined_is_owed_again_and_the_order_offers_it(
    till: TillShop, terminal: SimulatedTerminal
) -> None:
    order = sell_by_card(till)
    terminal.will(Answer.DECLINE)
    void(till, order)
    till.wait(lambda: states(till) == [("approved", 1_490), ("declined", -1_490)])
    till.settle()
    assert "Insufficient funds" in till.window.notice.text

    orders = till.window.show_tab("orders")
    orders.open_order(order)
    till.wait(lambda: orders.view.story is not None)
    till.settle()
    assert till.find("order.primary").text() == "Pay back €14.90"


def test_a_refund_without_an_answer_is_shown_kept_and_asked_again(till: TillShop, terminal: SimulatedTerminal) -> None:
    order = sell_by_card(till)
    terminal.will(Answer.LATE)
    void(till, order)
    till.wait(lambda: backs(till, order) == ["sent"])
    key = str(till.ask(lambda: Payment.get(Payment.amount_minor > 0).reference)) + "/back2"
    assert terminal.wait_state(key, "pending")
    terminal.cut_off()
    terminal.release()
    till.wait(lambda: backs(till, order) == ["unknown"])
    terminal.restore()

    orders = till.window.show_tab("orders")
    orders.open_order(order)
    till.wait(lambda: orders.view.story is not None)
    till.settle()
    till.press("B")
    sheet = till.wait_sheet("back")
    assert sheet.title.text() == "€14.90 back to •••• 4242"
    till.press("F9")
    till.wait(lambda: backs(till, order) == [])
    assert len(terminal.charges()) == 2


def test_a_terminal_that_is_away_gets_the_refund_when_it_is_back(till: TillShop, terminal: SimulatedTerminal) -> None:
    order = sell_by_card(till)
    terminal.cut_off()
    void(till, order)
    till.wait(lambda: backs(till, order) != [])
    assert states(till)[1] == ("approved", -1_490)
    assert len(terminal.charges()) == 1


def test_a_link_is_paid_back_through_the_provider(stores: Stores, qtbot: Any, tmp_path: Path) -> None:
    pytest.importorskip("stripe")
    server = StripeServer()
    secrets.use_folder(tmp_path)
    secrets.keep(SECRET, "sk_test_1")
    with till_shop(
        stores, qtbot, prepare=lambda: change_setting(system_actor(TILL), PROVIDER, "stripe"), role="manager"
    ) as till:
        till.window.desk.online_base = server.url
        till.scans("MUG-1")
        till.press("F9")
        sheet = till.wait_sheet("payment")
        till.press("K")
        till.press("F9")
        till.wait(lambda: sheet.card_page.qr.isVisible())
        [page] = server.sessions
        server.pay(page)
        till.wait(lambda: till.till.last is not None)
        order = int(till.till.last.sold.order_id)
        server.down = True
        void(till, order)
        till.wait(lambda: backs(till, order) == ["unknown"])
        server.down = False
        desk = till.window.desk

        from app.payments.send_back import ask_back_now, backs_of

        wish = till.ask(lambda: backs_of(order)[0].wish_id)
        desk.write(desk, ask_back_now, wish)
        till.wait(lambda: backs(till, order) == [])
        assert (server.taken(), len(server.refunds)) == (0, 1)
    secrets.forget(SECRET)
    server.close()
