"""Every screen as a picture, from the sample shop at its frozen hour: for the manual, and to be looked at."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from app.core import clock
from ui.shell import shots_debts, shots_goods, shots_offers, shots_sheets, shots_taxes

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


def _replace(running: Any) -> None:
    """The case of a bowl that arrived broken, and what replaces it."""
    inbox = running.window.tab.cases.inbox
    rows = [inbox.row(at) for at in range(inbox.count())]
    row = next(row for row in rows if getattr(row, "subject", "") == "One bowl arrived broken")
    inbox.select(inbox.key_of(row))
    running.settle(4)
    _press("Alt+X")(running)


def _press_twice(first: str, second: str) -> Callable[[Any], None]:
    def prepare(running: Any) -> None:
        _press(first)(running)
        running.settle()
        _press(second)(running)

    return prepare


def _pay(running: Any) -> None:
    _scan("MUG-350-FOR", "SKL-26", "COF-HB-250")(running)
    _press("F9")(running)


def _count_drawer(running: Any, off_minor: int = 0) -> None:
    """Count what the drawer should hold, or more or less than that."""
    from app.payments.totals import shift_totals

    shift = running.window.tab.shift
    if shift.page is shift.open:
        _press("F9")(running)
        running.settle(8)
    number = shift.day.shift.id
    left = running.ask(lambda: shift_totals(number).expected_cash_minor) + off_minor
    for row in shift.count.rows:
        pieces, left = divmod(left, row.money.minor)
        row.field.set_value(pieces)
    shift.count.vouchers.field.set_minor(2_000)
    shift.count.focus_row(10)


def _compare_drawer(running: Any) -> None:
    """A drawer that is over by a card ticket."""
    from app.payments.look_into import payments_of_shift

    number = running.window.desk.shift.id
    cards = running.ask(lambda: [paid for paid in payments_of_shift(number) if paid.tender == "card"])
    _count_drawer(running, cards[-1].amount_minor if cards else 4_200)
    _press("F9")(running)


def _bank(running: Any) -> None:
    _count_drawer(running)
    _press("F9")(running)
    running.settle(8)
    _press("F9")(running)


def _pay_for(*codes: str, letter: str = "C", typed: str = "", credit: bool = False) -> Callable[[Any], None]:
    """The payment sheet of a known customer, with one way to pay chosen."""

    def prepare(running: Any) -> None:
        from app.customers.queries import find_customers

        found = running.ask(lambda: find_customers("Eimear"))
        running.window.tab.counter.actions_.attach(found[0].id)
        running.settle()
        _scan(*codes)(running)
        _press("F9")(running)
        running.settle()
        sheet = running.window.sheet
        if credit:
            sheet.choose("G")
            sheet.go()
        sheet.choose(letter)
        sheet.amount.set_text(typed)

    return prepare


def _sign(running: Any) -> None:
    """A plan whose deposit is paid and that waits for its signature."""
    _pay_for("SKL-26", "KET-09", "MUG-350-FOR", "COF-HB-250", letter="I", credit=True)(running)
    sheet = running.window.sheet
    sheet.go()
    sheet.card_page.code.set_text("A7X94")
    sheet.card_page.last_four.set_text("4417")
    sheet.go()


def _gift_card(running: Any) -> None:
    from app.payments.pay import sell_gift_card
    from app.payments.tender import Tender, TenderInput
    from ui.counter.gift_card_sheet import GiftCardSheet

    paid = (TenderInput(Tender.CARD, 5_000, auth_code="B2K71", masked_pan="4417"),)
    running.desk.write(running.window.tab, sell_gift_card, "8800001234567892", 5_000, paid)
    running.settle(8)
    GiftCardSheet(running.window.desk, "8800001234567892").open_ready()


def _with_member(running: Any) -> None:
    """The mock-up's sale: a member with points, two of one mug, an offer, three of one coffee."""
    from app.customers.queries import find_customers

    found = running.ask(lambda: [row for row in find_customers("Eimear") if row.points] or find_customers("a"))
    running.window.tab.counter.actions_.attach(found[0].id)
    running.settle()
    _scan("MUG-350-FOR")(running)
    running.window.tab.counter.actions_.set_quantity(2)
    running.settle()
    _scan("SKL-26", "CAN-BW-2", "COF-HB-250")(running)
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
    _with_member(running)
    from app.catalog.queries import products
    from app.core.refusal import NotPermitted

    row = running.ask(lambda: next(one for one in products(limit=500) if one.sku == "SKL-26"))
    told = {
        "product_id": row.id, "name": row.name, "sku": row.sku, "quantity": 1, "before_minor": 4950,
        "after_minor": 3713, "off_minor": 1237, "cost_minor": 2710, "off_bp": 2500, "margin_bp": 1023, "lines": 1,
        "sale_off_minor": 1237, "sale_margin_bp": 1023,
    }  # fmt: skip
    refusal = NotPermitted("orders.discount", limit=1500, asked=2500, effect=told)
    running.window.ask_manager(
        refusal, running.desk.actor, lambda _by: None, lambda: None, instead=lambda _limit: None
    )  # fmt: skip
    running.window.sheet.reason.set_text("Scratch on the handle")


