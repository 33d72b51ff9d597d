"""The Delivery tab by keys and scans: from the packed parcel to the customer's signature and acceptance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt

from app.analysis.models import ExceptionLog
from app.catalog.models import Product
from app.core import clock
from app.delivery.board import Column, board
from app.delivery.deliver import deliver
from app.delivery.deliver import refused as was_refused
from app.delivery.dispatch import hand_to_carrier, leave_run, plan_run
from app.delivery.models import Proof, Run, Shipment
from app.delivery.proof import ProofData
from app.delivery.shelf import put_on_shelf
from app.orders.models import Fulfillment, Order
from app.orders.states import Method, PayPlan
from app.packing.models import Parcel
from app.payments.pay import record_online
from tests.app.delivery.parcels import pack_all, shipment_id
from tests.app.picking.orders import make_order
from tests.conftest import Stores
from tests.factories import clerk, make_product
from tests.ui.courier_shop import CourierShop, courier_shop

FILLED: dict[str, Any] = {}
UPS = "1Z5R89390357567127"
HOUR = 3_600_000


def fill(staff: dict[str, int]) -> dict[str, Any]:
    """A pickup, a carrier's parcel, two parcels of our drivers, one on the road, one delivered."""
    lamp = make_product("LAMP", on_hand=40, price="25.00")
    ways = {
        "pickup": (Method.PICKUP, PayPlan.PAID_ONLINE), "carrier": (Method.CARRIER, PayPlan.PAID_ONLINE),
        "first": (Method.OWN_DRIVER, PayPlan.ON_DELIVERY), "second": (Method.OWN_DRIVER, PayPlan.PAID_ONLINE),
        "road": (Method.OWN_DRIVER, PayPlan.ON_DELIVERY), "done": (Method.OWN_DRIVER, PayPlan.PAID_ONLINE),
    }  # fmt: skip
    FILLED.clear()
    FILLED.update(staff)
    for name, (method, plan) in ways.items():
        order = make_order((lamp, 2), method=method, pay_plan=plan, name=f"{name.title()} Lynch")
        if plan == PayPlan.PAID_ONLINE:
            record_online(clerk, order, 5000, f"web-{name}")
        FILLED[name] = pack_all(order)[0]
        FILLED[f"{name}_order"] = Order.get_by_id(order).number
        FILLED[f"{name}_parcel"] = Parcel.get(Parcel.fulfillment == FILLED[name]).code
    run = plan_run(clerk, staff["dara"], "Van 2", (FILLED["road"], FILLED["done"])).run_id
    leave_run(clerk, run)
    FILLED["run"] = run
    deliver(clerk, shipment_id(FILLED["done"]), ProofData("Done Lynch"))
    return dict(FILLED)


@pytest.fixture
def shop(stores: Stores, qtbot: Any) -> Iterator[CourierShop]:
    with courier_shop(stores, qtbot, fill) as running:
        FILLED.update(running.made)
        yield running


def state_of(shop: CourierShop, name: str) -> str:
    return str(shop.ask(lambda: Fulfillment.get_by_id(FILLED[name]).state.value))


def card_numbers(shop: CourierShop, key: str) -> list[str]:
    column = next(column for column in shop.tab.board.columns if column.key == key)
    return [card.order_number for card in column.list.cards()]


def test_the_board_sorts_deliveries_by_state_and_says_what_each_is(shop):
    assert set(card_numbers(shop, "waits")) == {FILLED[f"{name}_order"] for name in
                                                ("pickup", "carrier", "first", "second")}  # fmt: skip
    assert card_numbers(shop, "on_the_way") == [FILLED["road_order"]]
    assert card_numbers(shop, "delivered") == [FILLED["done_order"]]
    assert shop.find("delivery.figure.on_the_road").text() == "1"
    assert shop.find("delivery.figure.cash").text() == "€0.00"


def test_arrows_move_between_the_columns_and_enter_opens_a_delivery(shop):
    assert shop.tab.current().order_number == FILLED["road_order"]
    shop.press("Right")
    assert shop.tab.current().order_number == FILLED["done_order"]
    shop.press("Left")
    shop.press("Enter")
    assert shop.find("delivery_detail.title").text() == f"Delivery of order {FILLED['road_order']}"
    assert "€50.00 taken in cash" in shop.texts()
    shop.press("Esc")
    assert not shop.tab.in_detail and shop.tab.current().order_number == FILLED["road_order"]


