"""What a picture is, and the steps that several of them take before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

NOON = 1_795_357_920_000  # Sun 22 Nov 2026, 14:32 in Dublin: the hour of all pictures


class Shot(NamedTuple):
    """One picture: which person opens which tab and mode at which station, and what is done before it is taken.

    `prepare` may name another window to take than the main one; `is_new` opens a store that was made a moment ago
    instead of the sample shop.
    """

    name: str
    role: str
    station: str
    tab: str
    mode: str = ""
    prepare: Callable[[Any], Any] = lambda _running: None
    is_new: bool = False


def first_row(running: Any) -> None:
    from ui.common.table import LiveTable

    for table in running.window.tab.findChildren(LiveTable):
        if table.isVisible() and table.count():
            table.select_at(0)
            return


def open_first(running: Any) -> None:
    from app.orders.queries import order_list

    rows = running.ask(lambda: order_list("on_the_way") or order_list("late") or order_list("all"))
    running.window.open_record("order", rows[0].id)


def scan(*codes: str) -> Callable[[Any], None]:
    def prepare(running: Any) -> None:
        for code in codes:
            running.window.router.take(code)
            running.settle()

    return prepare


def press(cap: str) -> Callable[[Any], None]:
    def prepare(running: Any) -> None:
        for key in running.window.all_keys():
            if key.cap == cap:
                key.action()
                return

    return prepare


def press_twice(first: str, second: str) -> Callable[[Any], None]:
    def prepare(running: Any) -> None:
        press(first)(running)
        running.settle()
        press(second)(running)

    return prepare


def let_timers_run(running: Any, ms: int = 600) -> None:
    """Wait for what the screen does a moment later by itself: looking up, promising, saving."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()
    running.settle()


def count_drawer(running: Any, off_minor: int = 0) -> None:
    """Count what the drawer should hold, or more or less than that."""
    from app.payments.totals import shift_totals

    shift = running.window.tab.shift
    if shift.page is shift.open:
        press("F9")(running)
        running.settle(8)
    number = shift.day.shift.id
    left = running.ask(lambda: shift_totals(number).expected_cash_minor) + off_minor
    for row in shift.count.rows:
        pieces, left = divmod(left, row.money.minor)
        row.field.set_value(pieces)
