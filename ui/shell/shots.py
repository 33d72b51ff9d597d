"""Every screen as a picture, from the sample shop at its frozen hour: for the manual, and to be looked at."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from app.core import clock

NOON = 1_795_357_920_000  # Sun 22 Nov 2026, 14:32 in Dublin: the hour of all pictures


class Shot(NamedTuple):
    """One picture: which person opens which tab and mode at which station, and what is done before it is taken.

    `prepare` may name another window to take than the main one.
    """

    name: str
    role: str
    station: str
    tab: str
    mode: str = ""
    prepare: Callable[[Any], Any] = lambda _running: None


def _first_row(running: Any) -> None:
    from ui.common.table import LiveTable

    for table in running.window.tab.findChildren(LiveTable):
        if table.isVisible() and table.count():
            table.select_at(0)
            return


def _open_first(running: Any) -> None:
    from app.orders.queries import order_list

    rows = running.ask(lambda: order_list("on_the_way") or order_list("late") or order_list("all"))
    running.window.open_record("order", rows[0].id)


def _scan(*codes: str) -> Callable[[Any], None]:
    def prepare(running: Any) -> None:
        for code in codes:
            running.window.router.take(code)
            running.settle()

    return prepare


def _press(cap: str) -> Callable[[Any], None]:
    def prepare(running: Any) -> None:
        for key in running.window.all_keys():
            if key.cap == cap:
                key.action()
                return

    return prepare


def _pay(running: Any) -> None:
    _scan("MUG-350-FOR", "SKL-26", "COF-HB-250")(running)
    _press("F9")(running)


def _with_member(running: Any) -> None:
    """The mock-up's sale: a member with points, two of one mug, an offer, three of one coffee."""
    from app.customers.queries import find_customers

    found = running.ask(lambda: [row for row in find_customers("Eimear") if row.points] or find_customers("a"))
    running.window.tab.counter.actions_.attach(found[0].id)
    running.settle()
    _scan("MUG-350-FOR", "SKL-26", "CAN-BW-2", "COF-HB-250")(running)
    running.window.tab.counter.actions_.set_quantity(3)
    running.settle()


def _side_by_side(running: Any) -> None:
    _scan("BLK-WL-ASH", "MUG-350-FOR")(running)
    _press("Ctrl+T")(running)
    running.settle()
    _with_member(running)


def _customer_card(running: Any) -> None:
    _with_member(running)
    _press("F3")(running)


def _new_product(running: Any) -> None:
    _scan("MUG-350-FOR", "5391234567892")(running)
    running.window.notice._buttons[0].click()
    running.window.sheet.name.set_text("Oak spoon, small")
    running.window.sheet.price.set_text("6.50")


def _quote(running: Any) -> None:
    _with_member(running)
    _press("Ctrl+U")(running)


def _scanner_settings(running: Any) -> None:
    page = running.window.tab.show_section("scanner")
    running.settle()
    page.codes.take("]C10104006381333931172712241012B\x1d21SN-7")


def _return_a_sale(running: Any) -> None:
    from app.orders.queries import order_list

    rows = running.ask(lambda: [row for row in order_list("done") if row.channel == "counter"])
    running.window.tab.submitted(rows[0].number)


def _call(running: Any) -> None:
    """A caller who is known, five items, one of them short."""
    from ui.orders.phone_caller import CallerColumn

    caller = running.window.tab.findChild(CallerColumn)
    caller.phone.set_text("085 555 0177")
    caller.phone_typed.emit("085 555 0177")
    _let_timers_run(running)
    caller.take_best()
    running.settle()
    _scan("KET-09", *["COF-HB-250"] * 4, *["TWL-LN"] * 2, "STV-TR")(running)
    _let_timers_run(running)


