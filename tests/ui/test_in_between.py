"""The moment between choosing another record and reading it: no key acts on the one that was left, no sheet of it comes."""

from __future__ import annotations

from typing import Any

from app.aftersales.models import CaseKind, CaseMessage
from app.aftersales.open import NewCase, open_case
from app.core.actor import system_actor
from app.delivery.dispatch import plan_run
from app.delivery.models import Run
from app.inventory import count_board
from app.inventory.models import CountLine
from app.orders.phone_drafts import parked_drafts
from app.orders.states import Method, PayPlan
from app.payments.pay import record_online
from app.returns.models import Return
from app.returns.open import ReturnInput, open_return
from app.returns.receive import receive_return
from tests import factories
from tests.app.delivery.parcels import pack_all
from tests.app.picking.orders import make_order
from tests.conftest import Stores
from tests.ui.care_shop import MUG, SKILLET, care_shop
from tests.ui.courier_shop import CourierShop, courier_shop
from tests.ui.orders_shop import orders_shop
from tests.ui.pick_shop import pick_shop
from tests.ui.shop_for_stock import StockShop, people, stock_shop
from tests.ui.test_phone import call_siobhan, choose
from tests.ui.till_shop import till_shop
from ui.returns.draft import LOOSE

SLOW_MS = 400  # two presses that are meant, while the store takes its time


def a_second_case(order: Any) -> None:
    open_case(system_actor(), NewCase(CaseKind.ENQUIRY, "When does it come?", "Tell me.", order_id=order.id))


def test_an_answer_never_goes_to_the_case_that_was_left(stores: Stores, qtbot: Any) -> None:
    with care_shop(stores, qtbot, more=a_second_case) as care:
        cases = care.go("service").cases
        care.wait(lambda: cases.detail is not None and cases.inbox.count() == 2)
        care.press("J")
        care.press("Alt+U")
        draft = cases.composer.text()
        care.press("Esc")
        care.press("K")
        care.press_at_once("J", "F9")
        assert cases.composer.text() == draft
        assert care.count(CaseMessage, CaseMessage.side == "shop") == 0
        care.press_at_once("Alt+A", "K")
        assert care.sheet == ""  # who takes care of a case that is not shown any more


def test_a_sheet_that_is_being_read_comes_once_and_not_before_the_door(stores: Stores, qtbot: Any) -> None:
    with care_shop(stores, qtbot) as care:
        cases = care.go("service").cases
        care.wait(lambda: cases.detail is not None)
        care.settle()
        care.press_at_once("Alt+A", "Alt+A")
        care.press("Esc")
        assert care.sheet == ""
        care.press_at_once("Alt+X", "F12")
        assert care.window.session.is_locked and care.sheet == ""


def two_runs(staff: dict[str, int]) -> None:
    """Two planned runs, each with a parcel."""
    lamp = factories.make_product("LAMP", on_hand=40, price="25.00")
    for name, driver in (("first", "dara"), ("second", "joe")):
        order = make_order((lamp, 1), method=Method.OWN_DRIVER, pay_plan=PayPlan.PAID_ONLINE, name=name)
        record_online(factories.clerk, order, 2_500, f"web-{name}")
        plan_run(factories.clerk, staff[driver], "Van", (pack_all(order)[0],))


def run_states(shop: CourierShop) -> set[str]:
    return set(shop.ask(lambda: [row.state.value for row in Run.select()]))


def test_a_run_leaves_only_when_it_is_the_one_that_is_read(stores: Stores, qtbot: Any) -> None:
    with courier_shop(stores, qtbot, two_runs, mode="runs") as shop:
        shop.press_at_once("Down", "F9")
        assert run_states(shop) == {"planned"}
        assert shop.tab.runs.sheet.run_id == shop.tab.runs.current().run_id


def test_no_key_acts_on_the_delivery_that_was_left(stores: Stores, qtbot: Any) -> None:
    with courier_shop(stores, qtbot, two_runs) as shop:
        shop.press("Enter")
        shop.wait(lambda: shop.tab.in_detail and shop.tab.view.card is not None)
        shop.settle()
        shop.press_at_once("J", "T")
        assert shop.sheet == ""
        shop.press_at_once("T", "Esc")  # there it is; Esc shuts it
        assert shop.sheet == "" and shop.tab.in_detail


def two_bins() -> None:
    """An aisle of two bins."""
    people()
    factories.make_product("AXE-ASH", on_hand=4, bin="B-02-1", cost="2.00")
    factories.make_product("FLK-050", on_hand=6, bin="B-02-2")


