"""A phone order from the first digit of the number to the last star, by keys and scans alone."""

from __future__ import annotations

from typing import Any

from app.feedback.models import Feedback
from app.inventory import stock
from app.orders.models import Order
from app.orders.states import OrderState
from tests.conftest import Stores
from tests.journeys.walk import BENCH, KETTLE, MUG, TILL, Shop, Walk, balances, open_shop, pack, pick
from tests.printing.fake_label import read_zpl

TOTAL = 6_400 + 2 * 1_490 + 490
WEIGHT = 900 + 2 * 300 + 200  # the kettle, two mugs, the carton


def test_a_phone_order_from_the_call_to_the_feedback(stores: Stores, qtbot: Any) -> None:
    with open_shop(stores, qtbot) as shop:
        with shop.window() as till:
            till.sign_in("Maya Kelly")
            number = call(till)
        with shop.window(BENCH) as bench:
            bench.sign_in("Piotr Zając")
            pick(bench, {number}, MUG, MUG, KETTLE)
            assert pack(bench, shop.scale) == (number, WEIGHT)
            drive(bench, check_label(bench, shop, number))
        with shop.window() as till:
            till.sign_in("Ruth Hartwell")
            settle(till)
            till.answer(number, 5, "The kettle sings.")
            till.put_away(number)
            told = till.wishes()
            assert (told["label"], told["packing_slip"]) == (["done"], ["done"])
            assert set(told) & {"sms", "mail"}, "the customer heard nothing"
        with shop.store():
            order = Order.get(Order.number == number)
            assert (order.state, order.total_minor) == (OrderState.ARCHIVED, TOTAL)
            assert [stock.level(product).on_hand for product in (1, 2)] == [22, 19]
            assert balances("cash:safe", f"cash:{TILL}") == (TOTAL, 0)
            assert Feedback.get(Feedback.order == order.id).score == 5


def call(till: Walk) -> str:
    """The caller is known by the number; F9 places the order.  Returns its number."""
    phone = till.go("Alt+1", "sell", "phone").phone
    till.wait(lambda: phone.calls.rules)
    till.press("F3")
    till.type("0855550177")
    till.wait(lambda: till.shows("order_entry.match.1"))
    till.press("Return")
    till.wait(lambda: phone.call.name == "Siobhán Brady")
    till.settle()
    till.scan(KETTLE)
    till.type("2*")
    till.scan(MUG)
    till.wait(lambda: phone.calls.known.promises)
    till.settle()
    assert till.find("order_entry.total").minor == 6_400 + 2 * 1_490 + 490
    for _question in range(3):
        till.press("F9")
        if phone.calls.is_done:
            break
        if till.window.focusWidget().objectName().startswith("order_entry.plan"):
            while till.window.focusWidget().objectName() != "order_entry.plan.on_delivery":
                till.press("Tab")
            till.press("Space")
    till.wait(lambda: phone.calls.is_done)
    till.settle()
    return str(till.find("order_entry.say.title").text().split()[-1])


def check_label(bench: Walk, shop: Shop, number: str) -> str:
    """The label left as ZPL; the same paper, drawn, is read by a scanner.  Returns the parcel's code."""
    bench.wait(lambda: bench.wishes()["label"] == ["done"])
    label = read_zpl(shop.labels.paper)
    assert f"Order {number}" in label.texts
    assert bench.bars_of("label") == label.bars
    return label.bars[0]


def drive(bench: Walk, parcel: str) -> None:
    """On a run, out, paid at the door, back."""
    tab = bench.go("Alt+7", "delivery")
    bench.scan(parcel)
    bench.wait_sheet("delivery.plan")
    bench.press("F9")
    bench.wait(lambda: bench.sheet == "" and tab.mode == "runs" and tab.runs.is_planned())
    bench.settle()
    bench.press("F9")
    bench.wait(lambda: tab.runs.sheet.state == "out")
    bench.settle()
    bench.scan(parcel)
    door = bench.wait_sheet("delivery.door")
    assert door.cash.minor() == TOTAL
    bench.press("F9")
    bench.wait(lambda: bench.sheet == "")
    bench.settle()
    bench.scan(parcel)
    bench.wait_sheet("delivery.accept")
    bench.press("F9")
    bench.wait(lambda: bench.sheet == "")
    bench.settle()
    bench.press("F9")
    bench.wait(lambda: tab.runs.sheet.state == "back")
    bench.settle()


def settle(till: Walk) -> None:
    """The driver's cash is counted into the safe, and the run is settled with it."""
    tab = till.go("Alt+8", "settle", "cod")
    till.wait(lambda: tab.cod.count.can_hand_in())
    assert till.find("cod.total").minor == TOTAL
    till.press("F9")
    till.wait(lambda: tab.cod.count.heap is None or tab.cod.count.heap.is_settled)
    till.settle()
