"""Small sheets of the phone order: quantity, price and discount of a line, parked calls and lost ones, past orders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core import clock
from app.core.i18n import _, spoken_name
from app.core.money import format_unit_price, parse_unit_price
from app.core.plain import one_line
from app.orders.line_kinds import LineKind
from ui.common.address_sheet import AddressSheet
from ui.common.boxes import EmptyState
from ui.common.buttons import Button
from ui.common.inputs import NumberField, TextField
from ui.common.labels import Label
from ui.common.sheet import Sheet
from ui.common.table import Cell, Column, LiveTable
from ui.orders import words
from ui.orders.call import Place
from ui.orders.call_line import CallLine
from ui.orders.phone_options import bought

if TYPE_CHECKING:
    from ui.common.desk import Desk
    from ui.orders.phone_desk import PhoneDesk

Taken = Callable[[CallLine], None]
MOST = 1_000_000


def ask_quantity(desk: Desk, line: CallLine, taken: Taken) -> Sheet:
    """F6: type how many."""
    sheet = Sheet(desk.surface, _("How many?"), line.name, width=420, name="order_entry.quantity")
    suffix = words.UNITS.get(line.unit, line.unit)
    field = NumberField(
        _("Quantity"), name="order_entry.field.quantity", value=line.quantity, minimum=1, maximum=MOST, height=56, px=24,
        suffix=suffix,
    )  # fmt: skip

    def done() -> None:
        if field.check() and field.value():
            taken(replace(line, quantity=field.value(), agreed=""))
            sheet.accept()

    field.submitted.connect(done)
    sheet.set_body(field)
    sheet.set_primary(_("Set quantity"), done)
    return sheet.open(field.edit)


def ask_price(desk: Desk, line: CallLine, taken: Taken) -> Sheet:
    """F7: another price for this order; above one's limit a manager is asked when it is placed."""
    sheet = Sheet(desk.surface, _("Another price"), line.name, width=420, name="order_entry.price")
    is_free = line.kind is LineKind.FREE
    listed = "" if is_free else _("List price {price}").format(price=format_unit_price(line.price_e4))
    field = TextField(
        _("Price"), name="order_entry.field.price", help=listed, height=56, px=24, weight=600,
    )  # fmt: skip
    field.set_text(f"{line.unit_price_e4 / 10_000:.2f}")

    def done() -> None:
        from app.core.refusal import Refusal

        try:
            price = parse_unit_price(field.text())
        except Refusal as error:
            field.set_error(str(error))
            return
        if is_free and price <= 0:
            field.set_error(_("Type a price above nought."))
            return
        taken(replace(line, named_price_e4=None if price == line.price_e4 else price))
        sheet.accept()

    field.submitted.connect(done)
    sheet.set_body(field)
    sheet.set_primary(_("Set price"), done)
    return sheet.open(field.edit)


def ask_address(desk: Desk, calls: PhoneDesk) -> Sheet:
    """It goes somewhere else, this once: to any country, with what that asks for."""
    return AddressSheet(
        desk.surface, _("Other address"), calls.rules.get("country", ""),
        lambda values, _main: calls.add_address(Place(**values)),
    ).open()  # fmt: skip


def ask_wrap(desk: Desk, line: CallLine, taken: Taken) -> Sheet:
    """Ctrl+G: wrap the line as a gift, with a message on a card; or no longer."""
    sheet = Sheet(desk.surface, _("Gift wrap"), line.name, width=520, name="order_entry.wrap")
    field = TextField(_("Message on the card"), name="order_entry.field.wrap", optional=True, height=48, px=16)
    field.set_text(line.note)

    def unwrap() -> None:
        taken(replace(line, wrap=None, note=""))
        sheet.accept()

    def load(sku: str) -> None:
        def read() -> Any:
            from app.inventory.queries import find_sellable

            return find_sellable(sku)[0]

        def show(item: Any) -> None:
            goods = (item.product_id, spoken_name(item.name, item.name_zh), item.price_e4, item.tax_bp, item.tax_id)
            taken(replace(line, wrap=goods, note=one_line(field.text())))
            sheet.accept()

        desk.read(sheet, read, show, urgent=True)

    def done() -> None:
        from app.orders.wrap import LONGEST_MESSAGE, wrap_goods

        if len(field.text()) > LONGEST_MESSAGE:
            field.set_error(_("This is too long: up to {n} characters fit.").format(n=LONGEST_MESSAGE))
        else:
            desk.write(sheet, wrap_goods, done=load, urgent=True)

    field.submitted.connect(done)
    sheet.set_body(field)
    if line.wrap is not None:
        remove = Button(_("Take the wrap off"), key="Alt+X", name="order_entry.button.unwrap")
        remove.clicked.connect(unwrap)
        sheet.set_foot(remove)
        sheet.bind("Alt+X", unwrap)
    sheet.set_primary(_("Wrap it"), done)
    return sheet.open(field.edit)


def ask_discount(desk: Desk, line: CallLine, taken: Taken) -> Sheet:
    """F8: a percentage off the line."""
    sheet = Sheet(desk.surface, _("Discount"), line.name, width=420, name="order_entry.discount")
    limit = desk.actor.limit("discount_bp") if desk.actor else 0
    told = _("You may give up to {limit:g}%; a manager may allow more.").format(limit=limit / 100)
    field = NumberField(
        _("Percent off"), name="order_entry.field.discount", value=line.discount_bp // 100 or None, minimum=0,
        maximum=100, help=told, height=56, px=24, suffix="%",
    )  # fmt: skip

    def done() -> None:
        if field.check():
            taken(replace(line, discount_bp=(field.value() or 0) * 100, off_minor=0))
            sheet.accept()

    field.submitted.connect(done)
    sheet.set_body(field)
    sheet.set_primary(_("Give discount"), done)
    return sheet.open(field.edit)


