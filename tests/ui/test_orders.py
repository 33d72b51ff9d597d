"""The Orders tab: list, one order's life, what is done with it, and the import of online orders."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.core.actor import system_actor
from app.picking.release import release_batch
from tests.app.picking.orders import part_of
from tests.conftest import Stores
from tests.factories import packer
from tests.ui.orders_shop import OrdersShop, orders_shop
from ui.common.labels import Label


@pytest.fixture
def orders(stores: Stores, qtbot: Any) -> Iterator[OrdersShop]:
    with orders_shop(stores, qtbot) as running:
        running.go("orders")
        yield running


def shown(orders: OrdersShop) -> list[str]:
    return [row.order.number for row in orders.window.tab.list.table.rows()]


def open_order(orders: OrdersShop, name: str) -> Any:
    orders.window.tab.open_order(orders.ids[name])
    orders.wait(lambda: orders.window.tab.view.story is not None)
    orders.settle()
    return orders.window.tab.view


def test_the_list_shows_the_newest_order_first_with_its_state_and_what_comes_next(orders: OrdersShop) -> None:
    numbers = orders.numbers
    assert shown(orders) == [numbers["waiting"], numbers["ready"], numbers["late"]]
    table = orders.find("orders.table")
    words = [[cell.text for cell in table.model.cells(at)] for at in range(3)]
    assert words[0][5:7] == ["New", "Cash on delivery"]
    assert words[0][8] == "Address to check"
    assert words[2][8] == "20 min late"
    assert orders.find("orders.views.late").accessibleName() == "Late, 1"


def test_a_saved_view_shows_its_orders_and_an_empty_one_offers_the_way_out(orders: OrdersShop) -> None:
    orders.find("orders.views.late").click()
    orders.settle()
    assert shown(orders) == [orders.numbers["late"]]
    orders.find("orders.views.packed").click()
    orders.settle()
    assert shown(orders) == []
    orders.find("orders.button.clear_filter").click()
    orders.settle()
    assert len(shown(orders)) == 3


def test_the_pane_follows_the_bar(orders: OrdersShop) -> None:
    assert orders.find("orders.peek.title").text() == f"Order {orders.numbers['waiting']}"
    orders.press("Down")
    assert orders.find("orders.peek.title").text() == f"Order {orders.numbers['ready']}"
    orders.press("Ctrl+I")
    assert not orders.shows("orders.peek")


def test_a_slash_filters_the_list_and_escape_takes_the_filter_back(orders: OrdersShop) -> None:
    orders.press("/")
    orders.type("conor")
    orders.wait(lambda: len(shown(orders)) == 1)
    orders.press("Esc")
    orders.wait(lambda: len(shown(orders)) == 3)


def test_a_scan_opens_the_order_and_escape_goes_back_to_it_in_the_list(orders: OrdersShop) -> None:
    orders.scan(orders.numbers["late"])
    orders.wait(lambda: orders.window.tab.in_detail and orders.window.tab.view.story is not None)
    orders.settle()
    assert orders.find("order.title").text() == f"Order {orders.numbers['late']}"
    orders.press("Esc")
    orders.settle()
    assert not orders.window.tab.in_detail
    assert orders.window.tab.list.current().id == orders.ids["late"]


def test_a_view_of_the_menu_is_named_among_the_others_while_it_is_shown(orders: OrdersShop) -> None:
    assert not orders.shows("orders.views.on_hold")
    orders.window.tab.list.head.show_view("on_hold")
    orders.wait(lambda: shown(orders) == [])
    assert orders.shows("orders.views.on_hold")
    assert orders.window.tab.list.head.views.current() == "on_hold"
    orders.press("Ctrl+Right")
    orders.wait(lambda: len(shown(orders)) == 3)
    assert not orders.shows("orders.views.on_hold")


def test_a_scanned_product_shows_the_open_orders_that_hold_it(orders: OrdersShop) -> None:
    orders.scan("KET-9")
    orders.wait(lambda: shown(orders) == [orders.numbers["ready"]])


def test_enter_opens_and_j_and_k_walk_through_the_list(orders: OrdersShop) -> None:
    orders.press("Return")
    orders.settle()
    assert orders.find("order.title").text() == f"Order {orders.numbers['waiting']}"
    orders.press("J")
    orders.settle()
    assert orders.find("order.title").text() == f"Order {orders.numbers['ready']}"
    orders.press("K")
    orders.settle()
    assert orders.find("order.title").text() == f"Order {orders.numbers['waiting']}"


def test_f9_on_an_order_that_misses_its_address_asks_for_it_there_and_f9_goes_on(orders: OrdersShop) -> None:
    assert orders.window.tab.list.current().lacks == "address"
    orders.wait(lambda: "The address is missing" in orders.find("orders.peek.doubts").accessibleName())
    orders.press("F9")
    sheet = orders.wait_sheet("amend")
    orders.wait(lambda: sheet.terms.where.street.edit.hasFocus())
    assert orders.state("waiting") == "placed"
    for text, key in (
        ("22 Strand Road", "Tab"),
        ("", "Tab"),
        ("Bray", "Tab"),
        ("A98 X2R1", "F9"),
    ):
        orders.type(text)
        orders.press(key)
    orders.wait(lambda: orders.state("waiting") == "confirmed")
    orders.settle()
    assert "order.doubts" not in orders.names()


def test_changing_the_address_lets_the_order_go_on(orders: OrdersShop) -> None:
    view = open_order(orders, "waiting")
    assert view.story.doubts
    orders.press("F7")
    sheet = orders.wait_sheet("amend")
    sheet.terms.where.street.set_text("22 Strand Road")
    sheet.terms.where.town.set_text("Bray")
    sheet.terms.where.postcode.set_text("A98 X2R1")
    sheet.terms.where.region.set_current("Co. Wicklow")
    orders.press("F9")
    orders.wait(lambda: orders.state("waiting") == "confirmed")
    orders.settle()
    assert orders.find("order.chip.status").text == "To pick"


def test_another_quantity_and_another_item_make_a_new_version(orders: OrdersShop) -> None:
    view = open_order(orders, "ready")
    before = view.story.order.total_minor
    orders.find("order.button.change").click()
    sheet = orders.wait_sheet("amend")
    mug = next(item for item in view.story.items if item.sku == "MUG-1")
    orders.find(f"amend.line.{mug.line_id}.more").click()
    sheet.on_code("FLK-75")
    orders.settle()
    assert orders.find("amend.total").minor == before + 1_490 + 3_200
    orders.press("F9")
    orders.wait(lambda: orders.window.tab.view.story.order.revision == 2)
    assert orders.window.tab.view.story.order.total_minor == before + 1_490 + 3_200


def test_f4_holds_with_a_reason_by_its_digit_and_the_toast_takes_it_back(orders: OrdersShop) -> None:
    open_order(orders, "ready")
    orders.press("F4")
    orders.wait_sheet("hold")
    orders.press("2")
    orders.settle()
    orders.wait(lambda: orders.window.tab.view.story.order.is_on_hold)
    assert orders.find("order.chip.status").text == "On hold"
    orders.window.toasts.undo()
    orders.wait(lambda: not orders.window.tab.view.story.order.is_on_hold)


def test_a_held_order_goes_on_with_f9(orders: OrdersShop) -> None:
    open_order(orders, "ready")
    orders.press("F4")
    orders.wait_sheet("hold")
    orders.press("1")
    orders.wait(lambda: orders.window.tab.view.story.order.is_on_hold)
    orders.settle()
    orders.press("F9")
    orders.wait(lambda: not orders.window.tab.view.story.order.is_on_hold)


def test_a_note_of_the_team_stands_in_the_timeline(orders: OrdersShop) -> None:
    view = open_order(orders, "ready")
    orders.press("N")
    orders.type("Ring twice")
    orders.press("Return")
    orders.wait(lambda: "Ring twice" in " ".join(event.detail for event in view.timeline.events()))
    orders.find("order.filter.money").click()
    assert all("Ring twice" not in event.detail for event in view.timeline.events())


def test_cancelling_says_what_happens_to_the_money_and_stops_the_order(orders: OrdersShop) -> None:
    open_order(orders, "ready")
    orders.press("X")
    sheet = orders.wait_sheet("cancel")
    assert sheet.primary.label() == "Cancel order"
    orders.press("F9")
    orders.wait(lambda: orders.state("ready") == "cancelled")
    orders.settle()
    assert not orders.shows("order.button.cancel")


def test_a_message_waits_ten_seconds_and_can_be_taken_back(orders: OrdersShop) -> None:
    open_order(orders, "ready")
    orders.press("M")
    sheet = orders.wait_sheet("message")
    sheet.ready.set_current("call")
    assert orders.numbers["ready"] in sheet.text.text()
    orders.press("F9")
    orders.settle()

    def wishes() -> list[str]:
        from app.core.outbox import of_order

        return [str(wish.state) for wish in of_order(orders.ids["ready"]) if wish.kind == "sms"]

    assert orders.ask(wishes)[-1] == "queued"
    orders.window.toasts.undo()
    orders.wait(lambda: orders.ask(wishes)[-1] == "withdrawn")


def test_f10_prints_the_credit_note_of_an_invoice_that_something_came_off(orders: OrdersShop) -> None:
    from app.orders.cancel import cancel_order
    from app.payments.invoices import make_invoice

    write = orders.window.desk.write
    write(orders.window, make_invoice, orders.ids["ready"], "Nora Quinn", ["14 Seapoint Terrace"], actor=system_actor())
    orders.settle()
    open_order(orders, "ready")
    orders.press("F10")
    orders.wait_sheet("order.print")
    orders.press("C")
    orders.settle()
    assert orders.window.notice.isVisible()
    write(orders.window, cancel_order, orders.ids["ready"], "Changed her mind", actor=system_actor())
    orders.settle()
    orders.press("F10")
    orders.wait_sheet("order.print")
    orders.press("C")
    orders.settle()
    assert orders.toast() == "Credit note: 1 sheet is in the print queue"


def test_f10_queues_the_invoice_and_says_when_there_is_no_label_yet(orders: OrdersShop) -> None:
    open_order(orders, "ready")
    orders.press("F10")
    orders.wait_sheet("order.print")
    orders.press("I")
    orders.settle()
    assert orders.toast() == "Invoice: 1 sheet is in the print queue"
    orders.press("F10")
    orders.wait_sheet("order.print")
    orders.press("L")
    orders.settle()
    assert orders.window.notice.isVisible()


def test_several_orders_are_held_at_once(orders: OrdersShop) -> None:
    table = orders.window.tab.list.table
    table.view.selectAll()
    orders.settle()
    assert orders.shows("orders.selection")
    orders.press("F4")
    orders.wait_sheet("hold")
    orders.press("1")
    orders.wait(lambda: all(row.order.is_on_hold for row in table.rows()))


def test_a_file_of_online_orders_is_read_looked_at_and_taken(orders: OrdersShop, tmp_path: Path) -> None:
    path = tmp_path / "orders.json"
    path.write_text(json.dumps([online("501"), online("502", sku="NO-SUCH")]), encoding="utf-8")
    flow = orders.window.tab.importing
    flow.read(str(path), "woocommerce")
    assert orders.shows("orders.progress")
    orders.wait_sheet("import")
    assert [row.verdict for row in flow.sheet.table.rows()] == ["new", "refused"]
    assert flow.sheet.primary.label() == "Take 1 order"
    orders.press("F9")
    orders.wait(lambda: len(shown(orders)) == 4)
    assert orders.window.tab.list.table.rows()[0].order.channel == "online"


def test_a_file_that_is_none_of_orders_is_refused_in_words(orders: OrdersShop, tmp_path: Path) -> None:
    path = tmp_path / "orders.json"
    path.write_text("{", encoding="utf-8")
    orders.window.tab.importing.read(str(path), "woocommerce")
    orders.wait(lambda: orders.window.notice.isVisible())
    assert not orders.shows("orders.progress")


def online(number: str, *, sku: str = "MUG-1") -> dict[str, Any]:
    """An order of a WooCommerce shop."""
    home = {"first_name": "Oisín", "last_name": "Murphy", "address_1": "22 Strand Road", "city": "Bray",
            "state": "Co. Wicklow", "postcode": "A98 X2R1", "country": "IE", "phone": "0875550160"}  # fmt: skip
    return {
        "id": number, "number": number, "status": "processing", "currency": "EUR", "prices_include_tax": True,
        "date_created_gmt": "2026-11-22T11:47:00", "total": "14.90", "total_tax": "2.79", "payment_method": "stripe",
        "billing": home | {"email": "oisin@murphy.example"}, "shipping": home,
        "line_items": [{"name": "Mug", "sku": sku, "quantity": 1, "subtotal": "12.11", "subtotal_tax": "2.79",
                        "total": "12.11", "total_tax": "2.79", "price": 12.11}],
    }  # fmt: skip


def test_the_timeline_says_what_a_change_changed(orders: OrdersShop) -> None:
    view = open_order(orders, "ready")
    orders.press("F7")
    sheet = orders.wait_sheet("amend")
    first = view.story.items[0]
    sheet._set_line(first.line_id, first.quantity + 2)
    orders.settle()
    assert orders.find("amend.difference").text().startswith("1 line differs")
    orders.press("F9")
    orders.wait(lambda: orders.sheet == "" and view.story.order.revision > 1)
    orders.settle()
    changed = next(moment for moment in view.story.timeline if moment.title.startswith("Changed, version"))
    assert f"{first.name} {first.quantity} → {first.quantity + 2}" in changed.detail
    assert "€" in changed.detail.splitlines()[-1]


def test_an_order_that_is_collected_after_all_costs_no_delivery(orders: OrdersShop) -> None:
    view = open_order(orders, "ready")
    before = view.story.order.total_minor
    assert view.story.order.delivery_minor > 0
    orders.press("F7")
    sheet = orders.wait_sheet("amend")
    sheet.terms.method.set_current("pickup")
    orders.settle()
    assert not sheet.terms.where.isVisible()
    orders.press("F9")
    orders.wait(lambda: orders.sheet == "" and view.story.order.revision > 1)
    assert str(view.story.order.method) == "pickup"
    assert view.story.order.total_minor < before
    orders.settle()
    assert "Not on the shelf yet" in delivery_words(orders)
    orders.press("X")
    orders.wait_sheet("cancel")
    orders.press("F9")
    orders.wait(lambda: view.story.order.state == "cancelled")
    orders.settle()
    assert not {"Not on the shelf yet", "Collected"} & delivery_words(orders)


def delivery_words(orders: OrdersShop) -> set[str]:
    """What the card of the way says."""
    return {label.text() for label in orders.find("order.card.delivery").findChildren(Label)}


def test_an_address_that_the_post_does_not_know_is_said_at_its_field_and_not_saved(orders: OrdersShop) -> None:
    view = open_order(orders, "ready")
    orders.press("F7")
    sheet = orders.wait_sheet("amend")
    sheet.terms.where.street.set_text("")
    orders.press("F9")
    assert orders.sheet == "amend"
    assert sheet.terms.where.street.error()
    assert view.story.order.revision == 1


def test_the_counter_changes_an_order_on_its_pick_list_with_a_managers_yes(stores: Stores, qtbot: Any) -> None:
    with orders_shop(stores, qtbot, role="counter") as orders:
        orders.ask(lambda: release_batch(packer, (part_of(orders.ids["ready"]),)))
        orders.go("orders")
        view = open_order(orders, "ready")
        orders.press("F7")
        sheet = orders.wait_sheet("amend")
        orders.press("Tab")
        mug = view.story.items[1]
        sheet._set_line(mug.line_id, 3)
        orders.settle()
        orders.press("F9")
        orders.wait_sheet("override")
        orders.type("471100")
        orders.wait(lambda: orders.sheet == "" and view.story.order.revision > 1)
        assert [item.quantity for item in view.story.items] == [1, 3]