def counted(driver: StockShop) -> set[tuple[str, int]]:
    """What was written down: bin and figure."""

    def ask() -> set[tuple[str, int]]:
        bins = {row.count_id: row.code for row in count_board.count_bins("B") if row.count_id}
        return {(bins[line.count_id], line.counted) for line in CountLine.select()}

    return set(driver.ask(ask))


def test_what_is_said_of_a_bin_is_never_written_down_for_the_next_one(stores: Stores, qtbot: Any) -> None:
    with stock_shop(stores, qtbot, two_bins, "stock", "count") as stock:
        screen = stock.window.tab.count
        stock.wait(lambda: len(screen._lines) == 1)
        stock.press("F6")
        stock.type("4")
        stock.press_at_once("F4", "F8", "F9")  # to the next bin; empty and closed are said too early
        assert counted(stock) == {("B-02-1", 4)}
        assert screen.bin.code == "B-02-2"
        stock.press_at_once("F9", "F9", every_ms=SLOW_MS)
        states = stock.ask(lambda: {row.code: row.state for row in count_board.count_bins("B")})
        assert states["B-02-2"] == "counted" and states["B-02-1"] == "open"


def test_a_scan_before_the_bin_is_read_counts_in_it(stores: Stores, qtbot: Any) -> None:
    with stock_shop(stores, qtbot, two_bins, "stock", "count") as stock:
        stock.wait(lambda: len(stock.window.tab.count._lines) == 1)
        stock.press_at_once("F4")
        stock.scan("FLK-050")
        assert counted(stock) == {("B-02-2", 1)}


def goods() -> None:
    """Two products in bins."""
    people()
    factories.make_product("MUG-350", on_hand=40, bin="A-01-1")
    factories.make_product("STV-TR", on_hand=7, bin="A-01-2")


def test_the_count_of_a_product_is_set_only_while_it_is_chosen(stores: Stores, qtbot: Any) -> None:
    with stock_shop(stores, qtbot, goods, "stock") as stock:
        stock.wait(lambda: stock.find("stock.table").count() == 2)
        stock.settle()
        stock.press_at_once("F6", "J")
        assert stock.sheet == ""
        stock.press_at_once("F6", "F6", every_ms=SLOW_MS)
        stock.press("Esc")
        assert stock.sheet == ""


def test_the_steps_of_a_total_are_those_of_the_order_that_is_shown(stores: Stores, qtbot: Any) -> None:
    with orders_shop(stores, qtbot) as shop:
        tab = shop.go("orders")
        tab.open_order(shop.ids["late"])
        shop.wait(lambda: tab.view.story is not None)
        shop.settle()
        shop.press_at_once("W", "K")
        assert shop.sheet == "" and tab.view.order_id != shop.ids["late"]
        shop.press_at_once("W", "Alt+1")
        assert shop.sheet == ""


def test_a_payment_is_never_for_another_sale_than_the_one_that_is_shown(stores: Stores, qtbot: Any) -> None:
    with till_shop(stores, qtbot) as shop:
        shop.scan("MUG-1")
        first = shop.till.ticket
        shop.press_at_once("F9", "Ctrl+T")
        assert shop.sheet == "" and shop.till.ticket is not first
        shop.type("SKL-26")
        shop.press_at_once("Return", "Ctrl+E")
        assert [line.item.sku for line in first.lines] == ["MUG-1"]
        assert "Do it again" in shop.window.notice.text
        assert shop.till.ticket is first
        shop.press("F9")
        shop.wait_sheet("payment")


def test_what_is_scanned_about_the_time_of_pay_is_paid_or_said_to_be_left_out(stores: Stores, qtbot: Any) -> None:
    with till_shop(stores, qtbot) as shop:
        shop.scan("MUG-1")
        shop.type("SKL-26")
        shop.press_at_once("F9", "Return")
        sheet = shop.wait_sheet("payment")
        assert shop.lines() == [("MUG-1", 1)] and shop.find("payment.told").text().startswith("1 scan waits.")
        shop.press("Esc")
        assert shop.lines() == [("MUG-1", 1), ("SKL-26", 1)]
        shop.window.scan_box.setFocus()
        shop.scan_at_once("SKL-26", "F9")
        sheet = shop.wait_sheet("payment")
        assert sheet.bill.total_minor == shop.till.ticket.totals().total_minor == 1_490 + 2 * 4_950


def test_a_ticket_that_became_a_quote_takes_no_other_with_it(stores: Stores, qtbot: Any) -> None:
    with till_shop(stores, qtbot) as shop:
        shop.scan("MUG-1")
        quoted = shop.till.ticket.uid
        shop.press("Ctrl+U")
        shop.wait_sheet("quote")
        shop.press_at_once("F9", "Ctrl+T")
        shop.scan("SKL-26")
        assert shop.lines() == [("SKL-26", 1)]
        assert quoted not in [ticket.uid for ticket in shop.till.tickets]