def _let_timers_run(running: Any, ms: int = 600) -> None:
    """Wait for what the screen does a moment later by itself: looking up, promising, saving."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()
    running.settle()


def _give_cash(running: Any) -> None:
    _pay(running)
    running.settle(8)
    running.window.sheet.amount.set_minor(10_000)


def _printer_popover(running: Any) -> None:
    running.window.topbar.devices.button("printer").click()


def _too_much_off(running: Any) -> None:
    """A clerk gives more off than a clerk may."""
    from app.core.refusal import NotPermitted

    refusal = NotPermitted("orders.discount", limit=1500, asked=2500)
    running.window.ask_manager(refusal, running.desk.actor, lambda _by: None, lambda: None)


def _customer_display(running: Any) -> Any:
    from ui.display.window import Displays

    _scan("MUG-350-FOR", "SKL-26", "CAN-BW-2", "COF-HB-250")(running)
    display = Displays.of(running.desk).show()
    display.resize(1440, 900)
    return display


SHOTS = (
    Shot("01-sign-in", "", "till-1", ""),
    Shot(
        "02-counter-sale",
        "counter",
        "till-1",
        "sell",
        "counter",
        _scan("MUG-350-FOR", "SKL-26", "CAN-BW-2", "COF-HB-250"),
    ),
    Shot("02b-side-by-side", "counter", "till-1", "sell", "counter", _side_by_side),
    Shot("02c-customer-card", "counter", "till-1", "sell", "counter", _customer_card),
    Shot("02d-new-product", "counter", "till-1", "sell", "counter", _new_product),
    Shot("02e-quote", "counter", "till-1", "sell", "counter", _quote),
    Shot("03-payment", "counter", "till-1", "sell", "counter", _give_cash),
    Shot("04-phone-order", "counter", "till-1", "sell", "phone", _call),
    Shot("05a-orders", "manager", "office", "orders", "", _first_row),
    Shot("05b-order", "manager", "office", "orders", "", _open_first),
    Shot("06-review", "manager", "office", "review"),
    Shot("07-stock", "manager", "office", "stock", "items", _first_row),
    Shot("08a-receiving", "manager", "office", "stock", "receive"),
    Shot("08b-count", "manager", "office", "stock", "count"),
    Shot("09a-pick", "warehouse", "p1", "pick", "pick", _press("F9")),
    Shot("09c-plan", "warehouse", "p1", "pick", "plan"),
    Shot("10-pack", "warehouse", "p2", "pick", "pack", _press("F9")),
    Shot("11a-delivery", "warehouse", "p1", "delivery", "board"),
    Shot("11c-runs", "warehouse", "p1", "delivery", "runs"),
    Shot("12a-shift", "counter", "till-1", "settle", "shift"),
    Shot("12b-cash-on-delivery", "manager", "office", "settle", "cod"),
    Shot("13-returns", "counter", "till-1", "returns", "", _return_a_sale),
    Shot("14-service", "counter", "till-1", "service"),
    Shot("15-reports", "manager", "office", "reports"),
    Shot("16-print", "counter", "till-1", "print"),
    Shot("17-settings", "manager", "office", "settings"),
    Shot("18a-printer", "counter", "till-1", "sell", "counter", _printer_popover),
    Shot("18b-override", "counter", "till-1", "sell", "counter", _too_much_off),
    Shot("19-customer-display", "counter", "till-1", "sell", "counter", _customer_display),
    Shot("17b-scanner", "manager", "office", "settings", "", _scanner_settings),
)


def render_all(
    folder: Path, *, looks: tuple[str, ...] = ("light", "dark"), languages: tuple[str, ...] = ("en", "zh_CN"),
    sizes: tuple[tuple[int, int], ...] = ((1440, 900),), only: str = "", store: str = "",
) -> list[Path]:  # fmt: skip
    """Render every screen in every look and language into a folder; returns the files."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from app.core.i18n import languages as spoken
    from app.core.i18n import use_language
    from ui.theme import theme

    app = QApplication.instance() or QApplication(sys.argv[:1])
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    with tempfile.TemporaryDirectory() as scratch, clock.frozen(NOON):
        clock.freeze(NOON)  # for the worker threads as well
        url = store or _sample(Path(scratch))
        for look in looks:
            theme().set_mode(look)
            theme().apply(app)  # type: ignore[arg-type]
            for language in [code for code in languages if code in spoken()]:
                use_language(language)
                for width, height in sizes:
                    suffix = _suffix(look, language, width)
                    made += _round(url, folder, suffix, (width, height), only)
        use_language("en")
        clock.freeze(None)
    return made


def _suffix(look: str, language: str, width: int) -> str:
    parts = [
        look if look != "light" else "",
        language.split("_")[0] if language != "en" else "",
        str(width) if width != 1440 else "",
    ]
    return "".join(f"-{part}" for part in parts if part)


def _sample(folder: Path) -> str:
    from app.core import db
    from resources.sample.build import build_sample_shop

    url = db.url_of(folder / "shop.kontor")
    build_sample_shop(url)
    db.close_store()
    return url


def _round(url: str, folder: Path, suffix: str, size: tuple[int, int], only: str) -> list[Path]:
    from PySide6.QtCore import QCoreApplication, QEvent

    from ui.shell.start import Station

    made = []
    for shot in SHOTS:
        if only and only not in shot.name:
            continue
        running = Station(url, shot.station, role=shot.role)
        window = running.show()
        window.resize(*size)
        running.settle(2)
        while shot.role and window.tab is None:
            running.settle(1)
        target = window
        if shot.tab == "reports":
            window.show_reports()
            target = window._reports
        elif shot.tab:
            window.show_tab(shot.tab, shot.mode)
        running.settle(8)
        target = shot.prepare(running) or target
        running.settle(8)
        path = folder / f"{shot.name}{suffix}.png"
        target.grab().save(str(path))
        made.append(path)
        window.hide()
        running.stop()
        window.deleteLater()
        # Outside an event loop nothing else deletes it, and every living window is dressed at each change of look.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return made
