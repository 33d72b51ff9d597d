"""The card terminal at the counter, on a real line: every outcome, a doubt that stays, and never two charges."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.core.actor import system_actor
from app.core.settings import change_setting
from app.payments.models import Payment
from devices.simulators.terminal import Answer, SimulatedTerminal
from tests.conftest import Stores
from tests.ui.till_shop import TILL, TillShop, till_shop

ALIPAY, WECHAT = "283412349876543210", "134512349876543210"


@pytest.fixture
def till(stores: Stores, qtbot: Any, terminal: SimulatedTerminal) -> Iterator[TillShop]:
    with till_shop(stores, qtbot, prepare=lambda: set_up(terminal)) as running:
        running.wait(lambda: running.window.desk.hub is not None)
        yield running


def set_up(terminal: SimulatedTerminal, **options: Any) -> None:
    """The station's terminal is the simulated one; it is waited for as long as a test may take."""
    url = terminal.url
    device = {"url": url, "name": "terminal", "options": {"ask_s": 0.5, "answer_s": 5.0} | options}
    change_setting(system_actor(TILL), "station.devices", {"terminal": device}, TILL)


def pay_by_card(till: TillShop, *codes: str) -> Any:
    till.scans(*codes)
    till.press("F9")
    sheet = till.wait_sheet("payment")
    till.press("K")
    return sheet


def state(sheet: Any) -> str:
    return str(sheet.card_page.property("state"))


def rows(till: TillShop) -> list[tuple[str, str, int]]:
    def read() -> list[tuple[str, str, int]]:
        query = Payment.select(Payment.tender, Payment.state, Payment.amount_minor).order_by(Payment.id)
        return [(str(tender), str(state), int(minor)) for tender, state, minor in query.tuples()]

    return till.ask(read)


def test_an_approved_card_finishes_the_sale(till: TillShop, terminal: SimulatedTerminal) -> None:
    pay_by_card(till, "MUG-1")
    assert till.find("payment.primary").label().startswith("Charge €14.90")
    till.press("F9")
    till.wait(lambda: till.till.last is not None)

    assert [minor for _key, minor in terminal.charges()] == [1_490]
    assert rows(till) == [("card", "approved", 1_490)]


def test_a_declined_card_says_so_in_the_terminals_words_and_may_be_tried_again(
    till: TillShop, terminal: SimulatedTerminal
) -> None:
    terminal.will(Answer.DECLINE)
    sheet = pay_by_card(till, "MUG-1")
    till.press("F9")
    till.wait(lambda: state(sheet) == "declined")

    assert "Insufficient funds" in till.find("payment.terminal_words").text()
    assert till.find("payment.terminal_words").token == "bad_text"
    till.press("F9")
    till.wait(lambda: till.till.last is not None)
    assert len(terminal.charges()) == 1


def test_the_wait_can_be_cancelled_at_the_terminal(till: TillShop, terminal: SimulatedTerminal) -> None:
    terminal.will(Answer.LATE)
    sheet = pay_by_card(till, "MUG-1")
    till.press("F9")
    till.wait(lambda: state(sheet) == "waiting")
    assert till.find("payment.terminal").text() == "Waiting for terminal"
    till.press("Esc")
    till.window.router.last_act_ms = 0
    till.window.session._idle.timeout.emit()
    till.settle()
    assert till.sheet == "payment"  # a card that is being charged is not left, nor locked over
    assert not till.window.session.is_locked

    key = f"{till.till.ticket.uid}/1"
    assert terminal.wait_state(key, "pending")
    till.find("payment.button.cancel_card").click()
    assert terminal.wait_state(key, "reversed")
    terminal.release()
    till.wait(lambda: state(sheet) == "declined")

    assert terminal.charges() == []
    till.press("C")
    till.press("F9")
    till.wait(lambda: till.till.last is not None)


@pytest.mark.parametrize("answer", [Answer.LOSE_ANSWER, Answer.CUT_ANSWER, Answer.GARBLED, Answer.HUGE])
def test_an_answer_that_gets_lost_is_asked_for_and_charges_once(
    till: TillShop, terminal: SimulatedTerminal, answer: Answer
) -> None:
    terminal.will(answer)
    pay_by_card(till, "MUG-1")
    till.press("F9")
    till.wait(lambda: till.till.last is not None)

    assert len(terminal.charges()) == 1


def test_a_line_that_stays_down_leaves_a_doubt_that_is_shown_and_asked_again(
    till: TillShop, terminal: SimulatedTerminal
) -> None:
    terminal.will(Answer.LATE)
    sheet = pay_by_card(till, "MUG-1")
    till.press("F9")
    assert terminal.wait_state(f"{till.till.ticket.uid}/1", "pending")
    terminal.cut_off()
    terminal.release()
    till.wait(lambda: state(sheet) == "doubt")
    assert rows(till) == [("card", "in_doubt", 1_490)]
    till.press("F9")  # not charged again
    till.settle()
    assert till.shows("payment.banner")
    for _try in range(2):  # nor is it paid in cash as well
        till.press("C")
        till.press("F9")
        till.settle()
        assert till.till.last is None
    till.press("Esc")
    till.press("F9")
    sheet = till.wait_sheet("payment")
    till.wait(lambda: state(sheet) == "doubt")  # kept, also when the sheet was left, and asked about at once

    terminal.restore()
    till.find("payment.button.ask_card").click()
    till.wait(lambda: till.till.last is not None)

    assert len(terminal.charges()) == 1
    assert rows(till) == [("card", "approved", 1_490)]


