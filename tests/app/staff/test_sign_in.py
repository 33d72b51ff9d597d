"""Sign-in: PINs, waits, the lock, badges and a manager's yes."""

from __future__ import annotations

import time

import pytest

from app import shop
from app.analysis.exceptions import allowed_today
from app.analysis.models import ExceptionLog
from app.core import clock, db, journal
from app.core.actor import Actor, Approval, NotPermitted, system_actor
from app.core.command import command, content_of, touch
from app.staff import people, pin, sign_in
from app.staff.pin import BadPin, hash_pin, pin_fits
from app.staff.queries import tiles, who_may_allow
from app.staff.sign_in import Locked, PinChanged, SignedIn, UnknownBadge, WrongPin
from tests.conftest import REAL_PIN_COST

DOOR = sign_in.at_the_door("till-1")


@pytest.fixture
def maya(store):
    return people.add_person(system_actor(), "Maya Kelly", "counter", "4825", badge="BADGE-1")


@pytest.fixture
def ruth(store):
    return people.add_person(system_actor(), "Ruth Hartwell", "manager", "730952", badge="BADGE-2")


def wrong_until(person_id, tries):
    """So many wrong PINs, each after its wait."""
    for _no in range(tries):
        answer = sign_in.sign_in(DOOR, person_id, "0000")
        clock.freeze(max(clock.now_ms(), getattr(answer, "wait_until_at", 0)))
    return answer


def test_the_right_pin_signs_in(maya):
    answer = sign_in.sign_in(DOOR, maya, "4825")

    assert answer == SignedIn(maya, "Maya Kelly", "counter")
    actor = sign_in.actor_for(maya, "till-1")
    assert actor.name == "Maya Kelly"
    assert actor.limit("discount_bp") == 1500


def test_a_wrong_pin_is_kept_and_the_third_makes_the_next_wait(maya):
    first = sign_in.sign_in(DOOR, maya, "1111")
    second = sign_in.sign_in(DOOR, maya, "1111")
    third = sign_in.sign_in(DOOR, maya, "1111")
    too_early = sign_in.sign_in(DOOR, maya, "4825")

    assert [first, second] == [WrongPin(1, 9), WrongPin(2, 8)]
    assert third == WrongPin(3, 7, clock.now_ms() + 2_000)
    assert too_early == Locked(clock.now_ms() + 2_000)
    assert [event.body["facts"]["outcome"] for event in journal.story("person", maya)[:4]] == [
        "locked", "wrong_pin", "wrong_pin", "wrong_pin",
    ]  # fmt: skip


def test_the_wait_doubles_and_the_right_pin_after_it_forgets_the_wrong_ones(maya):
    fourth = wrong_until(maya, 4)

    assert fourth.tries == 4
    assert isinstance(sign_in.sign_in(DOOR, maya, "4825"), SignedIn)
    assert sign_in.sign_in(DOOR, maya, "0000") == WrongPin(1, 9)


def test_ten_wrong_pins_lock_until_a_manager_frees(maya, ruth):
    tenth = wrong_until(maya, 10)
    clock.freeze(clock.now_ms() + 365 * clock.DAY_MS)

    assert tenth == Locked(0)
    assert sign_in.sign_in(DOOR, maya, "4825") == Locked(0)
    assert sign_in.sign_in_badge(DOOR, "BADGE-1") == Locked(0)
    assert next(tile for tile in tiles() if tile.id == maya).locked

    people.unlock_person(sign_in.actor_for(ruth, "office"), maya)

    assert isinstance(sign_in.sign_in(DOOR, maya, "4825"), SignedIn)


def test_a_badge_signs_in_and_an_unknown_one_does_not(maya):
    assert sign_in.sign_in_badge(DOOR, "BADGE-1") == SignedIn(maya, "Maya Kelly", "counter")
    assert sign_in.sign_in_badge(DOOR, "BADGE-9") == UnknownBadge()


