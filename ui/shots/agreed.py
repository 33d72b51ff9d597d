"""Pictures of what is corrected and carried on: a customer's details, groups, parked sales, an order that is changed."""

from __future__ import annotations

from typing import Any

from app.core.actor import system_actor
from app.core.settings import change_setting
from ui.shots.shot import press


def customer_form(running: Any) -> None:
    """The details of the customer of the sale."""
    running.window.router.take("CARD-200000")
    running.settle(4)
    press("F3")(running)
    running.settle(4)
    running.window.sheet._open_details()
    running.settle(4)


def groups(running: Any) -> None:
    """Customer groups in Settings."""
    running.window.tab.show_section("groups")


def parked(running: Any) -> None:
    """Sales that wait, with their numbers."""
    running.window.router.take("MUG-350-FOR")
    running.settle(4)
    press("F4")(running)
    running.settle(4)
    running.window.sheet.primary.click()
    running.settle(4)
    press("F5")(running)
    running.settle(4)


def open_unpicked(running: Any) -> None:
    """Open an order of several lines that is not picked yet."""
    from app.orders.queries import order_list

    row = running.ask(
        lambda: next(row for row in order_list("to_pick") if row.fulfillment == "ready" and row.lines > 1)
    )
    running.window.open_record("order", row.id)
    running.settle(8)


def change_order(running: Any) -> None:
    """An order that is not picked yet, with another quantity and another place."""
    open_unpicked(running)
    press("F7")(running)
    running.settle(8)


def layaway(running: Any) -> None:
    """The terms of goods that are put by: deposit, last day, what is then open, and what is kept when it is called off."""
    running.ask(lambda: change_setting(system_actor("till-1"), "orders.layaway_fee_minor", 500))
    for code in ("CARD-200000", "MUG-350-FOR", "SKL-26"):
        running.window.router.take(code)
        running.settle(4)
    press("Ctrl+Shift+O")(running)
    running.settle(8)


def layaways(running: Any) -> None:
    """A layaway whose deposit is paid, in the list of orders."""
    layaway(running)
    running.window.sheet.go_on()
    running.settle(8)
    running.window.sheet.go_on()
    running.settle(8)
    running.window.show_tab("orders", "")
    running.settle(8)
    running.window.tab.list.head.show_view("layaway")
    running.settle(8)
    running.window.tab.list.table.select_at(0)


def layaway_order(running: Any) -> None:
    """A layaway as an order of its own."""
    layaways(running)
    press("Enter")(running)
    running.settle(8)


def layaway_off(running: Any) -> None:
    """A layaway that is called off: the agreed fee is kept, the rest goes back."""
    layaway_order(running)
    press("X")(running)
    running.settle(8)


def ordered(running: Any) -> None:
    """A ticket with a free line, a regime by hand and something off the whole, taken over into an order."""
    from app.catalog.tax_queries import regimes
    from app.counter.free_line import free_goods
    from app.counter.lookup import look_up
    from app.orders.line_kinds import LineKind

    for code in ("CARD-200000", "MUG-350-FOR", "SKL-26"):
        running.window.router.take(code)
        running.settle(4)
    till, desk = running.window.tab.counter.till, running.window.tab.counter.desk
    sku = running.ask(lambda: free_goods(desk.actor, 1))
    item = running.ask(lambda: look_up(sku)[0].item)
    till.ticket.add(item._replace(name="Handle mended", kind=LineKind.FREE), 1, unit_price_e4=125_000)
    rows = running.ask(regimes)
    if rows:
        till.ticket.set_regime(rows[0][0], "Passport P1234567")
    till.ticket.discount_order(minor=500, name="Scratched box")
    till.touch()
    running.settle(4)
    press("Ctrl+O")(running)
    running.settle(12)


def changed_order(running: Any) -> None:
    """One more of the first line, one line gone, and collected instead of brought: what it comes to."""
    change_order(running)
    sheet = running.window.sheet
    first, *_rest, last = [item.line_id for item in sheet._story.items]
    sheet._set_line(first, sheet._quantities[first] + 1)
    sheet._set_line(last, 0)
    sheet.terms.method.set_current("pickup")
    running.settle(8)
    sheet._show_lines()
    running.settle(4)


SHOTS: tuple[tuple[Any, ...], ...] = (
    ("02k-customer-form", "counter", "till-1", "sell", "counter", customer_form),
    ("02l-parked", "counter", "till-1", "sell", "counter", parked),
    ("02p-layaway", "counter", "till-1", "sell", "counter", layaway),
    ("04c-ordered", "counter", "till-1", "sell", "counter", ordered),
    ("05i-layaways", "counter", "till-1", "sell", "counter", layaways),
    ("05j-layaway-order", "counter", "till-1", "sell", "counter", layaway_order),
    ("05k-layaway-off", "counter", "till-1", "sell", "counter", layaway_off),
    ("05h-change-order", "manager", "office", "orders", "", change_order),
    ("05h-changed-order", "manager", "office", "orders", "", changed_order),
    ("17f-groups", "manager", "office", "settings", "", groups),
)
