"""Pictures of sheets and states that no screen shows by itself: what is done before each, and where it stands."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Prepare = Callable[[Any], Any]


def _scan(running: Any, *codes: str) -> None:
    for code in codes:
        running.window.router.take(code)
        running.settle()


def _press(running: Any, cap: str) -> None:
    next(key for key in running.window.all_keys() if key.cap == cap).action()
    running.settle(8)


def _product(running: Any, sku: str) -> int:
    from app.catalog.queries import products

    return running.ask(lambda: next(row.id for row in products(limit=500) if row.sku == sku))  # type: ignore[no-any-return]


def numbered_picker(running: Any) -> None:
    """A code that several products share."""
    from app.catalog.codes import add_code

    for sku in ("MUG-350-FOR", "MUG-350-HAR", "MUG-350-CRM"):
        running.desk.write(running.window.tab, add_code, _product(running, sku), "7770001", shared=True)
    running.settle(8)
    _scan(running, "7770001")


def unknown_code(running: Any) -> None:
    """What can be done with a code that nobody knows."""
    _scan(running, "MUG-350-FOR", "5391234567892")


def sell_gift_card(running: Any) -> None:
    """Number and amount of a new gift card."""
    running.window.tab.counter.actions_.more.sell_gift_card()


def _form(running: Any) -> Any:
    from ui.inventory.product_editor import open_editor

    tab = running.window.tab
    open_editor(running.window.desk, tab, tab.items.table.rows()[0].product_id)
    running.settle(8)
    return running.window.sheet


def _scroll_to(sheet: Any, card: Any) -> None:
    from ui.common.panels import Scroll

    scroll = sheet.findChildren(Scroll)[0]
    scroll.verticalScrollBar().setValue(card.y() - 8)


def kit_card(running: Any) -> None:
    """The parts of a kit on the product's form."""
    sheet = _form(running)
    for sku in ("MUG-350-FOR", "SKL-26", "MUG-350-FOR"):
        sheet.kit.goods.find(sku)
        running.settle()
    _scroll_to(sheet, sheet.kit)


def variant_card(running: Any) -> None:
    """The variants of a product on its form."""
    sheet = _form(running)
    for sku in ("MUG-350-FOR", "MUG-350-HAR"):
        sheet.variants.goods.find(sku)
        running.settle()
    sheet.variants.names.set_text("Color")
    for field, color in zip(sheet.variants._fields.values(), ("Forest", "Harbour"), strict=True):
        field.set_text(color)
    _scroll_to(sheet, sheet.variants)


def family(running: Any) -> None:
    """A product with its variants in the list of stock."""
    from app.catalog.products import NewProduct, add_product
    from app.catalog.queries import taxes
    from app.catalog.variants import save_variants

    tax = running.ask(lambda: taxes()[0].id)
    parent = NewProduct(sku="MUG-350", name="Enamel mug 350 ml", price_e4=149_000, tax_id=tax)
    running.desk.write(running.window.tab, add_product, parent)
    running.settle(8)
    colors = {"MUG-350-FOR": "Forest", "MUG-350-HAR": "Harbour", "MUG-350-CRM": "Cream"}
    variants = tuple((_product(running, sku), {"Color": color}) for sku, color in colors.items())
    running.desk.write(running.window.tab, save_variants, _product(running, "MUG-350"), variants)
    running.settle(8)
    from ui.shots.shot import let_timers_run

    running.window.tab.typed("Enamel mug")
    let_timers_run(running)
    running.window.tab.items.table.select_at(0)


def pay_back(running: Any) -> None:
    """An order that was paid too much, with the ways the money goes back."""
    from app.orders.queries import order_list
    from app.payments.queries import payments_of
    from ui.orders.pay_back_sheet import PayBackSheet
    from ui.payments.ways_back import load_ways

    def read() -> Any:
        for row in order_list("done"):
            if any(one.tender == "card" and one.amount_minor > 2_000 for one in payments_of(row.id)):
                return row, load_ways(row.id, 1_250)
        raise LookupError("no order was paid by card")

    row, found = running.ask(read)
    running.window.open_record("order", row.id)
    running.settle(8)
    PayBackSheet(running.window.desk, running.window.tab, row.id, row.number, found, "").open_ready()


def pay_back_in_cash(running: Any) -> None:
    """The same surplus by another way than it was paid."""
    from ui.orders.pay_back_sheet import PayBackSheet

    pay_back(running)
    running.window.findChild(PayBackSheet).ways.choose("cash")


def refund_in_doubt(running: Any) -> None:
    """A refund that the terminal has not confirmed."""
    from app.core.outbox import WishState
    from app.payments.send_back import Back
    from app.payments.tender import Tender
    from ui.orders.back_sheet import ask_about_back

    reason = "The terminal did not answer within 90 s."
    back = Back(1, WishState.UNKNOWN, 1, 1, Tender.CARD, 4_950, "b", "r", "•••• 4417", reason)
    ask_about_back(running.window.desk, running.window.tab, back)


def _photos() -> list[Any]:
    from ui.common.picture import Shown
    from ui.common.thumb import thumb_pixmap

    folder = Path(tempfile.mkdtemp(prefix="kontor-photos-"))
    photos = []
    for art, words in (
        ("mug_forest", "Packed, 12:06 · Grace Adeyemi"),
        ("kettle_charcoal", "At the door, 14:21 · Dara Murray"),
    ):
        path = folder / f"{art}.png"
        thumb_pixmap(art, 900).save(str(path))
        photos.append(Shown(path, words))
    return photos


