"""Exercises: a step is ticked by what was really done, in its order, and never by anything else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import shop
from app.core import clock, db, secrets
from app.counter.save import park_ticket, recall_ticket, save_ticket
from app.counter.sell import sell
from app.counter.ticket import Ticket
from app.training.goods import NotReady, codes_for
from app.training.learn import NotDoneYet, OnlyInPractice, begin_lesson, finish_lesson
from app.training.lessons import BY_CODE, LESSONS, lessons_for
from app.training.queries import done_by, learners_in, progress
from tests.app.payments.till import boss, cash, open_till, ticket_of
from tests.conftest import NOON
from tests.factories import make_product
from ui.shell.places import make_practice
from ui.training.codes_paper import codes_paper


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A shop in a file, closed, with goods and an open till."""
    monkeypatch.setattr(secrets, "_folder", tmp_path / "secrets")
    url = db.url_of(tmp_path / "shop.kontor")
    with clock.frozen(NOON):
        shop.new_shop(url)
        make_product("MUG", price="14.90", on_hand=9)
        make_product("CUP", price="4.90", on_hand=9)
        open_till()
        shop.close_shop()
        yield url
        shop.close_shop()


@pytest.fixture
def practice(own: str) -> str:
    """Its practice copy, open."""
    made = make_practice(own, "till-1", anew=False, noted=True)
    shop.open_shop(made)
    return made


def _save(ticket: Ticket) -> None:
    save_ticket(boss, ticket.to_body(), ticket.pieces, ticket.totals().total_minor)


def _sell(ticket: Ticket, minor: int) -> None:
    sell(boss, ticket.to_sale([cash(minor)]), key=ticket.uid)


def test_two_pieces_for_cash_are_ticked_by_the_ticket_and_the_sale(practice: str) -> None:
    begun = begin_lesson(boss, "two_for_cash")
    assert {code.code for code in begun.codes} == {"MUG", "CUP"}
    done = [progress(begun.run_id)]
    one = ticket_of("MUG", uid="t-1")
    _save(one)
    done.append(progress(begun.run_id))
    two = ticket_of("MUG", "CUP", uid="t-1")
    _save(two)
    done.append(progress(begun.run_id))
    with pytest.raises(NotDoneYet):
        finish_lesson(boss, begun.run_id, 0)
    _sell(two, 1980)
    done.append(progress(begun.run_id))
    assert [count.done for count in done if count] == [0, 0, 1, 2]
    assert finish_lesson(boss, begun.run_id, 1) == 1
    assert done_by(boss.person_id)["two_for_cash"].times == 1


def test_what_was_done_before_or_otherwise_does_not_count(practice: str) -> None:
    _sell(ticket_of("MUG", "CUP"), 1980)
    begun = begin_lesson(boss, "two_for_cash")
    _sell(ticket_of("MUG"), 1490)
    count = progress(begun.run_id)
    assert count is not None and count.done == 0


def test_parking_comes_before_recalling(practice: str) -> None:
    begun = begin_lesson(boss, "park_recall")
    ticket = ticket_of("MUG")
    _save(ticket)
    park_ticket(boss, ticket.uid, "Hat")
    recall_ticket(boss, ticket.uid)
    _sell(ticket, 1490)
    count = progress(begun.run_id)
    assert count is not None and count.done == len(BY_CODE["park_recall"].steps)


def test_a_lesson_that_the_shop_has_nothing_for_says_what_to_do_first(practice: str) -> None:
    with pytest.raises(NotReady, match="by weight"):
        begin_lesson(boss, "by_weight")
    with pytest.raises(NotReady, match="Take a phone order"):
        begin_lesson(boss, "pick")
    with pytest.raises(NotReady, match="Open it under Settle"):
        codes_for(("till",), "till-9")


def test_there_are_no_exercises_in_the_real_shop(own: str) -> None:
    shop.open_shop(own)
    with pytest.raises(OnlyInPractice):
        begin_lesson(boss, "two_for_cash")


def test_what_was_learned_outlives_a_fresh_copy_and_the_shop_can_look_at_it(own: str, practice: str) -> None:
    begun = begin_lesson(boss, "two_for_cash")
    _sell(ticket_of("MUG", "CUP"), 1980)
    finish_lesson(boss, begun.run_id, 0)
    shop.close_shop()
    make_practice(own, "till-1", anew=True, noted=True)
    assert [(one.who, one.lessons) for one in learners_in(practice)] == [(boss.name, ("two_for_cash",))]
    shop.open_shop(practice)
    assert done_by(boss.person_id)["two_for_cash"].times == 1
    assert list(shop.verify()) == []


def test_each_role_has_its_lessons_and_a_manager_all_of_them() -> None:
    assert lessons_for("manager")[0].role == "manager" and set(lessons_for("manager")) == set(LESSONS)
    assert {lesson.role for lesson in lessons_for("warehouse")} == {"warehouse"}
    assert all(lesson.steps and lesson.minutes for lesson in LESSONS)
    assert all(step.fits or step.holds for lesson in LESSONS for step in lesson.steps)


def test_the_codes_of_the_exercises_are_printed_once_each_and_are_those_of_the_shop(practice: str) -> None:
    _sell(ticket_of("MUG"), 1490)
    paper = codes_paper("till-1")
    codes = [card.code for card in paper.cards]
    assert paper.training and {"MUG", "CUP"} <= set(codes) and len(set(codes)) == len(codes)
