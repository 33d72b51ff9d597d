"""Feedback: asked once, answered once, a low score becomes a complaint."""

from __future__ import annotations

import pytest

from app.aftersales import queries as cases
from app.core.refusal import NotFound, StateChanged
from app.feedback import queries
from app.feedback.ask import link_of
from app.feedback.models import Feedback
from app.feedback.record import NotAScore, record_feedback
from app.orders.place import place_order
from tests.app.orders.conftest import phone_order
from tests.app.returns.conftest import send_out
from tests.app.returns.test_counter_returns import write_setting
from tests.factories import clerk, make_product


def delivered() -> int:
    order = place_order(clerk, phone_order((make_product(on_hand=1), 1))).order_id
    send_out(clerk, order, "dispatched", "delivered", "accepted")
    return order


def test_an_order_is_asked_about_once_when_it_arrives(store):
    order = delivered()
    row = Feedback.get()
    assert (row.order_id, row.answered_at, link_of(row.token)) == (order, None, row.token)
    write_setting(clerk, "feedback.link", "https://shop.example/f/{token}")
    assert link_of("abc") == "https://shop.example/f/abc"


def test_a_low_score_opens_a_complaint(store):
    order = delivered()
    case = record_feedback(clerk, Feedback.get().token, 2, "Two days late")
    (row,) = cases.inbox()
    assert (row.id, row.order_id, row.subject, row.last_text) == (
        case,
        order,
        "2 stars: Two days late",
        "Two days late",
    )
    assert queries.feedback_of(order).case_id == case


def test_a_good_score_opens_nothing_and_counts_once(store):
    order = delivered()
    assert record_feedback(clerk, order, 5, "Lovely") is None
    with pytest.raises(StateChanged):
        record_feedback(clerk, order, 1)
    assert cases.inbox() == []
    assert queries.stars() == ((0, 0, 0, 0, 1), 500, 1, 1)
    assert queries.answers()[0].comment == "Lovely"


def test_what_is_no_score_or_no_token_is_refused(store):
    with pytest.raises(NotFound):
        record_feedback(clerk, "nothing", 5)
    for score in (0, 6):
        with pytest.raises(NotAScore):
            record_feedback(clerk, delivered(), score)
