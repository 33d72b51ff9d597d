"""All pictures: which screen, for whom, and what is done before it is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core.i18n import spoken_name
from ui.shots import after_sale, agreed, cash, debts, goods, money, offers, put_right, sheets, taxes, training, wizard
from ui.shots.shot import Shot, count_drawer, first_row, let_timers_run, open_first, press, press_twice, scan


def _replace(running: Any) -> None:
    """The case of a bowl that arrived broken, and what replaces it."""
    inbox = running.window.tab.cases.inbox
    rows = [inbox.row(at) for at in range(inbox.count())]
    row = next(row for row in rows if getattr(row, "subject", "") == "One bowl arrived broken")
    inbox.select(inbox.key_of(row))
    running.settle(4)
    press("Alt+X")(running)


def _pay(running: Any) -> None:
    scan("MUG-350-FOR", "SKL-26", "COF-HB-250")(running)
    press("F9")(running)


def _count_drawer(running: Any, off_minor: int = 0) -> None:
    """Count what the drawer should hold, or more or less than that, and the vouchers."""
    count_drawer(running, off_minor)
    shift = running.window.tab.shift
    shift.count.vouchers.field.set_minor(2_000)
    shift.count.focus_row(10)


def _compare_drawer(running: Any) -> None:
    """A drawer that is over by a card ticket."""
    from app.payments.look_into import payments_of_shift

    number = running.window.desk.shift.id
    cards = running.ask(lambda: [paid for paid in payments_of_shift(number) if paid.tender == "card"])
    _count_drawer(running, cards[-1].amount_minor if cards else 4_200)
    press("F9")(running)


def _bank(running: Any) -> None:
    _count_drawer(running)
    press("F9")(running)
    running.settle(8)
    press("F9")(running)


def _pay_for(*codes: str, letter: str = "C", typed: str = "", credit: bool = False) -> Callable[[Any], None]:
    """The payment sheet of a known customer, with one way to pay chosen."""

    def prepare(running: Any) -> None:
        from app.customers.queries import find_customers

        found = running.ask(lambda: find_customers("Eimear"))
        running.window.tab.counter.actions_.attach(found[0].id)
        running.settle()
        scan(*codes)(running)
        press("F9")(running)
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
    scan("MUG-350-FOR")(running)
    running.window.tab.counter.actions_.set_quantity(2)
    running.settle()
    scan("SKL-26", "CAN-BW-2", "COF-HB-250")(running)
    running.window.tab.counter.actions_.set_quantity(3)
    running.settle()


def _side_by_side(running: Any) -> None:
    scan("BLK-WL-ASH", "MUG-350-FOR")(running)
    press("Ctrl+T")(running)
    running.settle()
    _with_member(running)


def _customer_card(running: Any) -> None:
    _with_member(running)
    press("F3")(running)


def _new_product(running: Any) -> None:
    scan("MUG-350-FOR", "5391234567892")(running)
    running.window.notice._buttons[0].click()
    running.window.sheet.name.set_text("Oak spoon, small")
    running.window.sheet.price.set_text("6.50")


def _quote(running: Any) -> None:
    _with_member(running)
    press("Ctrl+U")(running)


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
    let_timers_run(running)
    caller.take_best()
    running.settle()
    scan("KET-09", *["COF-HB-250"] * 4, *["TWL-LN"] * 2, "STV-TR")(running)
    let_timers_run(running)


def _give_cash(running: Any) -> None:
    _pay(running)
    running.settle(8)
    running.window.sheet.amount.set_minor(10_000)


def _printer_popover(running: Any) -> None:
    running.window.topbar.devices.button("printer").click()


def _throw_away(running: Any) -> None:
    """A call that came to nothing: why is asked."""
    _call(running)
    running.settle(4)
    press("Ctrl+Del")(running)


def _too_much_off(running: Any) -> None:
    """A clerk gives more off than a clerk may."""
    _with_member(running)
    from app.catalog.queries import products
    from app.core.refusal import NotPermitted

    row = running.ask(lambda: next(one for one in products(limit=500) if one.sku == "SKL-26"))
    told = {
        "product_id": row.id, "name": spoken_name(row.name, row.name_zh), "sku": row.sku, "quantity": 1, "before_minor": 4950,
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

    scan("MUG-350-FOR", "SKL-26", "CAN-BW-2", "COF-HB-250")(running)
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
    first_row(running)
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
    Shot("02h-gift-wrap", "counter", "till-1", "sell", "counter", goods.wrapped),
    Shot("02i-options", "counter", "till-1", "sell", "counter", goods.options),
    Shot("02j-option-sheet", "counter", "till-1", "sell", "counter", goods.option_sheet),
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
    Shot("05a-orders", "manager", "office", "orders", "", first_row),
    Shot("05b-order", "manager", "office", "orders", "", open_first),
    Shot("06-review", "manager", "office", "review"),
    Shot("06b-review-proof", "manager", "office", "review", "", _proof),
    Shot("07-stock", "manager", "office", "stock", "items", first_row),
    Shot("07b-columns", "manager", "office", "stock", "items", _choose_columns),
    Shot("07c-product", "manager", "office", "stock", "items", _product_form),
    Shot("08a-receiving", "manager", "office", "stock", "receive"),
    Shot("08b-count", "manager", "office", "stock", "count"),
    Shot("09a-pick", "warehouse", "p1", "pick", "pick", press("F9")),
    Shot("09d-pick-changed", "warehouse", "p1", "pick", "pick", goods.fewer_on_the_walk),
    Shot("09c-plan", "warehouse", "p1", "pick", "plan"),
    Shot("10-pack", "warehouse", "p2", "pick", "pack", press("F9")),
    Shot("10c-pack-changed", "warehouse", "p2", "pick", "pack", goods.fewer_on_the_table),
    Shot("10b-photo", "warehouse", "p2", "pick", "pack", press_twice("F9", "F7")),
    Shot("11a-delivery", "warehouse", "p1", "delivery", "board"),
    Shot("11c-runs", "warehouse", "p1", "delivery", "runs"),
    Shot("12a-shift", "counter", "till-1", "settle", "shift"),
    Shot("12a-count", "counter", "till-1", "settle", "shift", _count_drawer),
    Shot("12a-compare", "counter", "till-1", "settle", "shift", _compare_drawer),
    Shot("12a-bank", "counter", "till-1", "settle", "shift", _bank),
    Shot("12b-cash-on-delivery", "manager", "office", "settle", "cod"),
    Shot("12c-on-account", "manager", "office", "settle", "cod", debts.on_account),
    Shot("12d-bills", "manager", "office", "settle", "cod", debts.bills),
    Shot("12e-account-terms", "manager", "till-1", "sell", "counter", debts.terms),
    Shot("13-returns", "counter", "till-1", "returns", "", _return_a_sale),
    Shot("14-service", "counter", "till-1", "service"),
    Shot("15-reports", "manager", "office", "reports"),
    Shot("14b-replacement", "counter", "till-1", "service", "", _replace),
    Shot("15b-report-print", "manager", "office", "reports", "", _print_report),
    Shot("16-print", "manager", "till-1", "print"),
    Shot("17-settings", "manager", "office", "settings"),
    Shot("17b-people", "manager", "office", "settings", "", _people),
    Shot("06c-risk-rules", "manager", "office", "settings", "", _risk_rules),
    Shot("20a-why-this-total", "counter", "till-1", "sell", "counter", offers.why),
    Shot("20c-promotions", "manager", "office", "settings", "", offers.promotions),
    Shot("20d-promotion", "manager", "office", "settings", "", offers.promotion),
    Shot("20e-price-list", "manager", "office", "settings", "", offers.price_list),
    Shot("20e-price-list-one", "manager", "office", "settings", "", offers.own_price_list),
    Shot("20g-options", "manager", "office", "settings", "", offers.options),
    Shot("20h-option-group", "manager", "office", "settings", "", offers.option_group),
    Shot("20f-coupons", "manager", "office", "settings", "", offers.coupons),
    Shot("21a-taxes", "manager", "office", "settings", "", taxes.taxes),
    Shot("21a-tax-preview", "manager", "office", "settings", "", taxes.preview),
    Shot("21b-levy", "manager", "office", "settings", "", taxes.levy),
    Shot("21c-regime", "manager", "office", "settings", "", taxes.regime),
    Shot("21c-tax-group", "manager", "office", "settings", "", taxes.group),
    Shot("21c-move-tax", "manager", "office", "settings", "", taxes.move),
    Shot("21c-usual-tax", "manager", "office", "settings", "", taxes.usual),
    Shot("21d-export", "counter", "till-1", "sell", "counter", taxes.export),
    Shot("21e-export-why", "counter", "till-1", "sell", "counter", taxes.export_why),
    Shot("18a-printer", "counter", "till-1", "sell", "counter", _printer_popover),
    Shot("18b-override", "counter", "till-1", "sell", "counter", _too_much_off),
    Shot("19-customer-display", "counter", "till-1", "sell", "counter", _customer_display),
    Shot("17b-scanner", "manager", "office", "settings", "", _scanner_settings),
    Shot("28-practice", "counter", "till-1", "sell", "counter", training.band),
    Shot("28a-practice-door", "", "till-1", "", "", lambda running: running.window.show_practice()),
    Shot("28b-practice-sheet", "counter", "till-1", "sell", "counter", press("Ctrl+P")),
    Shot("28c-exercises", "counter", "till-1", "sell", "counter", training.exercises),
    Shot("28d-exercise", "counter", "till-1", "sell", "counter", training.lesson("discount", 1, 1, hint=True)),
    Shot("28e-exercise-paying", "counter", "till-1", "sell", "counter", training.lesson_in_sheet),
    Shot("28f-exercise-done", "counter", "till-1", "sell", "counter", training.lesson_done),
    Shot("28g-exercise-pick", "warehouse", "p1", "pick", "pick", training.lesson("pick", 0)),
    Shot("28i-first-steps", "manager", "till-1", "sell", "counter", training.first_steps),
    Shot("28h-copying", "", "till-1", "", "", training.stopping),
    *(Shot(*row) for part in (sheets, money, agreed, after_sale, put_right, cash, wizard) for row in part.SHOTS),
    Shot("04e-throw-away", "counter", "till-1", "sell", "phone", _throw_away),
    Shot("04c-total-changed", "manager", "till-1", "sell", "phone", money.total_changed(_call)),
    Shot("19f-display-sign", "counter", "till-1", "sell", "counter", sheets.display_sign(_sign)),
)
