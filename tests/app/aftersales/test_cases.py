"""Cases: answered in time, ended with a cause, repairs within their quote."""

from __future__ import annotations

import pytest

from app.aftersales import queries
from app.aftersales.models import Case, CaseKind, CaseState
from app.aftersales.open import NewCase, NoWords, open_case
from app.aftersales.repair import AboveQuote, NotPaid, answer_quote, hand_out, quote, work
from app.aftersales.resolve import NotResolved, TooLate, close, reopen, resolve
from app.aftersales.states import CaseNotAllowed
from app.aftersales.thread import add_note, assign, hear, reply, wait
from app.core import clock, journal
from app.delivery.accept import LineAccepted, accept
from app.delivery.models import Shipment
from app.inventory.models import BinStock, PlaceKind
from app.inventory.stock import special_place
from app.orders.models import FulfillmentLine
from app.orders.place import place_order
from app.returns.inspect import Finding, inspect, line_ids
from app.returns.open import ReturnInput, open_return
from app.returns.receive import receive_return
from app.returns.settle import settle_return
from app.staff.models import Person, Role
from tests.app.orders.conftest import phone_order
from tests.app.returns.conftest import lines_of, send_out, sold
from tests.app.returns.conftest import till as till
from tests.factories import clerk, make_customer, make_product


def complaint(**more: object) -> int:
    return open_case(clerk, NewCase(CaseKind.COMPLAINT, "One bowl arrived broken", "It is cracked.", **more))


def state(case: int) -> CaseState:
    return Case.get_by_id(case).state


def test_a_complaint_is_to_be_answered_within_the_hour(store):
    case = complaint(customer_id=make_customer("Paul Grant"), channel="sms")
    (row,) = queries.inbox()
    assert (row.id, row.customer_name, row.last_text, row.due_at - clock.now_ms()) == (
        case, "Paul Grant", "It is cracked.", 60 * clock.MINUTE_MS,
    )  # fmt: skip
    with clock.frozen(clock.now_ms() + clock.HOUR_MS + 1):
        assert queries.inbox()[0].is_late
        assert queries.counts().late == 1


def test_the_case_waits_after_an_answer_and_is_ours_again_when_the_customer_writes(store):
    case = complaint()
    reply(clerk, case, "A new set comes tomorrow.")
    assert (state(case), queries.inbox()[0].last_side) == (CaseState.WAITING, "shop")
    hear(clerk, case, "Thank you!", "sms")
    assert state(case) == CaseState.OPEN
    add_note(clerk, case, "He is a regular.")
    assert [message.side for message in queries.thread(case)] == ["customer", "shop", "customer", "note"]
    assert queries.inbox()[0].last_text == "Thank you!"


def test_a_case_ends_with_a_cause_and_an_outcome(store):
    case = complaint()
    with pytest.raises(NotResolved):
        close(clerk, case)
    with pytest.raises(NotResolved):
        resolve(clerk, case, "because", "new set")
    resolve(clerk, case, "damaged_on_the_way", "New set sent")
    close(clerk, case)
    assert (state(case), queries.inbox(), queries.done()[0].id) == (CaseState.CLOSED, [], case)
    with pytest.raises(CaseNotAllowed):
        reply(clerk, case, "One more thing")


def test_a_closed_case_opens_again_within_its_days(store):
    case = complaint()
    close(clerk, case, "late", "Said sorry")
    with clock.frozen(clock.now_ms() + 31 * clock.DAY_MS), pytest.raises(TooLate):
        reopen(clerk, case, "again")
    reopen(clerk, case, "again")
    assert state(case) == CaseState.OPEN


def test_somebody_takes_care_and_it_may_rest(store):
    person = Person.create(name="Maya Kelly", role=Role.COUNTER, pin_hash="x").id
    case = complaint()
    assign(clerk, case, person)
    assert queries.counts(person) == (1, 1, 0)
    wait(clerk, case, clock.now_ms() + clock.DAY_MS, "The part comes tomorrow")
    assert (state(case), queries.inbox(person_id=person)[0].due_at) == (
        CaseState.WAITING,
        clock.now_ms() + clock.DAY_MS,
    )


def test_a_case_needs_words(store):
    with pytest.raises(NoWords):
        open_case(clerk, NewCase(CaseKind.ENQUIRY, " "))
    with pytest.raises(NoWords):
        reply(clerk, complaint(), "  ")


def test_a_repair_goes_from_the_return_to_the_customers_hands(till):
    lamp = make_product(on_hand=1)
    order = sold((lamp, 1))
    back = open_return(clerk, order, [ReturnInput(lines_of(order)[0].id, 1, "damaged")])
    receive_return(clerk, back)
    inspect(clerk, back, [Finding(line, "damaged", "repair") for (line,) in line_ids.all(back)])
    settle_return(clerk, back, "repair")
    case = Case.get(Case.return_ref == back)
    assert (case.kind, case.order_id) == (CaseKind.REPAIR, order)

    quote(clerk, case.id, 2500)
    with pytest.raises(AboveQuote):
        work(clerk, case.id, 100, "New switch")
    answer_quote(clerk, case.id, True)
    with pytest.raises(AboveQuote):
        work(clerk, case.id, 2501, "New switch")
    work(clerk, case.id, 2500, "New switch", "Lights up")
    with pytest.raises(NotPaid):
        hand_out(clerk, case.id)
    bill = sold((make_product(price="25.00", is_stocked=False), 1))
    hand_out(clerk, case.id, bill)
    close(clerk, case.id, "faulty", "Switch replaced")

    assert BinStock.get(BinStock.product == lamp, BinStock.place == special_place(PlaceKind.REPAIR)).on_hand == 0
    assert lines_of(order)[0].returned == 0
    assert any(event.what == "aftersales.quote" for event in journal.story("order", order))


def test_a_repair_is_not_done_without_its_test(till):
    case = open_case(clerk, NewCase(CaseKind.REPAIR, "Lantern flickers"))
    with pytest.raises(NotResolved, match="test result"):
        resolve(clerk, case, "faulty", "Fixed")
    work(clerk, case, 0, "Cleaned the contacts", "No flicker for an hour")
    resolve(clerk, case, "faulty", "Fixed")


def test_a_delivery_that_was_not_as_ordered_opens_a_complaint(store):
    order = place_order(clerk, phone_order((make_product("BWL-4", on_hand=2), 2))).order_id
    send_out(clerk, order, "dispatched", "delivered")
    line = FulfillmentLine.get()
    shipment = Shipment.create(fulfillment=line.fulfillment_id, track_token="t", made_at=0).id
    FulfillmentLine.update(picked=2).execute()
    accept(clerk, shipment, (LineAccepted(line.id, 1, "damaged", "cracked"),))
    (row,) = queries.inbox()
    assert (row.order_id, row.kind) == (order, CaseKind.COMPLAINT)
    assert queries.thread(row.id)[0].text == "1 × Product BWL-4: damaged (cracked)"


def test_the_detail_shows_the_customer_beside_the_case(till):
    customer = make_customer("Paul Grant")
    order = sold((make_product(price="42.00", on_hand=1), 1), customer_id=customer)
    detail = queries.case_detail(complaint(order_id=order))
    assert (detail.row.customer_name, detail.orders, detail.spent_minor, detail.order_total_minor) == (
        "Paul Grant", 1, 4200, 4200,
    )  # fmt: skip
    assert queries.cases_of(order)[0].id == detail.row.id
    assert queries.answer_minutes(0) is None
