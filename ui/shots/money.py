"""Pictures of money that goes back, is signed for, or is paid on the telephone: what is done before each."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ui.shots.shot import let_timers_run

Prepare = Callable[[Any], Any]


def _change(running: Any, name: str, value: Any) -> None:
    from app.core.actor import system_actor
    from app.core.settings import change_setting

    running.desk.write(running.window, change_setting, name, value, actor=system_actor())
    running.settle(8)


def _scan(running: Any, *codes: str) -> None:
    for code in codes:
        running.window.router.take(code)
        running.settle()


def draw(pad: Any) -> None:
    """Something like a name."""
    from PySide6.QtCore import QPointF

    wide, middle = pad.width() * 0.5, pad.height() * 0.55
    pad._begin(QPointF(pad.width() * 0.25, middle), 0.5)
    for step in range(1, 60):
        at = step / 60
        height = math.sin(at * 21) * pad.height() * 0.26 * (1 - at * 0.6)
        pad._go_to(QPointF(pad.width() * 0.25 + wide * at, middle - height), 0.5)


def _sold_by_card(running: Any) -> None:
    """A sale whose card was typed, still the last one."""
    _scan(running, "MUG-350-FOR", "SKL-26")
    running.window.tab.counter.checkout.pay()
    running.settle(8)
    sheet = running.window.sheet
    sheet.choose("K")
    sheet.card_page._ways.choose("typed")
    sheet.card_page.code.set_text("A7X94")
    sheet.card_page.last_four.set_text("4417")
    sheet.go()
    running.settle(8)


def void(running: Any) -> None:
    """Voiding the last sale: the slip of its card, or another way."""
    _sold_by_card(running)
    running.window.tab.counter.actions_.more.void_last()
    running.settle(8)


def void_in_cash(running: Any) -> None:
    """The same sale, its money in cash."""
    void(running)
    running.window.sheet.ways.choose("cash")


def void_signed(running: Any) -> None:
    """The customer signs for money that goes back to a card."""
    _change(running, "payments.signed", "refund")
    void(running)
    running.settle(8)
    draw(running.window.sheet.parts.signing.pad)


def return_slip(running: Any) -> None:
    """A return to a card that was typed: what the terminal's slip says."""
    _sold_by_card(running)
    number = running.window.tab.counter.till.last.sold.number
    tab = running.window.show_tab("returns")
    running.settle(8)
    tab.submitted(number)
    running.settle(8)
    tab.page.answer("reason", "changed_mind")
    running.settle(8)
    tab.doing.go_on()
    running.settle(8)


def _sold_kit(running: Any) -> str:
    """A gift box of two mugs and a coffee was sold; returns its number."""
    from app.catalog.kits import save_kit
    from app.catalog.products import NewProduct, add_product
    from app.catalog.queries import products, taxes

    found = {row.sku: row.id for row in running.ask(lambda: products(limit=500))}
    tax = running.ask(lambda: taxes()[0].id)
    new = NewProduct(sku="BOX-1", name="Gift box, two mugs and coffee", price_e4=340_000, tax_id=tax, is_stocked=False)
    made: list[int] = []
    running.desk.write(running.window, add_product, new, done=made.append)
    running.settle(8)
    parts = ((found["MUG-350-FOR"], 2), (found["COF-HB-250"], 1))
    running.desk.write(running.window, save_kit, made[0], parts)
    running.settle(8)
    _scan(running, "BOX-1", "SKL-26")
    running.window.tab.counter.checkout.pay()
    running.settle(8)
    running.window.sheet.go()
    running.window.sheet.go()
    running.settle(8)
    return str(running.window.tab.counter.till.last.sold.number)


def return_part(running: Any) -> None:
    """A part of a kit comes back alone."""
    number = _sold_kit(running)
    tab = running.window.show_tab("returns")
    running.settle(8)
    tab.submitted(number)
    running.settle(8)
    _scan(running, "COF-HB-250")
    tab.page.answer("reason", "changed_mind")
    running.settle(8)


def kit_why(running: Any) -> None:
    """What the parts of a kit stand for."""
    _sold_kit(running)
    order = running.window.tab.counter.till.last.sold.order_id
    running.window.open_record("order", order)
    running.settle(8)
    running.window.tab.view.show_why()
    running.settle(8)


def _on_account(running: Any) -> None:
    from app.customers.queries import find_customers

    _change(running, "payments.signed", "account")
    found = running.ask(lambda: find_customers("Eimear"))
    running.window.tab.counter.actions_.attach(found[0].id)
    running.settle(8)
    _scan(running, "MUG-350-FOR", "SKL-26")
    running.window.tab.counter.checkout.pay()
    running.settle(8)
    running.window.sheet.choose("A")
    running.window.sheet.go()
    running.settle(8)