def test_a_scanned_pickup_parcel_goes_on_the_shelf_and_is_handed_over_against_its_code(shop):
    shop.scan(FILLED["pickup_parcel"])
    shop.wait_sheet("delivery.shelf")
    shop.press("F9")
    shop.wait(lambda: state_of(shop, "pickup") == "ready_for_pickup")
    code = shop.ask(lambda: Shipment.get(Shipment.fulfillment == FILLED["pickup"]).pickup_code)
    assert code in shop.toast()
    shop.scan(FILLED["pickup_order"])
    shop.wait_sheet("delivery.collect")
    shop.scan("P00000")
    assert shop.sheet == "delivery.collect" and state_of(shop, "pickup") == "ready_for_pickup"
    shop.find("delivery.field.code").clear()
    shop.scan(code)
    shop.wait(lambda: state_of(shop, "pickup") == "collected")
    assert shop.sheet == ""


def test_a_scanned_parcel_of_our_driver_gets_a_run_that_leaves(shop):
    shop.scan(FILLED["first_parcel"])
    shop.wait_sheet("delivery.plan")
    shop.scan(FILLED["second_parcel"])
    assert "Plan run with 2 parcels" in shop.texts()
    shop.press("F9")
    shop.wait(lambda: shop.tab.mode == "runs" and shop.tab.runs.is_planned())
    assert [stop.order_number for stop in shop.tab.runs.sheet.stops] == [
        FILLED["first_order"], FILLED["second_order"]
    ]  # fmt: skip
    shop.press("F9")
    shop.wait(lambda: state_of(shop, "first") == "dispatched" and state_of(shop, "second") == "dispatched")


def test_the_stops_of_a_planned_run_are_moved_and_taken_off_by_keys(shop):
    shop.press("F9")
    shop.wait_sheet("delivery.plan")
    shop.press("F9")
    shop.wait(lambda: shop.tab.runs.is_planned() and len(shop.tab.runs.sheet.stops) == 2)
    before = [stop.shipment_id for stop in shop.tab.runs.sheet.stops]
    shop.press("Alt+Down")
    shop.wait(lambda: [stop.shipment_id for stop in shop.tab.runs.sheet.stops] == before[::-1])
    shop.press("Del")
    shop.wait(lambda: len(shop.tab.runs.sheet.stops) == 1)
    shop.window.toasts.undo()
    shop.wait(lambda: len(shop.tab.runs.sheet.stops) == 2)
    shop.press("F10")
    shop.wait(lambda: "Run sheet" in shop.toast())


def test_a_run_comes_back_only_when_every_stop_has_an_end(shop):
    shop.tab.show_run(FILLED["run"])
    shop.settle()
    shop.press("F9")
    shop.wait(lambda: "still on its way" in shop.window.notice.text)
    shop.scan(FILLED["road_order"])
    shop.wait_sheet("delivery.door")
    shop.press("F9")
    shop.wait(lambda: state_of(shop, "road") == "delivered")
    shop.press("F9")
    shop.wait(lambda: shop.ask(lambda: Run.get_by_id(FILLED["run"]).state.value) == "back")


def test_the_customer_signs_and_the_proof_is_kept(shop):
    shop.scan(FILLED["road_order"])
    shop.wait_sheet("delivery.door")
    pad = shop.find("delivery.signature")
    shop.qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(30, 90))
    for x in range(40, 160, 12):
        shop.qtbot.mouseMove(pad, QPoint(x, 60 + x % 40))
        from PySide6.QtGui import QMouseEvent
        from PySide6.QtWidgets import QApplication

        place = QPoint(x, 60 + x % 40).toPointF()
        left = Qt.MouseButton.LeftButton
        QApplication.sendEvent(pad, QMouseEvent(QMouseEvent.Type.MouseMove, place, pad.mapToGlobal(place), left, left,
                                                Qt.KeyboardModifier.NoModifier))  # fmt: skip
    shop.qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(160, 80))
    shop.press("F9")
    shop.wait(lambda: state_of(shop, "road") == "delivered")
    proof = shop.ask(lambda: Proof.get(Proof.shipment == shipment_id(FILLED["road"])))
    assert bytes(proof.signature_png).startswith(b"\x89PNG")
    assert proof.checklist == {"ticked": ["counted", "undamaged"], "collected_minor": 5000}
    assert shop.find("delivery.figure.cash").text() == "€50.00"


def test_more_cash_than_is_due_is_refused_in_the_sheet(shop):
    shop.scan(FILLED["road_order"])
    shop.wait_sheet("delivery.door")
    field = shop.find("delivery.field.cash")
    field.setFocus()
    field.selectAll()
    shop.type("60")
    shop.press("F9")
    shop.wait(lambda: "Only €50.00 is to be collected." in shop.texts())
    assert shop.sheet == "delivery.door" and state_of(shop, "road") == "dispatched"


