"""Money that goes back from the till and from Returns: the slip of a card typed by hand, and another way with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.payments.models import Payment
from app.returns.models import Return
from tests.conftest import Stores
from tests.ui.test_payment_ways import draw
from tests.ui.till_shop import TILL, TillShop, till_shop
from ui.display.screens import Displays


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot) as running:
        yield running


def sell_a_mug(till: TillShop, *, by_card: bool = True) -> int:
    """A mug, by a card whose slip is typed or in cash; returns its order."""
    till.scans("MUG-1")
    till.press("F9")
    till.wait_sheet("payment")
    if by_card:
        till.press("K")
        till.type("P1001")
        till.press("Tab")
        till.type("4417")
    till.press("F9")
    till.wait(lambda: till.till.last is not None)
    till.settle()
    return int(till.till.last.sold.order_id)


def backs(till: TillShop, order_id: int) -> list[tuple[str, int, str, str, str]]:
    """What went back of an order."""

    def read() -> Any:
        rows = Payment.select().where(Payment.order == order_id, Payment.amount_minor < 0)
        return [(row.tender, row.amount_minor, row.auth_code, row.masked_pan, row.reason) for row in rows]

    return till.ask(read)  # type: ignore[no-any-return]


def ask_void(till: TillShop) -> None:
    till.counter.actions_.more.void_last()
    till.wait_sheet("void")


def done(till: TillShop) -> None:
    till.press("F9")
    till.wait(lambda: till.sheet == "")
    till.settle()


def papers(till: TillShop, order_id: int) -> list[tuple[str, str]]:
    """Tender and detail on each receipt of an order."""
    from app.documents.bills import receipt
    from app.payments.receipts import receipts_of

    def read() -> Any:
        found = [receipt(order_id, number=one.number) for one in receipts_of(order_id)]
        return [(str(row.name), row.detail) for paper in found for row in paper.totals.tenders]

    return till.ask(read)  # type: ignore[no-any-return]


def test_a_void_of_a_card_typed_by_hand_needs_its_slip_and_prints_it(till: TillShop) -> None:
    order = sell_a_mug(till)
    ask_void(till)
    till.press("F9")
    assert till.sheet == "void"  # the code is missing, and its field says so
    till.type("r7700")
    till.press("Tab")
    till.type("4417")
    till.press("F9")
    assert till.sheet == "void"  # so is the reason
    assert backs(till, order) == []
    till.type("Wrong mug")
    done(till)
    assert backs(till, order) == [("card", -1_490, "R7700", "•••• 4417", "Wrong mug")]
    assert papers(till, order) == [("Card", "•••• 4417"), ("Card", "•••• 4417 R7700")]
    assert till.till.last is None


def test_a_sale_by_card_is_voided_in_cash_with_a_reason(till: TillShop) -> None:
    order = sell_a_mug(till)
    ask_void(till)
    till.press("Alt+2")
    assert not till.shows("void.field.auth_code.0")
    till.press("F9")
    assert till.sheet == "void"
    till.type("Wrong mug, and the terminal is down")
    done(till)
    assert backs(till, order) == [("cash", -1_490, "", "", "Wrong mug, and the terminal is down")]


def open_return(till: TillShop, order_id: int) -> None:
    returns = till.window.show_tab("returns")
    returns.open_record("order", order_id)
    till.wait(lambda: returns.draft is not None)
    till.settle()
    till.scans("MUG-1")
    till.press("R")
    till.press("A")


def test_a_return_to_a_card_typed_by_hand_asks_for_the_slip_once_and_keeps_it(till: TillShop) -> None:
    order = sell_a_mug(till)
    open_return(till, order)
    till.press("F9")
    till.wait_sheet("returns.slip")
    till.press("F9")
    assert till.sheet == "returns.slip"
    till.press("Esc")
    assert till.ask(lambda: Return.select().count()) == 0

    till.press("F9")
    till.wait_sheet("returns.slip")
    till.type("r7701")
    till.press("Tab")
    till.type("4417")
    till.press("F9")
    till.wait(lambda: till.ask(lambda: Return.select().count()) == 1)
    till.settle()
    [(tender, minor, code, card, _why)] = backs(till, order)
    assert (tender, minor, code, card) == ("card", -1_490, "R7701", "•••• 4417")
    assert papers(till, order)[-1] == ("Card", "•••• 4417 R7701")


def test_a_return_of_a_cash_sale_asks_for_no_slip(till: TillShop) -> None:
    order = sell_a_mug(till, by_card=False)
    open_return(till, order)
    till.press("F9")
    till.wait(lambda: till.ask(lambda: Return.select().count()) == 1)
    assert [row[:2] for row in backs(till, order)] == [("cash", -1_490)]


def test_a_cash_sale_goes_back_to_a_card_only_with_reason_and_slip(till: TillShop) -> None:
    order = sell_a_mug(till, by_card=False)
    open_return(till, order)
    till.press("F8")
    till.wait_sheet("returns.way")
    till.type("No cash in the drawer")
    till.press("Alt+K")
    till.press("F9")
    till.wait_sheet("returns.slip")
    till.type("K9")
    till.press("F9")
    till.wait(lambda: till.ask(lambda: Return.select().count()) == 1)
    assert backs(till, order) == [("card", -1_490, "K9", "", "No cash in the drawer")]


@pytest.fixture
def signing(till: TillShop) -> TillShop:
    """Refunds to a card are signed."""
    from app.core.actor import system_actor
    from app.core.settings import change_setting
    from app.payments.signatures import WHAT

    changed: list[Any] = []
    till.window.desk.write(till.window, change_setting, WHAT, "refund", actor=system_actor(TILL), done=changed.append)
    till.wait(lambda: changed)
    return till


def signed(till: TillShop, order_id: int) -> list[tuple[str, int]]:
    from app.payments.signatures import signatures_of

    return till.ask(lambda: [(one.tender, one.amount_minor) for one in signatures_of(order_id)])


def test_a_void_to_a_card_is_signed_on_this_screen(signing: TillShop) -> None:
    order = sell_a_mug(signing)
    ask_void(signing)
    signing.type("r7700")
    signing.press("Tab")
    signing.press("Tab")
    signing.type("Wrong mug")
    signing.press("F9")
    assert signing.sheet == "void"  # the signature is missing
    draw(signing.find("payment.pad"))
    done(signing)
    assert signed(signing, order) == [("card", -1_490)]
    assert papers(signing, order)[-1] == ("Card", "•••• 4417 R7700 signed")


def test_a_return_to_a_card_is_signed_on_the_customer_display(signing: TillShop) -> None:
    display = Displays.of(signing.window.desk).show()
    with signing.qtbot.waitActive(signing.window, timeout=20_000):
        signing.window.activateWindow()
    order = sell_a_mug(signing)
    open_return(signing, order)
    signing.press("F9")
    signing.wait_sheet("returns.slip")
    signing.type("r7701")
    assert display.state == "sign"
    draw(display.sign_page.pad)
    display.sign_page.agree.click()
    assert display.state != "sign"
    signing.press("F9")
    signing.wait(lambda: signing.ask(lambda: Return.select().count()) == 1)
    assert signed(signing, order) == [("card", -1_490)]


def test_money_back_in_cash_is_not_signed(signing: TillShop) -> None:
    order = sell_a_mug(signing, by_card=False)
    ask_void(signing)
    assert not signing.shows("payment.pad")
    signing.type("Wrong mug")
    done(signing)
    assert backs(signing, order) == [("cash", -1_490, "", "", "Wrong mug")]