def sign_account(running: Any) -> None:
    """A sale on account, signed on this screen."""
    _on_account(running)
    draw(running.window.sheet.signing.pad)


def display_account(running: Any) -> Any:
    """The same on the customer's window."""
    from ui.display.screens import Displays

    shown = Displays.of(running.desk).show()
    _on_account(running)
    return shown


def signatures(running: Any) -> None:
    """What was signed, on the order."""
    sign_account(running)
    running.window.sheet.go()
    running.settle(8)
    order = running.window.tab.counter.till.last.sold.order_id
    running.window.open_record("order", order)
    running.settle(8)
    running.window.tab.view.show_signatures()
    running.settle(8)


def signed_order(running: Any) -> None:
    """The order with its link to the signature."""
    signatures(running)
    running.window.sheet.accept()


def tips(running: Any) -> None:
    """Who gets tips out of this drawer."""
    from ui.payments.tips_sheet import TipsSheet

    class Owed:
        def __init__(self, person_id: int, name: str, amount_minor: int) -> None:
            self.person_id, self.name, self.amount_minor = person_id, name, amount_minor

    rows = [Owed(1, "Maya Kelly", 1_240), Owed(2, "Tom Breen", 860), Owed(3, "Grace Adeyemi", 315)]
    TipsSheet(running.window.desk, running.window.tab, rows).open_ready()


def tip_back(running: Any) -> None:
    """A tip that was left with a voided sale."""
    from app.core.i18n import _
    from app.core.money import format_money
    from ui.common.sheet import ask

    ask(
        running.window.desk.surface, _("A tip of {amount} was left with this sale").format(amount=format_money(250)),
        _("It stays with the staff. Give it back only when the customer wants it, in cash from this drawer."),
        _("Give the tip back"), no_text=_("It stays"), danger=True, name="tip_back",
    )  # fmt: skip


def total_changed(call: Prepare) -> Prepare:
    """A price changed while the caller was on the phone; `call` brings the call there."""

    def prepare(running: Any) -> None:
        from app.catalog.products import change_price

        call(running)
        page = running.window.tab.phone
        page.right.plan_chosen.emit("on_delivery")
        let_timers_run(running)
        line = page.call.lines[0]
        running.desk.write(running.window, change_price, line.product_id, 720_000)
        running.settle(8)
        page._placing.start()
        running.settle(8)

    return prepare


def phone_link(running: Any) -> None:
    """The link that a caller pays by, ready to be sent."""
    from app.orders.queries import order_list
    from app.payments.order_account import owed
    from ui.counter.payment.other_bills import pay_order

    def unpaid() -> Any:
        rows = order_list("all")
        return next(row for row in rows if owed(row.id) > 0 and row.state == "confirmed" and row.channel == "phone")

    row = running.ask(unpaid)
    _change(running, "payments.online_provider", "stripe")
    pay_order(running.window.desk, row.id, by_phone=True)
    running.settle(8)
    sheet = running.window.sheet
    sheet.choose("K")
    sheet.card_page._ways.choose("link")
    sheet.card_page.show_state("waiting")
    sheet.charge.is_running = True
    sheet._on_link("https://pay.alderandpine.example/c/4kX92")
    sheet.charge.is_running = False


SHOTS: tuple[tuple[Any, ...], ...] = (
    ("02h-void", "manager", "till-1", "sell", "counter", void),
    ("02h-void-cash", "manager", "till-1", "sell", "counter", void_in_cash),
    ("02h-void-signed", "manager", "till-1", "sell", "counter", void_signed),
    ("03e-sign-account", "manager", "till-1", "sell", "counter", sign_account),
    ("04d-phone-link", "manager", "till-1", "sell", "phone", phone_link),
    ("05g-signed-order", "manager", "till-1", "sell", "counter", signed_order),
    ("05g-signatures", "manager", "till-1", "sell", "counter", signatures),
    ("12f-tips", "manager", "till-1", "settle", "shift", tips),
    ("12f-tip-back", "manager", "till-1", "settle", "shift", tip_back),
    ("13b-return-slip", "manager", "till-1", "sell", "counter", return_slip),
    ("13c-return-part", "manager", "till-1", "sell", "counter", return_part),
    ("13d-kit-why", "manager", "till-1", "sell", "counter", kit_why),
    ("19g-display-sign-account", "manager", "till-1", "sell", "counter", display_account),
)