def _choose(
    sheet: Sheet, table: LiveTable, verb: str, chosen: Callable[[Any], None], empty: tuple[str, str, str]
) -> None:
    """A sheet with one list to choose from; Enter and F9 take the row."""
    table.set_empty(EmptyState(*empty))
    table.set_loading(True)

    def take(row: Any = None) -> None:
        row = row or table.current()
        if row is not None:
            sheet.accept()
            chosen(row)

    table.opened.connect(take)
    table.setMinimumHeight(300)
    sheet.set_body((table, 1), margins=0)
    sheet.set_primary(verb, take)
    sheet.open(table.view)


def _fill(table: LiveTable, rows: list[Any]) -> None:
    table.set_loading(False)
    table.set_rows(rows)
    table.select_at(0)


def ask_stand_in(desk: Desk, owner: QObject, line: CallLine, chosen: Callable[[Any], None]) -> None:
    """Alt+S: what could go instead, with enough of it there."""
    sheet = Sheet(desk.surface, _("Instead of {name}").format(name=line.name), width=620, name="order_entry.stand_ins")
    table = LiveTable(
        [
            Column(_("Item"), lambda row: Cell(spoken_name(row.name, row.name_zh), row.sku, art=row.art), kind="thumb"),
            Column(_("Free"), "available", 70, kind="number"),
            Column(_("Price"), lambda row: format_unit_price(row.price_e4), 90, align="right", weight=600),
        ], "order_entry.stand_ins.table", key="product_id", row_height=52, accessible=_("Items that could go instead"),
    )  # fmt: skip
    nothing = ("package", _("Nothing alike is free"), _("Take the item off, or agree to wait."))
    _choose(sheet, table, _("Swap"), chosen, nothing)

    def load() -> list[Any]:
        from app.orders.phone_reads import stand_ins

        return stand_ins(line.product_id, line.quantity)

    desk.read(table, load, lambda rows: _fill(table, rows))


def choose_parked(desk: Desk, owner: QObject, chosen: Callable[[str], None]) -> None:
    """F5: the phone orders that were put aside."""
    sheet = Sheet(desk.surface, _("Parked phone orders"), width=620, name="order_entry.parked")
    table = LiveTable(
        [
            Column(_("Caller"), lambda row: Cell(row.name or _("Unknown caller"), row.who), kind="two"),
            Column(_("Parked"), lambda row: clock.format_moment(row.saved_at), 120),
            Column(_("Total"), "total_minor", 90, kind="money"),
        ], "order_entry.parked.table", key="uid", row_height=52, accessible=_("Parked phone orders"),
    )  # fmt: skip
    nothing = ("phone", _("No call is parked"), _("F4 puts a call aside; its goods are free meanwhile."))
    _choose(sheet, table, _("Take up"), lambda row: chosen(row.uid), nothing)

    def load() -> list[Any]:
        from app.orders.phone_drafts import parked_drafts

        return parked_drafts()

    desk.read(table, load, lambda rows: _fill(table, rows))


def ask_throw_away(desk: Desk, calls: PhoneDesk, gone: Callable[[], object]) -> None:
    """Ctrl+Del: the call came to nothing; why is asked for the journal."""
    from ui.counter.line_sheets import WordSheet

    call = calls.call
    if call.is_empty or calls.is_done:
        return

    def away(_nothing: None) -> None:
        desk.toast(_("The call is thrown away."))
        if calls.call.uid == call.uid:
            calls.begin()
            gone()

    def take(reason: str) -> None:
        from app.orders.phone_drafts import throw_away_draft

        calls.save()
        desk.write(calls, throw_away_draft, call.uid, reason, done=away)  # in line behind what was saved

    WordSheet(
        desk.surface, _("Throw this call away"), _("Why"), _("Throw away"), take, name="order_entry.drop", needed=True
    ).open()


def show_past(desk: Desk, owner: QObject, calls: PhoneDesk) -> None:
    """What the caller ordered before; Enter takes the same items again."""
    customer_id, name = calls.call.customer_id, calls.call.name
    if customer_id is None:
        return

    def again(items: list[tuple[Any, int, Any]]) -> None:
        call = calls.call
        for item, quantity, options in items:
            call = call.with_product(item, quantity, options)
        calls.set_call(call)

    again_here = calls.while_shown(again)
    sheet = Sheet(desk.surface, _("Past orders"), name, width=680, name="order_entry.past")
    table = LiveTable(
        [
            Column(_("Order"), lambda row: Cell(row.number, weight=600), 70),
            Column(_("Placed"), lambda row: clock.format_moment(row.placed_at), 110),
            Column(_("Status"), lambda row: words.status_of(row.state, row.fulfillment), 140, kind="chip"),
            Column(_("Pieces"), "pieces", 60, kind="number"),
            Column(_("Total"), "total_minor", 100, kind="money"),
        ], "order_entry.past.table", row_height=44, accessible=_("Past orders"),
    )  # fmt: skip

    def same(row: Any) -> None:
        desk.read(owner, lambda: bought(row.id), again_here)

    nothing = ("clock-counter-clockwise", _("No orders yet"), _("This is the first one."))
    _choose(sheet, table, _("Order the same again"), same, nothing)

    def load_orders() -> list[Any]:
        from app.orders.queries import orders_of

        return orders_of(customer_id)

    desk.read(table, load_orders, lambda rows: _fill(table, rows))
    sheet.set_foot(Label(_("Enter puts the same items on this order."), 12, 400, "text3"))
