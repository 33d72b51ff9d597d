"""Service by keys: answers, notes, who takes care, the end of a case, a new one, and feedback typed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.aftersales.models import Case, CaseMessage, CaseState
from app.feedback.models import Feedback
from app.staff.models import Person
from tests.conftest import Stores
from tests.ui.care_shop import CareShop, care_shop


@pytest.fixture
def care(stores: Stores, qtbot: Any) -> Iterator[CareShop]:
    with care_shop(stores, qtbot) as running:
        running.go("service")
        running.wait(lambda: running.window.tab.cases.detail is not None)
        running.settle()
        yield running


def _case(care: CareShop) -> Any:
    return care.ask(lambda: Case.get())


def test_the_case_is_shown_with_its_thread_and_its_customer(care: CareShop) -> None:
    assert care.find("service.title").text() == "One mug is chipped"
    assert care.find("service.list").count() == 1
    assert care.shows("service.act.refund")


def test_a_suggested_answer_is_only_text_until_f9_sends_it(care: CareShop) -> None:
    care.press("Alt+U")
    assert care.window.tab.cases.composer.text().startswith("Hi Nora, we are sorry")
    assert care.count(CaseMessage) == 1
    care.press("F9")
    care.wait(lambda: care.count(CaseMessage, CaseMessage.side == "shop") == 1)
    assert _case(care).state == CaseState.WAITING


def test_a_note_stays_among_us_and_leaves_the_case_open(care: CareShop) -> None:
    care.press("Alt+W")
    care.type("Called her, no answer.")
    care.press("F9")
    care.wait(lambda: care.count(CaseMessage, CaseMessage.side == "note") == 1)
    assert _case(care).state == CaseState.OPEN


def test_f9_without_words_says_so(care: CareShop) -> None:
    care.press("F9")
    assert care.window.tab.cases.composer.field.error() == "Write something first."


def test_a_replacement_is_placed_from_the_case_and_opened_from_it(care: CareShop) -> None:
    care.press("Alt+X")
    sheet = care.wait_sheet("service.replace")
    assert sheet.primary.label() == "Place it, free of charge"
    care.press("1")
    assert sheet.chosen()[0][1] == 2
    care.press("Alt+P")
    assert sheet.primary.label() == "Place it for €29.80"
    care.press("F9")
    care.wait(lambda: _case(care).replacement_id is not None)
    placed = care.ask(lambda: Case.get().replacement)
    assert (placed.total_minor, placed.state) == (2_980, "confirmed")
    care.wait(lambda: care.shows("service.act.open_replacement"))
    care.press("Alt+X")
    care.wait(lambda: care.shows("order.page"))
    assert care.find("order.title").text() == f"Order {placed.number}"


def test_a_case_is_given_to_a_person_by_digit(care: CareShop) -> None:
    care.press("Alt+A")
    care.wait_sheet("service.assign")
    care.press("1")
    care.wait(lambda: _case(care).assigned_name == "Maya Kelly")


def test_a_case_rests_until_tomorrow(care: CareShop) -> None:
    care.press("F4")
    care.wait_sheet("service.wait")
    care.type("Part is ordered")
    care.press("F9")
    care.wait(lambda: _case(care).state == CaseState.WAITING)


def test_a_case_ends_with_a_cause_and_an_outcome_and_can_be_opened_again(care: CareShop) -> None:
    care.press("Alt+E")
    sheet = care.wait_sheet("service.close")
    care.press("F9")
    assert care.sheet == "service.close"
    care.find("service.close.field.cause").setCurrentIndex(1)
    care.press("Alt+1")
    care.press("F9")
    assert sheet is not None
    care.wait(lambda: _case(care).state == CaseState.CLOSED)
    assert _case(care).outcome == "Replacement sent"
    care.window.toasts.undo()
    care.wait(lambda: _case(care).state == CaseState.OPEN)


def test_goodwill_becomes_store_credit(care: CareShop) -> None:
    from app.payments.queries import customer_money

    care.press("Alt+V")
    care.wait_sheet("service.voucher")
    care.type("5.00")
    care.press("Enter")
    care.type("Chipped mug")
    care.press("F9")
    care.wait(lambda: care.ask(lambda: customer_money(care.order.customer_id))[1] == 500)


def test_taking_back_opens_the_sale_in_returns(care: CareShop) -> None:
    care.press("Alt+R")
    care.wait(lambda: care.window.tab.NAME == "returns" and care.window.tab.draft is not None)
    assert care.window.tab.draft.sale.number == care.order.number


def test_a_new_case_finds_its_order_and_is_shown(care: CareShop) -> None:
    care.press("Ctrl+N")
    care.wait_sheet("service.new")
    care.type(care.order.number)
    care.settle()
    care.find("service.new.field.subject").setFocus()
    care.type("Is it dishwasher safe")
    care.press("F9")
    care.wait(lambda: care.count(Case) == 2)
    made = care.ask(lambda: Case.select().order_by(Case.id.desc()).get())
    assert (made.order_id, made.customer_name) == (care.order.id, "Nora Kelly")


def test_a_scanned_order_shows_its_cases(care: CareShop) -> None:
    care.scan(care.order.number)
    care.wait(lambda: care.window.tab.cases.is_searching)
    assert care.find("service.list").count() == 1


def test_a_low_score_typed_in_opens_a_case(care: CareShop) -> None:
    care.window.show_mode("feedback")
    care.settle()
    care.press("Ctrl+N")
    care.wait_sheet("service.enter")
    care.type(care.order.number)
    care.settle()
    care.find("service.enter.stars").setFocus()
    care.press("2")
    care.press("F9")
    care.wait(lambda: care.count(Feedback, Feedback.score == 2) == 1)
    care.wait(lambda: care.count(Case) == 2)
    assert care.window.tab.mode == "cases"


def test_a_good_score_is_listed_and_opens_nothing(care: CareShop) -> None:
    care.window.show_mode("feedback")
    care.settle()
    care.press("Ctrl+N")
    care.wait_sheet("service.enter")
    care.type(care.order.number)
    care.settle()
    care.find("service.enter.stars").setFocus()
    care.press("5")
    care.press("F9")
    care.wait(lambda: care.find("service.table").count() == 1)
    assert care.count(Case) == 1


def test_somebody_else_writes_and_the_words_begun_here_stay(care: CareShop) -> None:
    from app.aftersales.models import CaseKind
    from app.aftersales.open import NewCase, open_case
    from app.core.actor import system_actor

    care.press("Enter")
    care.type("Hello Nora")
    new = NewCase(CaseKind.ENQUIRY, "Opening hours")
    care.running.writer.run(lambda: open_case(system_actor(), new))
    care.wait(lambda: care.find("service.list").count() == 2)
    assert care.window.tab.cases.composer.text() == "Hello Nora"
    assert care.count(Person) == 3