def test_a_wrong_tracking_number_is_refused_and_a_right_one_leaves(shop):
    shop.scan(FILLED["carrier_parcel"])
    shop.wait_sheet("delivery.carrier")
    shop.find("delivery.carrier.choice.ups").click()
    shop.type("1Z5R89390357567128")
    shop.wait(lambda: "No number of UPS" in shop.find("delivery.carrier.verdict").text())
    shop.press("F9")
    shop.wait(lambda: "is no number of UPS" in shop.texts())
    shop.scan(UPS)
    shop.wait(lambda: "A number of UPS" in shop.find("delivery.carrier.verdict").text())
    shop.press("F9")
    shop.wait(lambda: state_of(shop, "carrier") == "dispatched")
    assert shop.ask(lambda: Shipment.get(Shipment.fulfillment == FILLED["carrier"]).tracking) == UPS


def test_a_refused_parcel_needs_somebody_and_goes_out_again(shop):
    shop.scan(FILLED["road_order"])
    shop.wait_sheet("delivery.door")
    shop.press("Alt+R")
    shop.wait_sheet("delivery.reason")
    shop.press("1")
    shop.wait(lambda: card_numbers(shop, "needs_you") == [FILLED["road_order"]])
    shop.scan(FILLED["road_order"])
    shop.wait_sheet("delivery.again")
    shop.press("1")
    shop.wait(lambda: FILLED["road_order"] in card_numbers(shop, "waits"))


def test_a_new_time_is_read_as_the_customer_will_before_it_goes(shop):
    shop.press("T")
    shop.wait_sheet("delivery.time")
    shop.find("delivery.later.60").click()
    shop.wait(lambda: "15:50" in shop.find("delivery.time.text").text())
    shop.press("F9")
    shop.wait(lambda: shop.sheet == "")
    eta = shop.ask(lambda: Shipment.get(Shipment.fulfillment == FILLED["road"]).eta_at)
    assert eta > clock.now_ms() + HOUR and eta % 600_000 == 0


def test_what_the_customer_does_not_keep_is_noted_line_by_line(shop):
    shop.press("Right")
    shop.press("Space")
    shop.wait_sheet("delivery.accept")
    shop.type("1")
    assert "Accept, 1 difference" in shop.texts()
    shop.press("F9")
    shop.wait(lambda: state_of(shop, "done") == "accepted")
    assert "a case is open" in shop.toast()


def test_typing_filters_the_board_and_the_list(shop):
    shop.tab.typed("Pickup Ly")
    assert [card.customer for card in shop.tab.board.cards()] == ["Pickup Lynch"]
    shop.tab.typed("")
    shop.tab.set_mode("list")
    shop.settle()
    assert len(shop.tab.list.cards()) == 6
    shop.tab.typed("Road")
    assert [card.customer for card in shop.tab.list.cards()] == ["Road Lynch"]
    shop.press("Enter")
    shop.wait(lambda: shop.tab.in_detail)


def test_a_lost_parcel_is_marked_by_a_manager_and_may_turn_up(stores, qtbot):
    def lose(staff: dict[str, int]) -> None:
        fill(staff)
        hand_to_carrier(clerk, FILLED["carrier"], "ups", UPS)
        was_refused(clerk, shipment_id(FILLED["road"]), "Too late")

    with courier_shop(stores, qtbot, lose, role="manager") as shop:
        shop.tab.show_delivery(FILLED["carrier"])
        shop.settle()
        shop.press("X")
        shop.wait_sheet("delivery.reason")
        shop.press("2")
        shop.wait(lambda: state_of(shop, "carrier") == "lost")
        assert UPS in shop.texts() or shop.tab.view.found.detail.tracking == UPS
        needing = shop.ask(lambda: [card.order_number for card in board().columns[Column.NEEDS_YOU]])
        assert sorted(needing) == sorted([FILLED["carrier_order"], FILLED["road_order"]])


def test_goods_with_an_age_limit_are_handed_over_when_the_age_was_asked_and_a_no_is_kept(shop):
    shop.ask(lambda: Product.update(age_limit=18).execute())
    code = shop.ask(lambda: put_on_shelf(clerk, FILLED["pickup"], "P-3"))
    shop.scan(FILLED["pickup_order"])
    shop.wait_sheet("delivery.collect")

    shop.scan(code)
    shop.wait_sheet("age")
    shop.press("Esc")
    shop.wait(lambda: shop.ask(lambda: ExceptionLog.select().where(ExceptionLog.kind == "age").count()) == 1)
    assert shop.sheet == "delivery.collect" and state_of(shop, "pickup") == "ready_for_pickup"
    shop.press("F9")
    shop.wait_sheet("age")
    shop.press("F9")

    shop.wait(lambda: state_of(shop, "pickup") == "collected")


def test_the_driver_says_that_the_age_was_looked_at_before_the_goods_are_delivered(shop):
    shop.ask(lambda: Product.update(age_limit=18).execute())
    shop.scan(FILLED["road_order"])
    shop.wait_sheet("delivery.door")
    shop.press("F9")
    shop.wait_sheet("age")
    assert state_of(shop, "road") == "dispatched"
    shop.press("F9")
    shop.wait(lambda: state_of(shop, "road") == "delivered")
