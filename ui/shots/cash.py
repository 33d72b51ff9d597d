"""Pictures of money of another kind: foreign notes taken and counted, a debt that is paid."""

from __future__ import annotations

from typing import Any

from ui.shots import goods
from ui.shots.shot import count_drawer, press, scan


def _take_foreign(running: Any) -> None:
    """The shop takes dollars and pounds."""
    from app.core.actor import system_actor
    from app.core.settings import change_setting

    rates = ["USD 0.92", "GBP 1.17"]
    running.desk.write(running.window, change_setting, "payments.foreign_rates", rates, actor=system_actor())
    running.settle(8)


def pay_foreign(running: Any) -> None:
    """A sale paid with a hundred dollars."""
    _take_foreign(running)
    scan("MUG-350-FOR", "SKL-26", "COF-HB-250")(running)
    press("F9")(running)
    running.settle(8)
    sheet = running.window.sheet
    sheet.cash.money.choose("USD")
    sheet.amount.set_text("100")


def count_foreign(running: Any) -> None:
    """Notes, coins, and what lies in the drawer of two other currencies."""
    _take_foreign(running)
    running.window.show_tab("sell", "counter")
    running.settle(8)
    scan("MUG-350-FOR", "SKL-26", "COF-HB-250")(running)
    press("F9")(running)
    running.settle(8)
    running.window.sheet.cash.money.choose("USD")
    running.window.sheet.amount.set_text("100")
    running.window.sheet.go()
    running.settle(8)
    running.window.sheet.go() if running.window.sheet is not None else None
    running.settle(8)
    running.window.show_tab("settle", "shift")
    running.settle(8)
    count_drawer(running)
    fields = list(running.window.tab.shift.count.foreign.values())
    fields[0].set_text("80")
    fields[0].focus()


def compare_foreign(running: Any) -> None:
    """Twenty dollars are not there."""
    count_foreign(running)
    press("F9")(running)
    running.settle(8)


def pay_debt(running: Any) -> None:
    """What the first customer who owes on account pays now."""
    running.window.tab.cod.owed.which.choose("account")
    running.settle(8)
    running.window.tab.cod.owed.take_payment()
    running.settle(8)
    running.window.sheet.go_on()
    running.settle(8)


def pay_debt_typed(running: Any) -> None:
    """The same with a note that is more than the debt."""
    pay_debt(running)
    running.window.sheet.amount.set_text("500")


def attach_code(running: Any) -> None:
    """A code that nobody knows, and the product that it is on."""
    scan("MUG-350-FOR", "5391234567892")(running)
    running.window.notice._buttons[1].click()
    running.settle()
    running.window.sheet.search.set_text("mug")
    running.settle(8)


def why_z(running: Any) -> None:
    """What a closed shift's Z was made of."""
    press("Ctrl+W")(running)
    running.settle(8)


def why_sums(running: Any) -> None:
    """The same further down: discounts by receipt, the rounding of cash, and all sales of the till by its closes."""
    from PySide6.QtWidgets import QScrollArea

    why_z(running)
    bar = running.window.sheet.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(round(bar.maximum() * 0.46))
    running.settle(4)


def why_x(running: Any) -> None:
    """What the totals of the open till are made of."""
    press("W")(running)
    running.settle(8)


SHOTS: tuple[tuple[Any, ...], ...] = (
    ("02m-attach-code", "counter", "till-1", "sell", "counter", attach_code),
    ("02n-long-option", "manager", "till-1", "sell", "counter", goods.long_option),
    ("03f-foreign-cash", "manager", "till-1", "sell", "counter", pay_foreign),
    ("12h-why-x", "manager", "till-1", "settle", "shift", why_x),
    ("12h-why-sums", "manager", "till-1", "settle", "shift", why_sums),
    ("12h-why-z", "manager", "till-1", "settle", "shift", why_z),
    ("12g-count-foreign", "manager", "till-1", "settle", "shift", count_foreign),
    ("12g-compare-foreign", "manager", "till-1", "settle", "shift", compare_foreign),
    ("12h-pay-debt", "manager", "till-1", "settle", "cod", pay_debt),
    ("12h-pay-debt-typed", "manager", "till-1", "settle", "cod", pay_debt_typed),
)
