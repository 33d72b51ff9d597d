"""Carriers with their numbers, and the pickup shelf."""

from __future__ import annotations

import pytest

from app.core import clock
from app.delivery.age import AgeNotAsked, age_to_check
from app.delivery.board import Column, board
from app.delivery.carriers import CarrierKnown, UnknownCourier, add_carrier, carriers, change_carrier
from app.delivery.deliver import correct_tracking, deliver, note_scan
from app.delivery.dispatch import TrackingUsed, WrongTracking, WrongWay, hand_to_carrier
from app.delivery.models import Run
from app.delivery.proof import ProofData
from app.delivery.queries import delivery_detail, free_shelf, pickup_shelf
from app.delivery.shelf import NotPaidYet, NotTheCustomer, collect, put_on_shelf, take_off_shelf
from app.documents.lists import run_sheet
from app.documents.parcels import shipping_label
from app.orders.cancel import cancel_order
from app.orders.models import Fulfillment, Order, OrderLine
from app.orders.states import FulfillmentState, Method, PayPlan
from app.overview.order_story import order_story
from app.packing.models import Parcel
from app.picking.cancel import put_back
from tests.app.delivery.parcels import make_packed, send_out, shipment_id
from tests.app.picking.orders import state_of
from tests.factories import clerk, make_product, manager, packer

UPS = "1Z5R89390357567127"
DAY = 86_400_000


@pytest.fixture
def lamp(store):
    add_carrier(manager, "UPS", "UPS", "ups")
    add_carrier(manager, "joe", "Joe’s bikes")
    return make_product("LAMP", on_hand=9, price="25.00")


def test_a_carrier_takes_a_parcel_with_a_number_of_its_own(lamp):
    part = make_packed((lamp, 1), method=Method.CARRIER, pay_plan=PayPlan.ON_ACCOUNT)

    shipment = hand_to_carrier(packer, part, "ups", " 1z5r8 9390357 567127")
    note_scan(clerk, shipment, "Sorted in Dublin")
    deliver(clerk, shipment, ProofData("Neighbour"))

    detail = delivery_detail(shipment)
    assert (detail.tracking, detail.card.carrier) == (UPS, "UPS")
    assert UPS in detail.tracking_url
    assert [event.kind for event in detail.events] == ["left", "scanned", "delivered"]


def test_a_mistyped_number_or_that_of_another_courier_is_refused(lamp):
    part = make_packed((lamp, 1), method=Method.CARRIER)

    with pytest.raises(WrongTracking, match="is no number of UPS"):
        hand_to_carrier(packer, part, "ups", "1Z5R89390357567128")
    with pytest.raises(WrongTracking, match="It looks like one of") as refusal:
        hand_to_carrier(packer, part, "ups", "RR123456785IE")

    assert [match["courier"] for match in refusal.value.facts["matches"]] == ["s10"]
    assert state_of(part) == FulfillmentState.PACKED


def test_no_two_parcels_have_one_number(lamp):
    first, second = (make_packed((lamp, 1), method=Method.CARRIER) for _number in range(2))
    hand_to_carrier(packer, first, "ups", UPS)

    with pytest.raises(TrackingUsed):
        hand_to_carrier(packer, second, "ups", UPS)
    assert state_of(second) == FulfillmentState.PACKED
    hand_to_carrier(packer, second, "joe")


def test_a_wrong_number_is_put_right(lamp):
    part = make_packed((lamp, 1), method=Method.CARRIER)
    shipment = hand_to_carrier(packer, part, "ups", UPS)

    correct_tracking(clerk, shipment, "1Z 5R8 9390 3575 6712 7")

    assert delivery_detail(shipment).tracking == UPS


def test_carriers_are_changed_and_retired(lamp):
    ups = carriers()[1].id
    with pytest.raises(CarrierKnown):
        add_carrier(manager, "ups", "Another")
    with pytest.raises(UnknownCourier):
        change_carrier(manager, ups, "UPS", "pigeon")

    change_carrier(manager, ups, "UPS Ireland", "ups", is_active=False)

    assert [row.name for row in carriers()] == ["Joe’s bikes"]


def test_goods_wait_on_the_shelf_until_the_code_is_said(lamp):
    part = make_packed((lamp, 1), method=Method.PICKUP, pay_plan=PayPlan.ON_ACCOUNT)
    code = put_on_shelf(packer, part, "P-3")
    with pytest.raises(NotTheCustomer):
        collect(clerk, part, "P00000")
    with pytest.raises(NotTheCustomer):
        collect(clerk, part)

    waiting = pickup_shelf()
    collect(clerk, part, code.lower())

    assert [(row.shelf, row.pickup_code, row.is_over) for row in waiting] == [("P-3", code, False)]
    assert state_of(part) == FulfillmentState.COLLECTED
    assert pickup_shelf() == []