def test_a_card_that_was_charged_is_given_back_when_its_row_is_taken_off(
    till: TillShop, terminal: SimulatedTerminal
) -> None:
    sheet = pay_by_card(till, "SKL-26")
    sheet.amount.set_text("20")
    till.press("F9")
    till.wait(lambda: sheet.bill.left_minor == 2_950)
    sheet.drop(0)
    till.wait(lambda: sheet.bill.left_minor == 4_950)

    assert terminal.state(f"{till.till.ticket.uid}/1") == "reversed"
    assert rows(till) == [("card", "reversed", 2_000)]
    till.press("F9")
    till.wait(lambda: till.till.last is not None)


def test_a_double_f9_charges_once(till: TillShop, terminal: SimulatedTerminal) -> None:
    sheet = pay_by_card(till, "MUG-1")
    sheet.go()
    sheet.go()
    sheet.charge_card(1_490)
    till.wait(lambda: till.till.last is not None)
    till.settle()

    assert len(terminal.charges()) == 1
    assert len(rows(till)) == 1


@pytest.mark.parametrize(("code", "provider"), [(ALIPAY, "alipay"), (WECHAT, "wechat")])
def test_a_payment_code_pays_straight_from_the_sell_screen(
    till: TillShop, terminal: SimulatedTerminal, code: str, provider: str
) -> None:
    till.scans("MUG-1", code)
    till.wait(lambda: till.till.last is not None)

    assert terminal.codes == [code]
    assert rows(till) == [("wallet", "approved", 1_490)]
    assert till.ask(lambda: Payment.get().provider) == provider


def test_a_payment_code_in_the_sheet_pays_what_is_left(till: TillShop, terminal: SimulatedTerminal) -> None:
    till.scans("SKL-26")
    till.press("F9")
    sheet = till.wait_sheet("payment")
    till.type("20")
    till.press("F9")
    assert sheet.bill.left_minor == 2_950
    till.scans(ALIPAY)
    till.wait(lambda: till.till.last is not None)

    assert rows(till) == [("wallet", "approved", 2_950), ("cash", "approved", 2_000)]


def test_a_payment_code_without_goods_only_says_so(till: TillShop, terminal: SimulatedTerminal) -> None:
    till.scans(ALIPAY)
    till.settle()
    assert "Scan the goods first" in till.counter.hint.text()
    assert (terminal.codes, rows(till)) == ([], [])


def test_the_code_of_a_customer_is_kept_nowhere(till: TillShop, terminal: SimulatedTerminal) -> None:
    till.scans("MUG-1", ALIPAY)
    till.wait(lambda: till.till.last is not None)
    till.settle()

    def everything() -> str:
        from app.core.db import db

        tables = [name for name in db.get_tables() if not name.startswith(("sqlite_", "product_search"))]
        return "\n".join(str(row) for name in tables for row in db.execute_sql(f'SELECT * FROM "{name}"').fetchall())

    assert ALIPAY not in till.ask(everything)


CHILD = """
import json, os, signal, sys
from app import shop
from app.core.actor import system_actor
from app.payments.terminal import create_card_payment, finish_card_payment, mark_card_sent
from devices.tcp_terminal import TcpTerminal
from devices.terminal import PayRequest
url, port, uid, late = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4] == "late"
shop.open_shop(url)
by = system_actor("till-1")
payment = create_card_payment(by, uid, 1490)
mark_card_sent(by, payment.id)
outcome = TcpTerminal("127.0.0.1", port).pay(PayRequest(payment.reference, 1490, "EUR"))
assert outcome.state == "approved"
if late:
    finish_card_payment(by, payment.id, "approved", outcome.auth_code, outcome.masked_pan)
print("CHARGED", flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("moment", ["early", "late"])
def test_a_kill_between_approval_and_commit_never_charges_twice(
    stores: Stores, qtbot: Any, terminal: SimulatedTerminal, moment: str
) -> None:
    """Killed before the approval is written (early) or after it, before the sale (late): one charge, one sale."""
    killed: list[str] = []

    def crash() -> None:
        from app.core.db import store_url
        from app.counter.lookup import look_up
        from app.counter.save import save_ticket
        from app.counter.ticket import Ticket

        set_up(terminal)
        ticket = Ticket("ticket-crash")
        ticket.add(look_up("MUG-1")[0].item, 1)
        save_ticket(system_actor(TILL), ticket.to_body(), 1, 1_490)
        argv = [sys.executable, "-c", CHILD, store_url(), str(terminal.port), ticket.uid, moment]
        done = subprocess.run(argv, capture_output=True, text=True, cwd=Path(__file__).parents[2], timeout=60)
        assert done.returncode == -signal.SIGKILL, done.stderr
        killed.append(done.stdout.strip())

    with till_shop(stores, qtbot, prepare=crash) as till:
        till.wait(lambda: till.window.desk.hub is not None)
        assert killed == ["CHARGED"]
        till.wait(lambda: till.lines() == [("MUG-1", 1)])
        till.wait(lambda: "A card payment of €14.90 is on no bill" in till.window.notice.text)
        till.press("F9")
        sheet = till.wait_sheet("payment")
        till.wait(lambda: sheet.bill.left_minor == 0)  # early: the terminal was asked at once, and said yes
        assert till.till.last is None  # the clerk looks at it first
        till.press("F9")
        till.wait(lambda: till.till.last is not None)
        till.settle()

        assert len(terminal.charges()) == 1
        assert rows(till) == [("card", "approved", 1_490)]