def photo_strip(running: Any) -> None:
    """The photos of an order below its cards."""
    from app.orders.queries import order_list
    from ui.common.picture import PhotoStrip

    row = running.ask(lambda: order_list("on_the_way")[0])
    running.window.open_record("order", row.id)
    running.settle(8)
    running.window.tab.findChild(PhotoStrip, "order.photos").show_photos(_photos())


def photo_viewer(running: Any) -> None:
    """One photo large."""
    from ui.common.picture import PhotoViewer

    photo_strip(running)
    PhotoViewer(running.window.desk, _photos()).open()


def on_account(running: Any) -> None:
    """What customers owe on account, beside the couriers' cash."""
    running.window.tab.cod.owed._switch()
    running.settle(8)


def devices(running: Any) -> None:
    """The devices of a till."""
    running.window.tab.show_section("devices")


def work_times(running: Any) -> None:
    """Who was here when."""
    running.window.tab.show_section("times")


def code_test(running: Any) -> None:
    """What a code means by the rules of the shop."""
    from ui.common.panels import Scroll

    page = running.window.tab.show_section("scanner")
    running.settle()
    page.codes.take("]C10104006381333931172712241012B\x1d21SN-7")
    running.settle()
    page.findChildren(Scroll)[0].ensureWidgetVisible(page.codes.rows)


def _of_receipt(cap: str) -> Prepare:
    def prepare(running: Any) -> None:
        table = running.window.tab.queue.table
        row = next(row for row in table.rows() if row.kind == "receipt" and row.order_ref)
        table.select_id(row.id)
        running.settle(8)
        _press(running, cap)

    return prepare


def _display(running: Any) -> Any:
    from ui.display.screens import Displays

    return Displays.of(running.desk).show()


def display_idle(running: Any) -> Any:
    """Before the first scan."""
    return _display(running)


def display_link(running: Any) -> Any:
    """The code to pay by."""
    from ui.counter.till import PAY, Payment, Till

    _scan(running, "MUG-350-FOR", "SKL-26")
    left = Till.of(running.desk).ticket.totals().total_minor
    shown = _display(running)
    Till.of(running.desk).set_stage(PAY, Payment("K", left, link="https://pay.example/c/cs_test_a1B2c3D4e5F6"))
    return shown


def display_change(running: Any) -> Any:
    """Cash was given."""
    from ui.counter.till import PAY, Payment, Till

    _scan(running, "MUG-350-FOR", "SKL-26")
    shown = _display(running)
    Till.of(running.desk).set_stage(PAY, Payment("C", 0, 10_000, 3_560, email="eimear@oconnor.example"))
    return shown


def display_thanks(running: Any) -> Any:
    """The sale is done: the change, and five stars."""
    _scan(running, "MUG-350-FOR", "SKL-26")
    shown = _display(running)
    running.window.tab.counter.checkout.pay()
    running.settle(8)
    running.window.sheet.amount.set_minor(10_000)
    running.window.sheet.go()
    running.settle(8)
    return shown


def display_sign(sign: Prepare) -> Prepare:
    """A plan on the customer's window, waiting for the signature; `sign` brings the payment there."""

    def prepare(running: Any) -> Any:
        shown = _display(running)
        sign(running)
        return shown

    return prepare


SHOTS: tuple[tuple[Any, ...], ...] = (
    ("02f-numbered-picker", "manager", "till-1", "sell", "counter", numbered_picker),
    ("02g-unknown-code", "counter", "till-1", "sell", "counter", unknown_code),
    ("03d-sell-gift-card", "counter", "till-1", "sell", "counter", sell_gift_card),
    ("05c-pay-back", "manager", "office", "orders", "", pay_back),
    ("05c-pay-back-cash", "manager", "office", "orders", "", pay_back_in_cash),
    ("05d-refund-in-doubt", "manager", "office", "orders", "", refund_in_doubt),
    ("05e-photo-strip", "manager", "office", "orders", "", photo_strip),
    ("05f-photo-viewer", "manager", "office", "orders", "", photo_viewer),
    ("07d-kit", "manager", "office", "stock", "items", kit_card),
    ("07e-variants", "manager", "office", "stock", "items", variant_card),
    ("07f-family", "manager", "office", "stock", "items", family),
    ("12c-on-account", "manager", "office", "settle", "cod", on_account),
    ("16b-mail", "manager", "till-1", "print", "", _of_receipt("E")),
    ("16c-invoice", "manager", "till-1", "print", "", _of_receipt("I")),
    ("17c-devices", "manager", "till-1", "settings", "", devices),
    ("17d-work-times", "manager", "office", "settings", "", work_times),
    ("17e-code-test", "manager", "office", "settings", "", code_test),
    ("19b-display-idle", "counter", "till-1", "sell", "counter", display_idle),
    ("19c-display-link", "counter", "till-1", "sell", "counter", display_link),
    ("19d-display-change", "counter", "till-1", "sell", "counter", display_change),
    ("19e-display-thanks", "counter", "till-1", "sell", "counter", display_thanks),
)
