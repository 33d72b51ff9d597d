"""What is done before the pictures of offers are taken: why a total, promotions, one of them opened, price lists."""

from __future__ import annotations

from typing import Any


def why(running: Any) -> None:
    """A sale with an offer, a coupon and a discount, and the steps of its total."""
    for code in ("MUG-350-FOR", "MUG-350-FOR", "CAN-BW-2", "COF-HB-250", "SORRY5"):
        running.window.router.take(code)
        running.settle()
    running.window.tab.counter.actions_.show_why()
    running.settle()


def promotions(running: Any) -> None:
    """The section of the settings."""
    running.window.tab.show_section("promotions")
    running.settle()


def promotion(running: Any) -> None:
    """One promotion with what it does to a basket."""
    promotions(running)
    page = running.window.tab.page
    page.past.setChecked(True)
    running.settle()
    row = next(row for row in page.table.model.rows() if row.name.startswith("Sunday"))
    page.table.select_id(row.id)
    page.open_current()
    for _turn in range(20):
        running.settle()


def price_list(running: Any) -> None:
    """A new price list."""
    promotions(running)
    running.window.tab.page._open_list(None)
    running.settle()


def own_price_list(running: Any) -> None:
    """A new price list for one customer."""
    price_list(running)
    sheet = running.window.sheet
    sheet.group.set_current(-1)
    running.settle()


def coupons(running: Any) -> None:
    """The coupons of the voucher."""
    promotions(running)
    page = running.window.tab.page
    row = next(row for row in page.table.model.rows() if row.needs_coupon)
    page.table.select_id(row.id)
    page.show_coupons()
    running.settle()


def options(running: Any) -> None:
    """The groups of options."""
    running.window.tab.show_section("options")
    running.settle()


def option_group(running: Any) -> None:
    """One group with its options and the goods it is asked for."""
    options(running)
    running.window.tab.page.open_current()
    for _turn in range(6):
        running.settle()
