"""The order screen's story, the timeline's words, what comes next, the badges, and a customer's story."""

from __future__ import annotations

from itertools import product as pairs

import pytest

from app import shop
from app.core import clock, outbox
from app.core.command import command, registry
from app.core.db import db
from app.delivery.models import Shipment, ShipmentEvent
from app.orders.cancel import cancel_order
from app.orders.hold import hold_order
from app.orders.models import Fulfillment
from app.orders.notes import add_note
from app.orders.place import place_order
from app.orders.states import FulfillmentState, Method, OrderState
from app.overview.badges import badges
from app.overview.customer_story import customer_story
from app.overview.next_step import least_far, next_step
from app.overview.order_story import order_story
from app.overview.words import GROUPS, WORDS, say
from app.payments.pay import pay_order
from app.review.send import send_to_review
from tests.app.orders.conftest import phone_order
from tests.app.payments.till import cash, open_till, sold
from tests.conftest import NOON
from tests.factories import clerk, make_customer, make_product

ICONS = "resources/icons"
# Rooms none of whose commands concern one order, and single commands that do not.
QUIET_ROOMS = {
    "catalog", "customers", "staff", "settings", "outbox", "tests", "purchasing", "inventory", "sample", "practice",
    "training",
}  # fmt: skip
QUIET = {
    "notices.mail_quote",
    "counter.save_ticket", "counter.park_ticket", "counter.recall_ticket", "counter.drop_ticket", "counter.throw_away",
    "counter.arrange_keys",
    "counter.attach_code", "counter.free_goods", "counter.make_quote", "counter.take_quote", "counter.take_up",
    "counter.use_points", "counter.refuse_age", "orders.hold_basket", "orders.wrap_goods",
    "orders.drop_basket", "orders.release_expired", "orders.save_draft", "orders.park_draft", "orders.take_draft",
    "packing.add_carton", "packing.change_carton", "picking.add_totes", "payments.mark_card_sent",
    "payments.begin_count", "payments.cancel_count", "payments.close_shift", "payments.move_cash",
    "payments.open_shift", "payments.pay_tips", "payments.x_report", "payments.sell_gift_card", "payments.settle_account",
    "payments.block_gift_card", "payments.unblock_gift_card", "payments.note_link", "payments.reprint_account",
    "payments.recover_cards", "payments.recover_backs", "analysis.note_clock", "payments.ask_back_now",
    "counter.gift_card_product",
    "notices.remind_bill", "review.change_rule", "returns.return_without_receipt", "channels.import_preview",
    "channels.import_drop",
    "delivery.add_carrier", "delivery.change_carrier", "notices.change_template", "documents.print_run_sheet",
    "documents.print_z_again", "returns.print_slip", "analysis.print_report", "payments.correct_move",
    "payments.hand_over", "payments.note_open_drawer", "payments.open_drawer", "review.mark_resold", "review.unlist",
    "review.list_value",
}  # fmt: skip


def test_every_command_that_concerns_an_order_has_words() -> None:
    shop.open_rooms()
    spoken = {what for what in registry if what.partition(".")[0] not in QUIET_ROOMS} - QUIET
    missing = sorted(what for what in spoken - WORDS.keys() if not what.startswith("bench."))
    assert missing == []


def test_words_are_complete() -> None:
    from pathlib import Path

    for what, words in WORDS.items():
        assert words.group in GROUPS, what
        assert words.titles, what
        assert Path(ICONS, f"{words.icon}.svg").is_file(), f"{what}: there is no icon {words.icon}"
        assert say(what, {})[0], what


def test_words_are_filled_from_facts_and_leave_out_what_is_not_known() -> None:
    assert say("payments.pay_order", {"paid_minor": 12345, "left_minor": 0, "receipt": "T1-000001"}) == (
        "Paid €123.45", "receipt T1-000001",
    )  # fmt: skip
    assert say("packing.close_parcel", {"parcel": "P1", "weight_grams": 2380, "expected_grams": 2360}) == (
        "Packed and weighed, 2.38 kg", "parcel P1 · expected 2.36 kg",
    )  # fmt: skip
    assert say("orders.place", {}) == ("Placed", "")
    assert say("unheard.of", {}) == ("Changed", "")
    assert say("orders.cancel", {"reason": "{who} <b>"}) == ("Cancelled", "{who} <b>")


def test_a_phone_order_tells_its_whole_story(store: str) -> None:
    customer = make_customer("Siobhán Brady")
    placed = place_order(clerk, phone_order((make_product("MUG", on_hand=5), 3), customer_id=customer))
    order = placed.order_id
    with clock.frozen(NOON + 60_000):
        add_note(clerk, order, "Ring twice")
    part = Fulfillment.get(Fulfillment.order == order)
    shipment = Shipment.create(
        fulfillment=part, cod_minor=3000, track_token="t", made_at=NOON, eta_at=NOON + 38 * 60_000
    )
    ShipmentEvent.create(shipment=shipment, at=NOON + 120_000, kind="late", text="N11 closed", who="Dara")
    story = order_story(order)
    assert (story.order.number, story.status, story.money.owed_minor) == (placed.number, "ready", 3000)
    assert [(stage.key, stage.state) for stage in story.stages] == [
        ("placed", "done"), ("confirmed", "done"), ("picked", "now"), ("packed", "later"), ("left", "later"),
        ("accepted", "later"), ("settled", "later"), ("closed", "later"),
    ]  # fmt: skip
    assert {stage.key: stage.detail for stage in story.stages}["accepted"] == "ETA 15:10"
    assert {stage.key: stage.detail for stage in story.stages}["settled"] == "COD €30.00"
    assert [(item.sku, item.quantity, item.packed, item.total_minor) for item in story.items] == [("MUG", 3, 0, 3000)]
    own = [moment for moment in story.timeline if moment.icon not in ("envelope-simple", "chat-text", "bell-ringing")]
    assert [moment.title for moment in own] == ["Late", "Note", "Placed: by phone"]
    assert story.timeline[0].detail == "N11 closed"
    assert own[-1][-2:] == ("Maya Kelly", "till-1")
    assert [check.key for check in story.door] == ["pieces", "undamaged", "proof", "cash"]
    send_to_review(clerk, order, "Sounded odd")
    assert order_story(order).door[0].text == "3 pieces counted"  # no part of it is under way
    assert story.customer.customer_id == customer
    assert story.next is not None
    assert (story.next.key, story.next.label) == ("pick", "Start picking")


