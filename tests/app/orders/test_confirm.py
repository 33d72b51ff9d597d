"""Confirming: the last piece is promised once, what is short waits, what comes in fills the earliest promise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core import clock, settings
from app.core.actor import Actor
from app.core.command import command
from app.core.events import emit, listens
from app.core.refusal import NoReason, NotPermitted, StateChanged
from app.inventory import stock
from app.inventory.events import GoodsIn, GoodsMissing
from app.inventory.models import PlaceKind
from app.orders.advance import OnHold, advance_fulfillment
from app.orders.completeness import Incomplete, check_draft, check_order, first_doubts
from app.orders.confirm import confirm_order, process_orders
from app.orders.draft import DraftLine
from app.orders.events import OrderConfirmed, ShouldReview
from app.orders.hold import hold_order, release_order
from app.orders.models import Fulfillment, FulfillmentLine, Order, OrderLine
from app.orders.place import place_order
from app.orders.states import FulfillmentState, NotAllowed, OrderState
from app.staff.roles import rights_of
from tests.app.orders.conftest import phone_order
from tests.factories import clerk, make_product, manager

told: list[OrderConfirmed] = []


@listens(OrderConfirmed)
def _hear(event: OrderConfirmed) -> None:
    told.append(event)


@command("tests.goods_in")
def goods_in(by: Actor, product_id: int, quantity: int) -> None:
    place = stock.level(product_id).home
    stock.put_in(product_id, quantity, source=stock.special_place(PlaceKind.SUPPLIER), place=place, reason="goods_in")
    emit(GoodsIn((product_id,)))


@command("tests.goods_missing")
def goods_missing(by: Actor, product_id: int, quantity: int) -> None:
    emit(GoodsMissing(product_id, quantity))
    stock.take_out(product_id, quantity, target=stock.special_place(PlaceKind.LOSS), reason="waste")


@command("tests.no_backorders")
def no_backorders(by: Actor) -> None:
    settings.write("orders.allow_backorders", False)


@command("tests.step")
def step(by: Actor, fulfillment_id: int, old: FulfillmentState, new: FulfillmentState) -> None:
    advance_fulfillment(fulfillment_id, old, new)


def parts_of(order_id: int) -> list[tuple[str, int, int]]:
    query = Fulfillment.select(Fulfillment.state, Fulfillment.pieces, Fulfillment.weight_grams)
    return list(query.where(Fulfillment.order == order_id).order_by(Fulfillment.no).tuples())


def test_a_complete_order_is_confirmed_by_itself_and_its_goods_are_reserved(store):
    lamp, mug = make_product(on_hand=5, weight=900), make_product(on_hand=9, weight=350)
    placed = place_order(clerk, phone_order((lamp, 2), (mug, 4)))
    assert placed.state == OrderState.CONFIRMED
    assert parts_of(placed.order_id) == [(FulfillmentState.READY, 6, 3200)]
    assert (stock.level(lamp).reserved, stock.level(mug).reserved) == (2, 4)
    assert Order.get_by_id(placed.order_id).confirmed_at == clock.now_ms()


def test_the_last_piece_is_promised_once(store):
    lamp = make_product(on_hand=1)
    first, second = (place_order(clerk, phone_order((lamp, 1))) for _turn in range(2))
    assert parts_of(first.order_id)[0][0] == FulfillmentState.READY
    assert parts_of(second.order_id)[0][0] == FulfillmentState.WAITING
    assert stock.level(lamp).available == 0


def test_what_is_short_travels_in_a_second_part(store):
    flask = make_product(on_hand=2)
    placed = place_order(clerk, phone_order((flask, 3)))
    assert [part[:2] for part in parts_of(placed.order_id)] == [
        (FulfillmentState.READY, 2),
        (FulfillmentState.WAITING, 1),
    ]
    line = OrderLine.get(OrderLine.order == placed.order_id)
    assert (line.reserved, line.backordered) == (2, 1)
    assert told[-1].short[0].quantity == 1


def test_who_wants_it_together_waits_for_all(store):
    flask, mug = make_product(on_hand=2), make_product(on_hand=1)
    placed = place_order(clerk, phone_order((flask, 3), (mug, 1), ship_together=True))
    assert [part[:2] for part in parts_of(placed.order_id)] == [(FulfillmentState.WAITING, 4)]
    goods_in(manager, flask, 1)
    assert [part[:2] for part in parts_of(placed.order_id)] == [(FulfillmentState.READY, 4)]


def test_goods_that_come_in_go_to_the_earliest_promise(store):
    flask, now = make_product(on_hand=0), clock.now_ms()
    late, early = (
        place_order(clerk, phone_order((flask, 2), promised_at=now + days * clock.DAY_MS)).order_id for days in (3, 1)
    )
    goods_in(manager, flask, 3)
    assert parts_of(early)[0][0] == FulfillmentState.READY
    assert parts_of(late)[0][0] == FulfillmentState.WAITING
    assert OrderLine.get(OrderLine.order == late).reserved == 1
    goods_in(manager, flask, 1)
    assert parts_of(late)[0][0] == FulfillmentState.READY


def test_goods_that_are_not_there_are_given_back_by_the_newest_promise(store):
    lamp = make_product(on_hand=3)
    older, newer = (place_order(clerk, phone_order((lamp, quantity))).order_id for quantity in (1, 2))
    goods_missing(manager, lamp, 1)
    assert parts_of(older)[0][0] == FulfillmentState.READY
    assert parts_of(newer)[0][0] == FulfillmentState.WAITING
    line = OrderLine.get(OrderLine.order == newer)
    assert (line.reserved, line.backordered) == (1, 1)


def test_without_backorders_an_order_that_is_short_stays_placed_and_is_refused(store):
    no_backorders(manager)
    flask = make_product(on_hand=2)
    placed = place_order(clerk, phone_order((flask, 3)))
    assert placed.state == OrderState.PLACED
    with pytest.raises(stock.OutOfStock) as refused:
        confirm_order(clerk, placed.order_id)
    assert (refused.value.wanted, refused.value.free) == (3, 2)
    assert stock.level(flask).reserved == 0
    goods_in(manager, flask, 1)
    assert process_orders(clerk).confirmed == 1


@pytest.mark.parametrize(
    ("missing", "code"),
    [
        ({"customer_name": ""}, "name"),
        ({"phone": ""}, "phone"),
        ({"phone": "+35387"}, "phone"),
        ({"address": None}, "address"),
    ],
)
def test_an_incomplete_order_stays_placed_and_says_what_is_missing(store, missing, code):
    draft = phone_order((make_product(on_hand=1), 1), **missing)
    assert [doubt.code for doubt in check_draft(draft)] == [code]
    placed = place_order(clerk, draft)
    assert placed.state == OrderState.PLACED
    assert [doubt.code for doubt in check_order(placed.order_id)] == [code]
    with pytest.raises(Incomplete):
        confirm_order(clerk, placed.order_id)


def test_the_list_of_orders_names_the_first_doubt_of_each_order_and_none_of_complete_ones(store):
    tap, mug = make_product(price="0.00", on_hand=9), make_product(on_hand=9)
    asked = {
        "price": phone_order((tap, 1)), "name": replace(phone_order((tap, 1)), customer_name=""),
        "phone": replace(phone_order((mug, 1)), phone="12"), "address": replace(phone_order((mug, 1)), address=None),
        "": phone_order((mug, 1)),
    }  # fmt: skip
    placed = {code: place_order(clerk, draft).order_id for code, draft in asked.items()}
    assert first_doubts(list(placed.values())) == {order_id: code for code, order_id in placed.items() if code}


def test_goods_without_any_price_are_a_doubt_and_free_goods_are_not(store):
    sample = make_product(price="0.00", on_hand=9)
    assert [doubt.code for doubt in check_draft(phone_order((sample, 1)))] == ["price"]
    assert check_draft(phone_order(DraftLine(sample, 1, unit_price_e4=0))) == []


def test_confirming_twice_is_refused(store):
    placed = place_order(clerk, phone_order((make_product(on_hand=5), 1)))
    with pytest.raises(StateChanged):
        confirm_order(clerk, placed.order_id)


def test_on_hold_nobody_confirms_until_it_is_released(store):
    draft = phone_order((make_product(on_hand=5), 1))
    placed = place_order(clerk, replace(draft, phone=""))
    with pytest.raises(NoReason):
        hold_order(clerk, placed.order_id, " ")
    hold_order(clerk, placed.order_id, "asks her husband")
    with pytest.raises(StateChanged):
        hold_order(clerk, placed.order_id, "again")
    with pytest.raises(OnHold):
        confirm_order(clerk, placed.order_id)
    assert process_orders(clerk) == (0, 0, 0)
    assert release_order(clerk, placed.order_id) == OrderState.PLACED


def test_what_a_manager_holds_and_what_waits_for_money_is_let_go_by_a_manager(store):
    placed = place_order(clerk, phone_order((make_product(on_hand=5), 1)))
    maya = replace(clerk, rights=rights_of("counter"))
    hold_order(maya, placed.order_id, "asks her husband")
    assert release_order(maya, placed.order_id) == OrderState.CONFIRMED
    hold_order(manager, placed.order_id, "looks odd")
    with pytest.raises(NotPermitted, match="Ruth Hartwell has put this order on hold") as refused:
        release_order(maya, placed.order_id)
    assert refused.value.right == "orders.release_others"
    assert Order.get_by_id(placed.order_id).is_on_hold
    release_order(manager, placed.order_id)
    Order.update(is_on_hold=True, awaits_money=True).where(Order.id == placed.order_id).execute()
    with pytest.raises(NotPermitted, match="waits for its money"):
        release_order(maya, placed.order_id)


def test_a_fulfillment_goes_only_along_the_table_and_is_stamped(store):
    placed = place_order(clerk, phone_order((make_product(on_hand=5), 1)))
    part = Fulfillment.get(Fulfillment.order == placed.order_id).id
    with pytest.raises(NotAllowed):
        step(clerk, part, FulfillmentState.READY, FulfillmentState.PACKED)
    step(clerk, part, FulfillmentState.READY, FulfillmentState.PICKING)
    with pytest.raises(StateChanged):
        step(clerk, part, FulfillmentState.READY, FulfillmentState.PICKING)
    step(clerk, part, FulfillmentState.PICKING, FulfillmentState.PICKED)
    assert Fulfillment.get_by_id(part).picked_at == clock.now_ms()


def test_an_order_of_700_lines_is_confirmed_whole(store):
    products = [make_product(price="0.50", on_hand=3) for _n in range(70)]
    placed = place_order(clerk, phone_order(*[(products[n % 70], 1) for n in range(700)]))
    assert FulfillmentLine.select().count() == 700
    assert sum(stock.level(product).reserved for product in products) == 210
    assert sum(row.backordered for row in OrderLine.select().where(OrderLine.order == placed.order_id)) == 490


def test_the_question_for_review_is_asked_of_every_order(store):
    asked = []

    @listens(ShouldReview)
    def _ask(question: ShouldReview) -> None:
        asked.append(question.order_id)

    placed = place_order(clerk, phone_order((make_product(on_hand=5), 1)))
    assert asked == [placed.order_id]