def _customer_display(running: Any) -> Any:
    from ui.display.screens import Displays

    _scan("MUG-350-FOR", "SKL-26", "CAN-BW-2", "COF-HB-250")(running)
    return Displays.of(running.desk).show()


def _print_report(running: Any) -> None:
    from ui.common.sheet import top_sheet

    window = running.window._reports
    window.open_report("products")
    running.settle()
    window.print_shown()
    sheet = top_sheet(window)
    while sheet.made is None:
        running.settle(1)


def _choose_columns(running: Any) -> None:
    _first_row(running)
    running.window.tab.items.table.columns_wanted.emit()


def _product_form(running: Any) -> None:
    """A product's form, with two parts chosen that would make it a kit."""
    from ui.inventory.product_editor import open_editor

    tab = running.window.tab
    product_id = tab.items.table.rows()[0].product_id
    open_editor(running.window.desk, tab, product_id)
    running.settle(8)
    for sku in ("MUG-350-FOR", "SKL-26", "MUG-350-FOR"):
        running.window.sheet.kit.goods.find(sku)
        running.settle()
    running.window.sheet.kit.goods.field.focus()


def _proof(running: Any) -> None:
    running.window.tab._show_proof(running.window.tab._detail.reasons[0].code)


def _risk_rules(running: Any) -> None:
    running.window.tab.show_section("risk")


def _people(running: Any) -> None:
    running.window.tab.show_section("people")