def test_a_counter_sale_has_a_short_way(store: str) -> None:
    make_product("MUG", on_hand=5)
    open_till()
    story = order_story(sold("MUG").order_id)
    assert [(stage.key, stage.state) for stage in story.stages] == [
        ("placed", "done"), ("accepted", "done"), ("settled", "done"), ("closed", "now")
    ]  # fmt: skip
    assert "Sold at the counter" in [moment.title for moment in story.timeline]
    assert story.next is not None
    assert story.next.key == "close"


def test_money_and_messages_stand_in_the_timeline(store: str) -> None:
    open_till()
    order = place_order(clerk, phone_order((make_product(on_hand=5), 3))).order_id
    pay_order(clerk, order, [cash(3000)])

    @command("tests.wish_a_message")
    def wish_a_message(by) -> int:  # type: ignore[no-untyped-def]
        return outbox.wish("sms", "sms:1", {}, title="SMS: “Arriving about 15:10”", order_id=order)

    try:
        wish_a_message(clerk)
        groups = {moment.title: moment.group for moment in order_story(order).timeline}
    finally:
        registry.pop("tests.wish_a_message")
    assert groups["Paid €30.00"] == "money"
    assert groups["SMS: “Arriving about 15:10”"] == "messages"


def test_a_story_takes_as_many_statements_for_long_orders_as_for_short_ones(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = place_order(clerk, phone_order((make_product(on_hand=5), 1))).order_id
    long = place_order(clerk, phone_order(*((make_product(on_hand=5), 1) for _line in range(20)))).order_id
    counted: list[str] = []
    execute = db.obj.execute_sql
    monkeypatch.setattr(db.obj, "execute_sql", lambda sql, *more: counted.append(sql) or execute(sql, *more))
    order_story(short)
    first = len(counted)
    order_story(long)
    assert len(counted) == 2 * first
    assert first <= 30


@pytest.mark.parametrize(("state", "method"), list(pairs(OrderState, Method)))
def test_every_state_has_a_next_step_or_is_finished(state: OrderState, method: Method) -> None:
    for least in (None, *FulfillmentState):
        step = next_step(state, method, least, owed_minor=100)
        assert step is None or (step.key and step.label)
    finished = state in (OrderState.ARCHIVED, OrderState.CANCELLED, OrderState.DRAFT)
    assert (next_step(state, method, None, owed_minor=100) is None) == finished


@pytest.mark.parametrize("state", [OrderState.CONFIRMED, OrderState.COMPLETED, OrderState.CANCELLED])
def test_what_was_paid_too_much_goes_back_before_an_order_is_closed(state: OrderState) -> None:
    step = next_step(state, Method.CARRIER, None, owed_minor=-1_000)
    assert step is not None
    assert (step.key, step.label) == ("pay_back", "Pay back €10.00")


def test_the_least_advanced_part_decides() -> None:
    f = FulfillmentState
    assert least_far([f.ACCEPTED, f.PICKING, f.DISPATCHED]) is f.PICKING
    assert least_far([f.CANCELLED, f.DELIVERED]) is f.DELIVERED
    assert least_far([f.ACCEPTED, f.CANCELLED]) is f.ACCEPTED
    assert least_far([]) is None
    held = next_step(OrderState.CONFIRMED, Method.PICKUP, f.PACKED, is_on_hold=True)
    assert held is not None
    assert held.key == "release"


def test_badges_count_what_waits_for_the_role(store: str) -> None:
    first = place_order(clerk, phone_order((make_product(on_hand=5), 1))).order_id
    place_order(clerk, phone_order((make_product(on_hand=5), 1), promised_at=NOON - 1))
    assert badges("manager", "till-1") == {"orders": 1, "pick": 2}
    assert badges("counter", "till-1") == {"orders": 1}
    assert badges("warehouse", "pack-1") == {"orders": 1, "pick": 2}
    hold_order(clerk, first, "Address?")
    cancel_order(clerk, first, "Gone")
    assert badges("manager", "till-1")["pick"] == 1


def test_badges_are_one_statement(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []
    execute = db.obj.execute_sql
    monkeypatch.setattr(db.obj, "execute_sql", lambda sql, *more: counted.append(sql) or execute(sql, *more))
    badges("manager", "till-1")
    assert len(counted) == 1


def test_a_customer_is_told_with_orders_favourites_and_balance(store: str) -> None:
    customer = make_customer("Siobhán Brady")
    mug, cup = make_product("MUG", on_hand=9), make_product("CUP", on_hand=9)
    for lines in (((mug, 1), (cup, 1)), ((mug, 2),)):
        place_order(clerk, phone_order(*lines, customer_id=customer))
    story = customer_story(customer)
    assert (story.name, len(story.orders), story.owes_minor, story.credit_minor) == ("Siobhán Brady", 2, 0, 0)
    assert [(liked.sku, liked.times, liked.quantity) for liked in story.favourites] == [("MUG", 2, 3), ("CUP", 1, 1)]
    assert story.addresses[0]["city"] == "Blackrock"