def test_nobody_but_signing_in_may_be_done_at_the_door(maya):
    with pytest.raises(NotPermitted):
        people.unlock_person(DOOR, maya)


def test_a_manager_says_yes_to_one_act_and_lends_the_own_limits(maya, ruth):
    clerk = sign_in.actor_for(maya, "till-1")

    approval = sign_in.approve(clerk, ruth, "730952", "catalog.below_cost", "last piece")

    assert isinstance(approval, Approval)
    assert clerk.approved(approval).may("catalog.below_cost")
    assert not clerk.approved(approval).may("staff.unlock")
    assert clerk.approved(approval).limit("discount_bp") == 10_000
    facts = journal.story("person", ruth)[0].body["facts"]
    assert (facts["asked_by"], facts["reason"]) == ("Maya Kelly", "last piece")


@command("tests.give_off")
def give_off(by: Actor, percent: int) -> int:
    touch("person", by.person_id)
    return percent


def test_a_yes_holds_for_that_very_act_and_no_other(maya, ruth):
    clerk = sign_in.actor_for(maya, "till-1")
    content = content_of(give_off, (25,), {})
    approval = sign_in.approve(clerk, ruth, "730952", "tests.give_off", "scratch", content)
    assert isinstance(approval, Approval)
    helped = clerk.approved(approval)

    assert give_off(helped, 25) == 25
    with pytest.raises(NotPermitted, match="something else"):
        give_off(helped, 50)
    with pytest.raises(NotPermitted):
        give_off(clerk, 25)

    entry = journal.story("person", ruth)[0].body
    assert (entry["who"], entry["facts"]["name"], entry["facts"]["reason"]) == (
        "Maya Kelly",
        "Ruth Hartwell",
        "scratch",
    )


def test_both_names_and_the_reason_stand_with_the_act(maya, ruth):
    clerk = sign_in.actor_for(maya, "till-1")
    approval = sign_in.approve_badge(clerk, "BADGE-2", "tests.give_off", "scratch")
    give_off(clerk.approved(approval), 30)

    body = journal.story("person", maya)[0].body
    assert body["who"] == "Maya Kelly"
    assert body["approved"] == {"by": "Ruth Hartwell", "person": ruth, "reason": "scratch"}


def test_a_clock_set_back_makes_no_wait_longer(maya):
    wrong_until(maya, 3)
    clock.freeze(clock.now_ms() - clock.HOUR_MS)

    assert sign_in.sign_in(DOOR, maya, "4825") == Locked(clock.now_ms() + 2_000)
    clock.freeze(clock.now_ms() + 2_000)
    assert isinstance(sign_in.sign_in(DOOR, maya, "4825"), SignedIn)


def test_the_tries_are_kept_over_a_restart(maya):
    wrong_until(maya, 10)
    url = db.store_url()
    db.close_store()
    shop.open_shop(url)

    assert sign_in.sign_in(DOOR, maya, "4825") == Locked(0)


def test_wrong_pins_and_what_was_allowed_are_told_to_the_manager(maya, ruth):
    clerk = sign_in.actor_for(maya, "till-1")
    sign_in.sign_in(DOOR, maya, "0000")
    sign_in.approve(clerk, ruth, "730952", "orders.discount", "scratch")

    rows = {row.kind: row for row in ExceptionLog.select()}
    assert (rows["wrong_pin"].person, rows["wrong_pin"].who) == (maya, "Maya Kelly")
    assert (rows["allowed"].who, rows["allowed"].approved_by) == ("Maya Kelly", "Ruth Hartwell")
    assert allowed_today(maya, "orders.discount") == 1


def test_a_wrong_pin_of_an_approval_counts_like_any_other(maya, ruth):
    clerk = sign_in.actor_for(maya, "till-1")

    assert sign_in.approve(clerk, ruth, "000000", "catalog.below_cost") == WrongPin(1, 9)
    assert isinstance(sign_in.approve_badge(clerk, "BADGE-2", "catalog.below_cost"), Approval)
    assert sign_in.approve_badge(clerk, "nobody", "catalog.below_cost") == UnknownBadge()


