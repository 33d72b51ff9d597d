"""Ways to pay besides plain cash and card, by keys and scans: notes, tips, rests, gift cards, instalments, orders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPointF

from app.core.actor import system_actor
from app.core.settings import change_setting
from app.payments.foreign import RATES
from app.payments.models import Payment
from app.payments.tender import TIPS
from tests.conftest import Stores
from tests.ui.till_shop import TILL, TillShop, till_shop
from ui.counter.gift_card_sheet import GiftCardSheet
from ui.display.screens import Displays


def set_up() -> None:
    by = system_actor(TILL)
    change_setting(by, RATES, ["USD 0.92"])
    change_setting(by, TIPS, True)


@pytest.fixture
def till(stores: Stores, qtbot: Any) -> Iterator[TillShop]:
    with till_shop(stores, qtbot, prepare=set_up) as running:
        yield running


def pay(till: TillShop, *codes: str) -> Any:
    till.scans(*codes)
    till.press("F9")
    return till.wait_sheet("payment")


def done(till: TillShop) -> list[Any]:
    from app.payments.queries import payments_of

    till.wait(lambda: till.till.last is not None)
    till.settle()
    return till.ask(lambda: payments_of(till.till.last.sold.order_id))


def member(till: TillShop) -> None:
    till.scan("CARD-77")
    till.wait(lambda: till.till.card is not None)


def test_dollars_are_taken_with_change_in_euros(till: TillShop) -> None:
    sheet = pay(till, "MUG-1")
    sheet.cash.money.choose("USD")
    till.type("20")
    assert till.find("payment.change").minor == 350
    till.press("F9")

    [row] = done(till)
    assert (row.tender, row.currency, row.foreign_minor, row.change_minor) == ("foreign_cash", "USD", 2_000, 350)


def test_enter_alone_asks_for_the_least_notes_that_are_enough(till: TillShop) -> None:
    sheet = pay(till, "MUG-1")
    sheet.cash.money.choose("USD")
    till.press("Enter")
    assert sheet.amount.minor() == 1_700


def test_a_tip_is_charged_with_the_bill(till: TillShop) -> None:
    sheet = pay(till, "MUG-1")
    till.press("K")
    sheet.card_page.tip.set_text("1.10")
    till.type("AB12")
    till.press("F9")

    [row] = done(till)
    assert (row.amount_minor, row.tip_minor) == (1_490, 110)


def test_a_customer_who_is_two_cents_short_is_let_go(till: TillShop) -> None:
    sheet = pay(till, "MUG-1")
    till.press("K")
    sheet.amount.set_text("14.88")
    till.type("AB12")
    till.press("F9")
    assert till.find("payment.button.let_go").label() == "Let €0.02 go"
    till.press("W")
    till.press("F9")

    assert [(row.tender, row.amount_minor) for row in done(till)] == [("card", 1_488), ("write_off", 2)]


def test_the_same_slip_pays_no_second_sale(till: TillShop) -> None:
    for _sale in range(2):
        pay(till, "MUG-1")
        till.press("K")
        till.type("AB12")
        till.press("F9")
        till.settle()
    assert till.sheet == "payment"
    assert till.shows("payment.banner")
    assert till.ask(lambda: Payment.select().count()) == 1


def test_a_gift_card_is_sold_as_a_line_and_pays_when_it_is_scanned(till: TillShop) -> None:
    till.counter.actions_.more.sell_gift_card()
    sheet = till.wait_sheet("sell_gift_card")
    till.press("Alt+N")
    till.settle()
    code = sheet.code.text()
    assert len(code) == 16
    till.type("50")
    till.press("F9")
    till.wait(lambda: till.lines() == [("GIFT-CARD", 1)])
    assert till.till.ticket.totals().total_minor == 5_000
    till.press("F9")
    till.wait_sheet("payment")
    till.press("F9")
    done(till)

    till.scans("SKL-26", code)
    till.wait(lambda: till.sheet == "payment" and till.window.sheet.letter == "G")
    till.press("F9")
    [row] = done(till)
    assert (row.tender, row.amount_minor, row.masked_pan) == ("gift_card", 4_950, code)

    till.scan(code)  # on an empty ticket it is looked at
    sheet = till.wait_sheet("gift_card")
    till.wait(lambda: sheet.left.minor == 50)
    assert [move.amount_minor for move in sheet.table.rows()] == [-4_950, 5_000]
    till.press("Alt+B")
    till.wait_sheet("gift_card_reason")
    till.type("lost")
    till.press("F9")
    till.wait(lambda: sheet.banner.isVisible())


def test_a_mistyped_gift_card_says_so(till: TillShop) -> None:
    GiftCardSheet(till.window.desk, "8812345678901235").open_ready()
    sheet = till.wait_sheet("gift_card")
    till.wait(lambda: sheet.code.error())
    assert "a digit is wrong" in sheet.code.error()


def start_plan(till: TillShop) -> Any:
    """Three skillets in six parts, the deposit paid by card."""
    member(till)
    sheet = pay(till, "SKL-26", "SKL-26", "SKL-26")
    assert till.find("payment.tender.instalments").isEnabled()
    till.press("I")
    till.find("payment.months.3").click()
    assert till.find("payment.primary").label().startswith("Use this plan")
    till.press("F9")
    assert sheet.bill.left_minor == 4_702
    till.type("AB12")
    till.press("F9")
    assert sheet.letter == "I"
    return sheet


def draw(pad: Any) -> None:
    """A line of a pen."""
    pad._begin(QPointF(20, 40), 0.5)
    for x in range(30, 150, 20):
        pad._go_to(QPointF(x, 40 + x % 30), 0.5)


def test_instalments_are_signed_on_this_screen_where_there_is_no_other(till: TillShop) -> None:
    sheet = start_plan(till)
    assert not till.find("payment.primary").isEnabled()
    till.press("F9")
    assert till.till.last is None
    draw(till.find("payment.pad"))
    assert till.find("payment.primary").isEnabled()
    sheet.plan_page.id_seen.setChecked(True)
    till.press("F9")

    rows = done(till)
    assert sorted((row.tender, row.amount_minor) for row in rows) == [("card", 4_702), ("instalments", 9_405)]

    def plan() -> Any:
        from app.payments.plan_reads import plan_of_order

        return plan_of_order(till.till.last.sold.order_id)

    row = till.ask(plan)
    assert [part.amount_minor for part in row.parts] == [4_702, 4_703]
    assert row.id_seen == "ID seen"


def test_instalments_are_signed_on_the_customer_display(till: TillShop) -> None:
    display = Displays.of(till.window.desk).show()
    with till.qtbot.waitActive(till.window, timeout=20_000):
        till.window.activateWindow()
    sheet = start_plan(till)
    assert display.state == "sign"
    assert display.sign_page.isVisible()
    assert any("€47.03" in term for term in till.till.payment.terms)
    draw(display.sign_page.pad)
    display.sign_page.agree.click()
    assert sheet.signing.chip.text == "Signed"
    assert display.state == "pay"
    till.press("F9")
    done(till)


def test_when_the_customer_display_goes_the_plan_is_signed_on_this_screen(till: TillShop) -> None:
    display = Displays.of(till.window.desk).show()
    with till.qtbot.waitActive(till.window, timeout=20_000):
        till.window.activateWindow()
    start_plan(till)
    assert not till.shows("payment.pad")
    display.hide()
    draw(till.find("payment.pad"))
    till.press("F9")
    done(till)


def test_taking_the_plan_off_takes_the_signature_with_it(till: TillShop) -> None:
    sheet = start_plan(till)
    draw(till.find("payment.pad"))
    sheet.drop(0)
    assert sheet.signing.pad.is_empty()
    assert sheet.bill.left_minor == 9_405


def test_a_customer_without_a_limit_gets_no_instalments_and_reads_why(till: TillShop) -> None:
    pay(till, "SKL-26", "SKL-26", "SKL-26")
    button = till.find("payment.tender.instalments")
    assert (button.isEnabled(), "Needs a customer" in button.accessibleName()) == (False, True)


def test_a_payment_that_was_keyed_wrongly_is_put_right(till: TillShop) -> None:
    pay(till, "MUG-1")
    till.press("F9")
    done(till)
    till.counter.actions_.more.change_tender()
    sheet = till.wait_sheet("tender")
    sheet.code.set_text("K9")
    till.type("was a card")
    till.press("F9")
    till.wait_sheet("override")  # a manager allows it
    till.type("471100")
    till.wait(lambda: till.ask(lambda: str(Payment.get().tender)) == "card")
    till.settle()


@pytest.fixture
def signing(till: TillShop) -> TillShop:
    """Sales on account are signed."""
    from app.core.settings import change_setting
    from app.payments.signatures import WHAT

    changed: list[Any] = []
    till.window.desk.write(till.window, change_setting, WHAT, "account", actor=system_actor(TILL), done=changed.append)
    till.wait(lambda: changed)
    return till


def put_on_account(till: TillShop) -> Any:
    """A member's skillet, all of it on account."""
    till.scans("CARD-77")
    sheet = pay(till, "SKL-26")
    till.press("A")
    till.press("F9")
    return sheet