SHOTS = (
    Shot("01-sign-in", "", "till-1", ""),
    Shot(
        "02-counter-sale",
        "counter",
        "till-1",
        "sell",
        "counter",
        _with_member,
    ),
    Shot("02b-side-by-side", "counter", "till-1", "sell", "counter", _side_by_side),
    Shot("02c-customer-card", "counter", "till-1", "sell", "counter", _customer_card),
    Shot("02d-new-product", "counter", "till-1", "sell", "counter", _new_product),
    Shot("02e-quote", "counter", "till-1", "sell", "counter", _quote),
    Shot("02h-gift-wrap", "counter", "till-1", "sell", "counter", shots_goods.wrapped),
    Shot("03-payment", "counter", "till-1", "sell", "counter", _give_cash),
    Shot(
        "03a-payment-cash",
        "counter",
        "till-1",
        "sell",
        "counter",
        _pay_for("MUG-350-FOR", "SKL-26", "COF-HB-250", typed="150", credit=True),
    ),
    Shot("03b-payment-instalments", "counter", "till-1", "sell", "counter", _sign),
    Shot("03c-gift-card", "counter", "till-1", "sell", "counter", _gift_card),
    Shot("04-phone-order", "counter", "till-1", "sell", "phone", _call),
    Shot("05a-orders", "manager", "office", "orders", "", _first_row),
    Shot("05b-order", "manager", "office", "orders", "", _open_first),
    Shot("06-review", "manager", "office", "review"),
    Shot("06b-review-proof", "manager", "office", "review", "", _proof),
    Shot("07-stock", "manager", "office", "stock", "items", _first_row),
    Shot("07b-columns", "manager", "office", "stock", "items", _choose_columns),
    Shot("07c-product", "manager", "office", "stock", "items", _product_form),
    Shot("08a-receiving", "manager", "office", "stock", "receive"),
    Shot("08b-count", "manager", "office", "stock", "count"),
    Shot("09a-pick", "warehouse", "p1", "pick", "pick", _press("F9")),
    Shot("09c-plan", "warehouse", "p1", "pick", "plan"),
    Shot("10-pack", "warehouse", "p2", "pick", "pack", _press("F9")),
    Shot("10b-photo", "warehouse", "p2", "pick", "pack", _press_twice("F9", "F7")),
    Shot("11a-delivery", "warehouse", "p1", "delivery", "board"),
    Shot("11c-runs", "warehouse", "p1", "delivery", "runs"),
    Shot("12a-shift", "counter", "till-1", "settle", "shift"),
    Shot("12a-count", "counter", "till-1", "settle", "shift", _count_drawer),
    Shot("12a-compare", "counter", "till-1", "settle", "shift", _compare_drawer),
    Shot("12a-bank", "counter", "till-1", "settle", "shift", _bank),
    Shot("12b-cash-on-delivery", "manager", "office", "settle", "cod"),
    Shot("12c-on-account", "manager", "office", "settle", "cod", shots_debts.on_account),
    Shot("12d-bills", "manager", "office", "settle", "cod", shots_debts.bills),
    Shot("12e-account-terms", "manager", "till-1", "sell", "counter", shots_debts.terms),
    Shot("13-returns", "counter", "till-1", "returns", "", _return_a_sale),
    Shot("14-service", "counter", "till-1", "service"),
    Shot("15-reports", "manager", "office", "reports"),
    Shot("14b-replacement", "counter", "till-1", "service", "", _replace),
    Shot("15b-report-print", "manager", "office", "reports", "", _print_report),
    Shot("16-print", "manager", "till-1", "print"),
    Shot("17-settings", "manager", "office", "settings"),
    Shot("17b-people", "manager", "office", "settings", "", _people),
    Shot("06c-risk-rules", "manager", "office", "settings", "", _risk_rules),
    Shot("20a-why-this-total", "counter", "till-1", "sell", "counter", shots_offers.why),
    Shot("20c-promotions", "manager", "office", "settings", "", shots_offers.promotions),
    Shot("20d-promotion", "manager", "office", "settings", "", shots_offers.promotion),
    Shot("20e-price-list", "manager", "office", "settings", "", shots_offers.price_list),
    Shot("20f-coupons", "manager", "office", "settings", "", shots_offers.coupons),
    Shot("21a-taxes", "manager", "office", "settings", "", shots_taxes.taxes),
    Shot("21a-tax-preview", "manager", "office", "settings", "", shots_taxes.preview),
    Shot("21b-levy", "manager", "office", "settings", "", shots_taxes.levy),
    Shot("21c-regime", "manager", "office", "settings", "", shots_taxes.regime),
    Shot("21d-export", "counter", "till-1", "sell", "counter", shots_taxes.export),
    Shot("21e-export-why", "counter", "till-1", "sell", "counter", shots_taxes.export_why),
    Shot("18a-printer", "counter", "till-1", "sell", "counter", _printer_popover),
    Shot("18b-override", "counter", "till-1", "sell", "counter", _too_much_off),
    Shot("19-customer-display", "counter", "till-1", "sell", "counter", _customer_display),
    Shot("17b-scanner", "manager", "office", "settings", "", _scanner_settings),
    *(Shot(*row) for row in shots_sheets.SHOTS),
    Shot("19f-display-sign", "counter", "till-1", "sell", "counter", shots_sheets.display_sign(_sign)),
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
        kept = Path("/", url.removeprefix("sqlite:///"))
        for look in looks:
            theme().set_mode(look)
            theme().apply(app)  # type: ignore[arg-type]
            for language in [code for code in languages if code in spoken()]:
                use_language(language)
                for width, height in sizes:
                    suffix = _suffix(look, language, width)
                    made += _round(kept, folder, suffix, (width, height), only)
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


def _round(kept: Path, folder: Path, suffix: str, size: tuple[int, int], only: str) -> list[Path]:
    """One picture after the other, each from the shop as it was: none shows what was done for another one."""
    made = []
    for shot in SHOTS:
        if not only or only in shot.name:
            with tempfile.TemporaryDirectory() as scratch:
                copy = Path(scratch) / kept.name
                shutil.copy(kept, copy)
                made.append(_take(shot, f"sqlite:///{copy}", folder / f"{shot.name}{suffix}.png", size))
    return made


def _take(shot: Shot, url: str, path: Path, size: tuple[int, int]) -> Path:
    with opened(shot, url, size) as target:
        target.grab().save(str(path))
    return path


@contextmanager
def opened(shot: Shot, url: str, size: tuple[int, int]) -> Iterator[Any]:
    """The window of one picture, open and ready to be looked at."""
    from PySide6.QtCore import QCoreApplication, QEvent

    from ui.shell.start import Station

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
    try:
        target = shot.prepare(running) or target
        target.resize(*size)
        running.settle(8)
        yield target
    finally:
        for shown in {target, window._reports} - {window, None}:
            shown.hide()
            shown.deleteLater()
        window.hide()
        running.stop()
        window.deleteLater()
        # Outside an event loop nothing else deletes it, and every living window is dressed at each change of look.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