def test_nobody_allows_what_they_asked_for_nor_what_passes_their_own_limit(maya, ruth):
    """Both hold the right to pay out of the drawer, up to 50.00: a yes of either would only ask a manager once more."""
    colleague = people.add_person(system_actor(), "Tom Byrne", "counter", "9152", badge="BADGE-3")
    people.change_person(system_actor(), maya, badge="BADGE-4")
    clerk, over = sign_in.actor_for(maya, "till-1"), ("paid_out_minor", 8_000)

    with pytest.raises(NotPermitted, match="Somebody else"):
        sign_in.approve(clerk, maya, "4825", "payments.move_cash", over=over)
    with pytest.raises(NotPermitted, match="Somebody else"):
        sign_in.approve_badge(clerk, "BADGE-4", "payments.move_cash", over=over)
    with pytest.raises(NotPermitted, match="Tom Byrne may not"):
        sign_in.approve(clerk, colleague, "9152", "payments.move_cash", over=over)
    with pytest.raises(NotPermitted, match="Tom Byrne may not"):
        sign_in.approve_badge(clerk, "BADGE-3", "payments.move_cash", over=over)

    assert [tile.id for tile in who_may_allow(maya, "payments.move_cash", over)] == [ruth]
    people.change_limits(system_actor(), colleague, {"paid_out_minor": 9_000})
    assert [tile.id for tile in who_may_allow(maya, "payments.move_cash", over)] == [ruth, colleague]
    assert isinstance(sign_in.approve_badge(clerk, "BADGE-3", "payments.move_cash", over=over), Approval)


def test_who_may_not_do_it_cannot_allow_it(maya):
    colleague = people.add_person(system_actor(), "Tom Byrne", "counter", "9152")

    with pytest.raises(NotPermitted, match="Tom Byrne may not"):
        sign_in.approve(sign_in.actor_for(maya, "till-1"), colleague, "9152", "catalog.below_cost")


def test_ones_own_pin_needs_the_old_one(maya):
    me = sign_in.actor_for(maya, "till-1")

    assert sign_in.change_own_pin(me, "0000", "7391") == WrongPin(1, 9)
    assert sign_in.change_own_pin(me, "4825", "7391") == PinChanged()
    assert isinstance(sign_in.sign_in(DOOR, maya, "7391"), SignedIn)


@pytest.mark.parametrize(
    ("pin", "role"),
    [("123", "counter"), ("12345", "counter"), ("1234", "counter"), ("7777", "counter"), ("4321", "counter"),
     ("9012", "counter"), ("48 5", "counter"), ("٤٨٢٥", "counter"), ("4825", "manager"), ("", "warehouse")],
)  # fmt: skip
def test_what_cannot_be_a_pin_is_refused(store, pin, role):
    with pytest.raises(BadPin):
        people.add_person(system_actor(), "Somebody", role, pin)


def test_no_pin_can_be_read_out_of_the_journal(maya):
    sign_in.sign_in(DOOR, maya, "4825")
    people.change_pin(system_actor(), maya, "8036", key="a-key")

    rows = list(journal.Journal.select())

    assert all("4825" not in row.body and "8036" not in row.body + row.answer for row in rows)


def test_the_same_person_sent_twice_with_one_key_is_added_once(store):
    first = people.add_person(system_actor(), "Ana", "counter", "4825", key="once")

    assert people.add_person(system_actor(), "Ana", "counter", "4825", key="once") == first


def test_hashing_a_pin_takes_long_enough_to_make_guessing_dear(monkeypatch):
    monkeypatch.setattr(pin, "COST", REAL_PIN_COST)
    kept = hash_pin("4825")
    start = time.process_time()

    assert pin_fits("4825", kept)
    assert time.process_time() - start > 0.02
    assert not pin_fits("4825", "no hash")
