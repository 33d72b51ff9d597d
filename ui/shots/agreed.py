"""Pictures of what is corrected and carried on: a customer's details, groups, parked sales, an order that is changed."""

from __future__ import annotations

from typing import Any

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


def change_order(running: Any) -> None:
    """An order that is not picked yet, with another quantity and another place."""
    from app.orders.queries import order_list

    row = running.ask(
        lambda: next(row for row in order_list("to_pick") if row.fulfillment == "ready" and row.lines > 1)
    )
    running.window.open_record("order", row.id)
    running.settle(8)
    press("F7")(running)
    running.settle(8)


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
    ("05h-change-order", "manager", "office", "orders", "", change_order),
    ("05h-changed-order", "manager", "office", "orders", "", changed_order),
    ("17f-groups", "manager", "office", "settings", "", groups),
)