def test_what_is_missing_is_said_of_the_bin_that_was_meant(stores: Stores, qtbot: Any) -> None:
    with pick_shop(stores, qtbot) as shop:
        walk = shop.go("pick").pick.walk
        shop.press("F9")
        shop.wait(lambda: walk.screen is not None and walk.screen.now is not None)
        shop.settle()
        shop.scan("5390000000012")
        shop.scan("5390000000012")
        shop.scan_at_once("5390000000012", "F7")
        shop.wait_sheet("pick.short")
        shop.press("F9")
        shop.wait(lambda: walk.screen.now.sku == "KET-9")
        assert walk.screen.now.wanted == 1
        assert "has gone on" in shop.window.notice.text


def test_a_walk_that_begins_late_leaves_the_frame_to_the_screen_that_is_shown(stores: Stores, qtbot: Any) -> None:
    with pick_shop(stores, qtbot) as shop:
        shop.go("pick")
        shop.press_at_once("F9", "Ctrl+PgDown")
        assert shop.window.current != "pick"
        assert shop.window.topbar.isVisible() and shop.window.keybar.isVisible()


def a_return_that_waits(order: Any) -> None:
    from app.orders.models import OrderLine

    line = OrderLine.select().where(OrderLine.order == order.id).first()
    receive_return(factories.clerk, open_return(factories.clerk, order.id, [ReturnInput(line.id, 1, "changed_mind")]))


def test_a_return_that_is_read_late_does_not_push_away_what_was_begun(stores: Stores, qtbot: Any) -> None:
    with care_shop(stores, qtbot, more=a_return_that_waits) as care:
        tab = care.go("returns")
        care.wait(lambda: tab.start.table().current() is not None)
        care.press_at_once("Return", "N")
        assert tab.draft is not None and tab.draft.kind == LOOSE


def test_a_return_that_is_being_booked_is_not_left(stores: Stores, qtbot: Any) -> None:
    with care_shop(stores, qtbot) as care:
        care.go("returns")
        care.scan(care.order.number)
        care.press("Space")
        care.press("R")
        care.press_at_once("F9", "Esc")
        assert care.count(Return) == 1
        assert care.shows("returns.done") and "left" not in care.toast()


def test_goods_that_are_counted_are_not_pushed_away_by_a_purchase(stores: Stores, qtbot: Any) -> None:
    def fill() -> None:
        from app.purchasing import order, suppliers

        people()
        flask = factories.make_product(MUG, bin="B-04-2")
        factories.make_product(SKILLET, bin="A-01-1")
        nordic = suppliers.add_supplier(factories.manager, "nordic", "Nordic Steel", lead_days=6)
        made = order.create_purchase(factories.manager, nordic, [order.WantedLine(flask, 4)])
        order.send_purchase(factories.manager, made)

    with stock_shop(stores, qtbot, fill, "stock", "receive") as stock:
        stock.wait(lambda: stock.find("receiving.purchases").count() == 1)
        stock.press_at_once("F9", "Ctrl+N")
        receive = stock.window.tab.receive
        assert receive.tally.purchase_id is None
        stock.scan(SKILLET)
        purchase = receive.list.table.model.row(0).id
        stock.window.open_record("purchase", purchase)
        stock.settle()
        assert receive.tally.purchase_id is None and receive.tally.counted == 1


def test_a_call_is_not_left_while_its_order_is_being_placed(stores: Stores, qtbot: Any) -> None:
    with orders_shop(stores, qtbot) as shop:
        tab = shop.go("sell", "phone")
        shop.wait(lambda: tab.phone.calls.rules)
        call_siobhan(shop)
        shop.scan("5390000000012")
        shop.wait(lambda: tab.phone.calls.known.promises)
        choose(shop, "on_delivery")
        shop.press_at_once("F9", "F4")
        assert tab.phone.calls.is_done and tab.phone.call.name == "Siobhán Brady"
        assert shop.ask(lambda: [row.uid for row in parked_drafts()]) == []


def test_what_is_refused_is_said_also_when_its_sheet_was_left_at_once(stores: Stores, qtbot: Any) -> None:
    with stock_shop(stores, qtbot, goods, "stock") as stock:
        stock.find("stock.button.bins").click()
        stock.wait_sheet("bins")
        stock.find("bins.field.code").setFocus()
        stock.type("A-01-1")
        stock.press_at_once("Return", "Esc")
        assert stock.sheet == "" and stock.window.notice.isVisible()