def test_unpaid_goods_stay_on_the_shelf(lamp):
    part = make_packed((lamp, 1), method=Method.PICKUP, pay_plan=PayPlan.AT_PICKUP)
    code = put_on_shelf(packer, part, "P-3")

    with pytest.raises(NotPaidYet):
        collect(clerk, part, code)

    assert state_of(part) == FulfillmentState.READY_FOR_PICKUP


def test_a_name_that_was_checked_does_as_well(lamp):
    part = make_packed((lamp, 1), method=Method.PICKUP, pay_plan=PayPlan.ON_ACCOUNT)
    put_on_shelf(packer, part, free_shelf())

    collect(clerk, part, checked_name="Hannah Fischer")

    assert delivery_detail(shipment_id(part)).proof.name == "Hannah Fischer"


def test_what_nobody_collects_goes_off_the_shelf_and_may_be_cancelled(lamp):
    part = make_packed((lamp, 1), method=Method.PICKUP, pay_plan=PayPlan.AT_PICKUP)
    put_on_shelf(packer, part, "P-2")
    over = board(clock.now_ms() + 8 * DAY).columns[Column.PICKUP][0].late_ms

    take_off_shelf(packer, part, "never came")
    cancel_order(manager, Order.get().id, "never came")
    put_back(packer, part)

    assert over == DAY
    assert state_of(part) == FulfillmentState.CANCELLED


def test_goods_to_be_collected_do_not_travel(lamp):
    part = make_packed((lamp, 1), method=Method.PICKUP)

    with pytest.raises(WrongWay):
        hand_to_carrier(packer, part, "ups", UPS)


def test_goods_with_an_age_limit_leave_the_shelf_only_when_somebody_looked_at_the_age(lamp):
    knife = make_product("KNIFE", on_hand=5, age_limit=18)
    part = make_packed((lamp, 1), (knife, 1), method=Method.PICKUP, pay_plan=PayPlan.ON_ACCOUNT)
    code = put_on_shelf(packer, part, "P-3")

    with pytest.raises(AgeNotAsked) as refused:
        collect(clerk, part, code)
    before = state_of(part)
    collect(clerk, part, code, age_checked=True)

    assert refused.value.facts == {"product_id": knife, "age_limit": 18}
    assert before == FulfillmentState.READY_FOR_PICKUP
    assert state_of(part) == FulfillmentState.COLLECTED
    checked = dict(OrderLine.select(OrderLine.product, OrderLine.age_checked).tuples())
    assert checked == {lamp: False, knife: True}


def test_our_driver_asks_for_the_age_at_the_door_and_an_age_checked_before_is_not_asked_again(lamp):
    knife = make_product("KNIFE", on_hand=5, age_limit=18)
    asked, known = send_out(*(make_packed((knife, 1)) for _ in range(2)))
    OrderLine.update(age_checked=True).where(
        OrderLine.order == Order.select(Order.id).order_by(-Order.id).limit(1)
    ).execute()

    deliver(clerk, known, ProofData("Hannah"))
    with pytest.raises(AgeNotAsked):
        deliver(clerk, asked, ProofData("Hannah"))
    deliver(clerk, asked, ProofData("Hannah"), age_checked=True)


def test_a_carrier_checks_the_age_as_its_service_so_the_label_asks_for_it_and_nobody_of_ours_is_asked(lamp):
    knife = make_product("KNIFE", on_hand=5, age_limit=18)
    part, plain = (
        make_packed((lamp, 1), (knife, 1), method=Method.CARRIER),
        make_packed((lamp, 1), method=Method.CARRIER),
    )
    order = Fulfillment.get_by_id(part).order_id
    box, other = (Parcel.get(Parcel.fulfillment == one).id for one in (part, plain))

    assert (age_to_check(part), age_to_check(plain)) == (18, 0)
    assert (shipping_label(box).notes, shipping_label(other).notes) == (("Age check 18+",), ())
    hand_to_carrier(packer, part, "ups", UPS)
    deliver(clerk, shipment_id(part), ProofData("Hannah"))

    assert state_of(part) == FulfillmentState.DELIVERED
    checks = {check.key: check.text for check in order_story(order).door}
    assert checks["age"] == "Carrier: age 18+"


def test_the_list_of_our_driver_says_at_which_door_the_age_is_checked(lamp):
    knife = make_product("KNIFE", on_hand=5, age_limit=18)
    asked, plain = make_packed((knife, 1)), make_packed((lamp, 1))
    send_out(asked, plain)

    stops = run_sheet(Run.get().id).stops

    assert sorted("Age check 18+" in stop.note for stop in stops) == [False, True]
    story = order_story(Fulfillment.get_by_id(asked).order_id)
    assert [(check.text, check.done) for check in story.door if check.key == "age"] == [("Age 18+ checked", False)]
