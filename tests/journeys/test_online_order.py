"""Online orders from the shop's export to the archive, by keys and scans alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from app.archive.models import ArchiveEntry
from app.feedback.models import Feedback
from app.inventory import stock
from app.orders.models import Order
from app.orders.states import Channel, OrderState
from tests.conftest import Stores
from tests.journeys.walk import BENCH, KETTLE, MUG, Walk, balances, open_shop, pack, pick

EXPORT = Path(__file__).with_name("shopify_orders.csv")
TRACKING = {"#1001": "RR123456785IE", "#1002": "RR123456799IE"}


def test_online_orders_from_the_export_to_the_archive(stores: Stores, qtbot: Any) -> None:
    with open_shop(stores, qtbot) as shop:
        with shop.window() as till:
            till.sign_in("Maya Kelly")
            numbers = take_in(till)
            take_in_again(till)
        with shop.window() as office:
            office.sign_in("Ruth Hartwell")
            approve(office, numbers["#1002"])
        with shop.window(BENCH) as bench:
            bench.sign_in("Piotr Zając")
            pick(bench, set(numbers.values()), MUG, MUG, MUG, KETTLE)
            packed = {pack(bench, shop.scale)[0] for _box in numbers}
            assert packed == set(numbers.values())
            for name, number in numbers.items():
                hand_over(bench, number, TRACKING[name])
                arrive(bench, number)
        with shop.window() as office:
            office.sign_in("Ruth Hartwell")
            pay_back(office, numbers["#1002"], "€10.00")
            give_back(office, numbers["#1001"])
            for number in numbers.values():
                office.answer(number, 4, "Well packed.")
            for number in numbers.values():
                office.put_away(number)
        with shop.store():
            orders = list(Order.select().order_by(Order.id))
            assert {(order.channel, order.state) for order in orders} == {(Channel.ONLINE, OrderState.ARCHIVED)}
            assert ArchiveEntry.select().count() == 2
            assert [stock.level(product).on_hand for product in (1, 2)] == [22, 19]
            assert balances("card:online") == (9_870 + 2_980 - 1_000 - 1_490,)
            assert Feedback.select().count() == 2


def take_in(till: Walk) -> dict[str, str]:
    """The file is looked at and taken; returns the order's number by its name in the web shop."""
    orders = till.go("Alt+2", "orders")
    choose_export(till)
    assert [row.verdict for row in orders.importing.sheet.table.rows()] == ["new", "held"]
    till.press("F9")
    till.wait(lambda: len(orders.list.table.rows()) == 2)
    till.settle()
    return till.ask(lambda: {row.note.split()[-1]: row.number for row in Order.select(Order.note, Order.number)})


def choose_export(till: Walk) -> None:
    """Ctrl+O, the first shop of the menu, the path of its export."""
    till.press("Ctrl+O")
    till.wait(lambda: QApplication.activePopupWidget() is not None)
    till.press("Down")
    till.press("Return")
    till.take_file(EXPORT)
    till.wait_sheet("import")


def take_in_again(till: Walk) -> None:
    orders = till.tab
    choose_export(till)
    assert {row.verdict for row in orders.importing.sheet.table.rows()} == {"known"}
    assert not till.shows("import.primary")
    till.press("Esc")
    till.wait(lambda: till.sheet == "")
    till.settle()
    assert till.ask(Order.select().count) == 2


def approve(office: Walk, number: str) -> None:
    """Somebody else than who took the file in looks at the order that contradicts itself."""
    review = office.go("Alt+3", "review")
    office.wait(lambda: review._detail is not None)
    office.settle()
    assert office.find("review.title").text() == f"Order {number}"
    office.press("A")
    office.wait_sheet("review.remark")
    office.type("The shop's own rounding")
    office.press("F9")
    office.wait(lambda: office.ask(lambda: Order.get(Order.number == number).state) == OrderState.CONFIRMED)
    office.settle()


def hand_over(bench: Walk, number: str, tracking: str) -> None:
    """The carrier takes the parcel; its own label is scanned."""
    bench.go("Alt+7", "delivery")
    bench.scan(number)
    sheet = bench.wait_sheet("delivery.carrier")
    bench.scan(tracking)
    bench.wait(lambda: sheet.field.text() == tracking)
    bench.press("F9")
    bench.wait(lambda: bench.sheet == "")
    bench.settle()


def arrive(bench: Walk, number: str) -> None:
    """Delivered, and accepted as it is."""
    bench.scan(number)
    bench.wait_sheet("delivery.door")
    bench.press("F9")
    bench.wait(lambda: bench.sheet == "")
    bench.settle()
    bench.scan(number)
    bench.wait_sheet("delivery.accept")
    bench.press("F9")
    bench.wait(lambda: bench.sheet == "")
    bench.settle()


def pay_back(office: Walk, number: str, amount: str) -> None:
    """What the web shop took too much goes back over the card that paid: F9 names it before the order can be closed."""
    orders = office.go("Alt+2", "orders")
    office.scan(number)
    office.wait(lambda: orders.view.story is not None and orders.view.story.order.number == number)
    office.settle()
    assert office.find("order.primary").text() == f"Pay back {amount}"
    office.press("F9")
    sheet = office.wait_sheet("pay_back")
    assert sheet.primary.text() == f"Pay back {amount}"
    office.type("The web shop took too much")
    office.press("F9")
    office.wait(lambda: office.sheet == "")
    office.wait(lambda: orders.view.story.money.owed_minor == 0)
    office.settle()


def give_back(office: Walk, number: str) -> None:
    """A mug comes back in the post, as it was sent: what was paid for it goes back to the card."""
    returns = office.go("Alt+9", "returns")
    office.scan(number)
    office.wait(lambda: returns.draft is not None)
    office.scan(MUG)
    office.press("R")
    office.press("A")
    office.press("F9")
    office.wait(lambda: returns.draft is None)
    office.settle()