def signatures(till: TillShop) -> list[tuple[str, int]]:
    from app.payments.signatures import signatures_of

    order = till.till.last.sold.order_id
    return till.ask(lambda: [(one.tender, one.amount_minor) for one in signatures_of(order)])


def test_a_sale_on_account_is_signed_on_this_screen_where_there_is_no_other(signing: TillShop) -> None:
    sheet = put_on_account(signing)
    assert not signing.find("payment.primary").isEnabled()
    assert sheet.signing.terms[0].startswith("On account: €")
    draw(signing.find("payment.pad"))
    signing.press("F9")
    done(signing)
    [(tender, _minor)] = signatures(signing)
    assert tender == "on_account"

    order = signing.till.last.sold.order_id
    orders = signing.window.show_tab("orders")
    orders.open_order(order)
    signing.wait(lambda: orders.view.story is not None)
    signing.settle()
    assert signing.shows("order.button.signatures")
    signing.press("U")
    signing.wait_sheet("order.signatures")
    assert signing.find("order.signature.0").has_image()


def test_a_sale_on_account_is_signed_on_the_customer_display(signing: TillShop) -> None:
    display = Displays.of(signing.window.desk).show()
    with signing.qtbot.waitActive(signing.window, timeout=20_000):
        signing.window.activateWindow()
    sheet = put_on_account(signing)
    assert display.state == "sign"
    assert not signing.shows("payment.pad")
    draw(display.sign_page.pad)
    display.sign_page.agree.click()
    assert sheet.signing.chip.text == "Signed"
    signing.press("F9")
    done(signing)
    assert len(signatures(signing)) == 1


def test_what_was_signed_holds_for_its_amount_only(signing: TillShop) -> None:
    sheet = put_on_account(signing)
    draw(signing.find("payment.pad"))
    sheet.drop(0)
    assert sheet.signing.pad.is_empty()
    assert not signing.shows("payment.pad")
