"""The Review tab: the queue by deadline, reasons with proof, and A, H, R with their way back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from app.core import clock
from app.orders.draft import DraftLine
from app.review.lists import put_on_list
from tests.conftest import NOON, Stores
from tests.factories import make_customer, manager
from tests.ui.orders_shop import OrdersShop, orders_shop, place


def stop_two(made: dict[str, Any]) -> None:
    """Two large first orders of strangers, half an hour apart."""
    kettle = made["products"][1]
    for name, minutes in (("first", 25), ("second", 5)):
        with clock.frozen(NOON - minutes * clock.MINUTE_MS):
            stranger = make_customer(f"Stranger {name}")
            made[name] = place((DraftLine(kettle, 7),), stranger)
        assert made[name].state == "in_review", made[name]


@pytest.fixture
def review(stores: Stores, qtbot: Any) -> Iterator[OrdersShop]:
    with orders_shop(stores, qtbot, more=stop_two) as running:
        running.go("review")
        running.wait(lambda: running.window.tab._detail is not None)
        running.settle()
        yield running


def test_the_queue_is_by_deadline_and_the_first_case_is_open(review: OrdersShop) -> None:
    assert [row.order_id for row in review.window.tab.queue._rows.rows] == [review.ids["first"], review.ids["second"]]
    assert review.find("review.title").text() == f"Order {review.numbers['first']}"
    assert review.find("review.count").text() == "2 to decide"


def test_every_reason_shows_its_proof(review: OrdersShop) -> None:
    reason = review.window.tab._detail.reasons[0]
    review.find(f"review.show.{reason.code}").click()
    assert review.wait_sheet("review.proof").title.text() == reason.title


def tick_all(review: OrdersShop) -> None:
    """Tick every reason of the case off by its digit."""
    against = [reason for reason in review.window.tab._detail.reasons if reason.points > 0]
    for digit, reason in enumerate(against, 1):
        review.press(str(digit))
        review.wait(
            lambda code=reason.code: next(
                one.cleared_by for one in review.window.tab._detail.reasons if one.code == code
            )
        )  # fmt: skip


def test_a_asks_why_while_a_reason_is_not_ticked_off_and_names_it(review: OrdersShop) -> None:
    title = review.window.tab._detail.reasons[0].title
    review.press("A")
    review.wait_sheet("review.remark")
    said = [label.text() for label in review.find("review.remark.open").findChildren(QLabel)]
    assert title in said
    review.press("F9")
    assert review.window.sheet is not None, "without a word it stays"
    review.type("Known for years")
    review.press("F9")
    review.wait(lambda: review.state("first") == "confirmed")


def test_a_approves_at_once_when_all_is_ticked_off_and_ctrl_z_takes_it_back(review: OrdersShop) -> None:
    tick_all(review)
    review.press("A")
    review.wait(lambda: review.state("first") == "confirmed")
    review.settle()
    assert review.find("review.title").text() == f"Order {review.numbers['second']}"
    review.press("Ctrl+Z")
    review.wait(lambda: review.state("first") == "in_review")
    review.settle()
    assert review.find("review.title").text() == f"Order {review.numbers['first']}"


def test_r_asks_the_reason_by_its_digit_and_cancels_the_order(review: OrdersShop) -> None:
    review.press("R")
    review.wait_sheet("review.reject")
    review.press("2")
    review.wait(lambda: review.state("first") == "cancelled")
    review.settle()
    review.find("review.view.decided").click()
    review.settle()
    assert "rejected" in str(review.window.tab.queue.current().state)


def test_h_asks_the_customer_and_o_brings_the_order_back(review: OrdersShop) -> None:
    review.press("H")
    review.wait_sheet("review.hold")
    review.press("1")
    review.settle()
    assert review.find("review.count").text() == "1 to decide"
    review.find("review.view.held").click()
    review.wait(lambda: review.window.tab._detail is not None and review.window.tab._detail.state == "held")
    review.settle()
    assert not review.shows("review.button.hold")
    review.window.tab.queue.setFocus()
    review.press("O")
    review.settle()
    review.find("review.view.open").click()
    review.settle()
    assert review.find("review.count").text() == "2 to decide"


def test_a_scan_stands_on_the_order_and_enter_opens_it(review: OrdersShop) -> None:
    review.scan(review.numbers["second"])
    review.wait(lambda: review.find("review.title").text() == f"Order {review.numbers['second']}")
    review.press("Return")
    review.settle()
    assert review.window.tab.NAME == "orders"
    assert review.find("order.title").text() == f"Order {review.numbers['second']}"


def test_nothing_to_check_says_how_many_passed(stores: Stores, qtbot: Any) -> None:
    with orders_shop(stores, qtbot) as running:
        running.go("review")
        running.wait(lambda: running.shows("review.empty"))
        assert "passed on their own today" in running.find("review.empty").accessibleName()


def test_a_digit_ticks_what_was_cleared_and_the_score_falls(review: OrdersShop) -> None:
    before = review.window.tab._detail.score
    review.window.tab.queue.setFocus()
    review.press("1")
    review.wait(lambda: review.window.tab._detail.score < before)
    review.settle()
    assert review.find(f"review.clear.{review.window.tab._detail.reasons[0].code}").isChecked()
    review.press("1")
    review.wait(lambda: review.window.tab._detail.score == before)


def test_p_keeps_that_the_phone_answered_a_code(review: OrdersShop) -> None:
    before = review.window.tab._detail.score
    review.press("P")
    review.wait(lambda: review.window.tab._detail.score == before - 10)


def test_b_puts_the_customer_on_the_block_list_with_a_reason(review: OrdersShop) -> None:
    review.press("B")
    sheet = review.wait_sheet("review.list_sheet")
    sheet.boxes["customer"].setChecked(True)
    sheet.reason.set_text("never paid")
    review.press("F9")
    review.wait(lambda: "blocked" in [reason.code for reason in review.window.tab._detail.reasons])


def test_s_in_an_opened_order_asks_for_a_second_look(review: OrdersShop) -> None:
    tick_all(review)
    review.press("A")
    review.wait(lambda: review.state("first") == "confirmed")
    review.window.desk.open("order", review.ids["first"])
    review.wait(lambda: review.window.tab.NAME == "orders" and review.window.tab.view.story is not None)
    review.settle()
    review.press("S")
    review.wait_sheet("review.send")
    review.press("1")
    review.wait(lambda: review.state("first") == "in_review")


def test_an_order_on_the_block_list_is_approved_only_with_a_word(review: OrdersShop) -> None:
    first = review.ids["first"]
    review.ask(lambda: put_on_list(manager, first, ["phone"], "Never paid", is_trusted=False))
    review.wait(lambda: review.window.tab._detail.reasons[0].code == "blocked")
    review.press("A")
    review.wait_sheet("review.remark")
    review.press("F9")
    assert review.window.sheet is not None
    review.type("Paid in advance")
    review.press("F9")
    review.wait(lambda: review.state("first") == "confirmed")
