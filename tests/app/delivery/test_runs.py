"""Runs of the shop's own drivers: planned, left, delivered, refused, once more, back."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from app.core import clock, settings
from app.core.events import _listeners
from app.core.refusal import StateChanged
from app.delivery.accept import LineAccepted, WrongCount, accept, accept_quietly
from app.delivery.board import Column, board, late_shipments
from app.delivery.deliver import (
    NobodyNamed,
    StopsOpen,
    TooMuchCash,
    deliver,
    lose_shipment,
    not_home,
    refused,
    return_run,
    send_back,
    set_eta,
    settle_run,
    try_again,
)
from app.delivery.dispatch import (
    NothingToDeliver,
    WrongWay,
    leave_run,
    plan_run,
    put_on_run,
    sort_run,
    take_off_run,
)
from app.delivery.events import AcceptanceDiffers, DeliveryFailed, EtaChanged, ShipmentLeft
from app.delivery.models import Run, RunState
from app.delivery.proof import PNG, BadSignature, ProofData
from app.delivery.queries import delivery_detail, fulfillment_of_parcel, run_sheet, runs
from app.inventory.models import BinStock, Place
from app.orders.amend import reasons_against_amending
from app.orders.cancel import CannotCancel, cancel_order
from app.orders.models import Fulfillment, Order
from app.orders.states import FulfillmentState, OrderState, PayPlan
from app.payments.models import Claim, ClaimState
from tests.app.delivery.parcels import make_driver, make_packed, send_out, shipment_id
from tests.app.picking.orders import lines_of, state_of
from tests.factories import clerk, make_product, manager

HOUR = 3_600_000
SIGNED = ProofData("Patrick Lynch", base64.b64encode(PNG + b"drawn").decode(), "door.jpg", ("counted", "undamaged"))


@pytest.fixture(autouse=True)
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver's picture of the door lies in the folder that we work in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "door.jpg").write_bytes(b"\xff\xd8\xff\xe0 a door")


@pytest.fixture
def lamp(store):
    return make_product("LAMP", on_hand=9, price="25.00")


@pytest.fixture
def heard():
    """Events told during the test."""
    kinds = (ShipmentLeft, DeliveryFailed, EtaChanged, AcceptanceDiffers)
    told: list[object] = []
    for kind in kinds:
        _listeners[kind].append(told.append)
    yield told
    for kind in kinds:
        _listeners[kind].remove(told.append)


def test_a_run_leaves_with_times_and_cash_to_collect(lamp, heard):
    parts = [make_packed((lamp, 2)), make_packed((lamp, 1))]
    planned = plan_run(clerk, make_driver(), "van 2", tuple(parts))

    assert leave_run(clerk, planned.run_id) == 2

    sheet = run_sheet(planned.run_id)
    assert [(stop.stop, stop.cod_minor, stop.parcels) for stop in sheet.stops] == [(1, 5_000, 1), (2, 2_500, 1)]
    assert [state_of(part) for part in parts] == [FulfillmentState.DISPATCHED] * 2
    assert sheet.stops[0].eta_at == clock.now_ms() + 15 * 60_000
    assert sheet.stops[1].eta_at == clock.now_ms() + 35 * 60_000
    assert {claim.holder for claim in Claim.select()} == {f"driver:{make_driver()}"}
    assert [event.cod_minor for event in heard] == [5_000, 2_500]
    assert not _staged(lamp)


def test_delivering_with_cash_pays_the_order_and_closes_the_story(lamp):
    part = make_packed((lamp, 2))
    shipment = send_out(part)[0]

    deliver(clerk, shipment, SIGNED._replace(collected_minor=5_000))
    with clock.frozen(clock.now_ms() + 4 * 24 * HOUR):
        assert accept_quietly(clerk) == 1

    assert state_of(part) == FulfillmentState.ACCEPTED
    assert Claim.get().state == ClaimState.WITH_DRIVER
    assert Order.get().state == OrderState.COMPLETED
    detail = delivery_detail(shipment)
    assert (detail.proof.name, detail.proof.collected_minor, detail.proof.signature_png[:4]) == (
        "Patrick Lynch", 5_000, PNG[:4],
    )  # fmt: skip
    assert [event.kind for event in detail.events] == ["left", "delivered", "accepted"]
    assert [line.accepted for line in detail.lines] == [2]


def test_the_door_refuses_nameless_people_bad_pictures_and_too_much_cash(lamp):
    shipment = send_out(make_packed((lamp, 2)))[0]

    with pytest.raises(NobodyNamed):
        deliver(clerk, shipment, ProofData(" "))
    with pytest.raises(BadSignature):
        deliver(clerk, shipment, ProofData("Patrick", base64.b64encode(b"GIF89a").decode()))
    with pytest.raises(TooMuchCash, match=r"Only €50\.00"):
        deliver(clerk, shipment, ProofData("Patrick", collected_minor=5_001))


def test_a_prepaid_order_has_no_cash_at_the_door(lamp, heard):
    part = make_packed((lamp, 1), pay_plan=PayPlan.ON_ACCOUNT)

    send_out(part)

    assert heard[0].cod_minor == 0
    assert Claim.select().count() == 0


def test_nobody_at_home_goes_out_again_on_the_next_run(lamp, heard):
    part = make_packed((lamp, 2))
    shipment = send_out(part)[0]

    not_home(clerk, shipment, "bell does not work")
    try_again(clerk, shipment)
    back = _staged(lamp)
    again = send_out(part)[0]

    assert again == shipment
    assert back == 2
    assert [claim.state for claim in Claim.select().order_by(Claim.id)] == [ClaimState.DROPPED, ClaimState.DUE]
    assert delivery_detail(shipment).card.tries == 1
    assert [event.kind for event in heard if isinstance(event, DeliveryFailed)] == ["not_home"]


def test_refused_goods_come_back_for_good_as_a_return(lamp):
    part = make_packed((lamp, 2))
    shipment = send_out(part)[0]

    refused(clerk, shipment, "bowl is broken")
    with pytest.raises(CannotCancel):
        cancel_order(manager, Order.get().id, "refused")
    send_back(clerk, shipment, "bowl is broken")

    assert state_of(part) == FulfillmentState.RETURNED
    assert Claim.get().state == ClaimState.DROPPED
    with pytest.raises(StateChanged):
        try_again(clerk, shipment)


def test_a_lost_parcel_may_turn_up_and_be_paid(lamp):
    part = make_packed((lamp, 2))
    shipment = send_out(part)[0]

    lose_shipment(manager, shipment, "van was robbed")
    assert board().columns[Column.NEEDS_YOU][0].state == FulfillmentState.LOST
    deliver(clerk, shipment, SIGNED._replace(collected_minor=5_000))

    assert state_of(part) == FulfillmentState.DELIVERED
    assert [claim.state for claim in Claim.select().order_by(Claim.id)] == [
        ClaimState.DROPPED, ClaimState.WITH_DRIVER,
    ]  # fmt: skip


def test_a_planned_run_is_changed_until_it_leaves(lamp):
    first, second, third = (make_packed((lamp, 1)) for _number in range(3))
    run = plan_run(clerk, make_driver(), "van 1", (first, second)).run_id
    with pytest.raises(WrongWay, match="on run R-101 already"):
        plan_run(clerk, make_driver("Joe"), "van 2", (first,))

    assert put_on_run(clerk, run, (third,)) == 3
    sort_run(clerk, run, tuple(shipment_id(part) for part in (third, first, second)))
    take_off_run(clerk, shipment_id(second))

    assert [stop.fulfillment_id for stop in run_sheet(run).stops] == [third, first]
    assert reasons_against_amending(Fulfillment.get_by_id(first).order_id)
    leave_run(clerk, run)
    with pytest.raises(StateChanged):
        leave_run(clerk, run)
    with pytest.raises(StateChanged):
        put_on_run(clerk, run, (second,))


def test_stops_with_coordinates_are_visited_in_a_short_order(lamp):
    settings.change_setting(manager, "delivery.shop_at", "53.3498, -6.2603")
    parts = [make_packed((lamp, 1)) for _number in range(3)]
    for part, lat in zip(parts, (53_200_000, 53_340_000, 53_280_000), strict=True):
        order = Order.get_by_id(Fulfillment.get_by_id(part).order_id)
        Order.update(address=order.address | {"lat_e6": lat, "lon_e6": -6_260_300}).where(
            Order.id == order.id
        ).execute()

    run = plan_run(clerk, make_driver(), "van 1", tuple(parts)).run_id
    leave_run(clerk, run)

    stops = run_sheet(run).stops
    assert [stop.fulfillment_id for stop in stops] == [parts[1], parts[2], parts[0]]
    assert stops[0].eta_at < stops[1].eta_at < stops[2].eta_at


def test_a_run_is_back_when_every_stop_has_an_end(lamp):
    first, second = send_out(make_packed((lamp, 1)), make_packed((lamp, 1)))
    run = Run.get().id
    deliver(clerk, first, SIGNED._replace(collected_minor=2_500))
    with pytest.raises(StopsOpen):
        return_run(clerk, run)
    refused(clerk, second, "too late")

    return_run(clerk, run)
    settle_run(clerk, run)

    assert Run.get().state == RunState.SETTLED
    assert [(row.stops, row.done, row.cod_minor) for row in runs()] == [(2, 2, 5_000)]


def test_an_empty_run_is_none(lamp):
    with pytest.raises(NothingToDeliver):
        plan_run(clerk, make_driver(), "van 1", ())


def test_a_parcel_that_left_cannot_be_cancelled(lamp):
    send_out(make_packed((lamp, 1)))

    with pytest.raises(CannotCancel, match="A parcel has left"):
        cancel_order(manager, Order.get().id, "Changed their mind")


def test_the_board_has_five_columns_and_shows_what_is_late(lamp):
    now = clock.now_ms()
    waiting = make_packed((lamp, 1))
    late, fine, done = send_out(
        make_packed((lamp, 1), promised_at=now + HOUR), make_packed((lamp, 1), promised_at=now + 9 * HOUR),
        make_packed((lamp, 1), promised_at=now + HOUR),
    )  # fmt: skip
    deliver(clerk, done, SIGNED)
    set_eta(clerk, late, now + 2 * HOUR, "the N11 is closed")

    shown = board(now + HOUR + 62 * 60_000)

    assert [card.fulfillment_id for card in shown.columns[Column.WAITS]] == [waiting]
    on_the_way = {card.shipment_id: card.late_ms for card in shown.columns[Column.ON_THE_WAY]}
    assert on_the_way == {late: 62 * 60_000, fine: 0}
    assert (shown.on_the_road, shown.late, shown.on_time_percent) == (2, 1, 100)
    assert [card.shipment_id for card in late_shipments(now + HOUR + 60_000)] == [late]
    assert shown.columns[Column.DELIVERED][0].has_signature


def test_a_new_time_is_told(lamp, heard):
    shipment = send_out(make_packed((lamp, 1)))[0]

    set_eta(clerk, shipment, clock.now_ms() + 5 * HOUR, "the N11 is closed")

    assert heard[-1] == EtaChanged(
        1, shipment, clock.now_ms() + 15 * 60_000, clock.now_ms() + 5 * HOUR, "the N11 is closed", True
    )  # fmt: skip
    assert delivery_detail(shipment).card.event == "late"


def test_a_damaged_piece_is_told_to_the_rooms_that_care(lamp, heard):
    part = make_packed((lamp, 3))
    shipment = send_out(part)[0]
    deliver(clerk, shipment, SIGNED)
    line = lines_of(part)[0].id
    with pytest.raises(WrongCount):
        accept(clerk, shipment, (LineAccepted(line, 4),))

    assert accept(clerk, shipment, (LineAccepted(line, 2, "damaged", "chipped"),)) == 1

    assert lines_of(part)[0].accepted == 2
    assert [(one.quantity, one.condition) for one in heard[-1].lines] == [(1, "damaged")]


def test_a_parcel_scan_finds_its_goods(lamp):
    part = make_packed((lamp, 1))
    number = Order.get().number

    assert fulfillment_of_parcel(f"AP{number}-1") == part
    assert fulfillment_of_parcel("AP1-1") is None


def _staged(product: int) -> int:
    row = BinStock.select(BinStock.on_hand).join(Place).where(BinStock.product == product, Place.code == "*staging")
    return int(row.scalar() or 0)
